"""Reads config.toml and its environment twins into types; reports every mistake at once.

Knows nothing of what the settings are used for.
"""

import re
import tomllib
from copy import deepcopy
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.filekinds import ALIASES, KINDS
from bot.mistakes import ConfigError, Mistake, mistake_of, unknown_variables
from db.vocabulary import Frequency, Role, Shift
from scheduler.digest import Weekly
from scheduler.ladder import Ladder, Rung

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PREFIX = "DUBAN_"


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
#: Workdays around the due day; nobody is reminded a quarter of a year before.
Workdays = Annotated[int, Field(ge=-90, le=90)]


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
    chat_id: int | None = None
    approve_joins: bool = False

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

    @model_validator(mode="after")
    def slots_within_work_hours(self) -> Self:
        """Refuse slots in which nothing could go out."""
        opens, closes = self.work_hours
        if not opens <= self.slots[0] <= self.slots[-1] <= closes:
            raise PydanticCustomError("slots_hours", "slots within work hours")
        return self


class CadencePart(_Part):
    """When reports fall due, for plans imported from now on."""

    frequency: Frequency = Frequency.MONTHLY
    day: int = Field(25, ge=1, le=31)
    cutoff: LocalTime = time(17, 30)
    shift: Shift = Shift.BEFORE
    opens_days_before: int = Field(10, ge=0, le=90)

    @model_validator(mode="after")
    def weekday(self) -> Self:
        """Refuse a day past Sunday in a weekly cadence."""
        if self.frequency is Frequency.WEEKLY and self.day > len(WEEKDAYS):
            raise PydanticCustomError("weekday", "a weekday")
        return self


class LadderPart(_Part):
    """Reminders, in workdays around the due day."""

    rungs: tuple[Workdays, ...] = Field((-3, -1, 0, 1, 3), min_length=1)
    heads_from: Workdays = 3
    repeat_every: int = Field(5, ge=0, le=60)

    @field_validator("rungs")
    @classmethod
    def in_order(cls, rungs: tuple[int, ...]) -> tuple[int, ...]:
        """Refuse rungs that do not climb."""
        if list(rungs) != sorted(set(rungs)):
            raise PydanticCustomError("rungs_order", "rungs in order")
        return rungs

    @model_validator(mode="after")
    def heads_within(self) -> Self:
        """Refuse a rung for heads that is never reached."""
        if self.heads_from > self.rungs[-1]:
            raise PydanticCustomError("heads_from", "heads within the rungs")
        return self


class DigestPart(_Part):
    """When the office gets its week."""

    weekday: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"] = "mon"
    at: LocalTime = time(9)


class LimitsPart(_Part):
    """What is kept to towards Telegram, and how long things last."""

    messages_per_second: int = Field(30, ge=1, le=1000)
    group_messages_per_minute: int = Field(18, ge=1, le=20)
    senders: int = Field(16, ge=1, le=64)
    lease_seconds: int = Field(60, ge=2, le=600)
    poll_seconds: int = Field(30, ge=1, le=50)
    invite_days: int = Field(14, ge=1, le=365)


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


class _Environment(EnvSettingsSource):
    """The environment; a list that is no JSON is a wrong value like any other."""

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:  # noqa: ANN401
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value


