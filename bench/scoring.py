"""`python -m bench.scoring [FOLDER]`: the reader against readings made by hand, each miss named.

FOLDER holds pairs of NAME.txt and NAME.expected.json; without it, tests/notices. Exit status 0
where every score of every notice reaches 0.99, else 1.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from notice.lines import NoticeError
from notice.reader import read_notice
from notice.shape import as_json
from notice.source import read_lines

BOUND = 0.99
NOTICES = Path(__file__).parents[1] / "tests" / "notices"
KINDS = ("head", "items", "numbers", "owners", "targets", "dates")
_ALIKE = 0.6  # of a quantity's name: a person may name what is counted in other words

Reading = dict[str, Any]
Fact = tuple[Any, ...]


@dataclass(slots=True)
class Score:
    """What was found of what a person found.

    Attributes:
        right: facts that both name.
        missed: facts that only the person names.
        false: facts that only the reader names.
    """

    right: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there is nothing to find."""
        wrong = len(self.missed) + len(self.false)
        return 2 * self.right / (2 * self.right + wrong) if self.right or wrong else 1.0


def score(expected: Reading, found: Reading) -> dict[str, Score]:
    """Hold a reading against the one made by hand; one score for each of ``KINDS``.

    What the person marked ``optional``, ``debatable`` or with ``due_alt`` counts neither way.
    """
    scores = {kind: Score() for kind in KINDS}
    keys = ("title", "notice_title", "year")
    _count(scores["head"], [(key, expected[key]) for key in keys], [(k, found[k]) for k in keys])
    _count(scores["head"], _named(expected["sections"]), _named(found["sections"]))
    for wanted, got in _pairs(expected["items"], found["items"]):
        if wanted is None or got is None:
            if not (wanted or {}).get("optional"):
                _count(scores["items"], _begin(wanted), _begin(got))
            continue
        scores["items"].right += 1
        at = wanted["label"] or "–"
        if not wanted.get("optional"):
            _count(scores["numbers"], _place(at, wanted), _place(at, got))
        _count(scores["owners"], [*_owners(at, wanted)], [*_owners(at, got)])
        _count_targets(scores["targets"], at, wanted["targets"], got["targets"])
        if got["due"] not in wanted.get("due_alt", []):
            _count(scores["dates"], _due(at, wanted), _due(at, got))
    return scores


def main(arguments: Sequence[str] | None = None) -> int:
    """Score every notice of the folder; return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    folder = Path(given[0]) if given else NOTICES
    console = Console(width=None if sys.stdout.isatty() else 100)
    table = Table("notice", *KINDS, box=None)
    is_good = True
    for path in sorted(folder.glob("*.expected.json")):
        name = path.name.removesuffix(".expected.json")
        scores = score(json.loads(path.read_text("utf-8")), _reading(path.with_name(f"{name}.txt")))
        table.add_row(name, *(f"{each.f1:.3f}" for each in scores.values()))
        is_good = is_good and all(each.f1 >= BOUND for each in scores.values())
        for kind, each in scores.items():
            for sign, facts in (("missed", each.missed), ("false", each.false)):
                for fact in facts:
                    console.print(f"{name} {kind} {sign}: {fact}", markup=False, highlight=False)
    console.print(table)
    return 0 if is_good else 1


def _reading(path: Path) -> Reading:
    """Read a notice; one in which nothing is found reads as a notice without anything."""
    try:
        return as_json(read_notice(read_lines(path)))
    except NoticeError:
        return {"title": "", "notice_title": "", "year": None, "sections": [], "items": []}


def _count(score: Score, wanted: Sequence[Fact], found: Sequence[Fact]) -> None:
    rest = Counter(found)
    for fact in wanted:
        if rest[fact]:
            rest[fact] -= 1
            score.right += 1
        else:
            score.missed.append(_words(fact))
    score.false += [_words(fact) for fact in rest.elements()]


def _count_targets(
    score: Score, at: str, wanted: Sequence[Reading], found: Sequence[Reading]
) -> None:
    rest = list(found)
    for target in wanted:
        same = next((each for each in rest if _are_alike(target, each)), None)
        if same is not None:
            rest.remove(same)
        if target.get("debatable"):
            continue
        score.right += same is not None
        score.missed += [] if same else [_words((at, *_target(target)))]
    score.false += [_words((at, *_target(each))) for each in rest]


def _pairs(
    wanted: Sequence[Reading], found: Sequence[Reading]
) -> Iterator[tuple[Reading | None, Reading | None]]:
    """Pair the items by how their bodies begin; what has no partner stands alone."""
    rest = list(found)
    for item in wanted:
        got = next((each for each in rest if _starts(each) == _starts(item)), None)
        if got is not None:
            rest.remove(got)
        yield item, got
    yield from ((None, each) for each in rest)


def _starts(item: Reading) -> str:
    return str(item["text_starts"])


def _begin(item: Reading | None) -> list[Fact]:
    return [(item["label"] or "–", item["text_starts"])] if item else []


def _named(sections: Sequence[str]) -> list[Fact]:
    return [("section", title) for title in sections]


def _place(at: str, item: Reading) -> list[Fact]:
    return [(at, "no", item["no"]), (at, "label", item["label"]), (at, "in", item["section"])]


def _owners(at: str, item: Reading) -> Iterator[Fact]:
    yield from ((at, part, name) for part in ("lead", "assist") for name in item[part])
    if item["open_ended"]:
        yield (at, "open_ended")


def _due(at: str, item: Reading) -> list[Fact]:
    return [(at, "due", item["due"])] if item["due"] else []


def _target(target: Reading) -> Fact:
    bound = (target["op"], target["value"], target["unit"], target.get("strict", False))
    return (*bound, target["quantity"])


def _are_alike(one: Reading, other: Reading) -> bool:
    """Tell whether two targets are the same goal, its name in whatever words."""
    *bound, name = _target(one)
    *other_bound, other_name = _target(other)
    is_within = name in other_name or other_name in name
    alike = is_within or SequenceMatcher(None, name, other_name).ratio() >= _ALIKE
    return bound == other_bound and alike


def _words(fact: Fact) -> str:
    return " ".join(str(part) for part in fact)


if __name__ == "__main__":
    sys.exit(main())
