"""Who may do what: every button, command and reply, by everybody, on their own unit and another's.

One table says who may; a verb, command or reply without a line in it fails. What may not be done
changes nothing, says so, and shows nobody another unit's words.
"""

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from bot import hearing, pressing
from bot.buttons import Press, Verb, mark_of
from bot.cards import draw
from bot.desk import Desk
from bot.turn import Origin, Turn
from db import outbox
from db.engine import Database, Session
from db.invites import Refusal
from db.tables import Outbox
from db.vocabulary import OutboxState, Role, Status
from scheduler.clock import MovableClock
from templates import word
from tests.play import settings_for
from tests.test_strange_updates import besieged
from tests.two_units import (
    ADMIN,
    ASIDE,
    ASKING,
    DEPARTED,
    HELPING,
    INVITED,
    LEADER,
    NOTICE_PASTED,
    NOTICE_READ,
    NOW,
    OFFICER,
    OURS,
    PLAN,
    SECRET,
    STRANGER,
    TEMPLATE_SENT,
    THEIRS,
    Rows,
    Side,
    chat_of,
    filled,
    rows_of,
)
from tests.used_again import open_again

OFFICE, ELSEWHERE, DIRECTOR = -50, -77, 4_000_001
MESSAGE = 900
_CHANGE = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)")


class Who(Enum):
    """Who may."""

    AUTHOR = auto()
    UNIT = auto()
    MEMBER = auto()
    HANDED = auto()
    CONTACT = auto()
    INVITED = auto()
    OFFICE = auto()
    READER = auto()
    LEADER = auto()


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, and where they are."""

    name: str
    person: int
    chat: int


def at_home(name: str, person: int) -> Actor:
    return Actor(name, person, person)


CONTACT = at_home("contact", chat_of(OURS.contact))
COLLEAGUE = at_home("colleague", chat_of(OURS.second))
HEAD = at_home("head", chat_of(OURS.head))
WRONG = at_home("another unit's contact", chat_of(THEIRS.contact))
GUEST = at_home("invited", INVITED)
NO_UNIT = [
    at_home("leader", chat_of(LEADER)),
    at_home("office post at home", chat_of(OFFICER)),
    at_home("admin", chat_of(ADMIN)),
    at_home("departed", chat_of(DEPARTED)),
]
SITTING = [
    Actor("member of the office's group", DIRECTOR, OFFICE),
    Actor("stranger in the office's group", STRANGER, OFFICE),
]
OUTSIDE = [
    at_home("stranger", STRANGER),
    Actor("contact in another group", chat_of(OURS.contact), ELSEWHERE),
]
CONTACTS = [CONTACT, COLLEAGUE, HEAD, WRONG, *NO_UNIT]
ACTORS = [*CONTACTS, GUEST, *SITTING, *OUTSIDE]
#: By what is allowed, who may on the first unit's ids; on the second's only the office may.
MAY: Mapping[Who, list[Actor]] = {
    Who.AUTHOR: [CONTACT],
    Who.UNIT: [CONTACT, COLLEAGUE],
    Who.MEMBER: [CONTACT, COLLEAGUE, HEAD],
    Who.HANDED: [CONTACT, WRONG],
    Who.CONTACT: CONTACTS,
    Who.INVITED: [GUEST],
    Who.OFFICE: SITTING,
    Who.READER: [*CONTACTS, *SITTING],
    Who.LEADER: [NO_UNIT[0], *SITTING],
}
Arguments = Callable[[Side], tuple[object, ...]]
Shown = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may, with what behind the verb, on which card.

    Attributes:
        who: who may.
        given: the button's arguments, by unit; None where they name nothing of a unit's.
        card: the card that is pressed; its subject is the first argument, or the person.
        args: the card's own arguments.
        own: whether the card's subject is the person who has it.
    """

    who: Who
    given: Arguments | None = None
    card: str = "checklist"
    args: Callable[[Side], Shown] = lambda _side: {}
    own: bool = True


def own_form(side: Side) -> tuple[object, ...]:
    return (side.form,)


def obligation(side: Side) -> tuple[object, ...]:
    return (side.obligation,)


def follow_up(*behind: object) -> Arguments:
    return lambda side: (side.follow_up, *behind)


