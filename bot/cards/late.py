"""Which units are late, how much and how long: for the office, and for leaders by their units."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.buttons import Verb, button
from bot.cards.look import Card, Look, in_rows, page_of
from db import chasing, nudges, people
from db.chasing import Count
from db.vocabulary import Audience, Colour, Role
from scheduler.ladder import Rung, present_rung
from scheduler.lights import days_late
from scheduler.telling import audience_of
from templates import clip, render, word

PAGE = 20
WIDTH = 2
#: Colours by urgency; what is late at a rung without one comes first.
URGENCY = (None, *Colour)


@dataclass(slots=True)
class Unit:
    """A unit in the list: how much it owes, how urgent that is, and how many days late."""

    id: int
    name: str
    count: int = 0
    days: int = 0
    colour: Colour | None = None

    def add(self, look: Look, one: Count) -> None:
        """Count what falls due at one more time."""
        self.count += one.items
        self.days = max(self.days, days_late(one.due_at, look.now))
        self.colour = max(self.colour, colour_of(look, one.plan_id, one.due_at), key=URGENCY.index)


def rung_of(look: Look, plan_id: int, due_at: datetime) -> Rung | None:
    """Return the rung that is in force for what a plan has due at a time."""
    return present_rung(look.rules.ladder_of(plan_id), look.rules.hours, due_at, look.now)


def colour_of(look: Look, plan_id: int, due_at: datetime) -> Colour | None:
    """Return how urgent it is that something is late: by its rung; None where it is not late."""
    rung = rung_of(look, plan_id, due_at) if due_at < look.now else None
    return rung.colour if rung else None


def mark_of(look: Look, plan_id: int, due_at: datetime) -> str:
    """Return what stands before something that is late; "" where it is not."""
    if due_at >= look.now:
        return ""
    return word(f"mark.{colour_of(look, plan_id, due_at) or 'none'}")


def draw_late(look: Look, _subject: int, args: Mapping[str, Any]) -> Card | None:
    """Show the office the units that are late so long that their rung tells it; asked for, all.

    There is a button to remind each.
    """
    asked = bool(args.get("asked"))
    found = [
        one
        for one in chasing.late(look.session, look.now)
        if asked or Audience.OFFICE in _told(look, one)
    ]
    if not found and not asked and not args.get("shown"):
        return None
    shown, card = _list(look, found, args, office=True)
    reminders = [
        button(word("button.remind", unit=clip(one.name, 9)), Verb.REMIND, one.id) for one in shown
    ]
    every = [button(word("button.remind_late"), Verb.REMIND_ALL, nudges.ALL, "late")]
    calls = [button(word("button.calls"), Verb.CALLS)]
    both = ((*(every if len(found) > 1 else []), *calls),) if found else ()
    return Card(card.text, in_rows(reminders, WIDTH) + both + card.buttons)


def draw_for_leader(look: Look, contact_id: int, args: Mapping[str, Any]) -> Card | None:
    """Tell a leader which of their units are late, and who answers for them; nothing if none.

    That is where the rung tells leaders, or nobody below them can be told; asked for, all.
    """
    posts, reached = nudges.posts_of(look.session, contact_id), _reached(look)
    tells: dict[int | None, set[Audience]] = defaultdict(set)
    for post in posts:
        if (audience := audience_of(post)) is not None:
            tells[post.unit_id].add(audience)

    def is_told(one: Count) -> bool:
        mine = tells[one.unit_id] | tells[None]
        alone = one.unit_id not in reached
        return bool(mine) and (bool(args.get("asked")) or alone or bool(mine & _told(look, one)))

    found = [one for one in chasing.late(look.session, look.now) if is_told(one)]
    if not found:
        return Card(render("all_in.html")) if args.get("shown") or args.get("asked") else None
    return _list(look, found, args, office=False)[1]


def _told(look: Look, one: Count) -> frozenset[Audience]:
    rung = rung_of(look, one.plan_id, one.due_at)
    return rung.to if rung else frozenset()


def _reached(look: Look) -> set[int | None]:
    """Return the units with a contact or a head who can be told."""
    there = nudges.reachable_holders(look.session, (Role.CONTACT, Role.HEAD), look.now)
    return {one.unit_id for one in there}


def _list(
    look: Look, found: Sequence[Count], args: Mapping[str, Any], *, office: bool
) -> tuple[Sequence[Unit], Card]:
    """Return a page of the units, the most urgent ones first, and its card."""
    by_id: dict[int, Unit] = {}
    for one in found:
        by_id.setdefault(one.unit_id, Unit(one.unit_id, one.unit)).add(look, one)
    units = sorted(by_id.values(), key=lambda one: (-URGENCY.index(one.colour), -one.days))
    shown, page = page_of(units, args.get("page"), PAGE)
    names = people.contact_names(look.session, [one.id for one in shown])
    why = people.why_unreached(look.session, [one.id for one in shown], look.now)
    text = render(
        "late.html",
        units=len(units),
        count=sum(one.count for one in units),
        rows=[
            {
                "unit": one.name,
                "count": one.count,
                "days": one.days,
                "mark": word(f"mark.{one.colour or 'none'}"),
                "contacts": names.get(one.id, []),
                "why": why.get(one.id, ""),
            }
            for one in shown
        ],
        office=office,
        page=page.number,
        pages=page.count,
    )
    return shown, Card(text, page.buttons)
