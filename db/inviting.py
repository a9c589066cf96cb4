"""Whom of a plan to invite; and forgetting the links that went out, kept hashed alone."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import contents, people
from db.tables import Document, Outbox, Unit
from db.vocabulary import DocumentKind, OutboxState, Role

#: The card that shows links; they stand in its row until it was sent.
LINKS = "links"
_ON_THE_WAY = (OutboxState.WAITING, OutboxState.CLAIMED)


def uninvited(session: Session, plan_id: int) -> list[Unit]:
    """Return the units of a plan that have no contact yet, in its order."""
    held = people.units_held(session, Role.CONTACT, second=False)
    return [unit for unit in contents.units_of_plan(session, plan_id) if unit.id not in held]


def documents_sent(session: Session) -> list[Document]:
    """Return the documents with invites that lie on our disk and are on their way no more."""
    shown = (
        select(Outbox.id)
        .where(Outbox.card == "document", Outbox.subject == Document.id)
        .where(Outbox.state.in_(_ON_THE_WAY))
    )
    asked = (
        select(Document)
        .where(Document.kind == DocumentKind.INVITES, Document.path.is_not(None))
        .where(~shown.exists())
    )
    return list(session.scalars(asked))


def forget(session: Session, document_ids: Iterable[int]) -> int:
    """Forget where documents lay that are gone, and the links that were sent; return how many."""
    for one in document_ids:
        session.get_one(Document, one).path = None
    sent = links_sent(session)
    for message in sent:
        message.args = {}
    session.flush()
    return len(sent)


def links_sent(session: Session) -> Sequence[Outbox]:
    """Return the messages with links that are on their way no more and still hold them."""
    asked = select(Outbox).where(Outbox.card == LINKS, Outbox.state.not_in(_ON_THE_WAY))
    return [message for message in session.scalars(asked) if message.args]
