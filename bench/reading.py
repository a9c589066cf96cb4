"""The reader on long texts in the shapes that cost most, beside itself on a tenth of each."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from bench.rows import Row, Tell, check, medians
from notice.lines import Line, NoticeError, lines_of
from notice.reader import read_notice

REPEATS = 3
LARGE = 1_000_000  # bytes of UTF-8
SHARE = 10
BOUND = 12.0
SECONDS = 2.0
NOTICE = Path(__file__).parents[1] / "notice" / "examples" / "dongzhi.txt"


def measure_reading(tell: Tell, size: int = LARGE, repeats: int = REPEATS) -> list[Row]:
    """Measure each shape of text at ``size`` bytes and at a tenth of it, turn by turn."""
    rows = []
    for name, make in SHAPES.items():
        large, small = make(size), make(size // SHARE)
        whole, tenth = [], []
        for turn in range(repeats):
            tell(f"{name} {turn + 1} of {repeats}")
            tenth.append(_seconds(small))
            whole.append(_seconds(large))
        ours, baseline, ratio = medians(whole, tenth)
        is_fast = ratio <= BOUND and (ours < SECONDS or name != _PLAIN)
        bound = f"≤ {BOUND:.0f} ×" + (f", < {SECONDS:.0f} s" if name == _PLAIN else "")
        title = f"reading {size // 1000:,} KB: {name}"
        rows.append(
            Row(title, f"{ours:.2f} s", f"{baseline:.3f} s a tenth", f"{ratio:.1f}", bound, is_fast)
        )
    return rows


def _seconds(lines: list[Line]) -> float:
    start = time.perf_counter()
    try:
        check(len(read_notice(lines).items) > 0, "a notice has items")
    except NoticeError:
        check(lines[0].text.startswith("（"), "only brackets alone hold no item")
    return time.perf_counter() - start


def _paragraphs() -> list[str]:
    """Return the items of a real notice, numbers off."""
    texts = NOTICE.read_text("utf-8").splitlines()
    return [text.partition(".")[2] for text in texts if text[:1].isdigit() and "责任单位" in text]


def _filled(size: int, piece: Callable[[int], str]) -> str:
    """Join pieces, each made from its place, until the text has the size."""
    pieces, length, place = [], 0, 0
    while length < size:
        pieces.append(piece(place))
        length += len(pieces[-1].encode())
        place += 1
    return "".join(pieces)


def _in_lines(size: int) -> list[Line]:
    bodies = _paragraphs()
    return lines_of(_filled(size, lambda at: f"{at % 900 + 1}.{bodies[at % len(bodies)]}\n"))


def _in_one_line(size: int) -> list[Line]:
    bodies = _paragraphs()
    return lines_of(_filled(size, lambda at: f"{at % 900 + 1}.{bodies[at % len(bodies)]}"))


def _broken(size: int) -> list[Line]:
    text = "".join(line.text + "\n" for line in _in_lines(size))
    return lines_of("\n".join(text[start : start + 28] for start in range(0, len(text), 28)))


def _one_item(size: int) -> list[Line]:
    sentence = "持续推进村庄清洁行动，建成3个以上示范点，"
    return lines_of("1." + _filled(size, lambda _: sentence) + "。（责任单位：县农业农村局）")


def _one_item_of_lines(size: int) -> list[Line]:
    return lines_of("1.抓好落实\n" + _filled(size, lambda _: "（持续推进：村庄清洁行动，\n"))


def _rows(size: int) -> list[Line]:
    cells = ("1", *_paragraphs()[:1], "县农业农村局、县财政局", "6月底前")
    head = ("序号", "工作任务", "责任单位", "完成时限")
    count = size // len("".join(cells).encode())
    return [Line(at, "\t".join(row), row) for at, row in enumerate([head, *[cells] * count], 1)]


def _brackets(size: int) -> list[Line]:
    return lines_of(_filled(size, lambda _: "（"))


_PLAIN = "a paragraph a line"
SHAPES: Mapping[str, Callable[[int], list[Line]]] = {
    _PLAIN: _in_lines,
    "all in one line": _in_one_line,
    "broken into 28 characters": _broken,
    "one sentence without end": _one_item,
    "one item, its brackets left open": _one_item_of_lines,
    "a table": _rows,
    "nothing but opening brackets": _brackets,
}
