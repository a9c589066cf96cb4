"""人员: the office looks at its units and people, and changes them, by button or in one line."""

import re
import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.buttons import Press, Verb, mark_of
from bot.cards.staff import VIEWS, mark_of_post
from bot.in_office import staffing
from bot.office.inviting import link_of
from bot.turn import Turn
from bot.updates import clean_name
from db import audit, documents, invites, outbox, people, plans, staff
from db.nudges import ALL
from db.register import NameTakenError
from db.tables import Contact, Outbox, Post, Unit
from db.vocabulary import Action, DocumentKind, Role
from templates import day, word

#: The posts that an invite may be to, by the word that is typed for them.
POSTS = (Role.CONTACT, "second", Role.HEAD, Role.LEADER)
#: The longest name of a unit or a person.
LONGEST = 40
#: What stands between two names that are typed in one line.
_BETWEEN = re.compile(r"\s*(?:\s|→|->|=>|改为|改成|并入|到)\s*")


def show_people(turn: Turn, _said: str) -> None:
    """Show the units with their people."""
    turn.show("staff", ALL)


def _look(turn: Turn, given: Press) -> str:
    """Show another view on the same card."""
    if (message := turn.pressed) is None:
        return word("toast.stale")
    turn.ask_office_no_more()
    view = given.text(0) if given.text(0) in VIEWS else ""
    turn.redraw(message, view=view, of=given.number(1), page=1, asking=None)
    return ""


def _ask_name(turn: Turn, given: Press) -> str:
    """Ask what a person is called."""
    message, contact = turn.pressed, turn.session.get(Contact, given.number())
    if message is None or contact is None:
        return word("toast.stale")
    turn.redraw(message, view="person", of=contact.id, asking="name")
    turn.ask_office("staff_name", contact.id)
    return word("toast.type_person")


def name_typed(turn: Turn, contact_id: int, said: str) -> None:
    """Take a person's name that was asked for; the card that asked shows it."""
    turn.ask_office_no_more()
    contact = turn.session.get(Contact, contact_id)
    if contact is not None:
        _rename_person(turn, contact, said)
    card = outbox.find_card(turn.session, "staff", ALL, turn.chat_id)
    if card is not None:
        turn.redraw(card, asking=None)


def office_replied(turn: Turn, message: Outbox, said: str) -> None:
    """Take a reply to the card: a name, where that was asked for."""
    if message.args.get("asking") == "name":
        name_typed(turn, int(message.args.get("of") or -1), said)
    else:
        turn.say("staff_how")


def _end(turn: Turn, given: Press) -> str:
    """Take a post from a person."""
    message, post = turn.pressed, turn.session.get(Post, given.number())
    if message is None:
        return word("toast.stale")
    if post is None or given.text(1) != mark_of_post(post):
        turn.redraw(message)
        return word("toast.stale")
    contact = turn.session.get_one(Contact, post.contact_id)
    staffing.end_post(turn, contact, post)
    turn.redraw(message, view="person", of=contact.id)
    return word("toast.post_ended", name=contact.name)


def _revoke(turn: Turn, given: Press) -> str:
    """Take an invite back."""
    message, invite = turn.pressed, staffing.revoke_invite(turn, given.number())
    if message is not None:
        turn.redraw(message, view="invites")
    return word("toast.revoked") if invite else word("toast.stale")


def rename(turn: Turn, said: str) -> None:
    """Give a unit, else a person, another name: 改名 县农业局 县农业农村局."""
    before, name = _two(said)
    unit = plans.find_unit(turn.session, before) if before else None
    known = staff.named(turn.session, before) if before and unit is None else []
    if not name:
        turn.say("staff_how")
    elif unit is not None:
        _rename_unit(turn, unit, name)
    elif len(known) == 1:
        _rename_person(turn, known[0], name)
    else:
        turn.say("staff_whom", name=before, count=len(known))


def _rename_unit(turn: Turn, unit: Unit, name: str) -> None:
    before = unit.name
    try:
        staffing.rename_unit(turn, unit, clean_name(name)[:LONGEST])
    except NameTakenError as error:
        turn.say("staff_taken", name=name, unit=error.unit, merge=before)
    else:
        turn.say("staff_done", what="renamed", before=before, after=unit.name)


def _rename_person(turn: Turn, contact: Contact, said: str) -> None:
    before, name = contact.name, clean_name(said)[:LONGEST]
    if not name:
        turn.say("staff_how")
        return
    staffing.rename_contact(turn, contact, name)
    turn.say("staff_done", what="renamed", before=before, after=name)


def alias(turn: Turn, said: str) -> None:
    """Let a unit be known by another name as well: 别名 农业局 县农业农村局."""
    name, of = _two(said)
    unit = plans.find_unit(turn.session, of) if of else None
    if unit is None:
        turn.say("staff_how" if not of else "no_unit", **({"name": of} if of else {}))
        return
    try:
        staffing.add_alias(turn, unit, clean_name(name)[:LONGEST])
    except NameTakenError as error:
        turn.say("staff_taken", name=name, unit=error.unit, merge="")
    else:
        turn.say("staff_done", what="alias", before=name, after=unit.name)


