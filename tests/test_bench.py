"""The benchmarks at tiny sizes: they measure work that is done rightly; never how fast."""

import pytest

from bench.__main__ import MEASURES, as_markdown, main
from bench.digesting import measure_digest
from bench.paging import measure_paging
from bench.reading import SHAPES, measure_reading
from bench.replying import measure_replies
from bench.reporting import measure_ledger
from bench.rows import Row, WrongError
from bench.seeding import Size
from bench.sending import measure_reminders, measure_sending
from bench.starting import measure_start
from bench.sweeping import measure_growth, measure_sweep
from bench.years import measure_years

SMALL = Size(units=20, items=2, periods=2)


def unheard(step: str) -> None:
    assert step


def test_the_sweep_by_hand_leaves_the_same_rows_and_both_go_by_the_index() -> None:
    _, plan = measure_sweep(unheard, SMALL, repeats=1)

    assert plan.reached


def test_a_sweep_finds_what_is_due_in_a_larger_ledger_too() -> None:
    (row,) = measure_growth(unheard, SMALL, Size(units=20, items=2, periods=4), repeats=1)

    assert row.what == "growth: the same 20 due of 160"


def test_weeks_of_a_year_are_played_rightly_alone_and_beside_former_years() -> None:
    rows = measure_years(unheard, units=20, items=2, repeats=1, days=28)

    assert [row.what for row in rows] == [
        "a year of 20 units × 2 items, 40 due: each",
        "5 units beside 10 former years: each",
    ]


def test_no_page_of_the_office_s_card_reads_a_large_table_whole() -> None:
    pages, whole = measure_paging(unheard, items=4, units=3, repeats=1)

    assert "pages of 144 obligations" in pages.what
    assert whole.ours == "none"


@pytest.mark.torture
def test_reminders_reach_everybody_once_within_the_strict_limits() -> None:
    (row,) = measure_reminders(unheard, 35)

    assert "0 refusals" in row.ours


@pytest.mark.torture
def test_an_outbox_without_limits_reaches_everybody_once() -> None:
    rows = measure_sending(unheard, 20, repeats=1)

    assert [row.what for row in rows] == [
        "sending: 20 notes, no limits",
        "sending: 20 checklists, drawn anew, no limits",
    ]


@pytest.mark.torture
def test_every_typed_answer_is_stored_once() -> None:
    (row,) = measure_replies(unheard, people=3, each=2, repeats=1)

    assert row.what == "replies: 6 answers of 3 people, stored and answered"


@pytest.mark.process
@pytest.mark.torture
def test_a_bot_that_starts_polls() -> None:
    start, memory = measure_start(unheard, repeats=1)

    assert start.ours.endswith(" s")
    assert memory.ours.endswith(" MB")


@pytest.mark.process
def test_a_ledger_is_made_and_its_maker_measured() -> None:
    took, needed = measure_ledger(unheard, SMALL)

    assert took.what == "ledger: 80 obligations"
    assert needed.ours.endswith(" MB")


@pytest.mark.process
def test_a_digest_is_made_and_a_page_of_it_shown() -> None:
    took, needed, page = measure_digest(unheard, SMALL)

    assert took.what == "digest: 80 obligations"
    assert needed.ours.endswith(" MB")
    assert page.ours.endswith(" ms")


def test_the_reader_is_held_against_itself_on_every_shape_of_text() -> None:
    rows = measure_reading(unheard, size=3_000, repeats=1)

    assert len(rows) == len(SHAPES)
    assert all(row.ours.endswith(" s") for row in rows)


@pytest.mark.parametrize(("reached", "status"), [(True, 0), (None, 0), (False, 1)])
def test_the_exit_status_tells_of_a_bound_not_reached(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    reached: object,
    status: int,
) -> None:
    row = Row(
        "what", "1 ms", "2 ms", "0.50", "≤ 1 ×", bool(reached) if reached is not None else None
    )
    monkeypatch.setitem(MEASURES, "sweep", lambda _tell: [row])

    assert main(["sweep"]) == status
    assert ("NOT reached" in capsys.readouterr().out) == bool(status)


def test_a_row_that_nobody_knows_is_wrong_usage() -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["speed"])


def test_the_results_name_the_versions() -> None:
    text = as_markdown([Row("what", "1 ms", "2 ms", "0.50", "≤ 1 ×", reached=True)])

    assert "SQLAlchemy 2" in text
    assert "| what | 1 ms | 2 ms | 0.50 | ≤ 1 × | reached |" in text


def test_wrong_work_stops_a_benchmark() -> None:
    with pytest.raises(WrongError, match="swept"):
        measure_sweep(unheard, Size(units=2000, items=1, periods=0), repeats=1)
