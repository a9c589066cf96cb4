"""The week of one plan in figures: reported of owed, lights, overdue, targets, words.

They are reckoned once and kept as they were told: message, chart, Word and every page of the card
show the same.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from db import digests, figures, weeks
from db.engine import Session
from db.figures import TargetFact
from db.tables import Plan
from db.vocabulary import Op, Status
from scheduler.lights import (
    LATE_DAYS,
    Light,
    days_late,
    progress,
    target_light,
    time_gone,
    worst,
)
from templates import headline, word

WEEK = timedelta(days=7)
#: How many lines of a kind are kept; the ledger has them all.
LISTED = 2000
#: How long a line's headline is, in Telegram's units.
SHOWN = 40


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit's reported of owed, of what fell due in the week and of all that ever did.

    ``late`` is what of the week is still owed.
    """

    unit_id: int
    unit: str
    owed: int
    reported: int
    late: int
    owed_in_all: int
    reported_in_all: int


@dataclass(frozen=True, slots=True)
class LateLine:
    """An open obligation past due, by how many days; ``text`` is its item's first clause."""

    unit: str
    number: str
    text: str
    due_at: datetime
    days: int


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target with its newest reading, the share of the goal reached in percent, and its light.

    ``lead`` names the units that lead its item; ``report_id`` is the report of the reading.
    """

    number: str
    text: str
    lead: str
    quantity: str
    op: Op
    goal: Decimal
    measure: str
    strict: bool
    value: Decimal | None
    percent: Decimal | None
    light: Light
    report_id: int | None


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What a report of the week says of its item, and who wrote it."""

    unit: str
    number: str
    words: str
    report_id: int
    who: str


@dataclass(frozen=True, slots=True)
class ComingLine:
    """What is still owed and falls due at a time of the next seven days."""

    due_at: datetime
    units: int
    reports: int


@dataclass(frozen=True, slots=True)
class Figures:
    """One plan's seven days before ``at``; every moment is in the office's zone.

    Attributes:
        plan_id: whose week it is.
        plan: its title.
        issue: the how many-th digest of the plan it is (第几期).
        since: when the week began.
        at: when it ended.
        gone: how much of the plan's own days is gone by, in percent.
        owed: reports that fell due in the week.
        reported: how many of them came.
        late: how many of them are still owed.
        accepted: reports that came in the week, whatever they are for, and were accepted.
        returned: those that were sent back.
        waiting: those the office has not looked at.
        lights: how many items stand how.
        units: every unit of which anything fell due so far, those that lack most first.
        overdue: open obligations past due, longest first, ``LISTED`` at the most.
        overdue_in_all: how many there are.
        targets: every target, in the order of the notice.
        difficulties: reports of the week that say 有困难, ``LISTED`` at the most.
        difficulties_in_all: how many there are.
        done: reports of the week that say 已完成, ``LISTED`` at the most.
        done_in_all: how many there are.
        coming: what falls due in the seven days after ``at``.
    """

    plan_id: int
    plan: str
    issue: int
    since: datetime
    at: datetime
    gone: Decimal
    owed: int
    reported: int
    late: int
    accepted: int
    returned: int
    waiting: int
    lights: dict[Light, int]
    units: tuple[UnitLine, ...]
    overdue: tuple[LateLine, ...]
    overdue_in_all: int
    targets: tuple[TargetLine, ...]
    difficulties: tuple[SaidLine, ...]
    difficulties_in_all: int
    done: tuple[SaidLine, ...]
    done_in_all: int
    coming: tuple[ComingLine, ...]


@cache
def _shape() -> TypeAdapter[Figures]:
    return TypeAdapter(Figures)


def as_facts(week: Figures) -> dict[str, Any]:
    """Return figures as JSON takes them: decimals as strings, moments in ISO's form."""
    facts: dict[str, Any] = _shape().dump_python(week, mode="json")
    return facts


def read_facts(facts: Mapping[str, Any]) -> Figures:
    """Return the figures that were written down so."""
    return _shape().validate_python(facts)


