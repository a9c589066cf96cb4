"""``duban invite``: single-use links, one a unit, shown once, or printed as a sheet."""

import asyncio
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from telegram.error import InvalidToken, TelegramError

from bot.console import in_columns, print_json, refuse, say
from bot.desk import Desk
from bot.opening import ask_username, find_token
from db import audit, invites, people, plans
from db.audit import Actor
from db.engine import Session
from db.tables import Unit
from db.vocabulary import Action, Role, Via
from templates import word


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for on the command line; see there."""

    units: tuple[str, ...] = ()
    role: Role = Role.CONTACT
    replaces: str | None = None
    sheet: Path | None = None
    force: bool = False
    as_facts: bool = False
    second: bool = False


@dataclass(frozen=True, slots=True)
class Invitation:
    """A new invite: whom it is for and the token that opens it, which is not kept."""

    unit: str
    role: Role
    token: str
    until: datetime
    unit_id: int | None = None
    replaces_id: int | None = None
    second: bool = False

    @property
    def post(self) -> str:
        """The post's name, as people say it."""
        return word(f"role.{people.post_name(self.role, second=self.second)}")

    @property
    def whom(self) -> str:
        """The unit and the post there."""
        return f"{self.unit} {self.post}".strip()


def invite(desk: Desk, wishes: Wishes) -> None:
    """Make an invite for each unit named, or for every unit without a contact, and hand it out."""
    if wishes.sheet is not None:
        _check_file(wishes.sheet, force=wishes.force)
    username = _username(desk)
    made = desk.db.read_now(lambda session: _invitations(session, desk, wishes))
    links = [(one, link_of(username, one.token)) for one in made]

    def keep() -> None:
        desk.db.write_now(lambda session: _keep(session, desk, made))

    if wishes.sheet is None or not made:
        keep()
    elif not username:
        refuse("cli.sheet_needs_name")
    else:
        _print_sheet(desk, wishes.sheet, links, keep)
    if wishes.as_facts:
        print_json([_facts(one, link) for one, link in links])
    else:
        _tell(desk, wishes, links, named=bool(username))


def make_invitations(
    session: Session,
    desk: Desk,
    names: Sequence[str],
    role: Role,
    replaces: str | None = None,
    *,
    second: bool = False,
) -> list[Invitation]:
    """Store invites and return them with their tokens."""
    made = _invitations(session, desk, Wishes(tuple(names), role, replaces, second=second))
    _store(session, desk, made)
    return made


def _invitations(session: Session, desk: Desk, wishes: Wishes) -> list[Invitation]:
    """Return the invites wanted, not yet stored; end the command where there can be none."""
    until = desk.clock.now() + timedelta(days=desk.settings.limits.invite_days)
    if wishes.replaces is not None and (len(wishes.units) != 1 or wishes.role is Role.OFFICE):
        refuse("cli.replaces_one_unit")
    made = []
    for unit in _units(session, wishes):
        token = secrets.token_urlsafe(24)
        one = Invitation("", wishes.role, token, until, second=wishes.second)
        if unit is not None:
            one = replace(one, unit=unit.name, unit_id=unit.id)
            if wishes.replaces is not None:
                one = replace(one, replaces_id=_held_by(session, one, wishes.replaces))
        made.append(one)
    return made


def _keep(session: Session, desk: Desk, made: Sequence[Invitation]) -> None:
    """Store the invites of a command, and write down that they were made."""
    _store(session, desk, made)
    if made:
        several = word("invites.about", count=len(made))
        audit.note(
            session,
            Actor(word("cli.by_command"), Via.COMMAND),
            Action.INVITED,
            made[0].whom if len(made) == 1 else several,
            desk.clock.now(),
            unit_id=made[0].unit_id if len(made) == 1 else None,
            after={"units": [one.whom for one in made]},
        )


def _store(session: Session, desk: Desk, made: Sequence[Invitation]) -> None:
    now = desk.clock.now()
    for one in made:
        invites.add_invite(
            session,
            one.token,
            one.role,
            one.unit_id,
            now,
            one.until,
            replaces_id=one.replaces_id,
            second=one.second,
        )


