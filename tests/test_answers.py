"""What clerks really type on their phones: each answer means one thing, or leads to a question."""

from decimal import Decimal
from itertools import pairwise
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.phrases import Answer, Field, Part, names_any, read, split_by_item
from bot.phrases.clauses import clauses, numbers
from db.vocabulary import Status
from tests.answers import ASKED, DONE, ITEMS, ON_TRACK, STATUSES, SURE, Row


def answer_to(item: str, text: str) -> Answer:
    fields = ITEMS[item]
    return read(text, fields, None, STATUSES)


def in_order(item: str, given: tuple[tuple[Field, Decimal], ...]) -> str:
    """Return values as the tables write them; "" where there are none."""
    by_field = {one.quantity: f"{value:f}" for one, value in given}
    return " ".join(by_field.get(one.quantity, "-") for one in ITEMS[item]) if given else ""


@pytest.mark.parametrize("row", SURE, ids=[f"{row.item} {row.text}" for row in SURE])
def test_an_answer_means_what_a_careful_person_reads_in_it(row: Row) -> None:
    answer = answer_to(row.item, row.text)

    read_as = Row(
        row.item,
        row.text,
        in_order(row.item, answer.values),
        answer.words,
        answer.status,
        in_order(row.item, answer.percents),
        answer.unchanged,
    )
    assert read_as == row
    assert answer.unplaced == ()


@pytest.mark.parametrize(
    ("item", "text", "asked"), ASKED, ids=[f"{item} {text}" for item, text, _ in ASKED]
)
def test_what_is_not_sure_leads_to_a_question(item: str, text: str, asked: list[str]) -> None:
    answer = answer_to(item, text)

    unsure = [" ".join(f"{one.value:f}" for one in each.choices) for each in answer.unplaced]
    assert unsure == asked
    assert {one.value for each in answer.unplaced for one in each.choices}.isdisjoint(
        value for _, value in answer.values
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("第1、2项均已完成", [("1", "均已完成"), ("2", "均已完成")]),
        ("第1项和第3项无变化", [("1", "无变化"), ("3", "无变化")]),
        ("1、2项均已完成", [("1", "均已完成"), ("2", "均已完成")]),
        ("第1至3项无变化", [("1", "无变化"), ("2", "无变化"), ("3", "无变化")]),
        ("第9～11项无变化", [("9", "无变化"), ("10", "无变化"), ("11", "无变化")]),
        ("第一、三项正常推进", [("1", "正常推进"), ("3", "正常推进")]),
        ("第1，2，4项：正常推进", [("1", "正常推进"), ("2", "正常推进"), ("4", "正常推进")]),
        ("第2项任务：320人", [("2", "320人")]),
        (
            "第1项、第3项正常推进；第2项320人",
            [("1", "正常推进；"), ("3", "正常推进；"), ("2", "320人")],
        ),
        (
            "第1项1700个，518个，26个。第2项320人，其他项无变化",
            [("1", "1700个，518个，26个。"), ("2", "320人，"), (None, "无变化", ("1", "2"))],
        ),
        ("2、320人\n7、2个，8家\n9、无变化", [("2", "320人"), ("7", "2个，8家"), ("9", "无变化")]),
        ("第2项完成，其余各项任务正常推进", [("2", "完成，"), (None, "正常推进", ("2",))]),
        ("农场1700个，其他项无变化", [(None, "农场1700个，其他项无变化")]),
        ("第2项 第3项 正常", [("2", ""), ("3", "正常")]),
        ("3项已完成", [(None, "3项已完成")]),
        ("第1、2个月均正常", [(None, "第1、2个月均正常")]),
        ("第1项，3人参加", [("1", "3人参加")]),
        ("第3至1项无变化", [("3", "无变化"), ("1", "无变化")]),
    ],
)
def test_a_text_is_cut_for_each_item_that_it_names(text: str, parts: list[tuple[Any, ...]]) -> None:
    assert split_by_item(text) == [Part(*part) for part in parts]


@pytest.mark.parametrize(("text", "status"), [("均已完成", DONE), ("均正常推进，", ON_TRACK)])
def test_what_is_said_of_several_items_is_the_status_of_each(text: str, status: Status) -> None:
    assert answer_to("农民", text) == Answer(status=status)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("合作社同上期", True),
        ("家庭农场完成92%", True),
        ("联合体新增2个", True),
        ("无变化", False),
        ("完成92%", False),
    ],
)
def test_a_field_is_named_by_whatever_is_said_of_its_number(text: str, named: bool) -> None:  # noqa: FBT001
    assert names_any(text, ITEMS["农场"]) is named


PIECES = [
    "家庭农场", "合作社", "高素质农民", "到位资金", "治理率", "培训", "新增", "本月",
    "较上期增加", "减少", "累计", "共", "分别", "其中", "其他", "同上期", "无变化", "已完成",
    "有困难", "完成", "目标", "1700", "320", "三百二十", "七成", "1.2", "62", "个", "人", "亿元",
    "万", "%", "个百分点", "多", "余", "吧", "，", "。", "、", "；", "：", "（", "）", "/", "-",
    "+", "电话", "〔2024〕", "6月25日", " ", "\n",
]  # fmt: skip
TYPED = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=16).map("".join))


def digits(text: str) -> str:
    return "".join(one for one in text if one.isdigit())


@given(text=TYPED, item=st.sampled_from(sorted(ITEMS)))
def test_every_digit_typed_is_in_a_value_a_question_or_the_words(text: str, item: str) -> None:
    answer = answer_to(item, text)

    taken = {value for _, value in answer.values} | {one.value for one in answer.unplaced}
    for clause in (one.text for one in clauses(text)):
        in_words = digits(clause) in digits(answer.words)
        assert in_words or {number.value for number in numbers(clause)} <= taken


@given(text=TYPED, item=st.sampled_from(sorted(ITEMS)))
def test_what_is_asked_about_is_not_filled_in(text: str, item: str) -> None:
    answer = answer_to(item, text)

    filled = [one for one, _ in answer.values]
    assert not {each.field for one in answer.unplaced for each in one.choices} & set(filled)
    assert all(one.choices for one in answer.unplaced)
    assert len(set(filled)) == len(filled)
    assert not (answer.unchanged and (answer.values or answer.unplaced))


@pytest.mark.parametrize(
    "piece",
    [
        "任务",
        "进展",
        "新增1个，",
        "同上期，",
        "完成1%，",
        "1和",
        "第1、",
        "没有新的",
        "+1",
        "家庭农场1个",
    ],
)
def test_a_long_text_takes_time_in_proportion(piece: str) -> None:
    def seconds(length: int) -> float:
        text, began = (piece * length)[:length], process_time()
        answer_to("农场", text)
        names_any(text, ITEMS["农场"])
        split_by_item(text)
        return process_time() - began

    times = [min(seconds(length) for _ in range(2)) for length in (1000, 4000)]

    assert all(later < max(0.3, 10 * sooner) for sooner, later in pairwise(times))
