"""待审核: the reports of a plan that wait for the office, in one card that is drawn as they come.

One that waits alone is shown whole. Before many are accepted at once they are listed, apart from
those that are doubtful.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.buttons import Button, Verb, button, mark_of
from bot.cards.checklist import item_number
from bot.cards.doubts import doubt_words
from bot.cards.lists import opened, with_way_back
from bot.cards.look import Card, Look, in_rows, page_of, period_words
from bot.cards.review import draw_review
from bot.contact.fields import fields_of
from bot.contact.writing import written
from db import ledger, reports, reviews
from db.engine import Session
from db.tables import Plan, Report
from db.vocabulary import Status
from templates import number, render, word

#: How many reports are on a page, and how many are accepted at once at the most.
PAGE, MOST = 10, 50


def draw_reviews(look: Look, plan_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show what waits for review of a plan, or the one of it that was opened."""
    if (within := opened(args)) is not None:
        return with_way_back(draw_review(look, within[1], args))
    if args.get("over"):
        return _done(look, args) if args.get("last") else Card(render("reviews_over.html"))
    waiting = reviews.waiting(look.session, plan_id)
    if not waiting:
        return _done(look, args)
    if args.get("batch"):
        return _draw_batch(look, args)
    if len(waiting) == 1:
        return draw_review(look, waiting[0].id, args)
    return _draw_list(look, plan_id, waiting, args)


def doubts_of(session: Session, report: Report) -> list[str]:
    """Return, in words, why a report is not accepted without another look."""
    form = reports.form_of(session, report.id)
    found = written(session, form) if form is not None else None
    twice = bool(report.unchanged and found and found.former and found.former.unchanged)
    said = {"status.difficult": report.status is Status.DIFFICULT, "reviewing.twice": twice}
    numbers = doubt_words(found) if found else []
    return [word(key) for key, true in said.items() if true] + numbers


def _done(look: Look, args: Mapping[str, Any]) -> Card | None:
    """Say that nothing waits any more; what was decided last is shown as it was."""
    if (last := args.get("last")) is not None:
        return draw_review(look, int(last), args)
    return Card(render("reviews_done.html")) if args.get("shown") else None


def _draw_list(
    look: Look, plan_id: int, waiting: Sequence[Report], args: Mapping[str, Any]
) -> Card:
    shown, page = page_of(list(enumerate(waiting, 1)), args.get("page"), PAGE)
    rows = [_row(look, report, at) for at, report in shown]
    plan = look.session.get_one(Plan, plan_id)
    text = render(
        "reviews.html",
        plan=plan.title,
        count=len(waiting),
        rows=rows,
        page=page.number,
        pages=page.count,
    )
    opens = [
        button(word("button.row", at=at), Verb.SEE, report.id, "review") for at, report in shown
    ]
    key = "button.accept_all" if len(waiting) <= MOST else "button.accept_first"
    accept = button(word(key, count=min(len(waiting), MOST)), Verb.BATCH)
    return Card(text, in_rows(opens, 5) + page.buttons + ((accept,),))


def _draw_batch(look: Look, args: Mapping[str, Any]) -> Card:
    """List what would be accepted, then what would not since it is doubtful."""
    batch = args["batch"]
    ids = accepted_by(batch)
    left = [] if batch["all"] else batch["doubted"]
    shown, page = page_of([*ids, *left], args.get("page"), PAGE)
    rows = [_row(look, look.session.get_one(Report, one), 0) for one in shown]
    text = render(
        "reviews_batch.html",
        count=len(ids),
        left=len(left),
        rows=[{**row, "in_it": one in ids} for row, one in zip(rows, shown, strict=True)],
        page=page.number,
        pages=page.count,
    )
    confirm: list[tuple[Button, ...]] = []
    if page.number == page.count:
        label = word("button.accept_these", count=len(ids))
        confirm += [(button(label, Verb.ACCEPT_ALL, mark_of(ids)),)] if ids else []
        more = word("button.with_doubtful", count=len(left))
        confirm += [(button(more, Verb.BATCH, "all"),)] if left else []
    back = (button(word("button.to_list"), Verb.LIST),)
    return Card(text, (*page.buttons, *confirm, back))


def accepted_by(batch: Mapping[str, Any]) -> list[int]:
    """Return the reports that a batch would accept."""
    return [*batch["sure"], *(batch["doubted"] if batch["all"] else ())]


def _row(look: Look, report: Report, at: int) -> dict[str, object]:
    owed = ledger.owed_by_id(look.session, report.obligation_id)
    assert owed is not None  # noqa: S101 - a report is an obligation's
    values = reports.readings(look.session, report.id)
    fields = fields_of(look.session, owed, report.id)
    numbers = [
        f"{number(values[field.ids[0]])}{field.measure}"
        for field in fields
        if field.ids[0] in values
    ]
    return {
        "at": at,
        "unit": owed.unit,
        "number": item_number(owed),
        "period": period_words(owed.period),
        "status": word(f"status.{report.status}"),
        "numbers": numbers,
        "words": report.words,
        "again": owed.resubmitted,
        "doubts": doubts_of(look.session, report),
    }
