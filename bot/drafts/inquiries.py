"""What a reading leaves open, as questions with the answers that there may be. Pure.

The question and its answers are told by plain values; ``answered`` puts the answers into the draft.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.drafts.naming import Naming
from db.vocabulary import Doubt, DueDraft, ItemDraft, PlanDraft, TargetDraft
from notice.dates.dates import read_phrase
from notice.register.register import Known, New

KEEP, DROP, NEW, NOBODY = "keep", "drop", "new", "nobody"
_NO_YEAR = "no-year"
#: What is more likely no target than one.
_UNLIKELY = frozenset({"maybe-benefit"})


class About(StrEnum):
    """What a question is about: which unit, which year, whose item, a target, a date."""

    UNIT = "unit"
    YEAR = "year"
    OWNER = "owner"
    TARGET = "target"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question to the office.

    Attributes:
        about: what it is about.
        key: under which its answer is kept.
        answers: what may be answered, words of its own or units.
        likely: the answer that is taken where nobody gives one.
        said: what the notice says: a unit's name, a target's or a date's words.
        item: the item's place in the draft; None where it is about the whole notice.
        doubt: the code of the doubt.
    """

    about: About
    key: str
    answers: tuple[str, ...]
    likely: str
    said: str = ""
    item: int | None = None
    doubt: str = ""


Answers = Mapping[str, str]


def inquiries_of(draft: PlanDraft, naming: Naming, today: date) -> list[Inquiry]:
    """Return the questions about a draft as it was read, in the order in which they are asked."""
    return [
        *_about_units(draft, naming),
        *_about_year(draft, today),
        *(one for place, item in enumerate(draft.items) for one in _about_item(draft, place, item)),
    ]


def _about_units(draft: PlanDraft, naming: Naming) -> Iterator[Inquiry]:
    for name, question in naming.questions.items():
        place = next(
            place for place, item in enumerate(draft.items) if name in item.lead + item.assist
        )
        answers = (*question.candidates, NEW)
        yield Inquiry(About.UNIT, f"unit:{name}", answers, answers[0], name, place)


def _about_year(draft: PlanDraft, today: date) -> Iterator[Inquiry]:
    found = [one.due.phrase for one in draft.items if one.due and one.due.doubt == _NO_YEAR]
    if found:
        years = (str(today.year), str(today.year + 1))
        said = "、".join(dict.fromkeys(found))
        yield Inquiry(About.YEAR, "year", years, years[0], said, doubt=_NO_YEAR)


def _about_item(draft: PlanDraft, place: int, item: ItemDraft) -> Iterator[Inquiry]:
    if any(doubt.code == "no-units" for doubt in item.doubts):
        answers = (*_owners_near(draft, item), NOBODY)
        yield Inquiry(About.OWNER, f"owner:{place}", answers, NOBODY, "", place, "no-units")
    for rank, target in enumerate(item.targets):
        if target.doubt:
            likely = DROP if target.doubt in _UNLIKELY else KEEP
            key, said = f"target:{place}.{rank}", target.source or target.quantity
            yield Inquiry(About.TARGET, key, (KEEP, DROP), likely, said, place, target.doubt)
    due = item.due
    if due is not None and due.doubt and due.doubt != _NO_YEAR:
        answers = (KEEP, DROP)
        yield Inquiry(About.DUE, f"due:{place}", answers, KEEP, due.phrase, place, due.doubt)


def _owners_near(draft: PlanDraft, item: ItemDraft) -> list[str]:
    """Return the units that an item may be for: those of its section first, the busiest first."""
    near: Counter[str] = Counter()
    for other in draft.items:
        weight = len(draft.items) if other.section == item.section else 1
        for name in other.lead + other.assist:
            near[name] += weight
    return [name for name, _ in near.most_common()]


def unit_answers(answers: Answers) -> dict[str, Known | New]:
    """Return what the office said of units, by the name as written."""
    return {
        key.removeprefix("unit:"): New() if answer == NEW else Known(answer)
        for key, answer in answers.items()
        if key.startswith("unit:")
    }


def answered(draft: PlanDraft, answers: Answers) -> PlanDraft:
    """Return a draft with all answers in it but those about units; what is answered is sure."""
    year = int(answers["year"]) if "year" in answers else draft.year
    dated = replace(draft, year=year)
    items = [_answered(place, item, answers, dated) for place, item in enumerate(draft.items)]
    return replace(dated, items=tuple(items))


def _answered(place: int, item: ItemDraft, answers: Answers, draft: PlanDraft) -> ItemDraft:
    owner, lead, doubts = answers.get(f"owner:{place}"), item.lead, item.doubts
    if owner is not None:
        lead = lead if owner == NOBODY else (owner,)
        doubts = tuple(doubt for doubt in doubts if doubt.code != "no-units")
    targets = tuple(_kept(item.targets, place, answers))
    due = _due(item.due, answers.get(f"due:{place}"), draft, yearly="year" in answers)
    return replace(item, lead=lead, doubts=doubts, targets=targets, due=due)


def _kept(targets: Iterable[TargetDraft], place: int, answers: Answers) -> Iterator[TargetDraft]:
    for rank, target in enumerate(targets):
        answer = answers.get(f"target:{place}.{rank}")
        if answer != DROP:
            yield replace(target, doubt="") if answer == KEEP else target


def _due(
    due: DueDraft | None, answer: str | None, draft: PlanDraft, *, yearly: bool
) -> DueDraft | None:
    if due is None or answer == DROP:
        return None
    if yearly and due.doubt == _NO_YEAR:
        return replace(read_phrase(due.phrase, draft.year, draft.issued_on), line=due.line)
    return replace(due, doubt="") if answer == KEEP else due


def noted(draft: PlanDraft) -> list[tuple[int, Doubt]]:
    """Return what is doubted of items and no button answers: look at it in the notice itself."""
    return [
        (place, doubt)
        for place, item in enumerate(draft.items)
        for doubt in item.doubts
        if doubt.code != "no-units"
    ]
