"""The worst that the templates about units and people can get."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.auditing import WIDTHS
from db.vocabulary import Reachable

AT = datetime(2024, 12, 25, 17, 30, tzinfo=UTC)
COMPUTED: Mapping[str, set[str]] = {
    "audit_column": set(WIDTHS),
    "audit_count": {"items", "version", "added", "withdrawn", "changed"}
    | {"people", "report", "call"},
}


def values(bad: str) -> dict[str, list[dict[str, object]]]:
    post: dict[str, object] = {"unit": bad, "post": bad[:20]}
    pages = {"page": 3, "pages": 9}
    row = {"name": bad, "phone": "0566-1234567", "reachable": "blocked", **post}
    entry = {
        "at": AT,
        "by": bad,
        "via": "（命令行）",
        "action": "单位改名",
        "about": bad,
        "before": bad,
        "after": bad,
        "reason": bad,
    }
    invite = {"id": 10**9, "until": "12月25日（周三）", "opened": bad, **post}
    merge = {"gone": bad, "into": bad, "done": False, "over": False, "parts": 99, "shared": 9}
    return {
        "post_ended.html": [post, post | {"unit": ""}],
        "staff_units.html": [
            {"units": 99, "people": 999, "without": [bad] * 20, **pages},
            {"units": 0, "people": 0, "without": [], "page": 1, "pages": 1},
        ],
        "staff_unit.html": [
            {"unit": bad, "phone": "0566-1234567", "rows": [row] * 30},
            {"unit": "", "phone": "", "rows": []},
        ],
        "staff_person.html": [
            {
                "name": bad,
                "phone": "0566-1234567",
                "joined": AT,
                "reachable": str(state),
                "rows": [row] * 20,
                "asking": asking,
            }
            for state in Reachable
            for asking in (True, False)
        ],
        "staff_end.html": [row | {"alone": True}],
        "staff_invites.html": [{"rows": [invite] * 8, "count": 99, **pages}],
        "merge.html": [
            merge | {"people": [bad] * 20},
            merge | {"people": []},
            merge | {"people": [], "done": True},
            merge | {"people": [], "over": True},
        ],
        "audit.html": [
            {"unit": bad, "count": 10**6, "rows": [entry] * 8, **pages},
            {"unit": "", "count": 0, "rows": [], "page": 1, "pages": 1},
            {"unit": "", "count": 1, "rows": [entry | {"after": ""}], "page": 1, "pages": 1},
        ],
        "staff_how.html": [{}],
        "staff_whom.html": [{"name": bad, "count": 9}, {"name": bad, "count": 0}],
        "staff_whom_invite.html": [{}],
        "staff_taken.html": [
            {"name": bad, "unit": bad, "merge": bad},
            {"name": bad, "unit": bad, "merge": ""},
        ],
        "staff_same.html": [{"name": bad}],
        "staff_done.html": [
            {"what": what, "before": bad, "after": bad} for what in ("renamed", "alias", "added")
        ],
    }
