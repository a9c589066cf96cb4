"""Shows a revision in the terminal: what comes, what goes, what changes, before and after."""

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from bot.console import GAP, heading, out, say
from bot.office.wording import due_in_words, target_in_words
from bot.updates import without_control
from db.changes import Change, Pair, Revision, Said, What
from db.vocabulary import DueDraft, ItemDraft, PlanDraft, TargetDraft
from templates import headline, word

#: How much of a long text is shown on either side of what changed in it, and of that itself.
AROUND, SHOWN = 8, 60
_BEFORE, _AFTER = "red", "green"
#: A row: the item, what of it, and what is said.
Row = tuple[str, str, Text]


def show_revision(revision: Revision) -> None:
    """Print what a newer text changes: the counts, then each change before and after."""
    title = revision.new.title
    if revision.empty:
        say("revision.nothing", title=title)
        return
    counted = {
        "revision.count_added": len(revision.added),
        "revision.count_withdrawn": len(revision.withdrawn),
        "revision.count_changed": len(revision.changed),
        "revision.count_renumbered": len(revision.renumbered),
    }
    counts = [word(key, count=count) for key, count in counted.items() if count]
    say("revision.summary", title=title, counts="、".join(counts) or word("revision.only_plan"))
    old, new = revision.old, revision.new
    _show("revision.plan", [_said(change) for change in revision.changes])
    _show("revision.added", _whole(new, revision.added, _AFTER))
    _show("revision.withdrawn", _whole(old, revision.withdrawn, _BEFORE))
    _show("revision.changed", _changed(new, revision.changed))
    _show("revision.renumbered", [("", "", Text(run)) for run in _runs(revision.renumbered)])


def _show(key: str, rows: Iterable[Row]) -> None:
    rows = list(rows)
    if not rows:
        return
    heading(f"\n{word(key)}")
    numbers, whats, _ = zip(*rows, strict=True)
    widths = [max(map(cell_len, column)) for column in (numbers, whats)]
    for number, what, text in rows:
        left = "".join(
            set_cell_size(cell, width) + " " * GAP
            for cell, width in zip((without_control(number), what), widths, strict=True)
            if width
        )
        for line in text.wrap(out, out.width - cell_len(left), overflow="fold") or [Text()]:
            line.rstrip()
            out.print(Text.assemble(left, line), soft_wrap=True)
            left = " " * cell_len(left)


def _whole(draft: PlanDraft, places: Iterable[int], style: str) -> Iterator[Row]:
    """Return all that is to be known of items that come or go."""
    for place in places:
        item = draft.items[place]
        yield _name(item), word("revision.text"), _styled(headline(item.text, SHOWN), style)
        facts: dict[What, Said] = {What.LEAD: item.lead, What.ASSIST: item.assist}
        facts |= {What.DUE: item.due}
        for what, said in facts.items():
            if said:
                yield "", word(f"revision.{what}"), _styled(_words(said), style)
        for target in item.targets:
            yield "", word("revision.target"), _styled(_words(target), style)


def _changed(draft: PlanDraft, pairs: Iterable[Pair]) -> Iterator[Row]:
    for pair in pairs:
        item = draft.items[pair.new]
        yield _name(item), "", _styled(headline(item.text, SHOWN), "bold")
        for change in pair.changes:
            yield _said(change)


def _name(item: ItemDraft) -> str:
    return word("button.item", number=item.number) if item.number else word("revision.unnumbered")


def _said(change: Change) -> Row:
    before, after, left = _sides(change)
    said = Text.assemble(_styled(before, _BEFORE), " → ", _styled(after, _AFTER))
    if left:
        said.append(word("revision.same_units", count=left), style="dim")
    return "", word(f"revision.{change.what}"), said


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


def _styled(text: str, style: str) -> Text:
    return Text(without_control(text), style=style)
