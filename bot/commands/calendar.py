"""``duban calendar``: the days on which the office works."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.options import By, Config, Json, OnlyShow, Yes
from bot.office.moving import Manner
from bot.opening import open_desk, open_settings
from templates import word

app = typer.Typer(invoke_without_command=True)
DayText = Annotated[str, typer.Argument(help=word("cli.opt_day"), show_default=False)]
Name = Annotated[str, typer.Argument(help=word("cli.opt_day_name"), show_default=False)]


@app.callback()
def show(
    context: typer.Context,
    config: Config = None,
    year: Annotated[int | None, typer.Option(help=word("cli.opt_year"), min=2004, max=2100)] = None,
    *,
    as_json: Json = False,
) -> None:
    """Print a year's holidays, or do what the command behind says."""
    from bot.office import calendaring  # noqa: PLC0415 - what reads notices is not for every start

    if context.invoked_subcommand is None:
        with open_desk(open_settings(config)) as desk:
            calendaring.show_year(desk, year, as_facts=as_json)


@app.command("import", help=word("cli.calendar_import"))
def import_notice(
    file: Annotated[Path, typer.Argument(help=word("cli.opt_holidays"), allow_dash=True)],
    *,
    config: Config = None,
    by: By = "",
    dry_run: OnlyShow = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Read the State Council's notice of a year's holidays, and apply it once confirmed."""
    from bot.office import calendaring  # noqa: PLC0415 - likewise

    manner = Manner(by, dry_run=dry_run, yes=yes, as_facts=as_json)
    with open_desk(open_settings(config)) as desk:
        calendaring.import_holidays(desk, file, manner)


def _noting(*, works: bool) -> Callable[..., None]:
    """Return the command that notes whether the office works on a day."""

    def note(  # noqa: PLR0913 - an argument an option
        day: DayText,
        name: Name,
        *,
        config: Config = None,
        by: By = "",
        dry_run: OnlyShow = False,
        yes: Yes = False,
        as_json: Json = False,
    ) -> None:
        from bot.office import calendaring  # noqa: PLC0415 - likewise

        manner = Manner(by, dry_run=dry_run, yes=yes, as_facts=as_json)
        with open_desk(open_settings(config)) as desk:
            calendaring.set_day(desk, day, name, manner, works=works)

    return note


app.command("off", help=word("cli.calendar_off"))(_noting(works=False))
app.command("work", help=word("cli.calendar_work"))(_noting(works=True))


@app.command("drop", help=word("cli.calendar_drop"))
def drop(
    day: DayText,
    *,
    config: Config = None,
    by: By = "",
    dry_run: OnlyShow = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Take the office's own word on a day back."""
    from bot.office import calendaring  # noqa: PLC0415 - likewise

    manner = Manner(by, dry_run=dry_run, yes=yes, as_facts=as_json)
    with open_desk(open_settings(config)) as desk:
        calendaring.drop_day(desk, day, manner)
