"""``duban import``: a notice is read, shown, and stored once the office confirms."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import typer

from bot.console import Speak, note, out, refuse, say
from bot.desk import Desk
from bot.drafts.known import plan_of_same_text, plan_of_same_title, revision_for
from bot.drafts.naming import Naming, aliases_of, in_register_names
from bot.office import naming, previewing
from bot.office.comparing import show_revision
from bot.office.confirming import check_draft, store_reading, store_revision
from bot.office.laying_out import laid_out
from bot.office.packing import Reading
from bot.office.reading import PASTED, read
from bot.office.registering import known_so_far
from bot.office.revising import as_facts
from bot.office.storing import Aliases
from bot.opening import open_desk, open_settings
from db import register
from db.changes import Revision
from db.plans import titles
from db.vocabulary import PlanDraft
from templates import word


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for on the command line; see there."""

    file: Path
    config: Path | None = None
    until: date | None = None
    export: Path | None = None
    units: tuple[str, ...] = ()
    revises: int | None = None
    new: bool = False
    dry_run: bool = False
    yes: bool = False
    as_facts: bool = False

    @property
    def asking(self) -> bool:
        """Whether there is somebody at a terminal who wants to be asked."""
        nobody = self.yes or self.as_facts or self.file == PASTED
        return out.is_terminal and not nobody

    @property
    def storing(self) -> bool:
        """Whether the notice may be stored, at once or after a question."""
        return (self.yes or self.asking) and not (self.dry_run or self.export)

    @property
    def tell(self) -> Speak:
        """What speaks beside the facts."""
        return note if self.as_facts else say


def import_notice(wishes: Wishes) -> None:
    """Read a notice, show it, and store it once it is confirmed."""
    _refuse_what_excludes_each_other(wishes)
    reading = read(wishes.file, wishes.tell)
    if not wishes.storing and wishes.revises is None:
        _only_show(wishes, reading)
        _end_unstored(wishes, reading)
        return
    with open_desk(open_settings(wishes.config)) as desk:
        if wishes.storing:
            _take(desk, wishes, reading)
        else:
            _only_compare(desk, wishes, reading)
            _end_unstored(wishes, reading)


def _refuse_what_excludes_each_other(wishes: Wishes) -> None:
    revises = wishes.revises is not None
    pairs = {
        ("--until", "--revises"): wishes.until and revises,
        ("--new", "--revises"): wishes.new and revises,
        ("--yes", "--export"): wishes.yes and wishes.export,
    }
    for (one, other), both in pairs.items():
        if both:
            refuse("cli.not_together", one=one, other=other)


def _only_show(wishes: Wishes, reading: Reading) -> None:
    """Show a reading beside the register, if there is one; nothing is stored, no database made."""
    settings = open_settings(wishes.config)
    known = known_so_far(settings)
    named = naming.naming_given(reading.draft, known, settings.office.name, wishes.units)
    if wishes.as_facts:
        previewing.facts(reading.draft, named)
    else:
        previewing.show(reading.draft, named)


def _only_compare(desk: Desk, wishes: Wishes, reading: Reading) -> None:
    """Show a reading and what it would change in the plan that it revises; nothing is stored."""
    named, plan = _known(desk, wishes, reading)
    _preview(desk, wishes, reading.draft, named, plan)
    if plan is not None and not wishes.as_facts:
        show_revision(_revision(desk, plan, in_register_names(reading.draft, named)))


def _end_unstored(wishes: Wishes, reading: Reading) -> None:
    """Write the workbook that was asked for, or say what to do next."""
    if wishes.export:
        _export(wishes.export, reading, wishes.tell)
    elif not wishes.dry_run:
        refuse("cli.confirm_needed")
    elif not wishes.as_facts:
        previewing.say_next()


def _export(file: Path, reading: Reading, tell: Speak) -> None:
    """Write a reading as a workbook; never over a file that may hold corrections."""
    if file.suffix.lower() != ".xlsx":
        refuse("sheet.not_xlsx", path=file)
    book = laid_out(reading)
    try:
        with file.open("xb") as written:
            written.write(book)
    except FileExistsError:
        refuse("cli.export_exists", path=file)
    except OSError:
        refuse("sheet.cannot_write", path=file)
    tell("sheet.written", path=file)


