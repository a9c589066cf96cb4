"""Reads what the office sent: each kind by its reader, apart, and shows what was read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.chores import Work
from bot.desk import Desk
from bot.drafts.choosing import propose_cadence
from bot.drafts.reading import read_notice_sent
from bot.drafts.source import Source, UnreadableError
from bot.keeping import keep
from bot.papers.checking import read_template_sent
from bot.papers.taking import take_template
from bot.settings import Settings
from db import chores, drafted, outbox
from db.engine import Database, Session
from db.fetching import Gone, Stored
from db.tables import Attachment, Draft
from db.vocabulary import ChoreKind, DraftKind, DraftState, FileState, OutboxState
from notice.files.kinds import foreign_code, kind_of

#: What takes longer to be read is told by a message of its own, which a phone rings for.
SOON = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Reader:
    """How a kind of draft is read.

    Attributes:
        read: reads it apart into what ``Draft.reading`` keeps; it can be pickled, and raises
            ``UnreadableError`` where it cannot be read.
        begun: makes the choices that the office begins with, once it is read.
        ended: takes what was read at once, where nothing is left to be chosen.
    """

    read: Callable[[Settings, Source], str]
    begun: Callable[[Desk, Draft], None] | None = None
    ended: Callable[[Session, Desk, Draft, datetime], None] | None = None


#: Who reads which.
READERS: Mapping[DraftKind, Reader] = {
    DraftKind.NOTICE: Reader(read_notice_sent, propose_cadence),
    DraftKind.TEMPLATE: Reader(read_template_sent, ended=take_template),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading came to: what was read, or the word that says why not, with its values."""

    reading: str | None = None
    error: dict[str, Any] | None = field(default=None)


def judge(folder: Path, content: bytes) -> Stored | Gone:
    """Keep a file of the office's that may be read; refuse what is no document by its content."""
    kind = kind_of(content)
    if kind is None:
        return Gone(FileState.REFUSED, foreign_code(content) or "unreadable")
    return keep(folder, content, kind)


def fetched(session: Session, attachment: Attachment, now: datetime) -> None:
    """Have a file of the office's read once it is there; say why where it will never be."""
    draft = drafted.of_file(session, attachment.id)
    if draft is None or draft.state is not DraftState.WAITING:
        return
    if attachment.state is FileState.STORED:
        chores.add(session, ChoreKind.READ, draft.id, now)
    else:
        refused = attachment.state is FileState.REFUSED
        key = f"notice_error.{attachment.error}" if refused else "draft.not_fetched"
        _refuse(session, draft, {"key": key, "values": {"path": draft.name}}, now)


def show(session: Session, draft: Draft, now: datetime) -> None:
    """Show what became of a draft on its card; on a new one where its file came only after long."""
    card = drafted.CARDS[draft.kind]
    before = outbox.find_card(session, card, draft.id, draft.chat_id)
    came_late = draft.attachment_id is not None and now - draft.sent_at > SOON
    if before is not None and before.state is OutboxState.SENT and came_late:
        before.args = {**before.args, "moved": True}
        key = f"draft:{draft.id}:{draft.state}"
        outbox.enqueue(session, key, draft.chat_id, card, now, subject=draft.id)
        outbox.draw_again(session, before, now)
    else:
        outbox.show_again(session, card, draft.id, now)


def read(settings: Settings, draft_id: int) -> Outcome:
    """Read a draft by its row; nothing is written to the database."""
    with Database(settings.database.url) as database:
        kind, name, pasted, path = database.read_now(lambda session: _sent(session, draft_id))
    content = pasted.encode() if path is None else (settings.files_folder / path).read_bytes()
    try:
        return Outcome(READERS[kind].read(settings, Source(name, content, pasted=path is None)))
    except UnreadableError as error:
        return Outcome(error={"key": error.key, "values": error.values})


def _sent(session: Session, draft_id: int) -> tuple[DraftKind, str, str, str | None]:
    draft = session.get_one(Draft, draft_id)
    file = session.get(Attachment, draft.attachment_id) if draft.attachment_id else None
    return draft.kind, draft.name, draft.pasted or "", file.path if file else None


def _done(session: Session, desk: Desk, draft_id: int, outcome: Outcome, now: datetime) -> None:
    draft = session.get_one(Draft, draft_id)
    if draft.state is not DraftState.WAITING:
        return
    if outcome.error is not None:
        _refuse(session, draft, outcome.error, now)
        return
    draft.reading, draft.state = outcome.reading, DraftState.READ
    if (begun := READERS[draft.kind].begun) is not None:
        begun(desk, draft)
    if (ended := READERS[draft.kind].ended) is not None:
        ended(session, desk, draft, now)
    show(session, draft, now)


def _failed(session: Session, _desk: Desk, draft_id: int, _why: str, now: datetime) -> None:
    draft = session.get_one(Draft, draft_id)
    if draft.state is DraftState.WAITING:
        error = {"key": "notice_error.other", "values": {"path": draft.name}}
        _refuse(session, draft, error, now)


def _refuse(session: Session, draft: Draft, error: dict[str, Any], now: datetime) -> None:
    draft.state, draft.error = DraftState.REFUSED, error
    show(session, draft, now)


READ = Work(read, _done, _failed)
