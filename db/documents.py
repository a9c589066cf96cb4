"""Documents: files that are made for people, asked for once and sent once they are made."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import chores
from db.insert import insert_new
from db.outbox import outbox_row, put
from db.tables import Document
from db.vocabulary import ChoreKind, DocumentKind


def ask(
    session: Session,
    key: str,
    kind: DocumentKind,
    chat_id: int,
    now: datetime,
    *,
    bulk: bool = False,
    **args: Any,  # noqa: ANN401 - whatever JSON holds
) -> bool:
    """Have a document made and sent to a chat, unless it was ever asked for under this key.

    One that failed may be asked for again.

    Args:
        session: an open transaction.
        key: names the intention.
        kind: which document.
        chat_id: who gets it.
        now: the present moment.
        bulk: whether it is sent in work hours only, as planned messages are.
        **args: what it is made from, as JSON takes it.
    """
    row = {"key": key, "kind": kind, "chat_id": chat_id, "args": args, "bulk": bulk}
    if not insert_new(session, Document, [row | {"asked_at": now}]):
        return False
    document_id = session.scalars(select(Document.id).where(Document.key == key)).one()
    return chores.add(session, ChoreKind.MAKE, document_id, now)


def made(session: Session, document: Document, path: str, name: str, now: datetime) -> None:
    """Note where a document lies, and send it."""
    document.path, document.name, document.made_at = path, name, now
    row = outbox_row(
        f"document:{document.key}",
        document.chat_id,
        "document",
        now,
        subject=document.id,
        bulk=document.bulk,
    )
    put(session, row)


def failed(session: Session, document: Document, why: str) -> None:
    """Note that a document will never be there; its key is free again."""
    document.error, document.key = why, f"{document.key}#{document.id}"
    session.flush()
