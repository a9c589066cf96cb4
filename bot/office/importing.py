"""``duban import``: a notice is read, shown, and stored once the office confirms."""

from datetime import date
from pathlib import Path

import typer

from bot.console import heading, note, out, print_json, refuse, say, table
from bot.desk import Desk
from bot.settings import Settings
from db import cadences, plans
from db.engine import Session
from db.tables import Cadence
from db.vocabulary import ItemDraft, PlanDraft, TargetDraft
from notice.lines import NoticeError
from notice.reader import read_notice
from notice.shape import as_json
from notice.source import read_lines
from scheduler.clock import SystemClock
from scheduler.planning import plan_ahead
from templates import has_word, headline, number, word

#: The preview's columns, with their shares of the width.
COLUMNS = {"number": 0, "task": 5, "lead": 3, "assist": 4, "targets": 5}


def read_draft(file: Path) -> tuple[PlanDraft, str]:
    """Return a notice as read, with its text; end the command where it cannot be read."""
    try:
        lines = read_lines(file)
        return read_notice(lines), "\n".join(line.text for line in lines)
    except NoticeError as error:
        key = f"notice_error.{error.code}"
        refuse(key if has_word(key) else "notice_error.other", path=file)


def show_draft(draft: PlanDraft, *, as_facts: bool) -> None:
    """Print a draft, as a table by section or as JSON."""
    if as_facts:
        print_json(as_json(draft))
        return
    counts = {
        "sections": len(draft.sections),
        "items": len(draft.items),
        "units": len({unit for item in draft.items for unit in item.lead + item.assist}),
        "targets": sum(len(item.targets) for item in draft.items),
    }
    say("cli.preview", title=draft.title, **counts)
    sections = {item.section for item in draft.items}
    in_order = sorted(sections, key=lambda one: -1 if one is None else one)
    for place, section in enumerate(in_order):
        if section is not None:
            title = word("cli.section", number=section + 1, title=draft.sections[section])
            heading(f"\n{title}")
        rows = [_row(item) for item in draft.items if item.section == section]
        table(COLUMNS, rows, header=place == 0)
    doubtful = [item for item in draft.items if item.all_doubts]
    if doubtful:
        say("cli.doubts", count=len(doubtful))
    for item in doubtful:
        why = "、".join(word(f"doubt.{doubt.code}") for doubt in item.all_doubts)
        say("cli.doubt", number=item.number or "–", line=item.line, why=why)


def _row(item: ItemDraft) -> tuple[str, ...]:
    doubt = " ？" if item.all_doubts else ""
    more = word("column.open_ended") if item.open_ended else ""
    units = "、".join(item.lead) + ("" if item.assist else more)
    assist = "、".join(item.assist) + (more if item.assist else "")
    targets = "\n".join(_target(target) for target in item.targets)
    return (f"{item.number or '–'}{doubt}", headline(item.text, 24), units, assist, targets)


def _target(target: TargetDraft) -> str:
    sign = target.op.value.removesuffix("=") if target.strict else target.op.value
    return f"{target.quantity} {word(f'op.{sign}')}{number(target.value)}{target.unit}"


def warn_of_year(
    settings: Settings, draft: PlanDraft, until: date | None, *, as_facts: bool
) -> None:
    """Say before anything is stored that nobody is named, or that the notice's year is over."""
    if not any(item.lead or item.assist for item in draft.items):
        refuse("cli.no_owners")
    today = SystemClock().now().astimezone(settings.zone).date()
    if until is None and draft.year is not None and draft.year < today.year:
        tell = note if as_facts else say
        tell("cli.year_over", year=draft.year, until=last_day(draft, until, today))


def last_day(draft: PlanDraft, until: date | None, today: date) -> date:
    """Return the last day on which reports may be owed; end the command where it has gone by."""
    if until is not None:
        return until if until >= today else refuse("cli.until_past", until=until)
    return date(max(draft.year or today.year, today.year), 12, 31)


def store_draft(
    desk: Desk, draft: PlanDraft, text: str, until: date | None, *, as_facts: bool
) -> None:
    """Store a confirmed draft, make the obligations ahead, and say when the first falls due."""
    tell = note if as_facts else say
    now = desk.clock.now()
    today = now.astimezone(desk.settings.zone).date()
    ends_on = last_day(draft, until, today)
    try:
        plan = desk.db.write_now(lambda session: store(session, desk, draft, text, ends_on))
    except plans.PlanExistsError as error:
        tell("cli.known", plan=error.plan_id)
        return
    first = desk.db.read_now(lambda session: cadences.first_due(session, plan))
    if first is None:
        tell("cli.imported_none", plan=plan, until=ends_on)
    else:
        local = first.astimezone(desk.settings.zone)
        tell("cli.imported", plan=plan, until=ends_on, first=f"{local:%Y-%m-%d %H:%M}")


def store(session: Session, desk: Desk, draft: PlanDraft, text: str, ends_on: date) -> int:
    """Store a draft under the office's cadence with its obligations ahead; return the plan's id."""
    now = desk.clock.now()
    rule = desk.settings.cadence
    cadence = Cadence(
        frequency=rule.frequency,
        day=rule.day,
        cutoff=rule.cutoff,
        shift=rule.shift,
        opens_days_before=rule.opens_days_before,
    )
    today = now.astimezone(desk.settings.zone).date()
    starts_on = min(today, ends_on)
    plan = plans.add_plan(session, draft, text, (starts_on, ends_on), cadence, now)
    plan_ahead(session, desk.ladder, now)
    return plan


def confirmed(*, yes: bool) -> bool:
    """Ask whether to store; without a terminal only ``--yes`` confirms."""
    if yes:
        return True
    if not out.is_terminal:
        refuse("cli.confirm_needed")
    return typer.confirm(word("cli.confirm"), default=True)