def add_unit(turn: Turn, said: str) -> None:
    """Enter a unit: 加单位 县数据局."""
    name = clean_name(said)[:LONGEST]
    if not name:
        turn.say("staff_how")
        return
    try:
        staffing.add_unit(turn, name)
    except NameTakenError as error:
        turn.say("staff_taken", name=name, unit=error.unit, merge="")
    else:
        turn.say("staff_done", what="added", before="", after=name)


def merge(turn: Turn, said: str) -> None:
    """Show what it means that a unit becomes another one: 合并 县农业局 县农业农村局."""
    one, other = _two(said)
    gone = plans.find_unit(turn.session, one) if one else None
    into = plans.find_unit(turn.session, other) if other else None
    if not other:
        turn.say("staff_how")
    elif gone is None or into is None:
        turn.say("no_unit", name=one if gone is None else other)
    elif gone.id == into.id:
        turn.say("staff_same", name=into.name)
    else:
        turn.show("merge", gone.id, into=into.id)


def _merge(turn: Turn, given: Press) -> str:
    """Let the one be the other, as the card said."""
    message = turn.pressed
    gone, into = turn.session.get(Unit, given.number()), turn.session.get(Unit, given.number(1))
    if message is None or gone is None or into is None:
        return word("toast.stale")
    if gone.merged_into_id is not None or into.merged_into_id is not None:
        turn.refresh("merge", gone.id)
        return word("toast.stale")
    if given.text(2) != mark_of((gone.name, into.name)):
        turn.refresh("merge", gone.id)
        return word("toast.stale")
    name = gone.name
    staffing.merge_units(turn, gone, into)
    turn.redraw(message, done=name)
    return word("toast.units_merged")


def invite(turn: Turn, said: str) -> None:
    """Make an invite to a post at a unit: 邀请 县农业农村局 单位负责人."""
    by_word = {word(f"role.{post}"): post for post in POSTS}
    words = said.split()
    post = by_word.get(words[-1], "") if words else ""
    name = " ".join(words[:-1] if post else words)
    unit = plans.find_unit(turn.session, name) if name else None
    if unit is None and (name or post != Role.LEADER):
        turn.say("staff_whom_invite" if not name else "no_unit", **({"name": name} if name else {}))
        return
    second = post == "second"
    role = Role.CONTACT if second or not post else Role(post)
    _invite(turn, unit, role, second=second)


def _invite(turn: Turn, unit: Unit | None, role: Role, *, second: bool) -> None:
    token, limits = secrets.token_urlsafe(24), turn.desk.settings.limits
    until = turn.now + timedelta(days=limits.invite_days)
    unit_id = unit.id if unit else None
    invites.add_invite(turn.session, token, role, unit_id, turn.now, until, second=second)
    post = word(f"role.{people.post_name(role, second=second)}")
    whom = f"{unit.name if unit else ''} {post}".strip()
    values = {"unit": unit.name if unit else "", "post": post}
    audit.note(
        turn.session,
        turn.actor,
        Action.INVITED,
        whom,
        turn.now,
        unit_id=unit_id,
        after=values,
    )
    turn.show(
        "links",
        None,
        links=[[whom, link_of(turn.origin.bot, token)]],
        until=day(until.astimezone(turn.desk.settings.zone)),
        page=1,
        pages=1,
    )


def show_audit(turn: Turn, said: str) -> None:
    """Show what was changed, newest first; of a unit where one is named."""
    name = said.strip(" ：:")
    unit = plans.find_unit(turn.session, name) if name else None
    if name and unit is None:
        turn.say("no_unit", name=name)
    else:
        turn.show("audit", ALL, unit=unit.id if unit else None)


def _export(turn: Turn, given: Press) -> str:
    """Have the whole of it made as a workbook."""
    unit = turn.session.get(Unit, given.number()) if given.number() > 0 else None
    key = f"audit:{turn.chat_id}:{given.number()}:{turn.now:%Y-%m-%dT%H:%M}"
    documents.ask(
        turn.session,
        key,
        DocumentKind.AUDIT,
        turn.chat_id,
        turn.now,
        unit=unit.id if unit else None,
    )
    return word("toast.printing")


def _two(said: str) -> tuple[str, str]:
    """Return the two names that are typed in one line; "" for one that is not there."""
    found = [one for one in _BETWEEN.split(said.strip()) if one]
    return (found[0], found[1]) if len(found) == 2 else ("", "")  # noqa: PLR2004


IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {
    Verb.STAFF: _look,
    Verb.STAFF_NAME: _ask_name,
    Verb.STAFF_END: _end,
    Verb.STAFF_REVOKE: _revoke,
    Verb.MERGE_UNITS: _merge,
    Verb.AUDIT_FILE: _export,
}
