"""Cards: what one chat message shows now, a pure view of the ledger.

Drawing the same row of the outbox again gives its present state; None means that there is
nothing left to say.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards import (
    away,
    checklist,
    extension,
    files,
    form,
    handout,
    joint,
    late,
    leaving,
    mine,
    notes,
    office,
    pause,
    placing,
    preview,
    question,
    remind,
    review,
    several,
)
from bot.cards.look import Card, Look

Draw = Callable[[Look, int, Mapping[str, Any]], Card | None]

CARDS: Mapping[str, Draw] = {
    "checklist": checklist.draw_checklist,
    "overdue": checklist.draw_overdue,
    "form": form.draw_form,
    "which": placing.draw_which,
    "place": placing.draw_place,
    "unchanged": several.draw_unchanged,
    "batch": several.draw_batch,
    "join": notes.draw_join,
    "admission": notes.draw_admission,
    "handout": handout.draw_handout,
    "call_sheet": handout.draw_call_sheet,
    "note": notes.draw_note,
    "joint": joint.draw_joint,
    "prompted": joint.draw_prompted,
    "asking": question.draw_asking,
    "to_whom": question.draw_to_whom,
    "whose": question.draw_whose,
    "asked": question.draw_asked,
    "question": question.draw_question,
    "answer": question.draw_answer,
    "extension": extension.draw_extension,
    "extension_request": extension.draw_request,
    "undecided": extension.draw_undecided,
    "review": review.draw_review,
    "returned": review.draw_returned,
    "attach": files.draw_attach,
    "unfetched": files.draw_unfetched,
    "away": away.draw_away,
    "stand_in": away.draw_stand_in,
    "absent": away.draw_absent,
    "leaving": leaving.draw_leaving,
    "taken_over": leaving.draw_taken_over,
    "left": leaving.draw_left,
    "mine": mine.draw_mine,
    "unreachable": office.draw_unreachable,
    "late": late.draw_late,
    "remind": remind.draw_remind,
    "digest": office.draw_digest,
    "preview": lambda look, _subject, args: preview.draw_preview(draw, look, args),
    "pause": pause.draw_pause,
}

#: Cards that must not arrive twice: held and shown to the office when it is not known if they did.
ONCE_ONLY = frozenset({"digest"})


def draw(look: Look, card: str, subject: int | None, args: Mapping[str, Any]) -> Card | None:
    """Return what a message shows now; None where there is nothing to say."""
    return CARDS[card](look, subject if subject is not None else -1, args)
