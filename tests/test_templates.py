"""Every word a person gets: it renders, fits Telegram's limits, exists, and is used."""

import ast
import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from chinese_calendar import Holiday
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from bot.cards.joint import LINE, ROOM
from bot.cards.joint import WORDS as WORDS_SHOWN
from bot.cards.office import FEW
from bot.cards.review import REASONS as RETURN_REASONS
from bot.checks import Doubtful
from bot.contact.by_word import BY_WORD
from bot.contact.former import Sameness
from bot.filekinds import KINDS
from bot.hearing import COMMANDS, OFFICE_COMMANDS
from bot.menus import MENUS, OFFICE
from bot.unreached import REASONS
from db.changes import What
from db.extensions import Stage
from db.invites import Refusal
from db.vocabulary import (
    Audience,
    Cause,
    Colour,
    Op,
    OutboxState,
    Part,
    QuestionKind,
    Role,
    Status,
    Untold,
)
from notice.files.kinds import FOREIGN, Kind
from notice.holidays.holidays import Misfit
from sandbox.entities import parse_html, utf16_length
from scheduler.lights import Light
from templates import (
    clip,
    clock,
    day,
    has_word,
    headline,
    moment,
    number,
    render,
    template_names,
    word,
)
from templates import utf16_length as our_utf16_length
from tests import (
    values_bulletin,
    values_calling,
    values_chats,
    values_deadline,
    values_digest,
    values_documents,
    values_follow_ups,
    values_ledger,
    values_reviewing,
    values_seeing,
    values_setup,
    values_staff,
)

ROOT = Path(__file__).parents[1]
WORDS: Mapping[str, Mapping[str, str]] = {
    section: words
    for file in sorted((ROOT / "templates" / "zh" / "words").glob("*.toml"))
    for section, words in tomllib.loads(file.read_text("utf-8")).items()
}
SOURCES = [
    file
    for room in ("bot", "scheduler", "templates", "web", "notice")
    for file in sorted((ROOT / room).rglob("*.py"))
]
LIMIT, CAPTION = 4096, 1024
#: As whom somebody uses the bot; "" where they hold no post.
POSTS = ("contact", "head", "leader", "")

#: What templates get, and which words are asked for by a computed name, area by area.
AREAS = (
    values_bulletin,
    values_calling,
    values_chats,
    values_deadline,
    values_digest,
    values_documents,
    values_follow_ups,
    values_ledger,
    values_reviewing,
    values_seeing,
    values_setup,
    values_staff,
)

LONG = "督" * 200
MARKUP = "<b>&\"'</b><script>alert(1)</script>" * 6
EMOJI = "👨‍👩‍👧🇨🇳" * 40
FORMULA = "=1+1" + "+cmd|' /C calc'!A0" * 10
CONTROL = "甲\x00\x07\x1b\u202e乙\n" * 30
WORST = {"long": LONG, "markup": MARKUP, "emoji": EMOJI, "formula": FORMULA, "control": CONTROL}
AT = datetime(2024, 12, 25, 17, 30, tzinfo=UTC)
GOAL = "不少于123456789012345.68人次、不超过1000000人次"
HUGE = Decimal("123456789012345.6789")


def list_rows(bad: str, count: int = 24) -> list[dict[str, object]]:
    return [
        {
            "heading": True,
            "plan": bad,
            "period": "第4季度",
            "due_at": AT,
            "late": 365,
            "workdays": 250,
            "mark": "🔴",
            "open": place % 2 == 0,
            "returned": bad if place < 20 else "",
            "disowned": place < 22,
            "wanted": AT,
            "number": "12.10.9",
            "text": bad,
            "unit": bad,
            "entered": place % 4 == 1,
        }
        for place in range(count)
    ]


def form(bad: str, **changed: object) -> dict[str, object]:
    field = {
        "quantity": bad, "measure": "人次", "goal": GOAL,
        "value": HUGE, "last": HUGE, "asked": True,
    }  # fmt: skip
    return {
        "receipt": "", "number": "12.10.9", "unit": bad, "part": "牵头", "text": bad,
        "period": "第4季度", "due_at": AT, "status": "正常推进", "fields": [field] * 24,
        "asked": bad, "words": bad * 10, "dropped": False, "closed": False, "locked": False,
        "submitted_at": None, "contact": "", "version": 0, "notes": [bad] * 3, "absent": "",
        "entered": False,
        "repeats": True, "unexplained": False, "doubts": [bad] * 24, "former": "正常推进",
        "newer": {"contact": bad, "at": AT, "receipt": 10**9, "version": 99},
    } | changed  # fmt: skip


