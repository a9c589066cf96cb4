"""The database loses nothing: concurrent writers, files for their owner alone, clear errors."""

import asyncio
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from db.engine import (
    SAFE_WAL,
    BadAddressError,
    Database,
    Session,
    UnavailableError,
    wal_is_safe,
)
from db.tables import Contact, Plan, Target
from db.vocabulary import Op, Reachable
from tests.ledger_cast import a_cast, a_plan, a_target, a_unit, all_of, at, make_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'counter.db'}") as opened:
        opened.write_now(lambda session: session.execute(text("CREATE TABLE counter (n INTEGER)")))
        opened.write_now(lambda session: session.execute(text("INSERT INTO counter VALUES (0)")))
        yield opened


def count(session: Session) -> int:
    return int(session.execute(text("SELECT n FROM counter")).scalar_one())


def increment(session: Session) -> None:
    """Read, then write: what loses increments where reading takes no lock."""
    n = count(session)
    session.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})


def pragma(session: Session, name: str) -> object:
    return session.execute(text(f"PRAGMA {name}")).scalar_one()


def test_four_threads_lose_no_increment(counter: Database) -> None:
    def many(_: int) -> None:
        for _ in range(25):
            counter.write_now(increment)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(many, range(4)))

    assert counter.read_now(count) == 100


def test_tasks_side_by_side_lose_no_increment(counter: Database) -> None:
    async def all_at_once() -> int:
        await asyncio.gather(*(counter.write(increment) for _ in range(100)))
        return await counter.read(count)

    assert asyncio.run(all_at_once()) == 100


def test_a_reader_keeps_its_view_while_others_write(counter: Database) -> None:
    def look_twice(session: Session) -> tuple[int, int]:
        before = count(session)
        counter.write_now(increment)
        return before, count(session)

    assert counter.read_now(look_twice) == (0, 0)
    assert counter.read_now(count) == 1


def test_a_writer_waits_for_nobody_who_reads(counter: Database) -> None:
    def read_and_write(session: Session) -> int:
        count(session)
        counter.write_now(increment)
        counter.write_now(increment)
        return counter.read_now(count)

    assert counter.read_now(read_and_write) == 2


def test_what_a_question_changes_is_not_kept(counter: Database) -> None:
    counter.read_now(increment)

    assert counter.read_now(count) == 0


def test_a_change_that_fails_is_taken_back_whole(database: Database) -> None:
    def fail(session: Session) -> None:
        a_plan(session)
        a_unit(session, "农业农村局")
        raise LookupError("on purpose")

    with pytest.raises(LookupError, match="on purpose"):
        database.write_now(fail)

    assert all_of(database, Plan) == []


def test_a_change_that_the_tables_refuse_is_taken_back_whole(database: Database) -> None:
    def fail(session: Session) -> None:
        a_plan(session)
        a_unit(session, " ")

    with pytest.raises(IntegrityError):
        database.write_now(fail)

    assert all_of(database, Plan) == []


def test_rows_can_be_used_after_their_transaction(database: Database) -> None:
    (plan, *_) = [database.write_now(lambda session: session.get_one(Plan, a_plan(session)))]

    assert plan.title == "2024年工作要点"


def test_the_file_and_its_log_are_their_owner_s_alone(tmp_path: Path) -> None:
    file = tmp_path / "data" / "duban.db"

    with Database(f"sqlite:///{file}") as opened:
        opened.write_now(lambda session: session.execute(text("CREATE TABLE counter (n INTEGER)")))
        modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in file.parent.iterdir()}

    assert modes == dict.fromkeys(["duban.db", "duban.db-wal", "duban.db-shm"], 0o600)
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("way", ["read_now", "write_now"])
def test_every_connection_is_durable_and_keeps_references(counter: Database, way: str) -> None:
    def settings(session: Session) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return [pragma(session, name) for name in names]

    assert getattr(counter, way)(settings) == ["wal", 2, 1, 5000]


def test_this_sqlite_is_one_whose_log_is_safe(counter: Database) -> None:
    assert (counter.sqlite_version() or ()) >= SAFE_WAL


@pytest.mark.parametrize(
    ("version", "safe"), [((3, 40, 1), False), ((3, 51, 2), False), ((3, 51, 3), True)]
)
def test_an_older_sqlite_gets_no_write_ahead_log(version: tuple[int, ...], *, safe: bool) -> None:
    driver = ModuleType("driver")
    driver.__dict__["sqlite_version_info"] = version

    assert wal_is_safe(driver) is safe


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    def naive(session: Session) -> None:
        moment = datetime(2024, 5, 24, 9)  # noqa: DTZ001 - that is the point
        session.add(Contact(chat_id=1, name="王芳", joined_at=moment, reachable=Reachable.YES))

    with pytest.raises(StatementError, match="time zone"):
        database.write_now(naive)


