"""What a parser may take of the machine; where the system has no such limits, time alone counts."""

import contextlib
import signal
from collections.abc import Iterator

from notice.files.kinds import Kind

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

MEMORY = 700 * 1024 * 1024  # bytes of address space
ROOMY = 3 * 1024 * 1024 * 1024  # for an office program, which reserves more than it uses
PROCESSOR = 20  # seconds
FILE = 256 * 1024 * 1024  # bytes of any file written
WALL = 30  # seconds
#: For kinds that another program turns into newer ones first; its first start is slow.
WALL_CONVERTED = 60
_CONVERTED = {Kind.OLE, Kind.RTF, Kind.WORD_XML, Kind.ZIP}
_GRACE = 5  # seconds that a process outlives the one that should have ended it


def wall_of(kind: Kind) -> int:
    """Return how many seconds a file of this kind may take."""
    return WALL_CONVERTED if kind in _CONVERTED else WALL


def limit_all(wall: int) -> None:
    """Put this process, and those that it starts, under the limits; its end comes by itself."""
    if hasattr(signal, "alarm"):
        signal.alarm(wall + _GRACE)  # the parent may have been killed
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
    with contextlib.suppress(ValueError, OSError):  # a system that knows the limit may refuse it
        resource.setrlimit(what, (soft, hard))
