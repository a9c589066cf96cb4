"""An absence: asked for step by step, then what it is; as its substitute and the office see it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from bot.buttons import Button, Verb, button
from bot.cards.calendar import Make, day_stamp, month_rows, stamped_day
from bot.cards.checklist import item_number
from bot.cards.look import Card, Look, in_rows
from db import absences, ledger, people
from db.tables import Absence, Contact
from db.vocabulary import Role
from scheduler.workdays import DAY, Workday
from templates import clip, day, render, word

#: How far ahead an absence may begin, and how long it may last.
AHEAD, LONGEST = timedelta(days=180), timedelta(days=365)
#: The lengths that are offered, in days.
LENGTHS = (1, 3, 7)
#: How many of the reports that fall due meanwhile are named.
NAMED = 5
Rows = tuple[tuple[Button, ...], ...]


def draw_away(look: Look, absence_id: int, args: Mapping[str, Any]) -> Card | None:
    """Ask a contact from when, until when and who instead; then show the absence."""
    absence = look.session.get(Absence, absence_id)
    if absence is None:
        return None
    text = render(
        "away.html",
        step=_step(look, absence),
        unclear=bool(args.get("unclear")),
        unknown=args.get("unknown", ""),
        due=_due(look, absence),
        **_days(look, absence),
        **_substitute(look, absence),
    )
    return Card(text, _buttons(look, absence, stamped_day(args.get("month", ""))))


def draw_stand_in(look: Look, absence_id: int, args: Mapping[str, Any]) -> Card | None:
    """Tell the substitute for whom they answer, when and where; nothing of what is over unsaid."""
    absence = look.session.get(Absence, absence_id)
    if absence is None or absence.starts_at is None or absence.ends_at is None:
        return None
    over = absence.cancelled_at is not None or absence.ends_at <= look.now
    if over and not args.get("shown") and not args.get("ended"):
        return None
    absent = look.session.get_one(Contact, absence.contact_id)
    units = _shared_units(look, absence)
    return Card(
        render(
            "stand_in.html",
            name=absent.name,
            units=units,
            over=over,
            begun=absence.starts_at <= look.now,
            **_days(look, absence),
        )
    )


def draw_absent(look: Look, absence_id: int, _args: Mapping[str, Any]) -> Card | None:
    """Tell the office who is away and who stands in."""
    absence = look.session.get(Absence, absence_id)
    if absence is None or absence.ends_at is None:
        return None
    absent = look.session.get_one(Contact, absence.contact_id)
    units = people.units_of(look.session, absent.id, (Role.CONTACT,), look.now)
    return Card(
        render(
            "absent.html",
            name=absent.name,
            units=[unit.name for unit in units][:6],
            cancelled=absence.cancelled_at is not None,
            over=absence.ends_at <= look.now,
            **_days(look, absence),
            **_substitute(look, absence),
        )
    )


def _step(look: Look, absence: Absence) -> str:
    """Return what is to be shown: the next question, or what became of it."""
    if absence.cancelled_at is not None:
        return "cancelled"
    if absence.confirmed_at is not None and absence.ends_at is not None:
        return "over" if absence.ends_at <= look.now else "confirmed"
    if absence.starts_at is None:
        return "from"
    return "until" if absence.ends_at is None else "substitute"


def _days(look: Look, absence: Absence) -> dict[str, object]:
    first = look.local(absence.starts_at).date() if absence.starts_at else None
    last = look.local(absence.ends_at - timedelta(microseconds=1)) if absence.ends_at else None
    return {"first": first, "last": last.date() if last else None}


def _substitute(look: Look, absence: Absence) -> dict[str, object]:
    """Return who stands in, and whether they are away then themselves."""
    if absence.substitute_id is None or not absence.starts_at or not absence.ends_at:
        units = _contact_units(look, absence.contact_id)
        others = absences.colleagues(look.session, absence.contact_id, units)
        return {"substitute": "", "away_too": False, "others": bool(others)}
    substitute = look.session.get_one(Contact, absence.substitute_id)
    away = absences.overlapping(look.session, substitute.id, absence.starts_at, absence.ends_at)
    return {"substitute": substitute.name, "away_too": bool(away), "others": True}


def _due(look: Look, absence: Absence) -> dict[str, object]:
    """Return what falls due meanwhile: how many, and the first few by number and day."""
    if absence.starts_at is None or absence.ends_at is None:
        return {"count": 0, "named": []}
    span = (max(absence.starts_at, look.now), absence.ends_at)
    units = _contact_units(look, absence.contact_id)
    found = absences.due_within(look.session, units, *span)
    owed = [ledger.owed_by_id(look.session, one) for one in found[:NAMED]]
    named = [(item_number(one), look.local(one.due_at)) for one in owed if one is not None]
    return {"count": len(found), "named": named}


def _contact_units(look: Look, contact_id: int) -> list[int]:
    held = people.posts_of(look.session, contact_id)
    return [post.unit_id for post in held if post.role is Role.CONTACT and post.unit_id is not None]


def _shared_units(look: Look, absence: Absence) -> list[str]:
    """Return the names of the units that are the absent contact's and the substitute's."""
    theirs = set(_contact_units(look, absence.contact_id))
    held = {post.unit_id for post in people.posts_of(look.session, absence.substitute_id or -1)}
    units = people.units_of(look.session, absence.contact_id, (Role.CONTACT,), look.now)
    return [unit.name for unit in units if unit.id in theirs & held][:6]


def _buttons(look: Look, absence: Absence, month: date | None) -> Rows:
    step, today = _step(look, absence), look.local(look.now).date()
    if step in {"cancelled", "over"}:
        return ()
    if step == "confirmed":
        begun = absence.starts_at is not None and absence.starts_at < look.now
        label = word("button.end_absence" if begun else "button.cancel_absence")
        return ((button(label, Verb.BACK, absence.id),),)
    stop = ((button(word("button.no_leave"), Verb.BACK, absence.id),),)
    if step == "from":
        return _from_rows(absence, today, month, look.rules.hours.works) + stop
    if step == "until" and absence.starts_at is not None:
        first = look.local(absence.starts_at).date()
        return _until_rows(absence, first, month, look.rules.hours.works) + stop
    return in_rows(_people(look, absence), 2) + stop


def _from_rows(absence: Absence, today: date, month: date | None, workday: Workday) -> Rows:
    pick = _maker(Verb.LEAVE_FROM, absence)
    if month is not None:
        return _month_rows(month, (today, today + AHEAD), pick, workday)
    return (
        (pick(word("button.today"), today), pick(word("button.tomorrow"), today + DAY)),
        (_turn_to(word("button.other_day"), today),),
    )


def _until_rows(absence: Absence, first: date, month: date | None, workday: Workday) -> Rows:
    pick = _maker(Verb.LEAVE_UNTIL, absence)
    if month is not None:
        return _month_rows(month, (first, first + LONGEST), pick, workday)
    lengths = [
        pick(word("button.length", count=length, day=_short(last)), last)
        for length in LENGTHS
        for last in (first + (length - 1) * DAY,)
    ]
    return in_rows([*lengths, _turn_to(word("button.other_day"), first)], 2)


def _month_rows(month: date, span: tuple[date, date], pick: Make, workday: Workday) -> Rows:
    return month_rows(month, *span, pick, _turn_to, workday)


def _maker(verb: Verb, absence: Absence) -> Make:
    return lambda label, when: button(label, verb, absence.id, day_stamp(when))


def _turn_to(label: str, month: date) -> Button:
    return button(label, Verb.MONTH, day_stamp(month))


def _short(when: date) -> str:
    return day(when).partition("（")[0]


def _people(look: Look, absence: Absence) -> Sequence[Button]:
    units = _contact_units(look, absence.contact_id)
    others = absences.colleagues(look.session, absence.contact_id, units)
    return [
        *(
            button(_called(look, absence, one), Verb.STAND_IN, absence.id, one.id)
            for one in others[:20]
        ),
        button(word("button.no_substitute"), Verb.STAND_IN, absence.id, 0),
    ]


def _called(look: Look, absence: Absence, one: Contact) -> str:
    """Return a colleague's name, and that they are away themselves then."""
    name = clip(one.name, 14)
    if absence.starts_at is None or absence.ends_at is None:
        return name
    away = absences.overlapping(look.session, one.id, absence.starts_at, absence.ends_at)
    return word("button.away_too", name=name) if away else name
