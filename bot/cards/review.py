"""审核: a report as the office reviews it, and what its unit is told when it is returned."""

from collections.abc import Mapping
from typing import Any

from bot.buttons import Button, Verb, button
from bot.cards.authors import who_reported
from bot.cards.checklist import item_number
from bot.cards.doubts import doubt_words
from bot.cards.look import Card, Look, in_rows, period_words
from bot.cards.seen.files import files_button
from bot.contact.fields import fields_of, goal_words
from bot.contact.writing import written
from db import ledger, reports, reviews
from db.ledger import Owed
from db.tables import Form, Report, Review
from templates import render, word

#: The reasons for returning a report that are offered as buttons, under ``[return_reason]``.
REASONS = ("numbers", "vague", "other_item")


def draw_review(look: Look, report_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show a report to the office with what it may still decide about it."""
    report = look.session.get(Report, report_id)
    owed = ledger.owed_by_id(look.session, report.obligation_id) if report else None
    if report is None or owed is None:
        return None
    review = reviews.review_of(look.session, report.id)
    newer = owed.report_id if owed.report_id not in {None, report.id} else None
    state = returning(review)
    asking = newer is None and state is not None and state == args.get("returning")
    before = reviews.returned_before(look.session, report)
    text = render(
        "review.html",
        **_facts(look, report, owed),
        returned_for=before.reason if before else "",
        review=_review_facts(look, review),
        newer=newer,
        asking=asking,
        withdrawn=owed.withdrawn,
    )
    files = files_button(report.id, reviews.files_with(look.session, report.id))
    if owed.withdrawn:
        return Card(text, files)
    if newer is not None:
        return Card(text, ((button(word("button.newer"), Verb.REVIEW, newer),), *files))
    return Card(text, _reasons(report) if asking else (*_decisions(report, review), *files))


def returning(review: Review | None) -> int | None:
    """Return what stands for the state from which a report may be returned; None: not any more."""
    if review is None:
        return 0
    return review.id if review.accepted else None


def draw_returned(look: Look, report_id: int, args: Mapping[str, Any]) -> Card | None:
    """Tell a unit that its report was returned; once it is corrected, that it is."""
    report = look.session.get(Report, report_id)
    owed = ledger.owed_by_id(look.session, report.obligation_id) if report else None
    review = reviews.review_of(look.session, report_id)
    if report is None or owed is None or review is None:
        return None
    corrected = owed.report_id != report.id
    if (corrected or not owed.open) and not args.get("shown"):
        return None
    text = render(
        "returned.html",
        number=item_number(owed),
        text=owed.text,
        period=period_words(owed.period),
        due_at=look.local(owed.due_at),
        late=owed.due_at < look.now,
        reason=review.reason,
        corrected=corrected,
        withdrawn=owed.withdrawn,
    )
    fix = button(word("button.fix"), Verb.OPEN, owed.id)
    return Card(text, ((fix,),) if owed.open else ())


def review_aside(_look: Look, form: Form, owed: Owed) -> tuple[str, Button | None]:
    """Say on a form or receipt what the office made of its newest report."""
    if owed.returned and form.report_id in {None, owed.report_id}:
        return word("note.returned", reason=owed.returned), None
    if owed.accepted:
        return word("note.accepted"), None
    if owed.resubmitted and form.report_id == owed.report_id:
        return word("note.resubmitted"), None
    return "", None


def _facts(look: Look, report: Report, owed: Owed) -> dict[str, object]:
    values = reports.readings(look.session, report.id)
    last = reports.last_values(look.session, owed.id)
    form = reports.form_of(look.session, report.id)
    found = written(look.session, form) if form else None
    return {
        "report": report.id,
        "version": report.version,
        "number": item_number(owed),
        "unit": owed.unit,
        "part": word(f"part.{owed.part}"),
        "text": owed.text,
        "period": period_words(owed.period),
        "status": word(f"status.{report.status}"),
        "unchanged": report.unchanged,
        "fields": [
            {
                "quantity": field.quantity,
                "measure": field.measure,
                "goal": goal_words(field),
                "value": values.get(field.ids[0]),
                "last": last.get(field.ids[0]),
            }
            for field in fields_of(look.session, owed, report.id)
        ],
        "doubts": doubt_words(found) if found else [],
        "words": report.words,
        **who_reported(look.session, report),
        "submitted_at": look.local(report.submitted_at),
        "files": reviews.files_with(look.session, report.id),
    }


def _review_facts(look: Look, review: Review | None) -> dict[str, object] | None:
    if review is None:
        return None
    return {
        "accepted": review.accepted,
        "reviewer": review.reviewer,
        "at": look.local(review.reviewed_at),
        "reason": review.reason,
    }


def _decisions(report: Report, review: Review | None) -> tuple[tuple[Button, ...], ...]:
    accept = button(word("button.accept"), Verb.ACCEPT, report.id)
    send_back = button(word("button.return"), Verb.RETURN, report.id)
    if review is None:
        return ((accept, send_back),)
    return ((send_back,),) if review.accepted else ()


def _reasons(report: Report) -> tuple[tuple[Button, ...], ...]:
    offered = [
        button(word(f"return_reason.{reason}"), Verb.RETURN, report.id, reason)
        for reason in REASONS
    ]
    return in_rows([*offered, button(word("button.keep"), Verb.REVIEW, report.id)], 1)
