"""Bringing a database to its newest form: from nothing, from an older one, never from a newer."""

import contextlib
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from bot.settings import Settings
from db import cadences, calendars
from db.cadences import Scope
from db.drafts import draft_of
from db.engine import Database, Session
from db.migrate import SCRIPTS, NewerDatabaseError, migrate, revision
from db.tables import (
    Acknowledgement,
    Assignment,
    Base,
    Contact,
    Item,
    Obligation,
    Plan,
    Post,
    Unit,
)
from db.vocabulary import DayKind, DueDraft, Frequency, Role, Rule, Shift, Timing
from scheduler.acknowledging import ask_to_acknowledge
from tests.ledger_cast import a_cast, all_of, make_database

#: Rebuilds a table that others refer to.
REBUILD = """
    with op.batch_alter_table("plan", recreate="always") as batch:
        batch.add_column(sa.Column("note", sa.Text(), nullable=True))
"""
FAILING = """
    op.add_column("plan", sa.Column("note", sa.Text(), nullable=True))
    raise RuntimeError("half-way")
"""
BREAKING = """
    op.execute("DELETE FROM plan")
"""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    make_database(tmp_path).close()
    with Database(f"sqlite:///{tmp_path / 'duban.db'}") as opened:
        yield opened


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'empty.db'}") as opened:
        yield opened