class Settings(BaseSettings):
    """Everything that can be set; every key has an environment twin (DUBAN_OFFICE__NAME)."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True
    )

    telegram: TelegramPart = TelegramPart()
    database: DatabasePart = DatabasePart()
    office: OfficePart = OfficePart()
    cadence: CadencePart = CadencePart()
    ladder: LadderPart = LadderPart()
    digest: DigestPart = DigestPart()
    files: FilesPart = FilesPart()
    limits: LimitsPart = LimitsPart()

    @model_validator(mode="after")
    def digest_within_work_hours(self) -> Self:
        """Refuse a digest that would never go out."""
        opens, closes = self.office.work_hours
        if not opens <= self.digest.at <= closes:
            raise PydanticCustomError("digest_hours", "out of hours", {"place": "digest.at"})
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file, whose contents come as arguments."""
        del env_settings, dotenv_settings, file_secret_settings
        return _Environment(settings_cls), init_settings

    @classmethod
    def apart(cls, **parts: BaseModel) -> "Settings":
        """Return the defaults with some sections given; neither file nor environment is asked."""
        fields = cls.model_fields
        return cls.model_construct(
            **{name: parts.get(name, field.default) for name, field in fields.items()}
        )

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone, which decides what day it is."""
        return ZoneInfo(self.office.timezone)

    @property
    def files_folder(self) -> Path:
        """The folder of contacts' files: as set, else beside a SQLite database."""
        prefix, _, file = self.database.url.partition("sqlite:///")
        beside = Path(file.partition("?")[0]).parent if file and not prefix else Path("data")
        return self.files.folder or beside / "files"

    def ladder_rule(self) -> Ladder:
        """Return the ladder as the scheduler takes it."""
        both = frozenset({Role.CONTACT, Role.HEAD})
        contact = frozenset({Role.CONTACT})
        rungs = tuple(
            Rung(at, both if at >= self.ladder.heads_from else contact) for at in self.ladder.rungs
        )
        return Ladder(
            rungs, self.ladder.repeat_every, self.office.slots, self.office.work_hours[1], self.zone
        )

    def weekly(self) -> Weekly:
        """Return when the digest is due."""
        return Weekly(WEEKDAYS.index(self.digest.weekday) + 1, self.digest.at)


def load_settings(file: Path | None) -> Settings:
    """Read the settings from a file, if there is one, and the environment.

    Paths in the file, of token, SQLite database and files, are taken from the file's folder.

    Raises:
        ConfigError: with every mistake, its place and a hint.
    """
    folder = (file.parent if file else Path()).resolve()
    contents = _parse(file) if file else {}
    mistakes = unknown_variables(PREFIX, Settings.model_fields)
    try:
        settings = Settings(**contents)
    except ValidationError as error:
        raise ConfigError(_all_mistakes(contents, error) + mistakes) from error
    if mistakes:
        raise ConfigError(mistakes)
    return _with_folder(settings, folder)


def _all_mistakes(contents: dict[str, Any], error: ValidationError) -> list[Mistake]:
    """Return every mistake: those that only show once the wrong values are gone as well."""
    details = error.errors()
    found = [mistake_of(detail, Settings.model_fields) for detail in details]
    left = deepcopy(contents)
    for part, *rest in (detail["loc"] for detail in details if detail["loc"]):
        section = left.get(str(part))
        if rest and isinstance(section, dict):
            section.pop(str(rest[0]), None)
        else:
            left.pop(str(part), None)
    if left == contents:  # what is left stands in the environment
        return found
    try:
        Settings(**left)
    except ValidationError as further:
        known = {mistake.place for mistake in found}
        found += [one for one in _all_mistakes(left, further) if one.place not in known]
    return found


def _parse(file: Path) -> dict[str, Any]:
    text = ""
    try:
        text = file.read_text("utf-8-sig")
        return tomllib.loads(text)
    except FileNotFoundError as error:
        raise ConfigError([Mistake(str(file), "no_file", {})]) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        values: dict[str, object] = {"line": line[1] if line else text.count("\n") + 1}
        raise ConfigError([Mistake(str(file), "toml", values)]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([Mistake(str(file), "unreadable", {})]) from error


def _with_folder(settings: Settings, folder: Path) -> Settings:
    token, url = settings.telegram.token_file, settings.database.url
    telegram = settings.telegram.model_copy(
        update={"token_file": folder / token.expanduser() if token else None}
    )
    prefix, _, path = url.partition("sqlite:///")
    kept = settings.files.folder
    if not prefix and path:
        url = f"sqlite:///{folder / path}"
    elif kept is None:
        kept = Path("data/files")
    files = settings.files.model_copy(
        update={"folder": folder / kept.expanduser() if kept else None}
    )
    database = DatabasePart(url=url)
    return settings.model_copy(update={"telegram": telegram, "database": database, "files": files})
