"""The bulletin as a Word file: every figure against plain SQL, and whatever words it gets."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from sqlalchemy import bindparam, text

from bot.chores import ChoreError
from bot.desk import Desk
from bot.made import Made, Order
from bot.making import MAKERS
from bot.papers.taking import put_in_force
from db import digests
from db.audit import Actor
from db.engine import Database, Session
from db.reviews import accept, send_back
from db.tables import Obligation, Outbox, Report
from db.vocabulary import DocumentKind, Role, Status, Via
from scheduler.clock import MovableClock
from scheduler.digest import as_facts, figures_of
from templates import day, moment, number
from templates.bulletin import our_template
from tests.ledger_cast import (
    OFFICE,
    ZONE,
    a_cast,
    a_contact,
    a_plan,
    a_report,
    a_target,
    a_unit,
    all_of,
    an_assignment,
    an_item,
    an_obligation,
    at,
    make_database,
)
from tests.play import settings_for

NOW = at("2024-06-24 09:00")
SINCE = NOW - timedelta(days=7)
UNTIL = NOW + timedelta(days=7)
MAKER = MAKERS[DocumentKind.BULLETIN]
OFFICE_NAME = "清溪县督办室"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with make_database(tmp_path) as database:
        yield Desk(database, MovableClock(NOW), settings_for(tmp_path, OFFICE))


@dataclass(frozen=True, slots=True)
class Paper:
    """A Word file as one reads it: its paragraphs, and its tables' rows by their columns."""

    name: str
    lines: list[str]
    tables: list[list[dict[str, str]]]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def line(self, *fragments: str) -> str:
        (found,) = [one for one in self.lines if all(part in one for part in fragments)]
        return found


def read(made: Made) -> Paper:
    body = docx.Document(BytesIO(made.content)).element.body
    lines = [Paragraph(one, None).text for one in body.iter(qn("w:p")) if not _in_table(one)]  # type: ignore[arg-type]
    tables = [_rows(Table(one, None)) for one in body.iter(qn("w:tbl"))]  # type: ignore[arg-type]
    return Paper(made.name, lines, tables)