def _held_by(session: Session, wanted: Invitation, name: str) -> int:
    """Return the id of who holds a post at a unit under a name; end the command where unclear."""
    unit_id = wanted.unit_id or 0
    holders = invites.holders_of(session, unit_id, wanted.role, second=wanted.second)
    found = [one.id for one in holders if one.name == name]
    if len(found) == 1:
        return found[0]
    values = {"unit": wanted.unit, "role": wanted.post, "name": name}
    if found:
        refuse("cli.replaces_several", **values, count=len(found))
    known = "、".join(one.name for one in holders)
    return refuse("cli.replaces_whom" if known else "cli.replaces_nobody", **values, known=known)


def _units(session: Session, wishes: Wishes) -> list[Unit | None]:
    """Return whose post is wanted; None for one without a unit: the office's, a leader of all."""
    names, role = wishes.units, wishes.role
    if role is Role.OFFICE or (role is Role.LEADER and not names):
        return [None]
    if names:
        return [*known_units(session, names)]
    held = people.units_held(session, role, second=wishes.second)
    return [unit for unit in _owning(session) if unit.id not in held]


def known_units(session: Session, names: Sequence[str]) -> list[Unit]:
    """Return the units of these names or aliases; end the command where there is no such one."""
    known, found = _owning(session), []
    for name in names:
        unit = plans.find_unit(session, name)
        near = get_close_matches(name, [unit.name for unit in known], 1, 0.5)
        if unit is None and near:
            refuse("cli.no_unit_near", name=name, near=near[0])
        found.append(unit or refuse("cli.no_unit", name=name))
    return found


def _owning(session: Session) -> list[Unit]:
    return plans.units(session) or refuse("cli.no_plans")


def _facts(one: Invitation, link: str) -> dict[str, object]:
    role = people.post_name(one.role, second=one.second)
    return {"unit": one.unit, "role": role, "link": link, "until": one.until.isoformat()}


def _tell(
    desk: Desk, wishes: Wishes, links: Sequence[tuple[Invitation, str]], *, named: bool
) -> None:
    if not links:
        say(
            "cli.all_have", role=word(f"role.{people.post_name(wishes.role, second=wishes.second)}")
        )
        return
    until = f"{links[0][0].until.astimezone(desk.settings.zone):%Y-%m-%d}"
    if wishes.sheet is not None:
        say("cli.sheet_written", path=wishes.sheet, count=len(links), until=until)
        return
    if not named:
        say("cli.no_username")
    say("cli.invites", until=until)
    in_columns([(one.whom, link) for one, link in links])


def _check_file(file: Path, *, force: bool) -> None:
    if file.suffix.lower() != ".docx":
        refuse("cli.not_docx", path=file)
    if file.exists() and not force:
        refuse("cli.sheet_exists", path=file)
    if file.is_dir():
        _cannot_write(file)


def _print_sheet(
    desk: Desk, file: Path, links: Sequence[tuple[Invitation, str]], keep: Callable[[], None]
) -> None:
    """Write the sheet beside its place, keep the invites, and only then put it there.

    An invite whose link is lost is of no use, and a link that nobody knows lets nobody in.
    """
    from templates.sheet import Invited, invite_sheet  # noqa: PLC0415 - loads what writes Word

    zone = desk.settings.zone
    invited = [Invited(one.whom, link, one.until.astimezone(zone).date()) for one, link in links]
    contents = invite_sheet(desk.settings.office.name, invited)
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        _write_private(beside, contents)
        keep()
        beside.replace(file)
    except OSError:
        _cannot_write(file)
    finally:
        beside.unlink(missing_ok=True)


def _write_private(file: Path, contents: bytes) -> None:
    """Write a file that only its owner can read: its links let people in."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as written:
        written.write(contents)


def _cannot_write(file: Path) -> NoReturn:
    refuse("sheet.cannot_write", path=file)


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
