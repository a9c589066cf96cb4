"""台账: the office has the ledger of the plan that its chat looks at made, and sent as a file."""

from bot.in_office.looking import plan_of
from bot.turn import Turn
from db import documents
from db.tables import Plan
from db.vocabulary import DocumentKind


def ask_ledger(turn: Turn, _said: str) -> None:
    """Have the ledger made; asked for again within the same minute, it is sent once."""
    plan_id = plan_of(turn)
    if plan_id is None:
        turn.say("no_plan")
        return
    key = f"ledger:{turn.chat_id}:{plan_id}:{turn.now:%Y%m%d%H%M}"
    asked = documents.ask(
        turn.session, key, DocumentKind.LEDGER, turn.chat_id, turn.now, plan=plan_id
    )
    plan = turn.session.get_one(Plan, plan_id)
    turn.say("ledger_asked", plan=plan.title, before=not asked)
