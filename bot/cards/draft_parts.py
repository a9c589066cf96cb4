"""The parts of a draft's card: its questions one by one, its items, its units, its changes."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.buttons import Button, Verb, button, mark_of
from bot.cards.look import Card, Look, Page, in_rows, page_of
from bot.cards.timing import rule_words
from bot.drafts.inquiries import DROP, KEEP, NEW, NOBODY, About, Inquiry
from bot.drafts.proposal import Proposal
from bot.drafts.proposing import first_dues, last_day
from bot.office.differences import Row, differences_of
from bot.office.wording import doubt_in_words, due_in_words, target_in_words
from db.tables import Draft
from db.vocabulary import Doubt, ItemDraft
from notice.register.register import Known
from templates import clip, headline, render, word

_ITEMS, _UNITS, _CHANGES, _DUES, _ANSWERS = 8, 20, 15, 3, 8
_LABEL = 18  # of Telegram's units: two buttons side by side on a phone
_OWN_WORDS = (KEEP, DROP, NEW, NOBODY)
#: The cadences that are offered as buttons, by their words.
OFFERED = ("friday", "month_day", "quarter_end", "last_workday")
Args = Mapping[str, Any]
Rows = tuple[tuple[Button, ...], ...]


def _back(draft: Draft) -> Rows:
    return ((button(word("button.back_to"), Verb.VIEW, draft.id, "whole"),),)


def question_at(found: Proposal, page: object) -> int:
    """Return the place of the question that a card shows: the first open one where none is said."""
    count = len(found.inquiries)
    if isinstance(page, int):
        return min(max(1, page), count) - 1
    keys = [one.key for one in found.inquiries]
    return keys.index(found.open[0].key) if found.open else 0


def inquiry_mark(inquiry: Inquiry) -> str:
    """Return by what a button knows a question and its answers again."""
    return mark_of((inquiry.key, inquiry.answers))


def draw_question(_look: Look, draft: Draft, found: Proposal, args: Args) -> Card:
    """Show one question with its answers as buttons."""
    if not found.inquiries:
        return Card(render("draft_question.html", count=0), _back(draft))
    at = question_at(found, args.get("page"))
    one = found.inquiries[at]
    item = None if one.item is None else found.read.draft.items[one.item]
    text = render(
        "draft_question.html",
        at=at + 1,
        count=len(found.inquiries),
        item=None if item is None else _number(item),
        about=headline(item.text, 60) if item else "",
        asked=_asked(one),
        likely=_answer(one, one.likely),
    )
    turns = Page(at + 1, len(found.inquiries)).buttons
    return Card(text, (*_answers(draft, one, found, args.get("start")), *turns, *_back(draft)))


def _asked(one: Inquiry) -> str:
    doubt = doubt_in_words(Doubt(one.doubt, 0, one.said)) if one.doubt else ""
    return word(f"inquiry.{one.about}", said=clip(one.said, 120), doubt=doubt)


def _answer(one: Inquiry, answer: str) -> str:
    if answer in _OWN_WORDS:
        return word(f"inquiry_answer.{answer}")
    return word("inquiry_answer.year", year=answer) if one.about is About.YEAR else answer


def _answers(draft: Draft, one: Inquiry, found: Proposal, start: object) -> Rows:
    """Return the answers as buttons, the chosen one marked; many are shown part by part."""
    places = range(len(one.answers))
    first = start if isinstance(start, int) and start in places else 0
    shown = [*places][first : first + _ANSWERS]
    if one.about is About.OWNER and places[-1] not in shown:
        shown.append(places[-1])  # nobody is always to be had
    given = found.answers.get(one.key)
    buttons = []
    for place in shown:
        label = clip(_answer(one, one.answers[place]), _LABEL)
        if one.answers[place] == given:
            label = word("button.chosen", label=label)
        buttons.append(button(label, Verb.CHOOSE, draft.id, inquiry_mark(one), place))
    rows = in_rows(buttons, 2)
    if len(places) - 1 <= _ANSWERS:
        return rows
    following = first + _ANSWERS if first + _ANSWERS < len(places) - 1 else 0
    more = button(word("button.more_units"), Verb.VIEW, draft.id, "question", following)
    return (*rows, (more,))


def draw_items(_look: Look, draft: Draft, found: Proposal, args: Args) -> Card:
    """Show the items, page by page, with what is doubted of each."""
    rows, page = page_of(found.draft.items, args.get("page"), _ITEMS)
    text = render(
        "draft_items.html", rows=[_row(item) for item in rows], page=page.number, pages=page.count
    )
    return Card(text, (*page.buttons, *_back(draft)))


def _row(item: ItemDraft) -> dict[str, object]:
    targets = [target_in_words(one) for one in item.targets]
    return {
        "number": _number(item),
        "text": headline(item.text, 40),
        "lead": "、".join(item.lead),
        "assist": _few(item.assist, 3),
        "targets": "；".join(targets),
        "due": " ".join(due_in_words(item.due).split()),
        "doubts": "；".join(dict.fromkeys(map(doubt_in_words, item.all_doubts))),
    }


def _few(names: Sequence[str], most: int) -> str:
    listed = "、".join(clip(name, 20) for name in names[:most])
    return listed if len(names) <= most else word("draft.more", names=listed, count=len(names))


def _number(item: ItemDraft) -> str:
    return word("button.item", number=item.number) if item.number else word("revision.unnumbered")


def draw_units(_look: Look, draft: Draft, found: Proposal, args: Args) -> Card:
    """Show the units, page by page: with how many items, and which known unit a name means."""
    verdicts = found.naming.verdicts
    rows, page = page_of(list(verdicts), args.get("page"), _UNITS)
    items = found.read.draft.items
    shown = []
    for name in rows:
        verdict = verdicts[name]
        meant = verdict.unit if isinstance(verdict, Known) else ""
        count = sum(name in item.lead or name in item.assist for item in items)
        shown.append(
            {
                "name": name,
                "count": count,
                "meant": meant if meant != name else "",
                "known": meant in found.naming.known,
                "asked": name in found.naming.questions,
            }
        )
    text = render(
        "draft_units.html", rows=shown, count=len(verdicts), page=page.number, pages=page.count
    )
    return Card(text, (*page.buttons, *_back(draft)))


def draw_changes(_look: Look, draft: Draft, found: Proposal, args: Args) -> Card:
    """Show what a newer text changes in the stored plan, page by page."""
    lines = [] if found.revision is None else _change_lines(found)
    rows, page = page_of(lines, args.get("page"), _CHANGES)
    text = render(
        "draft_changes.html", rows=rows, plan=found.plan or 0, page=page.number, pages=page.count
    )
    return Card(text, (*page.buttons, *_back(draft)))


def _change_lines(found: Proposal) -> list[dict[str, object]]:
    if found.revision is None:
        return []
    its = differences_of(found.revision)
    lines: list[dict[str, object]] = []
    parts = ("plan", its.plan), ("added", its.added), ("withdrawn", its.withdrawn)
    for kind, rows in (*parts, ("changed", its.changed)):
        for place, row in enumerate(rows):
            lines.append({"title": _title(kind, place), **_line(row)})
    runs = [{"number": run, "what": "", "before": "", "after": ""} for run in its.renumbered]
    lines += [{"title": _title("renumbered", place), **run} for place, run in enumerate(runs)]
    return lines


def _title(kind: str, place: int) -> str:
    return word(f"draft_change.{kind}") if place == 0 else ""


def _line(row: Row) -> dict[str, object]:
    return {
        "number": row.number,
        "what": "" if row.head else row.what,
        "before": row.before or "",
        "after": row.after or "",
    }


def draw_cadence(look: Look, draft: Draft, found: Proposal, _args: Args) -> Card:
    """Show when reports would fall due, with other cadences to choose from."""
    ends_on = last_day(found.draft, look.local(look.now).date())
    text = render(
        "draft_cadence.html",
        rules=[rule_words(rule) for rule in found.rules],
        dues=first_dues(found.rules, ends_on, look.rules, look.now, _DUES),
        group=draft.chat_id < 0,
    )
    offered = [
        button(word(f"offered_cadence.{name}"), Verb.EVERY, draft.id, name) for name in OFFERED
    ]
    return Card(text, (*in_rows(offered, 2), *_back(draft)))
