"""``duban calendar``: a notice of holidays imported, the office's own days, what that moves."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import typer

from bot.desk import Desk
from bot.office.calendaring import drop_day, import_holidays, set_day, show_year
from bot.office.moving import Manner
from db.engine import Session
from db.tables import HolidayNotice, Move, Obligation, OfficeDay
from db.vocabulary import Cause
from scheduler.clock import MovableClock
from scheduler.noticing import tell_of_calendar
from scheduler.planning import plan_ahead
from tests.ledger_cast import (
    MONTHLY,
    OFFICE,
    a_cadence,
    a_plan,
    a_unit,
    all_of,
    an_assignment,
    an_item,
    at,
    make_database,
)
from tests.play import settings_for

#: A notice that is not out yet, as it may be: 2027's New Year makes 10 January a workday.
NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至13日（周六）放假调休，共9天。1月31日（周日）、2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）上班。
五、端午节：6月9日（周三）放假1天。
六、中秋节：9月15日（周三）放假1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
"""
NOW = at("2026-11-24 10:00")
YES = Manner("周敏", yes=True)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose plan owes a report each 5th of a month until the end of 2027."""
    with make_database(tmp_path) as database:
        opened = Desk(database, MovableClock(NOW), settings_for(tmp_path, OFFICE))

        def fill(session: Session) -> None:
            plan = a_plan(session, ends="2027-12-31", created="2026-11-24 10:00")
            item = an_item(session, plan)
            an_assignment(session, item, a_unit(session, "农业农村局"))
            fifth = replace(MONTHLY, number=5)
            a_cadence(session, plan, rules=(fifth,), since="2026-11-24 10:00")
            plan_ahead(session, opened.rules(session), NOW)

        database.write_now(fill)
        yield opened


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    return lambda: capsys.readouterr().out


def notice(tmp_path: Path, text: str = NOTICE) -> Path:
    file = tmp_path / "通知.txt"
    file.write_text(text, "utf-8")
    return file


def works(desk: Desk, day: str) -> bool:
    return desk.db.read_now(desk.rules).hours.works(date.fromisoformat(day))


def dues(desk: Desk) -> list[str]:
    return [f"{one.due_at.astimezone(NOW.tzinfo):%m-%d}" for one in all_of(desk.db, Obligation)]


def test_a_year_that_is_not_announced_says_so_and_goes_by_weekends(
    desk: Desk, said: Callable[[], str]
) -> None:
    show_year(desk, 2027, as_facts=False)

    assert "暂按周末规则" in said()
    assert works(desk, "2027-02-08")


def test_a_notice_is_shown_as_a_year_with_what_moves_and_applied_once_confirmed(
    desk: Desk, tmp_path: Path, said: Callable[[], str]
) -> None:
    import_holidays(desk, notice(tmp_path), YES)

    told = said()
    assert "春节      2月5日（周五）至2月13日（周六） 9 天" in told
    assert "调休上班  1月31日（周日）、2月14日（周日）、4月25日（周日）" in told
    assert "2月5日（周五）17:30" in told
    assert "2月4日（周四）17:30" in told
    assert "以下 4 个截止时间随之改变" in told
    assert not works(desk, "2027-02-08")
    assert works(desk, "2027-02-14")
    (stored,) = all_of(desk.db, HolidayNotice)
    assert (stored.year, stored.imported_by, stored.source) == (2027, "周敏", NOTICE.rstrip())
    show_year(desk, 2027, as_facts=False)
    assert "已导入的国务院放假通知" in said()


def test_what_is_only_looked_at_changes_nothing(
    desk: Desk, tmp_path: Path, said: Callable[[], str]
) -> None:
    import_holidays(desk, notice(tmp_path), Manner(dry_run=True))

    assert "以下 4 个截止时间随之改变" in said()
    assert all_of(desk.db, HolidayNotice) == []


def test_a_notice_that_changes_a_year_takes_the_former_one_s_place(
    desk: Desk, tmp_path: Path
) -> None:
    import_holidays(desk, notice(tmp_path), YES)
    changed = NOTICE.replace("6月9日（周三）放假1天", "6月9日（周三）至11日（周五）放假，共3天")

    import_holidays(desk, notice(tmp_path, changed), YES)

    assert len(all_of(desk.db, HolidayNotice)) == 1
    assert not works(desk, "2027-06-11")


def test_a_notice_that_changes_some_days_of_a_known_year_leaves_the_others(
    desk: Desk, tmp_path: Path, said: Callable[[], str]
) -> None:
    text = (
        "国务院办公厅关于调整2026年国庆节假期安排的通知\n"
        "一、国庆节：10月1日（周四）至9日（周五）放假，共9天。"
    )

    import_holidays(desk, notice(tmp_path, text), YES)

    told = said()
    assert "请核对" not in told
    assert "没有写到元旦、春节" in told
    assert not works(desk, "2026-10-09")
    assert not works(desk, "2026-02-20")
    assert works(desk, "2026-02-14")


def test_what_does_not_add_up_is_said(desk: Desk, tmp_path: Path, said: Callable[[], str]) -> None:
    odd = NOTICE.replace("共9天", "共8天").replace("六、中秋节：9月15日（周三）放假1天。\n", "")

    import_holidays(desk, notice(tmp_path, odd), YES)

    told = said()
    assert "有 2 处请核对" in told
    assert "第 3 行：“8天”" in told
    assert "没有写到：中秋节" in told


def test_what_is_no_notice_of_holidays_is_one_sentence(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        import_holidays(desk, notice(tmp_path, "关于召开会议的通知"), YES)

    assert "不像国务院办公厅的放假通知" in capsys.readouterr().err


def test_the_office_s_own_day_wins_and_moves_what_falls_due_on_it(
    desk: Desk, tmp_path: Path, said: Callable[[], str]
) -> None:
    import_holidays(desk, notice(tmp_path), YES)
    said()

    set_day(desk, "2026年12月4日", "县庆", YES, works=False)
    set_day(desk, "2027-02-08", "防汛值守", YES, works=True)

    assert "12月4日（周五）17:30" in said()
    assert not works(desk, "2026-12-04")
    assert works(desk, "2027-02-08")
    assert dues(desk)[0] == "12-03"
    (moved,) = all_of(desk.db, Move)
    assert (moved.cause, moved.moved_by, moved.reason) == (Cause.CALENDAR, "周敏", "县庆")

    drop_day(desk, "2026-12-04", YES)

    assert dues(desk)[0] == "12-04"
    assert [one.name for one in all_of(desk.db, OfficeDay)] == ["防汛值守"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        pytest.param(
            lambda desk: set_day(desk, "下周五", "县庆", YES, works=False), "不是日期", id="no day"
        ),
        pytest.param(lambda desk: drop_day(desk, "2026-12-04", YES), "没有记过", id="never noted"),
    ],
)
def test_what_cannot_be_noted_is_one_sentence(
    desk: Desk,
    capsys: pytest.CaptureFixture[str],
    asked: Callable[[Desk], None],
    sentence: str,
) -> None:
    with pytest.raises(typer.Exit):
        asked(desk)

    assert sentence in capsys.readouterr().err


def test_programs_read_a_year(desk: Desk, said: Callable[[], str]) -> None:
    show_year(desk, 2026, as_facts=True)

    found = json.loads(said())
    assert (found["year"], found["source"], len(found["off"])) == (2026, "known", 117)
    assert "2026-02-14" not in found["off"]
    assert "2026-02-14" in found["made_up"]
    assert found["own"] == []


@pytest.mark.parametrize(
    ("now", "told"),
    [
        pytest.param("2026-10-30 10:00", 0, id="the last workday of October"),
        pytest.param("2026-11-01 10:00", 0, id="1 November is a Sunday"),
        pytest.param("2026-11-02 10:00", 1, id="the first workday of November"),
        pytest.param("2026-11-02 20:00", 0, id="out of hours"),
    ],
)
def test_from_november_on_a_next_year_that_is_missing_is_told_each_workday(
    desk: Desk, now: str, told: int
) -> None:
    def ask(session: Session) -> int:
        return tell_of_calendar(session, desk.rules(session), at(now))

    assert desk.db.write_now(ask) == told
    assert desk.db.write_now(ask) == 0


def test_once_the_notice_is_imported_nobody_is_told_any_more(desk: Desk, tmp_path: Path) -> None:
    import_holidays(desk, notice(tmp_path), YES)

    assert desk.db.write_now(lambda s: tell_of_calendar(s, desk.rules(s), NOW)) == 0
