"""``duban people``: who holds which post, and the invites that are out."""

from typing import Annotated

import typer

from bot.commands.options import By, Config, Json, OnlyShow, Yes
from bot.office import staff
from bot.office.moving import Manner
from bot.opening import open_desk, open_settings
from templates import word

app = typer.Typer(invoke_without_command=True)
Name = Annotated[str, typer.Argument(help=word("cli.opt_person"), show_default=False)]
AtUnit = Annotated[str | None, typer.Option("--unit", help=word("cli.opt_at_unit"))]


@app.callback()
def show(context: typer.Context, config: Config = None, *, as_json: Json = False) -> None:
    """List everybody with their posts, or do what the command behind says."""
    if context.invoked_subcommand is None:
        with open_desk(open_settings(config)) as desk:
            staff.show_people(desk, as_facts=as_json)


@app.command("rename", help=word("cli.people_rename"))
def rename(
    name: Name,
    to: Annotated[str, typer.Argument(help=word("cli.opt_new_name"), show_default=False)],
    *,
    config: Config = None,
    unit: AtUnit = None,
    by: By = "",
) -> None:
    """Correct what a person is called."""
    with open_desk(open_settings(config)) as desk:
        staff.rename_person(desk, name, to, unit, by)


@app.command("remove", help=word("cli.people_remove"))
def remove(
    name: Name,
    *,
    config: Config = None,
    unit: AtUnit = None,
    by: By = "",
    dry_run: OnlyShow = False,
    yes: Yes = False,
) -> None:
    """Take a person's posts."""
    with open_desk(open_settings(config)) as desk:
        staff.remove_person(desk, name, unit, Manner(by, dry_run=dry_run, yes=yes))


@app.command("invites", help=word("cli.people_invites"))
def invites(config: Config = None, *, as_json: Json = False) -> None:
    """List the invites that nobody has used yet."""
    with open_desk(open_settings(config)) as desk:
        staff.show_invites(desk, as_facts=as_json)


@app.command("revoke", help=word("cli.people_revoke"))
def revoke(
    invite: Annotated[int, typer.Argument(help=word("cli.opt_invite"), show_default=False)],
    *,
    config: Config = None,
    by: By = "",
) -> None:
    """Have an invite let nobody in any more."""
    with open_desk(open_settings(config)) as desk:
        staff.revoke(desk, invite, by)