def values_of(name: str, bad: str) -> list[dict[str, object]]:
    """Return the worst that a template can get, for each of its states."""
    areas = (office_values, contact_values, *(area.values for area in AREAS))
    return next(found for of in areas if (found := of(bad).get(name)))


def office_values(bad: str) -> dict[str, list[dict[str, object]]]:
    units, page = [bad] * 6, {"page": 3, "pages": 3}
    whys = (Untold.NEVER_JOINED, Untold.BLOCKED, Untold.LEFT, Untold.ON_LEAVE)
    return {
        "preview.html": [
            {
                "span": "试看 12月25日（周三）至12月31日（周二）",
                "count": 10**6 * len(lines),
                "people": 10**6,
                "days": [{"heading": "12月28日（周六） 调休上班", "lines": [one]} for one in lines],
                **page,
            }
            for line in ({"at": "09:00", "whom": bad, "what": bad, "why": bad, "sent": False},)
            for lines in ([line] * 20, [])
        ],
        "rehearsed.html": [{"whom": bad}],
        "rehearsal_begun.html": [{}],
        "rehearsal_ended.html": [{}],
        "absent.html": [
            {
                "name": bad,
                "units": units,
                "substitute": substitute,
                "away_too": True,
                "cancelled": cancelled,
                "over": not cancelled,
                **SPAN,
            }
            for substitute in ("", bad)
            for cancelled in (True, False)
        ],
        "left.html": [
            {
                "name": bad,
                "unit": bad,
                "successor": successor,
                "alone": not successor,
                "heads": units,
            }
            for successor in ("", bad)
        ],
        "extension_request.html": [
            one | {"before": before, "asking": asking}
            for before, one in enumerate(extension_values(bad))
            for asking in ("", "day", "refuse")
            if one["wanted"] and one["stage"] not in {"draft", "late", "cancelled"}
        ],
        "review.html": review_values(bad),
        "no_report.html": [{"number": "9" * 18}, {"number": ""}],
        "review_unheard.html": [{"why": bad[:120]}, {"why": ""}],
        "calendar_notice.html": [{"year": 2027}],
        "outage_notice.html": [{"since": bad[:30], "until": bad[:30]}],
        "pause.html": [
            {"moved": bad[:30], "before": bad[:30], "after": bad[:30], "ended": ended, "by": by}
            for ended, by in ((None, ""), (AT, bad), (AT, ""))
        ],
        "disk_notice.html": [{"folder": bad * 3}],
        "blocked_notice.html": [
            {"name": bad, "units": units, "why": bad, "next": [bad] * 9, "others": []},
            {"name": bad, "units": units, "why": bad, "next": [], "others": [bad] * 9},
            {"name": bad, "units": [], "why": bad, "next": [], "others": []},
        ],
        "chat_number.html": [{"chat": -(10**18)}],
        "joined_notice.html": [
            {"name": bad, "unit": unit, "role": "联络员", "before": before}
            for unit, before in (("", ""), (bad, bad))
        ],
        "admission.html": [
            {
                "name": bad,
                "unit": unit,
                "role": "联络员",
                "before": unit,
                "asked": AT,
                "decided": decided,
                "admitted": unit != "",
                "by": bad,
            }
            for unit, decided in (("", None), ("", AT), (bad, AT))
        ],
        "unacknowledged.html": [
            {
                "plan": bad,
                "open": count,
                **page,
                "rows": [
                    {
                        "unit": bad,
                        "asked": [bad] * 9,
                        "since": AT,
                        "by": bad,
                        "done": AT if place >= count else None,
                    }
                    for place in range(30)
                ],
            }
            for count in (30, 15, 0)
        ],
        "parked_notice.html": [{"update_id": 10**12}],
        "parked_answer.html": [{"update_id": 10**12}],
        "unsent_notice.html": [{"name": bad, "number": 10**12}],
        "uncertain_notice.html": [{"count": 10**6}],
        "unreachable.html": [
            {"open": 10**4 if why else 0, "rows": [case(bad, why)] * FEW, **page}
            for why in (*whys, "")
        ],
    }


