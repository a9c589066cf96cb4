"""Filing: what keeps a form from becoming a report, and what follows when it does."""

from bot.contact.owing import owed_by
from bot.contact.writing import Written
from bot.in_office.gathering import show_filed
from bot.redrawing import redraw_duty
from bot.turn import Turn
from db import absences, reports
from db.tables import Contact, Report
from db.vocabulary import Status
from templates import word


def obstacle(turn: Turn, contact: Contact, form: Written, seen: str) -> str:
    """Return why a form cannot be filed now, "" where it can be.

    Whoever presses again, told of doubts or of a colleague's report, has been told.

    Args:
        turn: the turn.
        contact: who files it.
        form: what is filed.
        seen: the mark of the doubts that the pressed button showed.
    """
    owed = owed_by(turn, contact, form.owed.id)
    return word(f"toast.{owed}") if isinstance(owed, str) else hindrance(form, seen)


def hindrance(form: Written, seen: str) -> str:
    """Return what of a form itself keeps it from being filed, "" for nothing; see ``obstacle``."""
    if said := _lacking(form, seen):
        return said
    if (newer := form.newer) is not None:
        form.form.begun_from = newer.version
        key = "toast.newer" if newer.entered_by is None else "toast.newer_entered"
        return word(key, number=newer.id)
    return ""


def _lacking(form: Written, seen: str) -> str:
    """Return what a form lacks before it may be filed."""
    if form.missing and form.form.status:
        return word("toast.missing", names="、".join(one.quantity for one in form.missing))[:190]
    lacks = {
        "toast.locked": form.locked,
        "toast.no_status": form.form.status is None,
        "toast.unexplained": form.unexplained,
        "toast.doubtful": bool(form.doubts) and form.seen != seen,
    }
    return next((word(key) for key, true in lacks.items() if true), "")


def file_report(turn: Turn, form: Written) -> Report:
    """File a form's report; every card that shows the obligation is drawn anew, for all."""
    owed = form.owed
    _keep_difficulty(form)
    writer = form.form.contact_id
    for_whom = writer and absences.absent_whom(turn.session, writer, owed.unit_id, turn.now)
    report = reports.submit(
        turn.session,
        form.form,
        form.form.status or Status.ON_TRACK,
        turn.now,
        unchanged=form.repeats,
        on_behalf_of_id=for_whom.id if for_whom else None,
    )
    redraw_duty(turn, owed.id)
    show_filed(turn, report, owed.plan_id)
    return report


def _keep_difficulty(form: Written) -> None:
    """Let an unchanged difficulty say again what it is: the digest has it from this report."""
    said, former = form.form, form.former
    if form.repeats and former and said.status is Status.DIFFICULT and not said.words:
        said.words = former.words