def test_a_moment_comes_back_aware_in_utc(database: Database) -> None:
    database.write_now(lambda session: a_plan(session, created="2024-05-24 07:30"))

    (plan,) = all_of(database, Plan)
    assert plan.created_at == at("2024-05-24 07:30")
    assert plan.created_at.isoformat() == "2024-05-23T23:30:00+00:00"


def test_moments_are_stored_so_that_they_sort_as_text(database: Database) -> None:
    database.write_now(lambda session: a_plan(session, created="2024-05-24 09:00:00.5"))
    database.write_now(lambda session: a_plan(session, created="2024-05-24 09:00"))

    found = database.read_now(
        lambda session: session.scalars(
            text("SELECT created_at FROM plan ORDER BY created_at")
        ).all()
    )

    assert found == ["2024-05-24 01:00:00.000000", "2024-05-24 01:00:00.500000"]


def test_the_second_of_two_equal_clock_times_stays_the_second(database: Database) -> None:
    first = datetime.fromisoformat("2024-11-03T01:30:00-04:00")
    second = datetime.fromisoformat("2024-11-03T01:30:00-05:00")

    def add(session: Session) -> None:
        for chat, moment in enumerate((first, second)):
            session.add(Contact(chat_id=chat, name="王芳", joined_at=moment))

    database.write_now(add)

    assert [one.joined_at for one in all_of(database, Contact)] == [
        datetime(2024, 11, 3, 5, 30, tzinfo=UTC),
        datetime(2024, 11, 3, 6, 30, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("1840", "1840"),
        ("0.10", "0.10"),
        ("120000000.50", "120000000.50"),
        ("0.000000001", "0.000000001"),
        ("1E+9", "1000000000"),
        ("-3.5", "-3.5"),
        ("123456789012345678901234567890.123", "123456789012345678901234567890.123"),
    ],
)
def test_a_number_keeps_its_digits(database: Database, number: str, kept: str) -> None:
    database.write_now(
        lambda session: a_target(session, a_cast(session).nongye_item, number, op=Op.ABOUT)
    )

    (target,) = all_of(database, Target)
    stored = database.read_now(lambda session: session.scalar(text("SELECT value FROM target")))
    assert stored == f"{target.value:f}" == kept
    assert target.value == Decimal(number)


@pytest.mark.usefixtures("counter")
def test_while_an_outsider_holds_the_write_lock_the_database_is_unavailable(
    tmp_path: Path,
) -> None:
    outsider = dbapi2.connect(tmp_path / "counter.db", isolation_level=None)
    outsider.execute("BEGIN IMMEDIATE")

    with Database(f"sqlite:///{tmp_path}/counter.db?timeout=0.01") as hasty:
        with pytest.raises(UnavailableError, match="locked"):
            hasty.write_now(increment)
        assert hasty.read_now(count) == 0
        outsider.execute("ROLLBACK")
        outsider.close()
        hasty.write_now(increment)
        assert hasty.read_now(count) == 1


def test_a_folder_that_cannot_be_made_is_an_operating_system_s_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(OSError, match="file"):
        Database(f"sqlite:///{tmp_path}/file/duban.db")


def test_a_folder_in_the_file_s_place_is_an_operating_system_s_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"directory|denied"):
        Database(f"sqlite:///{tmp_path}")


def test_a_file_that_is_no_database_makes_it_unavailable(tmp_path: Path) -> None:
    file = tmp_path / "duban.db"
    file.write_text("县农业农村局" * 1000)

    with (
        Database(f"sqlite:///{file}") as opened,
        pytest.raises(UnavailableError, match="not a database"),
    ):
        opened.read_now(lambda session: session.execute(text("SELECT 1")))

    assert file.read_text().startswith("县农业农村局")


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(BadAddressError):
        Database("duban.db")


def test_closing_waits_for_what_is_being_written(tmp_path: Path) -> None:
    file = tmp_path / "counter.db"

    async def write_and_close() -> None:
        opened = Database(f"sqlite:///{file}")
        writes = [
            asyncio.ensure_future(
                opened.write(lambda session: session.execute(text("CREATE TABLE a (n INTEGER)")))
            ),
            asyncio.ensure_future(
                opened.write(lambda session: session.execute(text("INSERT INTO a VALUES (7)")))
            ),
        ]
        await asyncio.sleep(0)
        opened.close()
        await asyncio.gather(*writes)

    asyncio.run(write_and_close())

    with Database(f"sqlite:///{file}") as again:
        assert again.read_now(lambda session: session.scalar(text("SELECT n FROM a"))) == 7
