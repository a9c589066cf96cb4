"""The worst that templates of 催办, the call sheet and 代录 can get; words of computed names."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from db.vocabulary import CallOutcome, Untold

AT = datetime(2024, 12, 25, 17, 30, tzinfo=UTC)
HUGE = Decimal("123456789012345.6789")
GOAL = "不少于123456789012345.68人次、不超过1000000人次"
COMPUTED: Mapping[str, set[str]] = {
    "call_outcome": set(map(str, CallOutcome)),
    "call_column": {"unit", "name", "phone", "post", "owed", "days", "outcome", "notes"},
}


def field(bad: str) -> dict[str, object]:
    shown = {"quantity": bad, "measure": bad[:20], "goal": GOAL, "value": HUGE}
    return {**shown, "last": HUGE, "asked": True}


def about(bad: str) -> dict[str, object]:
    named = {"number": "12.10.9", "unit": bad, "part": "牵头", "text": bad, "status": "正常推进"}
    receipt = {"receipt": 10**9, "submitted_at": AT, "contact": bad, "words": bad * 20}
    return {**named, **receipt, "period": "第4季度", "due_at": AT, "fields": [field(bad)] * 8}


def cost(people: int) -> dict[str, object]:
    return {"people": people, "at": AT, "later": 10**4, "later_at": AT}


def short(bad: str, called: str) -> dict[str, object]:
    counted = {"count": 10**4, "numbers": bad, "late": 10**4, "days": 365}
    return {"unit": bad, **counted, "untold": Untold.NEVER_JOINED, "called": called[:100]}


def call_sheets(bad: str) -> list[dict[str, object]]:
    person = {"name": bad, "post": "第二联络员", "phone": bad}
    top = {
        **short(bad, ""),
        "phone": bad,
        "people": [person] * 9,
        "since": AT,
        "reminded": AT,
        "silent": [bad] * 9,
        "before": bad[:100],
    }
    whole = {
        "open": 10**4,
        "called": 10**4,
        "top": top,
        "rows": [short(bad, bad)] * 8,
        "page": 3,
        "pages": 3,
    }
    bare = {**top, "phone": "", "people": [person | {"phone": ""}], "since": None, "untold": ""}
    return [
        whole,
        whole | {"top": None, "open": 0, "rows": [short(bad, "")] * 8},
        whole | {"top": bare | {"reminded": None, "silent": [], "before": ""}, "rows": []},
        whole | {"top": None, "rows": []},
    ]


def entries(bad: str) -> list[dict[str, object]]:
    doubts = [bad] * 9
    whole = {
        **about(bad),
        "doubts": doubts,
        "unsure": bad,
        "asked": bad,
        "unexplained": True,
        "dropped": False,
        "reported": None,
        "writing": True,
        "told": True,
    }
    open_ = whole | {"receipt": "", "submitted_at": None}
    return [
        whole,
        whole | {"told": False},
        open_,
        open_ | {"unsure": ""},
        open_ | {"unsure": "", "unexplained": False},
        open_ | {"unsure": "", "unexplained": False, "asked": ""},
        open_ | {"unsure": "", "unexplained": False, "asked": "", "doubts": []},
        open_ | {"unsure": "", "unexplained": False, "asked": "", "doubts": [], "status": ""},
        open_ | {"dropped": True},
        open_ | {"reported": 10**9, "writing": False},
        open_ | {"writing": False},
    ]


def reminders_of_all(bad: str) -> list[dict[str, object]]:
    done = {"by": bad, "at": AT, "people": 10**4, "later": 10**4}
    whole = {
        "item": "12.10.9",
        "text": bad,
        "late": False,
        "units": [bad] * 60,
        "cost": cost(10**4),
        "full": [bad] * 60,
        "ready": [bad] * 60,
        "lately": [bad] * 60,
        "again": AT,
        "alone": [bad] * 60,
        "done": None,
    }
    return [
        whole,
        whole | {"cost": cost(0), "item": "", "text": "", "late": True},
        whole | {"done": done},
        whole | {"units": []},
    ]


def values(bad: str) -> dict[str, list[dict[str, object]]]:
    told = {"name": bad, "phone": bad, "before": bad, "told": True}
    ended = {"corrected": False, "accepted": False, "locked": False, "withdrawn": False}
    return {
        "remind.html": [
            {
                "unit": bad, "count": 10**4, "why_not": why_not, "untold": untold,
                "people": [bad] * 9, "cost": cost(people), "waits": waits, "last": AT, "again": AT,
            }
            for why_not, untold, people, waits in (
                ("", "", 10**4, False), ("", "", 0, False), ("nothing", "", 0, False),
                ("nobody", Untold.ON_LEAVE, 0, False), ("lately", "", 0, True),
                ("lately", "", 0, False),
            )
        ],
        "remind_all.html": reminders_of_all(bad),
        "call_sheet.html": call_sheets(bad),
        "no_call.html": [{}],
        "to_enter.html": [
            {"unit": bad, "count": count, "said": said, "page": 3, "pages": 3}
            for count, said in ((10**4, bad), (10**4, ""), (0, ""))
        ],
        "entry.html": entries(bad),
        "entered.html": [
            {**about(bad), **ended},
            *({**about(bad), **ended, how: True} for how in ended),
        ],
        "enter_how.html": [{}],
        "no_entry.html": [{"unit": bad, "number": number} for number in (bad, "")],
        "entry_over.html": [{"why": bad}],
        "no_item.html": [{"number": bad}],
        "phone_how.html": [{}],
        "phone_whose.html": [{"name": bad, "several": several} for several in ([bad] * 9, [])],
        "phone_told.html": [
            told,
            told | {"phone": ""},
            told | {"told": False},
            told | {"told": False, "phone": ""},
        ],
        "phone_wrong.html": [{"phone": bad}],
    }  # fmt: skip
