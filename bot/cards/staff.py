"""Units and people as the office changes them: one card, from the list to a person's posts."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.buttons import Button, Verb, button, mark_of
from bot.cards.look import Card, Look, in_rows, page_of
from db import invites, people, staff
from db.staff import Held
from db.tables import Contact, Post, Unit
from templates import clip, day, render, word

#: How many units, and how many invites, are on a page.
UNITS, INVITES = 10, 8
#: What stands for the posts that belong to no unit.
NO_UNIT = 0
Buttons = tuple[tuple[Button, ...], ...]


def draw_staff(look: Look, _subject: int, args: Mapping[str, Any]) -> Card | None:
    """Show the view that the card's arguments say: all units, one, a person, a post, invites."""
    view = VIEWS.get(str(args.get("view")), _units)
    return view(look, args)


def _units(look: Look, args: Mapping[str, Any]) -> Card:
    found = staff.counts(look.session)
    shown, page = page_of(found, args.get("page"), UNITS)
    without = [name for _, name, count in found if not count]
    text = render(
        "staff_units.html",
        units=len(found),
        people=len({one.contact_id for one in staff.everybody(look.session)}),
        without=without,
        page=page.number,
        pages=page.count,
    )
    buttons = [
        _to("unit", number, word("button.people_of", unit=clip(name, 20), count=count))
        for number, name, count in shown
    ]
    waiting = len(invites.unused(look.session, look.now))
    more = (
        _to("unit", NO_UNIT, word("button.people_above")),
        _to("invites", 0, word("button.invites", count=waiting)),
    )
    return Card(text, (*in_rows(buttons, 2), *page.buttons, more))


def _unit(look: Look, args: Mapping[str, Any]) -> Card:
    unit = look.session.get(Unit, args.get("of"))
    held = staff.of_unit(look.session, unit.id if unit else None)
    text = render(
        "staff_unit.html",
        unit=unit.name if unit else "",
        phone=(unit.phone or "") if unit else "",
        rows=[_row(one) for one in held],
    )
    names = {one.contact_id: one.name for one in held}
    buttons = [_to("person", number, clip(name, 20)) for number, name in names.items()]
    return Card(text, (*in_rows(buttons, 2), (_to("", 0, word("button.back_to")),)))


def _person(look: Look, args: Mapping[str, Any]) -> Card:
    contact = look.session.get(Contact, args.get("of"))
    if contact is None:
        return _units(look, args)
    held = staff.of_person(look.session, contact.id)
    text = render(
        "staff_person.html",
        name=contact.name,
        phone=contact.phone or "",
        joined=look.local(contact.joined_at),
        reachable=str(contact.reachable),
        rows=[_row(one) for one in held],
        asking=args.get("asking") == "name",
    )
    ends = [
        _to("end", one.post_id, word("button.end_post", post=clip(_where(one), 24))) for one in held
    ]
    rename = button(word("button.rename"), Verb.STAFF_NAME, contact.id)
    back = _to("unit", held[0].unit_id or NO_UNIT, word("button.back_to")) if held else None
    last = (back or _to("", 0, word("button.back_to")),)
    return Card(text, ((rename,), *in_rows(ends, 1), last))


def _end(look: Look, args: Mapping[str, Any]) -> Card:
    post = look.session.get(Post, args.get("of"))
    if post is None:
        return _units(look, {})
    one = next(
        held for held in staff.of_person(look.session, post.contact_id) if held.post_id == post.id
    )
    alone = post.unit_id is not None and not any(
        held.contact_id != one.contact_id and held.role == one.role
        for held in staff.of_unit(look.session, post.unit_id)
    )
    text = render("staff_end.html", **_row(one), alone=alone)
    confirm = button(word("button.end_now"), Verb.STAFF_END, post.id, mark_of_post(one))
    return Card(text, ((confirm, _to("person", one.contact_id, word("button.back_to"))),))


def mark_of_post(one: Held | Post) -> str:
    """Return what tells a post from a later one of its number: who holds what, and where."""
    return mark_of((one.contact_id, one.unit_id, one.role))


def _invites(look: Look, args: Mapping[str, Any]) -> Card:
    found = invites.unused(look.session, look.now)
    shown, page = page_of(found, args.get("page"), INVITES)
    rows = [
        {
            "id": one.id,
            "unit": invites.unit_name(look.session, one) or "",
            "post": word(f"role.{people.post_name(one.role, second=one.second)}"),
            "until": day(look.local(one.expires_at)),
            "opened": one.name or "",
        }
        for one in shown
    ]
    text = render(
        "staff_invites.html", rows=rows, count=len(found), page=page.number, pages=page.count
    )
    revoke = [
        button(word("button.revoke", number=one.id), Verb.STAFF_REVOKE, one.id) for one in shown
    ]
    return Card(text, (*in_rows(revoke, 3), *page.buttons, (_to("", 0, word("button.back_to")),)))


def _row(one: Held) -> dict[str, object]:
    return {
        "name": one.name,
        "unit": one.unit or "",
        "post": _post(one),
        "phone": one.phone or "",
        "reachable": str(one.reachable),
    }


def _post(one: Held) -> str:
    return word(f"role.{people.post_name(one.role, second=one.second)}")


def _where(one: Held) -> str:
    return f"{one.unit or ''}{_post(one)}"


def _to(view: str, of: int, label: str) -> Button:
    return button(label, Verb.STAFF, view, of)


VIEWS: Mapping[str, Callable[[Look, Mapping[str, Any]], Card]] = {
    "unit": _unit,
    "person": _person,
    "end": _end,
    "invites": _invites,
}