def case(bad: str, why: str) -> dict[str, object]:
    return {
        "unit": bad, "why": why, "count": 10**4, "late": 10**4, "due": date(2024, 12, 30),
        "names": [bad] * 9, "back": date(2024, 12, 30),
    }  # fmt: skip


def extension_values(bad: str) -> list[dict[str, object]]:
    asked = {
        "number": "12.10.9", "unit": bad, "text": bad, "period": "第4季度", "open": True,
        "former": AT, "due_at": AT, "wanted": AT, "workdays": 60, "reason": bad * 5,
        "until": AT + timedelta(days=1), "asker": bad, "asked_at": AT, "decider": bad,
        "decided_at": AT, "answer": bad * 5, "quick": (3, 5, 10), "guessed": [2027],
    }  # fmt: skip
    unfinished: list[dict[str, object]] = [
        {"reason": ""}, {"wanted": None}, {"wanted": None, "reason": "", "answer": ""},
    ]  # fmt: skip
    stages = [*map(str, Stage), "late"]
    ended = [{"stage": stage, "open": still} for stage in stages for still in (True, False)]
    return [asked | state for state in ended] + [
        asked | {"stage": stage} | missing
        for stage in ("draft", "late", "cancelled")
        for missing in unfinished
    ]


def review_values(bad: str) -> list[dict[str, object]]:
    report = form(bad)
    common = ("number", "unit", "part", "text", "period", "status", "fields", "words", "doubts")
    shown = {key: report[key] for key in common} | {
        "report": 10**9, "version": 99, "unchanged": True, "contact": bad, "absent": bad,
        "entered": True,
        "submitted_at": AT, "files": 99, "returned_for": bad, "review": None, "newer": None,
        "asking": False, "withdrawn": False,
    }  # fmt: skip
    review = {"accepted": True, "reviewer": bad, "at": AT, "reason": bad * 5}
    changes: list[dict[str, object]] = [
        {}, {"version": 1, "returned_for": ""}, {"asking": True}, {"newer": 10**9},
        {"withdrawn": True}, {"review": review}, {"review": review | {"accepted": False}},
    ]  # fmt: skip
    return [shown | changed for changed in changes]


SPAN: Mapping[str, object] = {"first": date(2024, 12, 30), "last": date(2025, 12, 29)}


def away_values(bad: str) -> list[dict[str, object]]:
    due = {"count": 10**4, "named": [(bad, AT)] * 5}
    steps = ("cancelled", "from", "until", "substitute", "confirmed", "over")
    return [
        {
            "step": step, "unclear": True, "unknown": bad, "due": due, "substitute": substitute,
            "away_too": True, "others": others, **SPAN,
        }
        for step in steps
        for substitute, others in (("", True), ("", False), (bad, True))
    ]  # fmt: skip


