"""Has a file opened by a child process, and believes nothing that it does not check."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Timer
from typing import IO

from notice.files.kinds import Kind
from notice.files.limits import wall_of
from notice.files.pieces import Piece, Tell
from notice.lines import NoticeError

MAX_ANSWER = 64 * 1024 * 1024  # bytes

_ROOT = Path(__file__).resolve().parents[2]
#: ``-I`` keeps the environment and the working directory out of what can be imported.
_START = (
    "import runpy, sys; sys.path.append(sys.argv.pop(1)); "
    "runpy.run_module('notice.files', run_name='__main__', alter_sys=True)"
)
_OUT_OF_TIME = {getattr(signal, "SIGXCPU", 0)} - {0}
_KEPT = ("PATH", "LANG", "SYSTEMROOT")  # of the environment: no secret is handed on


def pieces_of_file(kind: Kind, raw: bytes, tell: Tell) -> list[Piece]:
    """Return what a file holds, opened in a process of its own under limits.

    Raises:
        NoticeError: with the opener's code, ``too_slow``, ``too_heavy`` (more memory or text than
            a notice has) or ``damaged`` (the opener broke down).
    """
    late = Event()
    with TemporaryDirectory(prefix="duban-", ignore_cleanup_errors=True) as folder:
        own = Path(folder, "own")
        own.mkdir()
        Path(folder, "notice").write_bytes(raw)
        with Path(folder, "notice").open("rb") as source:
            process = _started(kind, source, own)
            try:  # at once: whoever is told to stop from here on must end the child
                answer = _answer_within(wall_of(kind), process, late, tell)
            finally:
                _end(process)
                if process.stdout is not None:
                    process.stdout.close()
    if late.is_set() or -process.returncode in _OUT_OF_TIME:
        raise NoticeError("too_slow")
    return _checked(answer)


def _started(kind: Kind, source: IO[bytes], own: Path) -> subprocess.Popen[bytes]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-I", "-X", "utf8", "-c", _START, str(_ROOT), kind.value],
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=own,
        env={**kept, "HOME": str(own), "TMPDIR": str(own), "TEMP": str(own)},
        start_new_session=True,
    )


def _answer_within(wall: int, process: subprocess.Popen[bytes], late: Event, tell: Tell) -> object:
    """Return what the child answers; end it where it takes longer than ``wall`` seconds."""
    timer = Timer(wall, _end, (process, late))
    timer.daemon = True  # nobody who is told to stop while it starts waits for its end
    try:
        timer.start()
        return _answer(process.stdout, tell)
    finally:
        timer.cancel()


def _answer(stream: IO[bytes] | None, tell: Tell) -> object:
    """Return the last thing said; tell of the steps before it."""
    said: object = None
    left = MAX_ANSWER
    while stream is not None and (line := stream.readline(left + 1)):
        left -= len(line)
        if left < 0:
            return {"refusal": "too_heavy"}
        said = _parsed(line)
        match said:
            case [int(done), int(total)]:
                tell(done, total)
    return said


def _parsed(line: bytes) -> object:
    try:
        said: object = json.loads(line)
    except ValueError:  # cut off in the middle of a line
        return None
    return said


def _end(process: subprocess.Popen[bytes], late: Event | None = None) -> None:
    """Kill the child with whatever it started, and reap it."""
    if late is not None:
        late.set()
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _checked(answer: object) -> list[Piece]:
    """Return the pieces of an answer, or raise what it says is the matter."""
    match answer:
        case {"pieces": list(pieces)}:
            return [one if isinstance(one, str) else tuple(map(str, one)) for one in pieces]
        case {"refusal": str(code)}:
            raise NoticeError(code)
        case _:
            raise NoticeError("damaged")
