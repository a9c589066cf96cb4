"""Keeps files on disk under a name made from their content, readable by their owner alone.

The same content is kept once. A file is there whole or not at all.
"""

import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from db.fetching import Stored

#: What a file is called while it is being written.
UNFINISHED = ".unfinished-"


def keep(folder: Path, content: bytes, kind: str) -> Stored:
    """Write a file's content to its place in the folder, unless it is there; return where.

    Raises:
        OSError: the folder cannot be written to, or the disk is full.
    """
    digest = sha256(content).hexdigest()
    path = f"{digest[:2]}/{digest[2:]}.{kind}"
    place = folder / path
    if not (place.is_file() and place.stat().st_size == len(content)):
        _make_private(folder)
        _make_private(place.parent)
        _write(place, content)
    return Stored(path, digest, len(content), kind)


def clear_unfinished(folder: Path) -> None:
    """Remove what was being written when a former run was killed."""
    for left in folder.glob(f"*/{UNFINISHED}*"):
        with suppress(OSError):
            left.unlink()


def _make_private(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)


def _write(place: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix=UNFINISHED, dir=place.parent)  # with mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if os.name == "posix":  # so that the name, too, outlasts a power cut
        _sync_folder(place.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
