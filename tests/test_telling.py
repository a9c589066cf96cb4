"""Whom a rung tells: tables of audiences, who stands in for whom, and a person's budget."""

from dataclasses import replace
from datetime import datetime

import pytest

from db.nudges import Due, Holder
from db.vocabulary import Audience, Role
from scheduler.hours import sends_at
from scheduler.ladder import Ladder, Rung, next_to
from scheduler.telling import Calls, audience_of, when_again, whom_to_tell
from tests.ledger_cast import HOURS, RULES, at

CONTACT, SECOND, HEAD, LEADER, OFFICE = Audience
SLOT = at("2024-05-21 09:00")
A, B = 1, 2
QUIET = replace(HOURS, quiet=(at("2024-05-21 12:00").time(), at("2024-05-21 14:00").time()))


def holder(
    number: int,
    role: Role,
    unit: int | None = A,
    *,
    second: bool = False,
    again: datetime | None = None,
) -> Holder:
    return Holder(number, number + 100, unit, role, second, again)


WANG, LI = holder(1, Role.CONTACT), holder(2, Role.CONTACT, second=True)
SUN, FENG = holder(3, Role.HEAD), holder(4, Role.LEADER)
#: Leads all units.
XU = holder(5, Role.LEADER, None)
EVERYBODY = [WANG, LI, SUN, FENG, XU]


def called(
    to: set[Audience],
    holders: list[Holder],
    *,
    units: tuple[int, ...] = (A,),
    had: dict[int, int] | None = None,
    budget: int = 4,
) -> Calls:
    """Tell of one obligation a unit, all on a rung that tells these."""
    office = replace(RULES, ladder=Ladder((Rung(-3, frozenset(to)),), 0), budget=budget)
    found = [Due(place, 9, unit, SLOT, SLOT) for place, unit in enumerate(units)]
    rungs = {due.obligation_id: [-3] for due in found}
    return whom_to_tell(office, found, rungs, holders, had or {}, SLOT)


def told(calls: Calls) -> dict[int, str]:
    return {one.contact_id: one.card for one in calls.told.values()}


@pytest.mark.parametrize(
    ("to", "whom", "late"),
    [
        pytest.param({CONTACT}, {1}, False, id="contact"),
        pytest.param({SECOND}, {2}, False, id="second alone"),
        pytest.param({CONTACT, SECOND}, {1, 2}, False, id="both contacts"),
        pytest.param({CONTACT, HEAD}, {1, 3}, False, id="with the head"),
        pytest.param({LEADER}, {4, 5}, False, id="the unit's leader, and of all units"),
        pytest.param({CONTACT, OFFICE}, {1}, True, id="with the office"),
        pytest.param({OFFICE}, set(), True, id="the office alone"),
        pytest.param(set(Audience), {1, 2, 3, 4, 5}, True, id="everybody"),
    ],
)
def test_a_rung_tells_whom_it_says(to: set[Audience], whom: set[int], late: bool) -> None:  # noqa: FBT001 - a column
    calls = called(to, EVERYBODY)

    assert set(told(calls)) == whom
    assert calls.late == ({0} if late else set())
    assert not calls.unreached


@pytest.mark.parametrize(
    ("to", "there", "whom"),
    [
        pytest.param({CONTACT}, [LI, SUN, FENG], {2}, id="second for first"),
        pytest.param({CONTACT}, [SUN, FENG], {3}, id="head for contacts"),
        pytest.param({CONTACT, HEAD}, [FENG], {4}, id="leader for all below"),
        pytest.param({HEAD}, [XU], {5}, id="a leader of all units, too"),
        pytest.param({CONTACT, SECOND}, [LI, SUN], {2}, id="one of the wanted is enough"),
        pytest.param({CONTACT, HEAD}, [LI, SUN], {3}, id="wanted before next up"),
        pytest.param({HEAD}, [WANG, FENG], {4}, id="never down"),
    ],
)
def test_where_none_of_them_is_there_the_next_one_up_is_told(
    to: set[Audience], there: list[Holder], whom: set[int]
) -> None:
    assert set(told(called(to, there))) == whom


@pytest.mark.parametrize(
    ("to", "there"),
    [
        pytest.param({CONTACT, HEAD}, [], id="nobody at all"),
        pytest.param({HEAD}, [WANG], id="nobody from there on up"),
        pytest.param({CONTACT, SECOND}, [FENG, XU], id="no leader before the head's rung"),
        pytest.param({CONTACT}, [holder(9, Role.CONTACT, B)], id="another unit's"),
        pytest.param({CONTACT, OFFICE}, [], id="though the office is told"),
    ],
)
def test_where_nobody_is_left_it_is_unreached(to: set[Audience], there: list[Holder]) -> None:
    calls = called(to, there)

    assert calls.unreached == {0}
    assert not calls.told
    assert not calls.deferred


