"""请假: from when until when a contact is away, and who answers in their place; three taps.

What is typed instead of a tap is ``bot.contact.away_typed``'s.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from bot.buttons import Press, Verb
from bot.cards.away import AHEAD, LONGEST
from bot.cards.calendar import stamped_day
from bot.turn import Turn
from db import absences, people
from db.tables import Absence, Contact
from db.vocabulary import Role
from templates import word

Pressed = Callable[[Turn, Contact, Press], str]

#: Stands for nobody where a substitute is chosen.
NOBODY = 0


def posts(turn: Turn, contact: Contact) -> list[int]:
    """Return the ids of the units for which somebody is the contact, by a post of their own."""
    held = people.posts_of(turn.session, contact.id)
    return [post.unit_id for post in held if post.role is Role.CONTACT and post.unit_id is not None]


def left(turn: Turn, contact: Contact) -> None:
    """End the absences of whoever gave up their posts, and tell whom they stood in for."""
    for absence in absences.touching(turn.session, contact.id, turn.now):
        absent = turn.session.get_one(Contact, absence.contact_id)
        units = posts(turn, absent)
        if absent.id == contact.id and not units:
            absences.end(absence, turn.now)
            turn.refresh("away", absence.id)
            _tell(turn, absence, ended=True)
        elif not _is_among(turn, absence.substitute_id, units):
            absence.substitute_id = None
            turn.refresh("absent", absence.id)
            turn.tell(absent, "away", absence.id)


def _is_among(turn: Turn, substitute_id: int | None, units: list[int]) -> bool:
    """Tell whether a substitute, if there is one, still holds a post at one of the units."""
    held = {post.unit_id for post in people.posts_of(turn.session, substitute_id or -1)}
    return substitute_id is None or not held.isdisjoint(units)


def _from(turn: Turn, contact: Contact, given: Press) -> str:
    """Take the first day."""
    absence, day = own_draft(turn, contact, given.number()), stamped_day(given.text(1))
    if absence is None or day is None:
        return _stale(turn, contact, given)
    if not may_begin(turn, day):
        _redraw(turn, absence)
        return word("toast.past_day")
    set_days(turn, absence, day, None)
    _redraw(turn, absence)
    return ""


def _until(turn: Turn, contact: Contact, given: Press) -> str:
    """Take the last day."""
    absence, day = own_draft(turn, contact, given.number()), stamped_day(given.text(1))
    if absence is None or day is None or absence.starts_at is None:
        return _stale(turn, contact, given)
    first = absence.starts_at.astimezone(turn.desk.settings.zone).date()
    if not may_end(first, day) or day < turn.today:
        _redraw(turn, absence)
        return word("toast.past_day")
    set_days(turn, absence, first, day)
    _redraw(turn, absence)
    return ""


def _substitute(turn: Turn, contact: Contact, given: Press) -> str:
    """Take who answers meanwhile; with that the absence counts."""
    absence, chosen = own_draft(turn, contact, given.number()), given.number(1)
    if absence is None or absence.ends_at is None:
        return _stale(turn, contact, given)
    others = absences.colleagues(turn.session, contact.id, posts(turn, contact))
    if chosen != NOBODY and chosen not in {one.id for one in others}:
        _redraw(turn, absence)
        return word("toast.no_colleague")
    if absence.ends_at <= turn.now:  # the question was left lying until the days were over
        absences.end(absence, turn.now)
        _redraw(turn, absence)
        return word("toast.past_day")
    confirm(turn, contact, absence, chosen)
    _redraw(turn, absence)
    return word("toast.away")


def call_off(turn: Turn, contact: Contact, given: Press) -> str:
    """Give up an absence: a draft, one to come, or the rest of one that goes on."""
    absence = turn.session.get(Absence, given.number())
    if absence is None or absence.contact_id != contact.id:
        return word("toast.stale")
    over = absence.ends_at is not None and absence.ends_at <= turn.now
    if absence.cancelled_at is None and not over:
        confirmed = absence.confirmed_at is not None
        absences.end(absence, turn.now)
        turn.session.flush()
        if confirmed:
            _tell(turn, absence, ended=True)
    _redraw(turn, absence)
    return word("toast.back")


def confirm(turn: Turn, contact: Contact, absence: Absence, substitute: int) -> None:
    """Have an absence count, and tell whom it concerns; 0 for no substitute."""
    former = absences.confirm(turn.session, absence, substitute or None, turn.now)
    for one in former:
        turn.refresh("away", one.id)
        _tell(turn, one, ended=True)
    _tell(turn, absence, ended=False)
    turn.show_office("absent", absence.id)
    turn.refresh("checklist", contact.id)


def _tell(turn: Turn, absence: Absence, *, ended: bool) -> None:
    """Tell whoever stands in, and have what shows the absence drawn anew."""
    turn.refresh("absent", absence.id)
    if absence.substitute_id is None:
        return
    substitute = turn.session.get_one(Contact, absence.substitute_id)
    turn.refresh("stand_in", absence.id)
    turn.tell(substitute, "stand_in", absence.id, **({"ended": True} if ended else {}))


def own_draft(turn: Turn, contact: Contact, absence_id: int) -> Absence | None:
    """Return the person's own absence that is still a draft."""
    absence = turn.session.get(Absence, absence_id)
    if absence is None or absence.contact_id != contact.id:
        return None
    counts = absence.confirmed_at is not None or absence.cancelled_at is not None
    return None if counts else absence


def _stale(turn: Turn, contact: Contact, given: Press) -> str:
    """Say that a button is of another time; the person's own card then shows what is true now."""
    absence = turn.session.get(Absence, given.number())
    if absence is not None and absence.contact_id == contact.id:
        _redraw(turn, absence)
    return word("toast.stale")


def _redraw(turn: Turn, absence: Absence) -> None:
    """Have the pressed card show the present state, its calendar closed."""
    if (message := turn.pressed) is not None and message.card == "away":
        turn.redraw(message, month="", unclear=False)
    turn.refresh("away", absence.id)


def set_days(turn: Turn, absence: Absence, first: date, last: date | None) -> None:
    """Set the first and the last day of an absence."""
    absence.starts_at = _midnight(turn, first)
    absence.ends_at = _midnight(turn, last + timedelta(days=1)) if last else None
    turn.session.flush()


def _midnight(turn: Turn, day: date) -> datetime:
    return datetime.combine(day, time(), turn.desk.settings.zone)


def may_begin(turn: Turn, day: date) -> bool:
    """Tell whether an absence may begin on a day."""
    return turn.today <= day <= turn.today + AHEAD


def may_end(first: date, last: date) -> bool:
    """Tell whether an absence may last from the first day to the last."""
    return first <= last <= first + LONGEST


PRESSED: Mapping[Verb, Pressed] = {
    Verb.LEAVE_FROM: _from,
    Verb.LEAVE_UNTIL: _until,
    Verb.STAND_IN: _substitute,
    Verb.BACK: call_off,
}
