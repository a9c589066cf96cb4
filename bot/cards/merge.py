"""Two units become one: what that means is shown before it is done."""

from collections.abc import Mapping
from typing import Any

from bot.buttons import Verb, button, mark_of
from bot.cards.look import Card, Look
from db import merging, staff
from db.tables import Unit
from templates import render, word


def draw_merge(look: Look, gone_id: int, args: Mapping[str, Any]) -> Card | None:
    """Ask whether a unit is to be another one; once it is, say so."""
    gone, into = look.session.get(Unit, gone_id), look.session.get(Unit, args.get("into"))
    if gone is None or into is None:
        return None
    done = str(args.get("done") or "")
    parts, shared = (0, 0) if done else merging.foreseen(look.session, gone.id, into.id)
    text = render(
        "merge.html",
        gone=done or gone.name,
        into=into.name,
        done=bool(done),
        over=not done and gone.merged_into_id is not None,
        parts=parts,
        shared=shared,
        people=[one.name for one in staff.of_unit(look.session, gone.id)],
    )
    if done or gone.merged_into_id is not None:
        return Card(text)
    mark = mark_of((gone.name, into.name))
    agree = button(word("button.merge_units"), Verb.MERGE_UNITS, gone.id, into.id, mark)
    return Card(text, ((agree,),))
