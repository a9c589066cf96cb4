"""Templates of the office's own for documents: put in force, looked up, given up again."""

from datetime import datetime

from sqlalchemy.orm import Session

from db import audit
from db.audit import Actor
from db.tables import Template
from db.vocabulary import Action, DocumentKind


def own(session: Session, kind: DocumentKind) -> Template | None:
    """Return the office's template for a kind of document; None where ours is in force."""
    return session.get(Template, kind)


def put_in_force(  # noqa: PLR0913 - a template's own columns
    session: Session,
    actor: Actor,
    kind: DocumentKind,
    now: datetime,
    *,
    about: str,
    name: str,
    content: bytes,
) -> None:
    """Have documents made from a template that was checked.

    Args:
        session: an open transaction.
        actor: who does it.
        kind: which documents.
        now: the present moment.
        about: what such a template is called, for the audit trail.
        name: the file's.
        content: the file's.
    """
    former = own(session, kind)
    before = {} if former is None else {"name": former.name}
    if former is None:
        former = Template(kind=kind)
        session.add(former)
    former.name, former.content = name, content
    former.set_at, former.set_by = now, actor.name
    audit.note(session, actor, Action.TEMPLATE, about, now, before=before, after={"name": name})
    session.flush()


def give_up(
    session: Session, actor: Actor, kind: DocumentKind, about: str, now: datetime
) -> str | None:
    """Go back to ours; return the name of the template given up, None where it was ours before."""
    former = own(session, kind)
    if former is None:
        return None
    session.delete(former)
    audit.note(session, actor, Action.TEMPLATE, about, now, before={"name": former.name})
    session.flush()
    return former.name
