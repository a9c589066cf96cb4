"""Updates kept before anything is made of them: once, in order, parked when they keep failing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from db import inbox
from db.engine import Database, Session
from db.inbox import Received
from db.tables import Inbox
from db.vocabulary import InboxState
from tests.ledger_cast import all_of, at, make_database

NOW = at("2024-05-24 09:00")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


def receive(database: Database, *numbers: int, raw: str = "{}") -> None:
    updates = [Received(number, 101, raw) for number in numbers]
    database.write_now(lambda session: inbox.receive(session, updates, NOW))


def waiting(database: Database, limit: int = 100, beyond: int = -1) -> list[int]:
    found = database.read_now(lambda session: inbox.waiting(session, limit, beyond))
    return [received.update_id for received in found]


def fail(database: Database, number: int) -> InboxState | None:
    return database.write_now(lambda session: inbox.mark_failed(session, number, "KeyError", NOW))


def mark_done(database: Database, number: int) -> bool:
    return database.write_now(lambda session: inbox.mark_done(session, number, NOW))


def next_offset(database: Database) -> int | None:
    return database.read_now(inbox.next_offset)


def test_an_update_is_kept_as_it_came(database: Database) -> None:
    raw = '{"update_id":7,"message":{"text":"累计到位1.2亿元 🎉"}}'

    receive(database, 7, raw=raw)

    (row,) = all_of(database, Inbox)
    assert (row.update_id, row.chat_id, row.raw, row.state) == (7, 101, raw, InboxState.WAITING)
    assert row.received_at == NOW


@pytest.mark.parametrize("count", [1, 100], ids=["one", "a full batch"])
def test_an_update_that_comes_twice_is_kept_once_and_stays_as_it_is(
    database: Database, count: int
) -> None:
    receive(database, 7, raw="first")
    mark_done(database, 7)

    receive(database, *range(7, 7 + count), raw="second")

    assert len(all_of(database, Inbox)) == count
    assert (all_of(database, Inbox)[0].raw, waiting(database)) == ("first", [*range(8, 7 + count)])


def test_an_update_twice_in_a_batch_is_kept_once(database: Database) -> None:
    receive(database, 7, 7)

    assert waiting(database) == [7]


def test_updates_wait_in_order(database: Database) -> None:
    receive(database, 9, 7)
    receive(database, 8)

    assert waiting(database) == [7, 8, 9]
    assert waiting(database, limit=2) == [7, 8]
    assert waiting(database, beyond=7) == [8, 9]


def test_an_update_is_done_once(database: Database) -> None:
    receive(database, 7, 8)

    assert [mark_done(database, 7), mark_done(database, 7), mark_done(database, 9)] == [
        True,
        False,
        False,
    ]
    assert waiting(database) == [8]


def test_an_update_is_done_with_the_change_it_causes_or_not_at_all(database: Database) -> None:
    receive(database, 7)

    def fail_after(session: Session) -> None:
        inbox.mark_done(session, 7, NOW)
        raise LookupError

    with pytest.raises(LookupError):
        database.write_now(fail_after)

    assert waiting(database) == [7]


def test_an_update_that_fails_three_times_is_parked_and_the_rest_go_on(database: Database) -> None:
    receive(database, 7, 8)

    states = [fail(database, 7) for _ in range(4)]

    assert states == [InboxState.WAITING, InboxState.WAITING, InboxState.PARKED, None]
    assert waiting(database) == [8]
    parked = all_of(database, Inbox)[0]
    assert (parked.attempts, parked.error, parked.done_at) == (3, "KeyError", NOW)


def test_a_done_or_unknown_update_cannot_fail(database: Database) -> None:
    receive(database, 7)
    mark_done(database, 7)

    assert fail(database, 7) is None
    assert fail(database, 9) is None


def test_a_parked_update_is_not_done_by_mistake(database: Database) -> None:
    receive(database, 7)
    for _ in range(3):
        fail(database, 7)

    assert mark_done(database, 7) is False


def test_the_next_offset_confirms_what_is_stored_and_nothing_else(database: Database) -> None:
    assert next_offset(database) is None

    receive(database, 7, 9, 8)
    assert next_offset(database) == 10
    mark_done(database, 9)
    assert next_offset(database) == 10


def test_the_next_offset_does_not_follow_the_clock(database: Database) -> None:
    receive(database, 7)
    earlier = NOW - timedelta(hours=1)
    database.write_now(lambda session: inbox.receive(session, [Received(8, 101, "{}")], earlier))

    assert next_offset(database) == 9


def test_updates_numbered_lower_after_a_quiet_week_are_kept_and_handled(
    database: Database,
) -> None:
    receive(database, 900)
    mark_done(database, 900)

    receive(database, 5, 6)

    assert waiting(database) == [5, 6]


def test_updates_are_counted_by_state(database: Database) -> None:
    receive(database, 7, 8, 9)
    mark_done(database, 7)
    for _ in range(3):
        fail(database, 8)

    assert database.read_now(inbox.counts) == {
        InboxState.DONE: 1,
        InboxState.PARKED: 1,
        InboxState.WAITING: 1,
    }
