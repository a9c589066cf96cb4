"""What each column of a table of tasks holds, by the words of its header row."""

from collections.abc import Sequence
from dataclasses import dataclass

from notice.lines import without_blanks
from notice.tables.headers import LONGEST, UNITS, Kind, belong_together, kind_of


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, from left to right.

    Attributes:
        kinds: what each holds.
        words: each column's words in the header.
        guessed: no column's words say that it holds the tasks; another was taken.
    """

    kinds: tuple[Kind, ...]
    words: tuple[str, ...]
    guessed: bool = False

    @property
    def has_units(self) -> bool:
        """Whether a column names units."""
        return any(kind in UNITS for kind in self.kinds)

    def heads(self, row: Sequence[str]) -> bool:
        """Tell whether a row is this header once more, as at the top of each page."""
        return tuple(map(without_blanks, row)) == self.words or columns_of(row) is not None


def columns_of(row: Sequence[str]) -> Columns | None:
    """Read a row as a table's header, or return None where it is none.

    A header names a column of tasks or goals and one of numbers, units, dates or persons, and
    most of its cells are such names.
    """
    words = tuple(map(without_blanks, row))
    if max(map(len, words), default=0) > LONGEST:
        return None
    kinds = tuple(map(kind_of, words))
    named = {word: kind for word, kind in zip(words, kinds, strict=True) if word}
    known = [kind for kind in named.values() if kind is not Kind.OTHER]
    has_tasks = _TASKS & set(known)
    if not has_tasks or not _BESIDE & set(known) or len(known) * 2 < len(named):
        return None
    return _settled(kinds, words)


def joined(above: Columns, row: Sequence[str]) -> Columns | None:
    """Join a header's second row to its first, or return None where the row is none.

    责任单位 over 牵头单位 and 配合单位: the lower words, where there are any, say what it is.
    """
    below = tuple(map(without_blanks, row))
    if len(below) != len(above.words) or max(map(len, below)) > LONGEST:
        return None
    pairs = list(zip(above.words, below, strict=False))
    lower = [word for upper, word in pairs if word and word != upper]
    if len(set(lower)) < _FEWEST or any(kind_of(word) is Kind.OTHER for word in lower):
        return None
    return columns_of([word or upper for upper, word in pairs])


def parted(above: Columns, row: Sequence[str]) -> Columns | None:
    """Part the one column of units into those below it: 牵头单位 and 配合单位 alone on a line."""
    below = [word for word in map(without_blanks, row) if word]
    upper = [at for at, kind in enumerate(above.kinds) if kind in UNITS]
    is_lower = len(set(below)) >= _FEWEST and all(kind_of(word) in UNITS for word in below)
    if not is_lower or len(upper) != 1 or len(row) >= len(above.words):
        return None
    words = above.words
    return columns_of([*words[: upper[0]], *below, *words[upper[0] + 1 :]])


def mended(words: Sequence[str]) -> list[str]:
    """Join the halves of a header's words that are broken over two lines: 责任 and 领导."""
    whole: list[str] = []
    is_open = False
    for word in map(without_blanks, words):
        if is_open and belong_together(whole[-1], word):
            whole[-1] += word
            is_open = False
        else:
            whole.append(word)
            is_open = True
    return whole


_MEASURE, _INDEX = "单位", "指标"
_FEWEST = 2  # words of a header's second row
_BESIDE = {Kind.NUMBER, Kind.DUE, Kind.PERSON, *UNITS}
_TASKS = {Kind.TASK, Kind.TARGET, Kind.PROBLEM, Kind.SECTION}
_STAND_IN = (Kind.TARGET, Kind.PROBLEM, Kind.SECTION)


def _settled(kinds: tuple[Kind, ...], words: tuple[str, ...]) -> Columns:
    """Make sure that a column holds tasks.

    Where none does, it is that of the goals, of the problems or of the sections; of several columns
    of goals the first says what, the others how much. Beside them and other units, or beside
    指标, 单位 alone is their measure.
    """
    is_apart = any(
        kind in UNITS and word != _MEASURE for kind, word in zip(kinds, words, strict=True)
    )
    if Kind.TARGET in kinds and (is_apart or any(_INDEX in word for word in words)):
        pairs = zip(kinds, words, strict=True)
        kinds = tuple(Kind.MEASURE if word == _MEASURE else kind for kind, word in pairs)
    if Kind.TASK in kinds:
        return Columns(kinds, words)
    stand_in = next(kind for kind in _STAND_IN if kind in kinds)
    those = [at for at, kind in enumerate(kinds) if kind is stand_in]
    is_told = stand_in is Kind.TARGET and len(those) > 1
    at = those[0 if is_told else -1]
    return Columns((*kinds[:at], Kind.TASK, *kinds[at + 1 :]), words, guessed=not is_told)