def steps(tmp_path: Path, upgrade: str) -> Path:
    """Return a folder with our steps and one more, "9999"."""
    folder = tmp_path / "100% steps"
    shutil.copytree(SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    head = 'import sqlalchemy as sa\nfrom alembic import op\n\nrevision = "9999"\n'
    body = f"def upgrade():\n    {dedent(upgrade).strip().replace(chr(10), chr(10) + '    ')}\n"
    before = f'down_revision = "{newest()}"\n\n\n'
    (folder / "versions" / "9999_next.py").write_text(head + before + body)
    return folder


def newest() -> str:
    return max(file.name[:4] for file in (SCRIPTS / "versions").glob("[0-9]*.py"))


def test_an_empty_database_gets_every_table(empty: Database) -> None:
    assert revision(empty.engine) is None

    reached = migrate(empty.engine)

    tables = set(inspect(empty.engine).get_table_names())
    assert reached == revision(empty.engine) == newest()
    assert tables == {*Base.metadata.tables, "alembic_version"}


def test_migrating_twice_is_migrating_once(empty: Database, tmp_path: Path) -> None:
    migrate(empty.engine)
    empty.write_now(a_cast)

    again = migrate(empty.engine)

    assert again == newest()
    assert len(all_of(empty, Item)) == 3
    assert not list(tmp_path.glob("*.before-*"))


def test_the_steps_make_the_tables_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        differences = compare_metadata(context, Base.metadata)

    assert differences == []


def test_the_steps_make_what_the_models_would_make_checks_included(
    database: Database, empty: Database
) -> None:
    Base.metadata.create_all(empty.engine)

    assert shape(database.engine) == shape(empty.engine)


def shape(engine: Engine) -> dict[str, dict[str, Any]]:
    """Return, by table, everything that SQLite knows of it."""
    seen = inspect(engine)
    return {
        name: {
            "columns": [
                (column["name"], str(column["type"]), column["nullable"])
                for column in seen.get_columns(name)
            ],
            "key": seen.get_pk_constraint(name),
            "checks": sorted(
                (str(check["name"]), str(check["sqltext"]))
                for check in seen.get_check_constraints(name)
            ),
            "uniques": sorted(str(unique) for unique in seen.get_unique_constraints(name)),
            "references": sorted(str(key) for key in seen.get_foreign_keys(name)),
            "indexes": sorted(
                f"{index['name']} {index['column_names']} {index['unique']} "
                f"{index.get('dialect_options', {}).get('sqlite_where', '')}"
                for index in seen.get_indexes(name)
            ),
        }
        for name in seen.get_table_names()
        if name != "alembic_version"
    }


def test_a_database_written_by_a_newer_duban_is_refused_and_left_alone(
    database: Database, tmp_path: Path
) -> None:
    database.write_now(
        lambda session: session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    )

    with pytest.raises(NewerDatabaseError, match="9999"):
        migrate(database.engine)

    assert revision(database.engine) == "9999"
    assert not list(tmp_path.glob("*.before-*"))


def test_a_step_keeps_what_refers_to_a_table_it_rebuilds(
    database: Database, tmp_path: Path
) -> None:
    database.write_now(a_cast)

    reached = migrate(database.engine, steps(tmp_path, REBUILD))

    assert reached == revision(database.engine) == "9999"
    assert [len(all_of(database, table)) for table in (Plan, Item, Assignment, Unit)] == [
        1,
        3,
        3,
        3,
    ]
    assert "note" in {column["name"] for column in inspect(database.engine).get_columns("plan")}


def steps_until(tmp_path: Path, last: str) -> Path:
    """Return a folder with our steps until one."""
    folder = tmp_path / f"until {last}"
    shutil.copytree(SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in (folder / "versions").glob("[0-9]*.py"):
        if file.name[:4] > last:
            file.unlink()
    return folder


def test_a_plan_stored_before_there_were_revisions_is_there_whole(
    empty: Database, tmp_path: Path
) -> None:
    moment = "'2024-03-01 01:00:00.000000'"
    rows = [
        "plan VALUES (1, '要点', '通知', '2024-03-01', '2024-12-31', '全文', '1', MOMENT)",
        "section VALUES (1, 1, 0, '产业')",
        "item VALUES (1, 1, 1, 0, '1', '发展农场', 0, '2024-06-30')",
        "target VALUES (1, 1, 0, '农场', '>=', '1840', '个', 0)",
        "unit VALUES (1, '农业农村局')",
        "assignment VALUES (1, 1, 1, 'lead', 0)",
        "obligation VALUES (1, 1, '2024-03', MOMENT, MOMENT, MOMENT, 'open', NULL)",
    ]

    def fill(session: Session) -> None:
        for row in rows:
            session.execute(text(f"INSERT INTO {row.replace('MOMENT', moment)}"))

    assert migrate(empty.engine, steps_until(tmp_path, "0001")) == "0001"
    empty.write_now(fill)

    migrate(empty.engine)

    draft = empty.read_now(lambda session: draft_of(session, 1))
    (item,) = draft.items
    assert (draft.sections, item.lead, item.section) == (("产业",), ("农业农村局",), 0)
    assert item.due == DueDraft("", Timing.BY, date(2024, 6, 30))
    assert [(one.quantity, f"{one.value}") for one in item.targets] == [("农场", "1840")]
    assert len(all_of(empty, Obligation)) == 1


def test_an_upgrade_asks_nobody_to_acknowledge_a_plan_that_runs_already(
    empty: Database, tmp_path: Path
) -> None:
    rows = """
        unit (id, name) VALUES (1, '农业农村局'), (2, '商务局');
        plan (id, title, notice_title, starts_on, ends_on, source, digest, created_at)
            VALUES (1, '要点', '通知', '2024-03-01', '2024-12-31', '', '',
                '2024-03-01 01:00:00.000000');
        item (id, plan_id, position, text, open_ended) VALUES (1, 1, 0, '发展农场', 0);
        assignment (id, item_id, unit_id, part, position)
            VALUES (1, 1, 1, 'lead', 0), (2, 1, 2, 'assist', 1);
        contact (id, chat_id, name, reachable, joined_at)
            VALUES (1, 11, '张三', 'yes', '2024-03-04 01:00:00.000000'),
                (2, 12, '李四', 'yes', '2024-02-01 01:00:00.000000');
        post (contact_id, unit_id, role)
            VALUES (1, 1, 'contact'), (1, 1, 'head'), (2, 2, 'head')
    """
    now = datetime(2024, 3, 20, 1, 5, tzinfo=UTC)

    def fill(session: Session) -> None:
        for row in rows.split(";"):
            session.execute(text(f"INSERT INTO {row}"))

    def later_comer(session: Session) -> None:
        contact = Contact(chat_id=13, name="王五", joined_at=now)
        session.add(contact)
        session.flush()
        session.add(Post(contact_id=contact.id, unit_id=1, role=Role.CONTACT))

    assert migrate(empty.engine, steps_until(tmp_path, "0002")) == "0002"
    empty.write_now(fill)

    migrate(empty.engine)

    noted = [(one.unit_id, one.asked_at) for one in all_of(empty, Acknowledgement)]
    assert noted == [
        (1, datetime(2024, 3, 4, 1, tzinfo=UTC)),
        (2, datetime(2024, 3, 1, 1, tzinfo=UTC)),
    ]
    rules = replace(Settings.apart().office_rules(), chat=-100)
    assert empty.write_now(lambda s: ask_to_acknowledge(s, rules, now)) == (0, 0)
    empty.write_now(later_comer)
    assert empty.write_now(lambda s: ask_to_acknowledge(s, rules, now)) == (1, 0)


#: Three plans as they were before there were cadences by scope: the 31st was the last day.
BEFORE_CADENCES = """
    plan (id, title, notice_title, starts_on, ends_on, source, digest, created_at) VALUES
        (1, '月', '通知', '2024-03-01', '2024-12-31', '', '1', '2024-03-01 01:00:00.000000+00:00'),
        (2, '周', '通知', '2024-03-01', '2024-12-31', '', '2', '2024-03-01 01:00:00.000000+00:00'),
        (3, '季', '通知', '2024-03-01', '2024-12-31', '', '3', '2024-03-01 01:00:00.000000+00:00');
    cadence (plan_id, frequency, day, cutoff, shift, opens_days_before) VALUES
        (1, 'monthly', 31, '17:30:00.000000', 'before', 10),
        (2, 'weekly', 5, '12:00:00.000000', 'after', 3),
        (3, 'quarterly', 25, '17:30:00.000000', 'none', 10)
"""
FRIDAYS = Rule(
    Frequency.WEEKLY, DayKind.WEEKDAY, 1, 5, cutoff=time(12), shift=Shift.AFTER, opens_days_before=3
)
RENEWED = [
    Rule(Frequency.MONTHLY, number=-1),
    FRIDAYS,
    Rule(Frequency.QUARTERLY, number=25, shift=Shift.NONE),
]
LATER = Rule(Frequency.MONTHLY, number=3)
#: What a plan reports by, and what it did by the form before.
TAKEN_BACK = [
    (Rule(Frequency.WEEKLY, DayKind.WORKDAY, -1), ("weekly", 5)),
    (Rule(Frequency.MONTHLY, DayKind.WEEKDAY, 1, 5), ("monthly", 1)),
    (Rule(Frequency.QUARTERLY, number=-2), ("quarterly", 31)),
]


def insert(session: Session, rows: str) -> None:
    for row in rows.split(";"):
        session.execute(text(f"INSERT INTO {row}"))


def in_force_in(session: Session) -> list[Rule]:
    return [cadences.in_force(session, plan)[0].rule for plan in (1, 2, 3)]


def take_back(engine: Engine, to: str) -> None:
    """Take steps back, as whoever returns to an older Duban does by hand."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.detach()
            for said in ("COMMIT", "PRAGMA foreign_keys=OFF", "BEGIN IMMEDIATE"):
                connection.exec_driver_sql(said)
        config.attributes["connection"] = connection
        command.downgrade(config, to)
        connection.commit()


def go_to_cadences_and_back(database: Database, tmp_path: Path) -> None:
    """Bring a database from before cadences by scope to the newest form, back, and there again."""
    migrate(database.engine, steps_until(tmp_path, "0003"))
    database.write_now(lambda session: insert(session, BEFORE_CADENCES))
    migrate(database.engine)
    assert database.read_now(in_force_in) == RENEWED

    def change(session: Session) -> None:
        unit = Unit(name="农业农村局")
        session.add(unit)
        session.flush()
        now = datetime(2024, 5, 6, tzinfo=UTC)
        for plan, (rule, _) in enumerate(TAKEN_BACK, start=1):
            cadences.put_in_force(session, Scope(plan), [rule, LATER], now, by="周敏")
        cadences.put_in_force(session, Scope(1, unit_id=unit.id), [FRIDAYS], now)
        calendars.put_day(session, date(2024, 5, 24), "县庆", now, "周敏", works=False)

    database.write_now(change)
    take_back(database.engine, "0003")
    asked = text("SELECT frequency, day FROM cadence ORDER BY plan_id")
    former = database.read_now(lambda session: [tuple(row) for row in session.execute(asked)])
    assert former == [day for _, day in TAKEN_BACK]

    assert migrate(database.engine) == newest()
    assert [rule.frequency for rule in database.read_now(in_force_in)] == [
        rule.frequency for rule, _ in TAKEN_BACK
    ]


def test_cadences_become_those_of_their_plans_and_can_be_taken_back(
    empty: Database, tmp_path: Path
) -> None:
    go_to_cadences_and_back(empty, tmp_path)


def test_before_a_step_a_copy_of_the_database_is_kept_for_its_owner_alone(
    database: Database, tmp_path: Path
) -> None:
    database.write_now(a_cast)
    copy = tmp_path / "duban.db.before-9999"
    copy.write_text("left over from a try that failed")
    old = os.umask(0)
    try:
        migrate(database.engine, steps(tmp_path, REBUILD))
    finally:
        os.umask(old)

    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with Database(f"sqlite:///{copy}") as before:
        assert revision(before.engine) == newest()
        assert len(all_of(before, Plan)) == 1


@pytest.mark.parametrize(
    ("upgrade", "said"),
    [
        pytest.param(FAILING, "half-way", id="a step that fails half-way"),
        pytest.param(BREAKING, "references", id="a step that breaks references"),
    ],
)
def test_a_step_that_cannot_be_taken_leaves_the_database_as_it_was(
    database: Database, tmp_path: Path, upgrade: str, said: str
) -> None:
    database.write_now(a_cast)
    before = shape(database.engine)

    with pytest.raises(RuntimeError, match=said):
        migrate(database.engine, steps(tmp_path, upgrade))

    assert revision(database.engine) == newest()
    assert shape(database.engine) == before
    assert len(all_of(database, Plan)) == 1


@pytest.mark.parametrize("upgrade", [REBUILD, FAILING])
def test_after_migrating_references_are_kept_again(
    database: Database, tmp_path: Path, upgrade: str
) -> None:
    with contextlib.suppress(RuntimeError):
        migrate(database.engine, steps(tmp_path, upgrade))

    on = [database.read_now(lambda session: session.scalar(text("PRAGMA foreign_keys")))]
    on.append(database.write_now(lambda session: session.scalar(text("PRAGMA foreign_keys"))))
    assert on == [1, 1]
