"""Telegram's HTML: markup in, plain text and entities out, with Telegram's own complaints.

Offsets and lengths of entities count UTF-16 code units; positions in errors count UTF-8 bytes.
"""

import re
from dataclasses import dataclass, field

from sandbox.errors import Json, bad_request

ENTITY_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,8})|(lt|gt|amp|quot)(?![a-zA-Z]));?")
_ATTRIBUTE = re.compile(
    r"\s*([^\s=>/\"']*)\s*(?:(=)\s*(?:\"([^\"]*)(\"?)|'([^']*)('?)|([\w.-]*)))?"
)
_TAG_ENDS = re.compile(r"[\s>]")
_END_TAG = re.compile(r"</([^\s>]*)\s*(>?)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_LINK = re.compile(r"[a-z][a-z0-9+.-]*:|[\w-]+(\.[\w-]+)+", re.IGNORECASE)
_MARK = re.compile(r"[<&]")
_LAST_SCALAR = 0x10FFFF


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    begins: int


@dataclass(slots=True)
class Formatted:
    """A text as Telegram stores it."""

    text: str
    entities: list[Json] = field(default_factory=list)


def utf16_length(text: str) -> int:
    """Return how many UTF-16 code units the text takes; Telegram's limits count these."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> Formatted:
    """Return the text and entities of Telegram HTML, or raise "can't parse entities: …"."""
    if "<" not in source and "&" not in source:
        return Formatted(source)
    return _Parser(source).run()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def run(self) -> Formatted:
        while (mark := _MARK.search(self.source, self.at)) is not None:
            self._take(self.source[self.at : mark.start()])
            self.at = mark.start()
            if mark.group() == "&":
                self._reference()
            elif self.source.startswith("</", self.at):
                self._end_tag()
            else:
                self._start_tag()
        self._take(self.source[self.at :])
        if self.open:
            tag = self.open[-1].tag
            raise _cannot(f'Can\'t find end tag corresponding to start tag "{tag}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)  # only a <pre> around it gives it a language
        # Outer entities first, as Telegram lists them.
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return Formatted("".join(self.text), self.entities)

    def _take(self, piece: str) -> None:
        self.text.append(piece)
        self.offset += utf16_length(piece)

    def _reference(self) -> None:
        character, self.at = _decode(self.source, self.at)
        self._take(character)

    def _start_tag(self) -> None:
        begins, source = self.at, self.source
        end = _TAG_ENDS.search(source, begins + 1)
        if end is None:
            raise _cannot(f"Unclosed start tag at byte offset {self._bytes(begins)}")
        tag = source[begins + 1 : end.start()].lower()
        if tag not in ENTITY_OF_TAG:
            raise _cannot(f'Unsupported start tag "{tag}" at byte offset {self._bytes(begins)}')
        self.at = end.start()
        argument = self._attributes(tag, begins)
        if tag == "span" and argument != "spoiler":
            where = self._bytes(begins)
            raise _cannot(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self.open.append(_Open(tag, argument, self.offset, len(self.text)))

    def _attributes(self, tag: str, begins: int) -> str:
        argument, source = "", self.source
        while True:
            while source[self.at : self.at + 1].isspace():
                self.at += 1
            if source[self.at : self.at + 1] == ">":
                self.at += 1
                return argument
            found = _ATTRIBUTE.match(source, self.at)
            name = found.group(1) if found else ""
            where = self._bytes(begins)
            if found is None or found.end() >= len(source):
                raise _cannot(f"Unclosed start tag at byte offset {where}")
            if not name:
                raise _cannot(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
            self.at = found.end()
            value = _decode_all(found.group(3) or found.group(5) or (found.group(7) or "").lower())
            argument = _argument(tag, name, value) or argument

    def _end_tag(self) -> None:
        begins, source = self.at, self.source
        where = self._bytes(begins)
        if not self.open:
            raise _cannot(f"Unexpected end tag at byte offset {where}")
        found = _END_TAG.match(source, begins)
        name = found.group(1) if found else ""
        if found is None or not found.group(2):
            raise _cannot(f"Unclosed end tag at byte offset {where}")
        opened = self.open.pop()
        if name and name != opened.tag:
            raise _cannot(
                f"Unmatched end tag at byte offset {where},"
                f' expected "</{opened.tag}>", found "</{name}>"'
            )
        self.at = found.end()
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: Json = {
            "offset": opened.offset,
            "length": self.offset - opened.offset,
            "type": ENTITY_OF_TAG[opened.tag],
        }
        match opened.tag:
            case "a":
                url = opened.argument or "".join(self.text[opened.begins :])
                if not _LINK.match(url):
                    return  # Telegram drops a link that leads nowhere and keeps its words
                entity["url"] = url if _SCHEME.match(url) else f"http://{url}"
            case "tg-emoji":
                entity["custom_emoji_id"] = opened.argument
            case "blockquote" if opened.argument:
                entity["type"] = "expandable_blockquote"
            case "pre" if self._encloses(entity, "code") and "language" in self.entities[-1]:
                self.entities[-1]["type"] = "pre"
                return
            case "code" if opened.argument and self._encloses(entity, "pre"):
                self.entities[-1]["language"] = opened.argument
                return
            case "code" if opened.argument:
                entity["language"] = opened.argument
        self.entities.append(entity)

    def _encloses(self, entity: Json, kind: str) -> bool:
        last = self.entities[-1] if self.entities else {}
        same = all(last.get(key) == entity[key] for key in ("offset", "length"))
        return same and last.get("type") == kind

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())


def _argument(tag: str, name: str, value: str) -> str:
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case ("code", "class") if value.startswith("language-"):
            return value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case ("blockquote", "expandable"):
            return "1"
    return ""


def _decode(source: str, at: int) -> tuple[str, int]:
    found = _REFERENCE.match(source, at)
    if found is None:
        return "&", at + 1
    if found.group(3):
        return _NAMED[found.group(3)], found.end()
    code = int(found.group(1), 16) if found.group(1) else int(found.group(2))
    if not 0 < code < _LAST_SCALAR or 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 the surrogates
        return "&", at + 1
    return chr(code), found.end()


def _decode_all(source: str) -> str:
    return _REFERENCE.sub(lambda found: _decode(found.group(), 0)[0], source)


def _cannot(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