def merged(side: Side) -> tuple[object, ...]:
    return (side.unit, HELPING, mark_of((f"{side.mark}局", "丙局")))


def post_ended(side: Side) -> tuple[object, ...]:
    return (side.post, mark_of((side.contact, side.unit, Role.CONTACT)))


def confirmed(side: Side) -> tuple[object, ...]:
    return (side.follow_up, mark_of((side.unit, date(2024, 4, 1))))


def asked_for(side: Side) -> tuple[object, ...]:
    return (side.extension,)


def place(side: Side) -> Shown:
    return {"typed": "5个", "clause": "5个", "choices": [[side.target, "5"]]}


def notice(*behind: object) -> Arguments:
    return lambda _side: (NOTICE_READ, *behind)


def board(side: Side) -> Shown:
    trail = [["unit", str(side.unit), 1]]
    return {"plan": PLAN, "view": "items", "of": "", "page": 1, "trail": trail, "words": []}


RULES: Mapping[Verb, Rule] = {
    Verb.JOIN: Rule(Who.INVITED, lambda side: (side.invite,)),
    Verb.RENAME: Rule(Who.INVITED, lambda side: (side.invite,)),
    Verb.ADMIT: Rule(Who.OFFICE, lambda side: (side.asking,)),
    Verb.DENY: Rule(Who.OFFICE, lambda side: (side.asking,)),
    Verb.ACK: Rule(Who.HANDED),
    Verb.OPEN: Rule(Who.UNIT, obligation),
    Verb.TAKE: Rule(Who.UNIT, obligation, "which", lambda _: {"text": "已办班"}),
    Verb.STATUS: Rule(Who.AUTHOR, lambda side: (side.form, Status.DIFFICULT)),
    Verb.ASK: Rule(Who.AUTHOR, lambda side: (side.form, side.target)),
    Verb.PUT: Rule(Who.AUTHOR, lambda side: (side.form, 0), "place", place, own=False),
    Verb.NOTE: Rule(Who.AUTHOR, own_form, "place", place, own=False),
    Verb.CLEAR: Rule(Who.AUTHOR, own_form),
    Verb.SUBMIT: Rule(Who.AUTHOR, own_form),
    Verb.DROP: Rule(Who.AUTHOR, own_form),
    Verb.SAME: Rule(Who.AUTHOR, own_form),
    Verb.DETACH: Rule(Who.AUTHOR, own_form),
    Verb.UNCHANGED: Rule(Who.UNIT, obligation),
    Verb.ALL_SAME: Rule(Who.CONTACT),
    Verb.FILE_SAME: Rule(Who.CONTACT, card="unchanged"),
    Verb.SUBMIT_ALL: Rule(Who.CONTACT, card="batch", args=lambda side: {"forms": [side.form]}),
    Verb.JOINT: Rule(Who.UNIT, obligation),
    Verb.PROMPT: Rule(Who.UNIT, obligation),
    Verb.MERGE: Rule(Who.UNIT, obligation),
    Verb.TO_OFFICE: Rule(Who.CONTACT, card="to_whom", args=lambda _: {"text": "何时报？"}),
    Verb.WRITE: Rule(
        Who.UNIT,
        obligation,
        "to_whom",
        lambda side: {"text": "何时报？", "obligation": side.obligation},
    ),
    Verb.QUESTION: Rule(Who.UNIT, obligation),
    Verb.NOT_OURS: Rule(Who.UNIT, obligation, "asking", own=False),
    Verb.DISOWN: Rule(Who.UNIT, obligation),
    Verb.RULE: Rule(Who.OFFICE, lambda side: (side.case, "noted")),
    Verb.EXTEND: Rule(Who.UNIT, lambda side: (side.other_obligation,)),
    Verb.DAY: Rule(Who.UNIT, lambda side: (side.extension, "20240402")),
    Verb.RETRACT: Rule(Who.UNIT, lambda side: (side.extension,)),
    Verb.GRANT: Rule(Who.OFFICE, lambda side: (side.extension,)),
    Verb.REFUSE: Rule(Who.OFFICE, lambda side: (side.extension, "vague")),
    Verb.REDATE: Rule(Who.OFFICE, asked_for, "extension_request", own=False),
    Verb.GRANT_ON: Rule(Who.OFFICE, lambda side: (side.extension, "20240402")),
    Verb.REVIEW: Rule(Who.OFFICE, lambda side: (side.report,), "review", own=False),
    Verb.ACCEPT: Rule(Who.OFFICE, lambda side: (side.report,), "review", own=False),
    Verb.RETURN: Rule(Who.OFFICE, lambda side: (side.report,), "review", own=False),
    Verb.REVIEWS: Rule(Who.OFFICE, card="todo", own=False),
    Verb.BATCH: Rule(Who.OFFICE, card="reviews", own=False),
    Verb.ACCEPT_ALL: Rule(
        Who.OFFICE,
        lambda side: (mark_of([side.report]),),
        "reviews",
        lambda side: {"batch": {"sure": [side.report], "doubted": [], "all": False}},
    ),
    Verb.SEE: Rule(Who.OFFICE, lambda side: (side.report, "review"), "todo", own=False),
    Verb.LIST: Rule(Who.OFFICE, card="todo", own=False),
    Verb.ATTACH: Rule(Who.AUTHOR, lambda side: (side.attachment, side.other_obligation)),
    Verb.LEAVE_FROM: Rule(Who.AUTHOR, lambda side: (side.draft, "20240402")),
    Verb.LEAVE_UNTIL: Rule(Who.AUTHOR, lambda side: (side.draft, "20240412")),
    Verb.STAND_IN: Rule(Who.AUTHOR, lambda side: (side.draft, side.second)),
    Verb.BACK: Rule(Who.AUTHOR, lambda side: (side.draft,)),
    Verb.QUIT: Rule(Who.MEMBER, lambda side: (side.unit,), "leaving"),
    Verb.SUCCESSOR: Rule(Who.MEMBER, lambda side: (side.unit, 0), "leaving"),
    Verb.HAND_OVER: Rule(Who.MEMBER, lambda side: (side.unit, 0), "leaving"),
    Verb.KEEP: Rule(Who.CONTACT, card="leaving"),
    Verb.RESUME: Rule(Who.OFFICE, card="pause", own=False),
    Verb.STAFF: Rule(Who.OFFICE, lambda side: ("unit", side.unit), "staff"),
    Verb.STAFF_NAME: Rule(Who.OFFICE, lambda side: (side.contact,), "staff"),
    Verb.STAFF_END: Rule(Who.OFFICE, post_ended, "staff"),
    Verb.STAFF_REVOKE: Rule(Who.OFFICE, lambda side: (side.invite,), "staff"),
    Verb.MERGE_UNITS: Rule(Who.OFFICE, merged, "merge", lambda _: {"into": HELPING}, own=False),
    Verb.AUDIT_FILE: Rule(Who.OFFICE, lambda side: (side.unit,), "audit"),
    Verb.FOLLOW: Rule(Who.OFFICE, follow_up("unit"), "follow_up", own=False),
    Verb.WEEK: Rule(Who.LEADER, card="digest", own=False),
    Verb.WEEK_FILES: Rule(Who.OFFICE, card="digest", own=False),
    Verb.FOLLOW_UNIT: Rule(
        Who.OFFICE, lambda side: (side.follow_up, side.unit), "follow_up", own=False
    ),
    Verb.FOLLOW_DAY: Rule(Who.OFFICE, follow_up("20240401"), "follow_up", own=False),
    Verb.FOLLOW_CONFIRM: Rule(Who.OFFICE, confirmed, "follow_up", own=False),
    Verb.FOLLOW_DROP: Rule(Who.OFFICE, follow_up(), "follow_up", own=False),
    Verb.SNOOZE: Rule(Who.CONTACT, args=lambda _: {"reminder": True}),
    Verb.REMIND: Rule(Who.OFFICE, lambda side: (side.unit,), "late", own=False),
    Verb.REMIND_NOW: Rule(Who.OFFICE, lambda side: (side.unit,), "remind", own=False),
    Verb.REMIND_ALL: Rule(Who.OFFICE, lambda side: (side.item, "owing"), "late", own=False),
    Verb.REMIND_THEM: Rule(
        Who.OFFICE, lambda side: (side.item, "owing", "0123abcd"), "remind_all", own=False
    ),
    Verb.CALLS: Rule(Who.OFFICE),
    Verb.CALL_UNIT: Rule(Who.OFFICE, lambda side: (side.unit,), "call_sheet", own=False),
    Verb.CALL: Rule(Who.OFFICE, lambda side: (side.unit, "promised"), "call_sheet", own=False),
    Verb.PRINT_CALLS: Rule(Who.OFFICE),
    Verb.ENTER: Rule(Who.OFFICE, lambda side: (side.unit,), "remind", own=False),
    Verb.ENTER_ITEM: Rule(Who.OFFICE, obligation, "to_enter", own=False),
    Verb.ENTRY: Rule(Who.OFFICE, lambda side: (side.entry_form, "clear"), "entry", own=False),
    Verb.WHOLE: Rule(Who.OFFICE, lambda _: (NOTICE_PASTED,), "draft", own=False),
    Verb.VIEW: Rule(Who.OFFICE, notice("items"), "draft", own=False),
    Verb.CHOOSE: Rule(Who.OFFICE, notice("0123abcd", 0), "draft", own=False),
    Verb.LIKELY: Rule(Who.OFFICE, notice(), "draft", own=False),
    Verb.EVERY: Rule(Who.OFFICE, notice("friday"), "draft", own=False),
    Verb.AS_NEW: Rule(Who.OFFICE, notice(), "draft", own=False),
    Verb.SCRAP: Rule(Who.OFFICE, notice(), "draft", own=False),
    Verb.STORE: Rule(Who.OFFICE, notice("0123abcd"), "draft", own=False),
    Verb.INVITE: Rule(Who.OFFICE, card="draft", own=False),
    Verb.OUR_TEMPLATE: Rule(Who.OFFICE, lambda _: (TEMPLATE_SENT,), "template", own=False),
    Verb.MONTH: Rule(Who.READER),
    Verb.DEADLINE: Rule(Who.OFFICE, lambda _: (PLAN, "history"), "deadline", own=False),
    Verb.END_PLAN: Rule(Who.OFFICE, lambda _: (PLAN, "withdraw"), "endplan", own=False),
    Verb.BOARD: Rule(Who.OFFICE, lambda side: ("unit", side.unit), "board", board),
    Verb.UP: Rule(Who.OFFICE, lambda _side: (0,), "board", board, own=False),
    Verb.PLAN: Rule(Who.OFFICE, lambda _side: (PLAN,), "board", board, own=False),
    Verb.FILE: Rule(Who.OFFICE, lambda side: (side.filed,), "board", board, own=False),
    Verb.PAGE: Rule(Who.READER),
    Verb.NOOP: Rule(Who.READER),
}
#: By what the bot asked (``Turn.ask``), who may answer it.
ASKED: Mapping[str, Rule] = {
    "question": Rule(Who.CONTACT, obligation),
    "not_ours": Rule(Who.UNIT, obligation),
    "extension": Rule(Who.UNIT, lambda side: (side.extension,)),
    "leave": Rule(Who.AUTHOR, lambda side: (side.draft,)),
}
#: By the card that is replied to, who may.
REPLIED: Mapping[str, Rule] = {
    "form": Rule(Who.UNIT, own_form),
    "returned": Rule(Who.UNIT, lambda side: (side.report,)),
    "entered": Rule(Who.UNIT, lambda side: (side.report,)),
    "entry": Rule(Who.OFFICE, lambda side: (side.entry_form,)),
    "call_sheet": Rule(Who.OFFICE, lambda side: (side.unit,)),
    "asking": Rule(Who.CONTACT, obligation),
    "asked": Rule(Who.CONTACT, lambda side: (side.question,)),
    "answer": Rule(Who.CONTACT, lambda side: (side.question,), args=lambda _: {"said": "可以"}),
    "joint": Rule(Who.UNIT, obligation),
    "prompted": Rule(Who.UNIT, obligation),
    "extension": Rule(Who.UNIT, lambda side: (side.extension,)),
    "away": Rule(Who.AUTHOR, lambda side: (side.draft,)),
    "question": Rule(Who.OFFICE, lambda side: (side.question,)),
    "extension_request": Rule(Who.OFFICE, lambda side: (side.extension,)),
    "deadline": Rule(Who.OFFICE, lambda _: (PLAN,), args=lambda _: {"view": "choose"}),
    "endplan": Rule(Who.OFFICE, lambda _: (PLAN,)),
    "review": Rule(Who.OFFICE, lambda side: (side.report,)),
    "new": Rule(Who.OFFICE),
    "draft": Rule(Who.OFFICE, notice()),
    "digest": Rule(Who.CONTACT),
    "follow_up": Rule(Who.OFFICE, follow_up()),
    "staff": Rule(Who.OFFICE),
}


