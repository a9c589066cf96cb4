"""What a contact acknowledges, a plan's items of their units, and whom the office has to call."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.buttons import Verb, button
from bot.cards.look import Card, Look, page_of
from bot.contact.fields import goal_of
from db import acknowledgements
from db.acknowledgements import Call, Handed, HandedItem
from db.tables import Plan, Target
from db.vocabulary import Part
from templates import render, word

PAGE = 10
CALLS = 30


def draw_handout(look: Look, contact_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show a contact a plan's items of their units, until acknowledged with a button for that."""
    plan = look.session.get(Plan, args["plan"])
    units = acknowledgements.handed(look.session, plan.id, contact_id) if plan else []
    if plan is None or not units:
        return None
    items = acknowledgements.items_of(look.session, plan.id, [one.unit_id for one in units])
    shown, page = page_of(items, args.get("page"), PAGE)
    done = _acknowledged(units)
    text = render(
        "handout.html",
        plan=plan.title,
        units=[one.unit for one in units][:6],
        count=len(items),
        lead=sum(one.part is Part.LEAD for one in items),
        rows=_rows(look, shown, several_units=len(units) > 1),
        page=page.number,
        pages=page.count,
        done=look.local(done) if done else None,
    )
    receive = () if done else ((button(word("button.acknowledge"), Verb.ACK, plan.id),),)
    return Card(text, (*receive, *page.buttons))


def _acknowledged(units: Sequence[Handed]) -> datetime | None:
    """Return when the last unit's items were acknowledged; None while one's are not."""
    moments = [one.acknowledged_at for one in units]
    known = [moment for moment in moments if moment is not None]
    return max(known) if len(known) == len(moments) else None


def _rows(
    look: Look, items: Sequence[HandedItem], *, several_units: bool
) -> list[dict[str, object]]:
    targets = acknowledgements.targets_of(look.session, [one.item_id for one in items])
    return [
        {
            "number": one.number or str(one.position + 1),
            "part": word(f"part.{one.part}"),
            "text": one.text,
            "targets": [_goal(target) for target in targets.get(one.item_id, [])],
            "due": one.due_text or "",
            "unit": one.unit if several_units else "",
        }
        for one in items
    ]


def _goal(target: Target) -> str:
    goal = goal_of(target.op, target.value, target.measure, target.strict)
    return f"{target.quantity}{goal}"


def draw_unacknowledged(look: Look, plan_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show the office the units that did not acknowledge a plan, and which have done so since."""
    plan = look.session.get(Plan, plan_id)
    found = acknowledgements.calls(look.session, plan_id, args["units"])
    waiting = [one for one in found if one.acknowledged_at is None]
    if plan is None or not (waiting or (found and args.get("shown"))):
        return None
    shown, page = page_of(found, args.get("page"), CALLS)
    text = render(
        "unacknowledged.html",
        plan=plan.title,
        open=len(waiting),
        rows=[_call_row(look, one) for one in shown],
        page=page.number,
        pages=page.count,
    )
    sheet = ((button(word("button.calls"), Verb.CALLS),),) if waiting else ()
    return Card(text, (*sheet, *page.buttons))


def _call_row(look: Look, one: Call) -> dict[str, object]:
    done = one.acknowledged_at
    return {
        "unit": one.unit,
        "asked": list(one.asked),
        "since": look.local(one.since),
        "by": one.by,
        "done": look.local(done) if done else None,
    }
