"""One week in message, chart, Word and Excel: every number they share against plain SQL."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from sqlalchemy import select, update

from bot.cards.digest import first_screen, list_card
from bot.charting import TARGETS, UNITS, chart_svg
from bot.made import Made, Order
from bot.making import MAKERS
from db import digests, reviews
from db.engine import Database, Session
from db.tables import Assignment, Extension, Item, Move, Obligation, Report, Target
from db.vocabulary import Cause, DocumentKind, ObligationState, Op, Part, Status
from scheduler.digest import LISTED, Figures, as_facts, figures_of, read_facts
from tests.full_ledger import tables
from tests.ledger_cast import (
    ZONE,
    a_contact,
    a_plan,
    a_report,
    a_target,
    a_unit,
    an_assignment,
    an_item,
    an_obligation,
    at,
    make_database,
)
from tests.play import settings_for
from tests.test_bulletin import Paper, read

NOW = at("2024-07-01 09:00")
STORED = "%Y-%m-%d %H:%M:%S.%f"
ITEMS, UNIT_COUNT = 12, 26
DUES = ("2024-04-25 17:30", "2024-05-24 17:30", "2024-06-25 17:30", "2024-07-05 17:30")
SHORT = {"绿": "green", "黄": "yellow", "红": "red", "灰": "grey"}
NAMES = {light: f"{name}灯" for name, light in SHORT.items()}
_SVG = "{http://www.w3.org/2000/svg}"


def fill(session: Session) -> int:
    """Store a plan in the middle of its year: answered, late, sent back, put off, taken away."""
    plan = a_plan(session)
    units = [a_unit(session, f"第{n}责任单位") for n in range(UNIT_COUNT)]
    person = a_contact(session, "王芳", {})
    for n in range(ITEMS + 1):
        item = an_item(session, plan, f"任务{n}，其余文字")
        op = Op.AT_MOST if n % 5 == 4 else Op.AT_LEAST
        target = a_target(session, item, "100", op=op, quantity=f"指标{n}")
        for place in range(4):
            unit = units[(n * 5 + place) % UNIT_COUNT]
            part = an_assignment(session, item, unit, Part.ASSIST if place else Part.LEAD)
            for period, due in enumerate(DUES):
                owed = an_obligation(session, part, due)
                if (n * 7 + place * 3 + period) % 4:
                    number = a_report(
                        session,
                        owed,
                        person,
                        values={target: str(9 * n + period)} if place == 0 and n % 4 else {},
                        status=tuple(Status)[(n + place + period) % 4],
                        words=f"说明{n}-{place}",
                        submitted="2024-06-26 10:00" if period == 2 else due,
                    )
                    _review(session, number, (n + place) % 3)
                elif place == 1 and period == 2:
                    _put_off(session, owed, person)
    _take_away(session, item)
    return plan


def _review(session: Session, number: int, kind: int) -> None:
    """Accept it, send it back or leave it; of those left some are typed by the office."""
    report = session.get_one(Report, number)
    if kind == 1:
        reviews.accept(session, report, "赵", NOW)
    elif kind == 2 and number % 2:
        reviews.send_back(session, report, "赵", "不实", NOW)
    elif number % 3 == 0:
        report.contact_id, report.entered_by = None, "赵"


def _put_off(session: Session, obligation_id: int, person: int) -> None:
    owed = session.get_one(Obligation, obligation_id)
    asked, former, later = at("2024-06-24 10:00"), owed.due_at, at("2024-07-03 17:30")
    told = {"obligation_id": owed.id, "former_due_at": former}
    session.add(
        Extension(
            **told, contact_id=person, reason="汛期", wanted_due_at=later, asked_at=asked,
            granted=True, decided_at=asked, decided_by="赵",
        )
    )  # fmt: skip
    session.add(
        Move(
            **told, cause=Cause.EXTENSION, due_at=later, moved_at=asked, moved_by="赵",
            reason="汛期",
        )
    )  # fmt: skip
    owed.due_at = later


def _take_away(session: Session, item: int) -> None:
    """Withdraw an item: what it still owed falls away, what was reported of it stays."""
    gone = {"withdrawn_at": at("2024-06-28 10:00")}
    session.execute(update(Item).where(Item.id == item).values(gone))
    session.execute(update(Target).where(Target.item_id == item).values(gone))
    session.execute(update(Assignment).where(Assignment.item_id == item).values(gone))
    parts = select(Assignment.id).where(Assignment.item_id == item)
    session.execute(
        update(Obligation)
        .where(Obligation.assignment_id.in_(parts), Obligation.state == ObligationState.OPEN)
        .values(state=ObligationState.WITHDRAWN, next_nudge_at=None)
    )


@dataclass(frozen=True, slots=True)
class Told:
    """The same week as it is told, in the four ways."""

    week: Figures
    svg: str
    word: Paper
    excel: dict[str, list[dict[str, Any]]]

    def screen(self) -> str:
        return re.sub(r"</?b>", "", first_screen(self.week))

    def listed(self, view: str) -> str:
        return list_card(self.week, view, 1, size=LISTED).text

    def duties(self) -> list[dict[str, Any]]:
        """Return the ledger's obligations that are not taken away."""
        return [row for row in self.excel["应报"] if row["状态"] != "已撤销"]

    def due(self) -> list[dict[str, Any]]:
        """Return those that fell due in the week."""
        return [row for row in self.duties() if _in_week(row["现定截止"])]


