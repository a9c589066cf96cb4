"""督办室待办: all that waits for the office, the oldest first; a tap opens it in its place."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.buttons import Button, Verb, button
from bot.cards.checklist import item_number
from bot.cards.extension import draw_request
from bot.cards.lists import opened, with_way_back
from bot.cards.look import Card, Look, in_rows, page_of
from bot.cards.notes import draw_admission
from bot.cards.office import draw_unreachable
from bot.cards.question import draw_question
from bot.cards.review import draw_review
from db import admissions, ledger, pending, reviews
from db.pending import Pending
from db.tables import Contact, Extension, Plan, Question, Report, Unit
from scheduler import agenda
from templates import render, word

PAGE = 10
Draw = Callable[[Look, int, Mapping[str, Any]], Card | None]


def draw_todo(look: Look, _subject: int, args: Mapping[str, Any]) -> Card | None:
    """Show what waits for the office, or what of it was opened."""
    if (within := opened(args)) is not None:
        card, subject = within
        return with_way_back(OPENS[card](look, subject, args))
    if args.get("over"):
        return Card(render("reviews_over.html"))
    waiting = _waiting(look)
    if not waiting and not (args.get("asked") or args.get("shown")):
        return None
    shown, page = page_of(list(enumerate(waiting, 1)), args.get("page"), PAGE)
    aged = [agenda.age(look.rules, one.since, look.now) for one in waiting if one.card in AGEING]
    text = render(
        "todo.html",
        count=len(waiting),
        oldest=max(aged, default=0),
        rows=[{"at": at, **_row(look, one)} for at, one in shown],
        page=page.number,
        pages=page.count,
    )
    opens = [
        button(word("button.row", at=at), Verb.SEE, one.subject, one.card) for at, one in shown
    ]
    return Card(text, in_rows(opens, 5) + page.buttons + _gathered(look, waiting))


def _waiting(look: Look) -> list[Pending]:
    """Return what is to be decided, then whom to reach and to invite."""
    session, office, now = look.session, look.rules, look.now
    unjoined = [
        Pending("unjoined", plan_id, session.get_one(Plan, plan_id).created_at)
        for plan_id in agenda.unjoined(session, office, now)
    ]
    alone = [Pending("unreachable", 0, now)] if agenda.unreachable(session, office, now) else []
    return [*agenda.decisions(session, office), *alone, *unjoined]


def _gathered(look: Look, waiting: Sequence[Pending]) -> tuple[tuple[Button, ...], ...]:
    """Offer, for each plan of which several reports wait, the card that reviews them together."""
    if sum(one.card == "review" for one in waiting) <= 1:
        return ()
    counts = reviews.counts(look.session)
    return tuple(
        (button(word("button.reviews", count=count), Verb.REVIEWS, plan_id),)
        for plan_id, count in counts.items()
        if count > 1
    )


def _row(look: Look, one: Pending) -> dict[str, object]:
    kind = (
        "not_ours"
        if one.card == "question" and pending.is_case(look.session, one.subject)
        else one.card
    )
    return {
        "kind": kind,
        "age": agenda.age(look.rules, one.since, look.now) if one.card in AGEING else None,
        **_ABOUT[one.card](look, one.subject),
    }


def _of_report(look: Look, report_id: int) -> dict[str, object]:
    return _of_duty(look, look.session.get_one(Report, report_id).obligation_id)


def _of_extension(look: Look, extension_id: int) -> dict[str, object]:
    return _of_duty(look, look.session.get_one(Extension, extension_id).obligation_id)


def _of_duty(look: Look, obligation_id: int | None) -> dict[str, object]:
    owed = ledger.owed_by_id(look.session, obligation_id or -1)
    return {"who": owed.unit if owed else "", "number": item_number(owed) if owed else ""}


def _of_question(look: Look, question_id: int) -> dict[str, object]:
    question = look.session.get_one(Question, question_id)
    about = _of_duty(look, question.obligation_id)
    name = look.session.get_one(Contact, question.contact_id).name
    return {**about, "who": about["who"] or name}


def _of_admission(look: Look, invite_id: int) -> dict[str, object]:
    asked = admissions.admission(look.session, invite_id)
    return {"who": f"{asked.unit} {asked.name}".strip() if asked else "", "number": ""}


def _of_unreachable(look: Look, _subject: int) -> dict[str, object]:
    units = agenda.unreachable(look.session, look.rules, look.now)
    return {"who": word("timetable.units", count=len(units)), "number": ""}


def _of_unjoined(look: Look, plan_id: int) -> dict[str, object]:
    units = agenda.unjoined(look.session, look.rules, look.now).get(plan_id, ())
    return {"who": word("timetable.units", count=len(units)), "number": ""}


def _draw_unreachable(look: Look, _subject: int, args: Mapping[str, Any]) -> Card | None:
    units = agenda.unreachable(look.session, look.rules, look.now)
    return draw_unreachable(look, 0, {"units": units, "page": args.get("page"), "shown": True})


def _draw_unjoined(look: Look, plan_id: int, _args: Mapping[str, Any]) -> Card | None:
    plan = look.session.get(Plan, plan_id)
    units = agenda.unjoined(look.session, look.rules, look.now).get(plan_id, [])
    names = [look.session.get_one(Unit, unit_id).name for unit_id in units]
    return Card(render("unjoined.html", plan=plan.title, units=names)) if plan else None


#: What ages: the office's own decisions. Whom nobody reaches it is told of apart.
AGEING = frozenset({"review", "extension_request", "question", "admission"})
#: What may be opened in the list, by its card.
OPENS: Mapping[str, Draw] = {
    "review": draw_review,
    "extension_request": draw_request,
    "question": draw_question,
    "admission": draw_admission,
    "unreachable": _draw_unreachable,
    "unjoined": _draw_unjoined,
}
_ABOUT: Mapping[str, Callable[[Look, int], dict[str, object]]] = {
    "review": _of_report,
    "extension_request": _of_extension,
    "question": _of_question,
    "admission": _of_admission,
    "unreachable": _of_unreachable,
    "unjoined": _of_unjoined,
}
