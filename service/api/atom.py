"""Atom (RFC 4287): a saved list of filters as a feed to subscribe to."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET  # only written here, never read

from projections.public.shapes import RecordedFact
from service.api.change_shapes import ChangeLine

SHOWN_AS_ENTRIES = (RecordedFact, ChangeLine)

_NAMESPACE = "http://www.w3.org/2005/Atom"
_NEVER = "1970-01-01T00:00:00+00:00"


def write_atom(items: Sequence[Any], base: str, address: str) -> bytes:
    """Items of one of the shapes ``SHOWN_AS_ENTRIES`` as a feed that stands at ``address`` of the server ``base``."""
    feed = ET.Element("feed", xmlns=_NAMESPACE)
    _add(feed, "id", address)
    _add(feed, "title", "Chancery: what states did to each other")
    _add(feed, "updated", max((item.recorded_at for item in items), default=_NEVER))
    _add(ET.SubElement(feed, "author"), "name", "Chancery")
    ET.SubElement(feed, "link", rel="self", href=_clean(address))
    for item in items:
        _add_entry(feed, item, base.rstrip("/"))
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="utf-8", xml_declaration=False)


def _add_entry(feed: ET.Element, item: RecordedFact | ChangeLine, base: str) -> None:
    entry = ET.SubElement(feed, "entry")
    _add(entry, "id", f"urn:uuid:{item.id}")
    if isinstance(item, RecordedFact):
        kind, parties, happenings, family = item.fact.type, item.fact.parties, (item.happening,), item.fact.family
        quotes = [proof.exact for source in item.fact.sources for proof in source.proofs if proof.exact]
        when = item.fact.day
    else:
        kind, parties, happenings, family = item.type, item.parties, item.happenings, item.family
        quotes = list(item.told.quotes) if item.told else [said for said in (item.why, item.title) if said]
        when = item.told.act.start if item.told and item.told.act else None
    _add(entry, "title", " ".join(part for part in (kind, "-".join(parties), when or "") if part))
    _add(entry, "updated", item.recorded_at)
    _add(entry, "summary", "\n".join(quotes))
    for name in (kind, *((family,) if family else ()), *parties):
        ET.SubElement(entry, "category", term=_clean(name))
    is_act = isinstance(item, RecordedFact) or (item.told is not None and not item.about)
    if is_act:
        ET.SubElement(entry, "link", rel="alternate", href=f"{base}/events/{quote(item.id)}")
    for happening in happenings:
        ET.SubElement(entry, "link", rel="related", href=f"{base}/happenings/{quote(happening, safe='')}")


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    """A text without the characters that XML cannot hold, whichever way they are written."""
    return "".join(letter for letter in text if letter in "\t\n" or (letter >= " " and letter not in "\ufffe\uffff"))
