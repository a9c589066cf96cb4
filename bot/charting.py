"""进度图: a week's picture, drawn from the figures that were kept of it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from bot.made import Made, Order
from db.engine import Session
from db.tables import Digest
from scheduler.digest import Figures, TargetLine, UnitLine, read_facts
from scheduler.lights import Light
from templates import render, word
from templates.chart import draw, fitted

#: How many units and targets a picture has that is read on a phone.
UNITS, TARGETS = 20, 15
#: In which order targets are drawn.
ORDER = (Light.RED, Light.YELLOW, Light.GREY, Light.GREEN)
#: Widths in Chinese characters: the title's, and that of what stands before a bar.
TITLE, NAME = 24, 10.5


def make(session: Session, order: Order) -> Made:
    """Return the picture of the digest that is asked for."""
    kept = session.get_one(Digest, order.args["digest"])
    week = read_facts(kept.figures)
    svg = chart_svg(week, told=kept.issue is not None)
    return Made(draw(svg), word("digest.chart_name", day=week.at.date()))


def chart_svg(week: Figures, *, told: bool = True) -> str:
    """Return a week's picture as SVG: units' reported of owed, and targets against the time gone.

    In a week in which nothing fell due it is all that ever did. ``told`` where it is an issue of
    the weekly digest.
    """
    targets = sorted(week.targets, key=_urgency)
    shown, rest = targets[:TARGETS], targets[TARGETS:]
    return render(
        "chart.svg",
        plan=fitted(week.plan, TITLE),
        told=told,
        issue=week.issue,
        since=week.since,
        at=week.at,
        gone=week.gone,
        **_units(week.units, weekly=week.owed > 0),
        targets=[_target(line) for line in shown],
        rest_targets=len(rest),
        rest_green=sum(line.light is Light.GREEN for line in rest),
    )


def _units(lines: Sequence[UnitLine], *, weekly: bool) -> dict[str, Any]:
    counts = [
        (line.unit, line.reported, line.owed)
        if weekly
        else (line.unit, line.reported_in_all, line.owed_in_all)
        for line in lines
    ]
    counts = sorted((one for one in counts if one[2]), key=lambda one: one[1] - one[2])
    rest = counts[UNITS:]
    return {
        "weekly": weekly,
        "units": [
            {"unit": fitted(unit, NAME), "reported": reported, "owed": owed}
            for unit, reported, owed in counts[:UNITS]
        ],
        "rest_units": len(rest),
        "rest_reported": sum(reported for _, reported, _ in rest),
        "rest_owed": sum(owed for *_, owed in rest),
        "total_reported": sum(reported for _, reported, _ in counts),
        "total_owed": sum(owed for *_, owed in counts),
    }


def _urgency(line: TargetLine) -> tuple[int, Decimal]:
    return ORDER.index(line.light), line.percent or Decimal(0)


def _target(line: TargetLine) -> dict[str, Any]:
    name = word("digest.target_name", number=line.number, quantity=line.quantity)
    return {"name": fitted(name, NAME), "percent": line.percent, "light": line.light}
