"""Which message put what into which form, so that a message that is edited can take it back."""

from collections.abc import Collection

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from db import reports
from db.tables import Entry, Form

_ENTRY = select(Entry).where(
    Entry.chat_id == bindparam("chat"),
    Entry.message_id == bindparam("message"),
    Entry.form_id == bindparam("form"),
)


def note(
    session: Session,
    form: Form,
    said: tuple[int, int],
    words: str = "",
    target_ids: Collection[int] = (),
) -> None:
    """Note what a message, by its chat and id, put into a form, beside what it did before."""
    chat_id, message_id = said
    said_there = {"chat": chat_id, "message": message_id, "form": form.id}
    entry = session.scalar(_ENTRY, said_there)
    if entry is None:
        entry = Entry(form_id=form.id, chat_id=chat_id, message_id=message_id)
        entry.words, entry.target_ids = "", []
        session.add(entry)
    entry.words = f"{entry.words}\n{words}".strip("\n")
    entry.target_ids = [
        *entry.target_ids,
        *(one for one in target_ids if one not in entry.target_ids),
    ]
    session.flush()


def of_message(session: Session, chat_id: int, message_id: int) -> list[Entry]:
    """Return what a message put into forms, in their order."""
    return list(
        session.scalars(
            select(Entry)
            .where(Entry.chat_id == chat_id, Entry.message_id == message_id)
            .order_by(Entry.form_id)
        )
    )


def take_back(session: Session, form: Form, entry: Entry) -> bool:
    """Take out of a form what an entry put there; tell whether none was typed over since.

    A number that a later message typed over stays.
    """
    lines = form.words.splitlines()
    for line in entry.words.splitlines():
        if line in lines:
            lines.remove(line)
    form.words = "\n".join(lines)
    later = select(Entry.target_ids).where(Entry.form_id == entry.form_id, Entry.id > entry.id)
    typed_over = {target for targets in session.scalars(later) for target in targets}
    reports.empty(session, form, [one for one in entry.target_ids if one not in typed_over])
    return not typed_over.intersection(entry.target_ids)


def forget(session: Session, form_id: int, said: tuple[int, int]) -> None:
    """Forget what a message put into a form."""
    session.execute(
        delete(Entry).where(
            Entry.form_id == form_id, Entry.chat_id == said[0], Entry.message_id == said[1]
        )
    )
