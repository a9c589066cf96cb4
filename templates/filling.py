"""Fills a Word template that the office may have written, and says what is wrong with one.

Imported only when a document is made: what writes Word takes long to load.
"""

import re
import traceback
from collections.abc import Callable, Mapping
from html import unescape
from io import BytesIO
from typing import Any, NoReturn
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, UndefinedError, meta
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from templates import clip

#: How much of a paragraph is quoted, in Telegram's units.
QUOTED = 40
_MARK = re.compile(r"{[{%#]")
_TAG = re.compile(r"{%-?\s*(\w+)")
_NAMED = re.compile(r"has no attribute '([^']*)'|^'([^']*)' is undefined|unknown tag '(\w*)'")
_PARAGRAPH = re.compile(r"<w:p([ >])")
_PARAGRAPH_ENDS = re.compile(r"</w:p>|(?<=%})(?={%)")
#: Tags that Word's rows, cells, paragraphs and runs bear; alone they stand in the wrong place.
_PLACED = {"tr", "tc", "p", "r"}
_UNOPENED = (
    BadZipFile, PackageNotFoundError, SyntaxError, KeyError, ValueError, AttributeError
)  # fmt: skip


#: Whatever a template's expression may come to.
_FAILURES = (
    *(TemplateError, ArithmeticError, AttributeError, LookupError),
    *(RecursionError, TypeError, ValueError),
)


class FaultError(Exception):
    """What is wrong with a template.

    Attributes:
        code: the word that says it, under ``template_fault``.
        where: the beginning of the paragraph in which it is; "" where it is nowhere in particular.
        about: the name or tag in question, or "".
    """

    def __init__(self, code: str, where: str = "", about: str = "") -> None:
        """Remember what, where and about which word; ``args`` carry it between processes."""
        super().__init__(code, where, about)
        self.code, self.where, self.about = code, where, about


def fill(template: bytes, values: Mapping[str, Any]) -> bytes:
    """Return a Word document made from a template: ``{{ }}``, ``{%tr for … %}``, ``{%p if … %}``.

    Raises:
        FaultError: the template is none, its marks are wrong, or ask for what there is not.
    """
    document = _Template(BytesIO(template))
    try:
        document.init_docx()
    except _UNOPENED as error:
        raise FaultError("not_docx") from error
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    document.render(dict(values), environment)
    if not document.marked:
        raise FaultError("no_marks")
    written = BytesIO()
    document.save(written)
    return written.getvalue()


class _Template(DocxTemplate):  # type: ignore[misc]
    """A template that says where it is wrong, and never leaves out what does not fit together."""

    marked = False

    def render_xml_part(
        self, src_xml: str, part: object, context: dict[str, Any], jinja_env: Environment
    ) -> str:
        """Fill one part of the document: its body, a header, a footer."""
        self.marked = self.marked or _MARK.search(src_xml) is not None
        lines = _PARAGRAPH.sub(r"\n<w:p\1", src_xml).splitlines()
        try:
            filled: str = super().render_xml_part(src_xml, part, context, jinja_env)
        except MemoryError:
            raise
        except TemplateSyntaxError as error:
            _refuse_syntax(error, lines)
        except _FAILURES as error:
            _refuse_value(error, lines)
        _check_names(lines, context, jinja_env)
        _check_nesting(filled)
        return filled

    def fix_tables(self, xml: str) -> Any:  # noqa: ANN401 - lxml has no types
        """Keep Word able to open it: no table without rows, no cell without a paragraph."""
        tree = super().fix_tables(xml)
        for table in [one for one in tree.iter(qn("w:tbl")) if one.find(qn("w:tr")) is None]:
            table.getparent().remove(table)
        for cell in tree.iter(qn("w:tc")):
            if cell.find(qn("w:p")) is None:
                cell.append(OxmlElement("w:p"))
        return tree


def _check_names(lines: list[str], context: Mapping[str, Any], environment: Environment) -> None:
    """Refuse a name that there is not, in a part that was left out this time."""
    asked = meta.find_undeclared_variables(environment.parse("\n".join(lines)))
    for name in sorted(asked - context.keys() - environment.globals.keys()):
        asks = re.compile(rf"{{[{{%][^}}]*(?<!\w){re.escape(name)}(?!\w)")
        place = next(filter(asks.search, lines), "")
        raise FaultError("no_name", _quote(place, asks.search), name)


def _refuse_syntax(error: TemplateSyntaxError, lines: list[str]) -> NoReturn:
    _check_blocks(lines)
    tag = _name_in(error)
    place = lines[min(error.lineno, len(lines)) - 1]
    if tag in _PLACED:
        raise FaultError("misplaced", _quote(place, _with(tag)), tag) from error
    raise FaultError("broken", _quote(place)) from error


def _check_blocks(lines: list[str]) -> None:
    """Refuse an ``if`` or ``for`` without its end, and an end without its beginning."""
    begun: list[tuple[str, str]] = []
    for line in lines:
        for tag in _TAG.findall(line):
            if tag in {"for", "if"}:
                begun.append((tag, line))
            elif tag in {"endfor", "endif"} and (not begun or begun.pop()[0] != tag[3:]):
                raise FaultError("stray", _quote(line, _with(tag)), tag)
    if begun:
        tag, line = begun[-1]
        raise FaultError("unclosed", _quote(line, _with(tag)), tag)


def _refuse_value(error: Exception, lines: list[str]) -> NoReturn:
    frames = traceback.extract_tb(error.__traceback__)
    number = next((one.lineno for one in reversed(frames) if one.filename == "<template>"), None)
    place = lines[min(number, len(lines)) - 1] if number else ""
    name = _name_in(error)
    if isinstance(error, UndefinedError):
        raise FaultError("no_name", _quote(place, lambda text: name in text), name) from error
    if isinstance(error, SecurityError):
        raise FaultError("forbidden", _quote(place)) from error
    code = "too_many" if isinstance(error, OverflowError) else "failing"
    raise FaultError(code, _quote(place)) from error


def _check_nesting(filled: str) -> None:
    """Refuse what would be no whole document: an ``if`` that ends in another paragraph."""
    lines = _PARAGRAPH.sub(r"\n<w:p\1", filled)
    try:
        parse_xml(lines)
    except SyntaxError as error:
        place = lines.splitlines()[(error.lineno or 1) - 1]
        raise FaultError("nesting", _quote(place, lambda _: True)) from error


def _name_in(error: Exception) -> str:
    found = _NAMED.search(str(error))
    return next(filter(None, found.groups()), "") if found else ""


def _with(tag: str) -> Callable[[str], bool]:
    return lambda text: tag in _TAG.findall(text)


def _quote(line: str, fits: Callable[[str], object] = lambda text: "{" in text) -> str:
    """Return the beginning of a paragraph of a line as text: the first that fits, else the last.

    Of paragraphs that are nothing but tags one line has several, each in the place of its own.
    """
    texts = (unescape(re.sub(r"<[^>]*>", "", one)) for one in _PARAGRAPH_ENDS.split(line))
    said = [one for text in texts if (one := " ".join(text.split()))]
    return clip(next(filter(fits, said), said[-1] if said else ""), QUOTED)
