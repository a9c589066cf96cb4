"""A contact's checklist, live until everything is reported, and what a head is told of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.buttons import Button, Verb, button
from bot.cards.late import draw_for_leader, mark_of
from bot.cards.look import Card, Look, in_rows, page_of, period_words
from db import absences, extensions, ledger, nudges, people, questions, reports
from db.ledger import Owed
from db.vocabulary import Role
from scheduler.lights import days_late
from scheduler.reminding import next_reminder
from scheduler.workdays import workdays_between
from templates import clip, render, word

PAGE = 24
WIDTH = 4


def draw_checklist(look: Look, contact_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show what a contact's units owe and have reported; a reminder says nothing once all is in."""
    owed = ledger.checklist(look.session, contact_id, look.now)
    waiting = [one for one in owed if one.open]
    if args.get("reminder") and not args.get("shown") and not waiting:
        return None
    owed = _present(owed, waiting)
    shown, page = page_of(owed, args.get("page"), PAGE)
    units = people.units_of(look.session, contact_id, (Role.CONTACT,), look.now)
    same = _same(look, waiting)
    reminded = bool(args.get("reminder") and waiting)
    later = nudges.again_of(look.session, contact_id, look.now) if reminded else None
    snooze = [button(word("button.snooze"), Verb.SNOOZE)] if reminded and not later else []
    text = render(
        "checklist.html",
        units=[unit.name for unit in units][:6],
        open=len(waiting),
        reported=len(owed) - len(waiting),
        rows=rows(look, shown, several_units=len(units) > 1),
        page=page.number,
        pages=page.count,
        example=_example(waiting),
        same=bool(same),
        headed=_late_as_head(look, contact_id),
        coming=_coming(look, contact_id) if args.get("asked") else None,
        opening=None if owed else _opening(look, contact_id),
        later=look.local(later) if later else None,
    )
    names = labels(waiting)
    opens = [button(names[one.id], Verb.OPEN, one.id) for one in shown if one.open]
    width = 1 if _several(waiting) else WIDTH
    return Card(text, in_rows(opens, width) + in_rows([*same, *snooze], 1) + page.buttons)


def draw_overdue(look: Look, head_id: int, args: Mapping[str, Any]) -> Card | None:
    """Tell a head what their units owe and who should report it; nothing once all is in.

    A leader is told of their units.
    """
    if any(one.role is Role.LEADER for one in nudges.posts_of(look.session, head_id)):
        return draw_for_leader(look, head_id, args)
    owed = ledger.checklist(look.session, head_id, look.now, (Role.HEAD,))
    units = people.units_of(look.session, head_id, (Role.HEAD,), look.now)
    contacts = {
        unit.id: [one.name for one in people.holders(look.session, unit.id, Role.CONTACT, look.now)]
        for unit in units
    }
    frozen = extensions.pending(look.session, [one.id for one in owed if one.open])
    told = [
        one
        for one in owed
        if one.open
        and (args.get("asked") or one.due_at < look.now or not contacts[one.unit_id])
        and one.id not in frozen
    ]
    if not told:
        return Card(render("all_in.html")) if args.get("shown") or args.get("asked") else None
    shown, page = page_of(told, args.get("page"), PAGE)
    text = render(
        "overdue.html",
        units=[unit.name for unit in units][:6],
        count=len(told),
        late=any(one.due_at < look.now for one in told),
        alone=not any(contacts.values()),
        rows=rows(look, shown, several_units=len(units) > 1),
        page=page.number,
        pages=page.count,
        contacts=[name for names in contacts.values() for name in names],
    )
    return Card(text, page.buttons)


def item_number(one: Owed) -> str:
    """Return the number by which people call an item; its place where none is printed."""
    return one.number or str(one.position + 1)


