"""Articles that are refused before anything is read or written."""

from events.errors import ChanceryError


class InvalidArticle(ChanceryError, ValueError):
    """An article that cannot be taken in."""

    problem = "invalid-article"


class EmptyArticle(InvalidArticle):
    """The article has no text; send at least one sentence."""

    problem = "empty-article"


class BinaryArticle(InvalidArticle):
    """The article is not text; send UTF-8 text or HTML."""

    problem = "binary-article"


class ArticleTooLarge(InvalidArticle):
    """The article is too large; send one article, not a whole site."""

    problem = "article-too-large"

    def __init__(self, size: int, limit: int) -> None:
        """Say how large it is and may be, in bytes."""
        super().__init__(f"the article has {size} bytes and may have {limit}; send one article, not a whole site")


class InvalidUrl(InvalidArticle):
    """An address that no article can have."""

    problem = "invalid-url"

    def __init__(self, url: str) -> None:
        """Name the address and what is allowed."""
        super().__init__(f"not the address of an article: {url[:200]!r}; write https://host/path, without a password")


class InvalidLanguage(InvalidArticle):
    """A language code that is none."""

    problem = "invalid-language"

    def __init__(self, language: str) -> None:
        """Name the code and what is allowed."""
        super().__init__(f"not a language code: {language[:40]!r}; write ISO 639-1 such as fr or en, or leave it out")
