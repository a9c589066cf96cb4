"""What the bot sends by the clock is what was foreseen, message by message."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.cards import draw
from bot.cards.ahead import look_ahead
from db import cadences, calendars, ledger
from db.cadences import Scope
from db.engine import Session
from db.tables import Absence, Assignment, Contact, Extension, Obligation, Outbox, Unit
from db.vocabulary import DayKind, Frequency, OutboxState, Role, Rule
from scheduler.foresight import moments
from tests.ledger_cast import add, all_of, at
from tests.play import ZONE, Play, playing
from tests.test_sandbox_harness import in_loop

Message = tuple[datetime, int, str, int | None]
#: A second cadence beside the plan's own: every Friday at noon.
FRIDAYS = Rule(Frequency.WEEKLY, DayKind.WEEKDAY, 1, 5, opens_days_before=4)


def make_rich(session: Session, now: datetime) -> None:
    """Give the ledger leaves, a unit's own cadence, an undecided extension and an own day off."""
    units = {unit.name: unit.id for unit in session.scalars(select(Unit))}
    known = {one.name: one.id for one in session.scalars(select(Contact))}
    cadences.put_in_force(session, Scope(1, unit_id=units["县人社局"]), [FRIDAYS], now)
    cadences.note_planned(session, 1, None)
    for name, starts, ends, instead in (
        ("王芳", "2024-03-19 00:00", "2024-03-23 00:00", "陈立"),
        ("李强", "2024-04-24 00:00", "2024-04-27 00:00", None),
        ("王芳", "2024-08-01 00:00", "2024-09-01 00:00", "陈立"),
    ):
        add(
            session,
            Absence(
                contact_id=known[name],
                substitute_id=known[instead] if instead else None,
                starts_at=at(starts),
                ends_at=at(ends),
                confirmed_at=now,
            ),
        )
    calendars.put_day(session, at("2024-03-22 00:00").date(), "县里活动", now, "周敏", works=False)
    asked = session.scalars(
        select(Obligation)
        .join(Assignment)
        .where(Assignment.unit_id == units["县文旅局"])
        .order_by(Obligation.due_at)
    ).first()
    assert asked is not None
    add(
        session,
        Extension(
            obligation_id=asked.id,
            contact_id=known["赵磊"],
            reason="场地未定",
            wanted_due_at=asked.due_at + timedelta(days=10),
            asked_at=now,
        ),
    )
    ledger.plan_nudge(session, asked.id, None)


async def set_up(play: Play) -> None:
    play.imports()
    await play.joins("王芳", "县农业农村局")
    await play.joins("陈立", "县农业农村局", Role.HEAD)
    await play.joins("李强", "县人社局")
    await play.joins("孙局", "县人社局", Role.HEAD)
    zhou = await play.joins("周洁", "县科经局")
    await play.joins("赵磊", "县文旅局")
    await zhou.blocks()
    play.desk.db.write_now(lambda session: make_rich(session, play.stage.clock.now()))
    await play.stage.service.tick()
    await play.stage.settle()


def foreseen(play: Play, days: int) -> list[Message]:
    def look(session: Session) -> list[Message]:
        ahead = look_ahead(play.desk.look(session, play.stage.clock.now()), days, draw)
        return [
            (one.at, one.chat_id or 0, one.card, one.subject) for one in ahead.lines if one.sent
        ]

    return play.desk.db.read_now(look)


async def sent(play: Play, stops: Sequence[datetime]) -> list[Message]:
    """Let the bot run through the moments, nobody answering; return what it planned and sent."""
    before = {one.id for one in all_of(play.desk.db, Outbox)}
    for stop in stops:
        play.stage.clock.move_to(stop)
        await play.stage.service.tick()
        await play.stage.settle()
    rows = [
        one
        for one in all_of(play.desk.db, Outbox)
        if one.id not in before and one.bulk and one.edits_id is None
        if one.state is OutboxState.SENT
    ]
    planned = {one.id: max(one.created_at, one.not_before).astimezone(ZONE) for one in rows}
    return sorted(
        ((planned[one.id], one.chat_id, one.card, one.subject) for one in rows),
        key=lambda one: one[0],
    )


async def hold_equal(folder: Path, days: int, least: int) -> None:
    """Hold what is foreseen for so many days against what the bot does in them."""
    async with playing(folder) as play:
        await set_up(play)
        wanted = foreseen(play, days)
        now = play.stage.clock.now()
        rules = play.desk.db.read_now(play.desk.rules)
        end = rules.midnight(now) + timedelta(days=days)

        happened = await sent(play, list(moments(rules, now, end)))

        assert len(wanted) >= least
        assert happened == wanted


@in_loop
async def test_what_the_bot_sends_in_six_weeks_is_what_was_foreseen(tmp_path: Path) -> None:
    await hold_equal(tmp_path, 45, 40)


@pytest.mark.torture
@in_loop
async def test_what_the_bot_sends_in_a_year_is_what_was_foreseen(tmp_path: Path) -> None:
    await hold_equal(tmp_path, 300, 300)


@in_loop
async def test_the_office_sees_in_its_chat_what_goes_out_to_whom_and_why(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await set_up(play)

        await play.office.says("试看 14")

        shown = play.office.expects("试看 3月11日（周一）至3月24日（周日）", "提醒", "前3个工作日")
        assert "请假至3月22日，由陈立代" in shown.text
        assert "原定3月22日，逢县里活动提前至3月21日" in shown.text
        assert "县科经局" in shown.text
        assert "已屏蔽机器人" in shown.text
