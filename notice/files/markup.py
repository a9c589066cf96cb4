"""XML from outside: parsed without entities, asked by local names.

Word and Excel write the same names in two namespaces (transitional and strict), so a namespace
tells nothing that a name does not.
"""

from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from notice.lines import NoticeError


def tree_of(raw: bytes) -> Element:
    """Parse XML that comes from outside.

    Raises:
        NoticeError: ``damaged`` where it is no XML; ``too_heavy`` where it declares entities.
    """
    try:
        tree: Element = fromstring(raw)
    except ParseError as error:
        raise NoticeError("damaged") from error
    except DefusedXmlException as error:
        raise NoticeError("too_heavy") from error
    return tree


def local(tag: str) -> str:
    """Return a name without its namespace, which differs between the dialects of OOXML."""
    return tag.rpartition("}")[2]


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """Return an attribute by its local name."""
    if element is None:
        return default
    return next((value for key, value in element.items() if local(key) == name), default)


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first descendant along a path of local names."""
    for name in path:
        inside = element if element is not None else ()
        element = next((one for one in inside if local(one.tag) == name), None)
    return element
