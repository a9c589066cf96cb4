"""进度: the office looks at the plan of its chat, its items, units and reports, on one card.

The way back is kept with the card: the views that were passed, each with what it was of and its
page.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.buttons import Press, Verb
from bot.cards.board import VIEWS
from bot.cards.look import Look
from bot.cards.seen.files import is_there
from bot.turn import Turn
from db import office_chats, plans, seeing
from db.tables import Attachment, Outbox, Plan
from db.vocabulary import FileState
from templates import clip, word

#: How many views back one can go; how many words are searched for, and how long they are.
BACK, WORDS, LONG = 8, 4, 20


def plan_of(turn: Turn) -> int | None:
    """Return the plan that this chat looks at; None where there is none in force."""
    return plan_in(turn, turn.chat_id)


def plan_in(where: Turn | Look, chat_id: int) -> int | None:
    """Return the plan that a chat looks at; None where there is none in force."""
    return office_chats.plan_looked_at(where.session, chat_id)


def show_status(turn: Turn, _said: str) -> None:
    """Show how the plan stands now."""
    _show(turn, "status")


def show_missing(turn: Turn, _said: str) -> None:
    """Show who has not reported of what is open now."""
    _show(turn, "missing")


def show_plans(turn: Turn, _said: str) -> None:
    """Show the plans, to switch between them."""
    _show(turn, "plans")


def show_item(turn: Turn, said: str) -> None:
    """Show the item of a number; without one all of them, where several have it those."""
    number = said.strip(" 第项：:")
    plan = plan_of(turn)
    if not number or plan is None:
        _show(turn, "items")
        return
    found = seeing.items_numbered(turn.session, plan, number)
    if len(found) == 1:
        _show(turn, "item", found[0])
    else:
        _show(turn, "numbered", number)


def show_unit(turn: Turn, said: str) -> None:
    """Show the unit of a name, an alias or a part of one; where several fit, those."""
    name = said.strip(" ：:")
    unit = plans.find_unit(turn.session, name)
    found = seeing.units_named(turn.session, name) if unit is None and name else []
    if unit is not None:
        _show(turn, "unit", unit.merged_into_id or unit.id)
    elif len(found) == 1:
        _show(turn, "unit", found[0])
    else:
        _show(turn, "units", name)


def find(turn: Turn, said: str) -> None:
    """Show the items that hold all the words that were typed."""
    words = [clip(one, LONG).removesuffix("…") for one in said.split()][:WORDS]
    if words:
        _show(turn, "found", words=words)
    else:
        turn.say("seen_how_to_find")


def _show(turn: Turn, view: str, of: object = "", words: Sequence[str] = ()) -> None:
    plan, whose = plan_of(turn), str(of)
    turn.show("board", plan=plan, view=view, of=whose, page=1, trail=[], words=list(words))


def _go(turn: Turn, given: Press) -> str:
    """Open a view on the card, or on a new one where another card has the button."""
    message, view, of = turn.pressed, given.text(0), given.text(1)
    if message is None or view not in VIEWS:
        return word("toast.stale")
    if message.card != "board":
        _show(turn, view, of)
    elif [view, of] != _here(message.args)[:2]:
        trail = [*message.args.get("trail", ()), _here(message.args)]
        turn.redraw(message, view=view, of=of, page=1, trail=trail[-BACK:])
    else:
        turn.redraw(message)
    return ""


def _up(turn: Turn, given: Press) -> str:
    """Go back to a view that was passed."""
    message = turn.pressed
    if message is None or message.card != "board":
        return word("toast.stale")
    trail, place = message.args.get("trail", []), given.number()
    if 0 <= place < len(trail):
        view, of, page = trail[place]
        turn.redraw(message, view=view, of=of, page=page, trail=trail[:place])
    else:
        turn.redraw(message)
    return ""


def _here(args: Mapping[str, Any]) -> list[Any]:
    return [args.get("view", "status"), args.get("of", ""), args.get("page", 1)]


def _switch(turn: Turn, given: Press) -> str:
    """Look at another plan in this chat from now on."""
    message, plan = turn.pressed, turn.session.get(Plan, given.number())
    if message is None or message.card != "board" or plan is None:
        return word("toast.stale")
    if plan.withdrawn_at is not None:
        turn.redraw(message)
        return word("toast.board_plan_gone")
    office_chats.choose_plan(turn.session, turn.chat_id, plan.id)
    _begin(turn, message, plan.id)
    return word("toast.board_plan_chosen")


def _begin(turn: Turn, message: Outbox, plan_id: int) -> None:
    turn.redraw(message, plan=plan_id, view="status", of="", page=1, trail=[])


def _send_file(turn: Turn, given: Press) -> str:
    """Send a file that came with a report to this chat."""
    attachment = turn.session.get(Attachment, given.number())
    if attachment is None or attachment.report_id is None:
        return word("toast.stale")
    if is_there(attachment):
        turn.show("file", attachment.id)
        return word("toast.board_file_sent")
    coming = attachment.state in {FileState.WAITING, FileState.CLAIMED}
    return word("toast.board_file_coming" if coming else "toast.board_no_file")


IN_OFFICE: Mapping[Verb, Callable[[Turn, Press], str]] = {
    Verb.BOARD: _go,
    Verb.UP: _up,
    Verb.PLAN: _switch,
    Verb.FILE: _send_file,
}
