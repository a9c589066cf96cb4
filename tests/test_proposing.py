"""The cadence proposed for a plan: the notice's own words, where all are meant by them."""

from datetime import date, time

import pytest

from bot.drafts.proposing import first_dues, last_day, phrases_in
from db.vocabulary import DayKind, Frequency, PlanDraft, Rule
from tests.ledger_cast import MONTHLY, RULES, at

TODAY = date(2024, 3, 11)


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("各责任单位每月25日前将进展情况报送县督办室。", ["每月25日前"]),
        ("请各单位于每季度末月20日前报送进展。", ["每季度末月20日前"]),
        ("各乡镇每周五下午下班前上报一次。", ["每周五下午下班前"]),
        ("各有关部门要按月报送，每月底前报县政府办。", ["每月底前"]),
        ("1.家庭农场每月25日前报送台账，发展到1840个。", []),
        ("各责任单位要高度重视，每月召开一次会议。", []),
        ("各责任单位要及时报送情况。", []),
        ("", []),
    ],
    ids=["month", "quarter", "week", "month end", "one task's", "a meeting", "no time", "empty"],
)
def test_what_all_are_told_to_report_is_read(text: str, phrases: list[str]) -> None:
    assert phrases_in(text, MONTHLY, TODAY) == phrases


def test_the_first_due_times_leave_out_what_would_have_been_reminded_of_before() -> None:
    dues = first_dues([MONTHLY], date(2024, 12, 31), RULES, at("2024-03-21 10:00"), 2)

    assert dues == [at("2024-04-25 17:30"), at("2024-05-24 17:30")]


def test_a_plan_has_no_more_due_times_than_days_are_left() -> None:
    weekly = Rule(Frequency.WEEKLY, DayKind.WEEKDAY, 1, 5, cutoff=time(17, 30))

    assert first_dues([weekly], date(2024, 3, 12), RULES, at("2024-03-11 10:00"), 3) == []


@pytest.mark.parametrize(("year", "last"), [(2024, 2024), (2025, 2025), (2023, 2024), (None, 2024)])
def test_reports_are_owed_to_the_end_of_the_notice_s_year(year: int | None, last: int) -> None:
    draft = PlanDraft("要点", "要点", year, (), ())

    assert last_day(draft, TODAY) == date(last, 12, 31)
