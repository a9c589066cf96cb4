"""``duban plan``: the plans, their last days, and those that were withdrawn."""

from typing import Annotated

import typer

from bot.commands.options import By, Config, Json, OnlyShow, PlanId, Yes
from bot.office import closing
from bot.office.moving import Manner
from bot.opening import open_desk, open_settings
from templates import word

app = typer.Typer(no_args_is_help=True)
DayText = Annotated[str, typer.Argument(help=word("cli.opt_last_day"), show_default=False)]


@app.command("list", help=word("cli.plan_list"))
def show(config: Config = None, *, as_json: Json = False) -> None:
    """List every plan, the withdrawn ones as well."""
    with open_desk(open_settings(config)) as desk:
        closing.show_plans(desk, as_facts=as_json)


@app.command("until", help=word("cli.plan_until"))
def until(  # noqa: PLR0913 - an argument an option
    plan: PlanId,
    day: DayText,
    *,
    config: Config = None,
    by: By = "",
    dry_run: OnlyShow = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Give a plan another last day."""
    manner = Manner(by, dry_run=dry_run, yes=yes, as_facts=as_json)
    with open_desk(open_settings(config)) as desk:
        closing.end_on(desk, plan, day, manner)


@app.command("withdraw", help=word("cli.plan_withdraw"))
def withdraw(
    plan: PlanId,
    *,
    config: Config = None,
    by: By = "",
    dry_run: OnlyShow = False,
    yes: Yes = False,
) -> None:
    """Withdraw a plan: nothing of it is owed any more."""
    with open_desk(open_settings(config)) as desk:
        closing.withdraw(desk, plan, Manner(by, dry_run=dry_run, yes=yes))


@app.command("restore", help=word("cli.plan_restore"))
def restore(
    plan: PlanId,
    *,
    config: Config = None,
    by: By = "",
    dry_run: OnlyShow = False,
    yes: Yes = False,
) -> None:
    """Bring a withdrawn plan back."""
    with open_desk(open_settings(config)) as desk:
        closing.restore(desk, plan, Manner(by, dry_run=dry_run, yes=yes))
