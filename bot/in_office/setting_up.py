"""From a notice that was read to its plan and its invites: by questions, a look, and one word."""

import re
from collections.abc import Callable, Mapping

from bot.buttons import Press, Verb, mark_of
from bot.cards.draft import VIEWS, stored_mark
from bot.cards.draft_parts import OFFERED, inquiry_mark
from bot.drafts.choosing import keep_answers, keep_as_new, keep_rules
from bot.drafts.inquiries import Inquiry
from bot.drafts.proposal import Proposal, proposal_of
from bot.drafts.proposing import last_day, rule_said
from bot.in_office import pasting
from bot.office.packing import Reading
from bot.office.storing import Confirmed, revise_confirmed, store_confirmed
from bot.turn import Turn
from db import documents, drafted, inviting, office_chats, outbox
from db.tables import Draft, Outbox, Plan
from db.vocabulary import DocumentKind, DraftKind, DraftState, Rule
from scheduler.saying import NotRead
from templates import word

#: What parts several cadences that are typed together.
_PARTS = re.compile(r"[；;\n]+")


def _on(turn: Turn, given: Press, do: Callable[[Draft, Proposal, Outbox], str]) -> str:
    """Do what a button says about a draft that waits for the office's word."""
    draft, message = turn.session.get(Draft, given.number()), turn.pressed
    if draft is None or message is None or draft.kind is not DraftKind.NOTICE:
        return word("toast.stale")
    found = _proposal(turn, draft)
    if found is None:
        turn.refresh("draft", draft.id)
        return word(f"draft_over.{draft.state}", name=draft.decided_by or "")
    return do(draft, found, message)


def _proposal(turn: Turn, draft: Draft) -> Proposal | None:
    if draft.state is not DraftState.READ:
        return None
    sent_on = draft.sent_at.astimezone(turn.desk.settings.zone).date()
    return proposal_of(turn.session, draft, turn.desk.settings.office.name, sent_on)


def _look(turn: Turn, given: Press) -> str:
    """Show another part of a draft, or the whole again."""

    def do(draft: Draft, _found: Proposal, message: Outbox) -> str:
        view = given.text(1) if given.text(1) in VIEWS else ""
        page = message.args.get("page") if view and view == message.args.get("view") else None
        turn.redraw(message, view=view, page=page, start=max(0, given.number(2)))
        if view == "cadence":
            turn.ask_office("cadence_of", draft.id)
            return word("toast.choose_cadence")
        return ""

    return _on(turn, given, do)


def _choose(turn: Turn, given: Press) -> str:
    """Take the answer to a question, and go on to the next."""

    def do(draft: Draft, found: Proposal, message: Outbox) -> str:
        asked = {inquiry_mark(one): one for one in found.inquiries}.get(given.text(1))
        place = given.number(2)
        if asked is None or not 0 <= place < len(asked.answers):
            turn.redraw(message, page=None)
            return word("toast.changed")
        keep_answers(draft, {asked.key: asked.answers[place]})
        following = _following(found, asked)
        view = "" if following is None else "question"
        turn.redraw(message, view=view, page=following, start=0)
        return word("toast.set")

    return _on(turn, given, do)


def _following(found: Proposal, answered: Inquiry) -> int | None:
    """Return the page of the next question that is open, from an answered one on; None for none."""
    keys = [one.key for one in found.inquiries]
    at = keys.index(answered.key)
    left = [keys.index(one.key) for one in found.open if one.key != answered.key]
    later = [place for place in left if place > at]
    return min(later or left) + 1 if left else None


def _take_likely(turn: Turn, given: Press) -> str:
    """Answer whatever is open as it is proposed."""

    def do(draft: Draft, found: Proposal, message: Outbox) -> str:
        keep_answers(draft, {one.key: one.likely for one in found.open})
        turn.redraw(message, view="", page=None)
        return word("toast.took_likely", count=len(found.open))

    return _on(turn, given, do)


def _every(turn: Turn, given: Press) -> str:
    """Have reports fall due by one of the cadences that are offered."""

    def do(draft: Draft, _found: Proposal, message: Outbox) -> str:
        if given.text(1) not in OFFERED:
            return word("toast.stale")
        _set_cadence(turn, draft, word(f"offered_cadence.{given.text(1)}"))
        turn.ask_office_no_more()
        turn.redraw(message, view="", page=None)
        return word("toast.set")

    return _on(turn, given, do)


def cadence_typed(turn: Turn, draft_id: int, said: str) -> None:
    """Take a cadence that was typed after it was asked for."""
    draft = turn.session.get(Draft, draft_id)
    if draft is None or draft.state is not DraftState.READ:
        turn.say("draft_unheard", why="")
    elif why := _set_cadence(turn, draft, said):
        turn.say("draft_unheard", why=why)
    else:
        turn.ask_office_no_more()
        _show_below(turn, draft)


