"""XML that is always well-formed: text is escaped, and what XML 1.0 can't hold is left out."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Tree

Element = Tree.Element
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# Everything but the characters of XML 1.0, section 2.2.
IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    return IMPOSSIBLE.sub("", text)


def root(name: str, attributes: dict[str, str] | None = None) -> Element:
    return Tree.Element(name, _cleaned(attributes))


def add(
    parent: Element, name: str, text: str = "", attributes: dict[str, str] | None = None
) -> Element:
    """A new last child; attributes without a value are left out."""
    made = Tree.SubElement(parent, name, _cleaned(attributes))
    if text:
        made.text = clean(text)
    return made


def written(element: Element) -> bytes:
    """The document, in UTF-8 with its declaration."""
    Tree.indent(element)
    return Tree.tostring(element, encoding="utf-8", xml_declaration=True)


def _cleaned(attributes: dict[str, str] | None) -> dict[str, str]:
    return {name: clean(str(value)) for name, value in (attributes or {}).items() if value != ""}
