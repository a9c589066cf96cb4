"""``duban ladder``: when reminders go out, and to whom."""

from typing import Annotated

import typer

from bot.commands.options import By, Config, Json, OnlyShow, PlanId, Yes
from bot.office import laddering
from bot.office.moving import Manner
from bot.opening import open_desk, open_settings
from templates import word

app = typer.Typer(invoke_without_command=True)


@app.callback()
def show(context: typer.Context, config: Config = None, *, as_json: Json = False) -> None:
    """Print when reminders go out and to whom, or do what the command behind says."""
    if context.invoked_subcommand is None:
        with open_desk(open_settings(config)) as desk:
            laddering.show_ladders(desk, as_facts=as_json)


@app.command("set", help=word("cli.ladder_set"))
def change(  # noqa: PLR0913 - an argument an option
    plan: PlanId,
    rungs: Annotated[list[str] | None, typer.Argument(help=word("cli.opt_rungs"))] = None,
    *,
    config: Config = None,
    repeat: Annotated[int | None, typer.Option(help=word("cli.opt_repeat"), min=0, max=60)] = None,
    by: By = "",
    dry_run: OnlyShow = False,
    yes: Yes = False,
) -> None:
    """Give a plan reminders of its own; without rungs, those of the office again."""
    manner = Manner(by, dry_run=dry_run, yes=yes)
    with open_desk(open_settings(config)) as desk:
        laddering.set_ladder(desk, plan, rungs or [], repeat, manner)
