"""Numbers that are doubtful: less than before, over the goal, ten times off, another percentage."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checks import Check, Doubtful, checks
from bot.phrases import Field
from db.vocabulary import Op

FELL, OVER = Doubtful.FELL, Doubtful.OVER
MAGNITUDE, PERCENT = Doubtful.MAGNITUDE, Doubtful.PERCENT
NUMBERS = st.decimals(min_value=0, max_value=10**13, places=2)


def field(
    measure: str = "人", goal: str | None = "450", last: str | None = None, op: Op = Op.AT_LEAST
) -> Field:
    goals = ((op, Decimal(goal), False),) if goal else ()
    return Field((1,), "高素质农民", measure, goals, Decimal(last) if last else None)


@pytest.mark.parametrize(
    ("asked", "value", "percent", "kinds"),
    [
        pytest.param(field(last="300"), "320", None, [], id="it grew"),
        pytest.param(field(last="320"), "320", None, [], id="it stayed"),
        pytest.param(field(last="320"), "300", None, [FELL], id="it fell"),
        pytest.param(field(last="320"), "0", None, [FELL], id="it fell to nothing"),
        pytest.param(field("%", "45", "42"), "40", None, [], id="a rate may fall"),
        pytest.param(field("%", "45", "42"), "100", None, [], id="a rate may be whole"),
        pytest.param(field("%", "45", "42"), "420", None, [OVER], id="a rate over all there is"),
        pytest.param(field(last="320", op=Op.AT_MOST), "300", None, [], id="what is to fall"),
        pytest.param(field(op=Op.AT_MOST), "500", None, [], id="a bound is not to be reached"),
        pytest.param(field(op=Op.ABOUT), "460", None, [], id="about the goal"),
        pytest.param(field(), "450", None, [], id="just the goal"),
        pytest.param(field(), "451", None, [OVER], id="over the goal"),
        pytest.param(field(op=Op.EXACTLY), "451", None, [OVER], id="more than there are"),
        pytest.param(field(last="460"), "470", None, [], id="over the goal as before"),
        pytest.param(field(goal=None), "470", None, [], id="no goal"),
        pytest.param(field(last="320"), "3200", None, [MAGNITUDE], id="a zero too many"),
        pytest.param(field(last="320"), "32", None, [MAGNITUDE], id="a zero too few"),
        pytest.param(field(goal=None, last="3"), "40", None, [MAGNITUDE], id="no goal to tell"),
        pytest.param(field(last="3"), "40", None, [], id="a few became many"),
        pytest.param(field(last="3"), "460", None, [MAGNITUDE], id="a few became too many"),
        pytest.param(field(), "4500", None, [MAGNITUDE], id="ten times the goal"),
        pytest.param(field(), "30", None, [], id="a beginning"),
        pytest.param(field("元", "200000000"), "12000", None, [MAGNITUDE], id="万 left out"),
        pytest.param(field("元", "2E8", "9E7"), "1.2", None, [MAGNITUDE], id="亿 left out"),
        pytest.param(field(), "320", "71", [], id="the percentage, rounded"),
        pytest.param(field(), "320", "62", [PERCENT], id="another percentage"),
        pytest.param(field(goal=None), "320", "62", [], id="a percentage of nothing"),
        pytest.param(field(last="330"), "320", "62", [PERCENT, FELL], id="two doubts"),
        pytest.param(field(last="460"), "455", "62", [PERCENT, FELL], id="no more than two"),
    ],
)  # fmt: skip
def test_a_doubtful_number_is_told_from_a_sure_one(
    asked: Field, value: str, percent: str | None, kinds: list[Doubtful]
) -> None:
    found = checks(asked, Decimal(value), Decimal(percent) if percent else None)

    assert [one.kind for one in found] == kinds


def test_a_check_carries_the_numbers_that_its_sentence_needs() -> None:
    asked = field("元", "200000000", "130000000")

    assert checks(asked, Decimal(120_000_000), Decimal(62)) == (
        Check(PERCENT, *map(Decimal, ("120000000", "130000000", "200000000", "60.0", "62"))),
        Check(FELL, *map(Decimal, ("120000000", "130000000", "200000000", "60.0", "62"))),
    )


@given(
    value=NUMBERS,
    last=st.none() | NUMBERS,
    goal=st.none() | NUMBERS,
    percent=st.none() | NUMBERS,
    op=st.sampled_from(Op),
    measure=st.sampled_from(["人", "%", "元"]),
)
def test_any_number_is_checked_and_what_was_reported_before_is_never_magnitudes_off(
    value: Decimal,
    last: Decimal | None,
    goal: Decimal | None,
    percent: Decimal | None,
    op: Op,
    measure: str,
) -> None:
    asked = Field((1,), "到位资金", measure, ((op, goal, False),) if goal is not None else (), last)

    found = checks(asked, value, percent)

    assert len(found) <= 2
    if value == last:
        assert {one.kind for one in found} <= {PERCENT, OVER}
