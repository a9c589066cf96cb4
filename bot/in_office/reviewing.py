"""审核: the office looks at a report in its chat, accepts it or returns it with a reason, by name.

Only the newest version is reviewed. Whoever decides second is told what was decided. A report that
is returned is due again some workdays later.
"""

import re
from collections.abc import Callable, Mapping

from bot.buttons import Press, Verb
from bot.cards.lists import LISTS, shows
from bot.cards.review import REASONS, returning
from bot.in_office.gathering import redraw_waiting, seen_in_batch
from bot.in_office.listing import close_list, note_about
from bot.redrawing import redraw_duty
from bot.turn import Turn
from db import ledger, people, reports, reviews
from db.tables import Contact, Outbox, Report
from db.vocabulary import Action, Role
from scheduler.locking import fresh_due
from scheduler.planning import replan
from templates import moment, word


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
    if message.card in LISTS:
        turn.redraw(message, returning=None, open=["review", report.id])
    elif message.subject == report.id:
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
    _pass(turn, report)
    return _told(turn, report)


def _accept_all(turn: Turn, given: Press) -> str:
    """Accept what was listed for it; what came or was corrected meanwhile waits as before."""
    message, seen = turn.pressed, seen_in_batch(turn, given)
    if message is None or seen is None:
        return word("toast.changed")
    for report in seen:
        _pass(turn, report)
    close_list(turn)
    return word("toast.accepted_all", count=len(seen))


def _pass(turn: Turn, report: Report) -> None:
    reviews.accept(turn.session, report, turn.origin.name, turn.now)
    redraw_duty(turn, report.obligation_id)
    owed = ledger.owed_by_id(turn.session, report.obligation_id)
    if owed is not None:
        note_about(turn, Action.ACCEPTED, owed, after={"report": report.id})
        redraw_waiting(turn, owed.plan_id)


def _return(turn: Turn, given: Press) -> str:
    """Ask why a report is returned; with a reason that was offered, return it."""
    report, message = _reviewable(turn, given.number()), turn.pressed
    if isinstance(report, str):
        return report
    if message is None or (message.card not in LISTS and shows(message) != ("review", report.id)):
        return word("toast.stale")
    reason = given.text(1)
    if reason in REASONS:
        return _send_back(turn, message, report, word(f"return_reason.{reason}"))
    state = returning(reviews.review_of(turn.session, report.id))
    if state is None:
        return _told(turn, report)
    within = {"open": ["review", report.id]} if message.card in LISTS else {}
    turn.redraw(message, returning=state, **within)
    return word("toast.why_return")


def office_replied(turn: Turn, message: Outbox, said: str) -> None:
    """Take a reply to a report: the reason for which it is returned, where that was asked for."""
    report = _reviewable(turn, shows(message)[1])
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
    owed = ledger.owed_by_id(turn.session, report.obligation_id)
    if owed is not None:
        note_about(turn, Action.RETURNED, owed, after={"report": report.id}, reason=said)
    return True


def _send_back(turn: Turn, message: Outbox, report: Report, reason: str) -> str:
    """Return a report, unless somebody decided about it since the reason was asked for."""
    asked = message.args.get("returning")
    turn.redraw(message, returning=None)
    if asked is None or asked != returning(reviews.review_of(turn.session, report.id)):
        return _told(turn, report)
    _reopen(turn, report, reason)
    owed = ledger.owed_by_id(turn.session, report.obligation_id)
    if owed is not None:
        for contact in _who_reports(turn, report, owed.unit_id):
            turn.tell(contact, "returned", report.id)
    return _told(turn, report)


def _reopen(turn: Turn, report: Report, reason: str) -> None:
    """Have a report owed again by a fresh due time, and its unit reminded of that."""
    before = ledger.owed_by_id(turn.session, report.obligation_id)
    if before is None:
        return
    settings = turn.desk.settings
    hours, workdays = turn.rules.hours, settings.review.return_workdays
    due_at = fresh_due(before.due_at, turn.now, hours, workdays, settings.cadence.cutoff)
    reviews.send_back(turn.session, report, turn.origin.name, reason, turn.now, due_at)
    replan(turn.session, turn.rules, report.obligation_id, turn.now)
    redraw_duty(turn, report.obligation_id)
    note_about(
        turn,
        Action.RETURNED,
        before,
        before={"due": moment(before.due_at.astimezone(settings.zone))},
        after={"report": report.id, "due": moment(due_at.astimezone(settings.zone))},
        reason=reason,
    )


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
    owed = ledger.owed_by_id(turn.session, report.obligation_id)
    review = reviews.review_of(turn.session, report.id)
    if owed is not None:
        redraw_waiting(turn, owed.plan_id)
        _leave(turn, report, owed.plan_id)
    if review is None:
        return ""
    key = "toast.report_accepted" if review.accepted else "toast.report_returned"
    return word(key, name=review.reviewer)


def _leave(turn: Turn, report: Report, plan_id: int) -> None:
    """Go back to the list in which a report was decided; the last one of all stays to be seen."""
    message = turn.message(turn.origin.message_id) or turn.message(turn.origin.reply_to)
    if message is not None and message.card in LISTS:
        ends = not reviews.waiting(turn.session, plan_id)
        close_list(turn, last=report.id if ends else None)


IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {
    Verb.ACCEPT_ALL: _accept_all,
    Verb.REVIEW: _review,
    Verb.ACCEPT: _accept,
    Verb.RETURN: _return,
}
