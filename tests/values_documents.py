"""The worst that templates of documents can get, and words asked for by computed names."""

from collections.abc import Mapping
from datetime import UTC, datetime

from db.vocabulary import DocumentKind

AT = datetime(2024, 12, 25, 17, 30, tzinfo=UTC)
COMPUTED: Mapping[str, set[str]] = {"document": set(map(str, DocumentKind))}


def values(bad: str) -> dict[str, list[dict[str, object]]]:
    return {
        "document.html": [{"kind": bad, "at": AT}],
        "invites_file.html": [{}],
        "unmade.html": [{"name": bad}],
    }