def _in_week(moment: datetime) -> bool:
    return NOW - timedelta(days=7) <= moment.replace(tzinfo=ZONE) < NOW


class Ask:
    """Asks the file by the driver alone; :now, :since and :soon are moments as they are stored."""

    def __init__(self, file: Path) -> None:
        self.file = file
        days = {"now": 0, "since": -7, "soon": 7, "very": -3}
        self.moments = {name: stored(NOW + timedelta(days=n)) for name, n in days.items()}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.file)) as connection:
            return connection.execute(sql, self.moments).fetchall()

    def one(self, sql: str) -> int:
        return int(str(self.rows(sql)[0][0]))


def stored(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(STORED)


def made(database: Database, kind: DocumentKind, order: Order) -> Made:
    return database.read_now(lambda session: MAKERS[kind].make(session, order))


@pytest.fixture(scope="module")
def told_and_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Told, Path]]:
    folder = tmp_path_factory.mktemp("golden")

    def keep(session: Session) -> tuple[int, Figures]:
        week = figures_of(session, fill(session), ZONE, NOW)
        kept = digests.keep(session, week.plan_id, NOW, as_facts(week), NOW, 1)
        return kept, read_facts(as_facts(week))

    with make_database(folder) as database:
        kept, week = database.write_now(keep)
        order = Order(settings_for(folder), {"digest": kept}, NOW)
        word, excel = (
            made(database, kind, order) for kind in (DocumentKind.BULLETIN, DocumentKind.LEDGER)
        )
        yield Told(week, chart_svg(week), read(word), tables(excel.content)), folder / "duban.db"


@pytest.fixture
def told(told_and_file: tuple[Told, Path]) -> Told:
    return told_and_file[0]


@pytest.fixture
def ask(told_and_file: tuple[Told, Path]) -> Ask:
    return Ask(told_and_file[1])


#: What is owed, and what came in the week; what was taken away is neither.
OWED = """obligation o JOIN assignment a ON a.id = o.assignment_id
 JOIN item i ON i.id = a.item_id JOIN unit u ON u.id = a.unit_id"""
PRESENT = "o.state <> 'withdrawn' AND a.withdrawn_at IS NULL"
OF_WEEK = "o.due_at >= :since AND o.due_at < :now"
LATE = f"{PRESENT} AND o.state = 'open' AND o.due_at < :now"
NEWEST = f"""{OWED} JOIN report r ON r.obligation_id = o.id
 WHERE {PRESENT} AND r.version = (SELECT max(version) FROM report WHERE obligation_id = o.id)"""
READ = NEWEST.replace(" WHERE", " JOIN reading d ON d.report_id = r.id WHERE", 1)
CAME = f"{NEWEST} AND r.submitted_at >= :since AND r.submitted_at < :now"
NOT_RETURNED = "r.id NOT IN (SELECT report_id FROM review WHERE accepted = 0)"


def texts(svg: str, kind: str) -> list[str]:
    root: Element = fromstring(svg)
    return ["".join(one.itertext()) for one in root.iter(f"{_SVG}text") if one.get("class") == kind]


def numbers(line: str) -> list[int]:
    return [int(one) for one in re.findall(r"\d+", line)]


def line_with(text: str, words: str) -> str:
    return next(line for line in text.splitlines() if words in line)