@dataclass(slots=True)
class World:
    """The ledger, and what is written to it."""

    database: Database
    desk: Desk
    before: Mapping[Side, Rows]
    written: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    @contextmanager
    def turn(self, actor: Actor, card: str, subject: int, shown: Shown) -> Iterator[Turn]:
        """Give a turn on a card that stands in the actor's chat; nothing of it is kept."""
        origin = Origin(1, actor.chat, actor.person, "某人", MESSAGE, reply_to=MESSAGE)
        with Session(self.database.engine) as session:
            row = outbox.outbox_row("card", actor.chat, card, NOW, subject=subject, args=shown)
            sent = {"state": OutboxState.SENT, "message_id": MESSAGE, "sent_at": NOW}
            outbox.put(session, row | sent)
            self.written.clear()
            self.sent.clear()
            yield Turn(session, NOW, origin, self.desk)
            session.rollback()

    def note(self, _connection: object, cursor: Any, statement: str, *_: object) -> None:  # noqa: ANN401
        """Note which table of the ledger changed."""
        change = _CHANGE.match(statement)
        if change and cursor.rowcount:
            (self.sent if change[1] in ASIDE else self.written).append(change[1])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("matrix")
    (folder / "duban.db").write_bytes(filled())
    with open_again(folder / "duban.db") as database:
        desk = Desk(database, MovableClock(NOW), settings_for(folder, OFFICE))
        before = {side: database.read_now(partial(rows_of, side=side)) for side in (OURS, THEIRS)}
        opened = World(database, desk, before)
        event.listen(database.engine, "after_cursor_execute", opened.note)
        yield opened
        event.remove(database.engine, "after_cursor_execute", opened.note)


