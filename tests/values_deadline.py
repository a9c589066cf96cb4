"""The worst that the cards of 期限 and 结束计划 can get, and words asked for by computed names."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from bot.cards.deadline import CHANGES, PAGE
from bot.cards.retiming import COMING, EXAMPLES, USUAL

AT = datetime(2024, 12, 25, 17, 30, tzinfo=UTC)
DAY = date(2024, 12, 25)
#: What a rule says at the most.
RULE = "每季度结束后首月倒数第2个工作日 17:30，遇休息日顺延至节后第3个工作日；提前90天开放填报"
COMPUTED: Mapping[str, set[str]] = {
    "deadline_step": {
        "back_up",
        "cancel",
        "choose_again",
        "confirm_change",
        "deadline_history",
        "no_own",
        "once_more",
        "one_off",
        "only_once",
        "see_deadlines",
        "some_item",
        "some_section",
        "some_unit",
        "undo_last",
        "undo_this",
        "whole_plan",
    },
    "ending_step": {
        "cancel",
        "restore_plan",
        "restore_plan_now",
        "see_plan_end",
        "until_plan_now",
        "withdraw_plan",
        "withdraw_plan_now",
    },
    "usual_cadence": set(USUAL),
    "deadline": {"which_section", "which_item", "which_unit", "no_part"},
    "ending": {"over_cancelled", "over_below", "in_force", "withdrawn", "no_day", "before_first"},
}


def values(bad: str) -> dict[str, list[dict[str, object]]]:
    pages = {"page": 3, "pages": 3}
    rules = [RULE] * 10
    heads = [
        {"plan": bad, "name": bad, "whole": whole, "text": "" if whole else bad}
        for whole in (True, False)
    ]
    moved = {"due": AT, "nominal": DAY}
    example = {
        "number": bad,
        "unit": bad,
        "period": "第52周（第3次）",
        "former": "12月25日（周三）17:30",
    }
    preview: dict[str, object] = {
        "before": rules, "after": rules, "same": False, "nothing": False, "ends_on": DAY,
        "coming": [{**moved, "moved": way} for way in ("earlier", "later", "", "", "")[:COMING]],
        "moves": 10**6, "units": 10**4, "examples": [{**example, "then": "不用报"}] * EXAMPLES,
        "reason": bad, "changed": True, "unread": bad,
    }  # fmt: skip
    ending: dict[str, object] = {
        "plan": bad, "ends_on": DAY, "withdrawn": None, "view": "menu", "why": "below",
        "changed": True, "unread": bad, "last": DAY, "by": bad, "at": AT, "gone": 10**6,
        "again": 10**6, "units": 10**4, "late": 10**6,
    }  # fmt: skip
    return {
        "deadline.html": [
            {
                "plan": bad,
                "ends_on": DAY,
                "whole": rules,
                "coming": [AT],
                "parts": [{"name": bad, "rules": rules}] * PAGE,
                "unread": bad,
                **pages,
            },
            {
                "plan": bad,
                "ends_on": DAY,
                "whole": [],
                "coming": [],
                "parts": [],
                "unread": "",
                "page": 1,
                "pages": 1,
            },
        ],
        "deadline_parts.html": [
            {"plan": bad, "kind": kind, **pages} for kind in ("section", "item", "unit")
        ],
        "deadline_choose.html": [
            {
                **head,
                "present": present,
                "several": several,
                "own": False,
                "asking_day": asking,
                "unread": bad,
            }
            for head in heads
            for present, several in ((rules, False), ([], True), ([], False))
            for asking in (True, False)
        ],
        "deadline_once.html": [{**head, "present": rules, "once": rules} for head in heads],
        "deadline_preview.html": [
            {**head, **preview, **state}
            for head in heads
            for state in (
                {},
                {"same": True},
                {"nothing": True},
                {"after": [], "before": [], "coming": [], "moves": 0, "reason": ""},
            )
        ],
        "deadline_done.html": [
            {
                **head,
                "before": before,
                "after": before,
                "moves": moves,
                "by": bad,
                "at": AT,
                "reason": bad,
            }
            for head in heads
            for before, moves in ((rules, 10**6), ([], 0))
        ],
        "deadline_history.html": [
            {
                "plan": bad,
                "changes": [
                    {
                        "at": AT,
                        "by": bad,
                        "name": bad,
                        "before": rules,
                        "after": after,
                        "whole": True,
                        "reason": bad,
                    }
                    for after in ([rules] * CHANGES)
                ],
                **pages,
            },
            {"plan": bad, "changes": [], "page": 1, "pages": 1},
        ],
        "deadline_over.html": [
            {"plan": bad, "why": why} for why in ("withdrawn", "cancelled", "below")
        ],
        "endplan.html": [
            {**ending, **state}
            for state in (
                {},
                {"view": "over"},
                {"view": "until"},
                {"view": "withdraw"},
                {"view": "restore", "withdrawn": AT},
                {"view": "done"},
                {"view": "done", "withdrawn": AT},
                {"withdrawn": AT},
            )
        ],
        "no_plan.html": [{}],
    }
