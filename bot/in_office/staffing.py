"""Who is who: units and people as the office changes them, in chat and on the command line.

Nothing is deleted: a name that goes stays an alias, a post that ends is remembered, and every
change stands in the audit trail.
"""

from bot.contact import leaving
from bot.turn import Turn
from db import audit, departures, invites, merging, people, register
from db.merging import Merged
from db.tables import Contact, Invite, Post, Unit
from db.vocabulary import Action, Cause, Role
from scheduler.planning import replan_all
from scheduler.replanning import Change
from templates import word


def add_unit(turn: Turn, name: str) -> Unit:
    """Enter a unit that no notice has named yet.

    Raises:
        NameTakenError: there is a unit of this name or alias.
    """
    unit = register.add_unit(turn.session, name)
    _note_unit(turn, Action.UNIT_ADDED, unit, after={"name": name})
    return unit


def rename_unit(turn: Turn, unit: Unit, name: str) -> None:
    """Give a unit another name; by the former one it is still known.

    Raises:
        NameTakenError: the name is another unit's.
    """
    before = unit.name
    register.rename(turn.session, unit, name)
    _note_unit(turn, Action.UNIT_RENAMED, unit, {"name": before}, {"name": name})


def add_alias(turn: Turn, unit: Unit, alias: str) -> None:
    """Let a unit be known by another name as well.

    Raises:
        NameTakenError: the name is another unit's.
    """
    register.add_alias(turn.session, alias, unit)
    _note_unit(turn, Action.ALIAS_ADDED, unit, after={"alias": alias})


def drop_alias(turn: Turn, alias: str) -> Unit | None:
    """Let a unit be known by a name no more; return it, None where it is no alias."""
    unit = register.drop_alias(turn.session, alias)
    if unit is not None:
        _note_unit(turn, Action.ALIAS_DROPPED, unit, {"alias": alias})
    return unit


def merge_units(turn: Turn, gone: Unit, into: Unit) -> Merged:
    """Let a unit be another one from now on, with its items, reports and people."""
    before = gone.name
    found = merging.merge(turn.session, gone, into, turn.origin.name, turn.now)
    change = Change(Cause.CADENCE, turn.origin.name, word("staff.merged", name=before))
    replan_all(turn.session, turn.rules, turn.now, change, found.plan_ids)
    _note_unit(turn, Action.UNITS_MERGED, into, {"name": before}, {"name": into.name})
    return found


def rename_contact(turn: Turn, contact: Contact, name: str) -> None:
    """Correct what a person is called; what they wrote before bears the new name, too."""
    before, contact.name = contact.name, name
    _note_person(turn, Action.CONTACT_RENAMED, contact, None, {"name": before}, {"name": name})
    for card in ("checklist", "overdue"):
        turn.refresh(card, contact.id)


def end_post(turn: Turn, contact: Contact, post: Post) -> None:
    """Take a post from a person, at once; they are told, and so is the office."""
    unit = turn.session.get(Unit, post.unit_id) if post.unit_id else None
    values = _post_values(unit, post.role, second=post.second)
    _note_person(turn, Action.POST_ENDED, contact, unit, values)
    if unit is not None:
        leaving.hand_over(turn, contact, unit.id, [post], None)
    else:
        departures.depart(turn.session, contact.id, None, post.role, turn.now)
        departures.silence(turn.session, contact)
    turn.tell(contact, "note", template="post_ended", values=values)


def revoke_invite(turn: Turn, invite_id: int) -> Invite | None:
    """Have an invite let nobody in any more; return it, None where it does not anyhow."""
    invite = invites.revoke(turn.session, invite_id, turn.origin.name, turn.now)
    if invite is None:
        return None
    unit = turn.session.get(Unit, invite.unit_id) if invite.unit_id else None
    audit.note(
        turn.session,
        turn.actor,
        Action.INVITE_REVOKED,
        unit.name if unit else word(f"role.{invite.role}"),
        turn.now,
        unit_id=invite.unit_id,
        before=_post_values(unit, invite.role, second=invite.second),
    )
    turn.refresh("join", invite.id)
    turn.refresh("admission", invite.id)
    return invite


def _post_values(unit: Unit | None, role: Role, *, second: bool) -> dict[str, str]:
    post = word(f"role.{people.post_name(role, second=second)}")
    return {"unit": unit.name if unit else "", "post": post}


def _note_unit(
    turn: Turn,
    action: Action,
    unit: Unit,
    before: audit.Values | None = None,
    after: audit.Values | None = None,
) -> None:
    audit.note(
        turn.session,
        turn.actor,
        action,
        unit.name,
        turn.now,
        unit_id=unit.id,
        before=before,
        after=after,
    )


def _note_person(
    turn: Turn,
    action: Action,
    contact: Contact,
    unit: Unit | None,
    before: audit.Values | None = None,
    after: audit.Values | None = None,
) -> None:
    audit.note(
        turn.session,
        turn.actor,
        action,
        contact.name,
        turn.now,
        unit_id=unit.id if unit else None,
        contact_id=contact.id,
        before=before,
        after=after,
    )
