"""The worst that the templates of the week can get: full screens, long names, huge numbers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from bot.cards.digest import FEW, FEWER, PAGE, VIEWS
from bot.charting import TARGETS, UNITS
from db.vocabulary import Op
from scheduler.digest import ComingLine, LateLine, SaidLine, TargetLine, UnitLine
from scheduler.lights import Light
from tests.weeks import a_week

AT = datetime(2024, 12, 25, 17, 30, tzinfo=UTC)
HUGE = Decimal("123456789012345.6789")
COMPUTED: Mapping[str, set[str]] = {
    "digest": {*VIEWS, *(f"counted_{view}" for view in VIEWS), *(f"light_{one}" for one in Light)},
    "button": {f"week_{view}" for view in VIEWS},
}


def values(bad: str) -> dict[str, list[dict[str, object]]]:
    week = replace(
        a_week(AT, plan=bad),
        issue=10**4,
        owed=10**6,
        reported=10**6,
        late=10**6,
        accepted=10**6,
        returned=10**6,
        waiting=10**6,
        overdue_in_all=10**6,
        difficulties_in_all=10**6,
        coming=(ComingLine(AT, 10**4, 10**6),) * 9,
    )
    shown: dict[str, object] = {
        "week": week,
        "told": True,
        "whole": True,
        "names": [bad] * 9,
        "reviews": True,
        "lights": {str(light): 10**4 for light in Light},
        "late": [{"unit": bad, "count": 10**4, "numbers": [bad] * 9, "days": 3650}] * FEW,
        "lagging": rows(bad)["targets"][:FEW],
        "lag": 10**4,
        "difficulties": rows(bad)["difficulties"][:FEWER],
        "enclosed": True,
    }
    empty = {"week": replace(week, owed=0), "late": [], "lagging": [], "difficulties": []}
    return {
        "digest.html": [
            shown,
            shown | {"whole": False, "told": False, "reviews": False},
            shown | empty | {"enclosed": False},
        ],
        "digest_list.html": [
            {
                "plan": bad,
                "at": AT,
                "view": view,
                "rows": rows(bad)[view],
                "count": 10**6,
                "listed": listed,
                "page": 3,
                "pages": 3,
            }
            for view in VIEWS
            for listed in (2000, 10**6)
        ],
        "week.html": [week_values(bad, empty=False), week_values(bad, empty=True)],
        "chart.svg": [chart_values(bad), chart_values(bad) | {"units": [], "targets": []}],
    }


def rows(bad: str) -> dict[str, list[dict[str, object]]]:
    """Return a full page of each list."""
    return {
        "overdue": [{"unit": bad, "number": "12.10.9", "text": bad, "due": AT, "days": 3650}]
        * PAGE,
        "targets": [
            {
                "number": "12.10.9", "quantity": bad, "lead": bad, "value": HUGE,
                "goal": "不少于123456789012345.68人次", "percent": HUGE, "light": light,
                "report": 10**9,
            }
            for light in [*Light] * PAGE
        ][:PAGE],
        "units": [
            {
                "unit": bad, "owed": 10**6, "reported": 10**6, "owed_in_all": 10**6,
                "reported_in_all": 10**6,
            }
        ]
        * PAGE,
        "difficulties": [
            {"unit": bad, "number": "12.10.9", "words": bad * 9, "report": 10**9, "who": bad}
        ]
        * PAGE,
    }  # fmt: skip


def week_values(bad: str, *, empty: bool) -> dict[str, object]:
    count = 0 if empty else 10**6
    row = {
        "unit": bad, "plan": bad, "owed": count, "reported": count, "late": count,
        "coming": count, "next_due": AT, "returned": count, "done": count,
    }  # fmt: skip
    return {"at": AT, "rows": [row] * (PAGE // 3), "page": 3, "pages": 3}


def chart_values(bad: str) -> dict[str, object]:
    return {
        "plan": bad,
        "told": True,
        "issue": 10**4,
        "since": AT,
        "at": AT,
        "gone": Decimal("99.7"),
        "weekly": True,
        "units": [{"unit": bad, "reported": 1, "owed": 10**6}] * UNITS,
        "rest_units": 10**4,
        "rest_reported": 10**6,
        "rest_owed": 10**6,
        "total_reported": 10**6,
        "total_owed": 10**6,
        "targets": [{"name": bad, "percent": HUGE, "light": "green"}] * TARGETS,
        "rest_targets": 10**4,
        "rest_green": 10**4,
    }


#: One line of each kind, with whatever a name may hold.
def lines(bad: str) -> tuple[UnitLine, LateLine, TargetLine, SaidLine]:
    return (
        UnitLine(1, bad, 2, 1, 1, 9, 3),
        LateLine(bad, "3", bad, AT, 38),
        TargetLine(
            "3", bad, bad, bad, Op.AT_LEAST, Decimal(9), "个", False, Decimal(1),
            Decimal("11.1"), Light.RED, 7,
        ),
        SaidLine(bad, "3", bad, 7, bad),
    )  # fmt: skip
