"""What a host's robots.txt lets us fetch, after RFC 9309: the longest rule that matches decides, in a tie it allows."""

import re
from urllib.parse import quote, unquote

import msgspec

LARGEST = 512_000
"""Bytes of a robots.txt that are read: RFC 9309 asks for 500 KiB at least."""

_LONGEST_DELAY = 60.0  # seconds between two requests, however many a host asks for
_SAFE = "/%:=&?~+!$,;'@()*[]|"


class Rule(msgspec.Struct, frozen=True):
    """A path that is allowed or not: parts between wildcards, and whether the last ends the path."""

    allow: bool
    parts: tuple[str, ...]
    anchored: bool
    length: int


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """The rules that hold for one agent; ``delay`` is the seconds between requests that the host asks for."""

    rules: tuple[Rule, ...] = ()
    delay: float = 0

    def allow(self, target: str) -> bool:
        """Whether a path, with its query, may be fetched."""
        if target == "/robots.txt":
            return True
        path = _normalise(target)
        met = [rule for rule in self.rules if _matches(rule, path)]
        return max(((rule.length, rule.allow) for rule in met), default=(0, True))[1]


EVERYTHING = Rules()


def read_robots(text: str, agent: str) -> Rules:
    """The rules for an agent: of all groups that name its product, else of those for everybody; never an error."""
    product = re.split(r"[/\s]", agent.strip(), maxsplit=1)[0].lower()
    groups: dict[str, list[tuple[str, str]]] = {}
    names: list[str] = []
    in_rules = False
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if in_rules:
                names, in_rules = [], False
            names.append(value.lower())
            groups.setdefault(value.lower(), [])
        elif key in {"allow", "disallow", "crawl-delay"}:
            in_rules = True
            for name in names:
                groups[name].append((key, value))
    chosen = groups.get(product, groups.get("*", []))
    return Rules(
        rules=tuple(_read_rule(key, value) for key, value in chosen if key != "crawl-delay" and value),
        delay=max((_read_delay(value) for key, value in chosen if key == "crawl-delay"), default=0),
    )


def _read_rule(key: str, value: str) -> Rule:
    anchored = value.endswith("$")
    pattern = _normalise(value.removesuffix("$"))
    return Rule(key == "allow", tuple(pattern.split("*")), anchored, len(pattern))


def _read_delay(value: str) -> float:
    return min(float(value), _LONGEST_DELAY) if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", value) else 0


def _normalise(path: str) -> str:
    """A path with each letter written in one way, whichever way it was escaped."""
    return quote(unquote(path, errors="surrogateescape"), safe=_SAFE, errors="surrogateescape")


def _matches(rule: Rule, path: str) -> bool:
    """Whether a path begins as the rule says; takes each part where it comes first, so that no pattern is slow."""
    first, *rest = rule.parts
    if not path.startswith(first):
        return False
    if not rest:
        return not rule.anchored or path == first
    at = len(first)
    for part in rest[:-1]:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if rule.anchored:
        return len(path) - len(rest[-1]) >= at and path.endswith(rest[-1])
    return path.find(rest[-1], at) >= 0
