"""``duban invite``: single-use links, one a unit, shown once."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches

from telegram.error import InvalidToken, TelegramError

from bot.console import in_columns, print_json, refuse, say
from bot.desk import Desk
from bot.opening import ask_username, find_token
from db import people, plans
from db.engine import Session
from db.tables import Unit
from db.vocabulary import Role
from templates import word


@dataclass(frozen=True, slots=True)
class Invitation:
    """A new invite: whom it is for and the token that opens it, which is not kept."""

    unit: str
    role: Role
    token: str
    until: datetime


def invite(desk: Desk, names: Sequence[str], role: Role, *, as_facts: bool) -> None:
    """Make an invite for each unit named, or for every unit without a contact, and print it."""
    username = _username(desk)
    made = desk.db.write_now(lambda session: make_invitations(session, desk, names, role))
    links = [(one, link_of(username, one.token)) for one in made]
    if as_facts:
        print_json(
            [
                {"unit": one.unit, "role": one.role, "link": link, "until": one.until.isoformat()}
                for one, link in links
            ]
        )
        return
    if not made:
        say("cli.all_have")
        return
    if not username:
        say("cli.no_username")
    until = made[0].until.astimezone(desk.settings.zone)
    say("cli.invites", until=f"{until:%Y-%m-%d}")
    in_columns([(one.unit or word(f"role.{one.role}"), link) for one, link in links])


def make_invitations(
    session: Session, desk: Desk, names: Sequence[str], role: Role
) -> list[Invitation]:
    """Store invites and return them with their tokens."""
    now = desk.clock.now()
    until = now + timedelta(days=desk.settings.limits.invite_days)
    made = []
    for unit in _units(session, names, role):
        token = secrets.token_urlsafe(24)
        people.add_invite(session, token, role, unit.id if unit else None, now, until)
        made.append(Invitation(unit.name if unit else "", role, token, until))
    return made


def _units(session: Session, names: Sequence[str], role: Role) -> list[Unit | None]:
    if role not in people.ANSWERING:
        return [None]
    known = plans.units(session)
    if not known:
        refuse("cli.no_plans")
    if not names:
        return [unit for unit in known if not people.holders(session, unit.id, role)]
    found: list[Unit | None] = []
    for name in names:
        unit = plans.find_unit(session, name)
        near = get_close_matches(name, [unit.name for unit in known], 1, 0.5)
        if unit is None and near:
            refuse("cli.no_unit_near", name=name, near=near[0])
        found.append(unit or refuse("cli.no_unit", name=name))
    return found


def link_of(username: str, token: str) -> str:
    """Return what opens an invite: a link; the command to type where the bot has no known name."""
    return f"https://t.me/{username}?start={token}" if username else f"/start {token}"


def _username(desk: Desk) -> str:
    token = find_token(desk.settings)
    if token is None:
        return ""
    try:
        return asyncio.run(ask_username(desk.settings, token))
    except InvalidToken:
        refuse("cli.wrong_token", token=desk.settings.telegram.token_file or "token.txt")
    except TelegramError:
        return ""