def _in_table(paragraph: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return any(one.tag == qn("w:tc") for one in paragraph.iterancestors())


def _rows(table: Table) -> list[dict[str, str]]:
    head, *rows = [[cell.text for cell in row.cells] for row in table.rows]
    return [dict(zip(head, row, strict=True)) for row in rows]


def kept(desk: Desk, plan: int, issue: int | None = 12) -> int:
    def keep(session: Session) -> int:
        facts = as_facts(figures_of(session, plan, ZONE, NOW))
        return digests.keep(session, plan, NOW, facts, NOW, issue)

    return desk.db.write_now(keep)


def made(desk: Desk, digest: int) -> Made:
    order = Order(desk.settings, {"digest": digest}, NOW)
    return desk.db.read_now(lambda session: MAKER.make(session, order))


def paper(desk: Desk, fill: Callable[[Session], int], issue: int | None = 12) -> Paper:
    """Return the bulletin of a plan that is filled first."""
    return read(made(desk, kept(desk, desk.db.write_now(fill), issue)))


def crowd(session: Session, *, units: int, items: int, targets: int, seed: int = 1) -> int:
    """Fill a plan with units that report as chance has it; return it."""
    chance, plan = Random(seed), a_plan(session, title="2024年清溪县工作要点")
    its_units = [a_unit(session, f"县第{place}局") for place in range(units)]
    people = [
        a_contact(session, f"人{place}", {one: Role.CONTACT}) for place, one in enumerate(its_units)
    ]
    goals: list[list[int]] = []
    for place in range(items):
        item = an_item(session, plan, f"任务之{place}，做好工作")
        count = targets // items + (place < targets % items)
        goals.append([a_target(session, item, "450", quantity=f"数量{n}") for n in range(count)])
        unit = place % units
        part = an_assignment(session, item, its_units[unit])
        for due in ("2024-05-24 17:30", "2024-06-18 17:30", "2024-06-21 17:30", "2024-06-28 17:30"):
            owed = an_obligation(session, part, due)
            if due < "2024-06-24" and chance.random() < 0.7:
                report_of(session, chance, owed, people[unit], goals[-1], due)
    return plan


def report_of(
    session: Session, chance: Random, owed: int, who: int, goals: Sequence[int], due: str
) -> None:
    values = {goal: str(chance.randint(0, 500)) for goal in goals if chance.random() < 0.8}
    status = chance.choice(list(Status))
    said = a_report(
        session,
        owed,
        who,
        values=values,
        status=status,
        words="雨季工期紧",
        submitted=due[:10] + " 10:00",
    )
    report = session.get_one(Report, said)
    fate = chance.random()
    if fate < 0.2:
        report.contact_id, report.entered_by = None, "赵主任"
    elif fate < 0.5:
        accept(session, report, "赵主任", NOW - timedelta(days=1))
    elif fate < 0.6:
        send_back(session, report, "赵主任", "数字不对", NOW - timedelta(days=1))


class Counts:
    """Plain counts, asked for in SQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return what a statement finds; it may speak of since, now and until."""
        kind = Obligation.due_at.type
        moments = {"since": SINCE, "now": NOW, "until": UNTIL}
        asked = [bindparam(one, at, type_=kind) for one, at in moments.items() if f":{one}" in sql]
        statement = text(sql).bindparams(*asked)
        return self._database.read_now(
            lambda session: [tuple(row) for row in session.execute(statement)]
        )

    def one(self, sql: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM {OWED} WHERE {sql}")[0][0])


OWED = (
    "obligation o JOIN assignment a ON a.id = o.assignment_id JOIN item i ON i.id = a.item_id "
    "JOIN unit u ON u.id = a.unit_id"
)
WEEK = "o.due_at >= :since AND o.due_at < :now"


def test_every_figure_is_what_plain_sql_counts(desk: Desk) -> None:
    said = paper(desk, lambda session: crowd(session, units=7, items=30, targets=45))
    count = Counts(desk.db)

    owed, reported = count.one(WEEK), count.one(f"{WEEK} AND o.state = 'reported'")
    share = number(Decimal(reported) * 100 / owed, 1)
    assert said.line("本周应报") == (
        f"本周应报 {owed} 件，已报 {reported} 件，未报 {owed - reported} 件，报送率 {share}%。"
    )
    fates = count.rows(
        "SELECT count(*), sum(coalesce(v.accepted, 0) = 1), sum(coalesce(v.accepted, 1) = 0), "
        "sum(v.id IS NULL) FROM report r LEFT JOIN review v ON v.report_id = r.id "
        "WHERE r.submitted_at >= :since AND r.submitted_at < :now"
    )[0]
    assert said.line("本周收到填报") == (
        "本周收到填报 {} 份，其中审核通过 {} 份，退回 {} 份，待审核 {} 份。".format(*fates)
    )
    late = "o.state = 'open' AND o.due_at < :now"
    late_units = count.rows(f"SELECT count(*) FROM {OWED} WHERE {late} GROUP BY u.id")
    assert f"逾期未报 {count.one(late)} 件，涉及 {len(late_units)} 个单位：" in said.line(
        "逾期未报"
    )
    coming = count.rows(
        f"SELECT count(*), count(DISTINCT u.id) FROM {OWED} "
        "WHERE o.state = 'open' AND o.due_at >= :now AND o.due_at < :until"
    )[0]
    assert said.line("下周应报") == f"下周应报 {coming[0]} 件："
    assert said.line("个单位报送") == (
        f"{moment(at('2024-06-28 17:30'))}前，{coming[1]} 个单位报送 {coming[0]} 件。"
    )


def test_the_table_of_units_is_what_plain_sql_counts(desk: Desk) -> None:
    said = paper(desk, lambda session: crowd(session, units=7, items=30, targets=45))

    found = Counts(desk.db).rows(
        f"SELECT u.name, sum({WEEK}), sum({WEEK} AND o.state = 'reported'), count(*), "
        f"sum(o.state = 'reported') FROM {OWED} WHERE o.due_at < :now GROUP BY u.id"
    )
    assert sorted(tuple(row.values())[1:] for row in said.tables[0]) == sorted(
        (
            unit, str(owed), str(reported), str(owed - reported), str(all_owed), str(all_reported),
            f"{number(Decimal(all_reported) * 100 / all_owed, 1)}%",
        )
        for unit, owed, reported, all_owed, all_reported in found
    )  # fmt: skip


def test_the_list_of_what_is_late_is_what_plain_sql_finds(desk: Desk) -> None:
    said = paper(desk, lambda session: crowd(session, units=7, items=30, targets=45))

    found = Counts(desk.db).rows(
        f"SELECT u.name, i.number, i.text, o.due_at FROM {OWED} "
        "WHERE o.state = 'open' AND o.due_at < :now"
    )
    listed = [(row["单位"], row["任务"]) for row in said.tables[1]]
    assert sorted(listed) == sorted((unit, item) for unit, item, _, _ in found)
    assert [row["序号"] for row in said.tables[1]] == [
        str(place + 1) for place in range(len(found))
    ]
    days = [int(row["逾期天数"]) for row in said.tables[1]]
    assert days == sorted(days, reverse=True)


def test_every_target_names_the_report_its_value_is_from(desk: Desk) -> None:
    said = paper(desk, lambda session: crowd(session, units=7, items=30, targets=45))

    newest = Counts(desk.db).rows(
        "SELECT i.number, t.quantity, u.name, t.value, d.value, d.report_id FROM target t "
        "JOIN item i ON i.id = t.item_id JOIN assignment a ON a.item_id = i.id "
        "JOIN unit u ON u.id = a.unit_id LEFT JOIN reading d ON d.target_id = t.id "
        "AND d.report_id = (SELECT r.id FROM report r JOIN reading x ON x.report_id = r.id "
        "JOIN obligation o ON o.id = r.obligation_id WHERE x.target_id = t.id "
        "AND NOT EXISTS (SELECT 1 FROM review v WHERE v.report_id = r.id AND NOT v.accepted) "
        "ORDER BY o.due_at DESC, r.id DESC LIMIT 1)"
    )
    assert len(newest) == len(said.tables[2]) == 45
    assert sorted(tuple(row.values())[:6] for row in said.tables[2]) == sorted(
        (
            item, quantity, unit, f"不少于{number(Decimal(goal))}个",
            "–" if report is None else f"{number(Decimal(value))}个\n〔{report}号〕",
            "–" if report is None else f"{number(Decimal(value) * 100 / Decimal(goal), 1)}%",
        )
        for item, quantity, unit, goal, value, report in newest
    )  # fmt: skip
    with_value = [row for row in newest if row[5] is not None]
    lit = [row["灯色"] for row in said.tables[2]]
    assert said.line("共 45 个指标").split("共 45 个指标，")[1] == (
        f"已报数据 {len(with_value)} 个，其中绿灯 {lit.count('绿')} 个，黄灯 {lit.count('黄')} 个，"
        f"红灯 {lit.count('红')} 个；灰灯（尚无数据）{lit.count('灰')} 个。"
    )


def test_the_annex_lists_every_report_that_is_named_and_no_other(desk: Desk) -> None:
    said = paper(desk, lambda session: crowd(session, units=7, items=30, targets=45))

    cells = "".join(value for table in said.tables[:3] for row in table for value in row.values())
    named = {
        int(one.partition("号〕")[0])
        for one in (said.text + cells).split("〔")[1:]
        if "号〕" in one
    }
    found = Counts(desk.db).rows(
        "SELECT r.id, u.name, i.number, coalesce(c.name, r.entered_by), r.submitted_at "
        "FROM report r JOIN obligation o ON o.id = r.obligation_id "
        "JOIN assignment a ON a.id = o.assignment_id JOIN item i ON i.id = a.item_id "
        "JOIN unit u ON u.id = a.unit_id LEFT JOIN contact c ON c.id = r.contact_id ORDER BY r.id"
    )
    listed = [tuple(row.values()) for row in said.tables[3]]
    assert [row[:3] for row in listed] == [
        (f"〔{report}号〕", unit, item) for report, unit, item, _, _ in found if report in named
    ]
    assert any(row[4] == "督办室 赵主任 代录" for row in listed)
    assert said.line("本通报引用的填报").startswith(f"本通报引用的填报共 {len(named)} 份")


def test_it_bears_its_office_its_day_and_its_issue(desk: Desk) -> None:
    said = paper(desk, a_plan)

    assert said.name == "督办通报第12期（2024-06-24）.docx"
    assert said.lines[:4] == [
        "关于《2024年工作要点》\n督办情况的通报",
        "（第12期）",
        f"{OFFICE_NAME}\t2024年6月24日",
        "各责任单位：",
    ]
    assert [one for one in said.lines if one][-2:] == [OFFICE_NAME, "2024年6月24日"]


def test_one_that_was_asked_for_in_between_has_no_issue(desk: Desk) -> None:
    said = paper(desk, a_plan, issue=None)

    assert said.name == "督办通报（2024-06-24）.docx"
    assert said.lines[1] == f"（截至{day(NOW.date())}09:00）"


def test_a_week_with_nothing_in_it_says_so_and_shows_no_table(desk: Desk) -> None:
    said = paper(desk, a_plan)

    assert said.tables == []
    assert said.lines[5:16] == [
        "一、总体情况",
        "本周没有到期应报的任务。",
        "本周没有收到填报。",
        "全部任务 0 项，其中绿灯 0 项，黄灯 0 项，红灯 0 项，灰灯（尚无进展）0 项。",
        "二、未按时报送的单位",
        f"截至{moment(NOW)}，没有逾期未报的单位。",
        "三、指标进展（时序进度对照）",
        "通知没有设量化指标。",
        "四、存在的困难",
        "本周填报没有反映困难。",
        "五、下周安排",
    ]
    assert "附：数据来源" not in said.lines


def test_what_is_difficult_and_what_is_done_names_its_report(desk: Desk) -> None:
    numbers = []

    def fill(session: Session) -> int:
        cast = a_cast(session)
        for part, who, status, words in (
            (cast.nongye_part, cast.wang, Status.DIFFICULT, "缺少场地"),
            (cast.wenlv_part, cast.zhou, Status.DIFFICULT, ""),
            (cast.renshe_part, cast.li, Status.DONE, "已办结"),
        ):
            owed = an_obligation(session, part, "2024-06-21 17:30")
            numbers.append(
                a_report(
                    session, owed, who, status=status, words=words, submitted="2024-06-20 10:00"
                )
            )
        return cast.plan

    said = paper(desk, fill)

    hard, silent, done = numbers
    assert "本周填报反映困难 2 件：" in said.lines
    assert said.line("缺少场地").endswith(f"：缺少场地〔{hard}号〕")
    assert said.line("2.文旅局").endswith(f"：未写明具体情况〔{silent}号〕")
    assert said.line("已完成 1 件").endswith(f"项〔{done}号〕。")
    assert [row["回执号"] for row in said.tables[-1]] == [f"〔{one}号〕" for one in sorted(numbers)]


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("<b>甲</b> & {{ 应报 }} {% raw %}", "<b>甲</b> & {{ 应报 }} {% raw %}"),
        ("</w:t></w:r></w:p>", "</w:t></w:r></w:p>"),
        ("&lt;&#60;&amp;", "&lt;&#60;&amp;"),
        ("甲\x00\x07\x0b\x1b乙\ufffe", "甲 乙"),
        ("一是\n二是\t三是\u2028四是", "一是 二是 三是 四是"),
        ("\u202e倒过来", "倒过来"),
        ("=1+1 {# 注 #} 👩\u200d🌾 𠮷", "=1+1 {# 注 #} 👩\u200d🌾 𠮷"),
    ],
    ids=["marks", "tags", "entities", "control", "lines", "direction", "others"],
)
def test_whatever_people_write_comes_through_as_text(desk: Desk, hostile: str, shown: str) -> None:
    def fill(session: Session) -> int:
        plan, unit = a_plan(session, title=hostile), a_unit(session, f"局{hostile}")
        item = an_item(session, plan, hostile)
        goal = a_target(session, item, "450", quantity=hostile)
        who = a_contact(session, f"人{hostile}", {unit: Role.CONTACT})
        part = an_assignment(session, item, unit)
        an_obligation(session, part, "2024-06-19 17:30")
        owed = an_obligation(session, part, "2024-06-21 17:30")
        a_report(
            session, owed, who, values={goal: "1"}, status=Status.DIFFICULT, words=hostile,
            submitted="2024-06-20 10:00",
        )  # fmt: skip
        return plan

    said = paper(desk, fill)

    assert said.lines[0] == f"关于《{shown}》\n督办情况的通报"
    assert f"：{shown}〔" in said.line("1.局")
    assert [row["指标"] for row in said.tables[2]] == [shown]
    assert [row["填报人"] for row in said.tables[3]] == [f"人{shown}"]
    assert {row["单位"] for table in (*said.tables[:2], said.tables[3]) for row in table} == {
        f"局{shown}"
    }


