"""What would be sent in the days to come, said in words: to whom, what, and why."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.cards.look import Card, Look, unit_names
from db import calendars, foreseen
from db.copying import copied
from db.engine import Session
from db.foreseen import Passed, Person, Reached, Waiting
from db.vocabulary import Untold
from scheduler.foresight import Foreseen, Moment, foresee, moments
from scheduler.workdays import festival
from templates import has_word, word

#: Draws a card, as ``bot.cards.draw`` does.
Draw = Callable[[Look, str, int | None, Mapping[str, Any]], Card | None]
#: Is told of each moment how many of how many are done.
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Line:
    """A message that would go out, or somebody who would not be told.

    Attributes:
        at: when, in the office's zone.
        whom: name, unit and post; a unit alone where it has nobody.
        units: the units that it is about.
        what: what is sent, with how many reports it is for.
        kind: what is sent.
        why: the reasons.
        sent: whether it goes out.
        chat_id: where to; None where not ``sent``.
        card: what it shows; "" where not ``sent``.
        subject: whose or what the card shows.
    """

    at: datetime
    whom: str
    units: frozenset[str]
    what: str
    why: tuple[str, ...]
    kind: str = ""
    sent: bool = True
    chat_id: int | None = None
    card: str = ""
    subject: int | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """The days looked at, from ``first`` to ``last``, and every line in order."""

    first: date
    last: date
    lines: tuple[Line, ...]

    @property
    def messages(self) -> int:
        """How many messages would go out."""
        return sum(one.sent for one in self.lines)

    @property
    def people(self) -> int:
        """How many chats would get any."""
        return len({one.chat_id for one in self.lines if one.sent})

    def days(self) -> dict[date, tuple[Line, ...]]:
        """Return the lines of each day that has any."""
        found: dict[date, list[Line]] = {}
        for one in self.lines:
            found.setdefault(one.at.date(), []).append(one)
        return {day: tuple(lines) for day, lines in found.items()}

    def of_unit(self, unit: str) -> "Ahead":
        """Return what of it is about a unit."""
        its = (one for one in self.lines if unit in one.units)
        named = (one if one.sent or len(one.units) == 1 else replace(one, whom=unit) for one in its)
        return Ahead(self.first, self.last, tuple(named))


def look_ahead(look: Look, days: int, draw: Draw, tell: Tell = lambda _done, _total: None) -> Ahead:
    """Return what would be sent from now to the end of the last of so many days, today included.

    The ledger is only read. Nobody answers meanwhile, nobody joins and nobody leaves.
    """
    rules = look.rules
    start = look.now
    end = rules.hours.at(rules.hours.day_of(start) + timedelta(days=days), datetime.min.time())
    coming = list(moments(rules, start, end))

    def says(session: Session, message: Waiting, now: datetime) -> bool:
        there = Look(session, now, rules, look.office)
        return draw(there, message.card, message.subject, message.args) is not None

    teller = Teller(look, foreseen.people_of(look.session), calendars.names(look.session))
    lines: list[Line] = []
    with copied(look.session, rules.midnight(start)) as copy:
        for done, moment in enumerate(foresee(copy, rules, coming, says), start=1):
            lines += teller.lines(moment)
            tell(done, len(coming))
    first = rules.hours.day_of(start)
    return Ahead(first, first + timedelta(days=days - 1), tuple(lines))


@dataclass(frozen=True, slots=True)
class Teller:
    """Says moments in words: by chat who is known, and what days are called."""

    look: Look
    people: Mapping[int, Person]
    names: Mapping[date, str]

    def lines(self, moment: Moment) -> Iterator[Line]:
        """Yield a line for each message, then for each who is not told."""
        at = self.look.local(moment.at)
        for one in moment.messages:
            yield self._message(at, one)
        for passed in moment.passed:
            whom = word("preview.whom", name=passed.name, post=_post(passed.unit, passed))
            why = (self._untold(passed),)
            yield Line(at, whom, frozenset({passed.unit}), word("preview.untold"), why, sent=False)
        units: dict[Untold, list[str]] = {}
        for lonely in moment.lonely:
            units.setdefault(lonely.reason or Untold.NEVER_JOINED, []).append(lonely.unit)
        for reason, its in units.items():
            why, what = (word(f"untold.{reason}"),), word("preview.lonely")
            yield Line(at, unit_names(its), frozenset(its), what, why, sent=False)

    def _message(self, at: datetime, one: Foreseen) -> Line:
        person = self.people.get(one.chat_id)
        units = {each.unit for each in one.reached}
        units |= {unit for unit, _, _ in person.posts if unit} if person else set()
        kind = word(f"foreseen.{_kind(one, 'foreseen') or 'other'}")
        return Line(
            at,
            whom_of(person) if one.chat_id != self.look.rules.chat else word("preview.office"),
            frozenset(units),
            word("preview.count", what=kind, count=count) if (count := len(one.reached)) else kind,
            tuple(self._why(one)),
            kind=kind,
            chat_id=one.chat_id,
            card=one.card,
            subject=one.subject,
        )

    def _why(self, one: Foreseen) -> Iterator[str]:
        batches = _batches(one.reached)
        if len(batches) > 1:
            yield word("preview.merged", count=len(batches))
        for (rung, due_at), its in batches.items():
            yield _rung_words(rung, self.look.local(due_at).date())
            yield from dict.fromkeys(self._moved(each) for each in its if self._moved(each))
        if one.missed:
            yield word("preview.missed", count=one.missed)
        if one.again:
            yield word("preview.again")
        if not one.reached and (kind := _kind(one, "because")):
            yield word(f"because.{kind}")

    def _moved(self, one: Reached) -> str:
        """Return how a due day moved: by a holiday, or by somebody's decision."""
        due = self.look.local(one.due_at).date()
        former = self.look.local(one.original_due_at).date()
        if due != former:
            return word("preview.changed", former=short(former), due=short(due))
        nominal = one.nominal_on
        if nominal is None or nominal == due:
            return ""
        key = "preview.moved_before" if due < nominal else "preview.moved_after"
        return word(key, nominal=short(nominal), name=self._called(nominal), due=short(due))

    def _called(self, day: date) -> str:
        if (named := self.names.get(day)) is not None:
            return named
        if (known := festival(day)) is not None:
            return word(f"festival.{known}")
        return word("preview.weekday", weekday=word("calendar.weekdays")[day.weekday()])

    def _untold(self, one: Passed) -> str:
        if one.until is None:
            return word(f"passed.{one.why}")
        if one.why is Untold.BUDGET:
            day, why = self.look.local(one.until).date(), word(f"passed.{one.why}")
            return word("preview.put_off", why=why, day=short(day))
        last = self.look.local(one.until - timedelta(microseconds=1)).date()
        if one.substitute:
            return word("preview.away", day=short(last), name=one.substitute)
        return word("preview.away_alone", day=short(last))


