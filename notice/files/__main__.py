"""The child process: opens the file on standard input within limits, and says what it holds.

Standard output carries a JSON value a line: ``[done, total]`` as it goes, and at last
``{"pieces": […]}`` or ``{"refusal": code}``. The working directory is its own and empty.
"""

import json
import sys
from pathlib import Path

from notice.files.kinds import Kind
from notice.files.limits import limit_all, wall_of
from notice.files.opening import pieces_of
from notice.files.pieces import MAX_PIECES
from notice.lines import NoticeError

_STEPS = 100  # of a progress bar


def main(kind: str) -> None:
    """Open standard input as a file of this kind and print what it holds."""
    limit_all(wall_of(Kind(kind)))
    try:
        pieces = pieces_of(Kind(kind), sys.stdin.buffer.read(), Path.cwd(), _told)
        _say({"refusal": "too_wide"} if len(pieces) > MAX_PIECES else {"pieces": pieces})
    except NoticeError as error:
        _say({"refusal": error.code})
    except MemoryError:
        _say({"refusal": "too_heavy"})


def _told(done: int, total: int) -> None:
    if done == total or done % max(total // _STEPS, 1) == 0:
        _say([done, total])


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
