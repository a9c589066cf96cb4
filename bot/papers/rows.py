"""What a bulletin says: a week's figures in people's words, each report by its number."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.contact.fields import goal_of
from db.cited import cited
from db.engine import Session
from scheduler.digest import Figures, SaidLine, TargetLine
from scheduler.lights import LATE_DAYS, RED, YELLOW, Light
from templates import clock, moment, number, word
from templates.bulletin import (
    Bulletin,
    ComingRow,
    LateRow,
    LateUnitRow,
    SaidRow,
    SourceRow,
    TargetRow,
    UnitRow,
)

#: How many lines of a list stand in a paper; the ledger has them all.
ROWS = 300


def bulletin_of(
    session: Session, week: Figures, issue: int | None, office: str, zone: ZoneInfo
) -> Bulletin:
    """Return a week's figures as a bulletin says them; only who reported is asked for anew.

    Args:
        session: an open transaction.
        week: the figures as they were told.
        issue: the how many-th it is; None where somebody asked in between.
        office: who issues it.
        zone: the office's.
    """
    lights = [line.light for line in week.targets]
    difficulties, done = week.difficulties[:ROWS], week.done[:ROWS]
    said = {line.report_id for line in (*difficulties, *done)}
    measured = {line.report_id for line in week.targets if line.report_id is not None}
    late_units = _late_units(week)
    return Bulletin(
        plan=week.plan,
        issue=issue or 0,
        office=office,
        date=word("calendar.date", year=week.at.year, month=week.at.month, day=week.at.day),
        since=moment(week.since),
        until=moment(week.at),
        owed=week.owed,
        reported=week.reported,
        unreported=week.owed - week.reported,
        rate=_share(week.reported, week.owed),
        received=week.accepted + week.returned + week.waiting,
        accepted=week.accepted,
        returned=week.returned,
        waiting=week.waiting,
        items=sum(week.lights.values()),
        items_green=week.lights[Light.GREEN],
        items_yellow=week.lights[Light.YELLOW],
        items_red=week.lights[Light.RED],
        items_grey=week.lights[Light.GREY],
        gone=_percent(week.gone),
        units=_unit_rows(week),
        late=week.overdue_in_all,
        late_unit_count=sum(row.unit_count for row in late_units),
        late_units=late_units,
        overdue=_late_rows(week),
        targets=tuple(_target_row(line, week.gone) for line in week.targets),
        measured=sum(line.value is not None for line in week.targets),
        targets_green=lights.count(Light.GREEN),
        targets_yellow=lights.count(Light.YELLOW),
        targets_red=lights.count(Light.RED),
        targets_grey=lights.count(Light.GREY),
        yellow_beyond=YELLOW,
        red_beyond=RED,
        red_after=LATE_DAYS,
        difficulties=_said_rows(difficulties),
        difficulties_in_all=week.difficulties_in_all,
        done=_said_rows(done),
        done_in_all=week.done_in_all,
        coming=tuple(ComingRow(moment(one.due_at), one.units, one.reports) for one in week.coming),
        coming_in_all=sum(one.reports for one in week.coming),
        sources=_source_rows(session, said | measured, zone),
    )


def _unit_rows(week: Figures) -> tuple[UnitRow, ...]:
    return tuple(
        UnitRow(
            order,
            one.unit,
            one.owed,
            one.reported,
            one.owed - one.reported,
            one.owed_in_all,
            one.reported_in_all,
            _share(one.reported_in_all, one.owed_in_all),
        )
        for order, one in enumerate(week.units, start=1)
    )


def _late_units(week: Figures) -> tuple[LateUnitRow, ...]:
    """Return the units that owe what is past due, those that owe as many on one line."""
    by_count: dict[int, list[str]] = defaultdict(list)
    for one in week.units:
        if late := one.owed_in_all - one.reported_in_all:
            by_count[late].append(one.unit)
    return tuple(
        LateUnitRow(word("digest.and").join(names), len(names), late)
        for late, names in sorted(by_count.items(), reverse=True)
    )


def _late_rows(week: Figures) -> tuple[LateRow, ...]:
    return tuple(
        LateRow(order, one.unit, one.number, one.text, _short(one.due_at), one.days)
        for order, one in enumerate(week.overdue[:ROWS], start=1)
    )


def _target_row(line: TargetLine, gone: Decimal) -> TargetRow:
    known = line.value is not None
    return TargetRow(
        number=line.number,
        text=line.text,
        quantity=line.quantity,
        lead=line.lead,
        goal=goal_of(line.op, line.goal, line.measure, line.strict),
        value=f"{number(line.value)}{line.measure}" if known else number(None),
        source=_source(line.report_id),
        percent=number(None) if line.percent is None else _percent(line.percent),
        gone=_percent(gone),
        light=word(f"light_name.{line.light}"),
        fill=word(f"light_fill.{line.light}"),
    )


def _said_rows(lines: Iterable[SaidLine]) -> tuple[SaidRow, ...]:
    return tuple(
        SaidRow(
            order,
            one.unit,
            one.number,
            one.words or word("paper.no_words"),
            _source(one.report_id),
        )
        for order, one in enumerate(lines, start=1)
    )


def _source_rows(
    session: Session, reports: Collection[int], zone: ZoneInfo
) -> tuple[SourceRow, ...]:
    return tuple(
        SourceRow(
            _source(one.report_id),
            one.unit,
            one.number,
            _short(one.submitted_at.astimezone(zone)),
            word("author.entered", name=one.who) if one.entered else one.who,
        )
        for one in cited(session, reports)
    )


def _source(report_id: int | None) -> str:
    return "" if report_id is None else word("paper.source", report=report_id)


def _share(part: int, whole: int) -> str:
    return _percent(Decimal(part) * 100 / whole) if whole else number(None)


def _percent(share: Decimal) -> str:
    return word("paper.percent", number=number(share, 1))


def _short(when: datetime) -> str:
    return word("paper.moment", month=when.month, day=when.day, clock=clock(when))
