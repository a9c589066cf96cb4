"""What the office sends to be read: a file, noted down at once and fetched apart.

In a group the bot sees only what replies to it.
"""

from collections.abc import Mapping
from datetime import timedelta

from bot.contact.owing import form_in_hand
from bot.in_office import templating
from bot.turn import Turn
from bot.updates import SentFile
from db import attachments, drafted, office_chats
from db.tables import Attachment, Draft
from db.vocabulary import DraftKind, DraftState, FileState
from templates import word

#: By the card that is replied to, or what the office was asked (``ask_office``), what comes.
ASKED_BY: Mapping[str, DraftKind] = {
    "new": DraftKind.NOTICE,
    "notice": DraftKind.NOTICE,
    "template": DraftKind.TEMPLATE,
}
#: The endings of files that a contact in the office's chat sends to be read, not with a report.
READ_ENDINGS = frozenset(
    ("doc", "docx", "wps", "xls", "xlsx", "et", "pdf", "txt", "rtf", "odt", "ods")
) | {"html", "htm", "mht", "mhtml"}
#: How long somebody is asked for what they said they would send.
PATIENCE = timedelta(days=1)
MB = 1024 * 1024


def ask_for_notice(turn: Turn, _said: str) -> None:
    """Ask for a notice: a file, or pasted text."""
    turn.ask_office(DraftKind.NOTICE)
    turn.show("new", None, group=not turn.private)


def received(turn: Turn, sent: SentFile | None, caption: str) -> bool:
    """Take a file that was sent in the office's chat to be read; tell if it was that."""
    if sent is None or sent.kind != "document":
        return not turn.private or (sent is not None and _is_no_document(turn, sent))
    if turn.origin.edited or not (kind := _meant(turn, sent, caption)):
        return not turn.private or drafted.of_message(turn.session, *_place(turn)) is not None
    if drafted.of_message(turn.session, *_place(turn)) is None:
        turn.ask_office_no_more()
        _draft_of(turn, kind, sent)
    return True


def _is_no_document(turn: Turn, sent: SentFile) -> bool:
    """Say that a picture or a film is no notice, unless a contact sent it; tell if so."""
    if turn.contact is not None:
        return False
    code = "picture" if sent.kind == "photo" else "media"
    path = word(f"file.{sent.kind}")
    turn.say("draft_unheard", why=word(f"notice_error.{code}", path=path))
    return True


def _place(turn: Turn) -> tuple[int, int | None]:
    return turn.chat_id, turn.origin.message_id


def _meant(turn: Turn, sent: SentFile, caption: str) -> DraftKind | None:
    """Return what a file is sent to be read as; None where it is none for the office."""
    replied = turn.message(turn.origin.reply_to)
    if replied is not None and replied.card in ASKED_BY:
        return ASKED_BY[replied.card]
    if replied is not None and templating.is_template(turn, replied):
        return DraftKind.TEMPLATE
    since = turn.now - PATIENCE
    asked = (office_chats.asked(turn.session, turn.chat_id, since) or "").partition(":")[0]
    if replied is None and turn.private and asked in ASKED_BY:
        return ASKED_BY[asked]
    contact = turn.contact if turn.private else None
    if contact is None:
        return DraftKind.NOTICE if turn.private or replied is not None else None
    ending = sent.name.rpartition(".")[2].lower()
    a_report_s = replied is not None or caption or form_in_hand(turn, contact) is not None
    return DraftKind.NOTICE if ending in READ_ENDINGS and not a_report_s else None


def _draft_of(turn: Turn, kind: DraftKind, sent: SentFile) -> None:
    """Note a file down with what is to be read from it."""
    too_large = (sent.size or 0) > turn.desk.settings.files.max_mb * MB
    name = sent.name or word(f"file.{sent.kind}")
    file = attachments.note(
        turn.session,
        Attachment(
            contact_id=None,
            chat_id=turn.chat_id,
            message_id=turn.origin.message_id or 0,
            file_id=sent.file_id,
            name=name,
            size=sent.size,
            state=FileState.REFUSED if too_large else FileState.WAITING,
            error="too_large" if too_large else None,
            not_before=turn.now,
            received_at=turn.now,
        ),
    )
    draft = begun(turn, kind, name)
    draft.attachment_id = file.id
    if too_large:
        draft.state = DraftState.REFUSED
        draft.error = {"key": "notice_error.too_large", "values": {"path": name}}
    show_new(turn, draft)


def begun(turn: Turn, kind: DraftKind, name: str) -> Draft:
    """Return a draft of what somebody sends now, not stored yet."""
    return Draft(
        kind=kind,
        state=DraftState.WAITING,
        chat_id=turn.chat_id,
        message_id=turn.origin.message_id,
        name=name,
        sent_by=turn.origin.name,
        sent_at=turn.now,
        choices={},
    )


def show_new(turn: Turn, draft: Draft) -> None:
    """Store a draft and show it."""
    turn.session.add(draft)
    turn.session.flush()
    turn.show(drafted.CARDS[draft.kind], draft.id)
