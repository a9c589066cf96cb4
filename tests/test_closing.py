"""``duban plan`` and ``duban cadence undo``: shown, confirmed, written down in the audit trail."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer

from bot.desk import Desk
from bot.office.calendaring import drop_day, set_day
from bot.office.closing import end_on, restore, show_plans, withdraw
from bot.office.laddering import set_ladder
from bot.office.moving import Manner
from bot.office.scoping import Place
from bot.office.storing import store
from bot.office.timetabling import set_cadences, undo
from db.tables import AuditEntry, Cadence, Obligation
from db.vocabulary import Action, ObligationState, Via
from notice.lines import lines_of
from notice.reader import read_notice
from scheduler.clock import MovableClock
from tests.ledger_cast import all_of, at, make_database
from tests.play import SMALL, settings_for

NOW = at("2024-05-06 10:00")
YES = Manner("周敏", "会上定的", yes=True)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose plan 1 owes its 25ths: three items, five parts."""
    with make_database(tmp_path) as database:
        opened = Desk(database, MovableClock(NOW), settings_for(tmp_path))
        draft = read_notice(lines_of(SMALL))
        database.write_now(
            lambda session: store(session, opened, draft, SMALL, NOW.replace(month=12).date())
        )
        yield opened


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    return lambda: capsys.readouterr().out


def owed(desk: Desk) -> int:
    return sum(one.state is ObligationState.OPEN for one in all_of(desk.db, Obligation))


def audits(desk: Desk) -> list[tuple[Action, str, Via]]:
    return [(one.action, one.done_by, one.via) for one in all_of(desk.db, AuditEntry)]


def refusal(capsys: pytest.CaptureFixture[str], asked: Callable[[], None]) -> str:
    with pytest.raises(typer.Exit) as ended:
        asked()
    assert ended.value.exit_code == 1
    return capsys.readouterr().err


def test_a_plan_is_withdrawn_listed_and_restored(desk: Desk, said: Callable[[], str]) -> None:
    before = owed(desk)
    withdraw(desk, 1, YES)
    assert f"4 个单位的 {before} 件应报不再催办" in said()
    assert owed(desk) == 0

    show_plans(desk, as_facts=False)
    assert "已撤销　3 项　4 个单位" in said()
    restore(desk, 1, YES)
    assert f"{before} 件应报重新要报" in said()

    assert owed(desk) == before
    show_plans(desk, as_facts=True)
    (facts,) = json.loads(said())
    assert (facts["plan"], facts["withdrawn_at"]) == (1, None)
    assert audits(desk) == [
        (action, "周敏", Via.COMMAND) for action in (Action.PLAN_WITHDRAWN, Action.PLAN_RESTORED)
    ]


def test_another_last_day_is_shown_before_it_counts(desk: Desk, said: Callable[[], str]) -> None:
    before = owed(desk)
    end_on(desk, 1, "2024-05-31", Manner(dry_run=True))
    assert "5 件应报不再催办" in said()
    assert owed(desk) == before

    end_on(desk, 1, "2024-05-31", YES)

    assert owed(desk) == before - 5
    assert audits(desk) == [(Action.PLAN_ENDED, "周敏", Via.COMMAND)]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (lambda desk: end_on(desk, 9, "2024-05-31", YES), "没有编号是 9 的通知"),
        (lambda desk: end_on(desk, 1, "月底", YES), "“月底”不是日期"),
        (lambda desk: end_on(desk, 1, "2024-12-06", YES), "本来就是"),
        (lambda desk: end_on(desk, 1, "2020-12-06", YES), "不能早于第一天"),
        (lambda desk: restore(desk, 1, YES), "没有撤销"),
        (lambda desk: withdraw(desk, 9, YES), "没有编号是 9 的通知"),
        (lambda desk: undo(desk, 1, Place(), YES), "没有可撤销的"),
        (lambda desk: withdraw(desk, 1, Manner()), "--yes"),
    ],
    ids=["no plan", "no day", "same", "early", "in force", "none", "not undone", "not sure"],
)
def test_what_cannot_be_done_says_why(
    desk: Desk,
    capsys: pytest.CaptureFixture[str],
    asked: Callable[[Desk], None],
    told: str,
) -> None:
    assert told in refusal(capsys, lambda: asked(desk))
    assert audits(desk) == []


def test_a_withdrawn_plan_cannot_be_withdrawn_again_nor_ended(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    withdraw(desk, 1, YES)

    assert "已经撤销了" in refusal(capsys, lambda: withdraw(desk, 1, YES))
    assert "已经撤销了" in refusal(capsys, lambda: end_on(desk, 1, "2024-05-31", YES))
    assert "已经撤销了" in refusal(capsys, lambda: set_cadences(desk, 1, Place(), ["每周五"], YES))


def test_the_last_change_of_a_part_is_undone_and_stays_in_history(
    desk: Desk, said: Callable[[], str]
) -> None:
    item = Place(item="2")
    set_cadences(desk, 1, item, ["每月10日前"], YES)
    said()

    undo(desk, 1, item, YES)

    told = said()
    assert "撤销周敏 2024-05-06 对第2项的改动" in told
    assert "第2项不再单独设报送周期" in told
    undo(desk, 1, item, YES)
    assert "第2项改为：每月10日 17:30" in said()
    assert len(all_of(desk.db, Cadence)) == 3
    assert audits(desk) == [(Action.CADENCE, "周敏", Via.COMMAND)] * 3


def test_ladders_and_own_days_are_written_down_as_well(desk: Desk) -> None:
    set_ladder(desk, 1, ["D-1", "D0"], None, YES)
    set_day(desk, "2024-05-24", "县庆", YES, works=False)
    drop_day(desk, "2024-05-24", YES)

    found = all_of(desk.db, AuditEntry)
    assert [(one.action, one.about) for one in found] == [
        (Action.LADDER, "2024年清溪县乡村振兴工作要点"),
        (Action.CALENDAR, "5月24日（周五）"),
        (Action.CALENDAR, "5月24日（周五）"),
    ]
    assert found[0].after["ladder"] == ["截止前1个工作日 联络员", "截止当天 联络员"]
    assert (found[1].before, found[1].after) == ({}, {"day": "县庆，放假"})
    assert (found[2].before, found[2].after) == ({"day": "县庆，放假"}, {})
