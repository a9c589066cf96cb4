"""A reminder by hand, before it is sent: whom it reaches and what it costs, who is left out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.buttons import Button, Verb, button, mark_of
from bot.cards.look import Card, Look
from db.nudges import ALL
from db.tables import Contact, Item, Unit
from scheduler.reminding import (
    Not,
    Reminded,
    Reminder,
    foretold,
    owing_units,
    remind_again_at,
    reminders,
)
from templates import render, word

#: What a button says of whom it is for: whoever owes something, or something late.
OWING, LATE = "owing", "late"


def draw_remind(look: Look, unit_id: int, _args: Mapping[str, Any]) -> Card | None:
    """Show the office whom a reminder to a unit would reach, with the button that sends it."""
    unit = look.session.get(Unit, unit_id)
    if unit is None:
        return None
    asked = reminders(look.session, look.rules, [(unit.id, unit.name)], look.now)
    (one,), last = asked, asked[0].reminded_at
    text = render(
        "remind.html",
        unit=one.unit,
        count=one.count,
        why_not=one.why_not or "",
        untold=one.untold or "",
        people=_names(look, [each.contact_id for each in one.to]),
        cost=_cost(look, foretold(look.session, look.rules, asked, look.now)),
        waits=last is not None and last > look.now,
        last=look.local(last) if last else None,
        again=look.local(remind_again_at(look.rules, last)) if last else None,
    )
    if one.why_not is Not.NOTHING:
        return Card(text)
    sure = button(word("button.remind_now"), Verb.REMIND_NOW, unit.id)
    enter = button(word("button.enter"), Verb.ENTER, unit.id)
    return Card(text, ((enter,) if one.why_not else (sure, enter),))


def meant_by(look: Look, item_id: int, *, late: bool) -> list[Reminder]:
    """Return the reminders to whoever owes an item, or for ``ALL`` anything, or anything late."""
    item = None if item_id == ALL else item_id
    units = owing_units(look.session, look.now, item_id=item, late=late)
    return reminders(look.session, look.rules, units, look.now)


def mark_of_reach(asked: Sequence[Reminder], cost: Reminded) -> str:
    """Return the mark of whom reminders reach, for the button that sends them."""
    ready = [one for one in asked if one.why_not is None]
    return mark_of(([(one.unit_id, [to.chat_id for to in one.to]) for one in ready], cost.full))


def draw_remind_all(look: Look, item_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show whom a reminder to all that owe an item, or anything, would reach; then that it went."""
    item, late = look.session.get(Item, item_id), bool(args.get("late"))
    if item is None and item_id != ALL:
        return None
    asked = meant_by(look, item_id, late=late)
    cost = foretold(look.session, look.rules, asked, look.now)
    done = args.get("done")
    text = render(
        "remind_all.html",
        item=number_of(item) if item else "",
        text=item.text if item else "",
        late=late,
        units=[one.unit for one in asked],
        cost=_cost(look, cost),
        full=_names(look, cost.full),
        ready=[_told(look, one) for one in asked if one.why_not is None],
        lately=[one.unit for one in asked if one.why_not is Not.LATELY],
        again=_again(look, asked),
        alone=[_alone(one) for one in asked if one.why_not is Not.NOBODY],
        done=done and {**done, "at": look.local(datetime.fromisoformat(done["at"]))},
    )
    return Card(text, () if done else _choices(item_id, asked, cost, late=late))


def number_of(item: Item) -> str:
    """Return the number by which people call an item; its place where none is printed."""
    return item.number or str(item.position + 1)


def _choices(
    item_id: int, asked: Sequence[Reminder], cost: Reminded, *, late: bool
) -> tuple[tuple[Button, ...], ...]:
    whom, others = (LATE, OWING) if late else (OWING, LATE)
    mark = mark_of_reach(asked, cost)
    sure = button(word("button.remind_now"), Verb.REMIND_THEM, item_id, whom, mark)
    label = word("remind_all.only_late" if others == LATE else "remind_all.only_owing")
    other = button(label, Verb.REMIND_ALL, item_id, others)
    rows = [(sure,)] if cost.people or cost.later else []
    return (*rows, *([(other,)] if item_id == ALL else []))


def _cost(look: Look, cost: Reminded) -> dict[str, object]:
    """Return whom it reaches and when: ``at`` is None for now."""
    return {
        "people": cost.people,
        "at": look.local(cost.at) if cost.at > look.now else None,
        "later": cost.later,
        "later_at": look.local(cost.later_at),
    }


def _names(look: Look, contact_ids: Sequence[int]) -> list[str]:
    return [look.session.get_one(Contact, one).name for one in contact_ids]


def _told(look: Look, one: Reminder) -> str:
    names = "、".join(_names(look, [to.contact_id for to in one.to]))
    return word("remind_all.unit", unit=one.unit, names=names)


def _alone(one: Reminder) -> str:
    why = word(f"untold.{one.untold}") if one.untold else ""
    return word("remind_all.unit", unit=one.unit, names=why) if why else one.unit


def _again(look: Look, asked: Sequence[Reminder]) -> datetime | None:
    """Return when the first of those that were reminded lately may be reminded again."""
    lately = [one.reminded_at for one in asked if one.why_not is Not.LATELY]
    moments = [remind_again_at(look.rules, last) for last in lately if last is not None]
    return look.local(min(moments)) if moments else None
