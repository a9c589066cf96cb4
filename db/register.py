"""The register of units: their names and aliases."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

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
    """Return every unit, in the order in which notices brought them."""
    aliases: dict[int, list[str]] = {}
    for alias in session.scalars(select(UnitAlias).order_by(UnitAlias.id)):
        aliases.setdefault(alias.unit_id, []).append(alias.name)
    present = Assignment.withdrawn_at.is_(None)
    counted = select(Assignment.unit_id, func.count()).where(present).group_by(Assignment.unit_id)
    counts = {row[0]: row[1] for row in session.execute(counted)}
    return [
        Entry(unit.name, tuple(aliases.get(unit.id, ())), counts.get(unit.id, 0))
        for unit in session.scalars(select(Unit).order_by(Unit.id))
    ]


def known_names(session: Session) -> dict[str, tuple[str, ...]]:
    """Return the aliases of every unit by its name."""
    return {entry.name: entry.aliases for entry in entries(session)}


def add_alias(session: Session, alias: str, unit: Unit) -> None:
    """Let a unit be known by another name as well; nothing happens where it is already.

    Raises:
        NameTakenError: the name is another unit's.
    """
    by_alias = select(UnitAlias.unit_id).where(UnitAlias.name == alias)
    holder = session.scalar(select(Unit).where((Unit.name == alias) | Unit.id.in_(by_alias)))
    if holder is None:
        session.add(UnitAlias(unit_id=unit.id, name=alias))
        session.flush()
    elif holder.id != unit.id:
        raise NameTakenError(holder.name)
