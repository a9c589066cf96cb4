"""Draws a plan's ledger from the database, row by row: a plan may owe 144,000 reports."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO
from zoneinfo import ZoneInfo

from bot.ledger import changes, rows
from bot.ledger.columns import sheet
from bot.ledger.rows import Subject, subject_of
from db import ledger_changes, ledger_rows
from db.engine import Session
from db.ledger_changes import ExtensionRow
from templates import word
from templates.ledger import LedgerSheet, write_ledger

#: Is told how many rows of how many are drawn.
Tell = Callable[[int, int], None]


def draw_ledger(
    session: Session,
    plan_id: int,
    office: tuple[str, ZoneInfo],
    now: datetime,
    file: IO[bytes],
    tell: Tell = lambda _done, _total: None,
) -> None:
    """Write a plan's ledger as an Excel workbook.

    Args:
        session: an open transaction.
        plan_id: the plan, which is there.
        office: the office's name and zone.
        now: the moment of which the figures are.
        file: where it is written to.
        tell: is told how far it is.
    """
    with _no_garbage():
        sheets = _sheets(session, subject_of(session, plan_id, office, now))
        total, done = sum(one.count for one in sheets), 0

        def advance(more: int) -> None:
            nonlocal done
            done += more
            tell(done, total)

        write_ledger(file, sheets, office[1], now, advance)


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Look for no garbage meanwhile: millions of cells make none, and it takes a fifth longer."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _sheets(session: Session, about: Subject) -> list[LedgerSheet]:
    counts = ledger_rows.counts(session, about.plan_id)
    asked = ledger_changes.extensions(session, about.plan_id)
    few = changes.few_changes(session, about, asked)
    changed = len(few) + ledger_changes.streamed(session, about.plan_id)
    extended = {one.obligation_id: _extended(one) for one in asked}
    drawn = {
        "items": (counts.items, rows.item_rows(session, about)),
        "owed": (counts.owed, rows.owed_rows(session, about, extended)),
        "readings": (counts.readings, rows.reading_rows(session, about)),
        "reports": (counts.reports, rows.report_rows(session, about)),
        "changes": (changed, changes.change_rows(session, about, few)),
    }
    line, found = _line(about), ledger_rows.found(session, about.plan_id)
    if ledger_changes.any_reason(session, about.plan_id):
        found.add("whys")
    return [sheet(name, line, count, its, found) for name, (count, its) in drawn.items()]


def _line(about: Subject) -> str:
    """Return what stands above every sheet's titles: the plan, the office, and as of when."""
    local = about.now.astimezone(about.zone)
    return word(
        "ledger.line",
        plan=about.plan.title,
        withdrawn=word("ledger.withdrawn_plan") if about.plan.withdrawn else "",
        office=about.office,
        at=f"{local:%Y-%m-%d %H:%M}",
    )


def _extended(one: ExtensionRow) -> str:
    """Return what became of an extension."""
    if one.withdrawn_at is not None:
        stage = "withdrawn"
    elif one.granted is None:
        stage = "pending"
    else:
        stage = "granted" if one.granted else "refused"
    return word(f"ledger_extension.{stage}")
