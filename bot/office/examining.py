"""``duban doctor``: each thing a working bot needs, ok or what to do."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from bot.cards.pause import moved_words
from bot.cards.timing import rule_words
from bot.console import out, print_json
from bot.desk import Desk
from bot.office.laddering import rung_words
from bot.opening import CONFIG, ask_username, find_token, try_chat
from db import overview, pauses, people, plans
from db.engine import SAFE_WAL, without_password
from templates import word


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: its name, whether it is all right, and what was found."""

    check: str
    ok: bool
    found: str


def examine(desk: Desk, config: Path | None, *, as_facts: bool) -> bool:
    """Print every check's finding; return whether all is well."""
    findings = [finding for check in _checks(desk, config) for finding in check()]
    if as_facts:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            mark = "[green]✓[/green]" if finding.ok else "[red]✗[/red]"
            out.print(f"{mark} {word(f'doctor.{finding.check}')}：", end="")
            out.print(finding.found, markup=False, soft_wrap=True)
    return all(finding.ok for finding in findings)


def _checks(desk: Desk, config: Path | None) -> list[Callable[[], Iterator[Finding]]]:
    return [
        lambda: _config(config),
        lambda: _telegram(desk),
        lambda: _database(desk),
        lambda: _clock(desk),
        lambda: _calendar(desk),
        lambda: _when(desk),
        lambda: _office(desk),
        lambda: _people(desk),
    ]


def _config(config: Path | None) -> Iterator[Finding]:
    file = config or CONFIG
    found = str(file) if file.is_file() else word("doctor.config_defaults")
    yield Finding("config", ok=True, found=found)


def _telegram(desk: Desk) -> Iterator[Finding]:
    settings = desk.settings
    token = find_token(settings)
    yield Finding(
        "token", token is not None, word("doctor.ok" if token else "doctor.token_missing")
    )
    if token is None:
        yield Finding("telegram", ok=False, found=word("doctor.telegram_skipped"))
        return
    try:
        username = asyncio.run(ask_username(settings, token))
    except InvalidToken:
        yield Finding("telegram", ok=False, found=word("doctor.telegram_wrong"))
    except TelegramError:
        found = word("doctor.telegram_down", url=settings.telegram.api_base_url)
        yield Finding("telegram", ok=False, found=found)
    else:
        yield Finding("telegram", ok=True, found=word("doctor.telegram_ok", username=username))


def _database(desk: Desk) -> Iterator[Finding]:
    url = without_password(desk.settings.database.url)
    count = len(desk.db.read_now(plans.plans))
    yield Finding("database", ok=True, found=word("doctor.database_ok", url=url, plans=count))
    if (version := desk.db.sqlite_version()) is not None:
        safe = version >= SAFE_WAL
        key = "doctor.sqlite_ok" if safe else "doctor.sqlite_old"
        yield Finding("sqlite", safe, word(key, version=".".join(map(str, version))))


def _clock(desk: Desk) -> Iterator[Finding]:
    pause = desk.db.read_now(pauses.present)
    now = f"{desk.clock.now().astimezone(desk.settings.zone):%Y-%m-%d %H:%M}"
    if pause is None:
        yield Finding("clock", ok=True, found=word("doctor.clock_ok", now=now))
    else:
        found = word("doctor.clock_jumped", now=now, moved=moved_words(pause.seconds))
        yield Finding("clock", ok=False, found=found)


def _calendar(desk: Desk) -> Iterator[Finding]:
    year = desk.clock.now().astimezone(desk.settings.zone).year
    calendar = desk.db.read_now(desk.rules).hours.calendar
    provisional = calendar.is_provisional(year)
    key = "doctor.calendar_provisional" if provisional else "doctor.calendar_ok"
    yield Finding("calendar", not provisional, word(key, year=year))


def _when(desk: Desk) -> Iterator[Finding]:
    """Say when reports on a new notice fall due, how units are reminded, whether it is a trial."""
    rules = desk.settings.cadence.rules_of()
    yield Finding("cadence", ok=True, found="；".join(map(rule_words, rules)))
    ladder = desk.settings.ladder.ladder()
    first, last = rung_words(ladder.rungs[0].at), rung_words(ladder.rungs[-1].at)
    key = "doctor.ladder_repeats" if ladder.repeat_every else "doctor.ladder_ends"
    every, count = ladder.repeat_every, len(ladder.rungs)
    found = word(key, count=count, first=first, last=last, every=every)
    yield Finding("ladder", ok=True, found=found)
    if desk.settings.office.rehearsal:
        yield Finding("rehearsal", ok=True, found=word("doctor.rehearsal_on"))


def _office(desk: Desk) -> Iterator[Finding]:
    chat, token = desk.office_chat, find_token(desk.settings)
    if chat is None:
        yield Finding("office", ok=False, found=word("doctor.office_missing"))
        return
    if token is None:
        yield Finding("office", ok=False, found=word("doctor.office_skipped", chat=chat))
        return
    try:
        name = asyncio.run(try_chat(desk.settings, token, chat))
    except ChatMigrated as moved:
        found = word("doctor.office_moved", chat=chat, now=moved.new_chat_id)
        yield Finding("office", ok=False, found=found)
    except (BadRequest, Forbidden):
        yield Finding("office", ok=False, found=word("doctor.office_closed", chat=chat))
    except TelegramError:
        yield Finding("office", ok=False, found=word("doctor.office_skipped", chat=chat))
    else:
        yield Finding("office", ok=True, found=word("doctor.office_ok", chat=chat, name=name))


def _people(desk: Desk) -> Iterator[Finding]:
    if not desk.db.read_now(plans.plans):
        yield Finding("people", ok=False, found=word("doctor.people_none"))
        return
    empty = desk.db.read_now(people.empty_units)
    crowd = desk.db.read_now(overview.crowd)
    if not empty:
        yield Finding("people", ok=True, found=word("doctor.people_ok", count=crowd.joined))
        return
    names = "、".join(empty[:8]) + ("…" if len(empty) > 8 else "")  # noqa: PLR2004 - a line's worth
    found = word("doctor.people_missing", count=len(empty), units=names)
    yield Finding("people", ok=False, found=found)
