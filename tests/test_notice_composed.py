"""Notices composed from every shape are read as they were composed, and hostile ones do no harm."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.scoring import score
from notice.lines import Line, NoticeError, lines_of
from notice.reader import read_notice
from notice.shape import as_json
from tests.composer import Composed, notices, tables

UNHURRIED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def misses(composed: Composed) -> list[str]:
    """Name everything that the reader reads otherwise than it was composed."""
    scores = score(composed.expected, as_json(read_notice(composed.lines)))
    return [
        f"{kind}: {fact}" for kind, each in scores.items() for fact in [*each.missed, *each.false]
    ]


@UNHURRIED
@given(notices())
def test_a_composed_notice_is_read_as_it_was_composed(composed: Composed) -> None:
    assert misses(composed) == []


@UNHURRIED
@given(tables())
def test_a_composed_table_is_read_as_it_was_composed(composed: Composed) -> None:
    assert misses(composed) == []


SIGNS = (
    *"（）(【〔“”《。，、；：的年月日每各等3万%至\n\t|",
    *("一、", "（一）", "1.", "1.1", "责任单位：", "牵头", "配合", "县农业局", "达到", "6月底前"),
)
PIECES = st.sampled_from(SIGNS)


def items_of(lines: list[Line]) -> int:
    """Count the items that are read; a text without any is refused, and nothing else happens."""
    try:
        return len(read_notice(lines).items)
    except NoticeError as refusal:
        return -1 if refusal.code == "no_items" else 0


@UNHURRIED
@given(st.lists(PIECES, max_size=300).map("".join))
def test_hostile_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    assert items_of(lines_of(text))


@UNHURRIED
@given(st.lists(st.lists(PIECES, min_size=1, max_size=6).map(tuple), max_size=30))
def test_hostile_tables_are_read_or_refused_and_nothing_else(rows: list[tuple[str, ...]]) -> None:
    lines = [Line(number, "\t".join(row), row) for number, row in enumerate(rows, start=1)]

    assert items_of(lines)
