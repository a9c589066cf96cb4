"""Which units a draft means: by the register, and by the office's answers.

Whoever asks, in chat or at the terminal, takes the questions from here and brings the answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from db.vocabulary import ItemDraft, PlanDraft
from notice.register.naming import Home, home_of
from notice.register.register import Known, New, Question, Verdict, settle

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

    @property
    def known(self) -> set[str]:
        """The units of the register that are meant, by the register's names."""
        new = {name for name, each in self.verdicts.items() if isinstance(each, New)}
        meant = {each.unit for each in self.verdicts.values() if isinstance(each, Known)}
        return meant - new


def names_in(draft: PlanDraft) -> list[str]:
    """Return the units of a draft as written, each time that it names them."""
    return [name for item in draft.items for name in (*item.lead, *item.assist)]


def home_in(draft: PlanDraft, known: Register, office: str) -> Home:
    """Return whose notice a draft is, as its titles, its units and the office's name tell."""
    return home_of(office, (draft.title, draft.notice_title), [*names_in(draft), *known])


def naming_of(
    draft: PlanDraft, known: Register, office: str, answers: Mapping[str, Known | New]
) -> Naming:
    """Return what a draft's units are.

    Args:
        draft: the notice as read.
        known: the register.
        office: the office's own name, which may tell its place.
        answers: what the office said of units, by the name as written.
    """
    names, home = names_in(draft), home_in(draft, known, office)
    verdicts = settle((name for name in names if name not in answers), known, home)
    verdicts |= answers
    new = [name for name, verdict in verdicts.items() if isinstance(verdict, New)]
    ordered = {name: verdicts[name] for name in dict.fromkeys(names)}
    return Naming(ordered, {**known, **dict.fromkeys(new, ())})


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
        if isinstance(verdict, Known)
        and name not in (verdict.unit, *naming.units.get(verdict.unit, ()))
    }
