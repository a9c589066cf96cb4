"""A package of parts (Word, Excel): a zip archive that is opened under limits."""

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import Self
from xml.etree.ElementTree import Element

from notice.files.markup import tree_of
from notice.lines import NoticeError

MAX_ENTRIES = 2_000
MAX_DECLARED = 100 * 1024 * 1024
MAX_RATIO = 200
_SMALL = 1024 * 1024  # bytes; below, a high ratio does no harm
_LOCKED = 0x1  # of a zip entry's flags


class Package:
    """The parts of a package by name; no part gives more bytes than its entry declares."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Take an archive whose entries have been checked."""
        self._archive = archive
        self.names = frozenset(archive.namelist())

    @classmethod
    def of(cls, raw: bytes) -> Self:
        """Open a package.

        Raises:
            NoticeError: ``damaged`` (no whole archive), ``locked`` (encrypted entries) or
                ``too_heavy`` (more entries or bytes than a document has, or squeezed too far).
        """
        try:
            archive = zipfile.ZipFile(BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise NoticeError("damaged") from error
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES or sum(one.file_size for one in entries) > MAX_DECLARED:
            raise NoticeError("too_heavy")
        if any(_is_squeezed(one) for one in entries):
            raise NoticeError("too_heavy")
        if any(one.flag_bits & _LOCKED for one in entries):
            raise NoticeError("locked")
        return cls(archive)

    def part(self, name: str) -> bytes:
        """Return a part's bytes, at most as many as its entry declares.

        Raises:
            NoticeError: ``damaged`` where the part is missing, broken off or not what it declares.
        """
        try:
            entry = self._archive.getinfo(name)
            with self._archive.open(entry) as file:
                return file.read(entry.file_size)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise NoticeError("damaged") from error

    def tree(self, name: str) -> Element:
        """Return a part's XML.

        Raises:
            NoticeError: ``damaged`` where it is no XML; ``too_heavy`` where it declares entities.
        """
        return tree_of(self.part(name))

    def related(self, name: str) -> dict[str, str]:
        """Return the parts that a part refers to, by the reference's id and by its kind.

        ``name`` is "" for the package itself. A kind is the last word of its type, as in
        ``officeDocument``.
        """
        folder, base = posixpath.split(name)
        relations = f"{folder}/_rels/{base}.rels".lstrip("/")
        if relations not in self.names:
            return {}
        found: dict[str, str] = {}
        for one in self.tree(relations):
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")))
            for key in (one.get("Type", "").rpartition("/")[2], one.get("Id", "")):
                found.setdefault(key, target.lstrip("/"))
        return found

    def main_part(self) -> str:
        """Return the name of the part that holds the document."""
        return self.related("").get("officeDocument", "")


def _is_squeezed(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
