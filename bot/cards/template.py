"""A template that the office sent: being checked, what is wrong with it, or that it is used."""

from collections.abc import Mapping
from typing import Any

from bot.buttons import Verb, button
from bot.cards.look import Card, Look
from db import paper_templates
from db.tables import Draft
from db.vocabulary import DocumentKind, DraftState
from templates import render, word


def draw_template(look: Look, draft_id: int, _args: Mapping[str, Any]) -> Card | None:
    """Show what became of a template that was sent."""
    draft = look.session.get(Draft, draft_id)
    if draft is None:
        return None
    own = paper_templates.own(look.session, DocumentKind.BULLETIN)
    used = own is not None and own.set_at == draft.decided_at
    replaced = draft.state is DraftState.STORED and not used
    text = render(
        "template.html",
        state="replaced" if replaced else draft.state,
        name=draft.name,
        by=draft.decided_by or "",
        why=_why(draft),
    )
    back = button(word("button.our_template"), Verb.OUR_TEMPLATE, draft.id)
    return Card(text, ((back,),) if draft.state is DraftState.STORED and used else ())


def _why(draft: Draft) -> str:
    """Return what is wrong with a template; what a notice would be told goes for it as little."""
    if draft.error is None:
        return ""
    key = str(draft.error["key"])
    if key.startswith("notice_error."):
        kept = {"notice_error.too_large": "too_heavy", "notice_error.other": "damaged"}
        return word(f"template_fault.{kept.get(key, 'not_docx')}")
    return word(key, **draft.error["values"])
