"""批示: what a leader said, as the office makes it an item, and as whoever said it follows it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.buttons import Button, Verb, button, mark_of
from bot.cards.calendar import day_stamp
from bot.cards.extension import quick_day
from bot.cards.look import Card, Look, in_rows, page_of
from db import follow_ups, ledger, people, plans, reviews
from db.ledger import Owed
from db.tables import FollowUp, Item, Plan, Unit
from templates import clip, render, word

#: Workdays from today that are offered.
QUICK = (3, 5, 10)
#: How many units are on a page of those to choose from.
UNITS = 10


def draw_follow_up(look: Look, follow_up_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show the office what was said, with what it is still to decide."""
    found = look.session.get(FollowUp, follow_up_id)
    if found is None:
        return None
    text = render("follow_up.html", **_facts(look, found))
    if not follow_ups.is_open(found):
        return Card(text)
    if follow_ups.is_over(look.session, found, look.local(look.now).date()):
        return Card(text, ((_drop(found),),))
    if args.get("choosing") == "unit":
        return Card(text, _units(look, found, args))
    return Card(text, _decisions(look, found))


def draw_followed(look: Look, follow_up_id: int, _args: Mapping[str, Any]) -> Card | None:
    """Show whoever said it what became of it."""
    found = look.session.get(FollowUp, follow_up_id)
    return None if found is None else Card(render("followed.html", **_facts(look, found)))


def _facts(look: Look, found: FollowUp) -> dict[str, object]:
    unit = look.session.get_one(Unit, found.unit_id).name if found.unit_id else ""
    item = look.session.get(Item, found.item_id) if found.item_id else None
    reachable = found.unit_id and people.asked_first(look.session, found.unit_id, look.now)
    return {
        "plan": look.session.get_one(Plan, found.plan_id).title,
        "words": found.words,
        "said_by": found.said_by,
        "said_at": look.local(found.said_at),
        "unit": unit,
        "due": due_day(look, found),
        "number": item.number if item else "",
        "by": found.confirmed_by or "",
        "dropped": found.dropped_at is not None,
        "unheard": bool(unit) and not reachable,
        "over": follow_ups.is_over(look.session, found, look.local(look.now).date()),
        **_outcome(look, found),
    }


def due_day(look: Look, found: FollowUp) -> date | None:
    """Return by when its unit is to report: as chosen, later as its obligation has it."""
    owed = _owed(look, found)
    return look.local(owed.due_at).date() if owed else found.due_on


def _owed(look: Look, found: FollowUp) -> Owed | None:
    obligation = follow_ups.obligation_of(look.session, found) if found.item_id else None
    return ledger.owed_by_id(look.session, obligation) if obligation else None


def _outcome(look: Look, found: FollowUp) -> dict[str, object]:
    """Return what the unit has reported since, and what the office made of that."""
    owed = _owed(look, found)
    if owed is None or owed.report_id is None:
        return {"report": None, "review": "", "gone": owed is not None and owed.withdrawn}
    review = reviews.review_of(look.session, owed.report_id)
    waits = "waiting" if look.rules.reviews else ""
    made = waits if review is None else "accepted" if review.accepted else "returned"
    return {"report": owed.report_id, "review": made, "gone": False}


def _decisions(look: Look, found: FollowUp) -> tuple[tuple[Button, ...], ...]:
    today, works = look.local(look.now).date(), look.rules.hours.works
    days = [quick_day(today, count, works) for count in QUICK]
    quick = tuple(
        button(word("button.by_day", month=one.month, day=one.day),
               Verb.FOLLOW_DAY, found.id, day_stamp(one))
        for one in days
    )  # fmt: skip
    choose = button(word("button.choose_unit"), Verb.FOLLOW, found.id, "unit")
    mark = mark_of((found.unit_id, found.due_on))
    confirm = button(word("button.follow_up"), Verb.FOLLOW_CONFIRM, found.id, mark)
    drop = _drop(found)
    ready = found.unit_id is not None and found.due_on is not None
    return ((choose,), quick, (confirm, drop) if ready else (drop,))


def _drop(found: FollowUp) -> Button:
    return button(word("button.no_follow_up"), Verb.FOLLOW_DROP, found.id)


def _units(look: Look, found: FollowUp, args: Mapping[str, Any]) -> tuple[tuple[Button, ...], ...]:
    shown, page = page_of(plans.units(look.session), args.get("page"), UNITS)
    choices = [button(clip(unit.name, 20), Verb.FOLLOW_UNIT, found.id, unit.id) for unit in shown]
    back = button(word("button.back_to"), Verb.FOLLOW, found.id)
    return (*in_rows(choices, 2), *page.buttons, (back,))
