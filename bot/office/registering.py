"""``duban units``: the register of units, and what else they are called."""

from collections.abc import Mapping
from pathlib import Path

from bot.console import in_columns, print_json, refuse, say
from bot.desk import Desk
from bot.in_office import staffing
from bot.settings import Settings
from bot.turn import turn_of_command
from db import people, plans, register
from db.engine import BadAddressError, Database, DatabaseError, Session
from db.vocabulary import Untold
from templates import word


def known_so_far(settings: Settings) -> Mapping[str, tuple[str, ...]]:
    """Return the aliases of each unit that is registered; none where no register can be read.

    No database is made or brought to a newer form for it.
    """
    url = settings.database.url
    file = Path(url.partition(":///")[2].partition("?")[0])
    try:
        if url.startswith("sqlite") and not (file.is_file() and file.stat().st_size):
            return {}
        with Database(url) as database:
            return database.read_now(register.known_names)
    except (DatabaseError, BadAddressError, OSError, ImportError):
        return {}


def show_units(desk: Desk, *, as_facts: bool) -> None:
    """Print every unit with its aliases and how many items it has a part in."""
    now = desk.clock.now()
    entries, cut_off = desk.db.read_now(
        lambda session: (register.entries(session), people.cut_off(session, now))
    )
    if as_facts:
        print_json(
            [
                {
                    "name": one.name,
                    "aliases": list(one.aliases),
                    "items": one.items,
                    "unreached": cut_off.get(one.name),
                }
                for one in entries
            ]
        )
    elif not entries:
        say("register.empty")
    else:
        in_columns([(one.name, _described(one, cut_off.get(one.name))) for one in entries])


def _described(entry: register.Entry, why: Untold | None) -> str:
    key = "register.aliases" if entry.aliases else "register.no_aliases"
    said = word(key, items=entry.items, aliases="、".join(entry.aliases))
    return word("register.unreached", said=said, why=word(f"untold.{why}")) if why else said


def add_alias(desk: Desk, alias: str, name: str) -> None:
    """Let a unit be known by another name as well; refuse a name that is another unit's."""

    def change(session: Session) -> str:
        unit = plans.find_unit(session, name)
        if unit is None:
            refuse("cli.no_unit", name=name)
        staffing.add_alias(turn_of_command(session, desk, word("cli.by_command")), unit, alias)
        return unit.name

    try:
        unit = desk.db.write_now(change)
    except register.NameTakenError as error:
        refuse("register.taken", alias=alias, unit=error.unit)
    say("register.added", alias=alias, unit=unit)
