"""A year of the real notice, day by day as people would get it, held against a file read by eye.

``DUBAN_GOLDEN=write`` writes the file anew; read the difference before it is committed.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select, update

from bot.cards import draw
from bot.cards.ahead import Line, Teller
from bot.cards.look import Look
from bot.cards.preview import day_heading
from bot.desk import Desk
from bot.office.storing import store
from db import acknowledgements, calendars, foreseen, reviews
from db.engine import Session
from db.foreseen import Waiting
from db.tables import Absence, Contact, Obligation, Post, Report, Unit
from db.vocabulary import ObligationState, Reachable, Role
from notice.lines import lines_of
from notice.reader import read_notice
from scheduler.clock import MovableClock
from scheduler.foresight import Foreseen, foresee, moments
from tests.ledger_cast import OFFICE, a_contact, a_report, add, at, make_database
from tests.play import NOTICE, settings_for

GOLDEN = Path(__file__).parent / "golden" / "year.txt"
START, END = at("2024-01-02 09:30"), at("2025-01-01 00:00")
#: At which rung a unit's contact reports, by the unit's place in the notice; None for never.
PATTERN = (-3, -1, 0, -3, 1, -1, 3)
NEVER_JOINED, LATE, BLOCKED, ON_LEAVE, WITH_SECOND, OTHER_HEAD = 3, 6, 8, 0, 9, 10
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"


def a_county(session: Session) -> dict[str, int | None]:
    """Have the notice's units join; return, by unit, the rung at which each reports."""
    units = session.scalars(select(Unit).order_by(Unit.id)).all()
    reports: dict[str, int | None] = {}
    for place, unit in enumerate(units):
        reports[unit.name] = None if place == LATE else PATTERN[place % len(PATTERN)]
        if place != NEVER_JOINED:
            a_contact(session, f"{SURNAMES[place % 20]}联络", {unit.id: Role.CONTACT})
    late, second = units[LATE], units[WITH_SECOND]
    a_contact(session, "罗局长", {late.id: Role.HEAD})
    a_contact(session, "高局长", {units[OTHER_HEAD].id: Role.HEAD})
    a_contact(session, "孙副县长", {late.id: Role.LEADER})
    other = a_contact(session, "朱第二", {second.id: Role.CONTACT})
    session.execute(update(Post).where(Post.contact_id == other).values(second=True))
    instead = a_contact(session, "郭代理", {units[ON_LEAVE].id: Role.CONTACT})
    session.execute(update(Post).where(Post.contact_id == instead).values(second=True))
    away = holder(session, units[ON_LEAVE].id)
    add(
        session,
        Absence(
            contact_id=away,
            substitute_id=instead,
            starts_at=at("2024-07-01 00:00"),
            ends_at=at("2024-08-01 00:00"),
            confirmed_at=at("2024-06-20 10:00"),
        ),
    )
    return reports


def holder(session: Session, unit_id: int) -> int:
    asked = select(Post.contact_id).where(Post.unit_id == unit_id, Post.role == Role.CONTACT)
    return session.scalars(asked.order_by(Post.id)).all()[0]


def block(session: Session) -> None:
    """Have one contact block the bot."""
    units = session.scalars(select(Unit).order_by(Unit.id)).all()
    contact = session.get_one(Contact, holder(session, units[BLOCKED].id))
    contact.reachable = Reachable.BLOCKED
    session.flush()


def answer(
    session: Session, messages: Sequence[Foreseen], reports: dict[str, int | None], now: datetime
) -> None:
    """Have people do what they do: acknowledge, report where their rung has come, accept that."""
    for one in messages:
        if one.card == "handout":
            acknowledgements.acknowledge(session, one.args["plan"], one.subject or -1, now)
        for each in one.reached if one.card == "checklist" else ():
            wanted = reports[each.unit]
            obligation = session.get_one(Obligation, each.obligation_id)
            is_open = obligation.state is ObligationState.OPEN
            if wanted is not None and each.rung >= wanted and is_open:
                report = a_report(session, obligation.id, one.subject or -1)
                reviews.accept(session, session.get_one(Report, report), "周敏", now)


def simulated(desk: Desk, session: Session) -> Iterator[Line]:
    """Yield the year's lines, one transaction for all of it."""
    text = NOTICE.read_text("utf-8")
    store(session, desk, read_notice(lines_of(text)), text, date(2024, 12, 31))
    reports = a_county(session)
    rules = desk.rules(session)

    def says(there: Session, message: Waiting, now: datetime) -> bool:
        look = Look(there, now, rules, "督办室")
        return draw(look, message.card, message.subject, message.args) is not None

    look = Look(session, START, rules, "督办室")
    teller = Teller(look, foreseen.people_of(session), calendars.names(session))
    blocked = False
    for now in moments(rules, START, END):
        if not blocked and now >= at("2024-05-01 00:00"):
            block(session)
            blocked = True
        for moment in foresee(session, rules, [now], says):
            yield from teller.lines(moment)
            answer(session, moment.messages, reports, now)


def written(desk: Desk, lines: Sequence[Line], session: Session) -> str:
    """Return the year as a table: under each day what goes out when and why, then to whom."""
    rules, rows = desk.rules(session), [f"2024年 {sum(line.sent for line in lines)} 条"]
    groups: dict[tuple[datetime, str, tuple[str, ...]], list[str]] = {}
    for line in lines:
        counted = line.what.removeprefix(line.kind).strip() if line.sent else ""
        told = f"{line.whom} {counted}".rstrip()
        groups.setdefault((line.at, line.kind or line.what, line.why), []).append(told)
    day = None
    for (at_moment, kind, why), whom in groups.items():
        if at_moment.date() != day:
            day = at_moment.date()
            rows.append(f"\n{day_heading(rules, day)}")
        rows.append(f"{at_moment:%H:%M} {kind}｜{'；'.join(why)}")
        rows += [
            f"        {'、'.join(whom[place : place + 3])}" for place in range(0, len(whom), 3)
        ]
    return "\n".join([*rows, ""])


def test_a_year_of_the_real_notice_goes_as_it_was_read_through(tmp_path: Path) -> None:
    with make_database(tmp_path) as database:
        desk = Desk(database, MovableClock(START), settings_for(tmp_path, OFFICE))

        def play(session: Session) -> str:
            return written(desk, list(simulated(desk, session)), session)

        year = database.write_now(play)

    if os.environ.get("DUBAN_GOLDEN") == "write":
        GOLDEN.write_text(year, "utf-8")
    assert year == GOLDEN.read_text("utf-8")
