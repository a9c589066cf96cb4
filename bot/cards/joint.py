"""The lead's view of a joint item: what each assisting unit reports, live; and the prompt to one.

Drawn for one contact of the lead: whoever answers for it no more is shown nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.buttons import Button, Verb, button
from bot.cards.authors import author_words
from bot.cards.checklist import item_number
from bot.cards.look import Card, Look, Page, in_rows, period_words
from db import joint, ledger
from db.joint import Assist
from db.ledger import Owed
from db.tables import Form
from db.vocabulary import FormState, Part
from scheduler.lights import days_late
from templates import clip, render, utf16_length, word

#: The most of a unit's words, and of a page, in Telegram's units; a message takes 4,096.
WORDS, ROOM = 3000, 3500
#: What a unit's line takes beside its words.
LINE = 100


def draw_joint(look: Look, obligation_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show the lead what its assisting units report for an item's period."""
    owed = ledger.owed_by_id(look.session, obligation_id)
    assists = of_lead(look, owed)
    if (
        owed is None
        or not assists
        or not ledger.answers_for(look.session, args["to"], owed.id, look.now)
    ):
        return None
    shown, page = _page_of([_row(look, owed, one) for one in assists], args.get("page"))
    prompted = joint.last_prompt(look.session, owed.id)
    text = render(
        "joint.html",
        number=item_number(owed),
        text=owed.text,
        period=period_words(owed.period),
        due_at=look.local(owed.due_at),
        reported=sum(one.reported for one in assists),
        count=len(assists),
        rows=shown,
        prompted_at=look.local(prompted[0]) if prompted else None,
        prompted_by=prompted[1] if prompted else "",
        page=page.number,
        pages=page.count,
    )
    return Card(text, _buttons(look, owed, assists) + page.buttons)


def draw_prompted(look: Look, obligation_id: int, args: Mapping[str, Any]) -> Card | None:
    """Ask a contact of an assisting unit to report, for the lead; nothing once it has."""
    owed = ledger.owed_by_id(look.session, obligation_id)
    if owed is None or owed.withdrawn:
        return None
    if not ledger.answers_for(look.session, args["to"], owed.id, look.now):
        return None
    if not owed.open and not args.get("shown"):
        return None
    text = render(
        "prompted.html",
        lead=args["lead"],
        number=item_number(owed),
        text=owed.text,
        unit=owed.unit,
        period=period_words(owed.period),
        due_at=look.local(owed.due_at),
        open=owed.open,
    )
    fill = button(word("button.fill"), Verb.OPEN, owed.id)
    return Card(text, ((fill,),) if owed.open else ())


def of_lead(look: Look, owed: Owed | None) -> list[Assist]:
    """Return what assists an obligation; nothing where it does not lead, or is withdrawn."""
    if owed is None or owed.withdrawn or owed.part is not Part.LEAD:
        return []
    return joint.assists(look.session, owed)


def aside(look: Look, form: Form, owed: Owed) -> tuple[str, Button | None]:
    """Say on the lead's form how many of its assisting units have reported; offer its view."""
    assists = of_lead(look, owed)
    if not assists:
        return "", None
    reported = sum(one.reported for one in assists)
    said = word("joint.note", reported=reported, count=len(assists))
    dropped = form.state is FormState.DROPPED
    return said, None if dropped else button(word("button.joint"), Verb.JOINT, owed.id)


def _buttons(look: Look, owed: Owed, assists: Sequence[Assist]) -> tuple[tuple[Button, ...], ...]:
    wanted = sum(one.wanted(look.now) for one in assists)
    prompt = [button(word("button.prompt", count=wanted), Verb.PROMPT, owed.id)] if wanted else []
    reported = any(one.reported for one in assists)
    merge = [button(word("button.merge"), Verb.MERGE, owed.id)] if reported else []
    return in_rows(prompt, 1) + in_rows(
        [*merge, button(word("button.fill"), Verb.OPEN, owed.id)], 2
    )


def _row(look: Look, owed: Owed, one: Assist) -> dict[str, object]:
    late = days_late(one.due_at, look.now)
    return {
        "unit": one.unit,
        "reported": one.reported,
        "not_ours": one.not_ours,
        "returned": one.status is not None,
        "late": late,
        "due_at": look.local(one.due_at) if one.due_at != owed.due_at else None,
        "status": word(f"status.{one.status}") if one.status else "",
        "contact": author_words(one.contact or "", entered=one.entered),
        "submitted_at": look.local(one.submitted_at) if one.submitted_at else None,
        "words": clip(one.words, WORDS) if one.reported and one.words else "",
    }


def _page_of(
    rows: Sequence[dict[str, object]], wanted: object
) -> tuple[Sequence[dict[str, object]], Page]:
    pages = list(_pages(rows)) or [[]]
    number = min(max(1, wanted), len(pages)) if isinstance(wanted, int) else 1
    return pages[number - 1], Page(number, len(pages))


def _pages(rows: Sequence[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    """Yield as many units as have room on a page, each whole."""
    page: list[dict[str, object]] = []
    left = ROOM
    for row in rows:
        takes = LINE + utf16_length(str(row["words"]))
        if page and takes > left:
            yield page
            page, left = [], ROOM
        page.append(row)
        left -= takes
    if page:
        yield page
