"""Fills a Word document that the office may edit; knows nothing of where its links lead.

Imported only when a document is made: what writes Word takes long to load.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from io import BytesIO

import segno
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from templates import LANGUAGE, word

#: How wide a code is printed, in Word's units (6.5 cm): a phone reads it at the length of an arm.
WIDTH = 2_340_000


@dataclass(frozen=True, slots=True)
class Invited:
    """A page of the invite sheet: whom it is for, the link that lets them in, and its last day."""

    whom: str
    link: str
    until: date


def invite_sheet(office: str, invited: Sequence[Invited]) -> bytes:
    """Return a Word document with a page for each link, its code large enough to be scanned."""
    template = files("templates") / LANGUAGE / "invite_sheet.docx"
    document = DocxTemplate(BytesIO(template.read_bytes()))
    pages = [
        {
            "whom": one.whom,
            "link": one.link,
            "until": word(
                "calendar.date", year=one.until.year, month=one.until.month, day=one.until.day
            ),
            "code": InlineImage(document, BytesIO(_code(one.link)), width=WIDTH),
        }
        for one in invited
    ]
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    document.render({"office": office, "pages": pages}, environment)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _code(link: str) -> bytes:
    picture = BytesIO()
    segno.make_qr(link, error="m").save(picture, kind="png", scale=12, border=4)
    return picture.getvalue()
