"""Work that takes long is done apart: once, under a lease, again after a crash, not for ever."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chores import LEASE, TRIES, WAIT, ChoreError, Chores, Work
from bot.desk import Desk
from bot.making import MAKE
from bot.settings import Settings
from db import chores, documents
from db.engine import Session
from db.tables import Chore
from db.vocabulary import ChoreKind, ChoreState, DocumentKind
from scheduler.clock import MovableClock
from tests.ledger_cast import at, make_database
from tests.play import settings_for

NOW = at("2024-05-24 10:00")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with make_database(tmp_path) as database:
        yield Desk(database, MovableClock(NOW), settings_for(tmp_path))


def doubled(_settings: Settings, subject: int) -> int:
    return subject * 2


def impossible(_settings: Settings, _subject: int) -> int:
    raise ChoreError("impossible")


def broken(_settings: Settings, _subject: int) -> int:
    raise OSError("disk")


def wrote(
    said: list[tuple[int, object]],
) -> Callable[[Session, Desk, int, object, datetime], None]:
    def note(_session: Session, _desk: Desk, subject: int, result: object, _now: datetime) -> None:
        said.append((subject, result))

    return note


def worker(
    desk: Desk,
    do: Callable[[Settings, int], int],
    said: list[tuple[int, object]],
    *,
    apart: bool = False,
) -> Chores:
    work = Work(do, wrote(said), wrote(said))
    here = None if apart else ThreadPoolExecutor(1)
    return Chores(desk, {ChoreKind.MAKE: work}, here)


def add(desk: Desk, subject: int = 21) -> bool:
    return desk.db.write_now(
        lambda session: chores.add(session, ChoreKind.MAKE, subject, desk.clock.now())
    )


def states(desk: Desk) -> list[ChoreState]:
    return desk.db.read_now(
        lambda session: list(session.scalars(select(Chore.state).order_by(Chore.id)))
    )


def drained(chores_: Chores) -> int:
    return asyncio.run(chores_.drain())


def test_a_chore_is_done_once_and_what_it_made_is_written_down(desk: Desk) -> None:
    said: list[tuple[int, object]] = []
    add(desk)

    assert drained(worker(desk, doubled, said)) == 1
    assert drained(worker(desk, doubled, said)) == 0
    assert said == [(21, 42)]
    assert states(desk) == [ChoreState.DONE]


def test_the_same_chore_is_put_in_once(desk: Desk) -> None:
    assert add(desk)
    assert not add(desk)


def test_a_chore_may_be_done_in_a_process_of_its_own(desk: Desk) -> None:
    said: list[tuple[int, object]] = []
    add(desk)

    drained(worker(desk, doubled, said, apart=True))

    assert said == [(21, 42)]


def test_one_that_fails_is_tried_again_a_little_later_and_given_up_at_last(desk: Desk) -> None:
    said: list[tuple[int, object]] = []
    add(desk)
    work = worker(desk, broken, said)

    tries = 0
    while drained(work):
        tries += 1
        assert isinstance(desk.clock, MovableClock)
        desk.clock.move_to(desk.clock.now() + WAIT)

    assert tries == TRIES
    assert said == [(21, "OSError")]
    assert states(desk) == [ChoreState.FAILED]


def test_one_that_can_never_be_done_is_not_tried_again(desk: Desk) -> None:
    said: list[tuple[int, object]] = []
    add(desk)

    drained(worker(desk, impossible, said))

    assert said == [(21, "impossible")]
    assert states(desk) == [ChoreState.FAILED]


def test_one_whose_worker_died_is_done_again_after_its_lease(desk: Desk) -> None:
    said: list[tuple[int, object]] = []
    add(desk)
    desk.db.write_now(lambda session: chores.claim(session, NOW, LEASE, 1))  # and dies

    assert drained(worker(desk, doubled, said)) == 0
    assert isinstance(desk.clock, MovableClock)
    desk.clock.move_to(NOW + LEASE)
    assert drained(worker(desk, doubled, said)) == 1
    assert said == [(21, 42)]


def test_one_that_kills_its_worker_each_time_is_given_up(desk: Desk) -> None:
    said: list[tuple[int, object]] = []
    add(desk)
    for place in range(TRIES):
        moment = NOW + LEASE * place
        desk.db.write_now(partial(chores.claim, now=moment, lease=LEASE, limit=1))
    assert isinstance(desk.clock, MovableClock)
    desk.clock.move_to(NOW + LEASE * TRIES)

    drained(worker(desk, doubled, said))

    assert said == [(21, "crash")]


def test_a_worker_that_was_too_slow_writes_nothing_down(desk: Desk) -> None:
    add(desk)
    (slow,) = desk.db.write_now(lambda session: chores.claim(session, NOW, LEASE, 1))
    later = NOW + LEASE + timedelta(seconds=1)
    desk.db.write_now(lambda session: chores.claim(session, later, LEASE, 1))

    assert not desk.db.write_now(lambda session: chores.end(session, slow, later))
    assert states(desk) == [ChoreState.CLAIMED]


def test_a_document_that_could_not_be_made_may_be_asked_for_again(desk: Desk) -> None:
    def asked(session: Session) -> bool:
        return documents.ask(session, "ledger:1", DocumentKind.LEDGER, 1, desk.clock.now(), plan=1)

    first, again = desk.db.write_now(asked), desk.db.write_now(asked)
    failing = Work(impossible, MAKE.done, MAKE.failed)
    drained(Chores(desk, {ChoreKind.MAKE: failing}, ThreadPoolExecutor(1)))

    assert (first, again, desk.db.write_now(asked)) == (True, False, True)
