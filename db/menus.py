"""Command menus: which contacts do not have the one that their posts call for."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session

from db.tables import Contact, Post
from db.vocabulary import Reachable, Role


class Stale(NamedTuple):
    """A contact whose menu is another than they should have: which one that is."""

    contact_id: int
    chat_id: int
    menu: str


def stale_menus(
    session: Session, menus: Mapping[Role | None, str], elsewhere: int | None, most: int
) -> list[Stale]:
    """Return the reachable contacts who should have another menu than they were last given.

    Args:
        session: an open transaction.
        menus: each menu's mark, by the post it is for; under None that of whoever has none.
        elsewhere: a chat that has a menu of its own.
        most: how many are wanted at once.
    """
    wanted = case(
        *((Contact.id.in_(_of(role)), mark) for role, mark in menus.items() if role is not None),
        else_=menus[None],
    )
    asked = (
        select(Contact.id, Contact.chat_id, wanted)
        .where(Contact.reachable == Reachable.YES, Contact.menu.is_distinct_from(wanted))
        .where(Contact.chat_id.is_distinct_from(elsewhere))
        .order_by(Contact.id)
        .limit(most)
    )
    return [Stale._make(row) for row in session.execute(asked).all()]


def note_menus(session: Session, given: Collection[Stale]) -> None:
    """Note which menus contacts were given."""
    for one in given:
        session.get_one(Contact, one.contact_id).menu = one.menu


def _of(role: Role) -> Select[int]:
    return select(Post.contact_id).where(Post.role == role)
