"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from templates import word

Config = Annotated[Path | None, typer.Option("--config", "-c", help=word("cli.opt_config"))]
Json = Annotated[bool, typer.Option("--json", help=word("cli.opt_json"))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=word("cli.opt_yes"))]
OnlyShow = Annotated[bool, typer.Option("--dry-run", help=word("cli.opt_only_show"))]
PlanId = Annotated[int, typer.Argument(help=word("cli.opt_plan"), show_default=False)]
By = Annotated[str, typer.Option(help=word("cli.opt_by"))]
Why = Annotated[str, typer.Option(help=word("cli.opt_why"))]
