"""``duban status`` and ``duban digest``: how things stand, and the week."""

import html
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.cards.office import digest_card
from bot.cards.pause import moved_words
from bot.console import heading, out, print_json, refuse, say
from bot.desk import Desk
from db import acknowledgements, inbox, nudges, outbox, overview, pauses, people, plans, questions
from db.engine import Session
from db.vocabulary import InboxState
from scheduler.digest import Digest, digest
from templates import word

#: How many units are named in one line.
NAMED = 10
_TAG = re.compile(r"</?[a-z]+>")


def status(desk: Desk, *, as_facts: bool) -> None:
    """Print how things stand."""
    facts = desk.db.read_now(lambda session: _facts(session, desk))
    if as_facts:
        print_json(facts)
        return
    if facts["rehearsal"]:
        say("cli.rehearsal")
    if facts["paused"]:
        say("summary.paused", moved=moved_words(facts["paused"]["seconds"]))
    if not facts["plans"]:
        say("cli.no_plans")
    for plan in facts["plans"]:
        heading(plan["title"])
        say("summary.obligations", **{key: plan[key] for key in ("owed", "reported", "late")})
    say("summary.people", **facts["people"])
    _say_unreached(facts["unreached"])
    if silent := facts["unacknowledged"]:
        say("summary.unacknowledged", count=len(silent))
    moment = facts["next_nudge_at"]
    if moment:
        say("summary.next", moment=f"{moment:%Y-%m-%d %H:%M}")
    else:
        say("summary.next_none")
    states = "，".join(f"{word(f'state.{one}')} {count}" for one, count in facts["outbox"].items())
    say("summary.outbox", states=states) if states else say("summary.outbox_empty")
    say("summary.inbox", **facts["inbox"])
    if facts["questions"]:
        say("summary.questions", count=facts["questions"])


def _say_unreached(cut_off: Mapping[str, str]) -> None:
    """Print the units that nobody can be told of, by what keeps them."""
    for why in dict.fromkeys(cut_off.values()):
        named = [unit for unit, reason in cut_off.items() if reason == why]
        more = word("summary.more", count=len(named)) if len(named) > NAMED else ""
        units = "、".join(named[:NAMED]) + more
        say("summary.unreached", why=word(f"untold.{why}"), units=units)


def _facts(session: Session, desk: Desk) -> dict[str, Any]:
    now = desk.clock.now()
    today = now.astimezone(desk.settings.zone).date()
    crowd, received = overview.crowd(session), inbox.counts(session)
    moment = nudges.next_nudge_at(session)
    return {
        "plans": [
            {"title": plan.title, "items": plan.items, "units": plan.units}
            | asdict(overview.standing(session, plan.id, now))
            for plan in plans.plans(session)
        ],
        "people": {
            "joined": crowd.joined,
            "unreachable": crowd.unreachable,
            "empty": len(people.empty_units(session)),
        },
        "unreached": people.cut_off(session, now),
        "unacknowledged": acknowledgements.silent_units(session, today),
        "next_nudge_at": moment.astimezone(desk.settings.zone) if moment else None,
        "outbox": {str(state): count for state, count in outbox.counts(session).items()},
        "inbox": {str(state): received.get(state, 0) for state in InboxState},
        "questions": len(questions.unanswered(session)),
        "paused": _paused(session, desk),
        "rehearsal": desk.settings.office.rehearsal,
    }


def _paused(session: Session, desk: Desk) -> dict[str, Any] | None:
    pause = pauses.present(session)
    if pause is None:
        return None
    return {"seconds": pause.seconds, "since": pause.began_at.astimezone(desk.settings.zone)}


def show_digest(desk: Desk, *, as_facts: bool) -> None:
    """Print each plan's week."""
    now, zone = desk.clock.now(), desk.settings.zone
    weeks = desk.db.read_now(
        lambda session: [
            digest(session, plan.id, plan.title, zone, now) for plan in plans.plans(session)
        ]
    )
    if not weeks:
        refuse("cli.no_plans")
    if as_facts:
        print_json([digest_facts(week) for week in weeks])
        return
    for week in weeks:
        text = digest_card(week, zone, size=len(week.units) + 1000).text
        out.print(plain(text), markup=False, soft_wrap=True)


def plain(text: str) -> str:
    """Return a message's text without Telegram's HTML."""
    return html.unescape(_TAG.sub("", text))


def digest_facts(week: Digest) -> dict[str, object]:
    """Return a digest as plain facts."""
    return {
        "plan": week.plan,
        "at": week.now.isoformat(),
        "owed": week.owed,
        "reported": week.reported,
        "lights": {str(light): count for light, count in week.lights.items()},
        "late": [{"unit": one.unit, "item": one.number, "days": days} for one, days in week.late],
        "targets": [
            {
                "item": line.fact.number,
                "quantity": line.fact.quantity,
                "op": line.fact.op,
                "goal": line.fact.goal,
                "unit": line.fact.measure,
                "value": line.fact.value,
                "percent": line.percent and round(line.percent, 1),
                "light": line.light,
                "report": line.fact.report_id,
            }
            for line in week.targets
        ],
        "difficulties": [
            {"unit": one.unit, "item": one.number, "words": said.words, "report": said.report_id}
            for one, said in week.difficulties
        ],
        "units": [
            {"unit": line.unit, "owed": line.owed, "reported": line.reported} for line in week.units
        ],
    }
