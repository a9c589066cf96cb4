"""Finds the same items in two texts of a plan, renumbered, moved or reworded ones too.

Linear for long notices: same words are found by key, like ones among the few that share rare
pieces of their openings; no text is held against all others.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from db.changes import plain
from db.vocabulary import PlanDraft

Thing = TypeVar("Thing")
#: How many characters of an item are its opening.
OPENING = 80
#: A piece of text that so many items share tells nothing.
COMMON = 24
#: How many items of the old text each new one is held against.
CANDIDATES = 4
#: How like two openings are that are taken for one item; less will do for one in its own place,
#: and no unit in common asks for more: what one unit said of a task is not said of another's.
LIKE, LIKE_IN_PLACE, LIKE_OF_OTHERS = 0.6, 0.4, 0.75
#: What the same number, and the same heading, weigh beside words.
OWN_NUMBER, OWN_HEADING = 0.1, 0.05
_SIZE = 2


@dataclass(frozen=True, slots=True)
class _Words:
    """What an item is known by."""

    text: str
    number: str | None
    heading: str
    units: frozenset[str]

    @property
    def opening(self) -> str:
        return self.text[:OPENING]

    @property
    def pieces(self) -> set[str]:
        opening = self.opening
        return {opening[start : start + _SIZE] for start in range(len(opening) - _SIZE + 1)}


def pairs_of(old: PlanDraft, new: PlanDraft) -> list[tuple[int, int]]:
    """Return the places of items that are the same in both, in the order of the new text."""
    before, after = _words_of(old), _words_of(new)
    keys: list[Callable[[_Words], Hashable]] = [
        lambda item: (item.text, item.number, item.heading),
        lambda item: (item.text, item.number),
        lambda item: (item.text, item.heading),
        lambda item: item.text,
    ]
    same = in_stages(before, after, keys)
    return sorted([*same, *_like(before, after, same)], key=lambda places: places[1])


def in_stages(
    before: Sequence[Thing], after: Sequence[Thing], keys: Iterable[Callable[[Thing], Hashable]]
) -> list[tuple[int, int]]:
    """Pair things of the same key, in their order; whatever is left goes on to the next key."""
    pairs: list[tuple[int, int]] = []
    here, there = list(range(len(before))), list(range(len(after)))
    for key in keys:
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for place in here:
            waiting[key(before[place])].append(place)
        found = [
            (queue.popleft(), place) for place in there if (queue := waiting[key(after[place])])
        ]
        pairs += found
        gone, come = {one for one, _ in found}, {one for _, one in found}
        here = [place for place in here if place not in gone]
        there = [place for place in there if place not in come]
    return pairs


def _words_of(draft: PlanDraft) -> list[_Words]:
    headings = [plain(section) for section in draft.sections]
    return [
        _Words(
            plain(item.text),
            item.number,
            "" if item.section is None else headings[item.section],
            frozenset(map(plain, (*item.lead, *item.assist))),
        )
        for item in draft.items
    ]


def _like(
    before: Sequence[_Words], after: Sequence[_Words], same: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Pair what is left by its openings, the likest first."""
    gone, come = {one for one, _ in same}, {one for _, one in same}
    left = {place: item for place, item in enumerate(before) if place not in gone}
    candidates = _Candidates(left)
    scored = [
        (score, here, there)
        for there, item in enumerate(after)
        if there not in come
        for here in candidates.of(item)
        if (score := _likeness(left[here], item))
    ]
    pairs = []
    for _, here, there in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if here not in gone and there not in come:
            pairs.append((here, there))
            gone.add(here)
            come.add(there)
    return pairs


class _Candidates:
    """An index of items by rare pieces of their openings, and by their numbers."""

    def __init__(self, items: dict[int, _Words]) -> None:
        self.by_piece: dict[str, list[int]] = defaultdict(list)
        self.by_number: dict[str | None, list[int]] = defaultdict(list)
        for place, item in items.items():
            self.by_number[item.number].append(place)
            for piece in item.pieces:
                self.by_piece[piece].append(place)

    def of(self, item: _Words) -> list[int]:
        """Return the items that share most with one, and those of its number."""
        shared: dict[int, int] = defaultdict(int)
        for piece in item.pieces:
            places = self.by_piece.get(piece, ())
            if len(places) <= COMMON:
                for place in places:
                    shared[place] += 1
        best = sorted(shared, key=lambda place: (-shared[place], place))[:CANDIDATES]
        own = self.by_number.get(item.number, ()) if item.number else ()
        return list(dict.fromkeys([*best, *own[:CANDIDATES]]))


def _likeness(old: _Words, new: _Words) -> float:
    """Return how like two items are, by words first; 0 where they are not the same item."""
    ratio = SequenceMatcher(None, old.opening, new.opening, autojunk=False).ratio()
    in_place = old.number == new.number and old.heading == new.heading
    of_others = old.units and new.units and not old.units & new.units
    if ratio < (LIKE_OF_OTHERS if of_others else LIKE_IN_PLACE if in_place else LIKE):
        return 0
    own = OWN_NUMBER * (old.number == new.number) + OWN_HEADING * (old.heading == new.heading)
    return ratio + own
