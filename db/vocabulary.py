"""The project's words as enums and frozen values; knows nothing but the standard library.

The tables, the rules, the notice reader and the cards all speak in these.
"""

from dataclasses import dataclass
from datetime import date, time
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


class Timing(StrEnum):
    """What a phrase of time asks for.

    ``BY`` a day it names, ``EVERY`` period anew, ``ALWAYS`` (长期坚持), ``OPEN`` an end that
    cannot be told from the phrase.
    """

    BY = "by"
    EVERY = "every"
    ALWAYS = "always"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the reader is unsure of, and where; the sentence for people is a template's.

    Attributes:
        code: a machine word, e.g. ``no-units``.
        line: the source line, from 1.
        about: the words in question as written; "" where the whole item is meant.
        candidates: what the words may mean, likeliest first.
    """

    code: str
    line: int
    about: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DueDraft:
    """By when an item's work must be done, as read.

    Attributes:
        phrase: the words of the text (``2024年6月底前``).
        timing: what the phrase asks for.
        day: the last calendar day, for ``BY`` only.
        line: the source line of the phrase.
        doubt: a code where the office must look again, else "".
    """

    phrase: str
    timing: Timing
    day: date | None = None
    line: int = 0
    doubt: str = ""


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
        line: the source line of that span.
        doubt: a code where the office must look again, else "".
    """

    quantity: str
    op: Op
    value: Decimal
    unit: str
    strict: bool = False
    source: str = ""
    line: int = 0
    doubt: str = ""


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
        due: by when the work must be done, or None where the text does not say.
        targets: in the order of the text.
        line: the source line (from 1) on which the item starts.
        doubts: what the reader is unsure of in the item and its units; empty when it is sure.
        opening: the paragraph's first twelve characters, number and blanks off; unlike ``text`` it
            may hold the beginning of the unit list.
    """

    number: str | None
    label: str | None
    section: int | None
    text: str
    lead: tuple[str, ...] = ()
    assist: tuple[str, ...] = ()
    open_ended: bool = False
    due: DueDraft | None = None
    targets: tuple[TargetDraft, ...] = ()
    line: int = 0
    doubts: tuple[Doubt, ...] = ()
    opening: str = ""

    @property
    def all_doubts(self) -> tuple[Doubt, ...]:
        """Every doubt of the item, those of its targets and its date included."""
        targets = [Doubt(each.doubt, each.line, each.source) for each in self.targets if each.doubt]
        due = self.due
        date_doubts = [Doubt(due.doubt, due.line, due.phrase)] if due and due.doubt else []
        return (*self.doubts, *targets, *date_doubts)


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A notice as read, before an office confirms it.

    Attributes:
        title: the work document's own title.
        notice_title: the covering notice's title; the same as ``title`` where there is none.
        year: the year in the title, else of issue; None when neither is to be found.
        sections: every heading in order, numbers off.
        items: every item in order.
        issued_on: the day of issue that the notice bears, or None.
    """

    title: str
    notice_title: str
    year: int | None
    sections: tuple[str, ...]
    items: tuple[ItemDraft, ...]
    issued_on: date | None = None


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
    """How often a cadence falls due; ``WORKDAYS`` is every so many workdays after an event."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    ONCE = "once"
    WORKDAYS = "workdays"


class DayKind(StrEnum):
    """What a cadence's number counts within its month, or its week: days, workdays, weekdays."""

    DAY = "day"
    WORKDAY = "workday"
    WEEKDAY = "weekday"


class Shift(StrEnum):
    """Where a due day moves that is not a workday: 前移, 顺延 or not at all."""

    BEFORE = "before"
    AFTER = "after"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Rule:
    """When reports fall due, by one cadence.

    Attributes:
        frequency: how often.
        kind: what ``number`` counts; a week knows weekdays and workdays only.
        number: the n-th day, workday or ``weekday``, from 1; negative from the end, -1 the last
            one. For ``WORKDAYS``: how many workdays lie between two reports.
        weekday: 1 for Monday, for the kind ``WEEKDAY``.
        month: the period's month in which it falls due, 1 for its first; one more than it has is
            the month after it. None for its last one.
        anchor: for ``ONCE`` the day, for ``WORKDAYS`` the event's.
        times: for ``WORKDAYS``, how often; None for no end.
        cutoff: the time of the due day at which a report is late.
        shift: where a due day goes that is not a workday.
        shift_by: for ``AFTER``, to which workday after the days off, from 1.
        opens_days_before: calendar days before the due day on which reports are first taken.
    """

    frequency: Frequency
    kind: DayKind = DayKind.DAY
    number: int = -1
    weekday: int | None = None
    month: int | None = None
    anchor: date | None = None
    times: int | None = None
    cutoff: time = time(17, 30)
    shift: Shift = Shift.BEFORE
    shift_by: int = 1
    opens_days_before: int = 10


