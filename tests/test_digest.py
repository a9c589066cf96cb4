"""The week's figures, reckoned by hand; they are kept and read back as they were."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import digests, reviews
from db.engine import Database, Session
from db.tables import Report
from db.vocabulary import Op, Part, Role, Status
from scheduler.digest import (
    ComingLine,
    Figures,
    LateLine,
    SaidLine,
    TargetLine,
    UnitLine,
    as_facts,
    figures_of,
    item_light,
    read_facts,
)
from scheduler.lights import Light
from tests.ledger_cast import (
    ZONE,
    Cast,
    a_cast,
    a_contact,
    a_plan,
    a_report,
    a_target,
    an_assignment,
    an_obligation,
    at,
    make_database,
)

#: A Monday on which half of the year is gone.
HALF = at("2024-07-01 09:00")
#: Within the week before it.
THURSDAY = "2024-06-27 10:00"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.write_now(a_cast)


def week_of(database: Database, plan: int, now: datetime = HALF) -> Figures:
    return database.read_now(lambda session: figures_of(session, plan, ZONE, now))


def test_the_figures_of_a_small_plan(database: Database, cast: Cast) -> None:
    def june(session: Session) -> int:
        farms = a_target(session, cast.nongye_item, "1840")
        answered = an_obligation(session, cast.nongye_part, "2024-06-25 17:30")
        a_report(session, answered, cast.wang, values={farms: "920"}, submitted=THURSDAY)
        an_obligation(session, cast.renshe_part, "2024-06-25 17:30")
        an_obligation(session, cast.renshe_part, "2024-05-24 17:30")
        hard = an_obligation(session, cast.wenlv_part, "2024-06-25 17:30")
        before = an_obligation(session, cast.nongye_part, "2024-05-24 17:30")
        a_report(session, before, cast.wang, values={farms: "100"})
        an_obligation(session, cast.wenlv_part, "2024-07-05 17:30")
        return a_report(
            session, hard, cast.zhou, status=Status.DIFFICULT, words="缺少场地", submitted=THURSDAY
        )

    hard = database.write_now(june)

    week = week_of(database, cast.plan)

    assert (week.issue, week.since, week.at, week.gone) == (
        1, at("2024-06-24 09:00"), HALF, Decimal("50.0"),
    )  # fmt: skip
    assert (week.owed, week.reported, week.late) == (3, 2, 1)
    assert week.lights == {Light.GREEN: 1, Light.YELLOW: 1, Light.RED: 1, Light.GREY: 0}
    assert [(one.unit, one.due_at, one.days) for one in week.overdue] == [
        ("人社局", at("2024-05-24 17:30"), 38),
        ("人社局", at("2024-06-25 17:30"), 6),
    ]
    assert week.overdue_in_all == 2
    assert week.units == (
        UnitLine(cast.renshe, "人社局", 1, 0, 1, 2, 0),
        UnitLine(cast.nongye, "农业农村局", 1, 1, 0, 2, 2),
        UnitLine(cast.wenlv, "文旅局", 1, 1, 0, 1, 1),
    )
    (line,) = week.targets
    assert (line.lead, line.value, line.percent, line.light) == (
        "农业农村局", Decimal(920), Decimal("50.0"), Light.GREEN,
    )  # fmt: skip
    assert [(one.unit, one.report_id, one.who, one.words) for one in week.difficulties] == [
        ("文旅局", hard, "周敏", "缺少场地")
    ]
    assert week.coming == (ComingLine(at("2024-07-05 17:30"), 1, 1),)


@pytest.mark.parametrize(
    ("due", "counted"),
    [
        pytest.param("2024-06-24 08:59", 0, id="before the week"),
        pytest.param("2024-06-24 09:00", 1, id="as the week begins"),
        pytest.param("2024-07-01 08:59", 1, id="as the week ends"),
        pytest.param("2024-07-01 09:00", 0, id="after the week"),
    ],
)
def test_a_week_counts_what_fell_due_in_it(
    database: Database, cast: Cast, due: str, counted: int
) -> None:
    def report(session: Session) -> None:
        a_report(session, an_obligation(session, cast.nongye_part, due), cast.wang)

    database.write_now(report)

    week = week_of(database, cast.plan)

    assert (week.owed, week.reported) == (counted, counted)


def test_what_is_late_stays_in_every_week_until_it_is_reported(
    database: Database, cast: Cast
) -> None:
    late = database.write_now(
        lambda session: an_obligation(session, cast.renshe_part, "2024-02-23 17:30")
    )

    assert [one.unit for one in week_of(database, cast.plan).overdue] == ["人社局"]
    database.write_now(lambda session: a_report(session, late, cast.li))
    assert week_of(database, cast.plan).overdue_in_all == 0


def test_what_the_office_typed_for_a_unit_counts_and_is_marked(
    database: Database, cast: Cast
) -> None:
    def enter(session: Session) -> None:
        owed = an_obligation(session, cast.renshe_part, "2024-06-25 17:30")
        number = a_report(session, owed, cast.li, status=Status.DONE, submitted=THURSDAY)
        report = session.get_one(Report, number)
        report.contact_id, report.entered_by = None, "赵主任"

    database.write_now(enter)

    week = week_of(database, cast.plan)

    assert (week.reported, week.done_in_all) == (1, 1)
    assert [one.who for one in week.done] == ["督办室 赵主任 代录"]


def test_reviews_of_the_week_s_reports_are_counted_and_what_was_returned_says_nothing(
    database: Database, cast: Cast
) -> None:
    def report(session: Session) -> None:
        numbers = []
        for part in (cast.nongye_part, cast.renshe_part, cast.wenlv_part):
            owed = an_obligation(session, part, "2024-06-25 17:30")
            numbers.append(
                a_report(session, owed, cast.wang, status=Status.DONE, submitted=THURSDAY)
            )
        accepted, returned, _ = (session.get_one(Report, number) for number in numbers)
        reviews.accept(session, accepted, "赵", HALF)
        reviews.send_back(session, returned, "赵", "缺数字", HALF, at("2024-07-03 17:30"))

    database.write_now(report)

    week = week_of(database, cast.plan)

    assert (week.accepted, week.returned, week.waiting) == (1, 1, 1)
    assert [one.unit for one in week.done] == ["农业农村局", "文旅局"]
    assert (week.owed, week.reported, week.overdue_in_all) == (2, 2, 0)


def test_only_the_newest_version_of_a_report_speaks(database: Database, cast: Cast) -> None:
    def report(session: Session) -> None:
        owed = an_obligation(session, cast.renshe_part, "2024-06-25 17:30")
        a_report(session, owed, cast.li, status=Status.DIFFICULT, words="难", submitted=THURSDAY)
        a_report(session, owed, cast.li, status=Status.DONE, version=2, submitted=THURSDAY)

    database.write_now(report)

    week = week_of(database, cast.plan)

    assert (week.difficulties_in_all, week.done_in_all, week.waiting) == (0, 1, 1)


def test_the_time_gone_is_that_of_the_plan_s_year_whenever_the_office_began_to_ask(
    database: Database,
) -> None:
    plan = database.write_now(lambda session: a_plan(session, starts="2024-06-02"))

    assert week_of(database, plan).gone == Decimal("50.0")  # 183 of 366 days


def test_issues_are_counted_and_what_was_asked_in_between_is_none(
    database: Database, cast: Cast
) -> None:
    def keep(session: Session) -> None:
        digests.keep(session, cast.plan, at("2024-06-17 09:00"), {}, HALF, 1)
        digests.keep(session, cast.plan, at("2024-06-20 09:00"), {}, HALF)

    database.write_now(keep)

    assert week_of(database, cast.plan).issue == 2


def test_another_plan_s_obligations_are_not_counted(database: Database, cast: Cast) -> None:
    database.write_now(lambda session: an_obligation(session, cast.renshe_part, "2024-06-25 17:30"))
    other = database.write_now(lambda session: a_plan(session, title="别的要点"))

    assert week_of(database, other).owed == 0


def test_a_correction_s_figures_count_and_an_assisting_unit_s_do_not(
    database: Database, cast: Cast
) -> None:
    def report(session: Session) -> int:
        farms = a_target(session, cast.nongye_item, "1840")
        june = an_obligation(session, cast.nongye_part, "2024-06-25 17:30")
        a_report(session, june, cast.wang, values={farms: "9200"})
        helping = an_assignment(session, cast.nongye_item, cast.renshe, Part.ASSIST)
        helped = an_obligation(session, helping, "2024-06-28 17:30")
        a_report(session, helped, cast.li, values={farms: "7"})
        return a_report(session, june, cast.wang, values={farms: "920"}, version=2)

    corrected = database.write_now(report)

    (line,) = week_of(database, cast.plan).targets
    assert (line.value, line.report_id) == (Decimal(920), corrected)


def test_after_the_plan_s_last_day_all_of_its_year_is_gone(database: Database, cast: Cast) -> None:
    def report(session: Session) -> None:
        farms = a_target(session, cast.nongye_item, "1840")
        december = an_obligation(session, cast.nongye_part, "2024-12-31 17:30")
        a_report(session, december, cast.wang, values={farms: "920"})

    database.write_now(report)

    week = week_of(database, cast.plan, at("2025-01-06 09:00"))

    assert week.gone == 100
    assert [line.light for line in week.targets] == [Light.RED]


@pytest.mark.parametrize(
    ("said", "late", "targets", "light"),
    [
        pytest.param(None, False, [], Light.GREY, id="nothing known"),
        pytest.param(Status.ON_TRACK, False, [], Light.GREEN, id="on track"),
        pytest.param(Status.DONE, False, [], Light.GREEN, id="done"),
        pytest.param(Status.DIFFICULT, False, [], Light.YELLOW, id="difficult"),
        pytest.param(Status.NOT_STARTED, False, [], Light.GREY, id="not started"),
        pytest.param(Status.ON_TRACK, False, ["red", "green"], Light.RED, id="worst target"),
        pytest.param(Status.DIFFICULT, False, ["green"], Light.GREEN, id="targets before words"),
        pytest.param(Status.DONE, True, ["green"], Light.RED, id="very late"),
    ],
)
def test_an_item_s_light(
    said: Status | None,
    late: bool,  # noqa: FBT001
    targets: list[str],
    light: Light,
) -> None:
    assert item_light([Light(one) for one in targets], said, very_late=late) is light


@pytest.mark.parametrize(
    ("due", "light"),
    [
        pytest.param("2024-06-28 09:00", Light.GREY, id="three days"),
        pytest.param("2024-06-28 08:59", Light.RED, id="beyond three days"),
    ],
)
def test_an_item_is_red_when_overdue_beyond_three_days(
    database: Database, cast: Cast, due: str, light: Light
) -> None:
    database.write_now(lambda session: an_obligation(session, cast.nongye_part, due))

    lights = week_of(database, cast.plan).lights

    assert lights == {one: (one is Light.GREY) * 2 + (one is light) for one in Light}


def test_a_target_nobody_reported_on_is_grey_and_has_no_percentage(
    database: Database, cast: Cast
) -> None:
    database.write_now(lambda session: a_target(session, cast.nongye_item, "3", op=Op.AT_MOST))

    (line,) = week_of(database, cast.plan).targets

    assert (line.value, line.percent, line.light) == (None, None, Light.GREY)


def test_a_head_of_office_is_no_part_of_the_units_figures(database: Database, cast: Cast) -> None:
    database.write_now(lambda session: a_contact(session, "陈主任", {cast.nongye: Role.HEAD}))
    database.write_now(lambda session: an_obligation(session, cast.nongye_part, "2024-06-28 17:30"))

    assert [one.unit for one in week_of(database, cast.plan).units] == ["农业农村局"]


# what is kept is what was told

NUMBERS = st.integers(0, 10**9)
PARTS = st.decimals(allow_nan=False, allow_infinity=False)
MOMENTS = st.datetimes(
    datetime(2000, 1, 1), datetime(2100, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.just(UTC) | st.just(ZONE),
).filter(lambda one: one.utcoffset() in {timedelta(0), timedelta(hours=8)})  # fmt: skip
FEW = 3
TARGETS = st.builds(TargetLine, goal=PARTS, value=st.none() | PARTS, percent=st.none() | PARTS)
FIGURES = st.builds(
    Figures,
    since=MOMENTS,
    at=MOMENTS,
    gone=PARTS,
    lights=st.dictionaries(st.sampled_from(Light), NUMBERS),
    units=st.lists(st.builds(UnitLine), max_size=FEW).map(tuple),
    targets=st.lists(TARGETS, max_size=FEW).map(tuple),
    coming=st.lists(st.builds(ComingLine, due_at=MOMENTS), max_size=FEW).map(tuple),
    overdue=st.lists(st.builds(LateLine, due_at=MOMENTS), max_size=FEW).map(tuple),
    difficulties=st.lists(st.builds(SaidLine), max_size=FEW).map(tuple),
    done=st.lists(st.builds(SaidLine), max_size=FEW).map(tuple),
)


@settings(max_examples=30)
@given(FIGURES)
def test_figures_are_read_back_as_they_were_written(week: Figures) -> None:
    written = json.loads(json.dumps(as_facts(week)))

    assert read_facts(written) == week


def test_numbers_are_kept_as_strings_and_moments_in_iso_form(
    database: Database, cast: Cast
) -> None:
    facts = as_facts(week_of(database, cast.plan))

    assert (facts["gone"], facts["at"]) == ("50.0", "2024-07-01T09:00:00+08:00")