def figures_of(session: Session, plan_id: int, zone: ZoneInfo, at: datetime) -> Figures:
    """Return the figures of a plan's seven days before ``at``."""
    plan, at = session.get_one(Plan, plan_id), at.astimezone(zone)
    week = (at - WEEK, at)
    gone = time_gone(plan.year, plan.ends_on, at.date())
    facts = figures.target_facts(session, plan_id)
    units = _unit_lines(weeks.unit_counts(session, plan_id, week))
    late, late_count = weeks.late(session, plan_id, at, LISTED)
    difficulties, difficult_count = weeks.said(session, plan_id, Status.DIFFICULT, week, LISTED)
    done, done_count = weeks.said(session, plan_id, Status.DONE, week, LISTED)
    return Figures(
        plan_id=plan_id,
        plan=plan.title,
        issue=digests.next_issue(session, plan_id, at),
        since=at - WEEK,
        at=at,
        gone=round(gone, 1),
        owed=sum(line.owed for line in units),
        reported=sum(line.reported for line in units),
        late=sum(line.late for line in units),
        **weeks.reviews(session, plan_id, week)._asdict(),
        lights=_lights(session, plan_id, facts, gone, at),
        units=units,
        overdue=tuple(_late_line(row, at) for row in late),
        overdue_in_all=late_count,
        targets=tuple(_target_lines(session, plan_id, facts, gone)),
        difficulties=tuple(map(_said_line, difficulties)),
        difficulties_in_all=difficult_count,
        done=tuple(map(_said_line, done)),
        done_in_all=done_count,
        coming=tuple(
            ComingLine(row.due_at.astimezone(zone), row.units, row.reports)
            for row in weeks.coming(session, plan_id, (at, at + WEEK))
        ),
    )


def item_lights(
    session: Session,
    plan_id: int,
    facts: Iterable[TargetFact],
    gone: Decimal,
    at: datetime,
    item_ids: Collection[int] | None = None,
) -> dict[int, Light]:
    """Return the light of every item of a plan, in the order of its text, or of some of them.

    ``facts`` are their targets, ``gone`` the share of the plan's time gone by, in percent.
    """
    late = weeks.late_items(session, plan_id, at - timedelta(days=LATE_DAYS))
    lit: dict[int, list[Light]] = {}
    for fact in facts:
        if (light := light_of(fact, gone)) is not Light.GREY:
            lit.setdefault(fact.item_id, []).append(light)
    items = figures.item_ids_of(session, plan_id) if item_ids is None else item_ids
    dark = [item for item in items if item not in late and item not in lit]
    said = figures.statuses(session, plan_id, dark) if dark else {}
    return {
        item: item_light(lit.get(item, []), said.get(item), very_late=item in late)
        for item in items
    }


def item_light(targets: Sequence[Light], said: Status | None, *, very_late: bool) -> Light:
    """Return an item's light: red when overdue beyond three days, else as its targets stand.

    An item without a reading goes by what its lead last said: green, yellow where it is
    difficult, grey where nothing has begun.
    """
    if very_late:
        return Light.RED
    if (light := worst(list(targets))) is not Light.GREY:
        return light
    if said in {None, Status.NOT_STARTED}:
        return Light.GREY
    return Light.YELLOW if said is Status.DIFFICULT else Light.GREEN


def _unit_lines(counts: Sequence[weeks.UnitCount]) -> tuple[UnitLine, ...]:
    lines = [
        UnitLine(
            one.unit_id,
            one.unit,
            one.owed,
            one.reported,
            one.owed - one.reported,
            one.owed_in_all,
            one.reported_in_all,
        )
        for one in counts
    ]
    return tuple(sorted(lines, key=lambda one: (-one.late, one.reported_in_all - one.owed_in_all)))


def _late_line(row: weeks.LateRow, at: datetime) -> LateLine:
    due_at = row.due_at.astimezone(at.tzinfo)
    return LateLine(row.unit, row.number, headline(row.text, SHOWN), due_at, days_late(due_at, at))


def _said_line(row: weeks.SaidRow) -> SaidLine:
    who = row.contact or word("author.entered", name=row.entered_by)
    return SaidLine(row.unit, row.number, row.words, row.report_id, who)


def _target_lines(
    session: Session, plan_id: int, facts: Sequence[TargetFact], gone: Decimal
) -> list[TargetLine]:
    leads = weeks.leads(session, plan_id)
    return [
        TargetLine(
            fact.number,
            headline(fact.text, SHOWN),
            word("digest.and").join(leads.get(fact.item_id, ())),
            fact.quantity,
            fact.op,
            fact.goal,
            fact.measure,
            fact.strict,
            fact.value,
            None if fact.value is None else round(progress(fact.value, fact.goal), 1),
            light_of(fact, gone),
            fact.report_id,
        )
        for fact in facts
    ]


def light_of(fact: TargetFact, gone: Decimal) -> Light:
    """Return a target's light where so much of the time is gone, in percent."""
    return target_light(fact.op, fact.value, fact.goal, gone, strict=fact.strict)


def _lights(
    session: Session, plan_id: int, facts: Sequence[TargetFact], gone: Decimal, at: datetime
) -> dict[Light, int]:
    """Count the lights of every item of the plan, whether owed this week or not."""
    lights = [*item_lights(session, plan_id, facts, gone, at).values()]
    return {light: lights.count(light) for light in Light}
