"""A document that was made for a chat: the file itself with a line below it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.cards.look import Card, Look, SentFile
from db.tables import Digest, Document
from db.vocabulary import DocumentKind
from templates import render, word

#: What stands below those that show no figures of a moment.
CAPTIONS: Mapping[DocumentKind, str] = {
    DocumentKind.TEMPLATE: "template_file.html",
    DocumentKind.INVITES: "invites_file.html",
}


def draw_document(look: Look, document_id: int, _args: Mapping[str, Any]) -> Card | None:
    """Show a document; nothing where it was never made."""
    document = look.session.get(Document, document_id)
    if document is None or document.path is None or document.name is None:
        return None
    text = render(
        CAPTIONS.get(document.kind, "document.html"),
        kind=word(f"document.{document.kind}"),
        at=look.local(_moment(look, document)),
    )
    picture = document.kind is DocumentKind.CHART
    return Card(text, file=SentFile(document.path, document.name, picture=picture))


def _moment(look: Look, document: Document) -> datetime:
    """Return the moment of which a document's figures are: its digest's, or that of its making."""
    kept = look.session.get(Digest, document.args.get("digest", 0))
    return kept.at if kept else document.made_at or document.asked_at
