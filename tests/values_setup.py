"""The worst that the templates of set-up in chat can get, and words asked for by computed names."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from bot.cards.draft_parts import OFFERED
from bot.drafts.inquiries import DROP, KEEP, NEW, NOBODY, About
from db.vocabulary import DraftState

AT = datetime(2024, 12, 25, 17, 30, tzinfo=UTC)
COMPUTED: Mapping[str, set[str]] = {
    "draft_over": set(map(str, DraftState)),
    "draft_change": {"plan", "added", "withdrawn", "changed", "renumbered"},
    "inquiry": set(map(str, About)),
    "inquiry_answer": {KEEP, DROP, NEW, NOBODY},
    "offered_cadence": set(OFFERED),
}


def whole(bad: str) -> list[dict[str, object]]:
    base: dict[str, object] = {
        "title": bad,
        "items": 200,
        "units": 60,
        "targets": 999,
        "dates": 200,
        "sections": [(bad, 20)] * 12,
        "names": [bad] * 8,
        "rules": ["每季度末月最后一个工作日 17:30"] * 3,
        "ends_on": date(2024, 12, 31),
    }
    full = {"known": 60, "nobody": 9, "said": True, "dues": [AT] * 3, "over": 2023}
    bare = {"known": 0, "nobody": 0, "said": False, "dues": [], "over": None}
    return [
        {**base, **full, "open": 99, "noted": 99},
        {**base, **bare, "open": 0, "noted": 0},
    ]


def item(bad: str) -> dict[str, object]:
    long = dict.fromkeys(("text", "lead", "assist", "targets", "due", "doubts"), bad)
    return {"number": bad, **long}


def unit(bad: str) -> dict[str, object]:
    return {"name": bad, "count": 99, "meant": bad, "known": True, "asked": True}


def change(bad: str) -> dict[str, object]:
    return {
        "title": bad[:20],
        "number": bad,
        "what": bad[:10],
        "before": bad,
        "after": bad,
    }


def values(bad: str) -> dict[str, list[dict[str, object]]]:
    pages = {"page": 3, "pages": 30}
    unread = {"name": bad, "by": bad, "why": bad * 3}
    known = {"plan": 99, "title": bad, "stored_on": date(2024, 1, 2), "open": 9}
    stored = {"plan": 99, "title": bad, "rules": ["每季度末月最后一个工作日 17:30"] * 3, "by": bad}
    question = {"at": 1, "item": bad, "about": f"甲{bad}", "asked": f"甲{bad}", "likely": bad}
    link = {"unit": bad, "link": bad}
    return {
        "new.html": [{"group": group} for group in (True, False)],
        "draft_unread.html": [
            {"state": state, **unread} for state in ("waiting", "refused", "dropped", "moved")
        ],
        "draft_pasted.html": [
            {"parts": 9, "count": 99999, "first": bad, "last": bad, "group": group}
            for group in (True, False)
        ],
        "draft.html": whole(bad),
        "draft_known.html": [
            {**known, "same_text": same, "counts": counts, "withdrawn": same}
            for same in (True, False)
            for counts in ("", bad)
        ],
        "draft_stored.html": [
            {**stored, "revised": revised, "first": first, "wanted": wanted}
            for revised, first, wanted in ((True, AT, 60), (False, None, 0))
        ],
        "draft_question.html": [{**question, "count": 9}, {"count": 0}],
        "draft_items.html": [{"rows": [item(bad)] * 8, **pages}],
        "draft_units.html": [{"rows": [unit(bad)] * 20, "count": 60, **pages}],
        "draft_changes.html": [
            {"rows": [change(bad)] * 15, "plan": 99, **pages},
            {"rows": [], "plan": 99, "page": 1, "pages": 1},
        ],
        "draft_cadence.html": [
            {"rules": ["每季度末月最后一个工作日 17:30"] * 3, "dues": dues, "group": group}
            for dues, group in (([AT] * 3, True), ([], False))
        ],
        "draft_unheard.html": [{"why": bad * 3}, {"why": ""}],
        "draft_forgotten.html": [{"name": bad}],
        "links.html": [{"rows": [link] * 15, "until": bad[:20], "page": 2, "pages": 4}],
    }
