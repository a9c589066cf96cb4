"""Reads config.toml and its environment twins into types; reports every mistake at once.

Knows nothing of what the settings are used for.
"""

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.clashes import clashes
from bot.mistakes import ConfigError, Mistake, mistake_of, unknown_variables
from bot.sections import (
    CadencePart,
    DatabasePart,
    DigestPart,
    FilesPart,
    LadderPart,
    LimitsPart,
    OfficePart,
    ReviewPart,
    TelegramPart,
)
from scheduler.hours import Hours
from scheduler.office import Office

PREFIX = "DUBAN_"

Place = tuple[int | str, ...]


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
    review: ReviewPart = ReviewPart()
    files: FilesPart = FilesPart()
    limits: LimitsPart = LimitsPart()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what is given and nothing else; load_settings asks the environment."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)

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

    def office_rules(self) -> Office:
        """Return the office as the rules take it; what the database knows of it comes in later."""
        office = self.office
        hours = Hours(self.zone, office.slots, office.work_hours[1], office.quiet_time())
        return Office(
            hours,
            self.ladder.ladder(),
            self.digest.weekly(),
            office.chat_id,
            self.limits.messages_a_day,
            timedelta(hours=self.limits.remind_hours),
            lock_workdays=self.review.lock_workdays,
            reviews=self.review.card != "off",
        )


def load_settings(file: Path | None) -> Settings:
    """Read the settings from a file, if there is one, and the environment.

    Paths in the file, of token, SQLite database and files, are taken from the file's folder.

    Raises:
        ConfigError: with every mistake, its place and a hint.
    """
    folder = (file.parent if file else Path()).resolve()
    given = _over(_parse(file) if file else {}, _Environment(Settings)())
    settings, mistakes = _read(given)
    mistakes += unknown_variables(PREFIX, Settings.model_fields)
    if mistakes:
        raise ConfigError(mistakes)
    return _with_folder(settings, folder)


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return both as one; what stands ``above`` wins, table by table."""
    both = {**below, **above}
    for name in below.keys() & above.keys():
        if isinstance(below[name], Mapping) and isinstance(above[name], Mapping):
            both[name] = _over(below[name], above[name])
    return both


def _read(given: dict[str, Any]) -> tuple[Settings, list[Mistake]]:
    """Return the settings, defaults standing in for what is wrong, and every mistake.

    What is wrong is taken out of ``given``, so that the rest can be seen together.
    """
    mistakes: list[Mistake] = []
    wrong: set[str] = set()
    while True:
        try:
            settings = Settings(**given)
            break
        except ValidationError as error:
            details = _without_echoes(error.errors())
            # What is missing once a wrong value is gone is no mistake of its own.
            mistakes = mistakes or [mistake_of(one, Settings.model_fields) for one in details]
            names = {_named(given, one["loc"]) for one in details}
            for name in sorted(names, key=len, reverse=True):
                wrong.add(".".join(map(str, name)))
                _holder(given, name).pop(name[-1])
    parts = (settings.office, settings.cadence, settings.ladder, settings.digest)
    return settings, mistakes + clashes(*parts, wrong)


def _without_echoes(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Return what pydantic found, but not that a list is too short for its wrong values."""
    places = [one["loc"] for one in details]
    around = {place[:length] for place in places for length in range(len(place))}
    return [one for one in details if one["loc"] not in around]


def _named(given: dict[str, Any], place: Place) -> Place:
    """Return the place of the innermost value with a name that there is around a mistake."""
    for length in range(len(place), 0, -1):
        with suppress(LookupError, TypeError):
            holder = _holder(given, place[:length])
            if isinstance(holder, dict) and place[length - 1] in holder:
                return place[:length]
    raise LookupError(place)


def _holder(given: dict[str, Any], place: Place) -> Any:  # noqa: ANN401 - tables and lists
    """Return the table, or the list, that a place is in."""
    holder: Any = given
    for step in place[:-1]:
        holder = holder[step]
    return holder


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
