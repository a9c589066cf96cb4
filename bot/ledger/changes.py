"""The rows of what changed of a plan: when, what, before and after, why, by whom."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from bot.auditing import said, who
from bot.cards.timing import rule_words
from bot.ledger.rows import Row, Subject, period
from bot.scopes import name_of
from db import cadences, ledger_changes
from db.engine import Session
from db.ledger_changes import AuditRow, ExtensionRow, MoveRow, RevisionRow
from templates import headline, word


def few_changes(session: Session, about: Subject, asked: Sequence[ExtensionRow]) -> list[Row]:
    """Return the changes of which a plan has few: cadences, extensions, revisions; oldest first."""
    revisions = ledger_changes.revisions(session, about.plan_id)
    rows = [
        *_cadences(session, about.plan_id),
        *(row for one in asked for row in _extension(one, about)),
        *(row for one in revisions for row in _revision(one)),
    ]
    return sorted(rows, key=itemgetter(0))


def change_rows(session: Session, about: Subject, few: Sequence[Row]) -> Iterator[Row]:
    """Yield a row for every change, oldest first."""
    moves = (_move(one, about) for one in ledger_changes.moves(session, about.plan_id))
    entries = (_entry(one) for one in ledger_changes.entries(session, about.plan_id))
    return heapq.merge(few, moves, entries, key=itemgetter(0))


def _place(about: Subject, part_id: int, its_period: str) -> str:
    number, _, unit, _ = about.owners[part_id]
    return word("ledger.place", number=number, unit=unit, period=period(its_period))


def _move(one: MoveRow, about: Subject) -> Row:
    nothing, no_more = word("ledger.none"), word("ledger.no_more")
    return (
        one.at,
        word(f"move.{one.cause}"),
        _place(about, one.part_id, one.period),
        one.before or nothing,
        one.after or no_more,
        one.reason,
        one.by,
    )


def _cadences(session: Session, plan_id: int) -> Iterator[Row]:
    """Yield what was set, and what was set no more, of a plan's cadences."""
    nothing, kinds = word("ledger.none"), (word("ledger.cadence"), word("ledger.cadence_ended"))
    for one in cadences.history(session, plan_id):
        about, rule = name_of(session, cadences.scope_of(one)), rule_words(cadences.rule_of(one))
        by = one.added_by or word("ledger.by_notice")
        yield one.added_at, kinds[0], about, nothing, rule, one.reason, by
        if one.withdrawn_at is not None:
            ended_by = one.withdrawn_by or word("ledger.by_notice")
            yield one.withdrawn_at, kinds[1], about, rule, nothing, "", ended_by


def _extension(one: ExtensionRow, about: Subject) -> Iterator[Row]:
    """Yield what was asked, and what was answered or taken back."""
    place = _place(about, one.part_id, one.period)
    former = one.former_due_at or word("ledger.none")
    asked = word("ledger.extension")
    yield one.asked_at, asked, place, former, one.wanted_due_at, one.reason, one.contact
    if one.withdrawn_at is not None:
        kind, after = word("ledger.extension_taken_back"), word("ledger.taken_back")
        yield one.withdrawn_at, kind, place, one.wanted_due_at, after, "", one.contact
    elif one.decided_at is not None:
        kind, by = word("ledger.extension_answer"), one.decided_by or ""
        got = one.granted_due_at or one.wanted_due_at if one.granted else word("ledger.refused")
        yield one.decided_at, kind, place, one.wanted_due_at, got, one.answer, by


def _revision(one: RevisionRow) -> Iterator[Row]:
    """Yield what a newer text says differently, line by line."""
    by, nothing = word("ledger.by_revision"), word("ledger.none")
    for what, changes in one.changes.items():
        kind = word("ledger.revision", version=one.version, what=word(f"ledger_revision.{what}"))
        for change in changes:
            about = _item(change) if "text" in change else ""
            for before, after, part in _sides(what, change):
                its = f"{about} {part}".strip()
                yield one.at, kind, its, before or nothing, after or nothing, "", by


def _sides(what: str, change: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    if what == "added":
        return [("", change["text"], "")]
    if what == "withdrawn":
        return [(change["text"], "", "")]
    changes = change.get("changes", [change])
    return [
        (_said(one["before"]), _said(one["after"]), word(f"revision.{one['what']}"))
        for one in changes
    ]


def _item(change: Mapping[str, Any]) -> str:
    known = "ledger.item" if change["no"] else "ledger.unnumbered"
    return word(known, number=change["no"], text=headline(change["text"]))


def _said(said: object) -> str:
    """Return one side of a change as it is kept: a text, names, a date or a target."""
    match said:
        case None:
            return ""
        case bool():
            return word("ledger_yes.yes" if said else "ledger_yes.no")
        case list():
            return "、".join(map(str, said))
        case {"text": text}:
            return str(text)
    return str(said)


def _entry(one: AuditRow) -> Row:
    nothing = word("ledger.none")
    return (
        one.at,
        word(f"action.{one.action}"),
        one.about,
        said(one.before) or nothing,
        said(one.after) or nothing,
        one.reason,
        who(one.by, one.via),
    )
