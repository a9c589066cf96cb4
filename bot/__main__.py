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

from bot.commands import cadence, calendar, ladder, people, plan, template, units
from bot.commands.options import By, Config, Json, Yes
from bot.console import refuse
from bot.office import auditing, examining, inviting, looking, resuming, running, starting, weekly
from bot.opening import open_desk, open_settings
from db.vocabulary import Audience, Role
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
app.add_typer(units.app, name="units", help=word("cli.units"))
app.add_typer(people.app, name="people", help=word("cli.people"))
app.add_typer(cadence.app, name="cadence", help=word("cli.cadence"))
app.add_typer(calendar.app, name="calendar", help=word("cli.calendar"))
app.add_typer(ladder.app, name="ladder", help=word("cli.ladder"))
app.add_typer(template.app, name="template", help=word("cli.template"))
app.add_typer(plan.app, name="plan", help=word("cli.plan"))


class InviteRole(StrEnum):
    """The roles that somebody can be invited to."""

    CONTACT = Role.CONTACT
    SECOND = Audience.SECOND
    HEAD = Role.HEAD
    LEADER = Role.LEADER
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
    yes: Yes = False,
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


@app.command(help=word("cli.audit"))
def audit(
    config: Config = None,
    plan_id: Annotated[int | None, typer.Option("--plan", help=word("cli.opt_of_plan"))] = None,
    unit: Annotated[str | None, typer.Option(help=word("cli.opt_of_unit"))] = None,
    days: Annotated[int | None, typer.Option(help=word("cli.opt_audit_days"), min=1)] = None,
    export: Annotated[Path | None, typer.Option(help=word("cli.opt_audit_export"))] = None,
    *,
    as_json: Json = False,
) -> None:
    """Print what the office changed, or write it as a workbook."""
    with open_desk(open_settings(config)) as desk:
        auditing.show_audit(desk, auditing.Wishes(plan_id, unit, days, export, as_json))


@app.command(help=word("cli.status"))
def status(config: Config = None, *, as_json: Json = False) -> None:
    """Print how things stand."""
    with open_desk(open_settings(config)) as desk:
        looking.status(desk, as_facts=as_json)


@app.command(help=word("cli.invite"))
def invite(  # noqa: PLR0913 - an argument an option
    invited: Annotated[
        list[str] | None, typer.Argument(metavar="[UNIT]...", help=word("cli.opt_units"))
    ] = None,
    config: Config = None,
    role: Annotated[InviteRole, typer.Option(help=word("cli.opt_role"))] = InviteRole.CONTACT,
    replaces: Annotated[str | None, typer.Option(help=word("cli.opt_replaces"))] = None,
    sheet: Annotated[Path | None, typer.Option(help=word("cli.opt_sheet"))] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help=word("cli.opt_force_sheet"))] = False,
    as_json: Json = False,
) -> None:
    """Make single-use links."""
    second = role is InviteRole.SECOND
    post = Role.CONTACT if second else Role(role)
    wishes = inviting.Wishes(tuple(invited or ()), post, replaces, sheet, force, as_json, second)
    with open_desk(open_settings(config)) as desk:
        inviting.invite(desk, wishes)


@app.command(help=word("cli.ahead"))
def preview(
    config: Config = None,
    days: Annotated[int, typer.Option(help=word("cli.opt_days"), min=1, max=366)] = 7,
    unit: Annotated[str | None, typer.Option(help=word("cli.opt_unit_ahead"))] = None,
    *,
    as_json: Json = False,
) -> None:
    """Print what would be sent in the days to come."""
    from bot.office import foreseeing  # noqa: PLC0415 - not for every start

    with open_desk(open_settings(config)) as desk:
        foreseeing.preview(desk, days, unit, as_facts=as_json)


@app.command(help=word("cli.resume"))
def resume(config: Config = None) -> None:
    """Go on sending after the clock jumped."""
    with open_desk(open_settings(config)) as desk:
        resuming.resume(desk)


@app.command(help=word("cli.remind"))
def remind(  # noqa: PLR0913 - an argument an option
    reminded: Annotated[
        list[str] | None, typer.Argument(metavar="[UNIT]...", help=word("cli.opt_units"))
    ] = None,
    config: Config = None,
    item: Annotated[str | None, typer.Option(help=word("cli.opt_item"))] = None,
    plan: Annotated[int | None, typer.Option(help=word("cli.opt_remind_plan"))] = None,
    by: By = "",
    *,
    everybody: Annotated[bool, typer.Option("--all", help=word("cli.opt_everybody"))] = False,
    all_late: Annotated[bool, typer.Option("--all-late", help=word("cli.opt_all_late"))] = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Remind units now."""
    from bot.office import reminding  # noqa: PLC0415 - not for every start

    with open_desk(open_settings(config)) as desk:
        wishes = reminding.Wishes(
            tuple(reminded or ()), all_late, yes, as_json, everybody, item, plan, by
        )
        reminding.remind_units(desk, wishes)


@app.command(help=word("cli.calls"))
def calls(config: Config = None, *, as_json: Json = False) -> None:
    """Print whom to call."""
    from bot.office import calling  # noqa: PLC0415 - not for every start

    with open_desk(open_settings(config)) as desk:
        calling.show_calls(desk, as_facts=as_json)


@app.command(help=word("cli.phone"))
def phone(
    name: Annotated[str, typer.Argument(help=word("cli.opt_phone_name"))],
    number: Annotated[str, typer.Argument(help=word("cli.opt_phone_number"))],
    config: Config = None,
    by: By = "",
) -> None:
    """Note a unit's or a person's telephone number."""
    from bot.office import calling  # noqa: PLC0415 - not for every start

    with open_desk(open_settings(config)) as desk:
        calling.set_phone(desk, name, number, by)


@app.command(help=word("cli.digest"))
def digest(
    config: Config = None,
    plan_id: Annotated[int | None, typer.Option("--plan", help=word("cli.opt_plan"))] = None,
    folder: Annotated[Path | None, typer.Option(help=word("digest_cli.opt_folder"))] = None,
    *,
    as_json: Json = False,
) -> None:
    """Print each plan's week, and write its chart, Word report and ledger."""
    with open_desk(open_settings(config)) as desk:
        weekly.show_digest(desk, plan_id, folder, as_facts=as_json)


@app.command(help=word("ledger_cli.help"))
def ledger(
    file: Annotated[Path, typer.Argument(help=word("ledger_cli.opt_file"), show_default=False)],
    config: Config = None,
    plan_id: Annotated[int | None, typer.Option("--plan", help=word("cli.opt_plan"))] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help=word("ledger_cli.opt_force"))] = False,
) -> None:
    """Write a plan's ledger."""
    from bot.office import ledger as writing  # noqa: PLC0415 - not for every start

    with open_desk(open_settings(config)) as desk:
        writing.write_ledger(desk, writing.Wishes(file, plan_id, force))


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