def joint_values(bad: str) -> list[dict[str, object]]:
    """Return a page full of units that said nothing, and one of a unit that said all there is."""
    row: dict[str, object] = {
        "unit": bad, "reported": False, "not_ours": False, "returned": False, "late": 0,
        "due_at": AT, "status": "正常推进", "contact": bad, "submitted_at": AT, "words": "",
    }  # fmt: skip
    states: list[dict[str, object]] = [
        {"reported": True}, {"not_ours": True}, {"late": 365, "returned": True}, {"late": 365},
        {"returned": True}, {},
    ]  # fmt: skip
    shown = {
        "number": "12.10.9", "text": bad, "period": "第4季度", "due_at": AT, "reported": 10**3,
        "count": 10**3, "prompted_by": bad, "page": 2, "pages": 2,
    }  # fmt: skip
    full = [row | state for state in states] * (ROOM // LINE // len(states))
    long = [row | {"reported": True, "words": clip(bad * 20, WORDS_SHOWN)}]
    return [shown | {"rows": full, "prompted_at": AT}, shown | {"rows": long, "prompted_at": None}]


def question_values(bad: str) -> dict[str, list[dict[str, object]]]:
    about = {"number": "12.10.9", "text": bad, "unit": bad, "office": bad}
    kinds = [str(kind) for kind in QuestionKind]
    asked = {
        "id": 10**9, "units": [bad] * 9, "contact": bad, "before": bad, "words": bad * 25,
        "answer": bad * 25, "name": bad, "answered_at": AT, "gone": True, **about,
    }  # fmt: skip
    nothing: dict[str, object] = {"answer": "", "answered_at": None, "before": "", "gone": False}
    return {
        "question.html": [
            one | {"kind": kind} for kind in kinds for one in (asked, asked | nothing)
        ],
        "question_form.html": [
            about | {"kind": kind, "done": done, "dropped": dropped, "said": said}
            for kind in kinds
            for done, dropped, said in (
                (True, False, ""),
                (False, True, ""),
                (False, False, ""),
                (False, False, bad * 5),
            )
        ],
        "to_whom.html": [
            {"text": bad * 5, "number": number, "state": state, "office": bad}
            for number in ("12.10.9", "")
            for state in ("", "office", "words", "edited", "dropped")
        ],
        "whose.html": [
            {"number": number, "dropped": dropped}
            for number, dropped in (("12.10.9", False), ("", True), ("", False))
        ],
        "by_word.html": [
            {"what": what, "said": bad} for what in ("dropped", "nothing", "fix", "extend", "said")
        ],
        "question_asked.html": [
            about
            | {"id": 10**9, "kind": kind, "words": bad * 25, "told": told, "answered": answered}
            for kind in kinds
            for told, answered in ((False, False), (True, False), (True, True))
        ],
        "question_answer.html": [
            about | {"id": 10**9, "words": bad * 25, "said": bad * 25, "owing": owing}
            for owing in (True, False)
        ],
        "questions_left.html": [
            {"shown": shown, "left": left} for shown, left in ((5, 10**6), (5, 0), (0, 0))
        ],
        "question_refused.html": [{"office": bad}],
        "office_help.html": [{"group": group} for group in (True, False)],
        "prompted_nobody.html": [{"units": [bad] * 60, "lead": bad}],
    }


def mine_items(bad: str, count: int) -> list[dict[str, object]]:
    figure = {
        "quantity": bad, "measure": "人次", "value": HUGE, "goal": GOAL,
        "percent": Decimal("123456.78"),
    }  # fmt: skip
    return [
        {
            "heading": True, "unit": bad, "plan": bad, "number": "12.10.9", "text": bad,
            "part": "牵头", "status": "正常推进", "reported_at": AT if place % 2 else None,
            "figures": [figure] * count,
        }
        for place in range(36 // (2 + count))
    ]  # fmt: skip


def contact_values(bad: str) -> dict[str, list[dict[str, object]]]:
    units, page = [bad] * 6, {"page": 3, "pages": 3}
    overdue = {"units": units, "count": 10**4, "rows": list_rows(bad), "contacts": units, **page}
    receipt = {
        "receipt": 10**9, "submitted_at": AT, "contact": bad, "absent": bad, "version": 99,
        "entered": False,
    }  # fmt: skip
    filled = {
        "number": "12.10.9", "text": bad, "period": "第4季度", "said": "回执号 1000000000",
        "figures": bad, "words": bad, "filed": True, "ready": False,
    }  # fmt: skip
    left = [{"why": bad[:30], "items": ["第12.10.9项"] * 12, "more": 10**3}] * 4
    states: list[dict[str, object]] = [
        {},
        {"status": "", "asked": "", "doubts": [], "fields": [], "words": "", "notes": []},
        {"unexplained": True, "newer": None},
        {"asked": ""},
        {"asked": "", "doubts": []},
        {"dropped": True},
        {"closed": True},
        {"locked": True},
        receipt,
    ]
    whys = (
        *("nothing_owed", "too_long", "no_such_item", "locked", "closed", "not_yours"),
        *("no_former", ""),
    )
    return {
        "all_in.html": [{}],
        "attach.html": [
            {"number": number, "names": bad[:99], "count": count}
            for number, count in (("12.10.9", 0), ("", 0), ("", 1), ("", 10**4))
        ],
        "unfetched.html": [
            {"failed": failed, "names": bad[:130], "kinds": [*KINDS], "max_mb": 20}
            for failed in (False, True)
        ],
        "unplaced.html": [
            {"why": why, "number": "12.10.9"}
            for why in ("locked", "filed", "closed", "not_yours", "")
        ],
        "not_a_file.html": [{}],
        "extension.html": extension_values(bad),
        "extension_answer.html": [
            {
                "granted": place < 2,
                "number": "12.10.9",
                "due": "12月25日",
                "wanted": "12月28日" if place else "",
                "answer": bad * 5,
            }
            for place in range(3)
        ],
        "returned.html": [
            {
                "number": "12.10.9", "text": bad, "period": "第4季度", "due_at": AT,
                "late": state == 1, "reason": bad * 5, "corrected": state == 2,
                "withdrawn": state == 3,
            }
            for state in range(4)
        ],
        "checklist.html": [
            {
                "units": units, "open": count, "reported": 10**4, "example": bad[:40],
                "coming": {"at": AT if count else None, "away": not count},
                "later": AT,
                "opening": {"opens": AT, "due": AT},
                "rows": list_rows(bad, count), "headed": units, "same": True, **page,
            }
            for count in (24, 0)
        ],
        "form.html": [form(bad, **changed) for changed in states],
        "form_moved.html": [{}],
        "batch.html": [
            {"ready": ready, "filed": filed, "count": 20, "rows": [filled] * 20, **page}
            for ready, filed in ((20, 0), (0, 20), (0, 1))
        ],
        "unchanged.html": [
            {"filed": filed, "count": count, "rows": [filled] * count, "left": left, **page}
            for filed, count in ((False, 20), (False, 0), (True, 20))
        ],
        "polite.html": [{}],
        "help.html": [{"post": post, "office": bad} for post in POSTS],
        "away.html": away_values(bad),
        "stand_in.html": [
            {"name": bad, "units": units, "over": over, "begun": begun, **SPAN}
            for over in (True, False)
            for begun in (True, False)
        ],
        "no_post.html": [{"post": post, "office": bad} for post in POSTS],
        "leaving.html": [
            {
                "step": step, "unit": bad, "successor": successor, "contact": not successor,
                "alone": alone, "office": bad,
            }
            for alone in (True, False)
            for step in ("unit", "successor", "confirm", "done", "kept", "gone")
            for successor in ("", bad)
        ],
        "taken_over.html": [{"name": bad, "unit": bad}],
        "mine.html": [
            {"items": mine_items(bad, count) if count else [], **page} for count in (0, 1, 3, 24)
        ],
        "joint.html": joint_values(bad),
        "prompted.html": [
            {
                "lead": bad, "number": "12.10.9", "text": bad, "unit": bad, "period": "第4季度",
                "due_at": AT, "open": is_open,
            }
            for is_open in (True, False)
        ],
        **question_values(bad),
        "invite_refused.html": [{"why": refusal.name.lower()} for refusal in Refusal],
        "join.html": [
            {
                "name": name, "office": bad, "unit": bad, "post": post,
                "role": word(f"role.{post}"), "state": state, "known": name == bad,
            }
            for post in (*Role, "second")
            for state in ("", "moved", "joined", "asked", "naming")
            for name in ("", bad)
        ],
        "acknowledged.html": [{"news": news} for news in (True, False)],
        "name_refused.html": [{"least": 2, "most": 20}],
        "released.html": [
            {"unit": unit, "role": "联络员", "name": bad} for unit in ("", bad)
        ],
        "handout.html": [
            {
                "plan": bad, "units": units, "count": count, "lead": lead, "done": done, **page,
                "rows": [
                    {
                        "number": "12.10.9", "part": "牵头", "text": bad, "targets": [bad] * 9,
                        "due": bad, "unit": bad,
                    }
                ] * min(count, 15),
            }
            for count, lead, done in ((400, 200, None), (400, 400, AT), (0, 0, None))
        ],
        "late.html": [
            {
                "units": 10**4, "count": 10**6, "office": office, **page,
                "rows": [
                    {
                        "mark": "🔴", "unit": bad, "count": 10**4, "days": days,
                        "contacts": units if days else [], "why": "on_leave" if office else "",
                    }
                ] * count,
            }
            for office, days, count in ((True, 365, 20), (False, 1, 20), (True, 0, 0))
        ],
        "no_unit.html": [{"name": bad}],
        "overdue.html": [overdue | {"late": late, "alone": not late} for late in (True, False)],
        "place.html": [
            {"typed": bad, "put": put, "over": "" if put else over, "several": bool(put)}
            for put in ("", bad)
            for over in ("edited", "dropped", "")
        ],
        "stranger.html": [{"office": bad}],
        "not_yet.html": [{"number": bad[:9], "month": 12, "day": 31}],
        "unclear.html": [{"why": why, "number": bad[:9]} for why in whys],
        "welcome.html": [
            {"name": bad, "post": post, "colleagues": colleagues, "days": days}
            for post in (*Role, "second")
            for colleagues, days in (([], 0), ([bad] * 9, 250))
        ],
        "which.html": [
            {"text": bad, "number": shown, "over": "" if shown else over}
            for shown in ("", "12.10.9")
            for over in ("edited", "dropped", "")
        ],
    }  # fmt: skip


MESSAGES = sorted(name for name in template_names() if name.endswith(".html"))


@pytest.mark.parametrize("bad", WORST.values(), ids=WORST)
@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_is_valid_html_within_telegrams_limit_whatever_is_in_it(
    name: str, bad: str
) -> None:
    for values in values_of(name, bad):
        text = parse_html(render(name, **values)).text

        assert 0 < utf16_length(text) <= LIMIT
        assert "None" not in text
        assert "\n\n\n" not in text.replace(bad, "")


@pytest.mark.parametrize("name", MESSAGES)
def test_nothing_a_person_typed_becomes_markup(name: str) -> None:
    for values in values_of(name, '<b>&"'):
        shown = parse_html(render(name, **values))
        plain = parse_html(render(name, **next_like(values, '<b>&"', "甲甲甲甲甲")))

        assert len(shown.entities) == len(plain.entities)


def next_like(values: Any, bad: str, good: str) -> Any:  # noqa: ANN401 - whatever a template takes
    """Return the same values with another text in the place of a bad one."""
    match values:
        case str():
            return values.replace(bad, good)
        case list():
            return [next_like(one, bad, good) for one in values]
        case dict():
            return {key: next_like(one, bad, good) for key, one in values.items()}
    return values


@pytest.mark.parametrize("name", MESSAGES)
def test_a_value_that_is_not_given_is_an_error_and_not_a_blank(name: str) -> None:
    given = [values for values in values_of(name, "甲") if values]
    for values in given[:1]:
        with pytest.raises(UndefinedError):
            render(name)
        refused = 0
        for key in values:
            try:
                render(name, **{other: values[other] for other in values if other != key})
            except (UndefinedError, TypeError):  # a filter refuses it before Jinja does
                refused += 1

        assert refused


def test_a_word_with_a_value_missing_or_unknown_is_an_error() -> None:
    with pytest.raises(KeyError):
        word("button.item")
    with pytest.raises(KeyError):
        word("button.nothing")
    with pytest.raises(KeyError):
        word("nowhere.item")


@pytest.mark.parametrize("key", [f"{part}.{key}" for part in WORDS for key in WORDS[part]])
def test_every_word_renders_with_its_values_and_without_markup(key: str) -> None:
    section, name = key.split(".", 1)
    names = {field for _, field, _, _ in Formatter().parse(WORDS[section][name]) if field}

    said = word(key, **dict.fromkeys(names, "值"))

    assert said
    assert "{" not in said or key == "mistake.rung_shape"
    assert "<" not in said or key == "op.<"


def test_a_buttons_answer_fits_what_telegram_shows() -> None:
    assert all(len(said) <= 120 for said in WORDS["toast"].values())


class Uses:
    """The words that the sources ask for, and the sections they ask for by a computed name."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.sections: set[str] = set()
        for file in SOURCES:
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                self._take(node)
        for file in (ROOT / "templates" / "zh").glob("*.html"):
            asked = re.findall(r'word\("([a-z_]+)\.([a-z_]*)"( ~)?', file.read_text("utf-8"))
            self.keys |= {f"{section}.{name}" for section, name, joined in asked if not joined}
            self.sections |= {section for section, _, joined in asked if joined}

    def _take(self, node: ast.AST) -> None:
        match node:
            case ast.Call(
                func=ast.Attribute(attr="scene" | "line"), args=[ast.Constant(str(key)), *_]
            ):
                self.keys.add(f"story.{key}")
            case ast.Assign(targets=[ast.Name(id="COLUMNS")], value=ast.Dict(keys=columns)):
                self.keys |= {
                    f"column.{one.value!s}" for one in columns if isinstance(one, ast.Constant)
                }
            case ast.Call(func=ast.Name(id="Finding"), args=[ast.Constant(str(check)), *_]):
                self.keys.add(f"doctor.{check}")
            case ast.Call(
                func=ast.Name(id="PydanticCustomError"), args=[ast.Constant(str(code)), *_]
            ):
                self.keys.add(f"mistake.{code}")
            case ast.Call(func=ast.Name(id="Mistake"), args=[_, ast.Constant(str(code)), *_]):
                self.keys.add(f"mistake.{code}")
            case ast.JoinedStr(values=[ast.Constant(str(start)), *_]):
                if start.partition(".")[0] in WORDS and start.endswith("."):
                    self.sections.add(start.partition(".")[0])
            case ast.Constant(value=str(text)) if re.fullmatch(r"[a-z_]+\.[\w<>=~-]+", text):
                if text.partition(".")[0] in WORDS and not text.endswith((".html", ".toml", "_")):
                    self.keys.add(text)


def codes_of(pattern: str, *rooms: str) -> set[str]:
    """Return the words that a pattern finds in the sources of some rooms."""
    found: set[str] = set()
    for room in rooms:
        for file in (ROOT / room).rglob("*.py"):
            found |= set(re.findall(pattern, file.read_text("utf-8")))
    return found


DOUBTS = codes_of(r'"([a-z]+(?:-[a-z]+)+)"', "notice") - {*Kind, *Misfit}
NOTICE_ERRORS = codes_of(r'NoticeError\(\s*"(\w+)"', "notice") | {code for *_, code in FOREIGN}
#: pydantic's own codes for the mistakes that can be made; tests/test_settings.py makes them.
PYDANTIC = {
    "extra_forbidden", "enum", "literal_error", "less_than_equal", "greater_than_equal",
    "int_parsing", "int_type", "int_from_float", "time_parsing", "time_type", "string_type",
    "bool_type", "bool_parsing", "tuple_type", "too_short", "missing",
}  # fmt: skip
#: What may be wrong with a cadence of the settings.
RULES = {"number_range", "weekday_range", "day_absent", "no_year", "rule_twice"}
SIGNS = {op.value for op in Op} | {">", "<"}
#: The sections whose words are asked for by a computed name, with all the names there can be.
COMPUTED: Mapping[str, set[str]] = {
    **{section: keys for area in AREAS for section, keys in area.COMPUTED.items()},
    "toast": {"closed", "not_yours", "locked", "ask_day", "ask_refuse"},
    "refused": {refusal.name.lower() for refusal in Refusal},
    "status": set(map(str, Status)),
    "part": set(map(str, Part)),
    "role": {*map(str, Role), "second"},
    "light": set(map(str, Light)),
    "mark": {*map(str, Colour), "none"},
    "soon": {"today", "tomorrow"},
    "untold": set(map(str, Untold)),
    "state": set(map(str, OutboxState)),
    "op": SIGNS,
    "typed": set(map(str, Status)) | {*COMMANDS, *OFFICE_COMMANDS, *BY_WORD},
    "doubt": DOUBTS,
    "check": {*map(str, Doubtful), "over_whole", "magnitude_goal"},
    "unchanged": set(map(str, Sameness)),
    "foreseen": {"checklist", "overdue", "handout", "unacknowledged", "stand_in", "late"}
    | {"digest", "week", "unreachable", "todo", "calendar_notice", "other"},
    "because": {"handout", "unacknowledged", "stand_in", "digest", "week", "unreachable", "todo"}
    | {"calendar_notice"},
    "passed": {Untold.BLOCKED, Untold.LEFT, Untold.BUDGET},
    "festival": {one.name for one in Holiday},
    "notice_error": NOTICE_ERRORS | {"other"},
    "command": {name for names in (*MENUS.values(), OFFICE) for name in names},
    "extension": set(map(str, Stage)),
    "decision": set(map(str, Stage)),
    "return_reason": set(RETURN_REASONS),
    "clock": {"days", "hours", "minutes"},
    "audience": set(map(str, Audience)),
    "colour": set(map(str, Colour)),
    "rung": {"before", "day", "after"},
    "not_read": {
        *("unknown", "no_cadence", "no_day", "no_such_day", "no_such_time", "which_month"),
        *("which_half", "which_period", "several", "twice"),
    },
    "wrong_rule": {"day_absent", "opens_range"},
    "holidays": {"notice", "known", "weekends"},
    "holiday_doubt": {one.removeprefix("holiday-") for one in Misfit},
    "move": set(map(str, Cause)),
    "period": {"half_1", "half_2"},
    "trouble": {
        "locked",
        "readonly",
        "full",
        "corrupt",
        "folder",
        "address",
        "driver",
        "away",
        "other",
    },
    "file_kind": set(KINDS),
    "file": {"count", "coming", "name", "too_large", "kind", "failed"}
    | {"photo", "document", "video", "voice", "audio"},
    "mistake": PYDANTIC | RULES | {"other", "hint"},
    "reason": {*REASONS, "other"},
    "story": set(),
    "doctor": set(),
    "column": set(),
    "revision": set(map(str, What)),
}


@cache
def uses() -> Uses:
    """Return what the sources use, read once and only where it is asked for."""
    return Uses()


def test_every_word_that_is_asked_for_exists() -> None:
    asked = uses().keys | {f"{part}.{key}" for part, keys in COMPUTED.items() for key in keys}

    assert {key for key in asked if not has_word(key)} == set()


def test_every_section_asked_for_by_a_computed_name_is_in_the_table() -> None:
    assert uses().sections - set(COMPUTED) == set()


def test_every_word_is_used() -> None:
    asked = uses().keys | {f"{part}.{key}" for part, keys in COMPUTED.items() for key in keys}
    known = {f"{part}.{key}" for part in WORDS for key in WORDS[part]}

    assert sorted(known - asked) == []


def test_every_template_is_used() -> None:
    sources = "".join(file.read_text("utf-8") for file in SOURCES)

    unused = [
        name
        for name in MESSAGES
        if f'"{name}"' not in sources and f'"{name.removesuffix(".html")}"' not in sources
    ]
    assert unused == []


def test_the_reader_has_the_codes_that_this_file_looks_for() -> None:
    assert {"no-units", "number-gap", "unclosed-bracket", "several-unit-lists"} <= DOUBTS
    assert {"missing", "empty", "unreadable", "damaged", "picture"} <= NOTICE_ERRORS


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "–"),
        (0, "0"),
        (1840, "1840"),
        (Decimal("0.5"), "0.5"),
        (Decimal("35.50"), "35.5"),
        (Decimal("1.005"), "1"),
        (500000, "50万"),
        (12345, "12345"),
        (123400, "12.34万"),
        (123450, "123450"),
        (120000000, "1.2亿"),
        (10**8, "1亿"),
        (Decimal("1E+3"), "1000"),
        (Decimal(-500000), "-500000"),
    ],
)
def test_a_number_is_written_as_people_write_it(value: Decimal | int | None, written: str) -> None:
    assert number(value) == written


@given(value=st.decimals(min_value=0, max_value=10**15, places=2))
def test_a_written_number_loses_nothing(value: Decimal) -> None:
    text = number(value)

    size = {"万": 10**4, "亿": 10**8}.get(text[-1], 1)
    assert Decimal(text.rstrip("万亿")) * size == value


@given(text=st.text(max_size=60), length=st.integers(1, 40))
def test_a_clipped_text_takes_no_more_than_its_room_at_telegram(text: str, length: int) -> None:
    clipped = clip(text, length)

    assert our_utf16_length(clipped) <= length
    if our_utf16_length(text) <= length:
        assert clipped == text
    else:
        assert clipped[-1] == "…"
        assert text.startswith(clipped[:-1])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("培育高素质农民450人。其他", "培育高素质农民450人"),
        ("，开头", "，开头"),
        ("一" * 30, "一" * 25 + "…"),
        ("没有标点", "没有标点"),
        ("甲；乙，丙", "甲"),
        ("", ""),
    ],
)
def test_a_headline_is_the_first_clause(text: str, shown: str) -> None:
    assert headline(text) == shown


def test_days_and_times_are_said_as_people_say_them() -> None:
    assert day(date(2024, 6, 25)) == "6月25日（周二）"
    assert clock(time(9, 5)) == "09:05"
    assert moment(AT) == "12月25日（周三）17:30"
