"""Leaving a unit: asked for step by step, then what came of it; as the others are told of it."""

from collections.abc import Mapping
from typing import Any

from bot.buttons import Button, Verb, button
from bot.cards.look import Card, Look, in_rows
from db import absences, people
from db.tables import Contact, Unit
from db.vocabulary import Role
from templates import clip, render, word

Rows = tuple[tuple[Button, ...], ...]


def draw_leaving(look: Look, contact_id: int, args: Mapping[str, Any]) -> Card | None:
    """Ask which unit and who takes over, and once more; then say what was done."""
    if args.get("moved"):
        return Card(render("form_moved.html"))
    step = _step(args)
    posts = people.posts_of(look.session, contact_id)
    unit = look.session.get(Unit, args["unit"]) if args.get("unit") else None
    held = {post.role for post in posts if unit is not None and post.unit_id == unit.id}
    if step not in {"done", "kept"} and unit is not None and not held:
        step = "gone"
    text = render(
        "leaving.html",
        step=step,
        unit=unit.name if unit else "",
        successor=_name(look, args.get("successor")),
        contact=Role.CONTACT in held,
        alone=unit is None or not absences.colleagues(look.session, contact_id, [unit.id]),
        office=look.office,
    )
    return Card(text, _buttons(look, contact_id, args, step))


def draw_taken_over(look: Look, contact_id: int, args: Mapping[str, Any]) -> Card | None:
    """Tell a successor what was handed over to them; nothing if they have it no more."""
    unit = look.session.get(Unit, args["unit"])
    units = people.units_of(look.session, contact_id, (Role.CONTACT,), look.now)
    if unit is None or unit not in units:
        return None
    return Card(render("taken_over.html", name=args["name"], unit=unit.name))


def draw_left(look: Look, contact_id: int, args: Mapping[str, Any]) -> Card | None:
    """Tell the office who gave up a unit, who has it now, and whether it has anybody."""
    contact, unit = look.session.get(Contact, contact_id), look.session.get(Unit, args["unit"])
    if contact is None or unit is None:
        return None
    alone = unit.id not in people.units_held(look.session, Role.CONTACT)
    heads = people.holders(look.session, unit.id, Role.HEAD, look.now) if alone else []
    return Card(
        render(
            "left.html",
            name=contact.name,
            unit=unit.name,
            successor=_name(look, args.get("successor")),
            alone=alone,
            heads=[head.name for head in heads],
        )
    )


def _step(args: Mapping[str, Any]) -> str:
    if args.get("kept"):
        return "kept"
    if args.get("done"):
        return "done"
    if not args.get("unit"):
        return "unit"
    return "successor" if args.get("successor") is None else "confirm"


def _name(look: Look, contact_id: object) -> str:
    contact = look.session.get(Contact, contact_id) if contact_id else None
    return contact.name if contact else ""


def _buttons(look: Look, contact_id: int, args: Mapping[str, Any], step: str) -> Rows:
    keep = ((button(word("button.stay"), Verb.KEEP),),)
    if step == "unit":
        units = people.posts_of(look.session, contact_id)
        ids = dict.fromkeys(post.unit_id for post in units if post.unit_id is not None)
        names = [look.session.get_one(Unit, unit_id) for unit_id in ids]
        picks = [button(clip(one.name, 24), Verb.QUIT, one.id) for one in names[:20]]
        return in_rows(picks, 1) + keep
    if step == "successor":
        return in_rows(_people(look, contact_id, args["unit"]), 2) + keep
    if step == "confirm":
        chosen = args["unit"], args["successor"]
        return ((button(word("button.hand_over"), Verb.HAND_OVER, *chosen),), *keep)
    return ()


def _people(look: Look, contact_id: int, unit_id: int) -> list[Button]:
    """Return a button for each colleague; a head who is no contact hands over to nobody."""
    held = people.posts_of(look.session, contact_id)
    is_contact = any(post.unit_id == unit_id and post.role is Role.CONTACT for post in held)
    others = absences.colleagues(look.session, contact_id, [unit_id]) if is_contact else []
    return [
        *(button(clip(one.name, 14), Verb.SUCCESSOR, unit_id, one.id) for one in others[:20]),
        button(word("button.no_successor"), Verb.SUCCESSOR, unit_id, 0),
    ]
