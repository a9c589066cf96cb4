"""The ways in which offices write down a unit list, a page and a table."""

from collections.abc import Iterator, Sequence

from notice.lines import Line, lines_of
from tests.composed_facts import Owners

BRACKETS = ("（）", "()", "【】", "〔〕", "［］")
HAN = "一二三四五六七八九十"


def han(number: int) -> str:
    """Return a number up to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{HAN[tens - 1]}十")
    return head + (HAN[ones - 1] if ones else "")


def plain(owners: Owners, due: str, *, word: str, marks: str) -> str:
    """（责任单位：A、B等；完成时限：…）, where the first alone leads."""
    names = "、".join(owners.lead + owners.assist) + ("等" if owners.open_ended else "")
    return f"{marks[:1]}{word}：{names}{_due(due)}{marks[1:]}"


def fields(owners: Owners, due: str, *, marks: str, between: str) -> str:
    """（牵头单位：A；配合单位：B等；完成时限：…）."""
    more = "等" if owners.open_ended else ""
    words = [f"牵头单位：{'、'.join(owners.lead)}{'' if owners.assist else more}"]
    if owners.assist:
        words.append(f"配合单位：{'、'.join(owners.assist)}{more}")
    return marks[:1] + between.join(words) + _due(due, between) + marks[1:]


def verbs(owners: Owners, due: str, *, marks: str) -> str:
    """（A牵头，B等配合；完成时限：…）."""
    more = "等" if owners.open_ended else ""
    words = f"{'、'.join(owners.lead)}{'' if owners.assist else more}牵头"
    if owners.assist:
        words += f"，{'、'.join(owners.assist)}{more}配合"
    return marks[:1] + words + _due(due) + marks[1:]


def _due(phrase: str, between: str = "；") -> str:
    return f"{between}完成时限：{phrase}" if phrase else ""


def in_lines(paragraphs: Sequence[str]) -> list[Line]:
    return lines_of("\n".join(paragraphs))


def apart(paragraphs: Sequence[str]) -> list[Line]:
    return lines_of("\n\n".join(paragraph for paragraph in paragraphs if paragraph))


def indented(paragraphs: Sequence[str]) -> list[Line]:
    return lines_of("\n".join(f"　　{paragraph}" for paragraph in paragraphs))


def broken(paragraphs: Sequence[str]) -> list[Line]:
    return lines_of("\n".join(piece for each in paragraphs for piece in _pieces(each)))


def _pieces(paragraph: str) -> Iterator[str]:
    for start in range(0, max(len(paragraph), 1), 28):
        yield paragraph[start : start + 28]


def flattened(paragraphs: Sequence[str]) -> list[Line]:
    return lines_of(" ".join(paragraph for paragraph in paragraphs if paragraph))


def run_together(paragraphs: Sequence[str]) -> list[Line]:
    return lines_of("".join(paragraphs))


def as_cells(rows: list[tuple[str, ...]]) -> list[Line]:
    return [Line(0, "\t".join(row), row) for row in rows]


def by_tabs(rows: list[tuple[str, ...]]) -> list[Line]:
    return [Line(0, "\t".join(row)) for row in rows]


def one_a_line(rows: list[tuple[str, ...]]) -> list[Line]:
    return [Line(0, cell) for row in rows for cell in row]
