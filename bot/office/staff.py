"""``duban people`` and the changes of ``duban units``: who is who, on the command line."""

from collections.abc import Callable, Sequence

from bot.console import in_columns, print_json, refuse, say
from bot.desk import Desk
from bot.in_office import staffing
from bot.office.moving import Manner, carry_out
from bot.turn import Turn, turn_of_command
from db import invites, merging, people, plans, staff
from db.engine import Session
from db.register import NameTakenError
from db.staff import Held
from db.tables import Contact, Post, Unit
from db.vocabulary import Reachable
from templates import day, word


def show_people(desk: Desk, *, as_facts: bool) -> None:
    """Print everybody who holds a post, with their posts."""
    held = desk.db.read_now(staff.everybody)
    if as_facts:
        print_json([_facts(one) for one in held])
    elif not held:
        say("staff.none")
    else:
        in_columns([(one.name, _described(one)) for one in held])


def _post(one: Held | Post) -> str:
    return word(f"role.{people.post_name(one.role, second=one.second)}")


def _described(one: Held) -> str:
    unit = f"{one.unit} " if one.unit else ""
    phone = word("staff.phone", phone=one.phone) if one.phone else ""
    reach = "" if one.reachable is Reachable.YES else word("staff.unreachable")
    return word("staff.held", unit=unit, post=_post(one), phone=phone, reach=reach)


def _facts(one: Held) -> dict[str, object]:
    return {
        "name": one.name,
        "unit": one.unit,
        "role": people.post_name(one.role, second=one.second),
        "phone": one.phone,
        "reachable": str(one.reachable),
        "joined_at": one.joined_at,
    }


def rename_person(desk: Desk, name: str, after: str, unit: str | None, by: str) -> None:
    """Correct a person's name."""

    def change(turn: Turn) -> None:
        staffing.rename_contact(turn, _person(turn.session, name, unit), after)

    _make(desk, by, change)
    say("staff.renamed", before=name, after=after)


def remove_person(desk: Desk, name: str, unit: str | None, manner: Manner) -> None:
    """Take a person's posts, those at one unit where it is named; shown first, then confirmed."""

    def change(session: Session) -> list[dict[str, str]]:
        turn = turn_of_command(session, desk, manner.who)
        contact = _person(session, name, unit)
        posts = _posts(session, contact, unit)
        gone = [{"unit": one.unit or "", "post": _post(one)} for one in posts]
        for one in posts:
            staffing.end_post(turn, contact, session.get_one(Post, one.post_id))
        return gone

    for one in desk.db.try_now(change):
        manner.tell("staff.ends", name=name, **one)
    carry_out(desk, change, manner, "staff.confirm")


def _posts(session: Session, contact: Contact, unit: str | None) -> Sequence[Held]:
    wanted = _unit(session, unit) if unit else None
    held = staff.of_person(session, contact.id)
    found = [one for one in held if wanted is None or one.unit_id == wanted.id]
    return found or refuse("staff.no_post", name=contact.name, unit=unit or "")


def _person(session: Session, name: str, unit: str | None) -> Contact:
    """Return the person of a name, at a unit where several have it; end the command otherwise."""
    found = list(staff.named(session, name))
    if unit is not None:
        there = {one.contact_id for one in staff.of_unit(session, _unit(session, unit).id)}
        found = [one for one in found if one.id in there]
    if not found:
        refuse("staff.nobody", name=name)
    if len(found) > 1:
        refuse("staff.several", name=name, count=len(found))
    return found[0]


def show_invites(desk: Desk, *, as_facts: bool) -> None:
    """Print the invites that still let somebody in."""
    now, zone = desk.clock.now(), desk.settings.zone

    def ask(session: Session) -> list[dict[str, object]]:
        return [
            {
                "id": one.id,
                "unit": invites.unit_name(session, one) or "",
                "post": word(f"role.{people.post_name(one.role, second=one.second)}"),
                "until": one.expires_at.astimezone(zone),
                "name": one.name or "",
            }
            for one in invites.unused(session, now)
        ]

    found = desk.db.read_now(ask)
    if as_facts:
        print_json(found)
    elif not found:
        say("staff.no_invites")
    for one in () if as_facts else found:
        said = word("staff.invite", **{**one, "until": day(one["until"])})  # type: ignore[arg-type]
        print(word("staff.invite_opened", said=said, name=one["name"]) if one["name"] else said)  # noqa: T201


def revoke(desk: Desk, invite_id: int, by: str) -> None:
    """Have an invite let nobody in any more."""

    def change(turn: Turn) -> None:
        if staffing.revoke_invite(turn, invite_id) is None:
            refuse("staff.no_invite", id=invite_id)

    _make(desk, by, change)
    say("staff.revoked", id=invite_id)


def add_unit(desk: Desk, name: str, by: str) -> None:
    """Enter a unit that no notice has named yet."""
    _make(desk, by, lambda turn: staffing.add_unit(turn, name))
    say("staff.added", name=name)


def rename_unit(desk: Desk, name: str, after: str, by: str) -> None:
    """Give a unit another name; by the former one it is still known."""
    _make(desk, by, lambda turn: staffing.rename_unit(turn, _unit(turn.session, name), after))
    say("staff.renamed", before=name, after=after)


def drop_alias(desk: Desk, alias: str, by: str) -> None:
    """Let a unit be known by a name no more."""
    unit = desk.db.write_now(
        lambda session: staffing.drop_alias(turn_of_command(session, desk, by), alias)
    )
    if unit is None:
        refuse("staff.no_alias", alias=alias)
    say("staff.dropped", alias=alias, unit=unit.name)


def merge_units(desk: Desk, gone: str, into: str, manner: Manner) -> None:
    """Let a unit be another one from now on; what that means is shown, then confirmed."""

    def units(session: Session) -> tuple[Unit, Unit]:
        one, other = _unit(session, gone), _unit(session, into)
        return (one, other) if one.id != other.id else refuse("staff.same", one=gone, other=into)

    def look(session: Session) -> dict[str, object]:
        one, other = units(session)
        parts, shared = merging.foreseen(session, one.id, other.id)
        held = {each.contact_id for each in staff.of_unit(session, one.id)}
        return {"gone": one.name, "into": other.name, "parts": parts, "shared": shared} | {
            "people": len(held)
        }

    def change(session: Session) -> None:
        staffing.merge_units(turn_of_command(session, desk, manner.who), *units(session))

    manner.tell("staff.merge", **desk.db.read_now(look))
    carry_out(desk, change, manner, "staff.confirm")


def _unit(session: Session, name: str) -> Unit:
    return plans.find_unit(session, name) or refuse("cli.no_unit", name=name)


def _make(desk: Desk, by: str, change: Callable[[Turn], object]) -> None:
    """Make a change; end the command where a name is another unit's."""
    who = by or word("cli.by_command")
    try:
        desk.db.write_now(lambda session: change(turn_of_command(session, desk, who)))
    except NameTakenError as error:
        refuse("staff.taken", unit=error.unit)