def half_up(share: Decimal, places: str) -> str:
    """Return a share as people round it, without what is nothing behind the point."""
    return f"{share.quantize(Decimal(places), ROUND_HALF_UP).normalize():f}"


def test_what_fell_due_is_the_same_in_all_four(told: Told, ask: Ask) -> None:
    owed = ask.one(f"SELECT count(*) FROM {OWED} WHERE {PRESENT} AND {OF_WEEK}")
    reported = ask.one(
        f"SELECT count(*) FROM {OWED} WHERE {PRESENT} AND {OF_WEEK} AND o.state = 'reported'"
    )
    rate = Decimal(reported) * 100 / owed

    assert numbers(line_with(told.screen(), "本周到期应报")) == [
        owed, reported, int(half_up(rate, "1")), owed - reported,
    ]  # fmt: skip
    assert numbers(texts(told.svg, "total")[0]) == [reported, owed]
    assert told.word.line("本周应报") == (
        f"本周应报 {owed} 件，已报 {reported} 件，未报 {owed - reported} 件，"
        f"报送率 {half_up(rate, '0.1')}%。"
    )
    assert (len(told.due()), sum("已报" in row["状态"] for row in told.due())) == (owed, reported)
    assert 0 < reported < owed


def test_each_unit_s_counts_are_the_same_in_all_four(told: Told, ask: Ask) -> None:
    found = {
        unit: counts
        for unit, *counts in ask.rows(
            f"SELECT u.name, sum({OF_WEEK} AND o.state = 'reported'), sum({OF_WEEK}),"
            f" sum(o.state = 'reported'), count(*) FROM {OWED}"
            f" WHERE {PRESENT} AND o.due_at < :now GROUP BY u.id"
        )
    }
    drawn = dict(zip(texts(told.svg, "unit"), map(numbers, texts(told.svg, "count")), strict=True))
    weekly = {unit: counts[:2] for unit, counts in found.items() if counts[1]}
    rest = [weekly[unit] for unit in weekly if unit not in drawn]

    assert found == {
        line.split("：")[0].removeprefix("• "): numbers(line.split("：")[1])
        for line in told.listed("units").splitlines()
        if line.startswith("•")
    }
    assert len(drawn) == UNITS
    assert drawn == {unit: weekly[unit] for unit in drawn}
    assert numbers(texts(told.svg, "rest-units")[0]) == [
        len(rest),
        *map(sum, zip(*rest, strict=True)),
    ]
    assert found == {
        unit: [int(reported), int(owed), int(all_reported), int(all_owed)]
        for unit, owed, reported, _, all_owed, all_reported in (
            tuple(row.values())[1:7] for row in told.word.tables[0]
        )
    }
    assert found == {unit: _counted(told, unit) for unit in found}


def _counted(told: Told, unit: str) -> list[int]:
    every = [row for row in told.duties() if row["责任单位"] == unit]
    past = [row for row in every if row["现定截止"].replace(tzinfo=ZONE) < NOW]
    due = [row for row in told.due() if row["责任单位"] == unit]
    came = [sum("已报" in row["状态"] for row in rows) for rows in (due, past)]
    return [came[0], len(due), came[1], len(past)]


