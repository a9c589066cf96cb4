"""``duban audit``: what the office changed, printed or written as a workbook."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.auditing import audit_book, entry_words
from bot.console import in_columns, print_json, refuse, say
from bot.desk import Desk
from db import audit, plans
from db.audit import Wanted
from db.engine import Session
from templates import word


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for: of which plan or unit, of how many days, and where to."""

    plan: int | None = None
    unit: str | None = None
    days: int | None = None
    export: Path | None = None
    as_facts: bool = False


def show_audit(desk: Desk, wishes: Wishes) -> None:
    """Print the entries wanted, newest first, or write them to a file."""
    wanted = desk.db.read_now(lambda session: _wanted(session, desk, wishes))
    if wishes.export is not None:
        _export(desk, wanted, wishes.export)
        return
    found = desk.db.read_now(lambda session: audit.entries(session, wanted))
    zone = desk.settings.zone
    rows = [(one.done_at.astimezone(zone), entry_words(one)) for one in found]
    if wishes.as_facts:
        print_json([{"at": at, **words} for at, words in rows])
    elif not rows:
        say("audit.none")
    else:
        in_columns([(f"{at:%Y-%m-%d %H:%M}", _line(words)) for at, words in rows])


def _line(words: dict[str, str]) -> str:
    change = word("audit.change", **words) if words["before"] or words["after"] else ""
    reason = word("audit.why", reason=words["reason"]) if words["reason"] else ""
    return word("audit.line", **{**words, "change": change, "reason": reason})


def _wanted(session: Session, desk: Desk, wishes: Wishes) -> Wanted:
    unit = plans.find_unit(session, wishes.unit) if wishes.unit else None
    if wishes.unit and unit is None:
        refuse("cli.no_unit", name=wishes.unit)
    if wishes.plan is not None and wishes.plan not in {one for one, *_ in plans.titles(session)}:
        refuse("cli.no_plan", plan=wishes.plan)
    since = desk.clock.now() - timedelta(days=wishes.days) if wishes.days else None
    return Wanted(wishes.plan, unit.id if unit else None, since)


def _export(desk: Desk, wanted: Wanted, file: Path) -> None:
    if file.suffix.lower() != ".xlsx":
        refuse("sheet.not_xlsx", path=file)
    zone = desk.settings.zone
    book = desk.db.read_now(lambda session: audit_book(session, zone, wanted))
    try:
        with file.open("xb") as written:
            written.write(book)
    except FileExistsError:
        refuse("cli.export_exists", path=file)
    except OSError:
        refuse("sheet.cannot_write", path=file)
    say("audit.written", path=file)
