"""``duban template``: the template of bulletins, which the office may edit in Word."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.options import By, Config, Json
from bot.office import templating
from bot.opening import open_desk, open_settings
from templates import word

app = typer.Typer(invoke_without_command=True)
TemplateFile = Annotated[Path, typer.Argument(help=word("cli.opt_template"), show_default=False)]


@app.callback()
def show_in_force(context: typer.Context, config: Config = None, *, as_json: Json = False) -> None:
    """Print which template is in force, or do what the command behind says."""
    if context.invoked_subcommand is None:
        with open_desk(open_settings(config)) as desk:
            templating.show_in_force(desk, as_facts=as_json)


@app.command("show", help=word("cli.template_show"))
def show(
    file: TemplateFile,
    config: Config = None,
    *,
    force: Annotated[bool, typer.Option("--force", help=word("cli.opt_force_template"))] = False,
) -> None:
    """Write the template in force to a file."""
    with open_desk(open_settings(config)) as desk:
        templating.write_template(desk, file, force=force)


@app.command("set", help=word("cli.template_set"))
def change(file: TemplateFile, config: Config = None, by: By = "") -> None:
    """Check a template, and have bulletins made from it."""
    with open_desk(open_settings(config)) as desk:
        templating.set_template(desk, file, by)


@app.command("drop", help=word("cli.template_drop"))
def drop(config: Config = None, by: By = "") -> None:
    """Go back to the template that comes with the program."""
    with open_desk(open_settings(config)) as desk:
        templating.drop_template(desk, by)
