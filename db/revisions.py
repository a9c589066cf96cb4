"""A revision put in force: what came is added, what went is withdrawn, and nothing is deleted.

Reports, readings and nudges stay where they are. What was said before is kept in the revision's
own row, with the whole of the newer text.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import drafts, plans, rewriting, withdrawing
from db.changes import Revision, What, facts_of, plain
from db.tables import Item, Plan, Section
from db.tables import Revision as RevisionRow


class PlanMovedOnError(Exception):
    """The plan is no more what the revision was held against; carries its id."""

    def __init__(self, plan_id: int) -> None:
        """Remember the plan."""
        super().__init__(f"plan {plan_id} was revised meanwhile")
        self.plan_id = plan_id


def apply(session: Session, plan_id: int, revision: Revision, source: str, now: datetime) -> int:
    """Put a revision in force; return the number of the plan's text, the first one being 1.

    Whoever is withdrawn is chased no more from here on. Who came owes nothing yet: that is for
    planning.

    Args:
        session: an open transaction.
        plan_id: the plan.
        revision: what the office confirmed.
        source: the newer notice's own text, kept whole.
        now: the present moment.

    Raises:
        PlanExistsError: the text is another plan's, or this one's with nothing to change. To go
            back to an earlier text, or to correct the reading of one, is welcome.
        PlanMovedOnError: the plan was revised since the revision was made.
    """
    plans.hold(session)
    digest = plans.digest_of(source)
    plans.refuse_known(session, digest, but=None if revision.empty else plan_id)
    if drafts.draft_of(session, plan_id) != revision.old:
        raise PlanMovedOnError(plan_id)
    before = drafts.noticed_items(session, plan_id)
    _change_plan(session.get_one(Plan, plan_id), revision)
    sections = _change_sections(session, plan_id, revision, now)
    after = rewriting.change_items(session, plan_id, revision, sections, now)
    version = _next_version(session, plan_id)
    session.add(
        RevisionRow(
            plan_id=plan_id,
            version=version,
            source=source,
            digest=digest,
            changes=_record(revision, before, after),
            applied_at=now,
        )
    )
    session.flush()
    withdrawing.show_again(session, _touched(revision, before, after), now)
    withdrawing.close(session, plan_id, now)
    return version


def _next_version(session: Session, plan_id: int) -> int:
    newest = select(func.max(RevisionRow.version)).where(RevisionRow.plan_id == plan_id)
    return (session.scalar(newest) or 1) + 1


def _record(
    revision: Revision, before: Sequence[Item], after: Sequence[Item]
) -> dict[str, list[dict[str, Any]]]:
    """Return a revision as facts, each item with its id in the ledger."""
    facts = facts_of(revision)
    rows = {
        "added": [after[place] for place in revision.added],
        "withdrawn": [before[place] for place in revision.withdrawn],
        "changed": [after[pair.new] for pair in revision.changed],
        "renumbered": [after[pair.new] for pair in revision.renumbered],
    }
    for kind, items in rows.items():
        for fact, item in zip(facts[kind], items, strict=True):
            fact["item"] = item.id
    return facts


def _touched(revision: Revision, before: Sequence[Item], after: Sequence[Item]) -> list[int]:
    """Return the ids of the items that cards show otherwise now."""
    shown = {
        pair.new
        for pair in revision.pairs
        if pair.changes or (after[pair.new].number is None and pair.old != pair.new)
    }
    gone = [before[place].id for place in revision.withdrawn]
    return [after[place].id for place in sorted(shown.union(revision.added))] + gone


def _change_plan(plan: Plan, revision: Revision) -> None:
    said = {change.what for change in revision.changes}
    if What.TITLE in said:
        plan.title = revision.new.title
    if What.YEAR in said and revision.new.year is not None:  # else nothing were owed in it
        plan.ends_on = max(plan.ends_on, date(revision.new.year, 12, 31))
    plan.year = revision.new.year or plan.year


def _change_sections(
    session: Session, plan_id: int, revision: Revision, now: datetime
) -> list[Section]:
    """Bring a plan's headings to the newer text; return them in its order."""
    rows = drafts.present_sections(session, plan_id)
    kept = {new: rows[old] for old, new in revision.sections}
    for row in rows:
        if row not in kept.values():
            row.withdrawn_at = now
    ordered = []
    for place, title in enumerate(revision.new.sections):
        row = kept.get(place) or Section(plan_id=plan_id, position=-1 - place, title=title)
        if plain(row.title) != plain(title):
            row.title = title
        ordered.append(row)
    session.add_all(ordered)
    rewriting.put_in_order(session, ordered)
    return ordered
