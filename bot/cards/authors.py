"""Who reported, as every card says it: 王芳, or 督办室 周敏 代录."""

from db.authors import author_of
from db.engine import Session
from db.tables import Report
from templates import clip, word

#: How much of a name is shown.
WIDTH = 16


def author_words(name: str, *, entered: bool) -> str:
    """Return the name of who reported; of what the office typed for a unit, that it did."""
    shown = clip(name, WIDTH)
    return word("author.entered", name=shown) if entered else shown


def who_reported(session: Session, report: Report) -> dict[str, object]:
    """Return what a template says of who filed a report.

    ``contact`` is the name, ``absent`` in whose place, ``entered`` whether the office typed it.
    """
    author = author_of(session, report)
    words = author_words(author.name, entered=author.entered)
    return {"contact": words, "absent": author.absent, "entered": author.entered}
