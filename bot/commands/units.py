"""``duban units``: the register of units."""

from typing import Annotated

import typer

from bot.commands.options import By, Config, Json, OnlyShow, Yes
from bot.office import registering, staff
from bot.office.moving import Manner
from bot.opening import open_desk, open_settings
from templates import word

app = typer.Typer(invoke_without_command=True)


@app.callback()
def show(context: typer.Context, config: Config = None, *, as_json: Json = False) -> None:
    """List the units that notices have named, or do what the command behind says."""
    if context.invoked_subcommand is None:
        with open_desk(open_settings(config)) as desk:
            registering.show_units(desk, as_facts=as_json)


@app.command("alias", help=word("cli.units_alias"))
def alias(
    alias: Annotated[str, typer.Argument(help=word("cli.opt_alias"))],
    unit: Annotated[str, typer.Argument(help=word("cli.opt_unit_name"))],
    config: Config = None,
) -> None:
    """Let a unit be known by another name as well."""
    with open_desk(open_settings(config)) as desk:
        registering.add_alias(desk, alias, unit)


UnitName = Annotated[str, typer.Argument(help=word("cli.opt_unit_name"), show_default=False)]
NewName = Annotated[str, typer.Argument(help=word("cli.opt_new_name"), show_default=False)]


@app.command("add", help=word("cli.units_add"))
def add(name: UnitName, *, config: Config = None, by: By = "") -> None:
    """Enter a unit that no notice has named yet."""
    with open_desk(open_settings(config)) as desk:
        staff.add_unit(desk, name, by)


@app.command("rename", help=word("cli.units_rename"))
def rename(name: UnitName, to: NewName, *, config: Config = None, by: By = "") -> None:
    """Give a unit another name."""
    with open_desk(open_settings(config)) as desk:
        staff.rename_unit(desk, name, to, by)


@app.command("unalias", help=word("cli.units_unalias"))
def unalias(
    alias: Annotated[str, typer.Argument(help=word("cli.opt_alias"))],
    *,
    config: Config = None,
    by: By = "",
) -> None:
    """Let a unit be known by a name no more."""
    with open_desk(open_settings(config)) as desk:
        staff.drop_alias(desk, alias, by)


@app.command("merge", help=word("cli.units_merge"))
def merge(
    gone: UnitName,
    into: UnitName,
    *,
    config: Config = None,
    by: By = "",
    dry_run: OnlyShow = False,
    yes: Yes = False,
) -> None:
    """Let a unit be another one from now on."""
    with open_desk(open_settings(config)) as desk:
        staff.merge_units(desk, gone, into, Manner(by, dry_run=dry_run, yes=yes))
