"""Shows a reading before it is stored: what was read, what is doubted, and what to do next."""

from collections.abc import Iterator, Mapping

from bot.console import heading, print_json, say, table, widths_of
from bot.drafts.naming import Naming
from bot.office.wording import doubt_in_words, due_in_words, target_in_words
from db.vocabulary import Doubt, ItemDraft, PlanDraft
from notice.register.register import Known, Question
from notice.shape import as_json
from templates import headline, word

#: The preview's columns, with their shares of the width.
COLUMNS = {"number": 0, "task": 5, "lead": 4, "assist": 4, "targets": 5, "due": 3}
#: The columns of lists, with the percentage of the width that their longest name may take.
_NAMES = {"lead": 22, "assist": 22, "targets": 0, "due": 17}
_LISTED = 5  # items named with a unit before the rest is only counted


def show(draft: PlanDraft, naming: Naming) -> None:
    """Print a draft as a table by section, its doubts marked, and below the table said in words."""
    doubtful = [item for item in draft.items if item.all_doubts]
    counts = _counts(draft)
    parts = word("cli.count_parts", count=counts["sections"]) if draft.sections else ""
    say("cli.preview", title=draft.title, parts=parts, **counts)
    counted = {"cli.count_items": len(doubtful), "cli.count_units": len(naming.questions)}
    if doubted := [word(key, count=count) for key, count in counted.items() if count]:
        say("cli.preview_doubts", counts="、".join(doubted))
    else:
        say("cli.preview_sure")
    _print_items(draft, naming)
    _say_doubts(doubtful)
    _say_units(draft, naming)


def say_next() -> None:
    """Print what to do with a reading that was only shown."""
    say("cli.next")


def facts(draft: PlanDraft, naming: Naming, revision: Mapping[str, object] | None = None) -> None:
    """Print a draft as JSON, with its units and, where it revises a plan, what it changes."""
    changes = {} if revision is None else {"revision": revision}
    print_json({**as_json(draft), "units": list(_units(draft, naming)), **changes})


def _print_items(draft: PlanDraft, naming: Naming) -> None:
    rows = [(item.section, _row(item, naming)) for item in draft.items]
    widths = widths_of(COLUMNS, [list(row.values()) for _, row in rows], _NAMES)
    in_order = sorted({section for section, _ in rows}, key=lambda one: -1 if one is None else one)
    for place, section in enumerate(in_order):
        if section is not None:
            title = word("cli.section", number=section + 1, title=draft.sections[section])
            heading(f"\n{title}")
        of_section = [row for one, row in rows if one == section]
        table(widths, of_section, header=place == 0, names=_NAMES, mark=word("cli.mark"))


def _counts(draft: PlanDraft) -> dict[str, int]:
    return {
        "sections": len(draft.sections),
        "items": len(draft.items),
        "units": len({unit for item in draft.items for unit in item.lead + item.assist}),
        "targets": sum(len(item.targets) for item in draft.items),
        "dates": sum(item.due is not None for item in draft.items),
    }


def _row(item: ItemDraft, naming: Naming) -> dict[str, str]:
    """Return an item's cells; ？ stands behind whatever is doubted."""
    mark, codes = word("cli.mark"), {doubt.code for doubt in item.doubts}
    more = word("column.open_ended") if item.open_ended else ""
    doubted = {*naming.questions, *(doubt.about for doubt in item.doubts)}
    lead = _named(item.lead, doubted) + ("" if item.assist else more)
    if "no-units" in codes and not lead:
        lead = word("cli.no_units_mark")
    assist = _named(item.assist, doubted) + (more if item.assist else "")
    targets = "\n".join(
        target_in_words(target) + (mark if target.doubt else "") for target in item.targets
    )
    phrase, *day = due_in_words(item.due).split("\n")
    due = "\n".join([phrase + (mark if item.due and item.due.doubt else ""), *day])
    number = f"{item.number or '–'}{f' {mark}' if item.doubts else ''}"
    cells = (number, headline(item.text, 24), lead, assist, targets, due)
    return dict(zip(COLUMNS, cells, strict=True))


def _named(names: tuple[str, ...], doubted: set[str]) -> str:
    mark = word("cli.mark")
    return "、".join(f"{name}{mark}" if name in doubted else name for name in names)


def _say_doubts(doubtful: list[ItemDraft]) -> None:
    if doubtful:
        say("cli.doubts", count=len(doubtful))
    for item in doubtful:
        for line, why in _by_line(item).items():
            key = "cli.doubt" if item.number else "cli.doubt_unnumbered"
            say(key, number=item.number, line=line, why="；".join(why))


def _by_line(item: ItemDraft) -> dict[int, list[str]]:
    """Return what is doubted of an item in words, by source line."""
    found: dict[int, list[str]] = {}
    for doubt in item.all_doubts:
        found.setdefault(doubt.line or item.line, []).append(_why(doubt))
    return found


def _why(doubt: Doubt) -> str:
    why = doubt_in_words(doubt)
    if not doubt.about or doubt.about in why:
        return why
    return word("cli.doubt_about", why=why, about=doubt.about)


def _say_units(draft: PlanDraft, naming: Naming) -> None:
    if naming.questions:
        say("register.questions", count=len(naming.questions))
    for name, question in naming.questions.items():
        candidates = "、".join(f"“{one}”" for one in question.candidates)
        say("register.question", name=name, items=_where(draft, name), candidates=candidates)
    renamed = {
        name: verdict.unit
        for name, verdict in naming.verdicts.items()
        if isinstance(verdict, Known) and verdict.unit != name
    }
    if renamed:
        say("register.known")
    for name, unit in renamed.items():
        say("register.known_as", name=name, unit=unit)


def _where(draft: PlanDraft, name: str) -> str:
    numbers = [item.number or "–" for item in draft.items if name in item.lead + item.assist]
    listed = "、".join(word("register.item", number=number) for number in numbers[:_LISTED])
    if len(numbers) <= _LISTED:
        return listed
    return word("register.more_items", items=listed, count=len(numbers))


def _units(draft: PlanDraft, naming: Naming) -> Iterator[dict[str, object]]:
    """Yield each unit as written: its items, the unit it is known to be, or what it may be."""
    for name, verdict in naming.verdicts.items():
        yield {
            "name": name,
            "items": [item.number for item in draft.items if name in item.lead + item.assist],
            "unit": verdict.unit if isinstance(verdict, Known) else None,
            "sure": not isinstance(verdict, Question),
            "candidates": list(verdict.candidates) if isinstance(verdict, Question) else [],
        }
