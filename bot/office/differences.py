"""What a revision changes, row by row in plain words; knows nothing of where they are shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.office.wording import due_in_words, target_in_words
from db.changes import Change, Pair, Revision, Said, What
from db.vocabulary import DueDraft, ItemDraft, PlanDraft, TargetDraft
from templates import headline, word

#: How much of a long text is shown on either side of what changed in it, and of that itself.
AROUND, SHOWN = 8, 60


@dataclass(frozen=True, slots=True)
class Row:
    """A change: which item, what of it, and what that says, before, after, or both.

    ``same`` is how many units stay and are left out; ``head`` marks the item's own first line.
    """

    number: str
    what: str
    before: str | None = None
    after: str | None = None
    same: int = 0
    head: bool = False


@dataclass(frozen=True, slots=True)
class Differences:
    """What changes: of the plan itself, what comes, what goes, what is changed, what renumbered."""

    plan: Sequence[Row]
    added: Sequence[Row]
    withdrawn: Sequence[Row]
    changed: Sequence[Row]
    renumbered: Sequence[str]


def differences_of(revision: Revision) -> Differences:
    """Return a revision's changes as rows."""
    old, new = revision.old, revision.new
    return Differences(
        [_said(change) for change in revision.changes],
        list(_whole(new, revision.added, come=True)),
        list(_whole(old, revision.withdrawn, come=False)),
        list(_changed(new, revision.changed)),
        _runs(revision.renumbered),
    )


def counts_in_words(revision: Revision) -> str:
    """Return how much a revision changes: 新增2项、撤下1项; that it is the plan alone otherwise."""
    counted = {
        "revision.count_added": len(revision.added),
        "revision.count_withdrawn": len(revision.withdrawn),
        "revision.count_changed": len(revision.changed),
        "revision.count_renumbered": len(revision.renumbered),
    }
    counts = [word(key, count=count) for key, count in counted.items() if count]
    return "、".join(counts) or word("revision.only_plan")


def _whole(draft: PlanDraft, places: Iterable[int], *, come: bool) -> Iterator[Row]:
    """Return all that is to be known of items that come or go."""

    def row(number: str, what: str, text: str) -> Row:
        return Row(number, what, None if come else text, text if come else None)

    for place in places:
        item = draft.items[place]
        yield row(_name(item), word("revision.text"), headline(item.text, SHOWN))
        facts: dict[What, Said] = {What.LEAD: item.lead, What.ASSIST: item.assist}
        facts |= {What.DUE: item.due}
        for what, said in facts.items():
            if said:
                yield row("", word(f"revision.{what}"), _words(said))
        for target in item.targets:
            yield row("", word("revision.target"), _words(target))


def _changed(draft: PlanDraft, pairs: Iterable[Pair]) -> Iterator[Row]:
    for pair in pairs:
        item = draft.items[pair.new]
        yield Row(_name(item), "", None, headline(item.text, SHOWN), head=True)
        for change in pair.changes:
            yield _said(change)


def _name(item: ItemDraft) -> str:
    return word("button.item", number=item.number) if item.number else word("revision.unnumbered")


def _said(change: Change) -> Row:
    before, after, same = _sides(change)
    return Row("", word(f"revision.{change.what}"), before, after, same)


def _sides(change: Change) -> tuple[str, str, int]:
    """Return what is said before and after, and how many units that stay are left out."""
    before, after = change.before, change.after
    if isinstance(before, tuple) and isinstance(after, tuple):
        gone = tuple(name for name in before if name not in after)
        come = tuple(name for name in after if name not in before)
        return _words(gone), _words(come), len(after) - len(come)
    if change.what is What.TEXT:
        return *_apart(str(before), str(after)), 0
    return _words(before), _words(after), 0


def _words(said: Said) -> str:
    match said:
        case bool():
            return word("revision.yes" if said else "revision.no")
        case DueDraft():
            return " ".join(due_in_words(said).split())
        case TargetDraft():
            return target_in_words(said)
        case tuple():
            return "、".join(said) or word("revision.none")
        case None:
            return word("revision.none")
    return str(said)


def _apart(before: str, after: str) -> tuple[str, str]:
    """Return where two texts differ, with a little around it."""
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    return _cut(before, start, len(before) - end), _cut(after, start, len(after) - end)


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts have in common from their starts."""
    unlike = (place for place, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) > 1)
    return next(unlike, min(len(one), len(other)))


def _cut(text: str, start: int, end: int) -> str:
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    shown = text[first:last]
    if len(shown) > SHOWN:
        shown = f"{shown[: SHOWN // 2]}……{shown[-SHOWN // 2 :]}"
    return f"{'…' if first else ''}{shown}{'…' if last < len(text) else ''}"


def _runs(pairs: Sequence[Pair]) -> list[str]:
    """Return renumberings, those of neighbours that move alike as one: 第4–40项 → 第5–41项."""
    runs: list[list[tuple[str, str]]] = []
    for pair in pairs:
        (change,) = pair.changes
        before, after = _words(change.before), _words(change.after)
        if runs and _follows(runs[-1][-1], (before, after)):
            runs[-1].append((before, after))
        else:
            runs.append([(before, after)])
    return [f"{_span(run, 0)} → {_span(run, 1)}" for run in runs]


def _follows(last: tuple[str, str], this: tuple[str, str]) -> bool:
    plain = all(number.isdecimal() for number in (*last, *this))
    return plain and all(int(two) - int(one) == 1 for one, two in zip(last, this, strict=True))


def _span(run: Sequence[tuple[str, str]], side: int) -> str:
    first, last = run[0][side], run[-1][side]
    return word("button.item", number=first if first == last else f"{first}–{last}")
