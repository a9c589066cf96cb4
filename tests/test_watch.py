"""The watch over the clock: what it writes down, and when it doubts nothing."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import select

from bot.desk import Desk
from bot.watch import Watch
from db import outbox, pauses, sending
from db.engine import Database, Session, UnavailableError
from db.tables import Outbox, Pause
from db.vocabulary import OutboxState
from scheduler.clock import MovableClock, TickingClock
from tests.ledger_cast import OFFICE, all_of, at, make_database
from tests.play import settings_for
from tests.test_sandbox_harness import in_loop

NOW = at("2024-03-20 10:00")
Result = TypeVar("Result")


class Stumbling(Database):
    """A database that does not answer as often as it is told to."""

    stumbles = 0

    async def write(self, change: Callable[[Session], Result]) -> Result:
        if self.stumbles:
            self.stumbles -= 1
            raise UnavailableError("", None, Exception("locked"))
        return await super().write(change)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Stumbling]:
    make_database(tmp_path).close()
    with Stumbling(f"sqlite:///{tmp_path / 'duban.db'}") as opened:
        yield opened


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(NOW)


@pytest.fixture
def watch(tmp_path: Path, database: Stumbling, clock: MovableClock) -> Watch:
    return Watch(Desk(database, clock, settings_for(tmp_path, OFFICE)))


@in_loop
async def test_the_first_start_of_all_doubts_nothing(database: Database, watch: Watch) -> None:
    await watch.look()

    assert not all_of(database, Outbox)
    assert not all_of(database, Pause)
    assert database.read_now(pauses.last_beat) == NOW


@in_loop
async def test_the_bot_shows_that_it_runs_once_a_minute(
    database: Database, watch: Watch, clock: MovableClock
) -> None:
    beats = set()
    for _ in range(13):
        await watch.look()
        beats.add(database.read_now(pauses.last_beat))
        clock.move(timedelta(seconds=10))

    assert beats == {NOW, NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)}


@in_loop
async def test_jumps_in_a_pause_count_together_and_end_it_where_nothing_is_left(
    database: Database, watch: Watch, clock: MovableClock
) -> None:
    await watch.look()
    seconds = []
    for hours in (2, 3, -1, -4):
        clock.jump(timedelta(hours=hours))
        await watch.look()
        (pause,) = all_of(database, Pause)
        seconds.append(pause.seconds // 3600)

    assert seconds == [2, 5, 4, 0]
    assert pause.ended_at == NOW
    assert pause.ended_by is None
    assert len(all_of(database, Outbox)) == 4


@in_loop
async def test_a_jump_that_could_not_be_written_down_is_found_again(
    database: Stumbling, watch: Watch, clock: MovableClock
) -> None:
    await watch.look()
    clock.jump(timedelta(hours=-2))
    database.stumbles = 1

    with pytest.raises(UnavailableError):
        await watch.look()
    await watch.look()
    await watch.look()

    assert [one.seconds for one in all_of(database, Pause)] == [-7200]


@pytest.mark.parametrize("beat", ["2024-01-02 10:00", "2024-09-02 10:00"])
@in_loop
async def test_a_rehearsal_doubts_nothing_and_leaves_no_sign_of_life(
    tmp_path: Path, database: Database, beat: str
) -> None:
    database.write_now(lambda session: pauses.beat(session, at(beat)))
    rehearsing = Desk(
        database, TickingClock(at("2024-06-03 09:00")), settings_for(tmp_path, OFFICE)
    )

    await Watch(rehearsing).look()

    assert not all_of(database, Outbox)
    assert not all_of(database, Pause)
    assert database.read_now(pauses.last_beat) == at(beat)


@in_loop
async def test_after_a_clock_fell_back_nothing_waits_for_what_the_wrong_one_wrote_down(
    database: Database, watch: Watch, clock: MovableClock
) -> None:
    await watch.look()

    def store(session: Session) -> None:
        for chat in (1, 2):
            outbox.enqueue(session, f"reply:{chat}", chat, "note", NOW)
        session.flush()
        sending.claim(session, NOW, timedelta(minutes=1), 1)
        found = session.scalars(select(Outbox).order_by(Outbox.id)).all()
        found[1].not_before = NOW + timedelta(minutes=1)

    database.write_now(store)
    clock.jump(timedelta(days=-365))
    await watch.look()

    now = clock.now()
    claimed, waiting, _ = all_of(database, Outbox)
    assert (claimed.state, claimed.leased_until) == (OutboxState.CLAIMED, now)
    assert (waiting.state, waiting.not_before) == (OutboxState.WAITING, now)