def _take(desk: Desk, wishes: Wishes, reading: Reading) -> None:
    """Show a reading beside what the ledger knows, ask what is open, and store it."""
    named, plan = _known(desk, wishes, reading)
    _preview(desk, wishes, reading.draft, named, plan)
    check_draft(desk, reading.draft, wishes.until, wishes.tell)
    named = naming.settled(named, asking=wishes.asking)
    reading = replace(reading, draft=in_register_names(reading.draft, named))
    aliases = aliases_of(named)
    if plan is None:
        if _agreed(wishes, "cli.confirm"):
            store_reading(desk, reading, aliases, wishes.until, wishes.tell)
        return
    revision = _revision(desk, plan, reading.draft)
    if revision.empty:
        wishes.tell("cli.known", plan=plan)
    elif _is_revision(desk, wishes, plan, same_text=_plan_of_text(desk, reading) == plan):
        _revise(desk, wishes, plan, revision, reading, aliases)
    elif _agreed(wishes, "cli.confirm"):
        store_reading(desk, reading, aliases, wishes.until, wishes.tell)


def _revise(
    desk: Desk, wishes: Wishes, plan: int, revision: Revision, reading: Reading, aliases: Aliases
) -> None:
    """Show what a newer text changes, and put it in force once confirmed."""
    if wishes.until:
        refuse("cli.not_together", one="--until", other="--revises")
    if not wishes.as_facts:
        show_revision(revision)
    if _agreed(wishes, "cli.confirm_revision", plan=plan):
        store_revision(desk, plan, revision, reading, aliases, wishes.tell)


def _known(desk: Desk, wishes: Wishes, reading: Reading) -> tuple[Naming, int | None]:
    """Return what the ledger knows of a reading: its units, and the plan that it may revise."""
    known = desk.db.read_now(register.known_names)
    named = naming.naming_given(reading.draft, known, desk.settings.office.name, wishes.units)
    return named, _plan_meant(desk, wishes, reading)


def _preview(desk: Desk, wishes: Wishes, draft: PlanDraft, named: Naming, plan: int | None) -> None:
    if wishes.as_facts:
        renamed = in_register_names(draft, named)
        changes = None if plan is None else as_facts(_revision(desk, plan, renamed))
        previewing.facts(draft, named, changes)
    else:
        previewing.show(draft, named)


def _plan_meant(desk: Desk, wishes: Wishes, reading: Reading) -> int | None:
    """Return the stored plan that a reading may be a newer one of; None for a new one."""
    if wishes.revises is None:
        of_text = _plan_of_text(desk, reading)
        if wishes.new or of_text is not None:
            return of_text
        return desk.db.read_now(lambda session: plan_of_same_title(session, reading.draft))
    if wishes.revises not in _titles(desk):
        refuse("cli.no_plan", plan=wishes.revises)
    return wishes.revises


def _plan_of_text(desk: Desk, reading: Reading) -> int | None:
    return desk.db.read_now(lambda session: plan_of_same_text(session, reading.text))


def _titles(desk: Desk) -> dict[int, str]:
    return {plan: title for plan, title, _ in desk.db.read_now(titles)}


def _revision(desk: Desk, plan: int, draft: PlanDraft) -> Revision:
    return desk.db.read_now(lambda session: revision_for(session, plan, draft))


def _is_revision(desk: Desk, wishes: Wishes, plan: int, *, same_text: bool) -> bool:
    """Tell whether the office means a plan of the same title or text; refuse to guess.

    What was read from the plan's own text can be nothing else.
    """
    if wishes.revises is not None:
        return True
    if not wishes.asking or wishes.new:
        key = "cli.revise_same_text" if same_text else "cli.revise_first"
        refuse(key, plan=plan, title=_titles(desk)[plan])
    return same_text or typer.confirm(word("cli.confirm_same_title", plan=plan), default=True)


def _agreed(wishes: Wishes, key: str, **values: object) -> bool:
    agreed = wishes.yes or typer.confirm(word(key, **values), default=True)
    if not agreed:
        say("cli.declined")
    return agreed
