"""What follows when a file was fetched, or never will be: cards drawn anew, its sender told."""

from datetime import datetime

from bot import drafting
from bot.desk import Desk
from db import attachments, outbox
from db.engine import Session
from db.tables import Attachment
from db.vocabulary import FileState


def tell_of_fetched(session: Session, desk: Desk, attachment: Attachment, now: datetime) -> None:
    """Have every card drawn anew that names a file; tell its sender where it will never come.

    What the office sent is read now.
    """
    if attachment.contact_id is None:
        return drafting.fetched(session, attachment, now)
    if attachment.report_id is not None and attachment.obligation_id is not None:
        for form_id in attachments.receipts(session, attachment.obligation_id):
            outbox.show_again(session, "form", form_id, now)
    elif attachment.form_id is not None:
        outbox.show_again(session, "form", attachment.form_id, now)
    if attachment.state in attachments.LOST:
        tell_of_lost(session, desk, attachment, now)
    return None


def tell_of_lost(session: Session, desk: Desk, attachment: Attachment, now: datetime) -> None:
    """Tell the sender which files of an album were not taken, or never came, and what helps.

    One message for the whole album; what turns out hours later waits for work hours.
    """
    first, files = attachments.first_of(session, attachment), desk.settings.files
    row = outbox.outbox_row(
        f"unfetched:{attachment.state}:{first}",
        attachment.chat_id,
        "unfetched",
        now,
        subject=first,
        bulk=attachment.state is FileState.FAILED,
        args={"state": attachment.state, "max_mb": files.max_mb, "kinds": list(files.kinds)},
    )
    if not outbox.put(session, row):
        outbox.show_again(session, "unfetched", first, now)
    outbox.show_again(session, "attach", first, now)


def tell_of_full_disk(session: Session, desk: Desk, now: datetime) -> None:
    """Tell the office, once a day, that files cannot be kept."""
    if (chat := desk.office_chat) is None:
        return
    day = now.astimezone(desk.settings.zone).date()
    values = {"folder": str(desk.settings.files_folder)}
    outbox.enqueue(
        session, f"files:{day}", chat, "note", now, template="disk_notice", values=values
    )
