"""Messages to be sent: put in once, claimed in order, recorded, never lost and never doubled."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from db import outbox, sending
from db.engine import Database, Session
from db.sending import Claimed, Outcome, Result
from db.tables import Outbox
from db.vocabulary import OutboxState
from tests.ledger_cast import all_of, at, make_database

NOW = at("2024-05-24 09:00")
LEASE = timedelta(seconds=60)
WANG, LI, SUN = 101, 102, 103


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


def put(
    database: Database,
    key: str,
    chat: int = WANG,
    *,
    card: str = "note",
    subject: int | None = None,
    bulk: bool = False,
) -> int:
    """Put a message in; return its id."""
    database.write_now(
        lambda session: outbox.enqueue(
            session, key, chat, card, NOW, subject=subject, bulk=bulk, said=key
        )
    )
    return all_of(database, Outbox)[-1].id


def claim(
    database: Database, *, limit: int = 10, after: int = 0, resting: Sequence[int] = ()
) -> list[Claimed]:
    now = NOW + timedelta(seconds=after)
    return database.write_now(lambda session: sending.claim(session, now, LEASE, limit, resting))


def keys(database: Database, claimed: Sequence[Claimed]) -> list[str]:
    known = {one.id: one.key for one in all_of(database, Outbox)}
    return [known[one.id] for one in claimed]


def record(database: Database, *outcomes: Outcome) -> None:
    database.write_now(lambda session: sending.record(session, outcomes, NOW))


def send(database: Database, row: int, message_id: int) -> None:
    """Claim everything there is and record one message as sent."""
    claim(database)
    record(database, Outcome(row, Result.SENT, message_id=message_id))


def one(database: Database, row: int) -> Outbox:
    return next(message for message in all_of(database, Outbox) if message.id == row)


def draw_again(database: Database, row: int) -> None:
    database.write_now(
        lambda session: outbox.draw_again(session, session.get_one(Outbox, row), NOW)
    )


def show_again(database: Database, card: str, subject: int) -> None:
    database.write_now(lambda session: outbox.show_again(session, card, subject, NOW))


def edits(database: Database) -> list[tuple[int | None, OutboxState]]:
    found = [message for message in all_of(database, Outbox) if message.edits_id is not None]
    return [(message.edits_id, message.state) for message in found]


def test_an_intention_is_put_in_once(database: Database) -> None:
    put(database, "reply:1")

    def again(session: Session) -> bool:
        return outbox.enqueue(session, "reply:1", LI, "checklist", NOW)

    assert database.write_now(again) is False
    (message,) = all_of(database, Outbox)
    assert (message.chat_id, message.card, message.args) == (WANG, "note", {"said": "reply:1"})


def test_an_intention_that_was_sent_is_not_put_in_again(database: Database) -> None:
    send(database, put(database, "reply:1"), 7)

    put(database, "reply:1")

    assert claim(database) == []


def test_a_claimed_message_carries_what_is_needed_to_send_it(database: Database) -> None:
    row = put(database, "reply:1", LI, card="form", subject=5)

    (claimed,) = claim(database)

    assert claimed == Claimed(
        id=row,
        chat_id=LI,
        card="form",
        subject=5,
        args={"said": "reply:1"},
        attempts=0,
        unknowns=0,
        shows_id=row,
        edit=False,
        message_id=None,
        leased_until=NOW + LEASE,
    )
    assert one(database, row).state is OutboxState.CLAIMED
    assert one(database, row).leased_until == NOW + LEASE


def test_answers_are_claimed_before_bulk_and_the_oldest_first(database: Database) -> None:
    put(database, "bulk:wang", WANG, bulk=True)
    put(database, "bulk:li", LI, bulk=True)
    put(database, "answer:sun", SUN)
    put(database, "answer:zhou", 104)

    assert keys(database, claim(database)) == ["answer:sun", "answer:zhou", "bulk:wang", "bulk:li"]


def test_where_few_can_be_sent_answers_come_first(database: Database) -> None:
    put(database, "bulk:wang", WANG, bulk=True)
    put(database, "answer:li", LI)

    assert keys(database, claim(database, limit=1)) == ["answer:li"]
    assert keys(database, claim(database, limit=1)) == ["bulk:wang"]


def test_of_each_chat_the_oldest_is_claimed_one_at_a_time(database: Database) -> None:
    for key in ("a", "b", "c"):
        put(database, key)
    put(database, "d", LI)

    first = claim(database)
    meanwhile = claim(database)
    record(database, Outcome(first[0].id, Result.SENT, message_id=1))
    second = claim(database)

    assert keys(database, first) == ["a", "d"]
    assert meanwhile == []
    assert keys(database, second) == ["b"]


def test_an_answer_goes_before_bulk_that_waits_in_its_chat(database: Database) -> None:
    put(database, "bulk", bulk=True)
    put(database, "answer")

    assert keys(database, claim(database)) == ["answer"]


def test_out_of_hours_bulk_waits_and_answers_go(database: Database) -> None:
    put(database, "bulk", bulk=True)
    put(database, "answer")

    claimed = database.write_now(
        lambda session: sending.claim(session, NOW, timedelta(seconds=60), 5, planned=False)
    )

    assert keys(database, claimed) == ["answer"]
    assert database.read_now(lambda session: outbox.next_send_at(session, planned=False)) is None
    assert database.read_now(outbox.next_send_at) == NOW


def test_a_resting_chat_is_left_alone(database: Database) -> None:
    put(database, "wang")
    put(database, "li", LI)

    assert keys(database, claim(database, resting=[WANG])) == ["li"]
    assert keys(database, claim(database)) == ["wang"]


def test_a_message_waits_for_its_time_and_its_chat_with_it(database: Database) -> None:
    row = put(database, "first")
    put(database, "second")
    claim(database)
    later = NOW + timedelta(seconds=30)
    record(database, Outcome(row, Result.LATER, again_at=later, error="Too Many Requests"))

    assert claim(database, after=29) == []
    assert database.read_now(outbox.next_send_at) == NOW
    assert keys(database, claim(database, after=30)) == ["first"]


@pytest.mark.parametrize(
    ("outcome", "state", "found"),
    [
        pytest.param(
            Outcome(1, Result.SENT, message_id=77),
            OutboxState.SENT,
            {"message_id": 77, "sent_at": NOW, "error": None},
            id="sent",
        ),
        pytest.param(Outcome(1, Result.WITHDRAWN), OutboxState.WITHDRAWN, {}, id="withdrawn"),
        pytest.param(
            Outcome(1, Result.LATER, again_at=NOW + LEASE, error="Timed out"),
            OutboxState.WAITING,
            {"not_before": NOW + LEASE, "attempts": 1, "unknowns": 0, "error": "Timed out"},
            id="later",
        ),
        pytest.param(
            Outcome(1, Result.UNKNOWN, again_at=NOW + LEASE),
            OutboxState.WAITING,
            {"not_before": NOW + LEASE, "attempts": 0, "unknowns": 1},
            id="unknown, to be repeated",
        ),
        pytest.param(
            Outcome(1, Result.UNKNOWN, error="Bad Gateway"),
            OutboxState.UNCERTAIN,
            {"unknowns": 1, "error": "Bad Gateway"},
            id="unknown, not to be repeated",
        ),
        pytest.param(
            Outcome(1, Result.NEVER, error="Bad Request"),
            OutboxState.FAILED,
            {"error": "Bad Request"},
            id="never",
        ),
        pytest.param(
            Outcome(1, Result.GONE, error="Forbidden"),
            OutboxState.FAILED,
            {"error": "Forbidden"},
            id="gone",
        ),
        pytest.param(
            Outcome(1, Result.MOVED, chat_id=-100777, error="migrated"),
            OutboxState.WAITING,
            {"chat_id": -100777, "not_before": NOW},
            id="moved",
        ),
    ],
)
def test_what_sending_came_to_is_recorded(
    database: Database, outcome: Outcome, state: OutboxState, found: dict[str, object]
) -> None:
    row = put(database, "reply:1")
    claim(database)

    record(database, outcome)

    message = one(database, row)
    assert message.state is state
    assert message.leased_until is None
    assert {name: getattr(message, name) for name in found} == found


def test_results_that_may_be_sent_again_are_and_others_are_not(database: Database) -> None:
    for number, result in enumerate(Result, 1):
        put(database, f"{result.name}", number)
    claim(database)
    outcomes = [
        Outcome(number, result, message_id=number, again_at=NOW, chat_id=number)
        for number, result in enumerate(Result, 1)
    ]

    record(database, *outcomes)

    assert set(keys(database, claim(database))) == {"LATER", "UNKNOWN", "MOVED"}


def test_recording_nothing_changes_nothing(database: Database) -> None:
    row = put(database, "reply:1")
    claim(database)

    record(database)

    assert one(database, row).state is OutboxState.CLAIMED


def expire(
    database: Database, after: int, once_only: Sequence[str] = ("digest",), ours: Sequence[int] = ()
) -> list[int]:
    now = NOW + timedelta(seconds=after)
    return database.write_now(lambda session: sending.expire_leases(session, now, once_only, ours))


def test_what_a_dead_sender_claimed_goes_back_when_its_lease_ends(database: Database) -> None:
    put(database, "reply:1")
    claim(database)

    assert expire(database, 59) == []
    assert claim(database, after=59) == []
    assert expire(database, 60) == []
    assert keys(database, claim(database, after=60)) == ["reply:1"]


def test_what_must_not_arrive_twice_is_held_when_its_lease_ends(database: Database) -> None:
    digest = put(database, "digest:1", card="digest")
    reply = put(database, "reply:1", LI)
    claim(database)

    held = expire(database, 61)

    assert held == [digest]
    assert one(database, digest).state is OutboxState.UNCERTAIN
    assert one(database, digest).unknowns == 1
    assert one(database, reply).state is OutboxState.WAITING
    assert expire(database, 62) == []


def test_an_edit_of_what_must_not_arrive_twice_may_be_made_again(database: Database) -> None:
    digest = put(database, "digest:1", card="digest")
    send(database, digest, 7)
    draw_again(database, digest)
    claim(database)

    assert expire(database, 61) == []
    assert edits(database) == [(digest, OutboxState.WAITING)]


def test_what_we_are_still_sending_stays_ours(database: Database) -> None:
    row = put(database, "digest:1", card="digest")
    claim(database)

    assert expire(database, 600, ours=[row]) == []
    assert one(database, row).state is OutboxState.CLAIMED


def test_what_was_claimed_and_never_begun_is_given_back(database: Database) -> None:
    row, other = put(database, "reply:1"), put(database, "reply:2", LI)
    claim(database)
    record(database, Outcome(other, Result.SENT, message_id=9))

    database.write_now(lambda session: sending.release(session, [row, other]))

    assert [one(database, row).state, one(database, other).state] == [
        OutboxState.WAITING,
        OutboxState.SENT,
    ]


def test_an_edit_carries_what_the_message_is_and_shows(database: Database) -> None:
    row = put(database, "reply:1", card="form", subject=5)
    send(database, row, 77)

    draw_again(database, row)
    (claimed,) = claim(database)

    assert (claimed.edit, claimed.message_id, claimed.shows_id) == (True, 77, row)
    assert (claimed.card, claimed.subject, claimed.args) == ("form", 5, {"said": "reply:1"})


def test_edits_that_wait_are_enough(database: Database) -> None:
    row = put(database, "reply:1")
    send(database, row, 77)

    for _ in range(5):
        draw_again(database, row)

    assert edits(database) == [(row, OutboxState.WAITING)]


def test_a_change_while_an_edit_is_being_sent_is_drawn_after_it(database: Database) -> None:
    row = put(database, "reply:1")
    send(database, row, 77)
    draw_again(database, row)
    (first,) = claim(database)

    draw_again(database, row)
    record(database, Outcome(first.id, Result.SENT, message_id=77))
    (second,) = claim(database)

    assert edits(database) == [(row, OutboxState.SENT), (row, OutboxState.CLAIMED)]
    assert second.message_id == 77


@pytest.mark.parametrize("way", ["later", "unknown", "moved", "released", "expired"])
def test_an_edit_that_goes_back_takes_the_place_of_one_asked_for_meanwhile(
    database: Database, way: str
) -> None:
    row = put(database, "reply:1")
    send(database, row, 77)
    draw_again(database, row)
    (first,) = claim(database)
    draw_again(database, row)

    match way:
        case "later":
            record(database, Outcome(first.id, Result.LATER, again_at=NOW))
        case "unknown":
            record(database, Outcome(first.id, Result.UNKNOWN, again_at=NOW))
        case "moved":
            record(database, Outcome(first.id, Result.MOVED, chat_id=LI))
        case "released":
            database.write_now(lambda session: sending.release(session, [first.id]))
        case _:
            expire(database, 61)

    assert edits(database) == [(row, OutboxState.WAITING), (row, OutboxState.WITHDRAWN)]
    draw_again(database, row)
    assert len(edits(database)) == 2
    (again,) = claim(database, after=61)
    record(database, Outcome(again.id, Result.SENT, message_id=77))
    draw_again(database, row)
    assert edits(database)[-1] == (row, OutboxState.WAITING)


def test_an_edit_going_back_leaves_other_messages_edits_alone(database: Database) -> None:
    rows = [put(database, "reply:1"), put(database, "reply:2", LI)]
    for place, row in enumerate(rows):
        send(database, row, 77 + place)
    for row in rows:
        draw_again(database, row)
    first, _ = claim(database)

    record(database, Outcome(first.id, Result.LATER, again_at=NOW))

    assert [state for _, state in edits(database)] == [OutboxState.WAITING, OutboxState.CLAIMED]


def test_a_card_is_drawn_again_in_the_newest_message_of_each_chat(database: Database) -> None:
    old = put(database, "1", WANG, card="checklist", subject=1)
    send(database, old, 71)
    new = put(database, "2", WANG, card="checklist", subject=1)
    send(database, new, 72)
    elsewhere = put(database, "3", LI, card="checklist", subject=1)
    send(database, elsewhere, 73)
    another = put(database, "4", LI, card="checklist", subject=2)
    send(database, another, 74)

    show_again(database, "checklist", 1)

    assert [shown for shown, _ in edits(database)] == [new, elsewhere]


def test_a_message_that_is_still_to_be_sent_is_drawn_then_and_not_edited(
    database: Database,
) -> None:
    put(database, "1", card="checklist", subject=1)

    show_again(database, "checklist", 1)

    assert edits(database) == []


def test_a_message_that_is_being_sent_is_drawn_again_after_it(database: Database) -> None:
    row = put(database, "1", card="checklist", subject=1)
    claim(database)

    show_again(database, "checklist", 1)

    assert edits(database) == [(row, OutboxState.WAITING)]
    assert claim(database) == []
    record(database, Outcome(row, Result.SENT, message_id=77))
    assert [claimed.message_id for claimed in claim(database)] == [77]


@pytest.mark.parametrize("result", [Result.WITHDRAWN, Result.GONE, Result.UNKNOWN])
def test_a_message_that_is_not_there_is_not_drawn_again(database: Database, result: Result) -> None:
    row = put(database, "1", card="checklist", subject=1)
    claim(database)
    record(database, Outcome(row, result))

    show_again(database, "checklist", 1)

    assert edits(database) == []


def test_a_message_is_found_by_telegram_s_number_in_its_chat(database: Database) -> None:
    row = put(database, "1", WANG)
    send(database, row, 77)
    draw_again(database, row)
    send(database, row + 1, 77)
    elsewhere = put(database, "2", LI)
    send(database, elsewhere, 77)

    def find(chat: int, number: int) -> int | None:
        found = database.read_now(lambda session: outbox.find_message(session, chat, number))
        return found.id if found else None

    assert (find(WANG, 77), find(LI, 77)) == (row, elsewhere)
    assert find(WANG, 78) is None


def test_a_card_is_found_in_the_newest_message_that_shows_it_or_will(database: Database) -> None:
    old = put(database, "1", card="form", subject=5)
    send(database, old, 77)
    new = put(database, "2", card="form", subject=5)
    gone = put(database, "3", LI, card="form", subject=5)
    claim(database)
    record(database, Outcome(gone, Result.GONE))

    def find(chat: int, subject: int) -> int | None:
        found = database.read_now(lambda session: outbox.find_card(session, "form", subject, chat))
        return found.id if found else None

    assert find(WANG, 5) == new
    assert find(LI, 5) is None
    assert find(WANG, 6) is None


def test_messages_are_counted_by_state(database: Database) -> None:
    send(database, put(database, "1"), 7)
    put(database, "2")
    put(database, "3", LI)

    assert database.read_now(outbox.counts) == {OutboxState.SENT: 1, OutboxState.WAITING: 2}


def test_a_message_can_hold_any_text(database: Database) -> None:
    put(database, "“累计到位1.2亿元” 🎉 <b> & \\ \u200b")

    (claimed,) = claim(database)

    assert claimed.args == {"said": "“累计到位1.2亿元” 🎉 <b> & \\ \u200b"}


def test_a_key_may_name_its_intention_in_any_words(database: Database) -> None:
    row = put(database, "stranger:101:2024-05-24")

    assert one(database, row).key == "stranger:101:2024-05-24"
    assert one(database, row).not_before == NOW
