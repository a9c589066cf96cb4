"""Buttons and the short data they carry: a verb and ids, checked against the person each time."""

import zlib
from dataclasses import dataclass
from enum import StrEnum

#: Telegram's limit on a button's data, in bytes.
LIMIT = 64


class Verb(StrEnum):
    """What a button does; the words are short since they travel in the data."""

    JOIN = "join"
    RENAME = "rename"
    ADMIT = "admit"
    DENY = "deny"
    ACK = "ack"
    OPEN = "open"
    TAKE = "take"
    STATUS = "status"
    ASK = "ask"
    PUT = "put"
    NOTE = "note"
    CLEAR = "clear"
    SUBMIT = "submit"
    DROP = "drop"
    SAME = "same"
    UNCHANGED = "unchanged"
    ALL_SAME = "allsame"
    FILE_SAME = "filesame"
    SUBMIT_ALL = "submitall"
    JOINT = "joint"
    PROMPT = "prompt"
    MERGE = "merge"
    QUESTION = "question"
    NOT_OURS = "notours"
    DISOWN = "disown"
    TO_OFFICE = "tooffice"
    WRITE = "write"
    RULE = "rule"
    EXTEND = "extend"
    DAY = "day"
    MONTH = "month"
    RETRACT = "retract"
    GRANT = "grant"
    REFUSE = "refuse"
    REVIEW = "review"
    ACCEPT = "accept"
    RETURN = "return"
    REVIEWS = "reviews"
    BATCH = "batch"
    ACCEPT_ALL = "acceptall"
    SEE = "see"
    LIST = "list"
    REDATE = "redate"
    GRANT_ON = "granton"
    ATTACH = "attach"
    DETACH = "detach"
    LEAVE_FROM = "leavefrom"
    LEAVE_UNTIL = "leaveuntil"
    STAND_IN = "standin"
    BACK = "back"
    QUIT = "quit"
    SUCCESSOR = "successor"
    HAND_OVER = "handover"
    KEEP = "keep"
    RESUME = "resume"
    SNOOZE = "snooze"
    REMIND = "remind"
    REMIND_NOW = "remindnow"
    REMIND_ALL = "remindall"
    REMIND_THEM = "remindthem"
    CALLS = "calls"
    CALL = "call"
    CALL_UNIT = "callunit"
    PRINT_CALLS = "printcalls"
    ENTER = "enter"
    ENTER_ITEM = "enteritem"
    ENTRY = "entry"
    STAFF = "staff"
    STAFF_NAME = "staffname"
    STAFF_END = "staffend"
    STAFF_REVOKE = "staffrev"
    MERGE_UNITS = "mergeunit"
    AUDIT_FILE = "auditfile"
    FOLLOW = "follow"
    FOLLOW_UNIT = "fwunit"
    FOLLOW_DAY = "fwday"
    FOLLOW_CONFIRM = "fwyes"
    FOLLOW_DROP = "fwno"
    DEADLINE = "deadline"
    END_PLAN = "endplan"
    OUR_TEMPLATE = "ourtmpl"
    WEEK = "week"
    WEEK_FILES = "weekfiles"
    WHOLE = "whole"
    VIEW = "view"
    CHOOSE = "choose"
    LIKELY = "likely"
    EVERY = "every"
    AS_NEW = "asnew"
    SCRAP = "scrap"
    STORE = "store"
    INVITE = "invite"
    BOARD = "board"
    UP = "up"
    PLAN = "plan"
    FILE = "file"
    PAGE = "page"
    NOOP = "noop"


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed: its verb, and the ids or words behind it."""

    verb: Verb
    arguments: tuple[str, ...]

    def text(self, place: int) -> str:
        """Return the argument at ``place`` as it is; "" where there is none."""
        return self.arguments[place] if place < len(self.arguments) else ""

    def number(self, place: int = 0) -> int:
        """Return the argument at ``place`` as an id; -1, which nothing has, where it is none."""
        given = self.text(place)
        return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else -1  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Button:
    """A label with its data."""

    label: str
    data: str


def button(label: str, verb: Verb, *arguments: object) -> Button:
    """Return a button; its data are the verb and its arguments, joined by colons.

    Raises:
        ValueError: the data are longer than Telegram takes.
    """
    data = ":".join((verb, *map(str, arguments)))
    if len(data.encode()) > LIMIT:
        raise ValueError(f"button data too long: {data}")
    return Button(label, data)


def read_press(data: object) -> Press | None:
    """Return what a button's data mean; None where they are not ours, or of another time."""
    verb, *arguments = str(data or "").split(":")
    known = verb in Verb.__members__.values()
    return Press(Verb(verb), tuple(arguments)) if known else None


def mark_of(shown: object) -> str:
    """Return a short mark of what a button was shown with, to tell whether it still is so."""
    return f"{zlib.crc32(repr(shown).encode()):08x}"
