"""待审核: reports reach the office by themselves, many in one card, and are accepted many at once.

There is one such card for each plan. It grows where it stands; it is sent anew when it had been
finished, on another day, or when some time went by since it was sent.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from bot.buttons import Press, Verb, mark_of
from bot.cards.reviews import MOST, accepted_by, doubts_of
from bot.in_office.listing import CLOSED
from bot.turn import Turn
from db import outbox, reviews
from db.tables import Outbox, Plan, Report
from db.vocabulary import OutboxState
from templates import word


def show_filed(turn: Turn, report: Report, plan_id: int) -> None:
    """Show the office a report that was filed or corrected; like what is planned, in work hours."""
    turn.refresh("todo", 0)
    if turn.desk.office_chat is None or turn.desk.settings.review.card == "off":
        return
    if turn.desk.settings.review.card == "each":
        _send(turn, "review", report.id, report.id)
        return
    shown = outbox.find_card(turn.session, "reviews", plan_id, turn.desk.office_chat)
    if shown is not None and not _is_past(turn, shown, plan_id):
        turn.refresh("reviews", plan_id)
        return
    _send(turn, "reviews", plan_id, report.id)
    if shown is not None:
        turn.redraw(shown, over=True)


def redraw_waiting(turn: Turn, plan_id: int) -> None:
    """Have the lists drawn anew in which something of a plan waits for the office."""
    turn.refresh_all([("reviews", plan_id), ("todo", 0)])


def _send(turn: Turn, card: str, subject: int, report_id: int) -> None:
    chat = turn.desk.office_chat or 0
    key = f"filed:{card}:{report_id}"
    outbox.enqueue(turn.session, key, chat, card, turn.now, subject=subject, bulk=True)


def _is_past(turn: Turn, shown: Outbox, plan_id: int) -> bool:
    """Tell whether a card is to be sent anew, now that another report came."""
    if shown.state is not OutboxState.SENT or shown.sent_at is None:
        return False
    day = shown.sent_at.astimezone(turn.desk.settings.zone).date()
    waits = timedelta(minutes=turn.desk.settings.review.renew_minutes)
    alone = len(reviews.waiting(turn.session, plan_id)) == 1
    return alone or day != turn.today or turn.now - shown.sent_at >= waits


def _show_all(turn: Turn, given: Press) -> str:
    """Bring what waits of a plan down to the end of the chat."""
    plan = turn.session.get(Plan, given.number())
    if plan is None:
        return word("toast.stale")
    if not reviews.waiting(turn.session, plan.id):
        redraw_waiting(turn, plan.id)
        return word("toast.none_waits")
    turn.show("reviews", plan.id)
    return ""


def _batch(turn: Turn, given: Press) -> str:
    """List what would be accepted at once; the doubtful ones only where that is said."""
    message = turn.pressed
    if message is None or message.card != "reviews":
        return word("toast.stale")
    batch = message.args.get("batch")
    if batch is None or given.text(0) != "all":
        batch = _sorted(turn, reviews.waiting(turn.session, message.subject)[:MOST])
    else:
        batch = {**batch, "all": True}
    turn.redraw(message, **{**CLOSED, "batch": batch, "page": 1})
    return ""


def _sorted(turn: Turn, waiting: list[Report]) -> dict[str, Any]:
    doubted = [one.id for one in waiting if doubts_of(turn.session, one)]
    sure = [one.id for one in waiting if one.id not in doubted]
    return {"sure": sure, "doubted": doubted, "all": False}


def seen_in_batch(turn: Turn, given: Press) -> list[Report] | None:
    """Return what a press accepts: what was seen and still waits; None where it shows otherwise."""
    message = turn.pressed
    batch = message.args.get("batch") if message and message.card == "reviews" else None
    if message is None or not batch or mark_of(accepted_by(batch)) != given.text(0):
        return None
    seen = set(accepted_by(batch))
    return [one for one in reviews.waiting(turn.session, message.subject) if one.id in seen]


IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {
    Verb.REVIEWS: _show_all,
    Verb.BATCH: _batch,
}
