"""周报: the office asks for a plan's figures of now, and turns to the lists of any digest."""

from collections.abc import Callable, Mapping

from bot.buttons import Press, Verb
from bot.in_office.looking import plan_of
from bot.turn import Turn
from db import digests, nudges
from db.tables import Contact, Digest, Outbox
from db.vocabulary import DocumentKind, Role
from scheduler.digest import as_facts, figures_of
from scheduler.weekly import ask_for_document
from templates import word

#: What comes with a digest, whether or not it goes out with the weekly one.
DOCUMENTS = (DocumentKind.CHART, DocumentKind.BULLETIN, DocumentKind.LEDGER)


def ask_digest(turn: Turn, _said: str) -> None:
    """Show the figures of now of the plan that the chat looks at; they are kept, to be paged."""
    plan_id = plan_of(turn)
    if plan_id is None:
        turn.say("no_plan")
        return
    week = figures_of(turn.session, plan_id, turn.desk.settings.zone, turn.now)
    kept = digests.keep(turn.session, plan_id, turn.now, as_facts(week), turn.now)
    turn.show("digest", kept)


def _view(turn: Turn, given: Press) -> str:
    """Turn to one of the lists of the digest that was pressed, or back."""
    message = _digest(turn, given.number())
    if message is None:
        return word("toast.stale")
    turn.redraw(message, view=given.text(1), page=1)
    return ""


def _documents(turn: Turn, given: Press) -> str:
    """Have the chart and the files of a digest made for this chat."""
    if _digest(turn, given.number()) is None:
        return word("toast.stale")
    asked = [
        ask_for_document(turn.session, given.number(), kind, turn.chat_id, turn.now)
        for kind in DOCUMENTS
    ]
    return word("toast.week_files" if any(asked) else "toast.week_files_before")


def _leader_view(turn: Turn, contact: Contact, given: Press) -> str:
    posts = nudges.posts_of(turn.session, contact.id)
    if not any(post.role is Role.LEADER for post in posts):
        return word("toast.stale")
    return _view(turn, given)


def _digest(turn: Turn, digest_id: int) -> Outbox | None:
    """Return the message that was pressed where it shows this digest."""
    message = turn.pressed
    if message is None or (message.card, message.subject) != ("digest", digest_id):
        return None
    return message if turn.session.get(Digest, digest_id) else None


IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {
    Verb.WEEK: _view,
    Verb.WEEK_FILES: _documents,
}
PRESSED: Mapping[Verb, Callable[[Turn, Contact, Press], str]] = {Verb.WEEK: _leader_view}
