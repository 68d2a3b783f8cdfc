"""A document of BioC between its XML and its JSON, which say the same; inside it is the JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from annotator.formats.safe_xml import local_name

Value = dict[str, Any]


def value_of(element: Any) -> Value:
    """A ``document``, ``passage``, ``sentence``, ``annotation`` or ``relation`` element as BioC's JSON has it."""
    value: Value = {"infons": {}}
    if element.get("id") is not None:
        value["id"] = element.get("id")
    for child in element:
        match local_name(child):
            case "infon":
                value["infons"][child.get("key", "")] = child.text or ""
            case "id" | "text" | "offset" as name:
                value[name] = child.text or ""
            case "location" | "node" as name:
                value.setdefault(f"{name}s", []).append(dict(child.attrib))
            case "passage" | "sentence" | "annotation" | "relation" as name:
                value.setdefault(f"{name}s", []).append(value_of(child))
    return value


def element_of(name: str, value: Mapping[str, Any]) -> Any:
    """The element of a value, its children in the order that the DTD wants."""
    from lxml import etree

    in_attribute = name in ("annotation", "relation")
    element = etree.Element(name, {"id": str(value["id"])} if in_attribute and value.get("id") else {})
    if name == "document":
        etree.SubElement(element, "id").text = value["id"]
    for key, infon in value.get("infons", {}).items():
        etree.SubElement(element, "infon", key=key).text = infon
    if "offset" in value:
        etree.SubElement(element, "offset").text = str(value["offset"])
    _add(element, "location", value.get("locations", ()))
    if "text" in value and not value.get("sentences"):
        etree.SubElement(element, "text").text = value["text"]
    _add(element, "node", value.get("nodes", ()))
    for child in ("passage", "sentence", "annotation", "relation"):
        element.extend(element_of(child, each) for each in value.get(f"{child}s", ()))
    return element


def _add(element: Any, name: str, values: Iterable[Mapping[str, object]]) -> None:
    from lxml import etree

    for value in values:
        etree.SubElement(element, name, {key: str(each) for key, each in value.items()})
