"""Every word and picture a person gets; knows nothing of where they are sent.

Messages are Jinja templates in ``zh/``, escaped for Telegram's HTML; labels and short sentences
stand in ``zh/words/``. A name that a template does not get is an error, never a blank.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

LANGUAGE = "zh"


def render(name: str, /, **values: object) -> str:
    """Return a template's text, blank lines at its ends removed.

    Args:
        name: the file in the language's folder, e.g. ``checklist.html``; HTML and SVG are escaped.
        **values: what it shows; moments are already in the office's time zone.

    Raises:
        jinja2.UndefinedError: the template asks for a value that it was not given.
    """
    return _environment().get_template(f"{LANGUAGE}/{name}").render(**values).strip()


def word(key: str, /, **values: object) -> str:
    """Return a label or short sentence, e.g. ``word("button.open", number="2")``.

    Raises:
        KeyError: there is no such word, or it wants a value that it was not given.
    """
    section, _, name = key.partition(".")
    return _words()[section][name].format_map(values)


def has_word(key: str) -> bool:
    """Tell whether there is such a word."""
    section, _, name = key.partition(".")
    return name in _words().get(section, {})


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    """Return every section of every file of words; a section stands in one of them."""
    found: dict[str, Mapping[str, str]] = {}
    for file in (files("templates") / LANGUAGE / "words").iterdir():
        sections = tomllib.loads(file.read_text("utf-8"))
        if twice := found.keys() & sections.keys():
            raise ValueError(f"{file.name}: {sorted(twice)} stand in another file, too")
        found |= sections
    return found


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("templates", ""),
        autoescape=select_autoescape(["html", "svg"]),
        auto_reload=False,  # installed templates do not change; looking costs as much as rendering
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "clip": clip,
        "headline": headline,
        "day": day,
        "clock": clock,
        "moment": moment,
        "number": number,
    }
    environment.globals |= {"word": word}
    return environment


def clip(text: str, length: int) -> str:
    """Return the text, cut with … where it takes more than ``length`` of Telegram's units."""
    if utf16_length(text) <= length:
        return text
    cut = text[: length - 1]  # no character takes less than a unit
    while utf16_length(cut) > length - 1:
        cut = cut[:-1]
    return cut + "…"


def headline(text: str, length: int = 26) -> str:
    """Return a text's first clause, cut to ``length`` of Telegram's units."""
    ends = [place for mark in "，。；" if (place := text.find(mark)) > 0]
    return clip(text[: min(ends, default=len(text))], length)


def day(when: date) -> str:
    """Return a day as people say it: 6月25日（周二）."""
    weekday = word("calendar.weekdays")[when.weekday()]
    return word("calendar.day", month=when.month, day=when.day, weekday=weekday)


def clock(when: datetime | time) -> str:
    """Return the time of day: 17:30."""
    return f"{when:%H:%M}"


def moment(when: datetime) -> str:
    """Return day and time: 6月25日（周二）17:30."""
    return f"{day(when)}{clock(when)}"


def number(value: Decimal | int | None, digits: int = 2) -> str:
    """Return a number as people write it: 1840, 0.5, 50万, 1.2亿; – for none.

    Rounded to ``digits`` places, without needless zeros; 万 and 亿 only where nothing is lost.
    """
    if value is None:
        return "–"
    exact = round(Decimal(value), digits)
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if exact >= size and not exact % (size // 100):
            return _plain(exact / size) + name
    return _plain(exact)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def utf16_length(text: str) -> int:
    """Return a text's length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def template_names() -> list[str]:
    """Return the name of every template."""
    listed = _environment().list_templates(extensions=["html", "txt", "svg"])
    prefix = f"{LANGUAGE}/"
    return [name.removeprefix(prefix) for name in listed if name.startswith(prefix)]
