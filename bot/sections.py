"""The sections of config.toml as types: what each key may be, and what stands where it is left out.

Knows one section at a time; what only shows when several are seen together is bot/clashes.py's.
"""

from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from bot.filekinds import ALIASES, KINDS
from db.vocabulary import Audience, Colour, DayKind, DocumentKind, Frequency, Rule, Shift
from scheduler.ladder import Ladder, Rung
from scheduler.office import Weekly
from scheduler.saying import NotRead, read_rule

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: Phrases of a configuration are read on no day in particular: one that needs its year says it.
ANY_DAY = date(2000, 1, 1)


def _http(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise PydanticCustomError("not_http", "not an address")
    return url.rstrip("/")


def _written(given: object) -> object:
    if not isinstance(given, str | time):  # pydantic would take 9 as nine seconds past midnight
        raise PydanticCustomError("time_type", "not a time")
    return given


def _local(moment: time) -> time:
    if moment.tzinfo is not None:
        raise PydanticCustomError("time_type", "a time of the office's own zone")
    return moment


def _kind(name: str) -> str:
    kind = ALIASES.get(name.lower().lstrip("."), name.lower().lstrip("."))
    if kind not in KINDS:
        raise PydanticCustomError("file_kind", "unknown kind", {"known": " ".join(KINDS)})
    return kind


LocalTime = Annotated[time, BeforeValidator(_written), AfterValidator(_local)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TelegramPart(_Part):
    """Where Telegram is and who we are there."""

    token: SecretStr | None = None
    token_file: Path | None = None
    api_base_url: Annotated[str, AfterValidator(_http)] = "https://api.telegram.org"
    proxy: str | None = Field(None, repr=False)


class DatabasePart(_Part):
    """Where the ledger is kept."""

    url: str = Field("sqlite:///data/duban.db", repr=False)


class OfficePart(_Part):
    """The office: name, hours, and where it is told things."""

    name: str = "督办室"
    timezone: str = "Asia/Shanghai"
    work_hours: tuple[LocalTime, LocalTime] = (time(8, 30), time(17, 30))
    slots: tuple[LocalTime, ...] = Field((time(9), time(15)), min_length=1)
    quiet: tuple[LocalTime, ...] = (time(12), time(14))
    chat_id: int | None = None
    approve_joins: bool = False
    rehearsal: bool = False

    @field_validator("timezone")
    @classmethod
    def known(cls, name: str) -> str:
        """Refuse a time zone that nobody knows."""
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise PydanticCustomError("timezone", "unknown time zone") from error
        return name

    @field_validator("slots")
    @classmethod
    def in_order(cls, slots: tuple[time, ...]) -> tuple[time, ...]:
        """Refuse slots that do not follow each other."""
        if list(slots) != sorted(set(slots)):
            raise PydanticCustomError("slots_order", "slots in order")
        return slots

    @field_validator("quiet")
    @classmethod
    def from_and_to(cls, quiet: tuple[time, ...]) -> tuple[time, ...]:
        """Refuse a quiet time that has no end."""
        if len(quiet) not in {0, 2}:
            raise PydanticCustomError("quiet_pair", "from when to when")
        return quiet

    def quiet_time(self) -> tuple[time, time] | None:
        """Return from when to when nothing planned goes out; None for no such time."""
        return (self.quiet[0], self.quiet[1]) if self.quiet else None


class CadencePart(_Part):
    """When reports fall due, for plans imported from now on; ``rules`` stand before a day."""

    frequency: Literal[
        Frequency.WEEKLY,
        Frequency.MONTHLY,
        Frequency.QUARTERLY,
        Frequency.HALF_YEARLY,
        Frequency.YEARLY,
    ] = Frequency.MONTHLY
    day: int = Field(25, ge=-31, le=31)
    rules: tuple[str, ...] = ()
    cutoff: LocalTime = time(17, 30)
    shift: Shift = Shift.BEFORE
    shift_by: int = Field(1, ge=1, le=30)
    opens_days_before: int = Field(10, ge=0, le=90)

    def rules_of(self) -> tuple[Rule, ...]:
        """Return the cadences of a new plan as the scheduler takes them, in their order."""
        if not self.rules:
            return (self.numbered(),)
        read = [self.reading(phrase) for phrase in self.rules]
        return tuple(rule for rule in read if isinstance(rule, Rule))

    def reading(self, phrase: str, today: date = ANY_DAY) -> Rule | NotRead:
        """Return one of the rules as read; what it does not say is as the other keys have it."""
        return read_rule(phrase, self.numbered(), today)

    def numbered(self) -> Rule:
        """Return the cadence that ``frequency`` and ``day`` make."""
        weekly = self.frequency is Frequency.WEEKLY
        return Rule(
            self.frequency,
            DayKind.WEEKDAY if weekly else DayKind.DAY,
            1 if weekly else self.day,
            self.day if weekly else None,
            cutoff=self.cutoff,
            shift=self.shift,
            shift_by=self.shift_by,
            opens_days_before=self.opens_days_before,
        )


class RungPart(_Part):
    """One reminder: when, in workdays around the due day, whom it tells, and how urgent it is."""

    #: Nobody is reminded a quarter of a year before.
    at: int = Field(ge=-90, le=90)
    to: tuple[Audience, ...] = Field((Audience.CONTACT,), min_length=1)
    colour: Colour | None = None

    @model_validator(mode="before")
    @classmethod
    def bare(cls, given: object) -> object:
        """Take a number alone for a rung that tells the contact."""
        if type(given) is not int and not isinstance(given, dict):
            raise PydanticCustomError("rung_shape", "no rung")
        return given if isinstance(given, dict) else {"at": given}

    def rung(self) -> Rung:
        """Return the rung as the scheduler takes it."""
        return Rung(self.at, frozenset(self.to), self.colour)


_ASKED = (Audience.CONTACT, Audience.SECOND)
_ABOVE = (*_ASKED, Audience.HEAD)
RUNGS = (
    RungPart(at=-3),
    RungPart(at=-1),
    RungPart(at=0, to=_ASKED),
    RungPart(at=1, to=_ASKED, colour=Colour.BLUE),
    RungPart(at=3, to=_ABOVE, colour=Colour.YELLOW),
    RungPart(at=8, to=(*_ABOVE, Audience.LEADER, Audience.OFFICE), colour=Colour.RED),
)


class LadderPart(_Part):
    """Reminders around the due day, of plans that have none of their own."""

    rungs: tuple[RungPart, ...] = Field(RUNGS, min_length=1)
    repeat_every: int = Field(5, ge=0, le=60)

    def ladder(self) -> Ladder:
        """Return the ladder as the scheduler takes it."""
        return Ladder(tuple(rung.rung() for rung in self.rungs), self.repeat_every)


class DigestPart(_Part):
    """When the office gets its week, with which documents, and who else gets theirs."""

    weekday: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"] = "mon"
    at: LocalTime = time(9)
    documents: tuple[
        Literal[DocumentKind.CHART, DocumentKind.BULLETIN, DocumentKind.LEDGER], ...
    ] = (DocumentKind.CHART, DocumentKind.BULLETIN, DocumentKind.LEDGER)
    to_units: bool = True
    to_leaders: bool = True

    def weekly(self) -> Weekly:
        """Return it as the scheduler takes it; a document that is named twice comes once."""
        return Weekly(
            WEEKDAYS.index(self.weekday) + 1,
            self.at,
            tuple(dict.fromkeys(self.documents)),
            self.to_units,
            self.to_leaders,
        )


class ReviewPart(_Part):
    """How the office is shown reports to review, and how long they can be corrected."""

    card: Literal["gathered", "each", "off"] = "gathered"
    renew_minutes: int = Field(30, ge=5, le=480)
    return_workdays: int = Field(2, ge=1, le=20)
    lock_workdays: int = Field(3, ge=0, le=60)


class FilesPart(_Part):
    """Which files contacts may send, and where they are kept."""

    folder: Path | None = None
    max_mb: int = Field(20, ge=1, le=20)
    kinds: tuple[Annotated[str, AfterValidator(_kind)], ...] = Field(
        (
            *("jpg", "png", "webp", "heic", "gif", "tif", "bmp"),
            *("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "ofd", "txt"),
        ),
        min_length=1,
    )


class LimitsPart(_Part):
    """What is kept to towards Telegram and towards people, and how long things last."""

    messages_per_second: int = Field(30, ge=1, le=1000)
    group_messages_per_minute: int = Field(18, ge=1, le=20)
    messages_a_day: int = Field(4, ge=1, le=20)
    remind_hours: int = Field(4, ge=0, le=72)
    senders: int = Field(16, ge=1, le=64)
    lease_seconds: int = Field(60, ge=2, le=600)
    poll_seconds: int = Field(30, ge=1, le=50)
    invite_days: int = Field(14, ge=1, le=365)
