"""Holds a newer text of a plan against the one in force: what came, what went, what changed.

Only what a person would notice counts: blanks and the width of characters do not.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from db.changes import Change, Pair, Revision, Said, What, plain
from db.vocabulary import DueDraft, ItemDraft, PlanDraft, TargetDraft
from notice.revision.pairing import in_stages, pairs_of

Thing = TypeVar("Thing")


def revision_of(old: PlanDraft, new: PlanDraft) -> Revision:
    """Return what a newer text changes; empty where a person would notice nothing."""
    items = pairs_of(old, new)
    sections = _sections(old, new, items)
    headings = dict(sections)
    pairs = tuple(_pair(old, new, headings, places) for places in items)
    return Revision(
        old,
        new,
        pairs,
        added=_left(len(new.items), (pair.new for pair in pairs)),
        withdrawn=_left(len(old.items), (pair.old for pair in pairs)),
        sections=tuple(sections),
        changes=tuple(_of_the_plan(old, new, sections)),
    )


def _left(count: int, paired: Iterable[int]) -> tuple[int, ...]:
    taken = set(paired)
    return tuple(place for place in range(count) if place not in taken)


def _of_the_plan(
    old: PlanDraft, new: PlanDraft, sections: Sequence[tuple[int, int]]
) -> list[Change]:
    changes = []
    if plain(old.title) != plain(new.title):
        changes.append(Change(What.TITLE, old.title, new.title))
    if None not in {old.year, new.year} and old.year != new.year:  # not known is no change
        changes.append(Change(What.YEAR, old.year, new.year))
    headings = [(old.sections[before], new.sections[after]) for before, after in sections]
    changes += [
        Change(What.HEADING, before, after)
        for before, after in headings
        if plain(before) != plain(after)
    ]
    return changes


def _sections(
    old: PlanDraft, new: PlanDraft, items: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Pair headings: those of the same words, then those over which the same items stand."""
    same = in_stages(old.sections, new.sections, [plain])
    gone, come = {before for before, _ in same}, {after for _, after in same}
    over: Counter[tuple[int, int]] = Counter()
    for before, after in items:
        here, there = old.items[before].section, new.items[after].section
        if here is not None and there is not None and here not in gone and there not in come:
            over[here, there] += 1
    for (here, there), _ in over.most_common():
        if here not in gone and there not in come:
            same.append((here, there))
            gone.add(here)
            come.add(there)
    return sorted(same, key=lambda places: places[1])


def _pair(
    old: PlanDraft, new: PlanDraft, headings: dict[int, int], places: tuple[int, int]
) -> Pair:
    before, after = old.items[places[0]], new.items[places[1]]
    targets = _targets(before.targets, after.targets)
    changes = [*_words(before, after), *_goals(before, after, targets)]
    stood = None if before.section is None else headings.get(before.section, -1)
    if stood != after.section:
        moved = Change(What.SECTION, _heading(old, before), _heading(new, after))
        changes.insert(0, moved)
    return Pair(*places, tuple(changes), targets)


def _heading(draft: PlanDraft, item: ItemDraft) -> str | None:
    return None if item.section is None else draft.sections[item.section]


def _words(before: ItemDraft, after: ItemDraft) -> list[Change]:
    """Return what an item says differently, its targets left out."""
    sides: tuple[tuple[What, Said, Said, bool], ...] = (
        (What.NUMBER, before.number, after.number, before.number == after.number),
        (What.TEXT, before.text, after.text, plain(before.text) == plain(after.text)),
        (What.LEAD, before.lead, after.lead, _names(before.lead) == _names(after.lead)),
        (What.ASSIST, before.assist, after.assist, _names(before.assist) == _names(after.assist)),
        (
            What.OPEN_ENDED,
            before.open_ended,
            after.open_ended,
            before.open_ended == after.open_ended,
        ),
        (What.DUE, before.due, after.due, _when(before.due) == _when(after.due)),
    )
    return [Change(what, said, says) for what, said, says, same in sides if not same]


def _names(units: Iterable[str]) -> frozenset[str]:
    return frozenset(map(plain, units))


def _when(due: DueDraft | None) -> Hashable:
    """Return by when, however it is said; the phrase itself where it names no day."""
    if due is None:
        return None
    return due.day or plain(due.phrase)


def _targets(
    before: Sequence[TargetDraft], after: Sequence[TargetDraft]
) -> tuple[tuple[int | None, int | None], ...]:
    """Pair targets by what they count, the likest first."""
    keys: list[Callable[[TargetDraft], Hashable]] = [
        _goal,
        lambda target: (plain(target.quantity), plain(target.unit), target.op),
        lambda target: (plain(target.quantity), plain(target.unit)),
        lambda target: plain(target.quantity),
    ]
    same = in_stages(before, after, keys)
    gone = [(place, None) for place in _left(len(before), (one for one, _ in same))]
    come = [(None, place) for place in _left(len(after), (one for _, one in same))]
    return (*same, *gone, *come)


def _goal(target: TargetDraft) -> Hashable:
    return plain(target.quantity), plain(target.unit), target.op, target.value, target.strict


def _goals(
    before: ItemDraft, after: ItemDraft, places: Iterable[tuple[int | None, int | None]]
) -> list[Change]:
    sides = [(_at(before.targets, here), _at(after.targets, there)) for here, there in places]
    return [
        Change(What.TARGET, said, says)
        for said, says in sides
        if said is None or says is None or _goal(said) != _goal(says)
    ]


def _at(things: Sequence[Thing], place: int | None) -> Thing | None:
    return None if place is None else things[place]