def test_what_is_overdue_and_for_how_long_is_the_same_in_message_word_and_excel(
    told: Told, ask: Ask
) -> None:
    found = sorted(
        (unit, number, -int(-float(str(days)) // 1))
        for unit, number, days in ask.rows(
            "SELECT u.name, i.number, julianday(:now) - julianday(o.due_at)"
            f" FROM {OWED} WHERE {LATE}"
        )
    )

    assert numbers(line_with(told.screen(), "逾期未报共")) == [len(found)]
    assert found == sorted(
        (unit, number, int(days))
        for unit, number, days in re.findall(
            r"• (\S+) 第(\d+)项 .*逾期 (\d+) 天", told.listed("overdue")
        )
    )
    assert f"逾期未报 {len(found)} 件，" in told.word.line("逾期未报", "件，涉及")
    assert found == sorted(
        (row["单位"], row["任务"], int(row["逾期天数"])) for row in told.word.tables[1]
    )
    assert found == sorted(
        (row["责任单位"], str(row["序号"]), row["逾期天数"])
        for row in told.duties()
        if row["状态"] == "逾期未报"
    )
    assert sum(row["逾期"] for row in told.excel["任务"]) == len(found) > 0


def test_every_obligation_is_counted_by_its_state_in_the_ledger(told: Told, ask: Ask) -> None:
    states = dict(
        ask.rows(
            f"SELECT CASE WHEN NOT ({PRESENT}) THEN 'gone' WHEN o.state = 'reported' THEN 'came'"
            " WHEN o.due_at < :now THEN 'late' WHEN o.opens_at <= :now THEN 'open'"
            f" ELSE 'coming' END AS kind, count(*) FROM {OWED} GROUP BY kind"
        )
    )
    names = {"逾期未报": "late", "已撤销": "gone", "未到期": "coming", "待报": "open"}
    drawn: dict[str, int] = {}
    for row in told.excel["应报"]:
        kind = names.get(row["状态"], "came")
        drawn[kind] = drawn.get(kind, 0) + 1

    assert drawn == states
    assert sum(states.values()) == (ITEMS + 1) * 4 * len(DUES)
    moved = [row for row in told.excel["应报"] if row["延期"] == "已同意"]
    assert len(moved) == ask.one("SELECT count(*) FROM extension WHERE granted") > 0


def test_what_came_and_what_became_of_it_is_the_same_in_message_word_and_excel(
    told: Told, ask: Ask
) -> None:
    fates = [
        ask.one(f"SELECT count(*) FROM {CAME} AND {which}")
        for which in (
            "r.id IN (SELECT report_id FROM review WHERE accepted = 1)",
            "r.id IN (SELECT report_id FROM review WHERE accepted = 0)",
            "r.id NOT IN (SELECT report_id FROM review)",
        )
    ]
    drawn = [row["审核"] for row in came(told)]

    assert numbers(line_with(told.screen(), "本周收到的填报")) == fates
    assert numbers(told.word.line("本周收到填报")) == [sum(fates), *fates]
    assert [drawn.count(fate) for fate in ("通过", "退回", "待审")] == fates
    assert min(fates) > 0
    entered = ask.one("SELECT count(*) FROM report WHERE contact_id IS NULL")
    assert sum(row["填报方式"] == "代录" for row in told.excel["填报"]) == entered > 0


def came(told: Told) -> list[dict[str, Any]]:
    """Return the ledger's reports of the week: the newest of each, of what was not taken away."""
    gone = {row["序号"] for row in told.excel["任务"] if row["状态"] == "已撤销"}
    return [
        row
        for row in told.excel["填报"]
        if row["序号"] not in gone and row["最新版"] == "是" and _in_week(row["填报时间"])
    ]


def test_difficulties_name_the_same_reports_in_message_word_and_excel(told: Told, ask: Ask) -> None:
    found = [
        number
        for (number,) in ask.rows(
            f"SELECT r.id FROM {CAME} AND r.status = 'difficult' AND {NOT_RETURNED} ORDER BY r.id"
        )
    ]
    said = told.word.text.partition("本周填报反映困难")[2].partition("五、下周安排")[0]

    assert numbers(line_with(told.screen(), "困难")) == [len(found)]
    assert found == list(map(int, re.findall(r"〔(\d+)号〕", told.listed("difficulties"))))
    assert numbers(told.word.line("本周填报反映困难")) == [len(found)]
    assert found == list(map(int, re.findall(r"〔(\d+)号〕", said.partition("已完成")[0])))
    assert found == sorted(
        row["回执号"] for row in came(told) if row["进展"] == "有困难" and row["审核"] != "退回"
    )
    assert found


def test_what_comes_is_the_same_in_message_word_and_excel(told: Told, ask: Ask) -> None:
    found = [
        tuple(row)
        for row in ask.rows(
            f"SELECT count(*), count(DISTINCT u.id) FROM {OWED} WHERE {PRESENT}"
            " AND o.state = 'open' AND o.due_at >= :now AND o.due_at < :soon"
            " GROUP BY o.due_at ORDER BY o.due_at"
        )
    ]
    line = line_with(told.screen(), "未来七天到期")

    assert [tuple(map(int, one)) for one in re.findall(r"(\d+) 份（(\d+) 家）", line)] == found
    assert [tuple(numbers(one)[-2:]) for one in lines_of(told, "个单位报送")] == [
        (units, reports) for reports, units in found
    ]
    coming = [row for row in told.duties() if row["状态"] in {"待报", "未到期"}]
    assert sum(reports for reports, _ in found) == len(coming)
    assert len(found) > 1


def lines_of(told: Told, words: str) -> list[str]:
    return [line for line in told.word.lines if words in line]


def expected_targets(ask: Ask) -> list[tuple[str, Any, Decimal | None, str, int | None]]:
    """Return of each target number, value, percent, light and report, reckoned from its reading."""
    values = {
        target: (value, report)
        for target, value, report in ask.rows(
            f"SELECT d.target_id, d.value, r.id FROM {READ}"
            f" AND {NOT_RETURNED} ORDER BY o.original_due_at"
        )
    }
    found: list[tuple[str, Any, Decimal | None, str, int | None]] = []
    for target, op, goal, number in ask.rows(
        "SELECT t.id, t.op, t.value, i.number FROM target t JOIN item i ON i.id = t.item_id"
        " WHERE i.withdrawn_at IS NULL ORDER BY t.position"
    ):
        value, report = values.get(target, (None, None))
        percent = None if value is None else Decimal(str(value)) * 100 / Decimal(str(goal))
        found.append((number, value, percent, light_of(op, percent), report))
    return found


def light_of(op: str, percent: Decimal | None) -> str:
    if percent is None:
        return "grey"
    if op == "<=":
        return "green" if percent <= 100 else "red"
    behind = 50 - percent  # half of the plan's days are gone
    return "green" if behind <= 10 else "yellow" if behind <= 30 else "red"


def test_each_target_s_value_share_and_light_are_the_same_in_all_four(told: Told, ask: Ask) -> None:
    found = expected_targets(ask)
    lagging = sum(1 for *_, light, _ in found if light in {"red", "yellow"})

    assert numbers(line_with(told.screen(), "落后于时序进度")) == [lagging]
    listed = told.listed("targets").splitlines()
    for number, value, percent, _, report in found:
        line = next(one for one in listed if f"第{number}项" in one)
        assert f"：{'–' if value is None else value}／" in line
        if percent is not None:
            assert f"100个（{half_up(percent, '1')}%）" in line
            assert f"〔{report}号〕" in line
    assert ITEMS <= TARGETS
    assert sorted(texts(told.svg, "percent")) == sorted(
        "未报" if percent is None else f"{half_up(percent, '1')}%　{NAMES[light]}"
        for _, _, percent, light, _ in found
    )
    assert [
        (next(iter(row.values())), row["完成值"], row["进度"], SHORT[row["灯色"]])
        for row in told.word.tables[2]
    ] == [
        (
            number,
            "–" if value is None else f"{value}个\n〔{report}号〕",
            "–" if percent is None else f"{half_up(percent, '0.1')}%",
            light,
        )
        for number, value, percent, light, report in found
    ]
    present = [row for row in told.excel["任务"] if row["状态"] == "在办"]
    for row, (number, value, percent, *_) in zip(present, found, strict=True):
        reached = "尚无数据" if percent is None else f"{value}个，{half_up(percent, '0.1')}%"
        assert str(row["序号"]) == number
        assert row["指标完成情况"].endswith(f"100个：{reached}")


def test_the_lights_of_the_items_are_the_same_in_message_word_and_excel(
    told: Told, ask: Ask
) -> None:
    very_late = {
        row[0] for row in ask.rows(f"SELECT i.number FROM {OWED} WHERE {LATE} AND o.due_at < :very")
    }
    said = dict(
        ask.rows(
            f"SELECT i.number, r.status FROM {NEWEST} AND a.part = 'lead' AND {NOT_RETURNED}"
            " ORDER BY o.original_due_at"
        )
    )
    words = {"difficult": "yellow", "done": "green", "on_track": "green"}
    lights = [
        "red"
        if number in very_late
        else light
        if light != "grey"
        else words.get(str(said.get(number)), "grey")
        for number, _, _, light, _ in expected_targets(ask)
    ]
    counts = [lights.count(light) for light in ("green", "yellow", "red", "grey")]

    assert numbers(line_with(told.screen(), "时间已过")) == [*counts, 50]
    assert numbers(texts(told.svg, "gone")[0]) == [50]
    assert numbers(told.word.line("全部任务"))[:5] == [ITEMS, *counts]
    assert [SHORT[row["灯号"]] for row in told.excel["任务"] if row["状态"] == "在办"] == lights
