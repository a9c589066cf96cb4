"""``duban ledger``: a plan's ledger as an Excel file."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from bot.console import note, progress, refuse, say
from bot.desk import Desk
from bot.ledger.drawing import draw_ledger
from db import plans
from db.engine import Session
from db.plans import PlanSummary


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for: where to, of which plan, and whether a file that is there is replaced."""

    file: Path
    plan_id: int | None = None
    force: bool = False


def write_ledger(desk: Desk, wishes: Wishes) -> None:
    """Write the ledger beside its place, and put it there once it is whole."""
    _check(wishes)
    plan, others = desk.db.read_now(lambda session: _plan(session, wishes.plan_id))
    if others:
        note("ledger_cli.chosen", plan=plan.id, title=plan.title)
    file = wishes.file
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        _write(desk, plan.id, beside)
        beside.replace(file)
    except OSError:
        _cannot_write(file)
    finally:
        beside.unlink(missing_ok=True)
    say("ledger_cli.written", title=plan.title, path=file)


def _check(wishes: Wishes) -> None:
    """End the command where the ledger cannot be written to its place."""
    file = wishes.file
    if file.suffix.lower() != ".xlsx":
        refuse("ledger_cli.not_xlsx", path=file)
    if file.is_dir():
        _cannot_write(file)
    if not file.parent.is_dir():
        refuse("ledger_cli.no_folder", path=file.parent)
    if file.exists() and not wishes.force:
        refuse("ledger_cli.exists", path=file)


def _plan(session: Session, plan_id: int | None) -> tuple[PlanSummary, bool]:
    """Return the plan that is meant, and whether it was chosen among several."""
    known = plans.plans(session, withdrawn=True)
    if not known:
        refuse("cli.no_plans")
    if plan_id is not None:
        found = [one for one in known if one.id == plan_id]
        return (found[0], False) if found else refuse("cli.no_plan", plan=plan_id)
    in_force = [one for one in known if one.withdrawn_at is None]
    if not in_force:
        refuse("ledger_cli.all_withdrawn")
    return in_force[-1], len(known) > 1


def _write(desk: Desk, plan_id: int, file: Path) -> None:
    """Write a file that only its owner can read, telling how far it is."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    office = (desk.settings.office.name, desk.settings.zone)
    with os.fdopen(descriptor, "w+b") as written, progress("ledger_cli.drawing") as tell:
        desk.db.read_now(
            lambda session: draw_ledger(session, plan_id, office, desk.clock.now(), written, tell)
        )


def _cannot_write(file: Path) -> NoReturn:
    refuse("sheet.cannot_write", path=file)
