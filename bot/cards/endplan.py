"""结束计划: a plan's last day, or its withdrawal; what that means is shown before it is done."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from bot.buttons import Button, Verb, button, mark_of
from bot.cards.look import Card, Look, in_rows
from bot.cards.retiming import unread
from db import ending, plans
from db.ending import Closing
from db.tables import Plan
from scheduler.replanning import Moved
from scheduler.retiming import ended
from templates import clip, render, word

#: How many withdrawn plans are offered to be restored.
OFFERED = 5


def draw_endplan(look: Look, plan_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show a step of ending a plan: how it stands, what a change would mean, or what was done."""
    plan = look.session.get(Plan, plan_id)
    if plan is None:
        return None
    step = str(args.get("view", "menu"))
    facts: dict[str, Any] = {
        "plan": plan.title,
        "ends_on": plan.ends_on,
        "withdrawn": look.local(plan.withdrawn_at) if plan.withdrawn_at else None,
        "view": step,
        "why": args.get("why", ""),
        "changed": bool(args.get("changed")),
        "unread": unread(args),
        "last": date.fromisoformat(args["last"]) if "last" in args else None,
        "by": args.get("by", ""),
        "at": look.local(datetime.fromisoformat(args["at"])) if "at" in args else None,
        **_meaning(look, plan, args),
    }
    return Card(render("endplan.html", **facts), _buttons(look, plan, args))


def meant(look: Look, plan: Plan, args: Mapping[str, Any]) -> Closing | list[Moved] | None:
    """Return what the change that a card shows would mean now; None where it cannot be made."""
    match args.get("view"):
        case "until" if plan.withdrawn_at is None:
            last = date.fromisoformat(args["last"])
            return ended(look.session, look.rules, plan.id, last, look.now)
        case "withdraw" if plan.withdrawn_at is None:
            return ending.still_owed(look.session, plan.id, look.now)
        case "restore" if plan.withdrawn_at is not None:
            return ending.to_restore(look.session, plan.id, look.now)
    return None


def mark_of_ending(plan: Plan, args: Mapping[str, Any], found: Closing | list[Moved]) -> str:
    """Return the mark by which it is told whether a change still is what was shown."""
    moved = [one.owing.id for one in found] if isinstance(found, list) else found
    return mark_of((plan.ends_on, plan.withdrawn_at, args.get("view"), args.get("last"), moved))


def _meaning(look: Look, plan: Plan, args: Mapping[str, Any]) -> dict[str, Any]:
    """Return how many reports are owed no more, or again, of how many units."""
    found = meant(look, plan, args)
    if isinstance(found, list):
        gone = [one for one in found if one.period is None]
        again = [one for one in found if one.former is None]
        units = {one.owing.unit for one in found}
        return {"gone": len(gone), "again": len(again), "units": len(units), "late": 0}
    owed = found or ending.still_owed(look.session, plan.id, look.now)
    return {"gone": owed.reports, "again": owed.reports, "units": owed.units, "late": owed.late}


def _buttons(look: Look, plan: Plan, args: Mapping[str, Any]) -> tuple[tuple[Button, ...], ...]:
    view, found = args.get("view", "menu"), meant(look, plan, args)
    if view == "over":
        return ()
    if view == "done":
        back = "restore" if plan.withdrawn_at is not None else "menu"
        label = "restore_plan" if plan.withdrawn_at is not None else "see_plan_end"
        return ((_step(plan.id, label, back),),)
    cancel = (_step(plan.id, "cancel", "cancel"),)
    if found is not None:
        confirm = _step(plan.id, f"{view}_plan_now", "set", mark_of_ending(plan, args, found))
        return ((confirm,), cancel)
    if plan.withdrawn_at is not None:
        return ((_step(plan.id, "restore_plan", "restore"),), cancel)
    days = [
        button(word("button.until_day", month=one.month, day=one.day), Verb.END_PLAN, plan.id,
               "until", f"{one:%Y%m%d}")
        for one in offered_days(look, plan)
    ]  # fmt: skip
    others = [
        button(word("button.restore_other", plan=clip(one.title, 16)), Verb.END_PLAN, plan.id,
               "other", one.id)
        for one in plans.plans(look.session, withdrawn=True)
        if one.withdrawn_at is not None
    ]  # fmt: skip
    withdraw = (_step(plan.id, "withdraw_plan", "withdraw"),)
    return (*in_rows(days, 2), withdraw, *in_rows(others[:OFFERED], 1), cancel)


def _step(plan_id: int, label: str, *step: object) -> Button:
    return button(word(f"ending_step.{label}"), Verb.END_PLAN, plan_id, *step)


def offered_days(look: Look, plan: Plan) -> list[date]:
    """Return last days that are offered: today, the end of this month, quarter and year."""
    today = look.local(look.now).date()
    months = (today.month, -(-today.month // 3) * 3, 12)
    ends = [_end_of(today.year, month) for month in months]
    return [one for one in dict.fromkeys([today, *ends]) if one != plan.ends_on]


def _end_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