def rows(look: Look, owed: Sequence[Owed], *, several_units: bool) -> list[dict[str, object]]:
    """Return what a list shows of each obligation, a heading wherever plan or due time change."""
    shown: list[dict[str, object]] = []
    before: tuple[int, datetime] | None = None
    ids = [one.id for one in owed]
    disowned, wanted = (
        questions.open_cases(look.session, ids),
        extensions.pending(look.session, ids),
    )
    for one in owed:
        group = (one.plan_id, one.due_at)
        late = days_late(one.due_at, look.now)
        shown.append(
            {
                "heading": group != before,
                "plan": one.plan,
                "period": period_words(one.period),
                "due_at": look.local(one.due_at),
                "late": late,
                "mark": mark_of(look, one.plan_id, one.due_at),
                "workdays": None if late else _workdays_left(look, one),
                "open": one.open,
                "entered": one.entered,
                "returned": one.returned if one.open else "",
                "disowned": one.open and one.id in disowned,
                "wanted": look.local(wanted[one.id]) if one.id in wanted else None,
                "number": item_number(one),
                "text": one.text,
                "unit": one.unit if several_units else "",
            }
        )
        before = group
    return shown


def _same(look: Look, waiting: Sequence[Owed]) -> list[Button]:
    """Return the button that says nothing has changed, where something was reported before."""
    former = reports.former_reports(look.session, [one.id for one in waiting])
    anew = [one for one in waiting if one.report_id is None]
    if not any(one.id in former and not former[one.id].unchanged for one in anew):
        return []
    if len(waiting) == 1:
        return [button(word("button.unchanged"), Verb.UNCHANGED, waiting[0].id)]
    return [button(word("button.all_same"), Verb.ALL_SAME)]


def _coming(look: Look, contact_id: int) -> dict[str, object]:
    """Return when a contact is reminded next, and whether they are away now."""
    coming = next_reminder(look.session, look.rules, contact_id, look.now)
    away = absences.present_absence(look.session, contact_id, look.now) is not None
    return {"at": look.local(coming) if coming else None, "away": away}


def _late_as_head(look: Look, contact_id: int) -> list[str]:
    """Return the units that a contact heads or leads and that are late: one message says both."""
    above = (Role.HEAD, Role.LEADER)
    if not people.units_of(look.session, contact_id, above, look.now):
        return []
    owed = ledger.checklist(look.session, contact_id, look.now, above)
    return list(dict.fromkeys(one.unit for one in owed if one.open and one.due_at < look.now))


def _opening(look: Look, contact_id: int) -> dict[str, datetime] | None:
    """Return when the next reports can be filed and when they fall due."""
    coming = ledger.coming(look.session, contact_id, look.now)
    opens = [{"opens": look.local(one.opens_at), "due": look.local(one.due_at)} for one in coming]
    return opens[0] if opens else None


def _present(owed: Sequence[Owed], waiting: Sequence[Owed]) -> list[Owed]:
    """Leave out what was reported for a period in which nothing is open while others are."""
    periods = {(one.plan_id, one.period) for one in waiting}
    return [one for one in owed if not periods or (one.plan_id, one.period) in periods]


def _workdays_left(look: Look, one: Owed) -> int:
    today, due = look.local(look.now).date(), look.local(one.due_at).date()
    return workdays_between(today, due, look.rules.hours.works)


def to_report(listed: Sequence[Owed]) -> list[Owed]:
    """Return what is still to be reported; where that is nothing, what was."""
    return [one for one in listed if one.open] or list(listed)


def labels(waiting: Sequence[Owed]) -> dict[int, str]:
    """Return, by obligation, a label that tells it from the others, by period, unit and plan."""
    return {
        one.id: " · ".join(
            [
                word("button.item", number=item_number(one)),
                *(clip(what(one), 16) for what in _several(waiting)),
            ]
        )
        for one in waiting
    }


def _several(waiting: Sequence[Owed]) -> list[Callable[[Owed], str]]:
    """Return what differs among obligations beyond their items."""
    ways: tuple[Callable[[Owed], str], ...] = (_period, _unit, _plan)
    return [what for what in ways if len({what(one) for one in waiting}) > 1]


def _period(one: Owed) -> str:
    return period_words(one.period)


def _unit(one: Owed) -> str:
    return one.unit


def _plan(one: Owed) -> str:
    return one.plan


def _example(waiting: Sequence[Owed]) -> str:
    return word("example.typed", number=item_number(waiting[0]) if waiting else "1")
