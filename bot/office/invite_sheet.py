"""The Word sheet of invites for a plan's units: made apart, its tokens kept, its links sent."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.desk import Desk
from bot.made import Made, Order
from bot.office.inviting import link_of
from db import audit, invites, inviting, outbox
from db.audit import Actor
from db.engine import Session
from db.vocabulary import Action, Role, Via
from templates import day, word

#: Links in one message: what a phone shows without much scrolling.
LINKS = 10


def make_sheet(session: Session, order: Order) -> Made:
    """Make an invite for each unit of a plan without a contact, and a page for each of them."""
    from templates.sheet import Invited, invite_sheet  # noqa: PLC0415 - loads what writes Word

    until = order.asked_at + timedelta(days=order.settings.limits.invite_days)
    last = until.astimezone(order.settings.zone).date()
    units = inviting.uninvited(session, order.args["plan"])
    made = [(unit.id, unit.name, secrets.token_urlsafe(24)) for unit in units]
    post = word(f"role.{Role.CONTACT}")
    content = invite_sheet(
        order.settings.office.name,
        [
            Invited(f"{name} {post}", link_of(order.args["bot"], token), last)
            for _, name, token in made
        ],
    )
    facts = {**order.args, "made": made, "until": until, "last": day(last)}
    return Made(content, word("invites.file", day=f"{last:%Y-%m-%d}"), facts)


def keep_invites(session: Session, desk: Desk, facts: dict[str, Any], now: datetime) -> None:
    """Store the invites of a sheet, write down who had them made, and send their links."""
    made, until = facts["made"], facts["until"]
    for unit_id, _, token in made:
        invites.add_invite(session, token, Role.CONTACT, unit_id, now, until)
    names = [name for _, name, _ in made]
    audit.note(
        session,
        Actor(facts["by"], Via.CHAT),
        Action.INVITED,
        word("invites.about", count=len(made)),
        now,
        plan_id=facts["plan"],
        after={"units": names},
    )
    if desk.office_chat is not None:
        links = [[name, link_of(facts["bot"], token)] for _, name, token in made]
        _send(session, desk.office_chat, links, facts["last"], now)


def _send(
    session: Session, chat: int, links: Sequence[list[str]], last: str, now: datetime
) -> None:
    """Send links, so many a message; none goes without being sent, for nobody keeps them."""
    pages = -(-len(links) // LINKS)
    for page in range(pages):
        its = links[page * LINKS : (page + 1) * LINKS]
        args = {"links": its, "until": last, "page": page + 1, "pages": pages}
        key = f"links:{secrets.token_hex(8)}"
        outbox.put(session, outbox.outbox_row(key, chat, inviting.LINKS, now, args=args))
