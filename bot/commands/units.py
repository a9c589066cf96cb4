"""``duban units``: the register of units."""

from typing import Annotated

import typer

from bot.commands.options import Config, Json
from bot.office import registering
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
