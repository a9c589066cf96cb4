"""What is taken from an update, told apart from Telegram's types; control characters end here."""

import re

#: What phones send that breaks Word and Excel: control characters, but for line ends and tabs.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: Direction marks that let a text show other than it is.
_DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Return a text without control characters, its ends trimmed."""
    return without_control(text).strip()


def without_control(text: str) -> str:
    """Return a text without what would act on a terminal, a document or the eye."""
    return _DIRECTION.sub("", _CONTROL.sub("", text))
