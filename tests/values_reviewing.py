"""The worst that the templates about review can get, and words asked for by computed names."""

from collections.abc import Mapping

from bot.cards import reviews, todo
from bot.cards.extension import REFUSALS

_KINDS = {*todo.OPENS, "not_ours"}
COMPUTED: Mapping[str, set[str]] = {"refusal": set(REFUSALS), "waits": _KINDS}


def values(bad: str) -> dict[str, list[dict[str, object]]]:
    page: dict[str, object] = {"page": 3, "pages": 9}
    row: dict[str, object] = {
        "at": 10**5, "unit": bad, "number": "12.10.9", "period": "第4季度", "status": "正常推进",
        "numbers": [bad] * 4, "words": bad, "again": True, "doubts": [bad] * 4,
    }  # fmt: skip
    calm = row | {"numbers": [], "again": False, "doubts": []}
    waits: dict[str, object] = {"at": 10**5, "who": bad, "number": "12.10.9"}
    aged: dict[str, object] = {"age": 250}
    return {
        "reviews.html": [
            page | {"plan": bad, "count": 10**5, "rows": [one] * reviews.PAGE}
            for one in (row, calm)
        ],
        "reviews_batch.html": [
            page | {"count": count, "left": left, "rows": [one | {"in_it": bool(count)}] * 10}
            for count, left, one in ((50, 0, row), (49, 1, calm), (0, 9, row))
        ],
        "reviews_done.html": [{}],
        "reviews_over.html": [{}],
        "redate_unread.html": [{"why": bad[:190]}, {"why": ""}],
        "unjoined.html": [{"plan": bad, "units": [bad] * 99}, {"plan": bad, "units": []}],
        "todo.html": [
            page
            | {
                "count": count,
                "oldest": oldest,
                "rows": [waits | {"kind": kind} | age for kind in sorted(_KINDS) for _ in "12"],
            }
            for count, oldest, age in (
                (10**5, 250, aged),
                (9, 0, {"age": 0}),
                (1, 0, {"age": None}),
            )
        ]
        + [page | {"count": 0, "oldest": 0, "rows": []}],
    }
