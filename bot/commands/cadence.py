"""``duban cadence``: when reports fall due."""

from typing import Annotated

import typer

from bot.commands.options import By, Config, Json, OnlyShow, PlanId, Why, Yes
from bot.office import timetabling
from bot.office.moving import Manner
from bot.office.scoping import Place
from bot.opening import open_desk, open_settings
from templates import word

app = typer.Typer(invoke_without_command=True)
Section = Annotated[int | None, typer.Option(help=word("cli.opt_section"))]
Item = Annotated[str | None, typer.Option(help=word("cli.opt_item"))]
OfUnit = Annotated[str | None, typer.Option("--unit", help=word("cli.opt_cadence_unit"))]
Phrases = Annotated[list[str], typer.Argument(help=word("cli.opt_phrases"), show_default=False)]


@app.callback()
def show(context: typer.Context, config: Config = None, *, as_json: Json = False) -> None:
    """Print when reports fall due, or do what the command behind says."""
    if context.invoked_subcommand is None:
        with open_desk(open_settings(config)) as desk:
            timetabling.show_cadences(desk, as_facts=as_json)


@app.command("set", help=word("cli.cadence_set"))
def change(  # noqa: PLR0913 - an argument an option
    plan: PlanId,
    phrases: Phrases,
    *,
    config: Config = None,
    section: Section = None,
    item: Item = None,
    unit: OfUnit = None,
    by: By = "",
    why: Why = "",
    dry_run: OnlyShow = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Have a plan or a part of it report by these phrases."""
    manner = Manner(by, why, dry_run, yes, as_json)
    with open_desk(open_settings(config)) as desk:
        timetabling.set_cadences(desk, plan, Place(section, item, unit), phrases, manner)


@app.command("drop", help=word("cli.cadence_drop"))
def drop(  # noqa: PLR0913 - an argument an option
    plan: PlanId,
    *,
    config: Config = None,
    section: Section = None,
    item: Item = None,
    unit: OfUnit = None,
    by: By = "",
    why: Why = "",
    dry_run: OnlyShow = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Have a part go by the cadence of the wider scope again."""
    manner = Manner(by, why, dry_run, yes, as_json)
    with open_desk(open_settings(config)) as desk:
        timetabling.set_cadences(desk, plan, Place(section, item, unit), (), manner)


@app.command("undo", help=word("cli.cadence_undo"))
def undo(  # noqa: PLR0913 - an argument an option
    plan: PlanId,
    *,
    config: Config = None,
    section: Section = None,
    item: Item = None,
    unit: OfUnit = None,
    by: By = "",
    why: Why = "",
    dry_run: OnlyShow = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Take the last change of a plan or a part of it back, which is a change as well."""
    manner = Manner(by, why, dry_run, yes, as_json)
    with open_desk(open_settings(config)) as desk:
        timetabling.undo(desk, plan, Place(section, item, unit), manner)


@app.command("history", help=word("cli.cadence_history"))
def history(plan: PlanId, config: Config = None, *, as_json: Json = False) -> None:
    """Print every cadence there ever was, who changed it and why."""
    with open_desk(open_settings(config)) as desk:
        timetabling.show_history(desk, plan, as_facts=as_json)
