"""What robots.txt lets us fetch, after RFC 9309."""

import pytest

from service.ingest.robots import Rules, read_robots

TEXT = """\ufeff# who may come
Sitemap: https://press.example/map.xml
User-agent: *
Disallow: /
Crawl-delay: 5

User-Agent: other
user-agent: Chancery
Disallow: /private/
Allow: /private/open
Disallow: /*.pdf$
Disallow: /a*b*c
Disallow: /caf%C3%A9
Disallow:
crawl-delay: 1.5

User-agent: chancery
Disallow: /later
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/private/", False),
        ("/private/x", False),
        ("/private", True),
        ("/private/open/door", True),
        ("/report.pdf", False),
        ("/report.pdf?x=1", True),
        ("/axxbyyc", False),
        ("/axxcyyb", True),
        ("/café/a", False),
        ("/caf%c3%a9/a", False),
        ("/later", False),
        ("/robots.txt", True),
    ],
)
def test_the_longest_rule_of_our_group_decides(path: str, allowed: bool) -> None:  # noqa: FBT001
    """Groups of the same agent are joined, wildcards and ends hold, escapes make no difference; `*` is for others."""
    rules = read_robots(TEXT, "chancery/0.1 (+https://press.example/robot)")
    assert rules.allow(path) is allowed
    assert rules.delay == 1.5


def test_whoever_is_not_named_is_everybody() -> None:
    """An agent without a group of its own keeps to the rules for all; an empty file allows everything."""
    rules = read_robots(TEXT, "somebody")
    assert not rules.allow("/x")
    assert rules.delay == 5
    assert read_robots("", "chancery") == Rules()
    assert read_robots("<html>not found</html>", "chancery").allow("/x")


def test_a_tie_allows_and_a_delay_has_a_bound() -> None:
    """Of two rules of one length that match, the one that allows wins; a host cannot ask for a day between requests."""
    rules = read_robots("User-agent: *\nDisallow: /a\nAllow: /a\nCrawl-delay: 86400\n", "chancery")
    assert rules.allow("/a")
    assert rules.delay == 60


def test_no_pattern_is_slow() -> None:
    """A rule full of wildcards against a long path is answered as any other: each part is looked for once."""
    rules = read_robots(f"User-agent: *\nDisallow: /{'*a' * 5000}b\n", "chancery")
    assert rules.allow("/" + "a" * 100_000)
