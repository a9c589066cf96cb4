"""Short answers and notices, which say what they said when they were caused."""

from collections.abc import Mapping
from typing import Any

from bot.buttons import Verb, button
from bot.cards.look import Card, Look
from db.tables import Contact, Invite, Unit
from templates import render, word


def draw_note(_look: Look, _subject: int, args: Mapping[str, Any]) -> Card:
    """Show a template with the values it was caused with."""
    return Card(render(f"{args['template']}.html", **args["values"]))


def draw_join(look: Look, invite_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show an invite to the person who opened it; once accepted, that it was."""
    invite = look.session.get(Invite, invite_id)
    if invite is None:
        return None
    unit = look.session.get(Unit, invite.unit_id) if invite.unit_id else None
    user = look.session.get(Contact, invite.contact_id) if invite.contact_id else None
    joined = user is not None and user.chat_id == args["chat"]
    text = render(
        "join.html",
        name=args["name"],
        office=look.office,
        unit=unit.name if unit else "",
        post=invite.role,
        role=word(f"role.{invite.role}"),
        joined=joined,
    )
    return Card(text, () if user else ((button(word("button.join"), Verb.JOIN, invite.id),),))
