"""``duban plan``: what plans there are; a plan's last day, its withdrawal, and back again."""

from bot import ending
from bot.console import heading, print_json, refuse, say
from bot.desk import Desk
from bot.office.moving import Manner, carry_out, show_moves
from bot.office.timing import day_in
from db import ending as closed
from db import plans
from db.engine import Session
from db.plans import PlanSummary
from db.tables import Plan
from scheduler.retiming import ended
from templates import day, word


def show_plans(desk: Desk, *, as_facts: bool) -> None:
    """Print every plan with its days and its state."""
    found = desk.db.read_now(lambda session: plans.plans(session, withdrawn=True))
    if as_facts:
        print_json([_facts(desk, one) for one in found])
    elif not found:
        refuse("cli.no_plans")
    for one in () if as_facts else found:
        heading(word("timetable.plan", plan=one.id, title=one.title))
        state = "withdrawn" if one.withdrawn_at else "in_force"
        say(
            "ending.row",
            state=word(f"ending.{state}"),
            items=one.items,
            units=one.units,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
        )


def _facts(desk: Desk, one: PlanSummary) -> dict[str, object]:
    gone = one.withdrawn_at
    return {
        "plan": one.id,
        "title": one.title,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "items": one.items,
        "units": one.units,
        "withdrawn_at": gone.astimezone(desk.settings.zone) if gone else None,
    }


def end_on(desk: Desk, plan_id: int, written: str, manner: Manner) -> None:
    """Give a plan another last day; what that means is shown, confirmed and done."""
    plan = _in_force(desk, plan_id)
    last = day_in(written) or refuse("holidays.no_day", value=written)
    if last == plan.ends_on:
        refuse("ending.same_day", day=day(last))
    if last < plan.starts_on:
        refuse("ending.too_early", day=day(plan.starts_on))
    moved = desk.db.read_now(
        lambda session: ended(session, desk.rules(session), plan_id, last, desk.clock.now())
    )
    days = {"before": day(plan.ends_on), "after": day(last)}
    manner.tell("ending.until", plan=plan_id, title=plan.title, **days)
    gone = sum(one.period is None for one in moved)
    again = sum(one.former is None for one in moved)
    manner.tell("ending.until_means", gone=gone, again=again)
    show_moves(desk, moved, as_facts=manner.as_facts)

    def change(session: Session) -> None:
        now = desk.clock.now()
        ending.end_on(session, desk.rules(session), plan_id, last, manner.actor, now)

    carry_out(desk, change, manner, "ending.confirm")


def withdraw(desk: Desk, plan_id: int, manner: Manner) -> None:
    """Withdraw a plan once it is confirmed."""
    plan = _in_force(desk, plan_id)
    owed = desk.db.read_now(lambda session: closed.still_owed(session, plan_id, desk.clock.now()))
    say(
        "ending.withdraw",
        plan=plan_id,
        title=plan.title,
        units=owed.units,
        gone=owed.reports,
        late=owed.late,
    )
    carry_out(
        desk,
        lambda session: ending.withdraw(session, plan_id, manner.actor, desk.clock.now()),
        manner,
        "ending.confirm",
    )


def restore(desk: Desk, plan_id: int, manner: Manner) -> None:
    """Bring a withdrawn plan back once it is confirmed."""
    plan = _known(desk, plan_id)
    if plan.withdrawn_at is None:
        refuse("ending.in_force_already", plan=plan_id)
    owed = desk.db.read_now(lambda session: closed.to_restore(session, plan_id, desk.clock.now()))
    say(
        "ending.restore",
        plan=plan_id,
        title=plan.title,
        units=owed.units,
        again=owed.reports,
        late=owed.late,
    )

    def change(session: Session) -> None:
        now = desk.clock.now()
        ending.restore(session, desk.rules(session), plan_id, manner.actor, now)

    carry_out(desk, change, manner, "ending.confirm")


def _in_force(desk: Desk, plan_id: int) -> Plan:
    plan = _known(desk, plan_id)
    return plan if plan.withdrawn_at is None else refuse("ending.gone_already", plan=plan_id)


def _known(desk: Desk, plan_id: int) -> Plan:
    plan = desk.db.read_now(lambda session: session.get(Plan, plan_id))
    return refuse("cli.no_plan", plan=plan_id) if plan is None else plan
