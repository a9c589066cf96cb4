"""A newer text of a plan that is stored: found by its title, and put in force once confirmed."""

import re
from typing import Any

from bot.desk import Desk
from db import drafts, plans, revisions
from db.changes import Revision, facts_of, plain
from db.engine import Session
from db.vocabulary import Cause, PlanDraft
from notice.revision.revision import revision_of
from scheduler.planning import replan_all
from scheduler.replanning import Change

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


def revise(session: Session, desk: Desk, plan_id: int, revision: Revision, text: str) -> int:
    """Put a confirmed revision in force, with what it makes owed; return the text's number.

    Raises:
        PlanExistsError: the same text is or was a plan's.
        PlanMovedOnError: the plan was revised since the revision was made.
    """
    now = desk.clock.now()
    version = revisions.apply(session, plan_id, revision, text, now)
    replan_all(session, desk.rules(session), now, Change(Cause.CADENCE), [plan_id])
    return version


def as_facts(revision: Revision) -> dict[str, Any]:
    """Return a revision as programs read it."""
    return {"empty": revision.empty, **facts_of(revision)}
