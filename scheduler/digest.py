"""The week of one plan in figures: reported of owed, lights, overdue, targets, difficulties."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from db import cadences, figures, outbox, plans
from db.engine import Session
from db.figures import TargetFact, WordsFact
from db.ledger import Owed, fell_due
from db.vocabulary import Status
from scheduler.hours import Hours, current_slot
from scheduler.lights import LATE_DAYS, Light, days_late, progress, target_light, worst, year_gone
from scheduler.office import Office, Weekly
from scheduler.workdays import DAY

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target with its reading, the share of the goal reached in percent, and its light."""

    fact: TargetFact
    percent: Decimal | None
    light: Light


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit's reported of owed."""

    unit: str
    owed: int
    reported: int


@dataclass(frozen=True, slots=True)
class Digest:
    """One plan's week, as of ``now``.

    ``late`` pairs an obligation with its days overdue, longest first; ``difficulties`` pairs one
    with what its contact wrote. ``lights`` counts items.
    """

    plan: str
    now: datetime
    gone: Decimal
    owed: int
    reported: int
    lights: dict[Light, int]
    units: list[UnitLine]
    late: list[tuple[Owed, int]]
    targets: list[TargetLine]
    difficulties: list[tuple[Owed, WordsFact]]


def digest(session: Session, plan_id: int, title: str, zone: ZoneInfo, now: datetime) -> Digest:
    """Return the figures of the seven days before ``now``; the year ends with the plan."""
    today = min(now.astimezone(zone).date(), plans.last_day(session, plan_id))
    owed = fell_due(session, plan_id, now - WEEK, now)
    targets = target_lines(figures.target_facts(session, plan_id), today)
    late = [(one, days_late(one.due_at, now)) for one in owed if one.open and one.due_at < now]
    difficult = [one for one in owed if one.status is Status.DIFFICULT and one.report_id]
    words = figures.words_of(session, [one.report_id for one in difficult if one.report_id])
    return Digest(
        plan=title,
        now=now,
        gone=year_gone(today),
        owed=len(owed),
        reported=sum(not one.open for one in owed),
        lights=_lights(figures.statuses(session, plan_id), owed, targets, now),
        units=unit_lines(owed),
        late=sorted(late, key=lambda pair: -pair[1]),
        targets=targets,
        difficulties=[(one, words[one.report_id]) for one in difficult if one.report_id],
    )


def target_lines(facts: Iterable[TargetFact], today: date) -> list[TargetLine]:
    """Return each target with how far it is and its light."""
    return [
        TargetLine(
            fact,
            None if fact.value is None else progress(fact.value, fact.goal),
            target_light(fact.op, fact.value, fact.goal, today, strict=fact.strict),
        )
        for fact in facts
    ]


def unit_lines(owed: Iterable[Owed]) -> list[UnitLine]:
    """Return each unit's reported of owed, those that lack most first."""
    by_unit: dict[str, list[Owed]] = {}
    for one in owed:
        by_unit.setdefault(one.unit, []).append(one)
    lines = [
        UnitLine(unit, len(its), sum(not one.open for one in its)) for unit, its in by_unit.items()
    ]
    return sorted(lines, key=lambda line: line.reported - line.owed)


def item_light(
    owed: Sequence[Owed], targets: Sequence[TargetLine], said: Status | None, now: datetime
) -> Light:
    """Return an item's light: red when overdue beyond three days, else as its targets stand.

    An item without a reading goes by what its lead last said: green, yellow where it is
    difficult, grey where nothing has begun.
    """
    if any(one.open and days_late(one.due_at, now) > LATE_DAYS for one in owed):
        return Light.RED
    if (light := worst([line.light for line in targets])) is not Light.GREY:
        return light
    if said in {None, Status.NOT_STARTED}:
        return Light.GREY
    return Light.YELLOW if said is Status.DIFFICULT else Light.GREEN


def _lights(
    said: Mapping[int, Status | None],
    owed: Sequence[Owed],
    targets: Sequence[TargetLine],
    now: datetime,
) -> dict[Light, int]:
    """Count the lights of every item of the plan, whether owed this week or not."""
    lights = [
        item_light(
            [one for one in owed if one.item_id == item],
            [line for line in targets if line.fact.item_id == item],
            status,
            now,
        )
        for item, status in said.items()
    ]
    return {light: lights.count(light) for light in Light}


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


def ask_for_digests(session: Session, office: Office, now: datetime) -> int:
    """Put each plan's digest of this week into the outbox once its time has come; return how many.

    The week's number is part of the message's key: whatever restarts, one goes out. One that was
    missed goes out in the next work hours of its week.
    """
    moment = weekly_moment(office.weekly, office.hours, now)
    if office.chat is None or now < moment or current_slot(office.hours, now) is None:
        return 0
    year, week, _ = moment.isocalendar()
    return sum(
        outbox.enqueue(
            session,
            f"digest:{plan.plan_id}:{year}-W{week:02}",
            office.chat,
            "digest",
            now,
            subject=plan.plan_id,
            bulk=True,
            at=now.isoformat(),
        )
        for plan in cadences.planned(session)
        if plan.created_at < moment and moment.date() <= plan.ends_on + WEEK
    )