def test_who_is_asked_gets_the_checklist_and_who_is_above_what_is_late() -> None:
    assert told(called({CONTACT, SECOND, HEAD, LEADER}, EVERYBODY)) == {
        1: "checklist",
        2: "checklist",
        3: "overdue",
        4: "overdue",
        5: "overdue",
    }


@pytest.mark.parametrize("turned", [False, True])
def test_one_who_is_contact_here_and_head_there_gets_one_checklist(turned: bool) -> None:  # noqa: FBT001 - a column
    posts = [holder(1, Role.CONTACT, A), holder(1, Role.HEAD, B)]
    calls = called({CONTACT, HEAD}, posts[::-1] if turned else posts, units=(A, B))

    (one,) = calls.told.values()
    assert (one.card, one.rungs) == ("checklist", {0: -3, 1: -3})


def test_a_person_who_had_enough_is_told_no_more_and_reminded_again() -> None:
    calls = called({CONTACT, HEAD}, [WANG, SUN], had={WANG.chat_id: 4, SUN.chat_id: 3})

    assert told(calls) == {3: "overdue"}
    assert calls.full == {1}
    assert not calls.deferred, "somebody was told"


def test_where_everybody_had_enough_it_is_deferred() -> None:
    calls = called({CONTACT}, [WANG, SUN], had={WANG.chat_id: 2}, budget=2)

    assert (told(calls), calls.deferred, calls.full) == ({}, {0}, {1})
    assert not calls.unreached, "enough is not the same as out of reach: nobody above is told"


@pytest.mark.parametrize(
    ("again", "had", "is_told", "is_full"),
    [
        pytest.param(SLOT, 0, True, False, id="in this slot"),
        pytest.param(at("2024-05-20 15:00"), 3, True, False, id="in one that was missed"),
        pytest.param(at("2024-05-21 15:00"), 0, False, False, id="not yet"),
        pytest.param(SLOT, 4, False, True, id="had enough: on another day"),
    ],
)
def test_who_wished_so_is_reminded_again(
    again: datetime,
    had: int,
    is_told: bool,  # noqa: FBT001 - a column
    is_full: bool,  # noqa: FBT001 - a column
) -> None:
    one = holder(1, Role.CONTACT, again=again)
    calls = called({CONTACT}, [one], units=(), had={one.chat_id: had})

    assert [each.again for each in calls.told.values()] == [True] * is_told
    assert calls.full == ({1} if is_full else set())


def test_posts_that_no_rung_tells_have_no_audience() -> None:
    heard = {role: audience_of(holder(1, role)) for role in Role}

    assert heard == {
        Role.CONTACT: CONTACT,
        Role.HEAD: HEAD,
        Role.LEADER: LEADER,
        Role.OFFICE: None,
        Role.ADMIN: None,
    }


@pytest.mark.parametrize(
    ("now", "had", "again"),
    [
        ("2024-05-21 09:10", 1, "2024-05-21 15:00"),
        ("2024-05-21 09:10", 4, "2024-05-22 09:00"),
        ("2024-05-21 16:00", 4, "2024-05-22 09:00"),
        ("2024-05-24 16:00", 0, "2024-05-27 09:00"),
        ("2024-10-11 16:00", 0, "2024-10-12 09:00"),
        ("2024-05-25 11:00", 4, "2024-05-27 09:00"),
    ],
)
def test_again_is_the_next_slot_or_the_next_workday_where_it_was_enough(
    now: str, had: int, again: str
) -> None:
    assert when_again(RULES, at(now), had) == at(again)


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("2024-05-21 09:00", "2024-05-21 09:00"),
        ("2024-05-21 16:30", "2024-05-21 16:30"),
        ("2024-05-21 08:10", "2024-05-21 09:00"),
        ("2024-05-21 12:30", "2024-05-21 14:00"),
        ("2024-05-21 18:00", "2024-05-22 09:00"),
        ("2024-05-25 12:30", "2024-05-27 09:00"),
    ],
)
def test_what_is_sent_by_hand_goes_out_in_work_hours(asked: str, sent: str) -> None:
    assert sends_at(QUIET, at(asked)) == at(sent)


@pytest.mark.parametrize(
    ("since", "audience", "moment"),
    [
        ("2024-05-21 09:00", CONTACT, "2024-05-21 09:00"),
        ("2024-05-21 09:00", SECOND, "2024-05-24 09:00"),
        ("2024-05-27 09:00", SECOND, "2024-06-03 09:00"),
        ("2024-05-21 09:00", HEAD, None),
    ],
)
def test_the_next_rung_that_tells_somebody(
    since: str, audience: Audience, moment: str | None
) -> None:
    rungs = Rung(-3), Rung(0, frozenset({CONTACT, SECOND}))
    due = at("2024-05-24 17:30")

    found = next_to(Ladder(rungs, 5), HOURS, due, at(since), audience)

    assert found == (at(moment) if moment else None)
