"""审核: the office looks at a report in its chat, accepts it or returns it with a reason, by name.

Only the newest version is reviewed. Whoever decides second is told what was decided.
"""

import re
from collections.abc import Callable, Mapping

from bot.buttons import Press, Verb
from bot.cards.review import REASONS, returning
from bot.redrawing import redraw_duty
from bot.turn import Turn
from db import ledger, people, reports, reviews
from db.tables import Contact, Outbox, Report
from db.vocabulary import Role
from scheduler.planning import replan
from templates import word


def show_report(turn: Turn, said: str) -> None:
    """Show the office the report of a number; its contact has it as the receipt's."""
    number = re.search(r"\d{1,18}", said)
    report = turn.session.get(Report, int(number[0])) if number else None
    if report is None:
        turn.say("no_report", number=number[0] if number else "")
    else:
        turn.show("review", report.id)


def _review(turn: Turn, given: Press) -> str:
    """Show a report on the card that was pressed, or the newer one that took its place."""
    message, report = turn.pressed, turn.session.get(Report, given.number())
    if message is None or report is None:
        return word("toast.stale")
    if message.subject == report.id:
        turn.redraw(message, returning=None)
    else:
        turn.show("review", report.id)
    return ""


def _accept(turn: Turn, given: Press) -> str:
    """Accept a report that nobody has reviewed yet; nobody corrects it any more."""
    report = _reviewable(turn, given.number())
    if isinstance(report, str):
        return report
    if reviews.review_of(turn.session, report.id) is not None:
        return _told(turn, report)
    reviews.accept(turn.session, report, turn.origin.name, turn.now)
    redraw_duty(turn, report.obligation_id)
    return _told(turn, report)


def _return(turn: Turn, given: Press) -> str:
    """Ask why a report is returned; with a reason that was offered, return it."""
    report, message = _reviewable(turn, given.number()), turn.pressed
    if isinstance(report, str):
        return report
    if message is None or message.card != "review" or message.subject != report.id:
        return word("toast.stale")
    reason = given.text(1)
    if reason in REASONS:
        return _send_back(turn, message, report, word(f"return_reason.{reason}"))
    state = returning(reviews.review_of(turn.session, report.id))
    if state is None:
        return _told(turn, report)
    turn.redraw(message, returning=state)
    return word("toast.why_return")


def office_replied(turn: Turn, message: Outbox, said: str) -> None:
    """Take a reply to a report: the reason for which it is returned, where that was asked for."""
    report = _reviewable(turn, message.subject or -1)
    if isinstance(report, str):
        turn.say("review_unheard", why=report)
    elif message.args.get("returning") is not None:
        _send_back(turn, message, report, said)
    elif not _reworded(turn, report, said):
        turn.say("review_unheard", why="")


def _reworded(turn: Turn, report: Report, said: str) -> bool:
    """Take an edited message for the reason that its writer gave; tell if it was that."""
    review = reviews.review_of(turn.session, report.id)
    if not turn.origin.edited or review is None or review.accepted:
        return False
    if review.reviewer != turn.origin.name:
        return False
    review.reason = said
    turn.refresh("review", report.id)
    turn.refresh("returned", report.id)
    redraw_duty(turn, report.obligation_id)
    return True


def _send_back(turn: Turn, message: Outbox, report: Report, reason: str) -> str:
    """Return a report, unless somebody decided about it since the reason was asked for."""
    asked = message.args.get("returning")
    turn.redraw(message, returning=None)
    if asked is None or asked != returning(reviews.review_of(turn.session, report.id)):
        return _told(turn, report)
    reviews.send_back(turn.session, report, turn.origin.name, reason, turn.now)
    replan(turn.session, turn.rules, report.obligation_id, turn.now)
    redraw_duty(turn, report.obligation_id)
    owed = ledger.owed_by_id(turn.session, report.obligation_id)
    if owed is not None:
        for contact in _who_reports(turn, report, owed.unit_id):
            turn.tell(contact, "returned", report.id)
    return _told(turn, report)


def _who_reports(turn: Turn, report: Report, unit_id: int) -> list[Contact]:
    """Return whom a returned report is sent back to: who is asked first, and whose it is."""
    contacts = people.holders(turn.session, unit_id, Role.CONTACT, turn.now)
    first = {one.id for one in people.asked_first(turn.session, unit_id, turn.now)}
    return [one for one in contacts if one.id in first or one.id == report.contact_id]


def _reviewable(turn: Turn, report_id: int) -> Report | str:
    """Return a report that counts; else what to say of it."""
    report = turn.session.get(Report, report_id)
    owed = ledger.owed_by_id(turn.session, report.obligation_id) if report else None
    if report is None or owed is None:
        return word("toast.stale")
    if owed.withdrawn:
        return word("toast.closed")
    newest = reports.newest_report(turn.session, report.obligation_id)
    if newest is not None and newest.id != report.id:
        turn.refresh("review", report.id)
        return word("toast.report_newer", number=newest.id)
    return report


def _told(turn: Turn, report: Report) -> str:
    """Draw a report anew wherever the office sees it, and say what was decided."""
    turn.refresh("review", report.id)
    review = reviews.review_of(turn.session, report.id)
    if review is None:
        return ""
    key = "toast.report_accepted" if review.accepted else "toast.report_returned"
    return word(key, name=review.reviewer)


IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {
    Verb.REVIEW: _review,
    Verb.ACCEPT: _accept,
    Verb.RETURN: _return,
}
