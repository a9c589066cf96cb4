"""The worst that the templates about chats can get."""

from collections.abc import Mapping

COMPUTED: Mapping[str, set[str]] = {}


def values(_bad: str) -> dict[str, list[dict[str, object]]]:
    return {"group_moved.html": [{"former": -(10**18), "new": -(10**18)}]}
