"""Files that a contact sends: noted down at once, fetched apart, put where they belong.

The files of an album come as messages of their own, one of them with the caption, and go together.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.cards.checklist import item_number, to_report
from bot.contact import joining
from bot.contact.answering import typed
from bot.contact.enclosing import enclose, place_for, place_with
from bot.contact.owing import form_in_hand
from bot.contact.placing import replied_to
from bot.fetched import tell_of_lost
from bot.turn import Turn
from bot.updates import LONGEST, SentFile
from db import attachments, ledger, outbox
from db.attachments import Place
from db.tables import Attachment, Contact, Form
from db.vocabulary import FileState
from templates import word

#: How long a file that names nothing still goes with the report that was filed last.
JUST_FILED = timedelta(minutes=10)
MB = 1024 * 1024


def received(
    turn: Turn,
    sent: SentFile | None,
    caption: str,
    answered: Callable[[Turn, Contact, str], bool],
) -> None:
    """Note a file down and put it where it belongs; its caption is an answer like any other.

    ``answered`` takes a caption for what the contact was asked, and tells if it was that.
    """
    contact = turn.contact
    if contact is None:
        return joining.greet_stranger(turn)
    file = _noted(turn, contact, sent) if sent else None
    if len(caption) > LONGEST:
        turn.say("unclear", why="too_long")
        caption = ""
    heard = not caption or answered(turn, contact, caption)
    forms = [] if heard else typed(turn, contact, caption)
    if file is not None:
        return _put_away(turn, contact, file, forms)
    if not caption and not turn.origin.edited:  # where somebody is goes on being told for hours
        turn.say_once(f"no_file:{turn.now:%Y-%m-%dT%H}", "not_a_file")
    return None


def _noted(turn: Turn, contact: Contact, sent: SentFile) -> Attachment:
    """Note a file down; one that is too large is refused without being fetched."""
    origin, number = turn.origin, turn.origin.message_id or 0
    alone = origin.reply_to is not None or origin.edited
    own = f"+{number}" if alone else attachments.handful(turn.session, contact.id, turn.now, number)
    too_large = (sent.size or 0) > turn.desk.settings.files.max_mb * MB
    noted = attachments.note(
        turn.session,
        Attachment(
            contact_id=contact.id,
            chat_id=turn.chat_id,
            message_id=number,
            album=(origin.album or own)[:64],
            file_id=sent.file_id,
            name=sent.name or word(f"file.{sent.kind}"),
            size=sent.size,
            state=FileState.REFUSED if too_large else FileState.WAITING,
            error="too_large" if too_large else None,
            not_before=turn.now,
            received_at=turn.now,
        ),
    )
    if noted.file_id != sent.file_id:
        _say_unplaced(turn, noted, "filed")
    elif too_large:
        tell_of_lost(turn.session, turn.desk, noted, turn.now)
    return noted


def _put_away(turn: Turn, contact: Contact, file: Attachment, forms: Sequence[Form]) -> None:
    files = attachments.together(turn.session, file)
    named = _named_place(turn, contact, forms)
    if isinstance(named, str):
        return _say_unplaced(turn, file, named)
    if named is not None:  # all of an album follow, but a report is not robbed by an edit
        kept = [one for one in files if one.report_id is None or not turn.origin.edited]
        return enclose(turn, contact, kept, named)
    unplaced = [one for one in files if one.obligation_id is None]
    if turn.origin.edited or not unplaced:
        return None
    place = attachments.place_of(files)
    if place is None and len(forms) < 2:  # noqa: PLR2004 - a caption for several says not which
        place = _place_at_hand(turn, contact)
    if place is not None:
        return enclose(turn, contact, unplaced, place)
    if file.state in attachments.LOST or _caption_waits(turn, contact, files):
        return None
    return _find_out(turn, contact, file, unplaced)


def _named_place(turn: Turn, contact: Contact, forms: Sequence[Form]) -> Place | str | None:
    """Return the place that a caption or the card replied to names; else why not there."""
    if len(forms) == 1:
        return place_with(forms[0])
    replied = replied_to(turn)
    return None if replied is None else place_for(turn, contact, replied)


def _place_at_hand(turn: Turn, contact: Contact) -> Place | None:
    """Return the form that the contact is filling, else the report they have just filed."""
    if (form := form_in_hand(turn, contact)) is not None:
        place = place_for(turn, contact, form.obligation_id)
        return None if isinstance(place, str) else place
    report = attachments.just_filed(turn.session, contact.id, turn.now - JUST_FILED)
    if report is not None:
        place = place_for(turn, contact, report.obligation_id)
        return None if isinstance(place, str) else place
    return None


def _caption_waits(turn: Turn, contact: Contact, files: Sequence[Attachment]) -> bool:
    """Tell whether it is being asked already what an album's caption is about."""
    asked = outbox.find_card(turn.session, "which", contact.id, turn.chat_id)
    if asked is None or asked.args.get("taken"):
        return False
    return asked.args.get("message") in {one.message_id for one in files}


def _find_out(
    turn: Turn, contact: Contact, file: Attachment, unplaced: Sequence[Attachment]
) -> None:
    """Put files into the only form they may be for; ask where there are several."""
    listed = to_report(ledger.checklist(turn.session, contact.id, turn.now))
    if not listed:
        return _say_unplaced(turn, file, "nothing_owed")
    if len(listed) == 1:
        place = place_for(turn, contact, listed[0].id)
        if isinstance(place, str):
            return _say_unplaced(turn, file, place, item_number(listed[0]))
        return enclose(turn, contact, unplaced, place)
    first = attachments.first_of(turn.session, file)
    if outbox.find_card(turn.session, "attach", first, turn.chat_id) is None:
        turn.show("attach", first)
    else:
        turn.refresh("attach", first)
    return None


def _say_unplaced(turn: Turn, file: Attachment, why: str, number: str = "") -> None:
    """Say why files went nowhere, once for an album."""
    first = attachments.first_of(turn.session, file)
    turn.say_once(f"unplaced:{first}:{why}", "unplaced", why=why, number=number)
