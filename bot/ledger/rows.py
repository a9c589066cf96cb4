"""The rows of the ledger: items, obligations, readings, reports; a cell for every column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from zoneinfo import ZoneInfo

from bot.cards.look import period_words
from db import figures, ledger_items, ledger_rows
from db.engine import Session
from db.figures import TargetFact
from db.ledger_items import ItemRow, PartRow, PlanRow, Tally
from db.ledger_rows import OwedRow
from db.vocabulary import ObligationState, Op, Part, Status
from scheduler.digest import item_light
from scheduler.lights import (
    LATE_DAYS,
    Light,
    days_late,
    duty_light,
    progress,
    target_light,
    time_gone,
)
from templates import headline, number, word
from templates.ledger_cells import Cell

Row = tuple[Cell, ...]
_NOTHING = Tally(0, 0, 0, None)


@dataclass(frozen=True, slots=True)
class Subject:
    """Which plan, of which office, as of when; and what its rows say of items and units.

    ``owners`` are, by part, the number and the task of its item, its unit and which part it is.
    """

    plan_id: int
    plan: PlanRow
    office: str
    zone: ZoneInfo
    now: datetime
    items: Sequence[ItemRow]
    parts: Mapping[int, PartRow]
    owners: Mapping[int, tuple[Cell, str, str, str]]

    def gone_at(self, moment: datetime) -> Decimal:
        """Return the share of the plan's time that is over at a moment, in percent."""
        day = moment.astimezone(self.zone).date()
        return _time_gone(self.plan.year, self.plan.ends_on, day)


def subject_of(
    session: Session, plan_id: int, office: tuple[str, ZoneInfo], now: datetime
) -> Subject:
    """Return what the rows of a plan have in common; the plan is there."""
    plan = ledger_items.plan_row(session, plan_id)
    items, parts = ledger_items.items(session, plan_id), ledger_items.parts(session, plan_id)
    heads = {one.id: (as_number(one.number), headline(one.text)) for one in items}
    owners = {one.id: (*heads[one.item_id], one.unit, word(f"part.{one.part}")) for one in parts}
    return Subject(plan_id, plan, *office, now, items, {one.id: one for one in parts}, owners)


def as_number(said: str) -> int | str:
    """Return an item's number as Excel sorts it: 12 as a number, 4.1.2 as it is written."""
    return int(said) if said.isascii() and said.isdecimal() else said


def item_rows(session: Session, about: Subject) -> Iterator[Row]:
    """Yield a row for each item: its text, units and targets, and how it stands."""
    tallies = ledger_items.tallies(session, about.plan_id, about.now)
    said, its = figures.statuses(session, about.plan_id), _targets(session, about.plan_id)
    leads, assists = _units(about, Part.LEAD), _units(about, Part.ASSIST)
    gone = about.gone_at(about.now)
    for item in about.items:
        targets, tally = its.get(item.id, []), tallies.get(item.id, _NOTHING)
        lights = [_light(one.op, one.value, one.goal, gone, strict=one.strict) for one in targets]
        late = days_late(tally.first_late, about.now) if tally.first_late else 0
        light = item_light(lights, said.get(item.id), very_late=late > LATE_DAYS)
        yield (
            as_number(item.number),
            item.section,
            item.text,
            leads.get(item.id),
            assists.get(item.id),
            item.due_text,
            item.due_on,
            "\n".join(map(_target, targets)),
            None if item.withdrawn else _status(said.get(item.id)),
            light_word(Light.GREY if item.withdrawn else light),
            *tally[:3],
            word("ledger_state.withdrawn" if item.withdrawn else "ledger_state.present"),
        )


def _targets(session: Session, plan_id: int) -> Mapping[int, list[TargetFact]]:
    its: dict[int, list[TargetFact]] = {}
    for fact in figures.target_facts(session, plan_id):
        its.setdefault(fact.item_id, []).append(fact)
    return its


def _units(about: Subject, role: Part) -> dict[int, str]:
    """Return, by item, the units that lead or assist; where all were withdrawn, those that did."""
    present: dict[int, list[str]] = {}
    every: dict[int, list[str]] = {}
    for one in about.parts.values():
        if one.part is role:
            every.setdefault(one.item_id, []).append(one.unit)
            if not one.withdrawn:
                present.setdefault(one.item_id, []).append(one.unit)
    return {item: "、".join(dict.fromkeys(units)) for item, units in (every | present).items()}


def _target(fact: TargetFact) -> str:
    """Return a target and how far it is: 家庭农场 不少于1840个：1200个，65.2%."""
    values = {"value": number(fact.value), "measure": fact.measure}
    reached = word("ledger.not_reached")
    if fact.value is not None:
        percent = number(progress(fact.value, fact.goal), 1)
        reached = word("ledger.reached", percent=percent, **values)
    return word(
        "ledger.target",
        quantity=fact.quantity,
        op=op_word(fact.op, strict=fact.strict),
        goal=number(fact.goal),
        measure=fact.measure,
        reached=reached,
    )


