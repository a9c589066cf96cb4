"""周报: a plan's week on one screen, its lists behind buttons; drawn from what was kept of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.buttons import Button, Verb, button
from bot.cards.look import Card, Look, in_rows, page_of
from bot.contact.fields import goal_of
from db.tables import Digest
from scheduler.digest import (
    WEEK,
    Figures,
    LateLine,
    SaidLine,
    TargetLine,
    UnitLine,
    read_facts,
)
from scheduler.lights import Light
from templates import render, word

#: Lines on a page of a list, and of each kind on the first screen.
PAGE, FEW, FEWER = 15, 3, 2
#: The lists, each behind a button.
OVERDUE, TARGETS, UNITS, SAID = VIEWS = ("overdue", "targets", "units", "difficulties")
WIDTH = 2
#: How the targets that lag come first on the first screen.
WORST = (Light.RED, Light.YELLOW)


def draw_digest(look: Look, digest_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show a plan's week, or a list of it; of some units only where ``units`` names them."""
    kept = look.session.get(Digest, digest_id)
    if kept is None or "at" in args:  # one of before figures were kept, by its plan
        return None
    if look.now - kept.at >= WEEK and not args.get("shown") and "view" not in args:
        return None  # left over from before an outage: the next one says it
    week, units = read_facts(kept.figures), args.get("units")
    if units is not None:
        week = of_units(week, units)
    if (view := args.get("view")) in VIEWS:
        return list_card(week, view, args.get("page"), digest_id)
    rules, told = look.rules.weekly, kept.issue is not None
    text = first_screen(
        week,
        told=told,
        whole=units is None,
        reviews=look.rules.reviews,
        enclosed=bool(rules.documents) and told and units is None,
    )
    ask = () if told else ((button(word("button.week_files"), Verb.WEEK_FILES, digest_id),),)
    return Card(text, (*_lists(week, digest_id), *ask))


def of_units(week: Figures, unit_ids: Sequence[int]) -> Figures:
    """Return of a plan's week what is of some units; its items' lights stay those of the plan."""
    units = tuple(line for line in week.units if line.unit_id in unit_ids)
    names = {line.unit for line in units}
    overdue = tuple(line for line in week.overdue if line.unit in names)
    difficulties = tuple(line for line in week.difficulties if line.unit in names)
    leads = word("digest.and")
    return replace(
        week,
        units=units,
        owed=sum(line.owed for line in units),
        reported=sum(line.reported for line in units),
        late=sum(line.late for line in units),
        overdue=overdue,
        overdue_in_all=len(overdue),
        targets=tuple(line for line in week.targets if names.intersection(line.lead.split(leads))),
        difficulties=difficulties,
        difficulties_in_all=len(difficulties),
    )


def first_screen(
    week: Figures,
    *,
    told: bool = True,
    whole: bool = True,
    reviews: bool = True,
    enclosed: bool = False,
) -> str:
    """Return what is seen of a week at once.

    Args:
        week: its figures.
        told: whether it is an issue of the weekly digest; else it is of now.
        whole: whether it is of all units.
        reviews: whether the office reviews reports.
        enclosed: whether documents come with it.
    """
    lagging = [line for line in week.targets if line.light in WORST]
    lagging.sort(key=lambda line: (WORST.index(line.light), line.percent or 0))
    return render(
        "digest.html",
        week=week,
        told=told,
        whole=whole,
        names=[line.unit for line in week.units],
        reviews=reviews and whole,
        lights={str(light): count for light, count in week.lights.items()},
        late=_late_units(week.overdue)[:FEW],
        lagging=[target_row(line) for line in lagging[:FEW]],
        lag=len(lagging),
        difficulties=[_said_row(line) for line in week.difficulties[:FEWER]],
        enclosed=enclosed,
    )


def list_card(
    week: Figures, view: str, wanted: object, digest_id: int = 0, size: int = PAGE
) -> Card:
    """Return a page of one of the week's lists, of ``size`` lines, with a way back."""
    shown, page = page_of(rows_of(week, view), wanted, size)
    text = render(
        "digest_list.html",
        plan=week.plan,
        at=week.at,
        view=view,
        rows=shown,
        count=count_of(week, view),
        listed=len(rows_of(week, view)),
        page=page.number,
        pages=page.count,
    )
    back = button(word("button.week_back"), Verb.WEEK, digest_id, "first")
    return Card(text, (*page.buttons, (back,)))


def rows_of(week: Figures, view: str) -> Sequence[Mapping[str, Any]]:
    """Return what one of the week's lists shows of each line."""
    if view == OVERDUE:
        return [_late_row(line) for line in week.overdue]
    if view == TARGETS:
        return [target_row(line) for line in week.targets]
    if view == UNITS:
        return [_unit_row(line) for line in week.units]
    return [_said_row(line) for line in week.difficulties]


def count_of(week: Figures, view: str) -> int:
    """Return how many lines one of the week's lists would have, if it had them all."""
    counts = {OVERDUE: week.overdue_in_all, SAID: week.difficulties_in_all}
    return counts.get(view, len(rows_of(week, view)))


def _lists(week: Figures, digest_id: int) -> tuple[tuple[Button, ...], ...]:
    return in_rows(
        [
            button(word(f"button.week_{view}", count=count), Verb.WEEK, digest_id, view)
            for view in VIEWS
            if (count := count_of(week, view))
        ],
        WIDTH,
    )


def _late_units(overdue: Sequence[LateLine]) -> list[dict[str, Any]]:
    """Return a row for each unit that is late: its items, and the longest of its delays."""
    by_unit: dict[str, list[LateLine]] = {}
    for line in overdue:
        by_unit.setdefault(line.unit, []).append(line)
    return [
        {
            "unit": unit,
            "count": len(lines),
            "numbers": list(dict.fromkeys(line.number for line in lines)),
            "days": lines[0].days,
        }
        for unit, lines in by_unit.items()
    ]


def _late_row(line: LateLine) -> dict[str, Any]:
    return {
        "unit": line.unit,
        "number": line.number,
        "text": line.text,
        "due": line.due_at,
        "days": line.days,
    }


def target_row(line: TargetLine) -> dict[str, Any]:
    """Return what is shown of a target."""
    return {
        "number": line.number,
        "quantity": line.quantity,
        "lead": line.lead,
        "value": line.value,
        "goal": goal_of(line.op, line.goal, line.measure, line.strict),
        "percent": line.percent,
        "light": line.light,
        "report": line.report_id,
    }


def _unit_row(line: UnitLine) -> dict[str, Any]:
    return {
        "unit": line.unit,
        "owed": line.owed,
        "reported": line.reported,
        "owed_in_all": line.owed_in_all,
        "reported_in_all": line.reported_in_all,
    }


def _said_row(line: SaidLine) -> dict[str, Any]:
    return {
        "unit": line.unit,
        "number": line.number,
        "words": line.words,
        "report": line.report_id,
        "who": line.who,
    }


def draw_week(look: Look, _subject: int, args: Mapping[str, Any]) -> Card | None:
    """Tell a unit's contact the week of their units, over all plans."""
    at = look.local(datetime.fromisoformat(args["at"]))
    if look.now - at >= WEEK and not args.get("shown"):
        return None
    weeks: list[dict[str, Any]] = args["weeks"]
    shown, page = page_of(weeks, args.get("page"), PAGE // 3)
    rows = [
        one | {"next_due": one["next_due"] and look.local(datetime.fromisoformat(one["next_due"]))}
        for one in shown
    ]
    text = render("week.html", at=at, rows=rows, page=page.number, pages=page.count)
    return Card(text, page.buttons)
