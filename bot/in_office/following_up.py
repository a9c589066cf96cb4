"""批示: a leader answers the digest; the office says which unit, by when, and makes it an item.

The words are kept as they were said. Nobody is asked for anything before the office confirms.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from bot.buttons import Press, Verb, mark_of
from bot.cards.calendar import stamped_day
from bot.cards.follow_up import due_day
from bot.contact.answering import typed
from bot.phrases.directing import Directed, directed
from bot.turn import Turn
from db import audit, follow_ups, people, plans, register
from db.tables import Contact, Digest, FollowUp, Outbox, Plan, Unit
from db.vocabulary import Action, Cause, DayKind, Frequency, Rule
from notice.register.naming import home_of
from scheduler.planning import replan_all
from scheduler.replanning import Change
from templates import day, headline, word


def said(turn: Turn, contact: Contact, message: Outbox, words: str) -> None:
    """Take a leader's reply to a digest; anybody else's is an answer as usual."""
    plan_id = _plan_of(turn, message)
    if plan_id is None or not people.leads(turn.session, contact.id):
        typed(turn, contact, words)
        return
    if _reworded(turn, words):
        return
    follow_up = _begin(turn, plan_id, words, contact.name)
    turn.show("followed", follow_up.id)


def office_said(turn: Turn, message: Outbox, words: str) -> None:
    """Take what was replied to a digest in the office's chat, where leaders may sit as well."""
    plan_id = _plan_of(turn, message)
    if plan_id is None or words in word("typed.polite").split() or _reworded(turn, words):
        return
    _begin(turn, plan_id, words, turn.origin.name)


def _plan_of(turn: Turn, message: Outbox) -> int | None:
    """Return the plan of the digest that was replied to."""
    digest = turn.session.get(Digest, message.subject or -1)
    return digest.plan_id if digest else None


def _reworded(turn: Turn, words: str) -> bool:
    """Take an edited message for its new words while nothing is decided; tell if it was one."""
    if not turn.origin.edited:
        return False
    before = follow_ups.said_in(turn.session, turn.chat_id, turn.origin.message_id)
    if before is None:
        return False
    if follow_ups.is_open(before):
        before.words = words
        _take(turn, before, words)
    _refresh(turn, before)
    return True


def _begin(turn: Turn, plan_id: int, words: str, name: str) -> FollowUp:
    follow_up = FollowUp(
        plan_id=plan_id,
        words=words,
        said_by=name,
        said_at=turn.now,
        chat_id=turn.chat_id,
        message_id=turn.origin.message_id,
    )
    turn.session.add(follow_up)
    turn.session.flush()
    _take(turn, follow_up, words)
    turn.show_office("follow_up", follow_up.id)
    return follow_up


def office_replied(turn: Turn, message: Outbox, words: str) -> None:
    """Take unit and day from a reply to the office's card."""
    follow_up = turn.session.get(FollowUp, message.subject or -1)
    if follow_up is None or not follow_ups.is_open(follow_up):
        turn.refresh("follow_up", message.subject or -1)
        return
    found = _take(turn, follow_up, words)
    why = _why_not(turn, follow_up, found.day) if found.day else None
    if why is not None or not found:
        over = follow_ups.is_over(turn.session, follow_up, turn.today)
        turn.say("follow_up_unclear", why=why or "", over=over)
    turn.redraw(message, choosing=None)


def _take(turn: Turn, follow_up: FollowUp, words: str) -> Directed:
    """Take the unit and the day that words name; what they do not name stays."""
    known = register.known_names(turn.session)
    plan = turn.session.get_one(Plan, follow_up.plan_id)
    home = home_of(turn.desk.settings.office.name, [plan.title], known)
    found = directed(words, known, home, turn.today)
    if found.unit and (unit := plans.find_unit(turn.session, found.unit)):
        follow_up.unit_id = unit.id
    if found.day is not None and _why_not(turn, follow_up, found.day) is None:
        follow_up.due_on = found.day
    return found


def _why_not(turn: Turn, follow_up: FollowUp, wanted: date) -> str | None:
    """Return why a day cannot be the one by which to report; None where it can."""
    if follow_ups.is_over(turn.session, follow_up, turn.today):
        return word("toast.follow_up_over")
    last = plans.last_day(turn.session, follow_up.plan_id)
    if not turn.today < wanted <= last:
        return word("toast.follow_up_day", last=day(last))
    return None


def _choose(turn: Turn, given: Press) -> str:
    """Show what can be chosen on the card: units or days; or go back."""
    if (message := turn.pressed) is None:
        return word("toast.stale")
    turn.redraw(message, choosing=given.text(1) or None, page=1)
    return ""


