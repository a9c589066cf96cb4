"""Cards: what one chat message shows now, a pure view of the ledger.

Drawing the same row of the outbox again gives its present state; None means that there is
nothing left to say.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards import (
    audit,
    away,
    board,
    calling,
    checklist,
    deadline,
    digest,
    document,
    draft,
    endplan,
    entry,
    extension,
    files,
    follow_up,
    form,
    handout,
    joint,
    late,
    leaving,
    links,
    merge,
    mine,
    notes,
    office,
    pause,
    placing,
    preview,
    question,
    remind,
    review,
    reviews,
    several,
    staff,
    template,
    todo,
)
from bot.cards.look import Card, Look
from bot.cards.seen import files as seen_files

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
    "unacknowledged": handout.draw_unacknowledged,
    "call_sheet": calling.draw_call_sheet,
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
    "undecided": todo.draw_todo,  # as such lists were called before they were of everything
    "todo": todo.draw_todo,
    "review": review.draw_review,
    "reviews": reviews.draw_reviews,
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
    "remind_all": remind.draw_remind_all,
    "to_enter": entry.draw_to_enter,
    "entry": entry.draw_entry,
    "entered": entry.draw_entered,
    "digest": digest.draw_digest,
    "week": digest.draw_week,
    "preview": lambda look, _subject, args: preview.draw_preview(draw, look, args),
    "pause": pause.draw_pause,
    "staff": staff.draw_staff,
    "merge": merge.draw_merge,
    "audit": audit.draw_audit,
    "follow_up": follow_up.draw_follow_up,
    "followed": follow_up.draw_followed,
    "document": document.draw_document,
    "template": template.draw_template,
    "board": board.draw_board,
    "file": seen_files.draw_file,
    "new": draft.draw_new,
    "draft": draft.draw_draft,
    "links": links.draw_links,
    "deadline": deadline.draw_deadline,
    "endplan": endplan.draw_endplan,
}

#: Cards that must not arrive twice: held and shown to the office when it is not known if they did.
ONCE_ONLY = frozenset({"digest", "document", "week"})


def draw(look: Look, card: str, subject: int | None, args: Mapping[str, Any]) -> Card | None:
    """Return what a message shows now; None where there is nothing to say."""
    return CARDS[card](look, subject if subject is not None else -1, args)
