"""Holds a template of the office's against a sample, apart, before anything is made from it."""

from collections.abc import Mapping
from difflib import get_close_matches

from bot.apart import TooMuchError, within
from bot.drafts.source import Source, UnreadableError
from bot.settings import Settings
from notice.files.kinds import Kind, kind_of
from notice.lines import NoticeError
from templates import word

MB = 1024 * 1024
#: How large a template may be.
LARGEST = 5 * MB
#: Seconds that filling one may take.
PATIENCE = 20
#: What a package that is not opened comes to.
_DAMAGED: Mapping[str, str] = {"locked": "locked", "too_heavy": "too_heavy"}


def read_template_sent(_settings: Settings, source: Source) -> str:
    """Check a template that the office sent; there is nothing to keep of it but itself.

    Raises:
        UnreadableError: with the word that says what is wrong.
    """
    check_file(source.content)
    return ""


def check_file(content: bytes) -> None:
    """Refuse what is no template of a bulletin, or does not come to one.

    Raises:
        UnreadableError: with the word that says what is wrong, and where.
    """
    from notice.files.package import Package  # noqa: PLC0415 - what reads files is not for a start

    if len(content) > LARGEST:
        raise UnreadableError("template_fault.too_large", most=LARGEST // MB)
    if kind_of(content) is not Kind.ZIP:
        raise _unreadable("not_docx")
    try:
        Package.of(content)
    except NoticeError as error:
        raise _unreadable(_DAMAGED.get(error.code, "damaged")) from error
    filled_apart("check_template", content)


def filled_apart(what: str, *given: object) -> bytes:
    """Have a template filled in a process of its own, whatever it makes of that.

    Args:
        what: the function of ``templates.bulletin`` that fills it.
        *given: what that is given.

    Raises:
        UnreadableError: with the word that says what is wrong, and where.
    """
    from templates import bulletin  # noqa: PLC0415 - what writes Word takes long to load
    from templates.filling import FaultError  # noqa: PLC0415 - likewise

    try:
        filled: bytes = within(PATIENCE, getattr(bulletin, what), *given)
    except TooMuchError as error:
        raise UnreadableError("template_fault.too_much", seconds=PATIENCE) from error
    except FaultError as fault:
        raise _unreadable(fault.code, fault.where, fault.about) from fault
    return filled


def _unreadable(code: str, where: str = "", about: str = "") -> UnreadableError:
    from templates.bulletin import template_names  # noqa: PLC0415 - likewise

    place = word("template_fault.where", where=where) if where else ""
    known = template_names() - {about}
    near = get_close_matches(about, sorted(known), 1, 0.5) if about else []
    hint = word("template_fault.near", near=near[0]) if near else ""
    return UnreadableError(f"template_fault.{code}", where=place, about=about, near=hint)