class Audience(StrEnum):
    """Whom a rung tells: 联络员, 第二联络员, 单位负责人, 分管领导, 督办室."""

    CONTACT = "contact"
    SECOND = "second"
    HEAD = "head"
    LEADER = "leader"
    OFFICE = "office"


class Colour(StrEnum):
    """How urgent a rung is: 蓝, 黄, 红."""

    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


class ObligationState(StrEnum):
    """Whether a report is still owed; a reported or withdrawn one is never chased."""

    OPEN = "open"
    REPORTED = "reported"
    WITHDRAWN = "withdrawn"


class NudgeOutcome(StrEnum):
    """What became of a rung: somebody was told, a later one superseded it, or nobody was told."""

    QUEUED = "queued"
    SUPERSEDED = "superseded"
    DEFERRED = "deferred"
    UNREACHED = "unreached"


class Untold(StrEnum):
    """Why nobody, or somebody not, was told at a rung."""

    MISSED = "missed"
    BUDGET = "budget"
    NEVER_JOINED = "never_joined"
    BLOCKED = "blocked"
    LEFT = "left"
    ON_LEAVE = "on_leave"


class Cause(StrEnum):
    """What changed a due time: another cadence or calendar, an extension, a returned report."""

    CADENCE = "cadence"
    CALENDAR = "calendar"
    EXTENSION = "extension"
    RETURN = "return"


class FormState(StrEnum):
    """Whether a form can still be filled."""

    OPEN = "open"
    SUBMITTED = "submitted"
    DROPPED = "dropped"


class FileState(StrEnum):
    """What is known of a file that was sent to us.

    ``WAITING`` is still to be fetched, ``CLAIMED`` is being fetched under a lease, ``STORED`` lies
    on our disk, ``REFUSED`` is of a kind or size that is not taken, ``FAILED`` could not be had.
    """

    WAITING = "waiting"
    CLAIMED = "claimed"
    STORED = "stored"
    REFUSED = "refused"
    FAILED = "failed"


class QuestionKind(StrEnum):
    """Whether a contact asks something, or says that an item is not their unit's."""

    QUESTION = "question"
    NOT_OURS = "not_ours"


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


class ChoreKind(StrEnum):
    """Work that takes long: reading what the office sent, making a document."""

    READ = "read"
    MAKE = "make"


class ChoreState(StrEnum):
    """Whether a chore is still to be done."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    DONE = "done"
    FAILED = "failed"


class DraftKind(StrEnum):
    """What the office sent to be read: a notice, or a template for Word."""

    NOTICE = "notice"
    TEMPLATE = "template"


class DraftState(StrEnum):
    """What became of what the office sent.

    ``WAITING`` is still to be fetched or read, ``READ`` waits for the office's word, ``REFUSED``
    cannot be read, ``STORED`` was confirmed, ``DROPPED`` was not.
    """

    WAITING = "waiting"
    READ = "read"
    REFUSED = "refused"
    STORED = "stored"
    DROPPED = "dropped"


class DocumentKind(StrEnum):
    """A file that is made for people: 图表, 通报及其模板, 台账, 邀请函, 电话催办单, 变更记录."""

    CHART = "chart"
    BULLETIN = "bulletin"
    LEDGER = "ledger"
    INVITES = "invites"
    CALLS = "calls"
    AUDIT = "audit"
    TEMPLATE = "template"


class CallOutcome(StrEnum):
    """What came of a call: 答应报送, 无人接听, 号码有误, 已代录."""

    PROMISED = "promised"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    ENTERED = "entered"


class Via(StrEnum):
    """From where the office changed something: its chat, or the command line."""

    CHAT = "chat"
    COMMAND = "command"


class Action(StrEnum):
    """What the office did, as the audit trail has it."""

    PLAN_ADDED = "plan_added"
    PLAN_REVISED = "plan_revised"
    PLAN_ENDED = "plan_ended"
    PLAN_WITHDRAWN = "plan_withdrawn"
    PLAN_RESTORED = "plan_restored"
    CADENCE = "cadence"
    LADDER = "ladder"
    CALENDAR = "calendar"
    UNIT_ADDED = "unit_added"
    UNIT_RENAMED = "unit_renamed"
    UNITS_MERGED = "units_merged"
    ALIAS_ADDED = "alias_added"
    ALIAS_DROPPED = "alias_dropped"
    CONTACT_RENAMED = "contact_renamed"
    PHONE = "phone"
    POST_ENDED = "post_ended"
    INVITED = "invited"
    INVITE_REVOKED = "invite_revoked"
    ADMITTED = "admitted"
    DENIED = "denied"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    ENTERED = "entered"
    EXTENSION = "extension"
    REMINDED = "reminded"
    CALLED = "called"
    FOLLOW_UP = "follow_up"
    TEMPLATE = "template"
    ANSWERED = "answered"
    RESUMED = "resumed"
