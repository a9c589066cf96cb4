"""The register of units: their names and aliases."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db.plans import find_unit
from db.tables import Assignment, Unit, UnitAlias


class NameTakenError(Exception):
    """A name belongs to another unit already; carries that unit's name."""

    def __init__(self, unit: str) -> None:
        """Remember the unit."""
        super().__init__(f"the name is {unit}'s")
        self.unit = unit


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit with its aliases and how many items it has a part in."""

    name: str
    aliases: tuple[str, ...]
    items: int


def entries(session: Session) -> list[Entry]:
    """Return every unit but merged ones, in the order in which notices brought them."""
    aliases: dict[int, list[str]] = {}
    for alias in session.scalars(select(UnitAlias).order_by(UnitAlias.id)):
        aliases.setdefault(alias.unit_id, []).append(alias.name)
    present = Assignment.withdrawn_at.is_(None)
    counted = select(Assignment.unit_id, func.count()).where(present).group_by(Assignment.unit_id)
    counts = {row[0]: row[1] for row in session.execute(counted)}
    return [
        Entry(unit.name, tuple(aliases.get(unit.id, ())), counts.get(unit.id, 0))
        for unit in session.scalars(
            select(Unit).where(Unit.merged_into_id.is_(None)).order_by(Unit.id)
        )
    ]


def known_names(session: Session) -> dict[str, tuple[str, ...]]:
    """Return the aliases of every unit by its name."""
    return {entry.name: entry.aliases for entry in entries(session)}


def add_alias(session: Session, alias: str, unit: Unit) -> None:
    """Let a unit be known by another name as well; nothing happens where it is already.

    Raises:
        NameTakenError: the name is another unit's.
    """
    holder = find_unit(session, alias)
    if holder is None:
        session.add(UnitAlias(unit_id=unit.id, name=alias))
        session.flush()
    elif holder.id != unit.id:
        raise NameTakenError(holder.name)


def drop_alias(session: Session, alias: str) -> Unit | None:
    """Let a unit be known by a name no more; return the unit, None where it is no alias."""
    found = session.scalar(select(UnitAlias).where(UnitAlias.name == alias))
    if found is None:
        return None
    session.delete(found)
    session.flush()
    return session.get_one(Unit, found.unit_id)


def add_unit(session: Session, name: str) -> Unit:
    """Enter a unit that no notice has named yet.

    Raises:
        NameTakenError: there is a unit of this name or alias.
    """
    if (holder := find_unit(session, name)) is not None:
        raise NameTakenError(holder.name)
    unit = Unit(name=name)
    session.add(unit)
    session.flush()
    return unit


def rename(session: Session, unit: Unit, name: str) -> None:
    """Give a unit another name; by the former one it is still known.

    Raises:
        NameTakenError: the name is another unit's.
    """
    holder = find_unit(session, name)
    if holder is not None and holder.id != unit.id:
        raise NameTakenError(holder.name)
    former, unit.name = unit.name, name
    session.execute(delete(UnitAlias).where(UnitAlias.name == name))
    session.flush()
    if former != name:
        add_alias(session, former, unit)
