"""进度: how a plan stands now, and the plans there are."""

from decimal import Decimal

from bot.buttons import Verb, button
from bot.cards.look import Card, Look, page_of
from bot.cards.seen.place import Place, to
from db import figures, overview, people, plans, reviews, seeing
from db.tables import Plan
from scheduler.digest import item_lights
from scheduler.lights import Light, time_gone
from templates import clip, render, word

PLANS = 3
#: How many units are named.
NAMED = 3


def gone(look: Look, plan: Plan) -> Decimal:
    """Return the share of a plan's time gone by, in percent (时序进度)."""
    return time_gone(plan.year, plan.ends_on, look.local(look.now).date())


def lights_of(look: Look, plan: Plan, item_ids: list[int] | None = None) -> dict[int, Light]:
    """Return the lights of a plan's items, or of some of them, in the order given."""
    facts = figures.target_facts(look.session, plan.id, item_ids)
    return item_lights(look.session, plan.id, facts, gone(look, plan), look.now, item_ids)


def draw_status(look: Look, place: Place) -> Card:
    """Show how the plan stands: reported of owed, lights, what is late, and what waits."""
    plan, now = place.plan, look.now
    standing = overview.standing(look.session, plan.id, now)
    lights = list(lights_of(look, plan).values())
    counts = {light: lights.count(light) for light in Light}
    owning = seeing.units(look.session, plan.id)
    silent = [owning[unit] for unit in people.why_unreached(look.session, owning, now)]
    text = render(
        "seen_status.html",
        plan=plan.title,
        withdrawn=plan.withdrawn_at is not None,
        now=look.local(now),
        owed=standing.owed,
        reported=standing.reported,
        bar=bar(percent(standing.reported, standing.owed)),
        percent=percent(standing.reported, standing.owed),
        items=len(lights),
        lights={str(light): count for light, count in counts.items()},
        late=standing.late,
        waiting=reviews.counts(look.session).get(plan.id, 0),
        undecided=sum(seeing.undecided(look.session, plan.id).values()),
        silent=silent[:NAMED],
        unreached=len(silent),
        gone=gone(look, plan),
    )
    lit = [
        to(f"{word(f'light.{light}')} {count}", "items", light)
        for light, count in counts.items()
        if count
    ]
    lists = (
        (to(word("button.board_late"), "late"), to(word("button.board_missing"), "missing")),
        (to(word("button.board_items"), "items"), to(word("button.board_units"), "units")),
        (to(word("button.board_plans"), "plans"),),
    )
    return Card(text, (tuple(lit), *lists) if lit else lists)


def draw_plans(look: Look, place: Place) -> Card:
    """Show the plans in force side by side; one tap switches to another."""
    found = sorted(plans.plans(look.session), key=lambda one: -one.id)
    shown, page = page_of(found, place.page, PLANS)
    rows, buttons = [], []
    for one in shown:
        standing = overview.standing(look.session, one.id, look.now)
        rows.append(
            {
                "title": one.title,
                "looked_at": one.id == place.plan.id,
                "over": one.ends_on < look.local(look.now).date(),
                "starts": one.starts_on,
                "ends": one.ends_on,
                "tasks": one.items,
                "units": one.units,
                "owed": standing.owed,
                "reported": standing.reported,
                "late": standing.late,
            }
        )
        mark = "button.chosen" if one.id == place.plan.id else "button.board_plan"
        buttons.append((button(word(mark, label=clip(one.title, 30)), Verb.PLAN, one.id),))
    text = render("seen_plans.html", rows=rows, page=page.number, pages=page.count)
    return Card(text, (*buttons, *page.buttons))


def percent(part: int, whole: int) -> int:
    """Return a share in whole percent, rounded down: 100 is all of it."""
    return part * 100 // whole if whole else 0


def bar(share: Decimal | int, time: Decimal | None = None) -> str:
    """Return a bar of ten cells; with a share of time, a mark at its place."""
    full = min(10, max(0, int(share // 10)))
    cells = word("bar.full") * full + word("bar.empty") * (10 - full)
    if time is None:
        return cells
    place = round(time / 10)
    return cells[:place] + word("bar.time") + cells[place:]
