"""A notice that the office sent: what was read, what is asked, and what became of it."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.buttons import Button, Verb, button, mark_of
from bot.cards.draft_parts import draw_cadence, draw_changes, draw_items, draw_question, draw_units
from bot.cards.look import Card, Look
from bot.cards.timing import rule_words
from bot.drafts.inquiries import noted
from bot.drafts.proposal import Proposal, proposal_of, rules_in
from bot.drafts.proposing import first_dues, last_day
from bot.office.differences import counts_in_words
from db import cadences, drafted, inviting
from db.tables import Draft, Plan
from db.vocabulary import DraftState
from templates import render, word

View = Callable[[Look, Draft, Proposal, Mapping[str, Any]], Card]
#: What a draft's card shows on one's way through it, beside the whole.
VIEWS: Mapping[str, View] = {
    "question": draw_question,
    "items": draw_items,
    "units": draw_units,
    "changes": draw_changes,
    "cadence": draw_cadence,
}
_NAMED, _DUES, _SECTIONS = 8, 3, 12


def draw_draft(look: Look, draft_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show a draft as it stands; nothing where there is none."""
    draft = look.session.get(Draft, draft_id)
    if draft is None:
        return None
    if args.get("moved"):
        return Card(render("draft_unread.html", state="moved", name=draft.name, by="", why=""))
    if draft.state is DraftState.STORED:
        return _stored(look, draft)
    if draft.state is not DraftState.READ:
        return _collecting(draft) if drafted.is_collecting(draft) else _unread(draft)
    found = proposal_of(look.session, draft, look.office, look.local(draft.sent_at).date())
    if found is None:
        return None
    view = VIEWS.get(str(args.get("view")))
    return view(look, draft, found, args) if view else _whole(look, draft, found)


def draw_new(_look: Look, _subject: int, args: Mapping[str, Any]) -> Card:
    """Ask for a notice."""
    return Card(render("new.html", group=bool(args.get("group"))))


def stored_mark(found: Proposal) -> str:
    """Return a mark of what would be stored, and where: whatever came in between changes it."""
    return mark_of((found.draft, found.rules, found.aliases, found.plan, found.revision))


def _unread(draft: Draft) -> Card:
    error, by = draft.error or {}, draft.decided_by or ""
    why = word(str(error["key"]), **error["values"]) if error else ""
    return Card(render("draft_unread.html", state=draft.state, name=draft.name, by=by, why=why))


def _collecting(draft: Draft) -> Card:
    text = draft.pasted or ""
    lines = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    shown = render(
        "draft_pasted.html",
        parts=len(draft.choices["parts"]),
        count=sum(not one.isspace() for one in text),
        first=lines[0],
        last=lines[-1],
        group=draft.chat_id < 0,
    )
    whole = button(word("button.whole"), Verb.WHOLE, draft.id)
    return Card(shown, ((whole, _scrap(draft)),))


def _scrap(draft: Draft) -> Button:
    return button(word("button.cancel"), Verb.SCRAP, draft.id)


def _view(label: str, draft: Draft, view: str) -> Button:
    return button(label, Verb.VIEW, draft.id, view)


def _whole(look: Look, draft: Draft, found: Proposal) -> Card:
    """Show all that was read on one screen, with what may be done next."""
    if found.plan is not None:
        return _other_text(look, draft, found)
    text = render("draft.html", **_facts(look, found))
    return Card(text, (*_first_rows(draft, found), *_looks(draft, found)))


def _first_rows(draft: Draft, found: Proposal) -> tuple[tuple[Button, ...], ...]:
    """Return what is to be done first: answer what is open, else store."""
    if count := len(found.open):
        ask = _view(word("button.answer_open", count=count), draft, "question")
        likely = button(word("button.likely"), Verb.LIKELY, draft.id)
        return ((ask, likely),)
    key = "button.store" if found.plan is None else "button.store_revision"
    store = button(word(key), Verb.STORE, draft.id, stored_mark(found))
    return ((store,),)


def _looks(draft: Draft, found: Proposal) -> tuple[tuple[Button, ...], ...]:
    lists = (
        _view(word("button.see_items"), draft, "items"),
        _view(word("button.see_units"), draft, "units"),
    )
    if found.plan is not None:
        return (lists, (_scrap(draft),))
    return (lists, (_view(word("button.change_cadence"), draft, "cadence"), _scrap(draft)))


def _facts(look: Look, found: Proposal) -> dict[str, object]:
    draft, today = found.draft, look.local(look.now).date()
    names = list(dict.fromkeys(n for item in draft.items for n in (*item.lead, *item.assist)))
    ends_on = last_day(draft, today)
    return {
        "title": draft.title,
        "items": len(draft.items),
        "units": len(names),
        "targets": sum(len(item.targets) for item in draft.items),
        "dates": sum(item.due is not None for item in draft.items),
        "sections": _sections(found),
        "names": names[:_NAMED],
        "known": len(found.naming.known),
        "nobody": sum(not (item.lead or item.assist) for item in draft.items),
        "rules": [rule_words(rule) for rule in found.rules],
        "said": found.said,
        "dues": first_dues(found.rules, ends_on, look.rules, look.now, _DUES),
        "ends_on": ends_on,
        "over": draft.year if draft.year is not None and draft.year < today.year else None,
        "open": len(found.open),
        "noted": len(noted(found.read.draft)),
    }


def _sections(found: Proposal) -> list[tuple[str, int]]:
    """Return the headings under which items stand, each with how many; none of too many."""
    counts: dict[int, int] = {}
    for item in found.draft.items:
        if item.section is not None:
            counts[item.section] = counts.get(item.section, 0) + 1
    rows = [(found.draft.sections[place], count) for place, count in sorted(counts.items())]
    return rows if len(rows) <= _SECTIONS else []


def _other_text(look: Look, draft: Draft, found: Proposal) -> Card:
    """Show that the plan is stored already, or what this text would change in it."""
    plan = look.session.get_one(Plan, found.plan)
    revision = found.revision
    withdrawn = plan.withdrawn_at is not None
    changes = bool(revision and not revision.empty) and not withdrawn
    text = render(
        "draft_known.html",
        plan=plan.id,
        title=plan.title,
        stored_on=look.local(plan.created_at).date(),
        same_text=found.same_text,
        withdrawn=withdrawn,
        counts=counts_in_words(revision) if revision and changes else "",
        open=len(found.open),
    )
    rows: list[tuple[Button, ...]] = []
    if changes:
        rows += [(_view(word("button.see_changes"), draft, "changes"),)]
        rows += _first_rows(draft, found)
    if not found.same_text:
        rows.append((button(word("button.as_new"), Verb.AS_NEW, draft.id),))
    return Card(text, (*rows, (_scrap(draft),)))


def _stored(look: Look, draft: Draft) -> Card | None:
    """Show what was stored, and offer the invites that are still wanted."""
    plan = look.session.get(Plan, draft.plan_id)
    if plan is None:
        return None
    first = cadences.first_due(look.session, plan.id)
    wanted = inviting.uninvited(look.session, plan.id)
    revised = bool(draft.choices.get("revised"))
    text = render(
        "draft_stored.html",
        plan=plan.id,
        title=plan.title,
        by=draft.decided_by or "",
        revised=revised,
        first=None if first is None else look.local(first),
        rules=[]
        if draft.choices.get("revised")
        else [rule_words(one) for one in rules_in(draft.choices)],
        wanted=len(wanted),
    )
    invite = button(word("button.invite", count=len(wanted)), Verb.INVITE, plan.id)
    return Card(text, ((invite,),) if wanted else ())
