"""Feeds read into items."""

from pathlib import Path

import pytest

from service.ingest.feeds import MOST_ITEMS, read_feed
from service.ingest.fetch_errors import NotAFeed

URL = "https://echo.example/rss.xml"
RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>L'Écho</title>
<item><guid>a1</guid><title>Le Mali &amp; la &lt;b&gt;Russie&lt;/b&gt;</title><link>/a/1</link>
<pubDate>Mon, 23 Jun 2025 00:30:00 +0200</pubDate><description>Court.</description>
<content:encoded><![CDATA[<p>Long texte.</p>]]></content:encoded></item>
<item><title>Sans adresse</title></item>
<item><link>https://echo.example/a/2</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Écho</title><entry><id>tag:e,1</id><title>T</title>
<link href="https://echo.example/b"/><updated>2025-06-24T23:00:00-05:00</updated><summary>S</summary></entry></feed>"""


def test_an_rss_feed_gives_its_items() -> None:
    """Links are made whole, titles lose their markup, and the day is the publisher's own, not that of UTC."""
    feed = read_feed(RSS.encode(), url=URL)
    first, second = feed.items
    assert (feed.title, feed.left) == ("L'Écho", 1)
    assert (first.key, first.url, first.title) == (
        "https://echo.example/a1",
        "https://echo.example/a/1",
        "Le Mali & la Russie",
    )
    assert first.published == "2025-06-23"
    assert first.html == "<p>Long texte.</p>"
    assert (second.key, second.title, second.published) == ("https://echo.example/a/2", None, None)


def test_an_atom_feed_gives_its_items() -> None:
    """An entry without a day of publication is dated by its last change."""
    (item,) = read_feed(ATOM.encode(), url=URL, content_type="application/atom+xml").items
    assert (item.key, item.url, item.published, item.html) == ("tag:e,1", "https://echo.example/b", "2025-06-24", "S")


def test_the_digest_tells_when_a_feed_says_something_else() -> None:
    """The same item has the same digest; another title gives another."""
    first = read_feed(ATOM.encode(), url=URL).items[0]
    assert read_feed(ATOM.encode() + b"\n", url=URL).items[0].digest == first.digest
    assert read_feed(ATOM.replace(">T<", ">U<").encode(), url=URL).items[0].digest != first.digest


def test_a_feed_in_another_charset_is_read() -> None:
    """The charset of the headers or of the document is believed."""
    latin = RSS.replace("UTF-8", "ISO-8859-1").encode("iso-8859-1")
    assert read_feed(latin, url=URL).title == "L'Écho"


BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_entities_are_refused(encoding: str) -> None:
    """Neither a bomb nor a file of this machine comes out of a feed's entities, whatever its encoding."""
    bomb = f"{BOMB}]><rss version='2.0'><channel><title>&j;</title></channel></rss>"
    theft = (
        "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel><title>&x;</title>"
        "<item><link>https://e.example/a</link></item></channel></rss>"
    )
    for text in (bomb, theft):
        with pytest.raises(NotAFeed, match="entities"):
            read_feed(text.encode(encoding), url=URL)


def test_a_body_is_never_taken_for_the_name_of_a_file(tmp_path: Path) -> None:
    """A server that answers with the path of a feed on our disk does not have it read."""
    file = tmp_path / "feed.xml"
    file.write_text(RSS, encoding="utf-8")
    with pytest.raises(NotAFeed):
        read_feed(str(file).encode(), url=URL)


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>Bonjour</body></html>", b"\x00\xff", b"{}", b"<rss", b"<a>" * 5000]
)
def test_what_is_no_feed_is_refused(body: bytes) -> None:
    """A page, a broken document or nothing is an error that says which address to give."""
    with pytest.raises(NotAFeed, match=URL):
        read_feed(body, url=URL)


def test_a_feed_without_end_is_cut_off() -> None:
    """Only the first items of a feed are looked at."""
    items = "".join(f"<item><link>https://e.example/{n}</link></item>" for n in range(MOST_ITEMS + 7))
    feed = read_feed(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), url=URL)
    assert len(feed.items) == MOST_ITEMS
    assert feed.left == 7


def test_nothing_unseen_comes_out_of_a_title() -> None:
    """Control characters, which no database column takes, are left out of titles and keys."""
    body = "<rss version='2.0'><channel><item><guid>a\x00b</guid><title>x\x00\u202ey</title><link>https://e.example/</link></item>"
    (item,) = read_feed(body.encode(), url=URL).items
    assert (item.title or "").isprintable()
    assert item.key.isprintable()
