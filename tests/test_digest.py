"""The week's figures, reckoned by hand, and that each week's digest is asked for once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from db import figures
from db.engine import Database, Session
from db.ledger import owed_by_id
from db.tables import Outbox
from db.vocabulary import Op, Part, Role, Status
from scheduler.digest import (
    Digest,
    UnitLine,
    ask_for_digests,
    digest,
    item_light,
    target_lines,
    weekly_moment,
)
from scheduler.lights import Light
from scheduler.office import Weekly
from tests.ledger_cast import (
    HOURS,
    OFFICE,
    RULES,
    ZONE,
    Cast,
    a_cast,
    a_contact,
    a_plan,
    a_report,
    a_target,
    all_of,
    an_assignment,
    an_obligation,
    at,
    make_database,
)

MONDAYS = Weekly(1, time(9))
#: A Monday on which exactly half of the year is gone.
HALF = at("2024-07-01 09:00")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.write_now(a_cast)


def ask_at(
    database: Database, now: str | datetime, weekly: Weekly = MONDAYS, office: int | None = OFFICE
) -> int:
    moment = at(now) if isinstance(now, str) else now
    return database.write_now(
        lambda session: ask_for_digests(session, replace(RULES, weekly=weekly, chat=office), moment)
    )


def week_of(database: Database, plan: int, now: datetime) -> Digest:
    return database.read_now(lambda session: digest(session, plan, "2024年工作要点", ZONE, now))


def test_the_figures_of_a_small_plan(database: Database, cast: Cast) -> None:
    def june(session: Session) -> tuple[int, int, int, int]:
        farms = a_target(session, cast.nongye_item, "1840")
        answered = an_obligation(session, cast.nongye_part, "2024-06-25 17:30")
        a_report(session, answered, cast.wang, values={farms: "920"})
        late = an_obligation(session, cast.renshe_part, "2024-06-25 17:30")
        very_late = an_obligation(session, cast.renshe_part, "2024-05-24 17:30")
        hard = an_obligation(session, cast.wenlv_part, "2024-06-25 17:30")
        hard_report = a_report(session, hard, cast.zhou, status=Status.DIFFICULT, words="缺少场地")
        before = an_obligation(session, cast.nongye_part, "2024-05-24 17:30")
        a_report(session, before, cast.wang, values={farms: "100"})
        return late, very_late, hard, hard_report

    late, very_late, hard, hard_report = database.write_now(june)

    week = week_of(database, cast.plan, HALF)

    assert (week.owed, week.reported) == (4, 2)
    assert week.gone == 50
    assert week.lights == {Light.GREEN: 1, Light.YELLOW: 1, Light.RED: 1, Light.GREY: 0}
    assert [(one.id, days) for one, days in week.late] == [(very_late, 38), (late, 6)]
    assert week.units == [
        UnitLine("人社局", 2, 0),
        UnitLine("农业农村局", 1, 1),
        UnitLine("文旅局", 1, 1),
    ]
    (line,) = week.targets
    assert (line.fact.value, line.percent, line.light) == (Decimal(920), Decimal(50), Light.GREEN)
    assert [
        (one.id, said.report_id, said.contact, said.words) for one, said in week.difficulties
    ] == [(hard, hard_report, "周敏", "缺少场地")]


@pytest.mark.parametrize(
    ("due", "counted"),
    [
        pytest.param("2024-06-24 08:59", 0, id="before the week"),
        pytest.param("2024-06-24 09:00", 1, id="as the week begins"),
        pytest.param("2024-07-11 08:59", 1, id="open for reports before the week ends"),
        pytest.param("2024-07-11 09:00", 0, id="opens as the week ends"),
    ],
)
def test_a_week_counts_what_could_be_reported_in_it(
    database: Database, cast: Cast, due: str, counted: int
) -> None:
    def report(session: Session) -> None:
        a_report(session, an_obligation(session, cast.nongye_part, due), cast.wang)

    database.write_now(report)

    week = week_of(database, cast.plan, HALF)

    assert (week.owed, week.reported) == (counted, counted)


def test_what_is_late_stays_in_every_week_until_it_is_reported(
    database: Database, cast: Cast
) -> None:
    late = database.write_now(
        lambda session: an_obligation(session, cast.renshe_part, "2024-02-23 17:30")
    )

    assert [one.id for one, _ in week_of(database, cast.plan, HALF).late] == [late]
    database.write_now(lambda session: a_report(session, late, cast.li))
    assert week_of(database, cast.plan, HALF).owed == 0


def test_another_plan_s_obligations_are_not_counted(database: Database, cast: Cast) -> None:
    database.write_now(lambda session: an_obligation(session, cast.renshe_part, "2024-06-25 17:30"))
    other = database.write_now(lambda session: a_plan(session, title="别的要点"))

    assert week_of(database, other, HALF).owed == 0


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

    (line,) = week_of(database, cast.plan, HALF).targets
    assert (line.fact.value, line.fact.report_id) == (Decimal(920), corrected)


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
    ("said", "late", "readings", "light"),
    [
        pytest.param([], [], [], Light.GREY, id="nothing known"),
        pytest.param([Status.ON_TRACK], [], [], Light.GREEN, id="on track"),
        pytest.param([Status.DONE], [], [], Light.GREEN, id="done"),
        pytest.param([Status.DIFFICULT], [], [], Light.YELLOW, id="difficult"),
        pytest.param([Status.NOT_STARTED], [], [], Light.GREY, id="not started"),
        pytest.param([Status.ON_TRACK], [], ["55", "100"], Light.RED, id="worst target"),
        pytest.param([Status.DIFFICULT], [], ["100"], Light.GREEN, id="targets before words"),
        pytest.param([], ["2024-12-28 09:00"], ["100"], Light.GREEN, id="three days late"),
        pytest.param([], ["2024-12-28 08:59"], ["100"], Light.RED, id="beyond three days"),
    ],
)
def test_an_item_s_light(
    database: Database,
    cast: Cast,
    said: list[Status],
    late: list[str],
    readings: list[str],
    light: Light,
) -> None:
    now = at("2024-12-31 09:00")

    def make(session: Session) -> Light:
        made = []
        for place, status in enumerate(said):
            one = an_obligation(session, cast.nongye_part, f"2024-12-2{place} 17:30")
            values = {a_target(session, cast.nongye_item, "100"): value for value in readings}
            a_report(session, one, cast.wang, status=status, values=values)
            made.append(one)
        if not said and readings:
            old = an_obligation(session, cast.nongye_part, "2024-11-25 17:30")
            a_report(
                session, old, cast.wang, values={a_target(session, cast.nongye_item, "100"): "100"}
            )
        made += [an_obligation(session, cast.nongye_part, due) for due in late]
        owed = [found for number in made if (found := owed_by_id(session, number))]
        week = digest(session, cast.plan, "", ZONE, now)
        last = figures.statuses(session, cast.plan)[cast.nongye_item]
        return item_light(owed, week.targets, last, now)

    assert database.write_now(make) is light


def test_a_target_nobody_reported_on_is_grey_and_has_no_percentage(
    database: Database, cast: Cast
) -> None:
    database.write_now(lambda session: a_target(session, cast.nongye_item, "3", op=Op.AT_MOST))

    (line,) = week_of(database, cast.plan, HALF).targets

    assert (line.fact.value, line.percent, line.light) == (None, None, Light.GREY)
    assert target_lines([], HALF.date()) == []


@pytest.mark.parametrize(
    ("weekday", "now", "moment"),
    [
        pytest.param(1, "2024-05-27 00:00", "2024-05-27 09:00", id="Monday morning"),
        pytest.param(1, "2024-06-02 23:59", "2024-05-27 09:00", id="Sunday ends the week"),
        pytest.param(1, "2024-10-09 09:00", "2024-10-08 09:00", id="a holiday Monday"),
        pytest.param(1, "2024-09-16 09:00", "2024-09-18 09:00", id="two days of holiday"),
        pytest.param(1, "2024-02-12 09:00", "2024-02-18 09:00", id="a make-up Sunday"),
        pytest.param(1, "2025-01-01 09:00", "2024-12-30 09:00", id="the week of New Year"),
        pytest.param(5, "2024-05-02 09:00", "2024-04-30 09:00", id="a holiday to the week's end"),
        pytest.param(6, "2024-05-20 09:00", "2024-05-24 09:00", id="Saturday is Friday"),
        pytest.param(6, "2024-05-06 09:00", "2024-05-11 09:00", id="a make-up Saturday"),
        pytest.param(7, "2024-05-20 09:00", "2024-05-24 09:00", id="Sunday is Friday"),
        pytest.param(3, "2026-02-16 09:00", "2026-02-18 09:00", id="a week of holidays"),
    ],
)
def test_the_week_s_moment_is_on_a_workday_of_the_week(weekday: int, now: str, moment: str) -> None:
    assert weekly_moment(Weekly(weekday, time(9)), HOURS, at(now)) == at(moment)


def test_the_office_s_zone_says_which_week_it_is() -> None:
    sunday_evening = datetime(2024, 6, 2, 16, 30, tzinfo=UTC)

    assert weekly_moment(MONDAYS, HOURS, sunday_evening) == at("2024-06-03 09:00")


def test_a_digest_is_asked_for_once_a_week_whatever_restarts(database: Database) -> None:
    plan = database.write_now(a_plan)

    asked = [
        ask_at(database, f"2024-{moment}")
        for moment in (
            "05-27 08:59",
            "05-27 09:00",
            "05-27 09:01",
            "05-28 09:00",
            "05-31 17:00",
            "06-02 12:00",
            "06-03 09:00",
            "06-03 15:00",
        )
    ]

    assert asked == [0, 1, 0, 0, 0, 0, 1, 0]
    assert [(one.key, one.chat_id, one.card, one.subject) for one in all_of(database, Outbox)] == [
        (f"digest:{plan}:2024-W22", OFFICE, "digest", plan),
        (f"digest:{plan}:2024-W23", OFFICE, "digest", plan),
    ]


def test_on_a_holiday_monday_the_digest_waits_for_the_next_workday(database: Database) -> None:
    database.write_now(a_plan)

    asked = [
        ask_at(database, f"2024-10-{moment}") for moment in ("07 10:00", "08 09:00", "09 09:00")
    ]

    assert asked == [0, 1, 0]


@pytest.mark.parametrize(
    "now",
    [
        pytest.param("2024-05-27 17:31", id="after closing"),
        pytest.param("2024-05-28 08:59", id="before the first slot"),
        pytest.param("2024-06-01 10:00", id="Saturday"),
    ],
)
def test_outside_work_hours_a_digest_is_deferred(database: Database, now: str) -> None:
    database.write_now(a_plan)

    assert ask_at(database, now) == 0


def test_a_digest_missed_on_monday_goes_out_later_in_its_week(database: Database) -> None:
    database.write_now(a_plan)

    assert ask_at(database, "2024-05-30 11:00") == 1
    assert ask_at(database, "2024-06-03 09:00") == 1


def test_a_plan_imported_after_this_week_s_moment_waits_for_next_week(database: Database) -> None:
    database.write_now(lambda session: a_plan(session, created="2024-05-27 09:00"))

    assert ask_at(database, "2024-05-27 09:30") == 0
    assert ask_at(database, "2024-06-03 09:00") == 1


def test_without_an_office_s_chat_there_is_no_digest(database: Database) -> None:
    database.write_now(a_plan)

    assert ask_at(database, "2024-05-27 09:00", office=None) == 0
    assert ask_at(database, "2024-05-27 09:10") == 1


def test_a_digest_on_saturdays_goes_out_on_the_week_s_last_workday(database: Database) -> None:
    database.write_now(a_plan)
    saturdays = Weekly(6, time(9))

    assert ask_at(database, "2024-05-23 17:00", saturdays) == 0
    assert ask_at(database, "2024-05-24 09:00", saturdays) == 1


def test_every_plan_gets_its_own_digest_until_a_week_after_its_last_day(
    database: Database,
) -> None:
    database.write_now(lambda session: a_plan(session, ends="2024-05-19"))
    going_on = database.write_now(a_plan)

    assert ask_at(database, "2024-05-20 09:00") == 2
    assert ask_at(database, "2024-05-27 09:00") == 1
    assert all_of(database, Outbox)[-1].subject == going_on


def test_the_week_of_new_year_belongs_to_the_new_year(database: Database) -> None:
    plan = database.write_now(a_plan)

    ask_at(database, "2024-12-31 09:00")

    assert [one.key for one in all_of(database, Outbox)] == [f"digest:{plan}:2025-W01"]


def test_a_head_of_office_is_no_part_of_the_units_figures(database: Database, cast: Cast) -> None:
    database.write_now(lambda session: a_contact(session, "陈主任", {cast.nongye: Role.HEAD}))
    database.write_now(lambda session: an_obligation(session, cast.nongye_part, "2024-07-05 17:30"))

    assert week_of(database, cast.plan, HALF).units == [UnitLine("农业农村局", 1, 0)]
