"""What a draft says, in the office's words: relations, targets, dates and doubts."""

from db.vocabulary import Doubt, DueDraft, Op, TargetDraft
from templates import has_word, number, word

#: Every relation of a target to its value: the operators, and strictly more or less.
SIGNS = (*(op.value for op in Op), ">", "<")


def sign_of(target: TargetDraft) -> str:
    """Return the sign of a target's relation to its value; strictly more is ``>``."""
    strict = target.strict and target.op in (Op.AT_LEAST, Op.AT_MOST)
    return target.op.value.removesuffix("=") if strict else target.op.value


def op_of(sign: str) -> tuple[Op, bool]:
    """Return the operator that a sign stands for, and whether it is strict."""
    return (Op(sign), False) if sign in list(Op) else (Op(f"{sign}="), True)


def target_in_words(target: TargetDraft) -> str:
    """Return a target as one line: 家庭农场 不少于1840个."""
    return f"{target.quantity} {word(f'op.{sign_of(target)}')}{number(target.value)}{target.unit}"


def due_in_words(due: DueDraft | None) -> str:
    """Return a date's phrase and, below it, the day that it means where there is one."""
    if due is None:
        return ""
    return f"{due.phrase}\n{due.day.isoformat()}" if due.day else due.phrase


def doubt_in_words(doubt: Doubt) -> str:
    """Return a doubt as people read it, with the words it is about and what they may mean."""
    key = f"doubt.{doubt.code}"
    values = {"about": doubt.about, "candidates": "、".join(doubt.candidates)}
    return word(key if has_word(key) else "cli.doubt_other", **values)
