"""The text of a paragraph's runs in Word: what is shown, without what is hidden or deleted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from notice.files.markup import attribute, child, local

#: Deleted or moved away; what a paragraph has besides its text.
_DROPPED = {"del", "moveFrom", "pPr", "rPr", "sdtPr", "delText", "delInstrText", "rt"}
#: Fields that show a page's number or the headings again.
_FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "TOC"}
_OFF = {"0", "false", "off"}
_PLAIN_BREAKS = {"", "textWrapping"}  # others begin a page or a column
_SAID: dict[str, Callable[[Element], str]] = {
    "t": lambda one: one.text or "",
    "tab": lambda _: "\t",
    "ptab": lambda _: "\t",
    "cr": lambda _: "\n",
    "br": lambda one: "\n" if attribute(one, "type") in _PLAIN_BREAKS else "",
    "noBreakHyphen": lambda _: "-",
}


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, and whether its result has begun."""

    instruction: str = ""
    is_shown: bool = False


class Runs:
    """Reads paragraph after paragraph; a field may begin in one and end in another."""

    def __init__(self) -> None:
        """Begin a document, with no field open."""
        self._fields: list[_Field] = []
        self._boxes: list[Element] = []

    def text(self, paragraph: Element) -> str:
        """Return a paragraph's text with its tabs and line breaks."""
        self._boxes = []
        return "".join(self._inside(paragraph))

    def boxes(self) -> list[Element]:
        """Return the text boxes anchored in the paragraph read last."""
        return self._boxes

    def _inside(self, element: Element) -> Iterator[str]:
        for one in element:
            name = local(one.tag)
            if name in _SAID:
                yield _SAID[name](one) if self._is_shown() else ""
            elif name in {"fldChar", "instrText"}:
                self._turn(one)
            elif name == "txbxContent":
                self._boxes.append(one)
            elif name == "AlternateContent":
                yield from self._inside(chosen(one))
            elif name not in _DROPPED and not _is_hidden(one):
                yield from self._inside(one)

    def _turn(self, element: Element) -> None:
        """Open a field, take in its instruction, begin its result, or close it."""
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif not self._fields:
            return
        elif kind == "end":
            self._fields.pop()
        elif kind == "separate":
            self._fields[-1].is_shown = not _is_dropped(self._fields[-1].instruction)
        else:
            self._fields[-1].instruction += element.text or ""

    def _is_shown(self) -> bool:
        return all(field.is_shown for field in self._fields)


def chosen(alternate: Element) -> Element:
    """Return the newest of the forms in which a document says one thing."""
    return next(iter(alternate), alternate)


def _is_hidden(element: Element) -> bool:
    vanish = child(element, "rPr", "vanish")
    if vanish is not None:
        return attribute(vanish, "val", "1") not in _OFF
    return local(element.tag) == "fldSimple" and _is_dropped(attribute(element, "instr"))


def _is_dropped(instruction: str) -> bool:
    return next(iter(instruction.split()), "").upper() in _FIELDS
