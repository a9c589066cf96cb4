"""Makes the bulletin of a week, from the office's template or, where that fails, from ours."""

from dataclasses import dataclass
from datetime import datetime

from bot.chores import ChoreError
from bot.desk import Desk
from bot.drafts.source import UnreadableError
from bot.made import Made, Order
from bot.papers.checking import filled_apart
from bot.papers.rows import bulletin_of
from db import outbox, paper_templates
from db.engine import Session
from db.tables import Digest
from db.vocabulary import DocumentKind
from scheduler.digest import read_facts
from templates import word


@dataclass(frozen=True, slots=True)
class Unused:
    """A template of the office's from which nothing could be made, and why."""

    name: str
    set_at: datetime
    why: str


def make_bulletin(session: Session, order: Order) -> Made:
    """Return the bulletin of a digest that is kept; ``args`` name it.

    Raises:
        ChoreError: there is no such digest.
    """
    from templates.bulletin import draw_bulletin, our_template  # noqa: PLC0415 - loads Word

    digest = session.get(Digest, order.args["digest"])
    if digest is None:
        raise ChoreError("no_digest")
    week, office = read_facts(digest.figures), order.settings.office.name
    said = bulletin_of(session, week, digest.issue, office, order.settings.zone)
    name = _name(digest.issue, week.at)
    own = paper_templates.own(session, DocumentKind.BULLETIN)
    if own is None:
        return Made(draw_bulletin(said, our_template()), name)
    try:
        return Made(filled_apart("draw_bulletin", said, own.content), name)
    except UnreadableError as error:
        unused = Unused(own.name, own.set_at, word(error.key, **error.values))
        return Made(draw_bulletin(said, our_template()), name, unused)


def _name(issue: int | None, at: datetime) -> str:
    day = f"{at:%Y-%m-%d}"
    if issue is None:
        return word("paper.name_between", day=day)
    return word("paper.name", issue=issue, day=day)


def tell_unused(session: Session, desk: Desk, unused: Unused | None, now: datetime) -> None:
    """Tell the office, once, that its template was not used."""
    if unused is None or (chat := desk.office_chat) is None:
        return
    key = f"template_unused:{unused.set_at.isoformat()}"
    values = {"name": unused.name, "why": unused.why}
    outbox.enqueue(session, key, chat, "note", now, template="template_unused", values=values)


def make_template(session: Session, _order: Order) -> Made:
    """Return the template of bulletins that is in force, to be edited."""
    return Made(in_force(session), word("paper.template_file"))


def in_force(session: Session) -> bytes:
    """Return the template of bulletins that is in force: the office's, or ours."""
    from templates.bulletin import our_template  # noqa: PLC0415 - loads Word

    own = paper_templates.own(session, DocumentKind.BULLETIN)
    return our_template() if own is None else own.content
