"""What the rule and store tests share: a database, one-line factories, and a fixed cast.

Three units with character: 农业农村局 answers, 人社局 is late, 文旅局 blocked the bot.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from itertools import count
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import inspect, select

from db import cadences
from db.cadences import Scope
from db.engine import Database, Session
from db.migrate import migrate
from db.tables import (
    Assignment,
    Base,
    Contact,
    Item,
    Obligation,
    Plan,
    Post,
    Reading,
    Report,
    Target,
    Unit,
)
from db.vocabulary import (
    Audience,
    Frequency,
    ObligationState,
    Op,
    Part,
    Reachable,
    Role,
    Rule,
    Status,
)
from scheduler.hours import Hours
from scheduler.ladder import Ladder, Rung, next_nudge
from scheduler.office import Office, Weekly
from tests.used_again import open_again

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = -1001
BOTH = frozenset({Audience.CONTACT, Audience.HEAD})
LADDER = Ladder((Rung(-3), Rung(-1), Rung(0), Rung(1), Rung(3, BOTH)), repeat_every=5)
HOURS = Hours(ZONE, slots=(time(9), time(15)), closes=time(17, 30))
RULES = Office(HOURS, LADDER, Weekly(1, time(9)), OFFICE)
#: One report a month, due on the 25th.
MONTHLY = Rule(Frequency.MONTHLY, number=25)
_numbers = count(1)
Row = TypeVar("Row", bound=Base)


def at(moment: str) -> datetime:
    """Return a moment of the office's zone: ``at("2024-10-12 09:00")``."""
    return datetime.fromisoformat(moment).replace(tzinfo=ZONE)


@cache
def migrated() -> bytes:
    """Return a database file at the newest form, made once."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "duban.db"
        with Database(f"sqlite:///{file}") as database:
            migrate(database.engine)
        return file.read_bytes()


def make_database(tmp_path: Path) -> Database:
    """Return a migrated database on a file of its own, at ``duban.db``."""
    file = tmp_path / "duban.db"
    file.write_bytes(migrated())
    return open_again(file)


def all_of(database: Database, table: type[Row]) -> Sequence[Row]:
    """Return a table's rows in the order of their keys."""
    order = inspect(table).primary_key
    return database.read_now(lambda session: session.scalars(select(table).order_by(*order)).all())


def add(session: Session, row: Row) -> Row:
    """Store a row and return it with its id."""
    session.add(row)
    session.flush()
    return row


def a_plan(
    session: Session,
    *,
    title: str = "2024年工作要点",
    starts: str = "2024-01-01",
    ends: str = "2024-12-31",
    created: str = "2024-01-02 10:00",
) -> int:
    return add(
        session,
        Plan(
            title=title,
            notice_title=title,
            starts_on=date.fromisoformat(starts),
            ends_on=date.fromisoformat(ends),
            source=title,
            digest=f"{next(_numbers):064}",
            created_at=at(created),
        ),
    ).id


def a_cadence(
    session: Session,
    plan_id: int,
    *,
    rules: Sequence[Rule] = (MONTHLY,),
    since: str = "2024-01-02 10:00",
    **scope: int,
) -> None:
    """Have a plan, or the scope given by its ids, owe reports by these rules."""
    cadences.put_in_force(session, Scope(plan_id, **scope), rules, at(since))


def an_item(session: Session, plan_id: int, text: str = "培育高素质农民") -> int:
    position = next(_numbers)
    item = Item(
        plan_id=plan_id, position=position, number=f"{position}", text=text, open_ended=False
    )
    return add(session, item).id


def a_target(
    session: Session,
    item_id: int,
    goal: str,
    *,
    op: Op = Op.AT_LEAST,
    strict: bool = False,
    quantity: str = "家庭农场",
) -> int:
    return add(
        session,
        Target(
            item_id=item_id,
            position=next(_numbers),
            quantity=quantity,
            op=op,
            value=Decimal(goal),
            measure="个",
            strict=strict,
        ),
    ).id


def a_unit(session: Session, name: str) -> int:
    return add(session, Unit(name=name)).id


