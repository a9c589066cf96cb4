"""The month that days are picked from: seven columns, days off marked, nothing out of range."""

from datetime import date

import pytest

from bot.buttons import Button, Verb, button
from bot.cards.calendar import Rows, day_stamp, month_rows, stamped_day
from scheduler.workdays import Calendar

FIRST, LAST = date(2024, 12, 26), date(2025, 3, 24)
NOTHING = Button("·", "noop")


def pick(label: str, day: date) -> Button:
    return button(label, Verb.OPEN, day_stamp(day))


def turn(label: str, day: date) -> Button:
    return button(label, Verb.PAGE, day_stamp(day))


def month(page: date, first: date = FIRST, last: date = LAST) -> Rows:
    return month_rows(page, first, last, pick, turn, Calendar().works)


def labels(rows: Rows) -> list[str]:
    return [" ".join(one.label for one in row) for row in rows]


def test_a_month_is_seven_columns_under_its_name_with_days_off_marked() -> None:
    assert labels(month(date(2025, 1, 15))) == [
        "‹ 2025年1月 ›",
        "一 二 三 四 五 六 日",
        "· · 休1 2 3 休4 休5",
        "6 7 8 9 10 休11 休12",
        "13 14 15 16 17 休18 休19",
        "20 21 22 23 24 休25 26",  # the 26th, a Sunday, makes up for the Spring Festival
        "27 休28 休29 休30 休31 · ·",
    ]


def test_days_out_of_range_do_nothing_and_their_weeks_are_left_out() -> None:
    rows = month(FIRST)

    assert labels(rows) == [
        "· 2024年12月 ›",
        "一 二 三 四 五 六 日",
        "· · · 26 27 休28 休29",
        "30 31 · · · · ·",
    ]
    assert rows[2][2] == NOTHING
    assert rows[2][3] == Button("26", "open:20241226")


def test_the_last_month_ends_with_the_last_day_and_turns_back_only() -> None:
    rows = month(LAST)

    assert labels(rows)[0] == "‹ 2025年3月 ·"
    assert labels(rows)[-1] == "24 · · · · · ·"
    assert rows[0][0] == Button("‹", "page:20250201")


@pytest.mark.parametrize(
    ("first", "last", "heading"),
    [
        pytest.param("2024-12-01", "2024-12-31", "· 2024年12月 ·", id="one month"),
        pytest.param("2024-11-30", "2024-12-31", "‹ 2024年12月 ·", id="a day before"),
        pytest.param("2024-12-01", "2025-01-01", "· 2024年12月 ›", id="a day after"),
    ],
)
def test_months_turn_as_far_as_there_are_days_to_pick(first: str, last: str, heading: str) -> None:
    rows = month(date(2024, 12, 15), date.fromisoformat(first), date.fromisoformat(last))

    assert labels(rows)[0] == heading


@pytest.mark.parametrize(
    ("page", "name"),
    [("2023-01-01", "2024年12月"), ("2030-01-01", "2025年3月"), ("2025-02-28", "2025年2月")],
)
def test_a_month_without_days_to_pick_gives_the_nearest_one(page: str, name: str) -> None:
    assert name in labels(month(date.fromisoformat(page)))[0]


def test_every_day_of_the_range_can_be_picked_once() -> None:
    pages = [month(page) for page in (FIRST, date(2025, 1, 1), date(2025, 2, 1), LAST)]

    picked = [
        stamped_day(one.data.removeprefix("open:"))
        for rows in pages
        for row in rows
        for one in row
        if one.data.startswith("open:")
    ]

    assert picked == [date.fromordinal(FIRST.toordinal() + n) for n in range(89)]


@pytest.mark.parametrize(
    "stamp",
    ["", "2024122", "20241301", "20240230", "２０２４１２２６", "-2024122", "00000101", None, 1],
)
def test_a_forged_stamp_is_no_day(stamp: object) -> None:
    assert stamped_day(stamp) is None


def test_a_stamp_is_read_back() -> None:
    assert stamped_day(day_stamp(FIRST)) == FIRST
