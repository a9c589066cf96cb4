"""Makes documents: each kind by its maker, kept among the files, and sent once it is there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot import charting
from bot.chores import ChoreError, Work
from bot.desk import Desk
from bot.keeping import keep
from bot.made import Made, Maker, Order
from bot.settings import Settings
from db import documents, outbox
from db.engine import Database, Session
from db.tables import Document
from db.vocabulary import DocumentKind
from templates import word


@dataclass(frozen=True, slots=True)
class Lying:
    """A document on our disk: its place in the folder of files, its name, and its kind's facts."""

    path: str
    name: str
    facts: Any = field(default=None)


def _make_calls(session: Session, order: Order) -> Made:
    """Return the call sheet."""
    from bot import call_sheet  # noqa: PLC0415 - what writes workbooks is not for every start

    return call_sheet.make(session, order)


def _make_audit(session: Session, order: Order) -> Made:
    """Return the audit trail."""
    from bot import auditing  # noqa: PLC0415 - as above

    return auditing.make(session, order)


def _make_invites(session: Session, order: Order) -> Made:
    """Return the sheet of invites."""
    from bot.office import invite_sheet  # noqa: PLC0415 - what writes Word is not for every start

    return invite_sheet.make_sheet(session, order)


def _keep_invites(session: Session, desk: Desk, facts: Any, now: datetime) -> None:  # noqa: ANN401
    from bot.office import invite_sheet  # noqa: PLC0415 - as above

    invite_sheet.keep_invites(session, desk, facts, now)


def _make_bulletin(session: Session, order: Order) -> Made:
    """Return the bulletin of a digest."""
    from bot.papers import making  # noqa: PLC0415 - as above

    return making.make_bulletin(session, order)


def _keep_bulletin(session: Session, desk: Desk, facts: Any, now: datetime) -> None:  # noqa: ANN401
    from bot.papers import making  # noqa: PLC0415 - as above

    making.tell_unused(session, desk, facts, now)


def _make_ledger(session: Session, order: Order) -> Made:
    """Return the ledger of a plan."""
    from bot.ledger import making  # noqa: PLC0415 - as above

    return making.make_ledger(session, order)


def _make_template(session: Session, order: Order) -> Made:
    """Return the template of bulletins that is in force."""
    from bot.papers import making  # noqa: PLC0415 - as above

    return making.make_template(session, order)


#: Who makes which; a document's ``args`` are its maker's own.
MAKERS: Mapping[DocumentKind, Maker] = {
    DocumentKind.BULLETIN: Maker(_make_bulletin, _keep_bulletin),
    DocumentKind.CHART: Maker(charting.make),
    DocumentKind.INVITES: Maker(_make_invites, _keep_invites),
    DocumentKind.CALLS: Maker(_make_calls),
    DocumentKind.AUDIT: Maker(_make_audit),
    DocumentKind.LEDGER: Maker(_make_ledger),
    DocumentKind.TEMPLATE: Maker(_make_template),
}


def make(settings: Settings, document_id: int) -> Lying:
    """Make a document by its row, and put it among the files; nothing is written to the database.

    Raises:
        ChoreError: nobody makes such a document.
        OSError: the disk is full, or the folder cannot be written to.
    """
    with Database(settings.database.url) as database:
        made = database.read_now(lambda session: _make(session, settings, document_id))
    ending = made.name.rpartition(".")[2]
    stored = keep(settings.files_folder, made.content, ending)
    return Lying(stored.path, made.name, made.facts)


def _make(session: Session, settings: Settings, document_id: int) -> Made:
    document = session.get_one(Document, document_id)
    maker = MAKERS.get(document.kind)
    if maker is None:
        raise ChoreError("no_maker")
    return maker.make(session, Order(settings, document.args, document.asked_at))


def _made(session: Session, desk: Desk, document_id: int, lying: Lying, now: datetime) -> None:
    document = session.get_one(Document, document_id)
    kept = MAKERS[document.kind].kept
    if kept is not None:
        kept(session, desk, lying.facts, now)
    documents.made(session, document, lying.path, lying.name, now)


def _failed(session: Session, _desk: Desk, document_id: int, why: str, now: datetime) -> None:
    """Tell whoever waits for a document that it cannot be made."""
    document = session.get_one(Document, document_id)
    documents.failed(session, document, why)
    key, values = f"unmade:{document.id}", {"name": word(f"document.{document.kind}")}
    outbox.enqueue(session, key, document.chat_id, "note", now, template="unmade", values=values)


MAKE = Work(make, _made, _failed)
