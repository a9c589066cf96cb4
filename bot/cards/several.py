"""Cards that file several reports by one tap: all unchanged, or what one message filled in."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.buttons import Verb, button
from bot.cards.checklist import WIDTH, item_number
from bot.cards.look import Card, Look, in_rows, page_of, period_words
from bot.contact.former import Former, Sameness, formers, mark, repeatable
from bot.contact.writing import Written, batch, batch_mark
from bot.phrases import Field
from db import ledger
from db.ledger import Owed
from db.tables import Report
from db.vocabulary import FormState
from templates import clip, number, render, word

PAGE = 20
#: How many items that are left out a card names one by one.
NAMED = 12


def draw_unchanged(look: Look, contact_id: int, args: Mapping[str, Any]) -> Card | None:
    """List what would be filed if nothing had changed; once it is filed, the receipts."""
    if "filed" in args:
        return _filed(look, args)
    owed = ledger.checklist(look.session, contact_id, look.now)
    found = formers(look.session, contact_id, [one for one in owed if one.open])
    same = repeatable(found)
    shown, page = page_of(same, args.get("page"), PAGE)
    text = render(
        "unchanged.html",
        count=len(same),
        rows=_told([_row(one.owed, word(f"status.{one.status}"), _lasts(one)) for one in shown]),
        left=_left([(one.owed, one.sameness) for one in found if one not in same]),
        page=page.number,
        pages=page.count,
        filed=False,
    )
    if not same:
        return Card(text)
    label = word("button.file_same", count=len(same))
    return Card(text, ((button(label, Verb.FILE_SAME, mark(found)),), *page.buttons))


def _filed(look: Look, args: Mapping[str, Any]) -> Card:
    found = [look.session.get_one(Report, report_id) for report_id in args["filed"]]
    shown, page = page_of(found, args.get("page"), PAGE)
    rows, fixes = [], []
    for report in shown:
        owed = ledger.owed_by_id(look.session, report.obligation_id)
        if owed is not None:
            rows.append(_row(owed, word("receipt.number", number=report.id), ""))
            fixes.append(button(word("button.item", number=item_number(owed)), Verb.OPEN, owed.id))
    left = [(ledger.owed_by_id(look.session, one), Sameness(why)) for one, why in args["left"]]
    text = render(
        "unchanged.html",
        count=len(found),
        rows=_told(rows),
        left=_left([(owed, why) for owed, why in left if owed is not None and owed.open]),
        page=page.number,
        pages=page.count,
        filed=True,
    )
    return Card(text, in_rows(fixes, WIDTH) + page.buttons)


def _row(owed: Owed, said: str, figures: str) -> dict[str, object]:
    return {
        "number": item_number(owed),
        "text": owed.text,
        "period": period_words(owed.period),
        "said": said,
        "figures": figures,
    }


def _told(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Leave out the period where it is the same for all."""
    same = len({row["period"] for row in rows}) == 1
    return [row | {"period": ""} for row in rows] if same else rows


def _lasts(former: Former) -> str:
    return _figures(
        [(field, number(field.last)) for field in former.fields if field.last is not None]
    )


def _figures(numbers: Sequence[tuple[Field, str]]) -> str:
    return "、".join(
        f"{clip(field.quantity, 12)}{value}{field.measure}" for field, value in numbers
    )


def _left(left: Sequence[tuple[Owed, Sameness]]) -> list[dict[str, object]]:
    """Return the items that are not filed, by why."""
    several = len({owed.period for owed, _ in left}) > 1
    found = []
    for why in Sameness:
        items = [_name(owed, several) for owed, one in left if one is why]
        if items:
            more = max(0, len(items) - NAMED)
            found.append({"why": word(f"unchanged.{why}"), "items": items[:NAMED], "more": more})
    return found


def _name(owed: Owed, several: bool) -> str:  # noqa: FBT001 - a fact of the list
    name = word("button.item", number=item_number(owed))
    return word("unchanged.of", item=name, period=period_words(owed.period)) if several else name


def draw_batch(look: Look, contact_id: int, args: Mapping[str, Any]) -> Card | None:
    """Show the forms that one message filled, to be filed by one tap."""
    found = batch(look.session, contact_id, args["forms"])
    shown, page = page_of(found, args.get("page"), PAGE)
    ready = [one for one in found if one.ready]
    text = render(
        "batch.html",
        ready=len(ready),
        filed=sum(one.form.state is FormState.SUBMITTED for one in found),
        count=len(found),
        rows=_told([_batch_row(one) for one in shown]),
        page=page.number,
        pages=page.count,
    )
    opens = [
        button(word("button.item", number=item_number(one.owed)), Verb.OPEN, one.owed.id)
        for one in shown
        if not one.owed.withdrawn
    ]
    label = word("button.submit_all", count=len(ready))
    submit = ((button(label, Verb.SUBMIT_ALL, batch_mark(found)),),) if ready else ()
    return Card(text, in_rows(opens, WIDTH) + submit + page.buttons)


def _batch_row(one: Written) -> dict[str, object]:
    numbers = [
        (field, number(value)) for field in one.fields if (value := one.value(field)) is not None
    ]
    status = word(f"status.{one.form.status}") if one.form.status else ""
    filed = one.form.state is FormState.SUBMITTED
    receipt = word("receipt.number", number=one.form.report_id) if filed else ""
    return _row(one.owed, receipt or status, _figures(numbers)) | {
        "words": one.form.words,
        "filed": filed,
        "ready": one.ready,
    }
