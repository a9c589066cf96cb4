"""申请延期: the asker's card with its days to pick, and the office's with its decision."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.buttons import Button, Verb, button
from bot.cards.calendar import Rows, day_stamp, month_rows, stamped_day
from bot.cards.checklist import item_number
from bot.cards.look import Card, Look, in_rows, period_words
from db import extensions, ledger
from db.extensions import Stage
from db.ledger import Owed
from db.tables import Contact, Extension, Form
from scheduler.workdays import DAY, Workday, workdays_after, workdays_between
from templates import moment, render, word

#: The farthest that a due time is moved, in days.
FARTHEST = 90
#: Workdays after the due day that are offered at once.
QUICK = (3, 5, 10)
#: The reasons for refusing that are offered as buttons, under ``[refusal]``; and none at all.
REFUSALS, BARE = ("deadline", "vague", "partly"), "bare"


def pickable(due_at: datetime) -> tuple[date, date]:
    """Return the first and the last day to which a due time, in the office's zone, may move."""
    return due_at.date() + DAY, due_at.date() + FARTHEST * DAY


def draw_extension(look: Look, extension_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show an extension to who asks for it: what is still missing, then what became of it."""
    if args.get("moved"):
        return Card(render("form_moved.html"))
    extension = look.session.get(Extension, extension_id)
    owed = ledger.owed_by_id(look.session, extension.obligation_id) if extension else None
    if extension is None or owed is None:
        return None
    text = render("extension.html", **_facts(look, extension, owed))
    stage = extensions.stage_of(extension)
    if stage is Stage.DRAFT and look.now < owed.due_at:
        return Card(
            text,
            _draft_buttons(
                look.local(owed.due_at), extension, args.get("month"), look.rules.hours.works
            ),
        )
    if stage is Stage.PENDING:
        return Card(text, ((button(word("button.retract"), Verb.RETRACT, extension.id),),))
    if stage is Stage.CANCELLED or not owed.open:
        return Card(text)
    label = word("button.item", number=item_number(owed))
    return Card(text, ((button(label, Verb.OPEN, owed.id),),))


def draw_request(look: Look, extension_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show an extension to the office, until it is decided with the buttons to decide it."""
    extension = look.session.get(Extension, extension_id)
    owed = ledger.owed_by_id(look.session, extension.obligation_id) if extension else None
    if extension is None or owed is None:
        return None
    pending = extensions.stage_of(extension) is Stage.PENDING
    asking = args.get("asking") if pending else None
    text = render(
        "extension_request.html",
        **_facts(look, extension, owed),
        before=extensions.granted_before(look.session, extension),
        asking=asking or "",
    )
    if not pending:
        return Card(text)
    if asking == "day":
        return Card(text, _other_days(look, extension, owed, args.get("month")))
    return Card(text, _refusals(extension) if asking == "refuse" else _decisions(extension))


def grantable(due_at: datetime, today: date) -> tuple[date, date]:
    """Return the first and the last day to which the office may move a due time."""
    first, last = pickable(due_at)
    return max(first, today), max(last, today + FARTHEST * DAY)


def _decisions(extension: Extension) -> Rows:
    return (
        (
            button(word("button.admit"), Verb.GRANT, extension.id),
            button(word("button.redate"), Verb.REDATE, extension.id),
            button(word("button.deny"), Verb.REFUSE, extension.id),
        ),
    )


def _refusals(extension: Extension) -> Rows:
    offered = [
        button(word(f"refusal.{reason}"), Verb.REFUSE, extension.id, reason) for reason in REFUSALS
    ]
    bare = button(word("button.refuse_bare"), Verb.REFUSE, extension.id, BARE)
    return in_rows([*offered, bare, _undo(extension)], 1)


def _undo(extension: Extension) -> Button:
    return button(word("button.undecided"), Verb.SEE, extension.id, "extension_request")


def _other_days(look: Look, extension: Extension, owed: Owed, month: object) -> Rows:
    first, last = grantable(look.local(owed.due_at), look.rules.hours.day_of(look.now))
    wanted = extension.wanted_due_at
    page = stamped_day(month) or max(first, look.local(wanted).date() if wanted else first)

    def pick(label: str, day: date) -> Button:
        return button(label, Verb.GRANT_ON, extension.id, day_stamp(day))

    def turn(label: str, day: date) -> Button:
        return button(label, Verb.MONTH, day_stamp(day))

    days = month_rows(page, first, last, pick, turn, look.rules.hours.works)
    return (*days, (_undo(extension),))


def extension_aside(look: Look, _form: Form, owed: Owed) -> tuple[str, Button | None]:
    """Say that a later due time is asked for; else offer to, while there is still some."""
    if not owed.open:
        return "", None
    if (wanted := _pending(look, owed)) is not None:
        return word("note.extension", wanted=moment(look.local(wanted))), None
    over = look.now >= owed.due_at
    return "", None if over else button(word("button.extend"), Verb.EXTEND, owed.id)


def _pending(look: Look, owed: Owed) -> datetime | None:
    extension = extensions.current(look.session, owed.id)
    return extension.wanted_due_at if extension and extension.asked_at else None


def _facts(look: Look, extension: Extension, owed: Owed) -> dict[str, object]:
    wanted, stage = extension.wanted_due_at, extensions.stage_of(extension)
    former, until = extension.former_due_at or owed.due_at, extension.granted_due_at or wanted
    late = stage is Stage.DRAFT and look.now >= owed.due_at
    days = pickable(look.local(owed.due_at))
    return {
        "stage": "late" if late else str(stage),
        "number": item_number(owed),
        "unit": owed.unit,
        "text": owed.text,
        "period": period_words(owed.period),
        "open": owed.open,
        "former": look.local(former),
        "due_at": look.local(owed.due_at),
        "wanted": look.local(wanted) if wanted else None,
        "until": look.local(until) if until else None,
        "workdays": _workdays(look, former, wanted) if wanted else 0,
        "reason": extension.reason,
        "asker": look.session.get_one(Contact, extension.contact_id).name,
        "asked_at": look.local(extension.asked_at) if extension.asked_at else None,
        "decider": extension.decided_by or "",
        "decided_at": look.local(extension.decided_at) if extension.decided_at else None,
        "answer": extension.answer,
        "quick": QUICK,
        "guessed": [
            year
            for year in sorted({one.year for one in days})
            if look.rules.hours.calendar.is_provisional(year)
        ],
    }


def _workdays(look: Look, former: datetime, wanted: datetime) -> int:
    return workdays_between(
        look.local(former).date(), look.local(wanted).date(), look.rules.hours.works
    )


def _draft_buttons(due_at: datetime, extension: Extension, month: object, workday: Workday) -> Rows:
    first, last = pickable(due_at)
    wanted = extension.wanted_due_at
    chosen = wanted.astimezone(due_at.tzinfo).date() if wanted else None

    def pick(label: str, day: date) -> Button:
        shown = word("button.chosen", label=label) if day == chosen else label
        return button(shown, Verb.DAY, extension.id, day_stamp(day))

    def turn(label: str, day: date) -> Button:
        return button(label, Verb.MONTH, day_stamp(day))

    quick = tuple(_quick(extension, quick_day(due_at.date(), count, workday)) for count in QUICK)
    page = stamped_day(month) or chosen or quick_day(due_at.date(), QUICK[0], workday)
    cancel = (button(word("button.cancel"), Verb.RETRACT, extension.id),)
    return (quick, *month_rows(page, first, last, pick, turn, workday), cancel)


def quick_day(due: date, count: int, workday: Workday) -> date:
    """Return the day that is so many workdays after a due day."""
    return workdays_after(due, count, workday)


def _quick(extension: Extension, day: date) -> Button:
    label = word("button.later", month=day.month, day=day.day)
    return button(label, Verb.DAY, extension.id, day_stamp(day))