def whom_of(person: Person | None) -> str:
    """Return who somebody is: name, unit and post."""
    if person is None:
        return word("preview.unknown")
    if not person.posts:
        return person.name
    unit, role, second = person.posts[0]
    units = {unit for unit, _, _ in person.posts if unit}
    unit = word("preview.several", unit=unit, count=len(units)) if len(units) > 1 else unit
    post = word("role.second") if second else word(f"role.{role}")
    post = word("preview.post", unit=unit, role=post) if unit else post
    return word("preview.whom", name=person.name, post=post)


def short(day: date) -> str:
    """Return a day without its weekday: 4月3日."""
    return word("preview.day", month=day.month, day=day.day)


def _post(unit: str, one: Passed) -> str:
    role = word("role.second") if one.second else word(f"role.{one.role}")
    return word("preview.post", unit=unit, role=role)


def _kind(one: Foreseen, section: str) -> str:
    """Return the name by which a section of words knows a message; "" where it does not."""
    names = (str(one.args.get("template", "")), one.card)
    return next((name for name in names if has_word(f"{section}.{name}")), "")


def _batches(reached: Iterable[Reached]) -> dict[tuple[int, datetime], list[Reached]]:
    """Return what one message is sent for by rung and due time."""
    found: dict[tuple[int, datetime], list[Reached]] = {}
    for one in reached:
        found.setdefault((one.rung, one.due_at), []).append(one)
    return found


def _rung_words(rung: int, due: date) -> str:
    key = "preview.before" if rung < 0 else "preview.after" if rung else "preview.on"
    return word(key, day=short(due), count=abs(rung))
