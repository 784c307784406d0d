"""Constructions of the press that part a verb from what belongs to it, in French and English, with their opposites."""

import pytest

from events.evidence import Quote
from tests.unit.extract.telling import read, tell


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # A quotation into which the sentence goes on is read as its words alone.
        ("Le Chili a « condamné sans détour la décision du Pérou de taxer le lithium ».", "CriticismExpressed CHL>PER"),
        (
            "Le Laos « salue le geste de la Finlande », a dit le ministre, et attend la suite.",
            "SupportExpressed LAO>FIN",
        ),
        # What one has done to oneself is a passive.
        ("Le Laos s'est vu accorder par la Finlande un prêt de 20 millions d'euros.", "AidPledged FIN>LAO"),
        ("Le Laos se voit infliger de nouvelles sanctions par la Norvège.", "SanctionsImposed NOR>LAO"),
        ("Deux diplomates serbes se sont fait expulser par Oslo.", "EnvoyExpelled NOR>SRB"),
        ("L'ambassadeur de Serbie à Oslo s'est vu remettre une note de protestation.", "CriticismExpressed NOR>SRB"),
        # A verb without an object that opens its sentence has its subject behind it.
        ("Sont arrivés mardi à Oslo les ministres serbe et croate.", "VisitOccurred HRV>NOR"),
        # A participle between commas is passed by.
        (
            "Le Pérou et le Chili ont renoué leurs relations, rompues en 2019, et rouvert leur ambassade respective.",
            "EmbassyOpened CHL>PER",
        ),
        # So is what says who the subject is.
        (
            "Le ministre norvégien de la Défense, en poste depuis mai, porte-parole du parti, est arrivé à Belgrade.",
            "VisitOccurred NOR>SRB",
        ),
        ("Les deux présidents, serbe et norvégien, se sont entretenus mardi.", "MeetingHeld NOR+SRB"),
        ("Le roi de Norvège, Harald V, et la reine sont attendus mardi à Belgrade.", "VisitAnnounced NOR>SRB"),
        # What a participle describes is the subject, not its object.
        ("Les sanctions visant la Serbie, en vigueur depuis 2019, ont été levées par Oslo.", "SanctionsLifted NOR>SRB"),
        # Who speaks stands behind the speech, whatever the verb.
        (
            "« Nous sommes reconnaissants à la Finlande pour ce geste », s'est félicité le ministre laotien.",
            "SupportExpressed LAO>FIN",
        ),
        ("La visite du président serbe en Norvège ayant été annulée, le roi reste à Oslo.", "VisitCancelled SRB>NOR"),
        (
            "La Norvège a non seulement rappelé son ambassadeur en Serbie, mais aussi fermé son consulat à Belgrade.",
            "EnvoyRecalled NOR>SRB",
        ),
        # A noun behind another says what that is.
        ("Le gouvernement écologiste finlandais a suspendu son aide au Laos.", "AidSuspended FIN>LAO"),
        ("Le ministre adjoint norvégien de la Défense est arrivé mardi à Belgrade.", "VisitOccurred NOR>SRB"),
        ("34 diplomates chiliens, 27 boliviens et 24 cubains vont devoir quitter le Pérou.", "EnvoyExpelled PER>CUB"),
        ("La Norvège et la Serbie ont convenu de rouvrir leurs ambassades.", "EmbassyOpened NOR>SRB"),
        (
            "Le Pérou et le Chili ont renoué leurs liens, rompus il y a plus d'un quart de siècle, et rouvert un pont.",
            "RelationsEstablished CHL+PER",
        ),
        ("Le président péruvien a été contraint d'annuler sa visite au Chili.", "VisitCancelled PER>CHL"),
    ],
)
def test_a_french_construction_is_read(text: str, told: str) -> None:
    """What stands apart is joined again."""
    assert told in tell(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            'The Peruvian president "warmly thanked Chile for the help it gave during the floods".',
            "SupportExpressed PER>CHL",
        ),
        (
            "Norway not only recalled its ambassador from Serbia but also closed its consulate in Belgrade.",
            "EnvoyRecalled NOR>SRB",
        ),
        ("The two presidents, Norwegian and Serbian, spoke by phone on Tuesday.", "MeetingHeld NOR+SRB"),
        ("The Serbian president was forced to cancel a planned visit to Norway.", "VisitCancelled SRB>NOR"),
        (
            "Norway's envoy to the Balkans, Ambassador Anna Berg, today met the president of Serbia.",
            "MeetingHeld NOR+SRB",
        ),
        ("Anna Berg, Norway's ambassador to Serbia, met the Serbian president on Tuesday.", "MeetingHeld NOR+SRB"),
        ("King Harald V of Norway arrived in Belgrade on Tuesday.", "VisitOccurred NOR>SRB"),
    ],
)
def test_an_english_construction_is_read(text: str, told: str) -> None:
    """What stands apart is joined again."""
    assert told in tell(text, language="en")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le Chili ne condamne ni ne soutient le Pérou.", "fr"),
        ("Oslo n'a ni confirmé ni démenti le rappel de son ambassadeur en Serbie.", "fr"),
        ("Le chanteur kényan s'est vu accorder une audience par le président ghanéen.", "fr"),
        ("Norway neither condemned nor supported Serbia.", "en"),
        ("Nothing suggests that Norway has broken with Serbia.", "en"),
        ("Norway has neither recalled its ambassador nor closed its embassy in Serbia.", "en"),
    ],
)
def test_nothing_is_told(text: str, language: str) -> None:
    """Each verb of a pair is negated, and nobody does nothing."""
    assert tell(text, language=language) == []


def test_the_quote_of_what_is_undergone_says_that_it_is() -> None:
    """Without the reflexive verb before it, the infinitive alone would not tell to whom it was done."""
    (report,) = read("Le Laos s'est vu infliger des sanctions par le Népal.").reports
    quotes = [proof.exact for proof in report.evidence if isinstance(proof, Quote)]
    assert quotes == ["s'est vu infliger des sanctions par le Népal"]
