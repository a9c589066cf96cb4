"""The worst that the templates of the office's card can get."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from bot.cards.seen import files, items, plan, units
from db.vocabulary import FileState, Untold
from scheduler.lights import Light

AT = datetime(2024, 12, 25, 17, 30, tzinfo=UTC)
COMPUTED: Mapping[str, set[str]] = {}
HUGE, GOAL = Decimal("123456789012345.6789"), "不少于123456789012345.68人次"
MANY = 10**6
PAGE = {"page": 3, "pages": 3}


def values(bad: str) -> dict[str, list[dict[str, object]]]:
    return {**_of_plan(bad), **_of_items(bad), **_of_units(bad), **_of_records(bad)}


def _of_plan(bad: str) -> dict[str, list[dict[str, object]]]:
    status = {
        "plan": bad, "withdrawn": True, "now": AT, "owed": MANY, "reported": MANY, "bar": "▓" * 10,
        "percent": 100, "items": MANY, "lights": {}, "late": MANY, "waiting": MANY,
        "undecided": MANY, "silent": [bad] * plan.NAMED, "unreached": MANY, "gone": HUGE,
    }  # fmt: skip
    empty = {"owed": 0, "late": 0, "waiting": 0, "undecided": 0, "unreached": 0, "silent": []}
    row = {
        "title": bad, "looked_at": True, "over": True, "starts": date(2024, 12, 25),
        "ends": date(2025, 12, 25), "tasks": MANY, "units": MANY, "owed": MANY, "reported": MANY,
        "late": MANY,
    }  # fmt: skip
    return {
        "seen_nothing.html": [{}],
        "seen_how_to_find.html": [{}],
        "seen_status.html": [status, status | empty],
        "seen_plans.html": [{"rows": [row] * plan.PLANS, **PAGE}],
    }


def part(bad: str, **more: object) -> dict[str, object]:
    return {
        "unit": bad, "lead": False, "part": "配合", "period": "第4季度", "reported": False,
        "due_at": AT, "late": MANY, "asked": False, "name": bad, "text": bad, **more,
    }  # fmt: skip


def parts(bad: str) -> list[dict[str, object]]:
    return [
        part(bad),
        part(bad, asked=True),
        part(bad, due_at=None, late=0),
        part(bad, late=0),
        part(bad, reported=True),
    ]


def _of_items(bad: str) -> dict[str, list[dict[str, object]]]:
    row = {
        "light": "🔴", "name": bad, "text": bad, "owed": MANY, "reported": MANY, "late": MANY,
    }  # fmt: skip
    listed = {"of": bad, "words": [bad] * 4, "count": MANY, "rows": [row] * items.PAGE, **PAGE}
    target = {
        "light": "🔴", "quantity": bad, "value": HUGE, "measure": bad, "goal": GOAL,
        "bar": "▓" * 11, "percent": HUGE, "report": MANY,
    }  # fmt: skip
    one = {
        "name": bad, "light": "🔴", "withdrawn": True, "plan": bad, "section": bad,
        "text": "任务" + bad, "due": bad, "targets": [target] * items.TARGETS, "more": MANY,
        "gone": HUGE,
        "units": parts(bad)[: items.UNITS], "others": MANY, "reported": MANY, "owed": MANY,
    }  # fmt: skip
    bare = target | {"value": None, "percent": None, "report": None, "bar": ""}
    nothing = {"targets": [bare], "units": [], "owed": 0, "section": "", "due": ""}
    return {
        "seen_items.html": [
            *(listed | {"what": what} for what in ("all", "found", "numbered")),
            *(listed | {"what": what, "rows": []} for what in ("all", "found", "numbered")),
            *(listed | {"what": "light", "of": str(light)} for light in Light),
        ],
        "seen_item.html": [one, one | nothing],
        "seen_parts.html": [
            {"name": bad, "text": bad, "rows": [row] * items.PAGE, "count": MANY, **PAGE}
            for row in parts(bad)
        ],
    }


def _of_units(bad: str) -> dict[str, list[dict[str, object]]]:
    missing = {
        "unit": bad, "count": MANY, "due_at": AT, "days": MANY, "asked": MANY,
        "contacts": [bad] * 9, "why": "", "reminded": AT, "waits": False,
    }  # fmt: skip
    whys = (Untold.NEVER_JOINED, Untold.BLOCKED, Untold.LEFT, Untold.ON_LEAVE)
    row = {"unit": bad, "owed": MANY, "reported": MANY, "late": MANY, "tasks": MANY}
    person = {
        "name": bad, "post": "第二联络员", "phone": bad, "reachable": True, "blocked": False,
        "away": AT, "stand_in": bad,
    }  # fmt: skip
    unit = {
        "unit": bad, "merged": bad, "phone": bad, "people": [person] * units.FEW, "others": MANY,
        "plan": bad, "items": MANY, "owed": MANY, "reported": MANY, "late": MANY,
        "year": {"owed": MANY, "reported": MANY}, "percent": 100,
        "last": {"at": AT, "item": bad[:20], "report": MANY},
    }  # fmt: skip
    people: list[dict[str, object]] = [
        person | {"away": None, "blocked": True, "reachable": False},
        person | {"away": None, "reachable": False},
        person | {"stand_in": ""},
    ]
    return {
        "seen_missing.html": [
            *(
                {
                    "late": late,
                    "units": MANY,
                    "count": MANY,
                    "rows": [missing | {"why": why, "waits": late}] * units.FEW,
                    **PAGE,
                }
                for late in (True, False)
                for why in ("", *whys)
            ),
            {"late": True, "units": 0, "count": 0, "rows": [], "page": 1, "pages": 1},
            {"late": False, "units": 0, "count": 0, "rows": [], "page": 1, "pages": 1},
        ],
        "seen_units.html": [
            {"named": named, "count": MANY, "rows": rows, **PAGE}
            for named in ("", bad)
            for rows in ([row] * items.PAGE, [row | {"owed": 0, "late": 0}], [])
        ],
        "seen_unit.html": [
            unit,
            unit | {"people": people, "last": None, "merged": ""},
            unit | {"people": [], "items": 0, "others": 0},
        ],
        "seen_unit_items.html": [
            {"unit": bad, "count": MANY, "rows": [row] * items.PAGE, **PAGE} for row in parts(bad)
        ],
    }


def _of_records(bad: str) -> dict[str, list[dict[str, object]]]:
    report = {
        "report": MANY, "version": 99, "item": bad[:20], "period": "第4季度", "unit": bad,
        "who": bad[:16], "status": "正常推进", "at": AT, "accepted": None,
    }  # fmt: skip
    move = {
        "unit": bad, "period": "第4季度", "cause": "节假日调整", "former": AT, "due": None,
        "at": AT, "by": bad, "reason": bad,
    }  # fmt: skip
    file = {"place": MANY, "name": bad, "unit": bad, "report": MANY, "at": AT}
    return {
        "seen_reports.html": [
            {"title": bad, "of_unit": of_unit, "rows": rows, **PAGE}
            for of_unit in (True, False)
            for rows in ([report | {"accepted": one} for one in (True, False, None)] * 2, [])
        ],
        "seen_moves.html": [
            {"name": bad, "rows": rows, **PAGE}
            for rows in ([move] * files.PAGE, [move | {"former": None, "due": AT}], [])
        ],
        "seen_files.html": [
            {"title": bad, "rows": [file | {"state": str(state)}] * files.PAGE, **PAGE}
            for state in FileState
        ]
        + [{"title": bad, "rows": [], **PAGE}],
        "seen_file.html": [
            {
                "name": bad,
                "item": bad,
                "unit": bad,
                "period": "第4季度",
                "report": MANY,
                "who": bad,
                "at": AT,
            }
        ],
    }
