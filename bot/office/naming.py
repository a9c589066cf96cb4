"""Settles which units a draft means, at the terminal: by what was typed, or by asking."""

from collections.abc import Iterable
from dataclasses import replace

import typer

from bot.console import refuse, say
from bot.drafts.naming import Naming, Register, home_in, names_in, naming_of
from db.vocabulary import PlanDraft
from notice.register.register import Known, New, Question, Verdict, settle, verdict_on
from templates import word


def naming_given(draft: PlanDraft, known: Register, office: str, given: Iterable[str]) -> Naming:
    """Return what a draft's units are, with the office's answers; refuse an answer that is none.

    Args:
        draft: the notice as read.
        known: the register.
        office: the office's own name, which may tell its place.
        given: answers as ``written=unit`` or ``written=新``.
    """
    names, home = names_in(draft), home_in(draft, known, office)
    typed = dict(map(_answer, given))
    if strange := typed.keys() - set(names):
        refuse("register.not_in_notice", name=min(strange))
    verdicts = settle((name for name in names if name not in typed), known, home)
    answers: dict[str, Known | New] = {
        name: New() for name, answer in typed.items() if answer == word("register.new")
    }
    new = [name for name, one in (verdicts | answers).items() if isinstance(one, New)]
    units = {**known, **dict.fromkeys(new, ())}
    for name, answer in typed.items():
        if name not in answers:
            meant = verdict_on(answer, units, home)
            if not isinstance(meant, Known):
                refuse("cli.no_unit", name=answer)
            answers[name] = meant
    return naming_of(draft, known, office, answers)


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