def _unit(turn: Turn, given: Press) -> str:
    follow_up, unit = _open(turn, given), turn.session.get(Unit, given.number(1))
    if isinstance(follow_up, str) or unit is None:
        return follow_up if isinstance(follow_up, str) else word("toast.stale")
    follow_up.unit_id = unit.merged_into_id or unit.id
    return _chosen(turn)


def _day(turn: Turn, given: Press) -> str:
    follow_up, wanted = _open(turn, given), stamped_day(given.text(1))
    if isinstance(follow_up, str) or wanted is None:
        return follow_up if isinstance(follow_up, str) else word("toast.stale")
    if (why := _why_not(turn, follow_up, wanted)) is not None:
        return why
    follow_up.due_on = wanted
    return _chosen(turn)


def _chosen(turn: Turn) -> str:
    if (message := turn.pressed) is not None:
        turn.redraw(message, choosing=None)
    return word("toast.set")


def _confirm(turn: Turn, given: Press) -> str:
    """Make it an item, plan its report, and tell its unit and whoever said it."""
    follow_up = _open(turn, given)
    if isinstance(follow_up, str):
        return follow_up
    if follow_up.unit_id is None or follow_up.due_on is None:
        return word("toast.follow_up_lacks")
    if given.text(1) != mark_of((follow_up.unit_id, follow_up.due_on)):
        turn.refresh("follow_up", follow_up.id)
        return word("toast.stale")
    if (why := _why_not(turn, follow_up, follow_up.due_on)) is not None:
        _refresh(turn, follow_up)
        return why
    rule, name = _once(turn, follow_up.due_on), turn.origin.name
    item = follow_ups.confirm(turn.session, follow_up, (rule,), name, turn.now)
    change = Change(Cause.CADENCE, name, follow_up.said_by)
    replan_all(turn.session, turn.rules, turn.now, change, [follow_up.plan_id])
    _note(turn, follow_up, item.number or "")
    told = _tell_unit(turn, follow_up)
    _refresh(turn, follow_up)
    return word("toast.follow_up_told" if told else "toast.follow_up_unheard", number=item.number)


def _once(turn: Turn, due_on: date) -> Rule:
    """Return the rule of a report that is open now and falls due once, at the cut-off time."""
    usual = turn.desk.settings.cadence.numbered()
    return replace(
        usual,
        frequency=Frequency.ONCE,
        kind=DayKind.DAY,
        number=1,
        weekday=None,
        month=None,
        anchor=due_on,
        opens_days_before=(due_on - turn.today).days,
    )


def _tell_unit(turn: Turn, follow_up: FollowUp) -> bool:
    """Tell whoever of its unit can be told; tell if there was anybody."""
    look = turn.desk.look(turn.session, turn.now)
    due = due_day(look, follow_up)
    values = {
        "said_by": follow_up.said_by,
        "words": follow_up.words,
        "due": day(due) if due else "",
    }
    contacts = people.asked_first(turn.session, follow_up.unit_id or -1, turn.now)
    for contact in contacts:
        turn.tell(contact, "note", template="follow_up_told", values=values)
    return bool(contacts)


def _drop(turn: Turn, given: Press) -> str:
    """Leave it at what was said."""
    follow_up = _open(turn, given)
    if isinstance(follow_up, str):
        return follow_up
    follow_up.dropped_at = turn.now
    _note(turn, follow_up, "")
    _refresh(turn, follow_up)
    return word("toast.follow_up_dropped")


def _open(turn: Turn, given: Press) -> FollowUp | str:
    """Return one that waits for the office; of one that does not, draw the card anew."""
    follow_up = turn.session.get(FollowUp, given.number())
    if follow_up is None:
        return word("toast.stale")
    if not follow_ups.is_open(follow_up):
        _refresh(turn, follow_up)
        return word("toast.decided_before")
    return follow_up


def _refresh(turn: Turn, follow_up: FollowUp) -> None:
    turn.refresh("follow_up", follow_up.id)
    turn.refresh("followed", follow_up.id)


def _note(turn: Turn, follow_up: FollowUp, number: str) -> None:
    audit.note(
        turn.session,
        turn.actor,
        Action.FOLLOW_UP,
        headline(follow_up.words),
        turn.now,
        plan_id=follow_up.plan_id,
        item_id=follow_up.item_id,
        unit_id=follow_up.unit_id,
        before={"said_by": follow_up.said_by, "words": follow_up.words},
        after={"number": number, "due_on": str(follow_up.due_on)} if number else {},
    )


IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {
    Verb.FOLLOW: _choose,
    Verb.FOLLOW_UNIT: _unit,
    Verb.FOLLOW_DAY: _day,
    Verb.FOLLOW_CONFIRM: _confirm,
    Verb.FOLLOW_DROP: _drop,
}
