"""What the office chose for a draft, kept with it until it is confirmed."""

from collections.abc import Sequence

from bot.desk import Desk
from bot.drafts.proposal import rules_kept
from bot.drafts.proposing import phrases_in, rule_said
from bot.office.packing import unpacked
from db.tables import Draft
from db.vocabulary import Rule


def propose_cadence(desk: Desk, draft: Draft) -> None:
    """Have reports fall due as the notice itself says it, else as the office has it."""
    cadence, today = desk.settings.cadence, draft.sent_at.astimezone(desk.settings.zone).date()
    base, read = cadence.numbered(), unpacked((draft.reading or "").split("\n"))
    phrases = [] if read is None else phrases_in(read.text, base, today)
    said = [rule_said(phrase, base, today) for phrase in phrases]
    rules = tuple(one for one in said if isinstance(one, Rule))
    keep_rules(draft, rules or cadence.rules_of(), said=bool(rules))


def keep_rules(draft: Draft, rules: Sequence[Rule], *, said: bool) -> None:
    """Keep when reports fall due; ``said`` where the notice says so."""
    draft.choices = {**draft.choices, "rules": rules_kept(rules), "said": said}


def keep_answers(draft: Draft, answers: dict[str, str]) -> None:
    """Keep answers to what was asked, beside those that were given before."""
    draft.choices = {**draft.choices, "answers": {**draft.choices.get("answers", {}), **answers}}


def keep_as_new(draft: Draft) -> None:
    """Keep that a notice is no newer text of the plan of its title."""
    draft.choices = {**draft.choices, "new": True}
