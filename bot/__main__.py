"""The command line, and the one place that puts the rooms together."""
# ruff: noqa: E402 - what is imported stays: looking through it for rubbish takes a sixth of a start

import gc

gc.disable()

import signal
import sys
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.console import refuse
from bot.office import examining, inviting, looking, registering, running, starting
from bot.opening import open_desk, open_settings
from db.vocabulary import Role
from templates import word

gc.freeze()
gc.enable()

app = typer.Typer(
    help=word("cli.app"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a pretty traceback shows variables, the token among them
    context_settings={"help_option_names": ["-h", "--help"]},
)

Config = Annotated[Path | None, typer.Option("--config", "-c", help=word("cli.opt_config"))]
Json = Annotated[bool, typer.Option("--json", help=word("cli.opt_json"))]


class InviteRole(StrEnum):
    """The roles that somebody can be invited to."""

    CONTACT = Role.CONTACT
    HEAD = Role.HEAD
    OFFICE = Role.OFFICE


LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@app.command(help=word("cli.demo"))
def demo(
    out: Annotated[Path, typer.Option(help=word("cli.opt_out"))] = Path("demo-out"),
    port: Annotated[int, typer.Option(help="0", hidden=True)] = 0,
) -> None:
    """Tell the whole story against a Telegram of our own."""
    from bot.demo import demo as play_demo  # noqa: PLC0415 - its web server is not for every start

    raise typer.Exit(play_demo(out, port))


@app.command(help=word("cli.init"))
def init(
    folder: Annotated[Path, typer.Argument(show_default=False)] = Path(),
    *,
    force: Annotated[bool, typer.Option("--force", help=word("cli.opt_force"))] = False,
) -> None:
    """Write a configuration to begin with."""
    starting.init(folder, force=force)


@app.command(help=word("cli.doctor"))
def doctor(config: Config = None, *, as_json: Json = False) -> None:
    """Check everything a working bot needs."""
    with open_desk(open_settings(config)) as desk:
        well = examining.examine(desk, config, as_facts=as_json)
    raise typer.Exit(0 if well else 1)


@app.command("import", help=word("cli.import"))
def import_notice(  # noqa: PLR0913 - an argument an option
    file: Annotated[Path, typer.Argument(help=word("cli.opt_notice"), allow_dash=True)],
    config: Config = None,
    until: Annotated[str | None, typer.Option(help=word("cli.opt_until"))] = None,
    export: Annotated[Path | None, typer.Option(help=word("cli.opt_export"))] = None,
    unit: Annotated[list[str] | None, typer.Option(help=word("cli.opt_unit"))] = None,
    revises: Annotated[int | None, typer.Option(help=word("cli.opt_revises"))] = None,
    *,
    new: Annotated[bool, typer.Option("--new", help=word("cli.opt_new"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=word("cli.opt_dry_run"))] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=word("cli.opt_yes"))] = False,
    as_json: Json = False,
) -> None:
    """Read a notice, show it, and store it once confirmed."""
    from bot.office import importing  # noqa: PLC0415 - what reads notices is not for every start

    importing.import_notice(
        importing.Wishes(
            file=file,
            config=config,
            until=_day(until) if until else None,
            export=export,
            units=tuple(unit or ()),
            revises=revises,
            new=new,
            dry_run=dry_run,
            yes=yes,
            as_facts=as_json,
        )
    )


units_app = typer.Typer(invoke_without_command=True)
app.add_typer(units_app, name="units", help=word("cli.units"))


@units_app.callback()
def units(context: typer.Context, config: Config = None, *, as_json: Json = False) -> None:
    """List the units that notices have named, or do what the command behind says."""
    if context.invoked_subcommand is None:
        with open_desk(open_settings(config)) as desk:
            registering.show_units(desk, as_facts=as_json)


@units_app.command("alias", help=word("cli.units_alias"))
def units_alias(
    alias: Annotated[str, typer.Argument(help=word("cli.opt_alias"))],
    unit: Annotated[str, typer.Argument(help=word("cli.opt_unit_name"))],
    config: Config = None,
) -> None:
    """Let a unit be known by another name as well."""
    with open_desk(open_settings(config)) as desk:
        registering.add_alias(desk, alias, unit)


@app.command(help=word("cli.run"))
def run(
    config: Config = None,
    log_level: Annotated[str, typer.Option(help=word("cli.opt_log_level"))] = "INFO",
    rehearse_from: Annotated[datetime | None, typer.Option(help=word("cli.opt_rehearse"))] = None,
) -> None:
    """Run the bot."""
    if log_level.upper() not in LEVELS:
        refuse("cli.wrong_level", value=log_level)
    settings = open_settings(config)
    start = rehearse_from and rehearse_from.replace(tzinfo=settings.zone).astimezone(UTC)
    running.run(settings, log_level.upper(), start)


@app.command(help=word("cli.status"))
def status(config: Config = None, *, as_json: Json = False) -> None:
    """Print how things stand."""
    with open_desk(open_settings(config)) as desk:
        looking.status(desk, as_facts=as_json)


@app.command(help=word("cli.invite"))
def invite(  # noqa: PLR0913 - an argument an option
    units: Annotated[list[str] | None, typer.Argument(help=word("cli.opt_units"))] = None,
    config: Config = None,
    role: Annotated[InviteRole, typer.Option(help=word("cli.opt_role"))] = InviteRole.CONTACT,
    replaces: Annotated[str | None, typer.Option(help=word("cli.opt_replaces"))] = None,
    sheet: Annotated[Path | None, typer.Option(help=word("cli.opt_sheet"))] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help=word("cli.opt_force_sheet"))] = False,
    as_json: Json = False,
) -> None:
    """Make single-use links."""
    wishes = inviting.Wishes(tuple(units or ()), Role(role), replaces, sheet, force, as_json)
    with open_desk(open_settings(config)) as desk:
        inviting.invite(desk, wishes)


@app.command(help=word("cli.digest"))
def digest(config: Config = None, *, as_json: Json = False) -> None:
    """Print each plan's week."""
    with open_desk(open_settings(config)) as desk:
        looking.show_digest(desk, as_facts=as_json)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        refuse("cli.not_now", value=text)


def main() -> None:
    """Run the command line; speak UTF-8 whatever the terminal's own encoding."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    # As after Ctrl-C, what was begun is cleared away: a child that reads a file, and its folder.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    app(prog_name="duban")


if __name__ == "__main__":
    main()
