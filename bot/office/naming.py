"""Settles which units a draft means: by the register, by the office's answers, or by asking."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import typer

from bot.console import refuse, say
from db.vocabulary import ItemDraft, PlanDraft
from notice.register.naming import home_of
from notice.register.register import Known, New, Question, Verdict, settle, verdict_on
from templates import word

#: The aliases of each known unit by its name.
Register = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Naming:
    """What is to be known of a draft's units.

    Attributes:
        verdicts: by the name as written, in the notice's order.
        units: every unit that a name can mean: known ones, then those that the notice brings.
    """

    verdicts: Mapping[str, Verdict]
    units: Register

    @property
    def questions(self) -> dict[str, Question]:
        """The names that may be one of several units."""
        asked = self.verdicts.items()
        return {name: each for name, each in asked if isinstance(each, Question)}


def naming_of(draft: PlanDraft, known: Register, office: str, given: Iterable[str]) -> Naming:
    """Return what a draft's units are, with the office's answers; refuse an answer that is none.

    Args:
        draft: the notice as read.
        known: the register.
        office: the office's own name, which may tell its place.
        given: answers as ``written=unit`` or ``written=新``.
    """
    names = [name for item in draft.items for name in (*item.lead, *item.assist)]
    home = home_of(office, (draft.title, draft.notice_title), [*names, *known])
    answers = dict(map(_answer, given))
    if strange := answers.keys() - set(names):
        refuse("register.not_in_notice", name=min(strange))
    verdicts = settle((name for name in names if name not in answers), known, home)
    verdicts |= {name: New() for name, answer in answers.items() if answer == word("register.new")}
    new = [name for name, verdict in verdicts.items() if isinstance(verdict, New)]
    units = {**known, **dict.fromkeys(new, ())}
    for name, answer in answers.items():
        if name not in verdicts:
            meant = verdict_on(answer, units, home)
            if not isinstance(meant, Known):
                refuse("cli.no_unit", name=answer)
            verdicts[name] = meant
    return Naming({name: verdicts[name] for name in dict.fromkeys(names)}, units)


def _answer(given: str) -> tuple[str, str]:
    written, equals, unit = (part.strip() for part in given.partition("="))
    if not (written and equals and unit):
        refuse("register.no_answer", value=given)
    return written, unit


def settled(naming: Naming, *, asking: bool) -> Naming:
    """Return the naming without questions; without somebody to ask, end the command at one."""
    verdicts = dict(naming.verdicts)
    for name, question in naming.questions.items():
        if not asking:
            count, near = len(naming.questions), question.candidates[0]
            refuse("register.open", count=count, name=name, near=near, new=word("register.new"))
        verdicts[name] = _asked(name, question)
    return replace(naming, verdicts=verdicts)


def _asked(name: str, question: Question) -> Verdict:
    """Ask until a number is typed that stands before an answer."""
    say("register.which", name=name)
    for place, candidate in enumerate(question.candidates, start=1):
        say("register.choice", number=place, unit=candidate)
    last = len(question.candidates) + 1
    say("register.choice_new", number=last)
    while True:
        typed = typer.prompt(word("register.choose", last=last), prompt_suffix=" ").strip()
        if typed.isdecimal() and 0 < int(typed) <= last:
            break
    chosen = int(typed)
    return New() if chosen == last else Known(question.candidates[chosen - 1])


def in_register_names(draft: PlanDraft, naming: Naming) -> PlanDraft:
    """Return a draft with each unit under its name in the register, once an item."""
    meant = {
        name: verdict.unit if isinstance(verdict, Known) else name
        for name, verdict in naming.verdicts.items()
    }
    return replace(draft, items=tuple(_renamed(item, meant) for item in draft.items))


def _renamed(item: ItemDraft, meant: Mapping[str, str]) -> ItemDraft:
    lead = tuple(dict.fromkeys(meant[name] for name in item.lead))
    assist = dict.fromkeys(meant[name] for name in item.assist)
    return replace(item, lead=lead, assist=tuple(name for name in assist if name not in lead))


def aliases_of(naming: Naming) -> dict[str, str]:
    """Return the names by which units are to be known from now on, each with its unit."""
    return {
        name: verdict.unit
        for name, verdict in naming.verdicts.items()
        if isinstance(verdict, Known) and name not in (verdict.unit, *naming.units[verdict.unit])
    }
