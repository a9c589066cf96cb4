"""``duban ladder``: the reminders of a plan; D-3, D+3:contact,head:yellow."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, TypeVar

from bot.console import heading, in_columns, print_json, refuse, say
from bot.desk import Desk
from bot.office.moving import Manner, carry_out
from bot.office.scoping import Place, find_place
from db import audit, ladders, plans
from db.engine import Session
from db.tables import Plan
from db.vocabulary import Action, Audience, Cause, Colour
from scheduler.ladder import Ladder, Rung
from scheduler.planning import replan_all
from scheduler.replanning import Change
from templates import word

_RUNG = re.compile(r"D([+-]?\d{1,2})(?:[:：]([^:：]+))?(?:[:：]([^:：]+))?", re.IGNORECASE)
_FARTHEST = 90
Kind = TypeVar("Kind", bound=StrEnum)


def show_ladders(desk: Desk, *, as_facts: bool) -> None:
    """Print the office's ladder, and those of plans that have their own."""
    rules = desk.db.read_now(desk.rules)
    titles = {plan.id: plan.title for plan in desk.db.read_now(plans.plans)}
    if as_facts:
        own = {str(plan): _facts(ladder) for plan, ladder in rules.ladders.items()}
        print_json({"office": _facts(rules.ladder), "plans": own})
        return
    heading(word("ladder.office"))
    _show(rules.ladder)
    for plan, ladder in rules.ladders.items():
        heading(word("timetable.plan", plan=plan, title=titles[plan]))
        _show(ladder)


def set_ladder(
    desk: Desk, plan_id: int, rungs: Sequence[str], repeat_every: int | None, manner: Manner
) -> None:
    """Give a plan a ladder of its own, by default repeated as the office's; without rungs that."""
    common = desk.settings.office_rules().ladder
    repeat_every = common.repeat_every if repeat_every is None else repeat_every
    ladder = Ladder(tuple(map(_rung, rungs)), repeat_every)
    ats = [rung.at for rung in ladder.rungs]
    if ats != sorted(set(ats)):
        refuse("ladder.order")
    desk.db.read_now(lambda session: find_place(session, plan_id, Place()))

    def change(session: Session) -> None:
        now = desk.clock.now()
        if rungs:
            rows = [(one.at, sorted(one.to), one.colour) for one in ladder.rungs]
            ladders.put_ladder(session, plan_id, rows, repeat_every, now, manner.who)
        else:
            ladders.take_ladder(session, plan_id)
        # No due time moves; every next reminder is planned by the new rungs.
        why = Change(Cause.CADENCE, manner.who)
        replan_all(session, desk.rules(session), now, why, [plan_id])
        _note(session, desk, plan_id, before, ladder if rungs else common, manner)

    before = desk.db.read_now(desk.rules).ladder_of(plan_id)
    say("ladder.set" if rungs else "ladder.taken", plan=plan_id)
    _show(ladder if rungs else common)
    carry_out(desk, change, manner, "ladder.confirm")


def _note(
    session: Session, desk: Desk, plan_id: int, before: Ladder, after: Ladder, manner: Manner
) -> None:
    """Write the change down."""
    audit.note(
        session,
        manner.actor,
        Action.LADDER,
        session.get_one(Plan, plan_id).title,
        desk.clock.now(),
        plan_id=plan_id,
        before={"ladder": _lines(before)},
        after={"ladder": _lines(after)},
    )


def _lines(ladder: Ladder) -> list[str]:
    return [f"{rung_words(one.at)} {_told(one)}" for one in ladder.rungs]


def _rung(text: str) -> Rung:
    """Return a rung as typed; audiences and colours by their words or as the settings have them."""
    match = _RUNG.fullmatch(text)
    if match is None or abs(int(match[1])) > _FARTHEST:
        refuse("ladder.no_rung", value=text)
    wanted = [
        _one_of(one, Audience, "audience") for one in re.split("[,，、]", match[2] or "contact")
    ]
    colour = _one_of(match[3], Colour, "colour") if match[3] else None
    rung = Rung(int(match[1]), frozenset(wanted), colour)
    if rung.too_early:
        refuse("ladder.too_early", value=text, whom="、".join(rung.too_early))
    return rung


def _one_of(typed: str, kind: type[Kind], section: str) -> Kind:
    named = {word(f"{section}.{one}"): one for one in kind}
    short = {said[0]: one for said, one in named.items()} if kind is Colour else {}
    known = {str(one): one for one in kind} | named | short
    if typed not in known:
        key = {"audience": "ladder.no_audience", "colour": "ladder.no_colour"}[section]
        refuse(key, value=typed, known="、".join(named))
    return known[typed]


def _show(ladder: Ladder) -> None:
    in_columns([(f"  {rung_words(one.at)}", _told(one)) for one in ladder.rungs])
    if ladder.repeat_every:
        say("ladder.repeats", every=ladder.repeat_every)


def rung_words(at: int) -> str:
    """Return a rung in words: 截止前3个工作日, 截止当天, 逾期第3个工作日."""
    key = "before" if at < 0 else "after" if at else "day"
    return word(f"rung.{key}", days=abs(at))


def _told(rung: Rung) -> str:
    told = "、".join(word(f"audience.{one}") for one in Audience if one in rung.to)
    return f"{told}　{word(f'colour.{rung.colour}')}" if rung.colour else told


def _facts(ladder: Ladder) -> dict[str, Any]:
    return {
        "rungs": [
            {"at": one.at, "to": sorted(one.to), "colour": one.colour} for one in ladder.rungs
        ],
        "repeat_every": ladder.repeat_every,
    }
