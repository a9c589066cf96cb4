"""周报 goes out: once for a plan and a week, whoever is missing, with what belongs to it.

The figures are kept with the message that tells them, in one transaction; a huge plan's are
reckoned before, while others may write.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from db import digests, documents, nudges, outbox
from db.engine import Session
from db.nudges import Holder
from db.outbox import outbox_row
from db.unit_weeks import UnitWeek, unit_weeks
from db.vocabulary import DocumentKind, Role
from scheduler.digest import WEEK, Figures, as_facts, figures_of
from scheduler.hours import Hours, current_slot, next_day, next_slot
from scheduler.office import Office, Weekly
from scheduler.workdays import DAY

Ask = Callable[[Session, Office, datetime], int]
NOTHING: Mapping[int, Figures] = {}


@dataclass(frozen=True, slots=True)
class _Due:
    """The office's chat, the plans that it is told of in a week, and those it was not yet."""

    chat: int
    week: str
    plans: Sequence[int]
    missing: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Told:
    """A plan's digest: its record, its figures, and by what their messages are known."""

    id: int
    figures: Figures
    key: str


def weekly_moment(weekly: Weekly, hours: Hours, now: datetime) -> datetime:
    """Return this ISO week's moment for the digest, on a workday where the week has one.

    Where its own day is none it is the next one of the week, and where none comes the last one.
    """
    local = hours.day_of(now)
    own = local - DAY * (local.isoweekday() - weekly.weekday)
    week = [local - DAY * (local.isoweekday() - n) for n in range(1, 8)]
    works = [day for day in week if hours.works(day)] or [own]
    day = next((day for day in works if day >= own), works[-1])
    return hours.at(day, weekly.at)


def reckon(session: Session, office: Office, now: datetime) -> Ask:
    """Reckon what this week's digests will say, which takes long; return the question that tells.

    That is asked in a transaction of its own; who was told of meanwhile is not told again.
    """
    due = _due(session, office, now)
    missing, zone = due.missing if due else (), office.hours.zone
    known = {plan: figures_of(session, plan, zone, now) for plan in missing}
    return partial(ask_for_digests, known=known)


def ask_for_digests(
    session: Session, office: Office, now: datetime, known: Mapping[int, Figures] = NOTHING
) -> int:
    """Put each plan's digest of this week into the outbox once its time has come; return how many.

    The week's number is part of the message's key: whatever restarts, one goes out. One that was
    missed goes out in the next work hours of its week. ``known`` are figures reckoned before.
    """
    due = _due(session, office, now)
    if due is None:
        return 0
    zone = office.hours.zone
    weeks = [known.get(plan) or figures_of(session, plan, zone, now) for plan in due.missing]
    told = [_keep(session, due.week, figures) for figures in weeks]
    for one in told:
        _tell_office(session, office, due.chat, one)
        if office.weekly.to_leaders:
            _tell_leaders(session, due.chat, one)
    if told and office.weekly.to_units:
        _tell_units(session, office, due.plans, due.week, now)
    return len(told)


def _due(session: Session, office: Office, now: datetime) -> _Due | None:
    """Return the plans whose week is to be told by now; None where it is not the time."""
    moment = weekly_moment(office.weekly, office.hours, now)
    if office.chat is None or now < moment or current_slot(office.hours, now) is None:
        return None
    year, number, _ = moment.isocalendar()
    week = f"{year}-W{number:02}"
    plans = digests.plans_told_of(session, moment, (moment - WEEK).date())
    missing = [plan for plan in plans if not outbox.is_known(session, f"digest:{plan}:{week}")]
    return _Due(office.chat, week, plans, missing)


def ask_for_document(
    session: Session,
    digest_id: int,
    kind: DocumentKind,
    chat: int,
    now: datetime,
    *,
    bulk: bool = False,
) -> bool:
    """Have a document of a digest made and sent to a chat, once."""
    key = f"digest:{digest_id}:{chat}:{kind}"
    return documents.ask(session, key, kind, chat, now, bulk=bulk, digest=digest_id)


def _keep(session: Session, week: str, figures: Figures) -> _Told:
    plan_id, at = figures.plan_id, figures.at
    kept = digests.keep(session, plan_id, at, as_facts(figures), at, figures.issue)
    return _Told(kept, figures, f"digest:{plan_id}:{week}")


def _tell_office(session: Session, office: Office, chat: int, told: _Told) -> None:
    now = told.figures.at
    outbox.enqueue(session, told.key, chat, "digest", now, subject=told.id, bulk=True)
    for kind in office.weekly.documents:
        ask_for_document(session, told.id, kind, chat, now, bulk=True)


def _tell_leaders(session: Session, office_chat: int, told: _Told) -> None:
    """Show leaders the week, of their units or of all, with the chart."""
    now, here = told.figures.at, {line.unit_id for line in told.figures.units}
    for chat, posts in _by_chat(nudges.reachable_holders(session, (Role.LEADER,), now)).items():
        units = [post.unit_id for post in posts]
        mine = {} if None in units else {"units": sorted(here.intersection(units))}
        if chat == office_chat or mine == {"units": []}:
            continue
        key = f"{told.key}:{posts[0].contact_id}"
        outbox.enqueue(session, key, chat, "digest", now, subject=told.id, bulk=True, **mine)
        ask_for_document(session, told.id, DocumentKind.CHART, chat, now, bulk=True)


def _tell_units(
    session: Session, office: Office, plans: Sequence[int], week: str, now: datetime
) -> None:
    """Tell each unit's contacts their own week in one message over all plans.

    Nobody gets two messages in a slot: whoever had one today gets it in the next slot, and whoever
    had enough for the day the next workday.
    """
    weeks = unit_weeks(session, plans, (now - WEEK, now))
    had = nudges.told_since(session, office.midnight(now))
    people = _by_chat(nudges.reachable_holders(session, (Role.CONTACT,), now))
    for chat, posts in people.items():
        ids = dict.fromkeys(post.unit_id for post in posts if post.unit_id is not None)
        its = [one for unit in ids for one in weeks.get(unit, ()) if one.says_something]
        if not its:
            continue
        args = {"at": now.isoformat(), "weeks": [_facts(one) for one in its]}
        row = outbox_row(
            f"week:{posts[0].contact_id}:{week}", chat, "week", now, bulk=True, args=args
        )
        row["not_before"] = _goes_at(office, now, had.get(chat, 0))
        outbox.put(session, row)


def _goes_at(office: Office, now: datetime, had: int) -> datetime:
    if had >= office.budget:
        return next_day(office.hours, now)
    return next_slot(office.hours, now) if had else now


def _facts(one: UnitWeek) -> Mapping[str, Any]:
    due = one.next_due.isoformat() if one.next_due else None
    return asdict(one) | {"next_due": due}


def _by_chat(holders: Sequence[Holder]) -> dict[int, list[Holder]]:
    by_chat: defaultdict[int, list[Holder]] = defaultdict(list)
    for holder in holders:
        by_chat[holder.chat_id].append(holder)
    return by_chat
