"""The files people and the bot have sent, by their file_id."""

import hashlib
import mimetypes
import struct
from dataclasses import dataclass, field

from sandbox.errors import Json, bad_request

LARGEST_DOWNLOAD = 20 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_SHORTEST = 24
# Fixed, so that a file's type does not depend on what this machine's registry knows.
_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".wps": "application/vnd.ms-works",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file. `size` may claim more than `content` holds, to try limits without the bytes."""

    file_id: str
    unique_id: str
    name: str
    mime: str
    content: bytes
    size: int
    path: str

    def as_document(self) -> Json:
        """Return the `document` field of a message."""
        return {
            "file_name": self.name,
            "mime_type": self.mime,
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
        }

    def as_photo(self) -> list[Json]:
        """Return the `photo` field of a message: here always one size."""
        width, height = dimensions(self.content) or (1280, 960)
        return [
            {
                "file_id": self.file_id,
                "file_unique_id": self.unique_id,
                "file_size": self.size,
                "width": width,
                "height": height,
            }
        ]


@dataclass(slots=True)
class Files:
    """All files of a sandbox."""

    by_id: dict[str, StoredFile] = field(default_factory=dict)
    by_path: dict[str, StoredFile] = field(default_factory=dict)

    def add(self, name: str, content: bytes, *, photo: bool, size: int | None = None) -> StoredFile:
        """Keep a file and give it the ids Telegram would."""
        number = len(self.by_id)
        unique = hashlib.sha256(f"{number}:{name}".encode()).hexdigest()[:14]
        prefix = "AgACAgUAAxkB" if photo else "BQACAgUAAxkB"
        suffix = name[name.rfind(".") :].lower() if "." in name else ""
        kind, suffix = ("photos", suffix or ".jpg") if photo else ("documents", suffix)
        stored = StoredFile(
            file_id=f"{prefix}AAI{number:06d}{unique}AAQ",
            unique_id=f"AgAD{unique}",
            name=name,
            mime=_TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream",
            content=content,
            size=len(content) if size is None else size,
            # Telegram's paths never carry the person's file name
            path=f"{kind}/file_{number}{suffix if suffix.isascii() else ''}",
        )
        self.by_id[stored.file_id] = stored
        self.by_path[stored.path] = stored
        return stored

    def get(self, file_id: str) -> StoredFile:
        """Return a file or refuse as getFile does."""
        stored = self.by_id.get(file_id)
        if stored is None:
            raise bad_request("invalid file_id")
        return stored


def dimensions(content: bytes) -> tuple[int, int] | None:
    """Return the width and height of a PNG or JPEG in pixels, or None for anything else."""
    if content.startswith(_PNG) and len(content) >= _SHORTEST:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith(_JPEG):
        return _jpeg_dimensions(content)
    return None


def _jpeg_dimensions(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004 every marker begins so
        marker, length = struct.unpack(">BH", content[at + 1 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:  # noqa: PLR2004 a frame
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