def refusals() -> set[str]:
    """Return what a button says that may not be pressed."""
    whys = [one.name.lower() for one in Refusal]
    return {
        *(word(f"toast.{key}") for key in ("stale", "not_yours", "closed", "stranger")),
        *(word(f"refused.{why}") for why in whys),
    }


def told(world: World, turn: Turn) -> list[tuple[int, str]]:
    """Return what the turn would send, to whom, drawn as it would be."""
    turn.session.flush()
    if not world.sent:
        return []
    rows = turn.session.scalars(select(Outbox).order_by(Outbox.id)).all()
    look = turn.desk.look(turn.session, NOW)
    args = {row.id: row.args for row in rows}
    return [
        (row.chat_id, repr(draw(look, row.card, row.subject, args[row.edits_id or row.id])))
        for row in rows
        if row.key != "card"
    ]


def leaks(world: World, turn: Turn) -> list[tuple[int, str]]:
    """Return what tells the second unit's words to others than its people and the office."""
    allowed = {*THEIRS.chats, OFFICE, ASKING}
    return [
        (chat, said) for chat, said in told(world, turn) if SECRET in said and chat not in allowed
    ]


def subject_of(rule: Rule, actor: Actor, arguments: tuple[object, ...]) -> int:
    return actor.person - chat_of(0) if rule.own else int(str(arguments[0]))