def owed_rows(session: Session, about: Subject, extended: Mapping[int, str]) -> Iterator[Row]:
    """Yield a row for each obligation with its newest report.

    Args:
        session: an open transaction.
        about: the plan.
        extended: by obligation, what became of the extension that was asked for.
    """
    owners, none = about.owners, word("ledger.none")
    rows = ledger_rows.owed(session, about.plan_id)
    for _, versions in groupby(rows, itemgetter(0)):
        first, *later = versions
        one = later[-1] if later else first
        gone = about.plan.withdrawn or about.parts[one.part_id].withdrawn
        reported = one.state is ObligationState.REPORTED
        until = first.submitted_at if reported and first.submitted_at else about.now
        state, days = _state(one, until, gone=gone)
        said, filed = one.status if reported else None, one.report_id is not None
        yield (
            *owners[one.part_id],
            period(one.period),
            one.original_due_at,
            one.due_at,
            none if one.moved is None else label("move", one.moved),
            extended.get(one.id, none),
            label("ledger_state", state),
            light_word(Light.GREY if state == "withdrawn" else duty_light(said, days)),
            days,
            one.report_id,
            len(later) + filed,
            _status(one.status),
            one.submitted_at,
            manner(entered=one.entered, behalf=one.behalf) if filed else None,
            review(one.accepted) if filed else None,
        )


def _state(one: OwedRow, until: datetime, *, gone: bool) -> tuple[str, int]:
    """Return how an obligation stands, and the days that it is late, or was when reported."""
    if gone or one.state is ObligationState.WITHDRAWN:
        return "withdrawn", 0
    days = days_late(one.due_at, until) if one.due_at < until else 0
    if one.state is ObligationState.REPORTED:
        return "late" if days else "on_time", days
    if days:
        return "overdue", days
    return "open" if one.opens_at <= until else "coming", 0


def report_rows(session: Session, about: Subject) -> Iterator[Row]:
    """Yield a row for every version of every report."""
    owners, yes, no = about.owners, word("ledger_yes.yes"), word("ledger_yes.no")
    for one in ledger_rows.reports(session, about.plan_id):
        late = days_late(one.due_at, one.submitted_at) if one.due_at < one.submitted_at else 0
        yield (
            one.id,
            *owners[one.part_id],
            period(one.period),
            one.version,
            _status(one.status),
            one.words,
            one.author,
            manner(entered=one.entered, behalf=one.behalf),
            one.submitted_at,
            late,
            review(one.accepted),
            one.reviewer,
            one.reviewed_at,
            one.reason,
            one.files,
            yes if one.newest else no,
        )


def reading_rows(session: Session, about: Subject) -> Iterator[Row]:
    """Yield a row for every number; its light is that of the day on which it was reported."""
    owners, yes, no = about.owners, word("ledger_yes.yes"), word("ledger_yes.no")
    for one in ledger_rows.readings(session, about.plan_id):
        number_of, task, unit, _ = owners[one.part_id]
        share = about.gone_at(one.submitted_at)
        yield (
            one.report_id,
            number_of,
            task,
            unit,
            period(one.period),
            one.quantity,
            op_word(one.op, strict=one.strict),
            one.goal,
            one.value,
            one.measure,
            percent(one.value, one.goal),
            light_word(_light(one.op, one.value, one.goal, share, strict=one.strict)),
            one.submitted_at,
            manner(entered=one.entered, behalf=one.behalf),
            yes if one.counts else no,
        )


@lru_cache
def label(section: str, name: str) -> str:
    """Return a word that many rows say."""
    return word(f"{section}.{name}")


def light_word(light: Light) -> str:
    """Return a light's word, which tells it in black and white, too."""
    return label("ledger_light", light)


def manner(*, entered: bool, behalf: bool) -> str:
    """Return who filed a report: a contact, one who stands in, or the office (代录)."""
    own = "behalf" if behalf else "own"
    return label("ledger_manner", "entered" if entered else own)


def review(accepted: bool | None) -> str:  # noqa: FBT001 - as the table has it
    """Return what the office made of a report."""
    if accepted is None:
        return label("ledger_review", "waiting")
    return label("ledger_review", "accepted" if accepted else "returned")


def _status(status: Status | None) -> str:
    return word("ledger.never") if status is None else label("status", status)


@lru_cache
def op_word(op: Op, *, strict: bool) -> str:
    """Return a target's relation to its goal: 不少于, 超过."""
    strictly = strict and op in (Op.AT_LEAST, Op.AT_MOST)
    return word(f"op.{op.value.removesuffix('=') if strictly else op.value}")


#: The same few come again and again.
period = lru_cache(maxsize=1000)(period_words)
_light = lru_cache(maxsize=1000)(target_light)
_time_gone = lru_cache(maxsize=1000)(time_gone)


@lru_cache(maxsize=1000)
def percent(value: Decimal, goal: Decimal) -> Decimal:
    """Return how much of a goal is reached, in percent, to one place."""
    return round(progress(value, goal), 1)