def _show_below(turn: Turn, draft: Draft) -> None:
    """Show a draft at the end of the chat; the card that did so before gives way."""
    before = outbox.find_card(turn.session, "draft", draft.id, turn.chat_id)
    if before is not None:
        turn.redraw(before, moved=True)
    turn.show("draft", draft.id)


def replied(turn: Turn, message: Outbox, said: str) -> None:
    """Take a reply to a draft's card: more of a paste, or the cadence that was asked for."""
    draft = turn.session.get(Draft, message.subject)
    if draft is not None and drafted.is_collecting(draft):
        pasting.part_replied(turn, draft, said)
    elif draft is not None and message.args.get("view") == "cadence":
        cadence_typed(turn, draft.id, said)
    else:
        turn.say("draft_unheard", why="")


def _set_cadence(turn: Turn, draft: Draft, said: str) -> str:
    """Keep when reports fall due, as it was said; return why not where it is not understood."""
    base, rules = turn.desk.settings.cadence.numbered(), []
    for phrase in filter(None, map(str.strip, _PARTS.split(said))):
        read = rule_said(phrase, base, turn.today)
        if isinstance(read, NotRead):
            return word(f"not_read.{read.code}", phrase=phrase[:60], words=read.words[:60])
        if not isinstance(read, Rule):
            return word(f"wrong_rule.{read}", phrase=phrase[:60])
        rules.append(read)
    keep_rules(draft, rules, said=False)
    return ""


def _as_new(turn: Turn, given: Press) -> str:
    """Take a notice for a plan of its own, though one of its title is stored."""

    def do(draft: Draft, _found: Proposal, message: Outbox) -> str:
        keep_as_new(draft)
        turn.redraw(message, view="", page=None)
        return ""

    return _on(turn, given, do)


def _scrap(turn: Turn, given: Press) -> str:
    """Drop what was sent; nothing of it was stored."""
    draft = turn.session.get(Draft, given.number())
    if draft is None:
        return word("toast.stale")
    if draft.state in drafted.OPEN:
        _decide(turn, draft, DraftState.DROPPED)
    turn.refresh(drafted.CARDS[draft.kind], draft.id)
    return word(f"draft_over.{draft.state}", name=draft.decided_by or "")


def _decide(turn: Turn, draft: Draft, state: DraftState) -> None:
    draft.state, draft.decided_at, draft.decided_by = state, turn.now, turn.origin.name


def _store(turn: Turn, given: Press) -> str:
    """Store what the office sees, as a plan of its own or a newer text of one."""

    def do(draft: Draft, found: Proposal, message: Outbox) -> str:
        turn.redraw(message, view="", page=None)
        if found.open:
            return word("toast.still_open", count=len(found.open))
        if given.text(1) != stored_mark(found) or _is_needless(turn, found):
            return word("toast.changed")
        confirmed = Confirmed(Reading(found.draft, found.read.text), found.aliases, turn.actor)
        if found.plan is not None and found.revision is not None:
            revise_confirmed(turn.session, turn.desk, found.plan, found.revision, confirmed)
            draft.plan_id, draft.choices = found.plan, {**draft.choices, "revised": True}
        else:
            ends_on = last_day(found.draft, turn.today)
            draft.plan_id = store_confirmed(
                turn.session, turn.desk, confirmed, ends_on, found.rules
            )
        _decide(turn, draft, DraftState.STORED)
        office_chats.choose_plan(turn.session, turn.chat_id, draft.plan_id)
        turn.refresh("draft", draft.id)
        return word("toast.stored")

    return _on(turn, given, do)


def _is_needless(turn: Turn, found: Proposal) -> bool:
    """Tell whether a notice would change nothing, or a plan that was withdrawn."""
    plan = turn.session.get(Plan, found.plan) if found.plan is not None else None
    withdrawn = plan is not None and plan.withdrawn_at is not None
    return withdrawn or (found.revision is not None and found.revision.empty)


def _invite(turn: Turn, given: Press) -> str:
    """Have invites made for a plan's units without a contact; once a day for the same ones."""
    plan = turn.session.get(Plan, given.number())
    if plan is None:
        return word("toast.stale")
    wanted = [unit.id for unit in inviting.uninvited(turn.session, plan.id)]
    if not wanted:
        return word("toast.all_joined")
    asked = documents.ask(
        turn.session,
        f"invites:{plan.id}:{turn.today}:{mark_of(wanted)}",
        DocumentKind.INVITES,
        turn.chat_id,
        turn.now,
        plan=plan.id,
        bot=turn.origin.bot,
        by=turn.origin.name,
    )
    return word("toast.inviting" if asked else "toast.invited_today")


IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {
    **pasting.IN_OFFICE,
    Verb.VIEW: _look,
    Verb.CHOOSE: _choose,
    Verb.LIKELY: _take_likely,
    Verb.EVERY: _every,
    Verb.AS_NEW: _as_new,
    Verb.SCRAP: _scrap,
    Verb.STORE: _store,
    Verb.INVITE: _invite,
}
