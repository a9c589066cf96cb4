"""通报模板: the office has the template of its bulletins sent, and goes back to ours."""

from collections.abc import Callable, Mapping

from bot.buttons import Press, Verb
from bot.papers.taking import give_up
from bot.turn import Turn
from db import documents, paper_templates
from db.tables import Document, Draft, Outbox
from db.vocabulary import DocumentKind, DraftKind, DraftState
from templates import word


def send_template(turn: Turn, _said: str) -> None:
    """Send the template in force as a file; what is sent back in reply is checked and taken."""
    key = f"template:{turn.chat_id}:{turn.origin.update_id}"
    documents.ask(turn.session, key, DocumentKind.TEMPLATE, turn.chat_id, turn.now)
    turn.ask_office(DraftKind.TEMPLATE)


def is_template(turn: Turn, message: Outbox) -> bool:
    """Tell whether a message brought the template, so that a file in reply to it is a new one."""
    if message.card != "document":
        return False
    document = turn.session.get(Document, message.subject)
    return document is not None and document.kind is DocumentKind.TEMPLATE


def _give_up(turn: Turn, given: Press) -> str:
    """Go back to ours from the template that a draft brought, where that is in force."""
    draft = turn.session.get(Draft, given.number())
    if draft is None or draft.kind is not DraftKind.TEMPLATE:
        return word("toast.stale")
    turn.refresh("template", draft.id)
    own = paper_templates.own(turn.session, DocumentKind.BULLETIN)
    if own is None or draft.state is not DraftState.STORED or own.set_at != draft.decided_at:
        return word("toast.template_before")
    give_up(turn.session, turn.actor, turn.now)
    draft.state, draft.decided_by = DraftState.DROPPED, turn.origin.name
    return word("toast.template_dropped")


IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {Verb.OUR_TEMPLATE: _give_up}
