"""Which stored plan a notice is another text of, and what it would change there."""

import re

from db import drafts, plans
from db.changes import Revision, plain
from db.engine import Session
from db.vocabulary import PlanDraft
from notice.revision.revision import revision_of

#: What a title says of its text's stage; the widths of brackets are one already.
_STAGE = re.compile(
    r"[(\[〔【](?:修订|修改|征求意见|送审|讨论|审议|报批|代拟|草案|试行|初|定|终)[版稿本]?[)\]〕】]$|"
    r"(?:修订|修改|征求意见|送审|讨论|审议|报批|代拟)[版稿]$"
)


def plan_of_same_title(session: Session, draft: PlanDraft) -> int | None:
    """Return the newest plan of which a draft is another text: the same title and no other year."""
    wanted = _bare(draft.title)
    return next(
        (
            plan_id
            for plan_id, title, year in plans.titles(session)
            if _bare(title) == wanted and (None in {year, draft.year} or year == draft.year)
        ),
        None,
    )


def plan_of_same_text(session: Session, text: str) -> int | None:
    """Return the plan of which a text is or was the text; None where it is none's."""
    try:
        plans.refuse_known(session, plans.digest_of(text))
    except plans.PlanExistsError as error:
        return error.plan_id
    return None


def _bare(title: str) -> str:
    return _STAGE.sub("", plain(title)).strip("《》")


def revision_for(session: Session, plan_id: int, draft: PlanDraft) -> Revision:
    """Return what a newer reading changes in a stored plan; units by any name they are known by."""
    return revision_of(drafts.draft_of(session, plan_id), drafts.in_known_names(session, draft))