def test_sixty_units_and_two_hundred_targets_have_a_line_each(desk: Desk) -> None:
    content = made(desk, kept(desk, desk.db.write_now(
        lambda session: crowd(session, units=60, items=100, targets=200)
    )))  # fmt: skip
    said = read(content)

    assert [len(said.tables[place]) for place in (0, 2)] == [60, 200]
    for table in docx.Document(BytesIO(content.content)).tables:
        assert table.rows[0]._tr.xpath("w:trPr/w:tblHeader")  # noqa: SLF001
        assert all(row._tr.xpath("w:trPr/w:cantSplit") for row in table.rows)  # noqa: SLF001


def test_what_is_beyond_the_lists_stands_in_the_ledger(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.papers.rows.ROWS", 3)

    said = paper(desk, lambda session: crowd(session, units=7, items=30, targets=45))

    late = Counts(desk.db).one("o.state = 'open' AND o.due_at < :now")
    assert len(said.tables[1]) == 3
    assert said.line("按逾期天数列出").endswith(f"列出前 3 件，其余 {late - 3} 件见台账。")
    done, hard = (numbers_in(said.line(words)) for words in ("本周报告已完成", "本周填报反映困难"))
    assert said.line("本周报告已完成").endswith(f"，其余 {done[0] - 3} 件见台账。")
    assert f"其余 {hard[0] - 3} 件见台账。" in said.lines


def numbers_in(line: str) -> list[int]:
    return [int(one) for one in re.findall(r"\d+", line)]


def own_template(desk: Desk, content: bytes, name: str = "本县通报.docx") -> None:
    actor = Actor("赵主任", Via.CHAT)
    desk.db.write_now(lambda session: put_in_force(session, actor, name, content, NOW))


def with_line(line: str) -> bytes:
    document, written = docx.Document(BytesIO(our_template())), BytesIO()
    document.add_paragraph(line)
    document.save(written)
    return written.getvalue()


def test_the_office_s_own_template_is_used(desk: Desk) -> None:
    own_template(desk, with_line("抄送：县委办（应报{{ 应报 }}件）"))

    said = paper(desk, a_plan)

    assert said.lines[-1] == "抄送：县委办（应报0件）"


def test_where_the_office_s_template_fails_ours_is_used_and_the_office_is_told_once(
    desk: Desk,
) -> None:
    own_template(desk, with_line("{{ 应报 / 应报 }}"))
    digest = kept(desk, desk.db.write_now(a_plan))

    for _ in range(2):
        one = made(desk, digest)
        assert read(one).lines[-1] == "2024年6月24日"
        assert MAKER.kept is not None
        facts = one.facts
        desk.db.write_now(lambda session, facts=facts: MAKER.kept(session, desk, facts, NOW))  # type: ignore[misc]

    (told,) = all_of(desk.db, Outbox)
    assert (told.chat_id, told.args["template"]) == (OFFICE, "template_unused")
    assert told.args["values"] == {
        "name": "本县通报.docx",
        "why": "“{{ 应报 / 应报 }}”这一段：算不出来，请对照原模板改。",
    }


def test_a_bulletin_of_no_digest_is_not_tried_again(desk: Desk) -> None:
    with pytest.raises(ChoreError):
        made(desk, 99)


def test_figures_are_those_that_were_told(desk: Desk) -> None:
    plan = desk.db.write_now(lambda session: crowd(session, units=3, items=9, targets=9))
    digest = kept(desk, plan)
    before = read(made(desk, digest))

    desk.db.write_now(
        lambda session: session.execute(
            text("UPDATE obligation SET state = 'reported', next_nudge_at = NULL")
        )
    )

    assert read(made(desk, digest)) == before
