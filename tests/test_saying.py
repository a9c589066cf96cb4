"""What an office types as a cadence is read wholly or not at all, and what we say is read back."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.timing import opening_words, rule_words
from db.vocabulary import DayKind, Frequency, Rule, Shift
from scheduler.rule_mistakes import mistakes_of
from scheduler.saying import NotRead, read_rule

TODAY = date(2024, 6, 10)
#: What an office has set; nothing of it is a default, so that what is not said shows.
BASE = Rule(
    Frequency.MONTHLY,
    number=20,
    cutoff=time(17),
    shift=Shift.AFTER,
    shift_by=3,
    opens_days_before=6,
)
WORKDAY, WEEKDAY = DayKind.WORKDAY, DayKind.WEEKDAY
WEEKLY, MONTHLY, QUARTERLY = Frequency.WEEKLY, Frequency.MONTHLY, Frequency.QUARTERLY
HALF, YEARLY, ONCE = Frequency.HALF_YEARLY, Frequency.YEARLY, Frequency.ONCE


def due(
    frequency: Frequency,
    number: int = -1,
    month: int | None = None,
    *,
    kind: DayKind = DayKind.DAY,
    weekday: int | None = None,
    day: str | None = None,
    times: int | None = None,
    at: str = "17:00",
    shift: Shift = Shift.AFTER,
    by: int = 3,
    opens: int = 6,
) -> Rule:
    anchor = date.fromisoformat(day) if day else None
    cutoff = time.fromisoformat(at)
    return Rule(frequency, kind, number, weekday, month, anchor, times, cutoff, shift, by, opens)


def weekly(weekday: int, at: str = "17:00") -> Rule:
    return due(WEEKLY, 1, kind=WEEKDAY, weekday=weekday, at=at)


def monthly(number: int, month: int | None = None, **said: object) -> Rule:
    return replace(due(MONTHLY, number, month), **said)  # type: ignore[arg-type]


def once(day: str, at: str = "17:00") -> Rule:
    return due(ONCE, day=day, at=at)


def after_event(day: str, count: int, times: int | None = None) -> Rule:
    return due(Frequency.WORKDAYS, count, day=day, times=times)


WEEKS = {
    "每周五": weekly(5),
    "每周五前": weekly(5),
    "每个周五": weekly(5),
    "每星期五报送": weekly(5),
    "每礼拜一": weekly(1),
    "每周日": weekly(7),
    "每周日12:00": weekly(7, "12:00"),
    "每星期天": weekly(7),
    "每周5": weekly(5),
    "每周５": weekly(5),
    "每周五上午下班前": weekly(5, "12:00"),
    "每周五下班前": weekly(5),
    "每周五下午下班前报送": weekly(5),
    "每周二中午12时": weekly(2, "12:00"),
    "每周二中午前": weekly(2, "12:00"),
    "每周二12:00": weekly(2, "12:00"),
    "每周一十二时": weekly(1, "12:00"),
    "每周5 17:30": weekly(5, "17:30"),
    "每周四下午三点半前": weekly(4, "15:30"),
    "每周最后一个工作日": due(WEEKLY, -1, kind=WORKDAY),
    "每周第1个工作日": due(WEEKLY, 1, kind=WORKDAY),
    "每周首个工作日上午下班前": due(WEEKLY, 1, kind=WORKDAY, at="12:00"),
    "每周五报本周进展": weekly(5),
    "每周五下午5点前报送周报": weekly(5),
    "每周五17时截止": weekly(5),
    "请于每周五17时前报送。": weekly(5),
}
MONTHS = {
    "每月25日": monthly(25),
    "每月25日前": monthly(25),
    "每月25号之前": monthly(25),
    "每月25日以前": monthly(25),
    "每个月25日前报送": monthly(25),
    "每月二十五日": monthly(25),
    "每月２５日前": monthly(25),
    " 每 月 25 日 前 ": monthly(25),
    "每月十日": monthly(10),
    "每月十五日前": monthly(15),
    "逐月5日前上报": monthly(5),
    "每月25日17时前": monthly(25),
    "每月25日18时30分前": monthly(25, cutoff=time(18, 30)),
    "每月25日前，9：05": monthly(25, cutoff=time(9, 5)),
    "每月25日24时前": monthly(25, cutoff=time(23, 59)),
    "每月25日24:00": monthly(25, cutoff=time(23, 59)),
    "每月25日上午10点": monthly(25, cutoff=time(10)),
    "每月25日晚上8点前": monthly(25, cutoff=time(20)),
    "每月25日当天下午5点整": monthly(25),
    "每月底": monthly(-1),
    "每月末": monthly(-1),
    "每月月底前": monthly(-1),
    "每个月底": monthly(-1),
    "每月最后一天": monthly(-1),
    "每月": monthly(-1),
    "每月报送一次": monthly(-1),
    "每月倒数第2天": monthly(-2),
    "每月最后一个工作日": monthly(-1, kind=WORKDAY),
    "每月第3个工作日": monthly(3, kind=WORKDAY),
    "每月第三个工作日": monthly(3, kind=WORKDAY),
    "每月前3个工作日内": monthly(3, kind=WORKDAY),
    "每月倒数第二个工作日": monthly(-2, kind=WORKDAY),
    "每月第二个周一": monthly(2, kind=WEEKDAY, weekday=1),
    "每月第2个星期一": monthly(2, kind=WEEKDAY, weekday=1),
    "每月的最后一个周五下班前": monthly(-1, kind=WEEKDAY, weekday=5),
    "每月倒数第2个周日": monthly(-2, kind=WEEKDAY, weekday=7),
    "每月5日前（报上月）": monthly(5, 2),
    "每月5日前报送上月情况": monthly(5, 2),
    "每月5日17时前上报上个月工作进展": monthly(5, 2),
    "次月5日前": monthly(5, 2),
    "每月次月5日前": monthly(5, 2),
    "次月第3个工作日": monthly(3, 2, kind=WORKDAY),
    "次月5日前报上月": monthly(5, 2),
    "每月结束后5日内": monthly(5, 2),
    "每月后3个工作日内": monthly(3, 2, kind=WORKDAY),
    "每月25日前报本月": monthly(25),
    "请各单位于每月25日前将进展情况报送": monthly(25),
    "每月25日前完成上报": monthly(25),
    "每月25日前，每月25日前": monthly(25),
    "每月5日前报送上个月的进展情况": monthly(5, 2),
    "每月31日": monthly(31),
}
LONGER = {
    "每季度末": due(QUARTERLY),
    "每季末前": due(QUARTERLY),
    "每季度": due(QUARTERLY),
    "每个季度底": due(QUARTERLY),
    "每季度末月25日前": due(QUARTERLY, 25),
    "每季度最后一个月25日前": due(QUARTERLY, 25),
    "每季度第三个月25日": due(QUARTERLY, 25),
    "每季度第2个月10日": due(QUARTERLY, 10, 2),
    "每季度首月10日前": due(QUARTERLY, 10, 1),
    "每季度首月10日前报上季度": due(QUARTERLY, 10, 4),
    "次季度首月10日前": due(QUARTERLY, 10, 4),
    "每季度结束后首月10日": due(QUARTERLY, 10, 4),
    "季后10日内": due(QUARTERLY, 10, 4),
    "每季度后10日内": due(QUARTERLY, 10, 4),
    "季度结束后五个工作日内": due(QUARTERLY, 5, 4, kind=WORKDAY),
    "每季度最后一个工作日": due(QUARTERLY, kind=WORKDAY),
    "每季度最后一个周五": due(QUARTERLY, kind=WEEKDAY, weekday=5),
    "3月底、6月底、9月底、12月底前": due(QUARTERLY),
    "3月31日、6月30日、9月30日、12月31日前": due(QUARTERLY),
    "每年3、6、9、12月20日前": due(QUARTERLY, 20),
    "每半年": due(HALF),
    "每半年末": due(HALF),
    "6月底、12月底前": due(HALF),
    "6月末和12月底": due(HALF),
    "6月底前、12月底前": due(HALF),
    "每年6月20日、12月20号前": due(HALF, 20),
    "6月30日、12月31日前": due(HALF),
    "每年6月30日、12月30日前": due(HALF, 30),
    "每年5月、11月最后一个工作日": due(HALF, -1, 5, kind=WORKDAY),
    "每半年末月20日前": due(HALF, 20),
    "每半年首月20日前": due(HALF, 20, 1),
    "每半年第2个月20日": due(HALF, 20, 2),
    "每半年结束后15日内": due(HALF, 15, 7),
    "每年12月20日前": due(YEARLY, 20),
    "每年十二月二十日前": due(YEARLY, 20),
    "每年6月底": due(YEARLY, -1, 6),
    "每年3月第一个周一": due(YEARLY, 1, 3, kind=WEEKDAY, weekday=1),
    "每年底": due(YEARLY),
    "每年年底前": due(YEARLY),
    "每年": due(YEARLY),
    "每年最后一个工作日": due(YEARLY, kind=WORKDAY),
    "次年1月15日前": due(YEARLY, 15, 13),
    "每年1月15日前报上年": due(YEARLY, 15, 13),
    "每年结束后15日内": due(YEARLY, 15, 13),
}
DAYS = {
    "2月3日前": once("2025-02-03"),
    "2月3日（周一）17:30前": once("2025-02-03", "17:30"),
    "2024年2月4日（星期日）": once("2024-02-04"),
    "6月10日": once("2024-06-10"),
    "6月9日": once("2025-06-09"),
    "2月29日": once("2028-02-29"),
    "2024年2月3日17:30前": once("2024-02-03", "17:30"),
    "二〇二五年二月三日": once("2025-02-03"),
    "2025-02-03": once("2025-02-03"),
    "2025.2.3 17:30": once("2025-02-03", "17:30"),
    "2025年6月底前": once("2025-06-30"),
    "6月底": once("2024-06-30"),
    "5月底前": once("2025-05-31"),
    "今年12月20日": once("2024-12-20"),
    "明年2月末": once("2025-02-28"),
    "2025年底前": once("2025-12-31"),
    "今年年底": once("2024-12-31"),
    "年底前": once("2024-12-31"),
    "自6月3日起每10个工作日": after_event("2024-06-03", 10),
    "从6月3日起，每10个工作日报1次": after_event("2024-06-03", 10),
    "自2024年6月3日起每五个工作日，共3次": after_event("2024-06-03", 5, 3),
    "6月3日后5个工作日内": after_event("2024-06-03", 5, 1),
    "自6月3日之日起五个工作日内": after_event("2024-06-03", 5, 1),
    "12月30日后两个工作日内": after_event("2023-12-30", 2, 1),
}
OTHERS = {
    "每月25日，遇节假日提前": monthly(25, shift=Shift.BEFORE, shift_by=1),
    "每月25日(如遇节假日，提前)": monthly(25, shift=Shift.BEFORE, shift_by=1),
    "每月25日，逢法定节假日、休息日前移": monthly(25, shift=Shift.BEFORE, shift_by=1),
    "每月25日，遇节假日提前至节前最后一个工作日": monthly(25, shift=Shift.BEFORE, shift_by=1),
    "每月25日，遇节假日提前1个工作日": monthly(25, shift=Shift.BEFORE, shift_by=1),
    "每月25日，遇节假日顺延": monthly(25, shift_by=1),
    "每月25日，节假日顺延": monthly(25, shift_by=1),
    "每月25日，顺延": monthly(25, shift_by=1),
    "每月25日；如遇休息日则顺延至下一个工作日": monthly(25, shift_by=1),
    "每月25日，遇节假日顺延至节后首个工作日": monthly(25, shift_by=1),
    "每月25日，遇节假日顺延2个工作日": monthly(25, shift_by=2),
    "每周二12:00，遇节假日顺延至节后第二个工作日": replace(weekly(2, "12:00"), shift_by=2),
    "每周二12时，节后第二个工作日12时": replace(weekly(2, "12:00"), shift_by=2),
    "每月25日，遇节假日自动顺延": monthly(25, shift_by=1),
    "每周二中午12时，节假日推迟到节后第2个工作日": replace(weekly(2, "12:00"), shift_by=2),
    "每月31日，遇节假日不调整": monthly(31, shift=Shift.NONE, shift_by=1),
    "每月25日，周末不变": monthly(25, shift=Shift.NONE, shift_by=1),
    "每月25日，不调整": monthly(25, shift=Shift.NONE, shift_by=1),
    "遇节假日顺延，每月25日": monthly(25, shift_by=1),
    "每月25日，提前10天开放": monthly(25, opens_days_before=10),
    "每月25日，提前5天开始填报": monthly(25, opens_days_before=5),
    "每月25日，可提前五日填报": monthly(25, opens_days_before=5),
    "每季度末，提前一周开放": due(QUARTERLY, opens=7),
    "每周五，当天开放": replace(weekly(5), opens_days_before=0),
    "每月25日17:30前报送，遇节假日提前，提前3天开放填报。": monthly(
        25, cutoff=time(17, 30), shift=Shift.BEFORE, shift_by=1, opens_days_before=3
    ),
    "每月25日，提前100天开放": monthly(25, opens_days_before=100),
}
READ = WEEKS | MONTHS | LONGER | DAYS | OTHERS


@pytest.mark.parametrize("phrase", READ)
def test_a_phrase_is_read(phrase: str) -> None:
    assert read_rule(phrase, BASE, TODAY) == READ[phrase]


def test_there_is_a_phrase_for_every_way_of_saying_it() -> None:
    rules = list(READ.values())

    assert len(rules) > 120
    assert {rule.frequency for rule in rules} == set(Frequency)
    assert {rule.kind for rule in rules} == set(DayKind)
    assert {rule.shift for rule in rules} == set(Shift)


@pytest.mark.parametrize(
    ("phrase", "code", "words"),
    [
        ("", "no_cadence", ""),
        ("   ", "no_cadence", ""),
        ("遇节假日顺延", "no_cadence", "遇节假日顺延"),
        ("17:30前", "no_cadence", "17:30前"),
        ("好的", "unknown", "好的"),
        ("每周", "no_day", "每周"),
        ("每周末", "no_day", "每周"),
        ("每周12:00", "no_day", "每周"),
        ("每周一二", "unknown", "二"),
        ("每周三、周五", "unknown", "周五"),
        ("每两周一次", "unknown", "每两周一次"),
        ("隔周五", "unknown", "隔周五"),
        ("每周五前后", "unknown", "后"),
        ("每月初", "unknown", "初"),
        ("每月中旬", "unknown", "中旬"),
        ("每月25日左右", "unknown", "左右"),
        ("每月25日后", "unknown", "后"),
        ("每月25日前三天", "unknown", "三天"),
        ("每月25日至28日", "unknown", "至28日"),
        ("每月10日、25日前", "unknown", "25日前"),
        ("每月10日，每月25日", "several", "每月25日"),
        ("每周五和每月25日前", "unknown", "和每月25日前"),
        ("每月32日", "no_such_day", "每月32日"),
        ("每月0日", "no_such_day", "每月0日"),
        ("每月第6个周五", "no_such_day", "每月第6个周五"),
        ("每月第40个工作日", "no_such_day", "每月第40个工作日"),
        ("每月首月5日", "no_such_day", "每月首月5日"),
        ("每季度第4个月5日", "no_such_day", "每季度第4个月5日"),
        ("每年13月5日", "no_such_day", "每年13月5日"),
        ("每季度25日前", "which_month", "每季度25日前"),
        ("每半年10日", "which_month", "每半年10日"),
        ("每年月底", "which_month", "每年月底"),
        ("每季度末月", "no_day", "每季度末月"),
        ("每年12月", "no_day", "每年12月"),
        ("2月30日", "no_such_day", "2月30日"),
        ("2月3日（周六）前", "no_such_day", "2月3日（周六）前"),
        ("2025年2月29日前", "no_such_day", "2025年2月29日前"),
        ("13月底", "no_such_day", "13月底"),
        ("0000年6月底", "unknown", "0000年6月底"),
        ("6月前", "unknown", "6月前"),
        ("2月3日、5月6日前", "several", "2月3日、5月6日前"),
        ("6月底、11月底前", "several", "6月底、11月底前"),
        ("6月20日、12月25日前", "several", "6月20日、12月25日前"),
        ("半年后10日内", "no_cadence", "半年后10日内"),
        ("每周一报上周", "which_period", "报上周"),
        ("每月5日前报上季度", "which_period", "报上季度"),
        ("每季度末月25日报上季度", "which_period", "报上季度"),
        ("每月25日前报周报", "which_period", "报周报"),
        ("每周二12时，节后第二个工作日10时", "twice", "10时"),
        ("6月29日、12月30日前", "several", "6月29日、12月30日前"),
        ("每半年首月10日报上半年", "which_period", "报上半年"),
        ("1月10日、7月10日前", "which_period", "1月10日、7月10日前"),
        ("每年1、4、7、10月底前", "which_period", "每年1、4、7、10月底前"),
        ("报上月，每月5日", "unknown", "报上月"),
        ("每月25日25时", "no_such_time", "25时"),
        ("每月25日17:60", "no_such_time", "17:60"),
        ("每月25日上午15时", "no_such_time", "上午15时"),
        ("每月25日5点前", "which_half", "5点前"),
        ("每月25日17时，18时前", "twice", "18时前"),
        ("每月25日，遇节假日提前，遇节假日顺延", "twice", "遇节假日顺延"),
        ("每月25日，提前3天", "unknown", "提前3天"),
        ("每月25日，提前", "unknown", "提前"),
        ("每月25日，提前3天提醒", "unknown", "提前3天提醒"),
        ("每月25日，遇节假日顺延2天", "unknown", "遇节假日顺延2天"),
        ("每月25日，遇节假日提前2个工作日", "unknown", "遇节假日提前2个工作日"),
        ("每月25日，遇节假日顺延0个工作日", "no_such_day", "每月25日，遇节假日顺延0个工作日"),
        ("每月25日，春节除外", "unknown", "春节除外"),
        ("自6月3日起每0个工作日", "no_such_day", "自6月3日起每0个工作日"),
        ("自6月31日起每5个工作日", "no_such_day", "自6月31日起每5个工作日"),
        ("6月3日后5天内", "unknown", "后5天内"),
        ("每两三个工作日", "unknown", "每两三个工作日"),
        ("每月一百日", "unknown", "一百日"),
        ("长期坚持", "unknown", "长期坚持"),
    ],
)
def test_what_is_not_wholly_understood_is_not_read(phrase: str, code: str, words: str) -> None:
    read = read_rule(phrase, BASE, TODAY)

    assert read == NotRead(code, words)


def test_the_words_in_question_are_shown_as_they_were_typed() -> None:
    read = read_rule("每 月 ２５ 日 前，除 春 节 外，遇节假日顺延", BASE, TODAY)

    assert read == NotRead("unknown", "除 春 节 外")


def test_the_31st_goes_through_and_is_a_mistake_of_the_rule_where_it_does_not_shift() -> None:
    read = read_rule("每月31日，遇节假日不调整", BASE, TODAY)

    assert isinstance(read, Rule)
    assert mistakes_of(read) == [("number", "day_absent")]


def test_after_work_means_when_the_office_s_cadence_is_cut_off() -> None:
    base = replace(BASE, cutoff=time(18))

    assert read_rule("每周五下班前", base, TODAY) == replace(weekly(5), cutoff=time(18))
    assert read_rule("12时，每周五", base, TODAY) == replace(weekly(5), cutoff=time(12))


SAID = {
    weekly(5): "每周五 17:00，遇休息日顺延至节后第3个工作日",
    due(WEEKLY, -1, kind=WORKDAY, at="12:00"): "每周最后一个工作日 12:00",
    due(MONTHLY, 25, at="17:30", shift=Shift.BEFORE, by=1): "每月25日 17:30，遇休息日提前",
    due(MONTHLY, by=1): "每月底 17:00，遇休息日顺延",
    due(MONTHLY, 25, shift=Shift.NONE, by=1): "每月25日 17:00，遇休息日不调整",
    monthly(5, 2, shift_by=1): "次月5日 17:00，遇休息日顺延",
    monthly(-1, kind=WORKDAY): "每月最后一个工作日 17:00",
    monthly(3, kind=WORKDAY): "每月第3个工作日 17:00",
    monthly(-1, kind=WEEKDAY, weekday=5, shift_by=1): "每月最后一个周五 17:00，遇休息日顺延",
    monthly(2, kind=WEEKDAY, weekday=1, shift_by=1): "每月第2个周一 17:00，遇休息日顺延",
    monthly(-2, shift_by=1): "每月倒数第2天 17:00，遇休息日顺延",
    due(QUARTERLY, by=1): "每季度末 17:00，遇休息日顺延",
    due(QUARTERLY, 25, by=1): "每季度末月25日 17:00，遇休息日顺延",
    due(QUARTERLY, 10, 1, by=1): "每季度首月10日 17:00，遇休息日顺延",
    due(QUARTERLY, 10, 2, by=1): "每季度第2个月10日 17:00，遇休息日顺延",
    due(QUARTERLY, 10, 4, by=1): "每季度结束后首月10日 17:00，遇休息日顺延",
    due(HALF, by=1): "每年6月、12月底 17:00，遇休息日顺延",
    due(HALF, 20, 5, by=1): "每年5月、11月20日 17:00，遇休息日顺延",
    due(HALF, 20, 1, by=1): "每半年首月20日 17:00，遇休息日顺延",
    due(HALF, 10, 7, by=1): "每半年结束后首月10日 17:00，遇休息日顺延",
    due(YEARLY, by=1): "每年12月底 17:00，遇休息日顺延",
    due(YEARLY, 20, 3, by=1): "每年3月20日 17:00，遇休息日顺延",
    due(YEARLY, 15, 13, by=1): "次年1月15日 17:00，遇休息日顺延",
    replace(once("2024-02-03"), shift=Shift.NONE): "2024年2月3日 17:00，遇休息日不调整",
    after_event("2024-06-03", 10): "自2024年6月3日起每10个工作日 17:00",
    after_event("2024-06-03", 10, 5): "自2024年6月3日起每10个工作日（共5次） 17:00",
    after_event("2024-06-03", 5, 1): "2024年6月3日后5个工作日内 17:00",
}


@pytest.mark.parametrize("rule", SAID, ids=SAID.values())
def test_a_rule_is_said_as_an_office_says_it(rule: Rule) -> None:
    assert rule_words(rule) == SAID[rule]


def test_the_opening_is_said_in_days() -> None:
    assert opening_words(due(MONTHLY, opens=10)) == "提前10天开放填报"
    assert opening_words(due(MONTHLY, opens=0)) == "当天开放填报"


WEEKDAYS = st.integers(1, 7)
IN_MONTH = st.one_of(
    st.integers(1, 31).map(lambda n: (DayKind.DAY, n, None)),
    st.integers(-31, -1).map(lambda n: (DayKind.DAY, n, None)),
    st.sampled_from([n for n in range(-23, 24) if n]).map(lambda n: (WORKDAY, n, None)),
    st.tuples(st.just(WEEKDAY), st.sampled_from([n for n in range(-5, 6) if n]), WEEKDAYS),
)
IN_WEEK = st.one_of(
    st.tuples(st.just(WEEKDAY), st.just(1), WEEKDAYS),
    st.sampled_from([n for n in range(-7, 8) if n]).map(lambda n: (WORKDAY, n, None)),
)
#: The months of a period, and the one after it; its last one is None.
IN_PERIOD = st.sampled_from(
    [
        (frequency, month)
        for frequency, length in ((MONTHLY, 1), (QUARTERLY, 3), (HALF, 6), (YEARLY, 12))
        for month in (None, *range(1, length), length + 1)
    ]
)
ANCHORS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
Parts = tuple[Frequency, DayKind, int, int | None, int | None, date | None, int | None]
WHEN: st.SearchStrategy[Parts] = st.one_of(
    IN_WEEK.map(lambda day: (WEEKLY, *day, None, None, None)),
    st.tuples(IN_PERIOD, IN_MONTH).map(lambda two: (two[0][0], *two[1], two[0][1], None, None)),
    ANCHORS.map(lambda day: (ONCE, DayKind.DAY, -1, None, None, day, None)),
    st.tuples(st.integers(1, 250), ANCHORS, st.none() | st.integers(1, 99)).map(
        lambda one: (Frequency.WORKDAYS, DayKind.DAY, one[0], None, None, *one[1:])
    ),
)
SHIFTS = st.sampled_from(
    [(Shift.BEFORE, 1), (Shift.NONE, 1), *((Shift.AFTER, n) for n in range(1, 9))]
)
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    return Rule(*draw(WHEN), draw(TIMES), *draw(SHIFTS), draw(st.integers(0, 90)))


@given(rules(), st.dates(date(2024, 1, 1), date(2027, 1, 1)))
def test_what_we_say_of_a_rule_is_read_back_as_that_rule(rule: Rule, today: date) -> None:
    said = f"{rule_words(rule)}，{opening_words(rule)}"
    base = BASE
    if rule.kind is WORKDAY or rule.frequency is Frequency.WORKDAYS:  # nothing is said of a shift
        base = replace(BASE, shift=rule.shift, shift_by=rule.shift_by)

    assert read_rule(said, base, today) == rule


@given(rules(), st.data())
def test_a_saying_with_strange_words_in_it_is_never_read(rule: Rule, data: st.DataObject) -> None:
    said = rule_words(rule)
    place = data.draw(st.integers(0, len(said)))

    assert isinstance(read_rule(f"{said[:place]}除外{said[place:]}", BASE, TODAY), NotRead)


@given(
    st.text(
        alphabet="每周月季年半度底末前后次首第个工作日0123456789一二十:时点遇节假顺延提，、 \n报上",
        max_size=14,
    )
)
def test_any_text_is_read_or_not_and_never_fails(text: str) -> None:
    read = read_rule(text, BASE, TODAY)

    assert isinstance(read, Rule | NotRead)
    if isinstance(read, Rule):
        assert {code for _, code in mistakes_of(read)} <= {"day_absent", "opens_range"}
    else:
        assert read.words in text
