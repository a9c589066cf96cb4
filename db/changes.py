"""What a newer text of a plan changes, as frozen values; knows nothing but the words."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from db.vocabulary import DueDraft, ItemDraft, PlanDraft, TargetDraft


def plain(text: str) -> str:
    """Return words as they are held against others: no blanks, one width of characters."""
    return "".join(unicodedata.normalize("NFKC", text).split())


class What(StrEnum):
    """What of a plan or of an item a newer text says differently."""

    TITLE = "title"
    YEAR = "year"
    HEADING = "heading"
    NUMBER = "number"
    SECTION = "section"
    TEXT = "text"
    LEAD = "lead"
    ASSIST = "assist"
    OPEN_ENDED = "open_ended"
    DUE = "due"
    TARGET = "target"


#: What stands on one side of a change; None where there is nothing.
Said = str | int | tuple[str, ...] | DueDraft | TargetDraft | None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a newer text says differently, before and after."""

    what: What
    before: Said
    after: Said


@dataclass(frozen=True, slots=True)
class Pair:
    """The same item in both texts.

    Attributes:
        old: its place among the old draft's items.
        new: its place among the new draft's items.
        changes: what a person would notice; empty where the item stayed as it is.
        targets: places of targets in the old and in the new item; None where one has none.
    """

    old: int
    new: int
    changes: tuple[Change, ...] = ()
    targets: tuple[tuple[int | None, int | None], ...] = ()

    @property
    def only_renumbered(self) -> bool:
        """Whether nothing but the number changed: an item came in, or went, before this one."""
        return {change.what for change in self.changes} == {What.NUMBER}


@dataclass(frozen=True, slots=True)
class Revision:
    """A newer text of a plan held against the one in force.

    Attributes:
        old: the plan as it stands.
        new: the newer text as read.
        pairs: the items that both have, in the order of the new one.
        added: places among the new draft's items.
        withdrawn: places among the old draft's items.
        sections: headings that both have, by their places in the old and in the new draft.
        changes: title, year and reworded headings.
    """

    old: PlanDraft
    new: PlanDraft
    pairs: tuple[Pair, ...]
    added: tuple[int, ...] = ()
    withdrawn: tuple[int, ...] = ()
    sections: tuple[tuple[int, int], ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def changed(self) -> tuple[Pair, ...]:
        """The items that say something else, those that only got another number left out."""
        return tuple(pair for pair in self.pairs if pair.changes and not pair.only_renumbered)

    @property
    def renumbered(self) -> tuple[Pair, ...]:
        """The items that only got another number."""
        return tuple(pair for pair in self.pairs if pair.only_renumbered)

    @property
    def empty(self) -> bool:
        """Whether a person would notice nothing."""
        own = self.added or self.withdrawn or self.changes
        return not own and not any(pair.changes for pair in self.pairs)


def facts_of(revision: Revision) -> dict[str, list[dict[str, Any]]]:
    """Return a revision as plain JSON values.

    ``plan`` holds changes of title, year and headings; ``added`` and ``withdrawn`` items as they
    are or were; ``changed`` and ``renumbered`` items with each change's ``what``, ``before`` and
    ``after``.
    """
    old, new = revision.old, revision.new
    return {
        "plan": [_change(change) for change in revision.changes],
        "added": [_item(new, new.items[place]) for place in revision.added],
        "withdrawn": [_item(old, old.items[place]) for place in revision.withdrawn],
        "changed": [_pair(new, pair) for pair in revision.changed],
        "renumbered": [_pair(new, pair) for pair in revision.renumbered],
    }


def _pair(new: PlanDraft, pair: Pair) -> dict[str, Any]:
    item = new.items[pair.new]
    changes = [_change(change) for change in pair.changes]
    return {"no": item.number, "text": item.text, "changes": changes}


def _item(draft: PlanDraft, item: ItemDraft) -> dict[str, Any]:
    return {
        "no": item.number,
        "section": None if item.section is None else draft.sections[item.section],
        "text": item.text,
        "lead": list(item.lead),
        "assist": list(item.assist),
        "open_ended": item.open_ended,
        "due": _said(item.due),
        "targets": [_said(target) for target in item.targets],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "what": change.what.value,
        "before": _said(change.before),
        "after": _said(change.after),
    }


def _said(said: Said) -> object:
    match said:
        case tuple():
            return list(said)
        case DueDraft():
            day = said.day.isoformat() if said.day else None
            return {"text": said.phrase, "timing": said.timing.value, "day": day}
        case TargetDraft():
            goal = {"quantity": said.quantity, "op": said.op.value, "strict": said.strict}
            return goal | {"value": f"{said.value:f}", "unit": said.unit, "text": said.source}
    return said
