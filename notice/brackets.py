"""Brackets of every form, nested or left open; knows nothing of what they hold."""

from dataclasses import dataclass

OPENING = "（(【〔［["
CLOSING = "）)】〕］]"


@dataclass(frozen=True, slots=True)
class Group:
    """A bracket, ``text[start:end]``; ``closed`` is False where it is left open."""

    start: int
    end: int
    closed: bool

    def content_of(self, text: str) -> str:
        """Return what the bracket holds in the text it was found in."""
        return text[self.start + 1 : self.end - 1 if self.closed else self.end]


def groups_of(text: str) -> list[Group]:
    """Find every bracket of ``text``, nested ones too, in order of their beginnings.

    A half-width bracket closes a full-width one and so on: offices mix them. One that is never
    closed reaches to the end.
    """
    ends: dict[int, int] = {}
    waiting: list[int] = []
    for position, sign in enumerate(text):
        if sign in OPENING:
            waiting.append(position)
        elif sign in CLOSING and waiting:
            ends[waiting.pop()] = position
    groups = [Group(start, end + 1, True) for start, end in ends.items()]
    groups += [Group(start, len(text), False) for start in waiting]
    return sorted(groups, key=lambda group: group.start)


def outer_groups_of(text: str) -> list[Group]:
    """Find the brackets of ``text`` that stand in no other."""
    groups: list[Group] = []
    for group in groups_of(text):
        if not groups or group.start >= groups[-1].end:
            groups.append(group)
    return groups


def has_open_bracket(text: str) -> bool:
    """Tell whether a bracket of the text is never closed."""
    return not all(group.closed for group in groups_of(text))


def split_outside(text: str, separators: str) -> list[str]:
    """Split ``text`` at the separators that stand in no bracket; empty pieces are dropped."""
    pieces, start, depth = [], 0, 0
    for position, sign in enumerate(text):
        depth = max(depth + (sign in OPENING) - (sign in CLOSING), 0)
        if sign in separators and not depth:
            pieces.append(text[start:position])
            start = position + 1
    return [piece for piece in [*pieces, text[start:]] if piece.strip()]
