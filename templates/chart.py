"""Pictures: an SVG template drawn with our own font, never with one of the machine's."""

from functools import cache
from unicodedata import east_asian_width

#: How wide a character is that is not as wide as it is high.
_NARROW = 0.6


def draw(svg: str) -> bytes:
    """Return an SVG's picture as PNG."""
    import resvg_py  # noqa: PLC0415 - whoever draws nothing does not load it

    drawn = resvg_py.svg_to_bytes(
        svg_string=svg,
        font_files=list(_fonts()),
        skip_system_fonts=True,
        font_family="Noto Sans SC",
    )
    return bytes(drawn)


def fitted(text: str, width: float) -> str:
    """Return a text in one line, cut with … where it is wider than ``width`` Chinese characters."""
    line = "".join(one for one in " ".join(text.split()) if one.isprintable())
    if _width(line) <= width:
        return line
    while line and _width(line) > width - 1:
        line = line[:-1]
    return line.rstrip() + "…"


def _width(text: str) -> float:
    return sum(1 if east_asian_width(one) in "WFA" else _NARROW for one in text)


@cache
def _fonts() -> tuple[str, ...]:
    """Return the font's files, and another's for what it does not have."""
    import pylopdf_fonts_zh_cn  # noqa: PLC0415 - as above

    return str(pylopdf_fonts_zh_cn.sans_path()), str(pylopdf_fonts_zh_cn.serif_path())
