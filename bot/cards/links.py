"""The links of new invites: shown once, since nobody keeps them once they were sent."""

from collections.abc import Mapping
from typing import Any

from bot.cards.look import Card, Look
from templates import render


def draw_links(_look: Look, _subject: int, args: Mapping[str, Any]) -> Card | None:
    """Show the links that the message brings; nothing where they are forgotten already."""
    if not args.get("links"):
        return None
    return Card(
        render(
            "links.html",
            rows=[{"unit": unit, "link": link} for unit, link in args["links"]],
            until=args["until"],
            page=args["page"],
            pages=args["pages"],
        )
    )
