"""What is wrong with settings of which each one is right: what only shows when they meet."""

from collections.abc import Iterator, Mapping
from datetime import date, time

from bot.mistakes import Mistake
from bot.sections import ANY_DAY, CadencePart, DigestPart, LadderPart, OfficePart
from db.vocabulary import Rule, Shift
from scheduler.rule_mistakes import mistakes_of
from scheduler.saying import NotRead

#: A year after the day on which phrases are read: what reads differently then needs its year.
_LATER = date(ANY_DAY.year + 1, 1, 1)
#: The key from which a field of a numbered rule comes.
_KEYS = {"number": "day", "weekday": "day"}
_LAST_DAY = "day = -1"

Times = Mapping[str, time]


def clashes(
    office: OfficePart,
    cadence: CadencePart,
    ladder: LadderPart,
    digest: DigestPart,
    wrong: set[str],
) -> list[Mistake]:
    """Return the mistakes of these sections seen together.

    Args:
        office: hours, quiet time and slots.
        cadence: by number, or said in phrases.
        ladder: its rungs.
        digest: its time.
        wrong: keys ("office.slots") and sections that have the default for a wrong value; nothing
            is said of what they meet with.
    """
    slots = {_place("office", "slots", number): at for number, at in enumerate(office.slots)}
    quiet = {_place("office", "quiet", number): at for number, at in enumerate(office.quiet)}
    at = {_place("digest", "at"): digest.at}
    hours, none = office.work_hours, office.quiet_time()
    checks: list[tuple[str, Iterator[Mistake]]] = [
        ("office.work_hours", _order("office.work_hours", hours)),
        ("office.quiet", _order("office.quiet", none)),
        ("office.rehearsal office.chat_id", _rehearsal(office)),
        ("office.slots office.work_hours", _out_of_hours(slots, hours)),
        ("office.quiet office.work_hours", _out_of_hours(quiet, hours)),
        ("digest.at office.work_hours", _out_of_hours(at, hours)),
        ("office.slots office.quiet", _in_quiet(slots, none)),
        ("digest.at office.quiet", _in_quiet(at, none)),
        ("cadence.shift cadence.shift_by", _idle_shift(cadence)),
        ("cadence.frequency cadence.day", _numbered(cadence)),
        (_place("cadence", "rules"), _said(cadence)),
        (_place("ladder", "rungs"), _rungs(ladder)),
    ]
    return [
        mistake
        for keys, check in checks
        if not any({key, key.partition(".")[0]} & wrong for key in keys.split())
        for mistake in check
    ]


def _place(*steps: object) -> str:
    return ".".join(map(str, steps))


def _rehearsal(office: OfficePart) -> Iterator[Mistake]:
    if office.rehearsal and office.chat_id is None:
        yield Mistake("office.rehearsal", "rehearsal_chat", {})


def _order(place: str, span: tuple[time, time] | None) -> Iterator[Mistake]:
    if span and span[0] >= span[1]:
        yield Mistake(place, "span_order", {"found": _span(span)})


def _out_of_hours(times: Times, hours: tuple[time, time]) -> Iterator[Mistake]:
    for place, at in times.items():
        if hours[0] < hours[1] and not hours[0] <= at <= hours[1]:
            yield Mistake(place, "out_of_hours", {"hours": _span(hours), "found": f"{at:%H:%M}"})


def _in_quiet(times: Times, quiet: tuple[time, time] | None) -> Iterator[Mistake]:
    for place, at in times.items():
        if quiet and quiet[0] <= at < quiet[1]:
            values = {"quiet": _span(quiet), "ends": f"{quiet[1]:%H:%M}", "found": f"{at:%H:%M}"}
            yield Mistake(place, "in_quiet", {**values})


def _span(span: tuple[time, time]) -> str:
    return f"{span[0]:%H:%M}–{span[1]:%H:%M}"


def _idle_shift(cadence: CadencePart) -> Iterator[Mistake]:
    """Refuse a number of workdays to move by where due days do not move that way."""
    if cadence.shift_by > 1 and cadence.shift is not Shift.AFTER:
        values: dict[str, object] = {"shift": cadence.shift, "found": cadence.shift_by}
        yield Mistake("cadence.shift_by", "idle_shift", values, f'shift = "{Shift.AFTER}"')


def _numbered(cadence: CadencePart) -> Iterator[Mistake]:
    if cadence.rules:  # they stand in its place
        return
    for field, code in mistakes_of(cadence.numbered()):
        place = _place("cadence", _KEYS.get(field, field))
        hint = _LAST_DAY if code == "day_absent" else None
        yield Mistake(place, code, {"found": cadence.day}, hint)


def _said(cadence: CadencePart) -> Iterator[Mistake]:
    """Tell of each phrase that is not understood, said twice, or falls due not always."""
    before: list[Rule] = []
    for number, phrase in enumerate(cadence.rules):
        read = cadence.reading(phrase)
        for code, words in _wrongs(cadence, phrase, read, before):
            values: dict[str, object] = {"phrase": phrase, "words": words}
            yield Mistake(_place("cadence", "rules", number), code, values)
        if isinstance(read, Rule):
            before.append(read)


def _wrongs(
    cadence: CadencePart, phrase: str, read: Rule | NotRead, before: list[Rule]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a phrase: the code, and the words of it that are meant."""
    if isinstance(read, NotRead):
        yield f"not_read.{read.code}", read.words
    elif cadence.reading(phrase, _LATER) != read:
        yield "no_year", phrase
    elif read in before:
        yield "rule_twice", phrase
    else:
        yield from ((f"wrong_rule.{code}", phrase) for _, code in mistakes_of(read))


def _rungs(ladder: LadderPart) -> Iterator[Mistake]:
    before: list[int] = []
    for number, rung in enumerate(ladder.rungs):
        place = _place("ladder", "rungs", number)
        if rung.at in before:
            yield Mistake(place, "rung_twice", {"found": rung.at})
        elif before and rung.at < before[-1]:
            yield Mistake(place, "rungs_order", {"found": rung.at, "before": before[-1]})
        if early := rung.rung().too_early:
            yield Mistake(_place(place, "to"), "rung_early", {"found": "、".join(early)})
        before.append(rung.at)
