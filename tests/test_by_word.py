"""What a typed text is taken for by its words alone: a question, an item that is not theirs."""

import pytest

from bot.contact.not_ours import reason_in
from bot.contact.to_whom import asks


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("这个数按年度报还是按月报？", True),
        ("几号截止?", True),
        ("要盖章吗", True),
        ("还需要附名单么。", True),
        ("去年的数呢", True),
        ("请问联系人是谁", True),
        ("您好，请问联系人是谁", True),
        ("问一下，表在哪里下载", True),
        ("想问附件发哪里", True),
        ("正常推进，已办2期", False),
        ("群众来信已办结", False),
        ("没什么", False),
        ("已召开请示会", False),
        ("", False),
        ("？", True),
    ],
)
def test_a_question_to_people_is_known_by_how_it_begins_or_ends(said: str, *, asked: bool) -> None:
    assert asks(said) is asked


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("不属我单位", ""),
        ("不属我单位的任务。", ""),
        ("这项不归我们", ""),
        ("这项任务不归我们管", ""),
        ("不是我单位的", ""),
        ("不是我单位的，应由县教育局负责", "不是我单位的，应由县教育局负责"),
        ("任务不属于我局职责范围", ""),
        ("不是我们的问题，是资金没到位", None),
        ("培训不归我们的320人", None),
        ("正常推进", None),
    ],
)
def test_an_item_that_is_not_theirs_is_known_with_the_reason(said: str, reason: str | None) -> None:
    assert reason_in(said) == reason
