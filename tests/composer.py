"""Composes notices from the shapes offices use, with what a careful person reads in them.

A notice is drawn as its facts (sections, items, owners, targets, dates) and as a shape (how
numbers, unit lists and lines are written); writing the facts in the shape gives the text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from hypothesis import strategies as st

from notice.lines import Line
from tests.composed_facts import Owners, Task, sections, tasks
from tests.composed_writing import (
    BRACKETS,
    apart,
    as_cells,
    broken,
    by_tabs,
    fields,
    flattened,
    han,
    in_lines,
    indented,
    one_a_line,
    plain,
    run_together,
    verbs,
)

TITLE = "2026年清溪县重点工作任务清单"
COVER = (
    f"关于印发《{TITLE}》的通知",
    "",
    "各乡镇人民政府，县政府各部门：",
    f"现将《{TITLE}》印发给你们，请认真贯彻落实。",
    "",
    "清溪县人民政府办公室",
    "2026年3月2日",
    "",
)
HEADINGS = (
    "加快产业发展",
    "推进乡村建设",
    "改善民生福祉",
    "优化营商环境",
    "守牢安全底线",
)
COLUMNS = ("序号", "工作任务", "责任单位", "完成时限")


Write = Callable[[int], str]
WriteOwners = Callable[[Owners, str], str]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a notice is written down.

    Attributes:
        numbers: write the number of a section, from 1 (None: no headings), and that of an item.
        restarts: the items of each section begin anew with 1, where there are headings.
        starts_at: the first item's number where numbers run through.
        owners: writes a unit list with a date, and whether several units can lead in it.
        on_own_line: the unit list stands on a line of its own.
        covered: a covering notice stands above.
        layout: turns paragraphs into the lines of a file.
    """

    numbers: tuple[Write | None, Write]
    restarts: bool
    starts_at: int
    owners: tuple[WriteOwners, bool]
    on_own_line: bool
    covered: bool
    layout: Callable[[Sequence[str]], list[Line]]


@dataclass(slots=True)
class Composed:
    """A notice's lines and the reading a person makes of them."""

    lines: list[Line]
    expected: dict[str, Any] = field(default_factory=dict)


def notices() -> st.SearchStrategy[Composed]:
    """Draw notices, each with its reading."""
    return st.builds(_compose, st.lists(sections(), min_size=1, max_size=3), _shapes())


def tables() -> st.SearchStrategy[Composed]:
    """Draw notices whose items stand in a table, with their readings."""
    rows = st.lists(tasks(with_units=True, with_dates=True), min_size=2, max_size=6)
    return st.builds(_tabulate, rows, st.sampled_from([as_cells, by_tabs, one_a_line]))


NUMBERS: tuple[tuple[Write | None, Write], ...] = (
    (lambda at: f"{han(at)}、", lambda at: f"{at}."),
    (lambda at: f"{han(at)}、", lambda at: f"（{han(at)}）"),
    (lambda at: f"（{han(at)}）", lambda at: f"{at}．"),
    (lambda at: f"第{han(at)}章 ", lambda at: f"第{han(at)}条 "),
    (None, lambda at: f"{at}、"),
    (None, lambda at: f"{han(at)}、"),
)
LISTS: tuple[tuple[WriteOwners, bool], ...] = (
    *((partial(fields, marks=marks, between="；"), True) for marks in BRACKETS),
    *((partial(fields, marks=marks, between="，"), True) for marks in BRACKETS),
    *((partial(verbs, marks=marks), True) for marks in BRACKETS),
    *(
        (partial(plain, word=word, marks=marks), False)
        for word in ("责任单位", "责任部门", "责任主体")
        for marks in (*BRACKETS, "")
    ),
)


def _shapes() -> st.SearchStrategy[Shape]:
    return st.builds(
        Shape,
        numbers=st.sampled_from(NUMBERS),
        restarts=st.booleans(),
        starts_at=st.sampled_from([1, 1, 1, 27]),
        owners=st.sampled_from(LISTS),
        on_own_line=st.booleans(),
        covered=st.booleans(),
        layout=st.sampled_from([in_lines, apart, indented, broken, flattened, run_together]),
    )


def _compose(drawn: list[list[Task]], shape: Shape) -> Composed:
    paragraphs: list[str] = []
    items = []
    heading, _ = shape.numbers
    restarts = shape.restarts and heading is not None
    count = 0 if restarts else shape.starts_at - 1
    for place, each in enumerate(drawn, start=1):
        title = HEADINGS[place - 1] if heading else None
        paragraphs += [f"{heading(place)}{title}"] if heading else []
        count = 0 if restarts else count
        for task in each:
            count += 1
            label = shape.numbers[1](count)
            paragraphs += _paragraphs(task, label, shape)
            number = f"{place}.{count}" if restarts and len(drawn) > 1 else str(count)
            items.append(_reading(task, (number, label.strip(), title), joint=shape.owners[1]))
    head = [*COVER, TITLE, ""] if shape.covered else [TITLE, ""]
    titles = HEADINGS[: len(drawn)] if heading else ()
    return Composed(
        shape.layout([*head, *paragraphs]), _whole(titles, items, covered=shape.covered)
    )


def _paragraphs(task: Task, label: str, shape: Shape) -> list[str]:
    if task.owners is None:
        return [label + task.body]
    listed = shape.owners[0](task.owners, task.due[0] if task.due else "")
    return [label + task.body, listed] if shape.on_own_line else [label + task.body + listed]


def _reading(task: Task, place: tuple[str, str, str | None], *, joint: bool) -> dict[str, Any]:
    owners = task.owners or Owners(())
    names = owners.lead + owners.assist
    lead = owners.lead if joint else names[:1]
    return {
        "no": place[0],
        "label": place[1],
        "section": place[2],
        "text_starts": task.body[:12],
        "lead": list(lead),
        "assist": list(names[len(lead) :]),
        "open_ended": owners.open_ended,
        "due": task.due[1].isoformat() if task.due and task.due[1] else None,
        "targets": [dict(target) for _, target in task.goals],
    }


def _whole(titles: Sequence[str], items: list[dict[str, Any]], *, covered: bool) -> dict[str, Any]:
    return {
        "title": TITLE,
        "notice_title": COVER[0] if covered else TITLE,
        "year": 2026,
        "sections": list(titles),
        "items": items,
    }


def _tabulate(drawn: list[Task], write: Callable[[list[tuple[str, ...]]], list[Line]]) -> Composed:
    rows: list[tuple[str, ...]] = [COLUMNS]
    items = []
    for number, task in enumerate(drawn, start=1):
        owners = task.owners or Owners(())
        names = "、".join(owners.lead + owners.assist) + ("等" if owners.open_ended else "")
        rows.append((str(number), task.body, names, task.due[0] if task.due else ""))
        items.append(_reading(task, (str(number), str(number), None), joint=False))
    lines = [Line(1, TITLE), *write(rows)]
    return Composed(
        [Line(number, line.text, line.cells) for number, line in enumerate(lines, start=1)],
        _whole((), items, covered=False),
    )
