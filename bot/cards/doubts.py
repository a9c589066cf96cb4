"""What is doubtful about a form's numbers, in the words of people."""

from bot.checks import Check, Doubtful
from bot.contact.writing import Written
from bot.phrases import Field
from templates import clip, number, word


def doubt_words(found: Written) -> list[str]:
    """Return, in words, what is doubtful about a form's numbers."""
    return [
        word(
            f"check.{_doubt(field, check)}",
            quantity=clip(field.quantity, 20),
            value=f"{number(check.value)}{field.measure}",
            last=f"{number(check.last)}{field.measure}",
            goal=f"{number(check.goal)}{field.measure}",
            percent=number(check.percent),
            said=number(check.said),
        )
        for field, check in found.doubts
    ]


def _doubt(field: Field, check: Check) -> str:
    """Return the word for a doubt: what a number is held against is not always the same."""
    if check.kind is Doubtful.MAGNITUDE and not check.last:
        return "magnitude_goal"
    whole = check.kind is Doubtful.OVER and field.measure == "%"
    return "over_whole" if whole else check.kind
