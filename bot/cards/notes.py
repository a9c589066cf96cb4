"""Short answers and notices, which say what they said when they were caused."""

from collections.abc import Mapping
from typing import Any

from bot.buttons import Verb, button
from bot.cards.look import Card, Look
from db import admissions, invites, people
from db.invites import Offer, Refusal
from templates import render, word


def draw_note(_look: Look, _subject: int, args: Mapping[str, Any]) -> Card:
    """Show a template with the values it was caused with."""
    return Card(render(f"{args['template']}.html", **args["values"]))


def draw_join(look: Look, invite_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show an invite to the person who opened it: what it offers, or what became of it.

    A card that a newer one stands below only says so.
    """
    offer = invites.offered(look.session, invite_id, args["chat"], look.now)
    if offer is Refusal.UNKNOWN:
        return None
    if isinstance(offer, Refusal):
        return Card(render("invite_refused.html", why=offer.name.lower()))
    state = "moved" if args.get("moved") else _state(offer)
    post = people.post_name(offer.role, second=offer.second)
    text = render(
        "join.html",
        name=offer.name or "",
        office=look.office,
        unit=offer.unit or "",
        post=post,
        role=word(f"role.{post}"),
        state=state,
        known=offer.known,
    )
    join = button(word("button.join"), Verb.JOIN, invite_id)
    rename = button(word("button.rename"), Verb.RENAME, invite_id)
    return Card(text, () if state else ((join,) if offer.known else (join, rename),))


def _state(offer: Offer) -> str:
    states = {"joined": offer.used, "asked": offer.asked, "naming": offer.naming}
    return next((state for state, true in states.items() if true), "")


def draw_admission(look: Look, invite_id: int, _args: Mapping[str, Any]) -> Card | None:
    """Ask the office whether somebody may come in; once decided, show by whom."""
    asked = admissions.admission(look.session, invite_id)
    if asked is None:
        return None
    text = render(
        "admission.html",
        name=asked.name,
        unit=asked.unit,
        role=word(f"role.{people.post_name(asked.role, second=asked.second)}"),
        before=asked.predecessor,
        asked=look.local(asked.asked_at),
        decided=look.local(asked.decided_at) if asked.decided_at else None,
        admitted=asked.admitted,
        by=asked.by,
    )
    admit = button(word("button.admit"), Verb.ADMIT, invite_id)
    deny = button(word("button.deny"), Verb.DENY, invite_id)
    return Card(text, () if asked.decided_at else ((admit, deny),))
