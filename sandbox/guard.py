"""Who may steer the sandbox from a browser: its own page, and nobody's else."""

from starlette.datastructures import Headers
from starlette.types import Scope

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def is_cross_site(scope: Scope) -> bool:
    """Say whether another site's page sent this unsafe request.

    Browsers say so in Sec-Fetch-Site; the older ones only in Origin. Programs send neither.
    """
    if scope["method"] in _SAFE:
        return False
    headers = Headers(scope=scope)
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2] != headers.get("host")
