"""The State Council's notices of holidays, as published, as pasted, mistyped, and composed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notice.holidays.grammar import FESTIVALS
from notice.holidays.holidays import HolidayYear, Misfit, read_holidays

DAY = timedelta(days=1)
FOLDER = Path(__file__).parent / "notices_of_years"
#: Every notice by its year; one that changes a year has its day of issue too and comes after it.
NOTICES = {
    path.stem: path.read_text("utf-8")
    for path in sorted(FOLDER.glob("*.txt"), key=lambda path: path.stem)
}
YEARS = [stem for stem in NOTICES if stem.isdecimal()]
UNHURRIED = settings(max_examples=120, deadline=None, derandomize=True)


def read(text: str) -> HolidayYear:
    read = read_holidays(text)
    assert read is not None
    return read


def doubts_of(text: str) -> list[tuple[str, int, str]]:
    return [(doubt.code, doubt.line, doubt.about) for doubt in read(text).doubts]


def days_of_year(year: int) -> list[date]:
    return [
        date(year, 1, 1) + DAY * n for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    ]


# As published


@pytest.mark.parametrize("year", YEARS)
def test_a_published_notice_is_read_without_a_doubt(year: str) -> None:
    found = read(NOTICES[year])

    assert found.year == int(year)
    assert found.doubts == ()
    assert found.names.keys() == found.days.keys()


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_a_published_year_is_what_it_was(year: str) -> None:
    named: dict[date, bool] = {}
    for text in NOTICES.values():
        named |= read(text).days
    #: The notice that made this holiday longer names its new end only, which is a doubt.
    lengthened = {date(2020, 1, 31), date(2020, 2, 1)}

    wrong = {
        day
        for day in days_of_year(int(year))
        if named.get(day, day.weekday() < 5) != chinese_calendar.is_workday(day)
    }

    assert wrong == (lengthened if year == "2020" else set())


def test_days_over_new_year_belong_to_both_years() -> None:
    found = read(NOTICES["2019"])

    assert {day: works for day, works in found.days.items() if day.year == 2018} == {
        date(2018, 12, 29): True,
        date(2018, 12, 30): False,
        date(2018, 12, 31): False,
    }


def test_each_day_has_the_name_of_its_festival_as_printed() -> None:
    names = read(NOTICES["2025"]).names

    assert list(dict.fromkeys(names.values())) == [
        *("元旦", "春节", "清明节", "劳动节", "端午节", "国庆节、中秋节"),
    ]
    assert names[date(2025, 1, 26)] == "春节"
    assert names[date(2025, 10, 8)] == "国庆节、中秋节"


def test_a_weekend_that_a_holiday_is_joined_to_is_named_too() -> None:
    days = read(NOTICES["2024"]).days

    assert [str(day) for day in days if day.month == 6] == [
        "2024-06-08",
        "2024-06-09",
        "2024-06-10",
    ]


def test_advice_names_no_days() -> None:
    assert date(2024, 2, 9) not in read(NOTICES["2024"]).days


def test_a_notice_that_changes_one_festival_names_its_days_and_misses_the_others() -> None:
    found = read(NOTICES["2019-03-22"])

    assert found.days == {
        date(2019, 4, 28): True,
        **{date(2019, 5, day): False for day in range(1, 5)},
        date(2019, 5, 5): True,
    }
    assert set(found.names.values()) == {"劳动节"}
    assert [doubt.about for doubt in found.doubts] == ["元旦、春节、清明节、端午节、中秋节、国庆节"]


def test_the_new_end_of_a_longer_holiday_is_doubted_and_the_return_to_work_no_make_up_day() -> None:
    found = read(NOTICES["2020-01-26"])

    assert found.days == {}
    assert (Misfit.UNREAD, 9, "2月2日（农历正月初九，星期日）") in doubts_of(NOTICES["2020-01-26"])


# As pasted


FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
HALF_WIDTH = str.maketrans("，：（）；", ",:();")
PASTES = {
    "full-width digits": lambda text: text.translate(FULL_WIDTH),
    "half-width signs": lambda text: text.translate(HALF_WIDTH),
    "one paragraph": lambda text: "".join(text.split()),
    "blanks without width": lambda text: text.replace("日", " 日\u200b"),
    "a web page's lines": lambda text: text.replace("\n", "\r\n\r\n　　"),
    "nothing in brackets": lambda text: re.sub("（[^（）]*）", "", text),
    "no brackets": lambda text: re.sub("（(星期.)）", r"\1", text),
    "weekdays in full": lambda text: re.sub("周(?=[一二三四五六日])", "星期", text),
    "spans with a dash": lambda text: text.replace("至", "-"),
    "without full stops": lambda text: text.replace("。\n", "\n"),
    "without numbers": lambda text: re.sub("^[一二三四五六七]、", "", text, flags=re.MULTILINE),
    "a table": lambda text: re.sub("^[一二三四五六七]、(.*?)：", r"\1\t", text, flags=re.MULTILINE),
    "without its title": lambda text: text[text.index("各省") :],
    "without its opening": lambda text: re.sub("经国务院批准.*", "", text),
    "its title only quoted": lambda text: (
        f"转发《{''.join(text.split()[:2])}》\n2016年2月3日\n{text}"
    ),
    "twice": lambda text: text * 2,
}


@pytest.mark.parametrize("paste", PASTES.values(), ids=PASTES)
@pytest.mark.parametrize("stem", [stem for stem in NOTICES if stem != "2020-01-26"])
def test_a_paste_says_what_the_notice_says(stem: str, paste: Callable[[str], str]) -> None:
    published, pasted = read(NOTICES[stem]), read(paste(NOTICES[stem]))

    assert pasted.year == published.year
    assert pasted.days == published.days


@UNHURRIED
@given(
    st.sampled_from(YEARS), st.lists(st.integers(0, 1200), max_size=40), st.sampled_from("\n 　\t")
)
def test_lines_may_break_anywhere(year: str, places: list[int], blank: str) -> None:
    text = NOTICES[year]
    for place in places:
        text = text[:place] + blank + text[place:]

    assert read(text) == read(NOTICES[year])


def test_the_year_that_the_opening_names_too_is_the_notice_s_own() -> None:
    page = f"上一篇：国务院办公厅关于2025年部分节假日安排的通知\n{NOTICES['2026']}"

    assert read(page) == replace(read(page), year=2026, days=read(NOTICES["2026"]).days, doubts=())


# What does not add up


def notice_of(line: str) -> str:
    """Write a notice of 2026 with one line in place of that of the festival it begins with."""
    festival = line[:2]
    lines = NOTICES["2026"].splitlines()
    return "\n".join(f"一、{line}" if f"、{festival}" in each[:4] else each for each in lines)


@pytest.mark.parametrize(
    ("line", "doubts"),
    [
        ("元旦：1月1日（周五）放假。", [(Misfit.WEEKDAY, "1月1日（周五）")]),
        ("元旦：1月1日至3日（周日）放假。", [(Misfit.WEEKDAY, "1月1日至3日（周日）")]),
        ("元旦：1月1日至３日放假，共４天。", [(Misfit.COUNT, "４天")]),
        ("元旦：1月1日放假3天。", [(Misfit.COUNT, "3天")]),
        ("元旦：1月1日放假，与周末连休。", [(Misfit.UNREAD, "周末连休")]),
        ("元旦：1月1日放假。1月5日上班。", [(Misfit.NO_WEEKEND, "1月5日")]),
        ("元旦：1月1日至3日放假。1月3日（周六）上班。", [(Misfit.BOTH, "1月3日（周六）")]),
        ("元旦：1月1日放假。2月30日上班。", [(Misfit.UNREAD, "2月30日")]),
        (
            "元旦：1月1日放假。1月4、10日上班。",
            [(Misfit.UNREAD, "1月4"), (Misfit.UNREAD, "10日")],
        ),
        ("元旦：1月1日放假。1月日（周日）上班。", [(Misfit.UNREAD, "1月")]),
        ("元旦：1月1日放假。1月10（周六）上班。", [(Misfit.UNREAD, "1月10")]),
        ("元旦：1月1日放假。110日（周六）上班。", [(Misfit.UNREAD, "110")]),
        ("元旦：1月1日放假。10日（周六）上班。", [(Misfit.UNREAD, "10日（周六）")]),
        ("元旦：1月1日放假调休2天。", [(Misfit.COUNT, "2天")]),
        ("元旦：1月1日放假。1月3日调休，1月4日上班。", [(Misfit.UNREAD, "1月3日")]),
        ("元旦：1月1日放假。1月4日调班。", [(Misfit.UNREAD, "1月4日")]),
        ("元旦：1月1日放假。1月4日（周日）另行通知。", [(Misfit.UNREAD, "1月4日（周日）")]),
        ("元旦：1月1日放假。1月4日不放假。", [(Misfit.UNREAD, "1月4日")]),
        (
            "元旦：1月1日放假。1月4日、1月10日。",
            [(Misfit.UNREAD, "1月4日"), (Misfit.UNREAD, "1月10日")],
        ),
        ("元旦：1月1日放假。2025年1月4日上班。", [(Misfit.FAR, "2025年1月4日")]),
        ("元旦：1月1日放假。1月25日上班。", [(Misfit.FAR, "1月25日")]),
        ("国庆节：10月1日放假，2027年10月2日补休。", [(Misfit.FAR, "2027年10月2日")]),
        (
            "国庆节：10月7日至1日放假。",
            [(Misfit.UNREAD, "10月7日至1日"), (Misfit.MISSING, "国庆节")],
        ),
        (
            "国庆节：10月1日至2099年10月7日放假。",
            [(Misfit.FAR, "10月1日至2099年10月7日"), (Misfit.MISSING, "国庆节")],
        ),
        ("国庆节：10月1日起放假7天。", [(Misfit.MISSING, "国庆节")]),
        ("清明节：7月4日至6日放假。", [(Misfit.MISSING, "清明节")]),
        ("中秋节：另行通知。", [(Misfit.MISSING, "中秋节")]),
    ],
)
def test_what_does_not_add_up_is_doubted(line: str, doubts: list[tuple[str, str]]) -> None:
    assert [(code, about) for code, _, about in doubts_of(notice_of(line))] == doubts


def test_a_doubt_says_on_which_line_it_is() -> None:
    text = NOTICES["2026"].replace("1月4日（周日）", "1月4日（周一）")
    line = next(at for at, each in enumerate(text.splitlines(), 1) if "1月4日" in each)

    assert doubts_of(text) == [(Misfit.WEEKDAY, line, "1月4日（周一）")]


def test_the_wrong_year_is_doubted_by_every_weekday_and_by_its_opening() -> None:
    found = read(NOTICES["2026"].replace("关于2026年", "关于2027年"))

    assert found.year == 2027
    assert found.doubts[0].code == Misfit.YEAR
    assert found.doubts[0].about == "2027、2026"
    assert sum(doubt.code == Misfit.WEEKDAY for doubt in found.doubts) > 10


def test_a_day_that_is_said_to_be_both_is_what_was_said_first() -> None:
    assert read(notice_of("元旦：1月1日至3日放假。1月3日上班。")).days[date(2026, 1, 3)] is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        "清溪县2026年水利工作要点\n一、6月底前完成河道整治。",
        "关于2026年部分节假日值班安排的通知\n一、值班电话每天报送。",
        "一、元旦：1月1日放假。",  # of no year
    ],
)
def test_what_is_no_notice_of_holidays_is_none(text: str) -> None:
    assert read_holidays(text) is None


@pytest.mark.parametrize(
    ("line", "off", "works"),
    [
        ("元旦：2025年12月31日至1月2日放假", "2025-12-31 2026-01-01 2026-01-02", ""),
        ("元旦：12月31日至1月2日放假", "2025-12-31 2026-01-01 2026-01-02", ""),
        ("元旦：12月31日至1月1日放假。12月27日（周六）上班", "2025-12-31 2026-01-01", "2025-12-27"),
        ("元旦：1月1日、2日和3日放假，共3天", "2026-01-01 2026-01-02 2026-01-03", ""),
        ("元旦：1月1-2日放假", "2026-01-01 2026-01-02", ""),
        ("元旦1月1日（周四）起至2日，放假2天", "2026-01-01 2026-01-02", ""),
        ("元旦放假时间为1月1日至2日放假", "2026-01-01 2026-01-02", ""),
        ("元旦：1月1日放假，1月2日（星期五）补休", "2026-01-01 2026-01-02", ""),
        ("元旦：1月1日放假1天，不调休", "2026-01-01", ""),
        (
            "元旦：1月1日至2日放假，与周六连休，共4天",
            "2026-01-01 2026-01-02 2026-01-03 2026-01-04",
            "",
        ),
        ("元旦：1月1日放假，1月4日（周日）、10日为工作日", "2026-01-01", "2026-01-04 2026-01-10"),
    ],
)
def test_other_ways_of_saying_it(line: str, off: str, works: str) -> None:
    found = read(f"2026年部分节假日安排\n{line}。")
    named = {str(day): works for day, works in found.days.items()}

    assert named == dict.fromkeys(off.split(), False) | dict.fromkeys(works.split(), True)
    assert set(found.names.values()) == {"元旦"}
    assert [doubt.about for doubt in found.doubts] == [
        "春节、清明节、劳动节、端午节、中秋节、国庆节"
    ]


def test_a_festival_by_another_name_is_named_as_printed() -> None:
    found = read(
        notice_of("劳动节：").replace("一、劳动节：", "四、“五一”国际劳动节：5月1日放假。")
    )

    assert found.names[date(2026, 5, 1)] == "“五一”国际劳动节"
    assert found.doubts == ()


def test_days_of_no_named_festival_are_read_and_every_festival_is_missing() -> None:
    found = read("2026年节假日安排\n1月1日放假，2月16日至20日放假。2月28日上班。")

    assert list(found.days.values()) == [False] * 6 + [True]
    assert found.names == {}
    assert [doubt.about for doubt in found.doubts] == ["、".join(FESTIVALS)]


# Composed


@dataclass(frozen=True, slots=True)
class Composed:
    """A notice that was made up, and what it says."""

    text: str
    year: int
    days: dict[date, bool]
    names: dict[date, str]


Draw = st.DrawFn
WEEK = "一二三四五六日"
BESIDE = ("", "", "（周{}）", "（星期{}）", "(周{})", "（农历正月初七、周{}）", "星期{}")


def shown(draw: Draw, day: date, before: date | None = None) -> str:
    """Write a day, with its year or not; its month may be left out after a day of the same one."""
    year = f"{day.year}年" if draw(st.booleans()) else ""
    is_same = before is not None and (before.year, before.month) == (day.year, day.month)
    month = "" if is_same and not year and draw(st.booleans()) else f"{day.month}月"
    return f"{year}{month}{day.day}日" + draw(st.sampled_from(BESIDE)).format(WEEK[day.weekday()])


def shown_off(draw: Draw, days: list[date]) -> str:
    """Write days off in a row."""
    words = shown(draw, days[0])
    if len(days) > 1:
        words += draw(st.sampled_from(["至", "到", "-", "—", "起至"])) + shown(
            draw, days[-1], days[0]
        )
    counts = ["", f"{len(days)}天", f"调休，共{len(days)}天", "调休"]
    return f"{words}放假{draw(st.sampled_from(counts))}。"


def shown_work(draw: Draw, days: list[date]) -> str:
    """Write make-up days as a list."""
    words = shown(draw, days[0]) if days else ""
    for before, day in pairwise(days):
        words += draw(st.sampled_from("、，和")) + shown(draw, day, before)
    return f"{words}{draw(st.sampled_from(['', '正常', '照常']))}上班。" if days else ""


def spans(draw: Draw, year: int) -> list[tuple[str, list[date]]]:
    """Give each festival its days off, those of New Year from the year before perhaps."""
    shapes = [
        ("元旦", date(year, 1, 1), (-3, 0), (0, 2)),
        ("春节", date(year, 2, 1), (-3, 0), (0, 9)),
        ("清明节", date(year, 4, 4), (-2, 0), (0, 2)),
        ("劳动节", date(year, 5, 1), (-2, 0), (0, 5)),
        ("端午节", date(year, 6, 15), (-7, 0), (0, 7)),
        *draw(
            st.sampled_from(
                [
                    [("国庆节、中秋节", date(year, 10, 1), (-2, 0), (0, 7))],
                    [
                        ("中秋节", date(year, 9, 15), (-4, 0), (0, 4)),
                        ("国庆节", date(year, 10, 1), (0, 0), (3, 7)),
                    ],
                ]
            )
        ),
    ]
    found = []
    for name, day, before, after in shapes:
        first = draw(st.integers(*before))
        found.append((name, [day + DAY * n for n in range(first, draw(st.integers(*after)) + 1)]))
    return found


@st.composite
def notices(draw: Draw) -> Composed:
    """Compose a notice: the days off of each festival and make-up days at the weekends around."""
    year = draw(st.integers(2027, 2050))
    days: dict[date, bool] = {}
    names: dict[date, str] = {}
    lines = []
    festivals = spans(draw, year)
    taken = {day for _, off in festivals for day in off}
    for number, (name, off) in enumerate(festivals):
        near = [off[0] + DAY * n for n in range(-20, 21)]
        weekends = [day for day in near if day.weekday() > 4 and day not in taken]
        work = sorted(draw(st.lists(st.sampled_from(weekends), max_size=3, unique=True)))
        taken |= set(work)
        days |= dict.fromkeys(off, False) | dict.fromkeys(work, True)
        names |= dict.fromkeys([*off, *work], name)
        label = draw(
            st.sampled_from(
                [
                    f"{WEEK[number]}、{name}：",
                    f"{name}：",
                    f"{name}:",
                    f"（{WEEK[number]}）{name}：",
                ]
            )
        )
        lines.append(label + shown_off(draw, off) + shown_work(draw, work))
    head = draw(st.sampled_from(HEADS)).format(year=year, before=year - 1)
    tail = draw(st.sampled_from(TAILS)).format(before=year - 1)
    text = draw(st.sampled_from(["", "\n", "\r\n　　", "\n\n", " "])).join([head, *lines, tail])
    return Composed(draw(st.sampled_from([text, text.translate(FULL_WIDTH)])), year, days, names)


HEADS = (
    "国务院办公厅关于{year}年部分节假日安排的通知",
    "国务院办公厅关于{year}年\n部分节假日安排的通知\n国办发明电〔{before}〕7号",
    "清政办〔{before}〕12号\n转发国务院办公厅关于{year}年部分节假日安排的通知\n{before}年11月5日",
    "经国务院批准，现将{year}年元旦、春节、清明节放假调休日期的具体安排通知如下。",
)
TAILS = (
    "",
    "国务院办公厅\n{before}年11月4日",
    "鼓励单位和个人结合落实带薪年休假等制度，安排职工在除夕（2月3日）休息。\n{before}年11月4日",
    "节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。",
)


@UNHURRIED
@given(notices())
def test_a_composed_notice_is_read_as_it_was_composed(composed: Composed) -> None:
    assert read(composed.text) == HolidayYear(composed.year, composed.days, composed.names, ())


PIECES = (
    *(
        "2026年",
        "部分节假日安排",
        "现将",
        "元旦：",
        "一、",
        "春节",
        "国庆节、中秋节",
        "1月",
        "12月",
        "2月30日",
    ),
    *(
        "1日",
        "31日",
        "（周三）",
        "（",
        "）",
        "至",
        "-",
        "、",
        "，",
        "。",
        "放假",
        "上班",
        "起",
        "共",
        "9天",
        "与周末连休",
    ),
    *("鼓励", "不", "调休", "\n", "\u200b", "0", "９", "9999年", "0000年"),
)


@UNHURRIED
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=200).map("".join))
def test_no_text_does_harm(text: str) -> None:
    found = read_holidays(f"2026年部分节假日安排{text}")

    assert found is None or all(abs(day.year - found.year) < 2 for day in found.days)


@given(st.text())
def test_junk_is_no_notice(text: str) -> None:
    assert read_holidays(text) is None
