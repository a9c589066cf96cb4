"""Groups of commands, each a Typer of its own; ``bot.__main__`` hangs them under ``duban``."""