def may_do(who: Who, actor: Actor, side: Side) -> bool:
    if side is THEIRS and actor is WRONG:
        return who in {Who.AUTHOR, Who.UNIT, Who.MEMBER, Who.CONTACT}
    return actor in MAY[who] and (side is OURS or who is Who.OFFICE)


@pytest.mark.parametrize("verb", Verb)
def test_a_button_does_for_each_what_the_table_allows(world: World, verb: Verb) -> None:
    rule = RULES[verb]
    for side in (OURS, THEIRS) if rule.given else (OURS,):
        arguments = rule.given(side) if rule.given else (PLAN,)
        pressed = Press(verb, tuple(map(str, arguments)))
        for actor in ACTORS:
            subject = subject_of(rule, actor, arguments)
            with world.turn(actor, rule.card, subject, rule.args(side)) as turn:
                said = pressing.press(turn, pressed)
                may, case = may_do(rule.who, actor, side), (actor.name, side.mark, said)

                assert (may and side is OURS) or leaks(world, turn) == [], case
                assert (said in refusals()) is not may, case
                assert may or world.written == [], (case, world.written)


def test_every_verb_command_and_reply_is_in_the_table() -> None:
    everywhere = {*pressing.PRESSED, *pressing.IN_OFFICE, *pressing.AT_THE_DOOR}

    assert set(RULES) == set(Verb) == everywhere
    assert set(ASKED) == set(hearing.ASKED)
    reports = {"form", "returned", "entered", "joint", "prompted"}
    assert set(REPLIED) == {*hearing.REPLIED, *hearing.OFFICE_REPLIED, *reports}


