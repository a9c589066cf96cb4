"""What a notice that was read comes to: its plan as it would be stored, and what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from bot.drafts.inquiries import Answers, Inquiry, answered, inquiries_of, unit_answers
from bot.drafts.known import plan_of_same_text, plan_of_same_title, revision_for
from bot.drafts.naming import Naming, aliases_of, in_register_names, naming_of
from bot.office.packing import Reading, unpacked
from db import register
from db.changes import Revision
from db.engine import Session
from db.tables import Draft
from db.vocabulary import PlanDraft, Rule

_RULES = TypeAdapter(tuple[Rule, ...])


@dataclass(frozen=True, slots=True)
class Proposal:
    """A notice as the office would store it now.

    Attributes:
        read: as it was read.
        draft: with the office's answers, units under their names in the register.
        naming: which units its names mean.
        inquiries: everything that is asked, answered or not.
        answers: what was answered, by the inquiry's key.
        rules: when reports would fall due.
        said: whether the notice itself says so.
        plan: the stored plan of which it is another text; None for a new one.
        same_text: whether it is that plan's own text.
        revision: what it would change in that plan.
    """

    read: Reading
    draft: PlanDraft
    naming: Naming
    inquiries: Sequence[Inquiry]
    answers: Answers
    rules: tuple[Rule, ...]
    said: bool
    plan: int | None = None
    same_text: bool = False
    revision: Revision | None = None

    @property
    def open(self) -> list[Inquiry]:
        """What is asked and not answered yet."""
        return [one for one in self.inquiries if one.key not in self.answers]

    @property
    def aliases(self) -> dict[str, str]:
        """The names by which units are to be known from now on, each with its unit."""
        return aliases_of(self.naming)


def proposal_of(session: Session, draft: Draft, office: str, today: date) -> Proposal | None:
    """Return what a draft comes to by what the office answered; None where it holds no reading."""
    read = unpacked((draft.reading or "").split("\n"))
    if read is None:
        return None
    known = register.known_names(session)
    inquiries = inquiries_of(read.draft, naming_of(read.draft, known, office, {}), today)
    answers = _valid(inquiries, draft.choices.get("answers", {}))
    settled = answered(read.draft, answers)
    naming = naming_of(settled, known, office, unit_answers(answers))
    named = in_register_names(settled, naming)
    of_text = plan_of_same_text(session, read.text)
    plan = of_text
    if of_text is None and not draft.choices.get("new"):
        plan = plan_of_same_title(session, named)
    return Proposal(
        read,
        named,
        naming,
        inquiries,
        answers,
        rules_in(draft.choices),
        bool(draft.choices.get("said")),
        plan,
        of_text is not None,
        None if plan is None else revision_for(session, plan, named),
    )


def _valid(inquiries: Sequence[Inquiry], answers: Answers) -> dict[str, str]:
    """Return the answers to what is still asked, and may still be answered so."""
    return {one.key: answers[one.key] for one in inquiries if answers.get(one.key) in one.answers}


def rules_in(choices: dict[str, Any]) -> tuple[Rule, ...]:
    """Return the cadences that a draft keeps."""
    return _RULES.validate_python(choices.get("rules", ()))


def rules_kept(rules: Sequence[Rule]) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return cadences as a draft keeps them."""
    return _RULES.dump_python(tuple(rules), mode="json")
