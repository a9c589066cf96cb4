"""What there is of an item by now: reports, changes of date, and the files sent with reports."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.buttons import Button, Verb, button
from bot.cards.authors import author_words
from bot.cards.look import Card, Look, Page, SentFile, in_rows, period_words
from bot.cards.seen.items import WIDTH, draw_items
from bot.cards.seen.place import Place, item_name, paged
from db import authors, ledger, records
from db.records import FileLine, MoveLine, ReportLine
from db.tables import Attachment, Item, Move, Report, Unit
from db.vocabulary import FileState
from templates import clip, render, word

#: How many lines a page has; each takes two.
PAGE = 6


def draw_reports(look: Look, place: Place) -> Card:
    """Show the reports on an item, the newest first; each opens with its number."""
    item = look.session.get(Item, place.id)
    if item is None:
        return draw_items(look, place)
    title = item_name(item.number, item.position)
    return _reports(look, place, title, records.of_item(look.session, item.id))


def draw_unit_reports(look: Look, place: Place) -> Card:
    """Show the reports of a unit on a plan's items, the newest first."""
    unit = look.session.get(Unit, place.id)
    if unit is None:
        return draw_items(look, place)
    return _reports(look, place, unit.name, records.of_unit(look.session, place.plan.id, unit.id))


def _reports(look: Look, place: Place, title: str, which: Any) -> Card:  # noqa: ANN401
    wanted, page = paged(records.count(look.session, Report, which), place.page, PAGE)
    shown = records.reports(look.session, which, wanted)
    text = render(
        "seen_reports.html",
        title=title,
        of_unit=place.view == "unit_reports",
        rows=[_report_row(look, one) for one in shown],
        page=page.number,
        pages=page.count,
    )
    buttons = [
        button(word("receipt.number", number=one.report_id), Verb.REVIEW, one.report_id)
        for one in shown
    ]
    return Card(text, in_rows(buttons, 3) + page.buttons)


def _report_row(look: Look, one: ReportLine) -> dict[str, object]:
    return {
        "report": one.report_id,
        "version": one.version,
        "item": word("button.item", number=one.number),
        "period": period_words(one.period),
        "unit": one.unit,
        "who": author_words(one.who, entered=one.entered),
        "status": word(f"status.{one.status}"),
        "at": look.local(one.submitted_at),
        "accepted": one.accepted,
    }


def draw_moves(look: Look, place: Place) -> Card:
    """Show the due times of an item that were changed, the newest change first."""
    item = look.session.get(Item, place.id)
    if item is None:
        return draw_items(look, place)
    which = records.of_item(look.session, item.id)
    wanted, page = paged(records.count(look.session, Move, which), place.page, PAGE)
    shown = records.moves(look.session, which, wanted)
    text = render(
        "seen_moves.html",
        name=item_name(item.number, item.position),
        rows=[_move_row(look, one) for one in shown],
        page=page.number,
        pages=page.count,
    )
    return Card(text, page.buttons)


def _move_row(look: Look, one: MoveLine) -> dict[str, object]:
    return {
        "unit": one.unit,
        "period": period_words(one.period),
        "cause": word(f"move.{one.cause}"),
        "former": look.local(one.former_due_at) if one.former_due_at else None,
        "due": look.local(one.due_at) if one.due_at else None,
        "at": look.local(one.moved_at),
        "by": one.moved_by,
        "reason": one.reason,
    }


def draw_files(look: Look, place: Place) -> Card:
    """Show the files that came with an item's reports; a button sends one here."""
    item = look.session.get(Item, place.id)
    if item is None:
        return draw_items(look, place)
    which = records.of_item(look.session, item.id)
    wanted, page = paged(records.count(look.session, Attachment, which), place.page, PAGE)
    shown = records.files(look.session, which, wanted)
    return _files(look, item_name(item.number, item.position), shown, page)


def draw_report_files(look: Look, place: Place) -> Card:
    """Show the files that came with a report, of whatever version."""
    report = look.session.get(Report, place.id)
    if report is None:
        return draw_items(look, place)
    which = records.of_report(report.id)
    wanted, page = paged(records.count(look.session, Attachment, which), place.page, PAGE)
    shown = records.files(look.session, which, wanted)
    return _files(look, word("receipt.number", number=report.id), shown, page)


def _files(look: Look, title: str, shown: Sequence[FileLine], page: Page) -> Card:
    first = (page.number - 1) * PAGE + 1
    text = render(
        "seen_files.html",
        title=title,
        rows=[
            {
                "place": first + place,
                "name": one.name,
                "unit": one.unit,
                "report": one.report_id,
                "at": look.local(one.received_at),
                "state": str(one.state),
            }
            for place, one in enumerate(shown)
        ],
        page=page.number,
        pages=page.count,
    )
    there = [
        button(word("button.board_file", place=first + place), Verb.FILE, one.attachment_id)
        for place, one in enumerate(shown)
        if one.state is FileState.STORED
    ]
    return Card(text, in_rows(there, WIDTH) + page.buttons)


def files_button(report_id: int, count: int) -> tuple[tuple[Button, ...], ...]:
    """Return the row that shows a report's files; none where it has none."""
    if not count:
        return ()
    label = word("button.board_files", count=count)
    return ((button(label, Verb.BOARD, "report_files", report_id),),)


def draw_file(look: Look, attachment_id: int, _args: Mapping[str, Any]) -> Card | None:
    """Send a file that came with a report, and say whose it is."""
    attachment = look.session.get(Attachment, attachment_id)
    if attachment is None or not is_there(attachment):
        return None
    report = look.session.get_one(Report, attachment.report_id)
    owed = ledger.owed_by_id(look.session, report.obligation_id)
    if owed is None or attachment.path is None:
        return None
    text = render(
        "seen_file.html",
        name=attachment.name,
        item=item_name(owed.number, owed.position),
        unit=owed.unit,
        period=period_words(owed.period),
        report=report.id,
        who=authors.author_of(look.session, report).name,
        at=look.local(attachment.received_at),
    )
    return Card(text, file=SentFile(attachment.path, clip(attachment.name, 60)))


def is_there(attachment: Attachment) -> bool:
    """Tell whether a file came with a report, and lies on our disk."""
    filed = attachment.report_id is not None and attachment.removed_at is None
    return filed and attachment.state is FileState.STORED
