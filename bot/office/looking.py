"""``duban status``: how things stand."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.cards.pause import moved_words
from bot.console import heading, print_json, say
from bot.desk import Desk
from db import acknowledgements, inbox, nudges, outbox, overview, pauses, people, plans, questions
from db.engine import Session
from db.vocabulary import InboxState
from templates import word

#: How many units are named in one line.
NAMED = 10


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
