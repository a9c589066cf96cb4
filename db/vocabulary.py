"""The project's words as enums and frozen values; knows nothing but the standard library.

The tables, the rules, the notice reader and the cards all speak in these.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Op(StrEnum):
    """How a reading is held against a target's value."""

    AT_LEAST = ">="
    EXACTLY = "="
    AT_MOST = "<="
    ABOUT = "~"


class Part(StrEnum):
    """A unit's part in an item: 牵头 or 配合."""

    LEAD = "lead"
    ASSIST = "assist"


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """A numeric goal as read from a notice.

    Attributes:
        quantity: what is counted, e.g. ``家庭农场``.
        op: how a reading is compared with ``value``.
        value: the goal, with 万, 亿 and Chinese numerals multiplied out.
        unit: the measure as written, 万 and 亿 removed (``个``, ``人次``, ``元``, ``%``).
        strict: the bound itself does not reach the goal (超过, 低于).
        source: the span of the item's text that it was read from.
    """

    quantity: str
    op: Op
    value: Decimal
    unit: str
    strict: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """One task of a notice, as read.

    Attributes:
        number: arabic digits, enclosing numbers first where numbering restarts ("4.1.2"), or None.
        label: the number as printed, or None.
        section: index into the plan's sections, or None.
        text: the whole body, number and unit list off, lines joined.
        lead: units as written, in order.
        assist: units as written, in order.
        open_ended: the unit list ends in 等.
        due: the day by which the work must be done, or None.
        targets: in the order of the text.
        line: the source line (from 1) on which the item starts.
        doubts: codes of what the reader is unsure of ("no-units"); empty when it is sure.
    """

    number: str | None
    label: str | None
    section: int | None
    text: str
    lead: tuple[str, ...] = ()
    assist: tuple[str, ...] = ()
    open_ended: bool = False
    due: date | None = None
    targets: tuple[TargetDraft, ...] = ()
    line: int = 0
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A notice as read, before an office confirms it.

    Attributes:
        title: the work document's own title.
        notice_title: the covering notice's title; the same as ``title`` where there is none.
        year: the year in the title, else of issue; None when neither is to be found.
        sections: every heading in order, numbers off.
        items: every item in order.
    """

    title: str
    notice_title: str
    year: int | None
    sections: tuple[str, ...]
    items: tuple[ItemDraft, ...]


class Role(StrEnum):
    """What a contact is to a unit or to the office."""

    CONTACT = "contact"
    HEAD = "head"
    LEADER = "leader"
    OFFICE = "office"
    ADMIN = "admin"


class Reachable(StrEnum):
    """Whether a message can reach a contact's chat."""

    YES = "yes"
    BLOCKED = "blocked"
    LEFT = "left"


class Status(StrEnum):
    """What a report says of an item: 未启动, 正常推进, 有困难, 已完成."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    DIFFICULT = "difficult"
    DONE = "done"


class Frequency(StrEnum):
    """How often a cadence falls due."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class Shift(StrEnum):
    """Where a due day moves that is not a workday: 前移, 顺延 or not at all."""

    BEFORE = "before"
    AFTER = "after"
    NONE = "none"


class ObligationState(StrEnum):
    """Whether a report is still owed; a reported or withdrawn one is never chased."""

    OPEN = "open"
    REPORTED = "reported"
    WITHDRAWN = "withdrawn"


class NudgeOutcome(StrEnum):
    """What became of a rung: it went out, a later one superseded it, or nobody could be reached."""

    QUEUED = "queued"
    SUPERSEDED = "superseded"
    UNREACHED = "unreached"


class FormState(StrEnum):
    """Whether a form can still be filled."""

    OPEN = "open"
    SUBMITTED = "submitted"
    DROPPED = "dropped"


class OutboxState(StrEnum):
    """What is known of a message.

    ``WAITING`` is not sent yet (or to be sent again), ``CLAIMED`` is being sent under a lease,
    ``SENT`` was accepted by Telegram, ``WITHDRAWN`` had nothing left to say, ``UNCERTAIN`` may
    have arrived and is not repeated, ``FAILED`` never will.
    """

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    UNCERTAIN = "uncertain"
    FAILED = "failed"


class InboxState(StrEnum):
    """What became of an update."""

    WAITING = "waiting"
    DONE = "done"
    PARKED = "parked"
