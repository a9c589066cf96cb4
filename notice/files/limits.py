"""What a parser may take of the machine; where the system has no such limits, time alone counts."""

import contextlib
from collections.abc import Iterator

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

MEMORY = 700 * 1024 * 1024  # bytes of address space
ROOMY = 3 * 1024 * 1024 * 1024  # for an office program, which reserves more than it uses
PROCESSOR = 20  # seconds
FILE = 256 * 1024 * 1024  # bytes of any file written


def limit_all() -> None:
    """Put this process, and those that it starts, under the limits."""
    if resource is not None:
        _limit(resource.RLIMIT_AS, MEMORY)
        _limit(resource.RLIMIT_CPU, PROCESSOR)
        _limit(resource.RLIMIT_FSIZE, FILE)


@contextlib.contextmanager
def roomy() -> Iterator[None]:
    """Widen the limit on memory for an office program that is started meanwhile."""
    if resource is None:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    _limit(resource.RLIMIT_AS, ROOMY)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (soft, hard))
