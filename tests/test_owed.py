"""Which cadences a part of a plan goes by: those of its narrowest scope, in their order."""

from dataclasses import replace

import pytest

from db.cadences import Part, Scope, Scoped
from db.vocabulary import Frequency, Rule
from scheduler.owed import narrowest, scopes_of
from tests.ledger_cast import MONTHLY, at

WEEKLY = replace(MONTHLY, frequency=Frequency.QUARTERLY)
#: Item 7 of section 3 of plan 1, owned by unit 5.
PART = Part(assignment_id=9, section_id=3, item_id=7, unit_id=5, added_at=None)
PLAN, SECTION, ITEM = Scope(1), Scope(1, section_id=3), Scope(1, item_id=7)
UNIT, UNIT_OF_ITEM = Scope(1, unit_id=5), Scope(1, item_id=7, unit_id=5)
ELSEWHERE = (Scope(1, section_id=4), Scope(1, item_id=8), Scope(1, unit_id=6))


def scoped(*scopes: Scope, rule: Rule = MONTHLY) -> list[Scoped]:
    return [
        Scoped(number, scope, rule, at("2024-01-02 10:00")) for number, scope in enumerate(scopes)
    ]


@pytest.mark.parametrize(
    ("scopes", "found"),
    [
        pytest.param((PLAN,), PLAN, id="the plan's alone"),
        pytest.param((PLAN, SECTION), SECTION, id="a section before the plan"),
        pytest.param((ITEM, PLAN, SECTION), ITEM, id="an item before its section"),
        pytest.param((UNIT, ITEM, SECTION, PLAN), UNIT, id="a unit before all"),
        pytest.param((UNIT, UNIT_OF_ITEM, PLAN), UNIT_OF_ITEM, id="a unit's part in one item"),
        pytest.param((PLAN, *ELSEWHERE), PLAN, id="what lies elsewhere does not count"),
    ],
)
def test_the_narrowest_scope_counts(scopes: tuple[Scope, ...], found: Scope) -> None:
    its = narrowest(scopes_of(scoped(*scopes)), PART)

    assert {one.scope for one in its} == {found}


def test_several_cadences_of_one_scope_all_count_in_their_order() -> None:
    both = [*scoped(PLAN), *scoped(PLAN, rule=WEEKLY)]

    assert [one.rule for one in narrowest(scopes_of(both), PART)] == [MONTHLY, WEEKLY]


def test_a_part_of_no_cadence_owes_nothing() -> None:
    assert narrowest(scopes_of(scoped(*ELSEWHERE)), PART) == ()


def test_what_stands_under_no_heading_lies_in_no_section() -> None:
    bare = PART._replace(section_id=None)

    assert narrowest(scopes_of(scoped(SECTION)), bare) == ()