def an_assignment(session: Session, item_id: int, unit_id: int, part: Part = Part.LEAD) -> int:
    return add(
        session,
        Assignment(item_id=item_id, unit_id=unit_id, part=part, position=next(_numbers)),
    ).id


def a_contact(
    session: Session,
    name: str,
    posts: Mapping[int, Role],
    *,
    reachable: Reachable = Reachable.YES,
) -> int:
    """Store a contact with a post at each unit; the chat's number is 100 more than the id."""
    number = next(_numbers)
    contact = add(
        session,
        Contact(
            id=number,
            chat_id=chat_of(number),
            name=name,
            reachable=reachable,
            joined_at=at("2024-01-02 10:00"),
        ),
    )
    for unit_id, role in posts.items():
        add(session, Post(contact_id=contact.id, unit_id=unit_id, role=role))
    return contact.id


def chat_of(contact_id: int) -> int:
    return contact_id + 100


def an_obligation(
    session: Session,
    assignment_id: int,
    due: str,
    *,
    state: ObligationState = ObligationState.OPEN,
    period: str | None = None,
    ladder: Ladder = LADDER,
    hours: Hours = HOURS,
) -> int:
    """Store an obligation that opens ten days before and was planned when it opened."""
    due_at = at(due)
    opens_at = due_at - timedelta(days=10)
    first = next_nudge(ladder, hours, due_at, opens_at) if state is ObligationState.OPEN else None
    return add(
        session,
        Obligation(
            assignment_id=assignment_id,
            period=period or due[:10],
            opens_at=opens_at,
            original_due_at=due_at,
            due_at=due_at,
            state=state,
            next_nudge_at=first,
        ),
    ).id


def a_report(
    session: Session,
    obligation_id: int,
    contact_id: int,
    *,
    values: Mapping[int, str] | None = None,
    status: Status = Status.ON_TRACK,
    words: str = "",
    version: int = 1,
    submitted: str = "2024-01-02 10:00",
) -> int:
    """Store a report and close its obligation."""
    report = add(
        session,
        Report(
            obligation_id=obligation_id,
            version=version,
            contact_id=contact_id,
            status=status,
            words=words,
            submitted_at=at(submitted),
        ),
    )
    for target_id, value in (values or {}).items():
        add(session, Reading(report_id=report.id, target_id=target_id, value=Decimal(value)))
    obligation = session.get_one(Obligation, obligation_id)
    obligation.state, obligation.next_nudge_at = ObligationState.REPORTED, None
    session.flush()
    return report.id


@dataclass(frozen=True, slots=True)
class Cast:
    """Ids of one plan, its three units each with an item, and their people.

    王芳 answers for 农业农村局, 李强 for 人社局 (always late, its head is 孙局), 周敏 for 文旅局
    (blocked the bot, its head is 吴局).
    """

    plan: int
    nongye: int
    renshe: int
    wenlv: int
    nongye_item: int
    renshe_item: int
    wenlv_item: int
    nongye_part: int
    renshe_part: int
    wenlv_part: int
    wang: int
    li: int
    sun: int
    zhou: int
    wu: int


def a_cast(session: Session) -> Cast:
    plan = a_plan(session)
    nongye, renshe, wenlv = (a_unit(session, name) for name in ("农业农村局", "人社局", "文旅局"))
    items = [an_item(session, plan, text) for text in ("发展家庭农场", "开展技能培训", "培训导游")]
    parts = [
        an_assignment(session, item, unit)
        for item, unit in zip(items, (nongye, renshe, wenlv), strict=True)
    ]
    return Cast(
        plan,
        *(nongye, renshe, wenlv),
        *(items[0], items[1], items[2]),
        *(parts[0], parts[1], parts[2]),
        wang=a_contact(session, "王芳", {nongye: Role.CONTACT}),
        li=a_contact(session, "李强", {renshe: Role.CONTACT}),
        sun=a_contact(session, "孙局", {renshe: Role.HEAD}),
        zhou=a_contact(session, "周敏", {wenlv: Role.CONTACT}, reachable=Reachable.BLOCKED),
        wu=a_contact(session, "吴局", {wenlv: Role.HEAD}),
    )
