"""Parties told only by what the article as a whole is about: its two states, or the one that receives."""

import pytest

from tests.unit.extract.telling import tell

RWANDA = (
    "Rwanda and the Central African Republic\n\n"
    "Rwanda's foreign minister met his counterpart of the Central African Republic in Bangui on Monday.\n\n"
)
NIUE = (
    "Niue et la Nouvelle-Zélande\n\n"
    "Le Premier ministre de Niue a rencontré lundi son homologue de Nouvelle-Zélande.\n\n"
)
FIJI = (
    "Australia and Fiji\n\nAustralia's foreign minister met Fiji's prime minister in Suva on Monday. "
    "She said that seasonal work would be discussed.\n\n"
)
UGANDA = (
    "Uganda counts its losses\n\nUganda's parliament met on Monday. Uganda had hoped for more. "
    "The finance minister of Uganda spoke of a hard year.\n\n"
)

MEANT = (
    ("en", RWANDA, "The Rwandan embassy will open next year.", "EmbassyOpened RWA>CAF"),
    ("fr", NIUE, "Le ministre Dalton Tagelagi, de Niue, l'en a chaudement remerciée.", "SupportExpressed NIU>NZL"),
    ("en", FIJI, "Fiji welcomed the decision.", "SupportExpressed FJI>AUS"),
    ("en", UGANDA, "The World Bank has suspended a 90 million dollar loan.", "AidSuspended WB>UGA"),
)
LEFT_ALONE = (
    ("en", RWANDA, "The French embassy will open next year.", "EmbassyOpened"),
    ("en", FIJI, "Japan welcomed the decision.", "SupportExpressed"),
    ("en", FIJI, "Fiji welcomed the rain.", "SupportExpressed"),
    ("en", FIJI, "Fiji said that its minister had arrived.", "VisitOccurred FJI"),
    ("en", UGANDA, "The World Bank has suspended a manager.", "AidSuspended"),
)


@pytest.mark.parametrize(("language", "before", "text", "told"), MEANT)
def test_the_other_of_the_two_that_an_article_is_about_is_meant(
    language: str, before: str, text: str, told: str
) -> None:
    """Where a sentence names one of the two and nobody else, the other is the party that it leaves out."""
    assert told in tell(before + text, language=language)


@pytest.mark.parametrize(("language", "before", "text", "kind"), LEFT_ALONE)
def test_nobody_is_put_into_an_act_of_others(language: str, before: str, text: str, kind: str) -> None:
    """Acts of third parties, and acts that need no party, give nothing."""
    assert not any(line.startswith(kind) for line in tell(before + text, language=language))