@pytest.mark.parametrize("name", sorted({*hearing.COMMANDS, *hearing.OFFICE_COMMANDS}))
def test_a_command_tells_and_changes_only_what_is_the_person_s_own(world: World, name: str) -> None:
    at_home = [actor for actor in ACTORS if actor.chat == actor.person]
    commanded = name in hearing.COMMANDS
    typed = word(f"typed.{name}").split()[0]
    for actor in [*at_home, *SITTING] if commanded else at_home:
        for behind in ("", str(THEIRS.report)):
            with world.turn(actor, "checklist", actor.person - chat_of(0), {}) as turn:
                if commanded:
                    hearing.command(turn, name, behind)
                else:
                    hearing.text(turn, f"{typed}{behind}")
                asked = told(world, turn)

                assert leaks(world, turn) == [], actor.name
                assert asked, actor.name
                assert actor in CONTACTS or world.written == [], (actor.name, world.written)


@pytest.mark.parametrize("what", ASKED)
def test_an_answer_to_a_question_is_taken_from_who_may_answer_it(world: World, what: str) -> None:
    rule = ASKED[what]
    for side in (OURS, THEIRS):
        (subject,) = rule.given(side) if rule.given else (0,)
        for actor in CONTACTS:
            with world.turn(actor, "checklist", actor.person - chat_of(0), {}) as turn:
                contact = turn.contact
                assert contact is not None
                contact.asked, contact.asked_at = f"{what}:{subject}", NOW
                turn.session.flush()
                fresh = replace(turn, origin=replace(turn.origin, reply_to=None))
                assert_heard(world, fresh, rule, actor, side)


@pytest.mark.parametrize("card", REPLIED)
def test_a_reply_to_a_card_is_taken_from_who_may_answer_it(world: World, card: str) -> None:
    rule = REPLIED[card]
    for side in (OURS, THEIRS):
        (subject,) = rule.given(side) if rule.given else (0,)
        for actor in [*CONTACTS, *SITTING]:
            with world.turn(actor, card, int(str(subject)), rule.args(side)) as turn:
                assert_heard(world, turn, rule, actor, side)


def assert_heard(world: World, turn: Turn, rule: Rule, actor: Actor, side: Side) -> None:
    """Say something; who may is answered, others leave the unit's matters as they are."""
    hearing.text(turn, "请核实情况")
    heard, apart = told(world, turn), actor.person not in side.chats

    assert leaks(world, turn) == [], actor.name
    if may_do(rule.who, actor, side):
        assert heard, actor.name
    elif apart and world.written:  # its own people wrote in their own form
        assert rows_of(turn.session, side) == world.before[side], actor.name


def test_over_http_a_forged_button_is_answered_and_does_nothing(tmp_path: Path) -> None:
    async def story() -> None:
        async with besieged(tmp_path) as siege:
            sandbox = siege.stage.sandbox
            before = siege.desk.db.read_now(lambda session: rows_of(session, THEIRS))
            for actor in (CONTACT, COLLEAGUE, HEAD, *NO_UNIT, OUTSIDE[0]):
                person = sandbox.people[actor.person]
                data = f"{Verb.OPEN}:{THEIRS.obligation}"
                query = sandbox.pressed(person, person.chat.last, data)
                await siege.stage.settle()

                assert query.text in refusals(), actor.name

            assert siege.heard.leaks() == []
            assert siege.desk.db.read_now(lambda session: rows_of(session, THEIRS)) == before

    asyncio.run(story())
