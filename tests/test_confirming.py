"""What is confirmed at the terminal is stored, said, and in the audit trail like the chat's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.drafts.known import revision_for
from bot.office.confirming import store_reading, store_revision
from bot.office.packing import Reading
from db.tables import AuditEntry
from db.vocabulary import Action, Via
from notice.lines import lines_of
from notice.reader import read_notice
from scheduler.clock import MovableClock
from tests.ledger_cast import all_of, make_database
from tests.play import SMALL, START, settings_for


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with make_database(tmp_path) as database:
        yield Desk(database, MovableClock(START), settings_for(tmp_path))


def reading(text: str) -> Reading:
    return Reading(read_notice(lines_of(text)), text)


def unheard(_key: str, /, **_values: object) -> None:
    """Say nothing."""


def test_a_plan_that_is_stored_at_the_terminal_is_in_the_audit_trail(desk: Desk) -> None:
    store_reading(desk, reading(SMALL), {}, None, unheard)

    (entry,) = all_of(desk.db, AuditEntry)
    assert (entry.action, entry.via, entry.plan_id) == (Action.PLAN_ADDED, Via.COMMAND, 1)
    assert entry.about == "2024年清溪县乡村振兴工作要点"
    assert (entry.after["items"], entry.after["ends_on"]) == (3, "2024-12-31")


def test_so_is_a_newer_text_with_what_it_changes(desk: Desk) -> None:
    store_reading(desk, reading(SMALL), {}, None, unheard)
    newer = reading(SMALL.replace("450人", "500人"))
    revision = desk.db.read_now(lambda session: revision_for(session, 1, newer.draft))

    store_revision(desk, 1, revision, newer, {}, unheard)

    last = all_of(desk.db, AuditEntry)[-1]
    assert (last.action, last.via) == (Action.PLAN_REVISED, Via.COMMAND)
    assert (last.after["version"], last.after["changed"], last.after["added"]) == (2, 1, 0)
