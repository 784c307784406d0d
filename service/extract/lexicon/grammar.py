"""How a language builds its clauses, as data: ``grammar.toml`` and ``actors.csv`` of its folder."""

import csv
from functools import lru_cache
from io import StringIO

import msgspec

from service.extract.language_files import decode_toml, read_language_file

Control = str
"""What a governing verb says of its infinitive: planned, done, intended, open or denied."""


class Verbs(msgspec.Struct, frozen=True):
    """Auxiliaries and copulas; verbs whose perfect takes the "be" auxiliary are active with it."""

    have: frozenset[str]
    be: frozenset[str]
    active_with_be: frozenset[str]
    copulas: frozenset[str]
    future: frozenset[str] = frozenset()
    support: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    """Verbs of calling a thing something ("what it called an insult")."""
    strikes: frozenset[str] = frozenset()
    """Verbs by which a measure is told to be against somebody ("les sanctions qui frappent X")."""
    held: frozenset[str] = frozenset()
    """Verbs whose participles tell when an event is ("le sommet prévu le 4 juillet")."""
    judges: frozenset[str] = frozenset()
    """Verbs of praise and blame whose pronoun object is what was done, not who did it."""
    blames: frozenset[str] = frozenset()
    """Verbs of blame whose subject did not do what it blames: "condemned the expulsion of a diplomat"."""
    regards: frozenset[str] = frozenset()
    """Others that tell what somebody thinks or sees of an act: he did not do it ("hailed the lifting of")."""
    duties: frozenset[str] = frozenset()
    """Modal verbs by which others tell what somebody ought to say: "X should thank Y" is no word of X's."""
    hides: frozenset[str] = frozenset()
    """Verbs that tell what is felt where they are negated: "n'a pas caché sa colère"."""
    voices: frozenset[str] = frozenset()
    """Verbs of blame, praise and demand: behind a comma their participle goes on about who speaks."""
    assails: frozenset[str] = frozenset()
    """Verbs of attacking: who does it is blamed for "the attack"."""
    each_other: frozenset[str] = frozenset()
    """Verbs that, reflexive, tell what two do to each other ("s'accuser")."""
    leads: frozenset[str] = frozenset()
    """Verbs that say of a delegation or a ministry who is at its head."""
    intends: frozenset[str] = frozenset()
    """Verbs that plan ("planned" in their control) without saying that it will be: "plans to open", "is invited"."""
    seizes: frozenset[str] = frozenset()
    """Verbs by which an opportunity is taken: "a saisi cette occasion pour signer"."""
    followed: frozenset[str] = frozenset()
    """Verbs whose agent does what was told last ("imité par X")."""
    wishes: frozenset[str] = frozenset()
    """Verbs of wishing and proposing: what stands in the present behind them is not told to happen."""
    waits: frozenset[str] = frozenset()
    """Verbs of waiting: who does not wait to do it does it."""
    renounces: frozenset[str] = frozenset()
    """Verbs of giving up what was planned: a journey is called off ("a renoncé à se rendre")."""
    ends: frozenset[str] = frozenset()
    """Verbs that end what their infinitive tells ("a cessé d'entraîner l'armée")."""
    managed: frozenset[str] = frozenset()
    """Verbs of being able that say in the perfect that it was done ("a pu rencontrer")."""
    phrasal: frozenset[str] = frozenset()
    """Verbs that mean something else with their particle ("break off"): lemma and particle."""
    presents: frozenset[str] = frozenset()
    """Verbs that, like those of being, say who somebody is ("il s'agit de", "they include")."""
    of_object: frozenset[str] = frozenset()
    """Verbs whose object has a preposition of possession ("bénéficier du soutien"): what follows is no plain object."""
    to_whom: frozenset[str] = frozenset()
    """Verbs right behind which it is told whom something goes to: "gave Ukraine tanks"."""
    compels: frozenset[str] = frozenset()
    """Verbs that say in the passive that it was done: "was forced to cancel", "a été contraint d'annuler"."""
    undergoes: frozenset[str] = frozenset()
    """Reflexive verbs that make a passive with an infinitive: "s'est vu refuser", "s'est fait expulser"."""
    suffered: frozenset[str] = frozenset()
    """Verbs that somebody without an object suffers: headlines leave out "was" ("Envoy summoned to ministry")."""
    done_to: frozenset[str] = frozenset()
    """Verbs that a thing without an object suffers ("Deal signed in Rome")."""


class Particles(msgspec.Struct, frozen=True):
    """What may stand between a verb and its infinitive, and before a gerund."""

    infinitive: frozenset[str]
    gerund: frozenset[str]
    motives: frozenset[str] = frozenset()
    """Those that open what is aimed at ("pour", "afin de")."""
    without: frozenset[str] = frozenset()
    """Those that open what does not happen ("sans")."""
    after: frozenset[str] = frozenset()
    """Those that open what happened before ("après")."""
    openers: frozenset[str] = frozenset()
    """Any others that open an infinitive or gerund ("avant de")."""
    blamed: frozenset[str] = frozenset()
    """What may stand between a verb, its object and what the object does ("thanked Russia for sending")."""
    likening: frozenset[str] = frozenset()
    """What opens what somebody is called ("désigner X comme complice")."""
    alleged: frozenset[str] = frozenset()
    """Of these, the ones before what may not be so ("accused Rwanda of sending")."""
    gerund_after: frozenset[str] = frozenset()
    """Folded: words behind which the particle of infinitives opens a gerund ("committed to deepening ties")."""
    parted: frozenset[str] = frozenset()
    """Those of a verb that may stand behind its object ("threw the envoy out")."""
    marks: frozenset[str] = frozenset()
    """Those that make an infinitive of a word that is a noun too ("to visit")."""
    headline: frozenset[str] = frozenset()
    """Particles that make a future of an infinitive where nothing rules it ("Macron to visit Rwanda")."""


class Reporting(msgspec.Struct, frozen=True):
    """Verbs of saying, verbs that deny, and what opens a supposition."""

    verbs: frozenset[str]
    denials: frozenset[str]
    conditions: frozenset[str]
    concessive: tuple[str, ...] = ()
    factive: frozenset[str] = frozenset()
    """Verbs of saying that take for true what they say or do not say ("n'a pas rappelé que")."""
    sources: frozenset[str] = frozenset()
    """Prepositions before who says what the sentence tells ("selon le ministre")."""
    addressing: frozenset[str] = frozenset()
    """Verbs of saying whose object is the one to whom it is said ("told reporters that")."""
    threats: frozenset[str] = frozenset()
    """Verbs of saying by which what will be done is a threat, not a plan ("warned that it would expel")."""
    times: frozenset[str] = frozenset()
    """Conjunctions of time behind which the present stands for the future ("when she meets him")."""
    inverting: frozenset[str] = frozenset()
    """Auxiliaries that suppose where they open a clause before its subject ("had Chad left")."""
    supposition: str = ""
    """The one of the conditions that such an inversion stands for."""
    accounts: frozenset[str] = frozenset()
    """Nouns for what is only said ("report", "rumeur"): what they tell may be taken back."""
    untrue: frozenset[str] = frozenset()
    """Adjectives for what is not so ("it is false that", "baseless reports that")."""
    true: frozenset[str] = frozenset()
    """Adjectives and nouns that, denied, say that it is not so or not known ("it is not true that")."""


class Prepositions(msgspec.Struct, frozen=True):
    """Written forms to the preposition that frames name, and which ones possess, place or name an agent."""

    canonical: dict[str, str]
    possession: frozenset[str]
    place: frozenset[str]
    agent: frozenset[str]
    behalf: frozenset[str] = frozenset()
    """What stands before those for whom somebody signs or speaks ("on behalf of")."""
    named: frozenset[str] = frozenset()
    """What stands before what a thing is called ("described as")."""
    dative: frozenset[str] = frozenset()
    """Those before the one who is told to do something ("demander à X de ...")."""
    between: frozenset[str] = frozenset()
    """Those before all who do something together ("entre", "parmi")."""
    aboard: frozenset[str] = frozenset()
    """Those before what goods are brought in ("aboard two planes")."""
    wholes: frozenset[str] = frozenset()
    partitive: frozenset[str] = frozenset()
    """Of these, the ones that may open an object instead ("imposer de nouvelles sanctions")."""
    topic: frozenset[str] = frozenset()
    provided: frozenset[str] = frozenset()
    """Before what must happen first, or be missing: a plan or a conditional beside it is supposed ("en cas de")."""
    purpose: frozenset[str] = frozenset()
    """Those before what something is for ("pour les routes")."""
    clausal: frozenset[str] = frozenset()
    """Those that open a clause where a verb follows ("after talks", "after talks broke down")."""
    company: frozenset[str] = frozenset()
    """Those before whom one does something with ("avec")."""
    origin: frozenset[str] = frozenset()
    """Those that tell of an actor without a state whose it is ("ministers from Egypt")."""
    heading: frozenset[str] = frozenset()
    """Those before what somebody leads ("X, at the head of a delegation")."""
    partitive_articles: frozenset[str] = frozenset()
    """Articles behind which a partitive says "some" ("de l'aide", "de la farine")."""
    charge: frozenset[str] = frozenset()
    """Those before what somebody is minister for ("Minister for Defence")."""
    doers: frozenset[str] = frozenset()
    """Those before who is to do what an infinitive behind them tells ("a condition for X to enter")."""
    occasions: tuple[str, ...] = ()
    """Those before the deed that somebody is thanked, blamed or angry for ("outrage at the decision")."""
    genitive: frozenset[str] = frozenset()
    """Marks behind a possessor that stands before what it owns ("Russia's foreign minister")."""


class Groups(msgspec.Struct, frozen=True):
    """Words by which a text means states that it named before."""

    sizes: dict[str, int]
    """Folded words for how many ("les deux pays", "both countries")."""
    countries: frozenset[str]
    """Nouns for the one country spoken of ("le pays", "ce royaume")."""
    determiners: frozenset[str]
    """What stands before such a noun."""
    disasters: frozenset[str] = frozenset()
    """What strikes those in need, where the word is a verb too ("to flood victims")."""
    calamities: frozenset[str] = frozenset()
    """Folded: disasters for whose victims others give, told beside the state that they struck."""
    gatherings: frozenset[str] = frozenset()
    """Folded: where donors meet, which is not where their gifts go."""
    charges: frozenset[str] = frozenset()
    """What ministers are in charge of, where two charges share one noun ("trade and energy ministers")."""
    policing: frozenset[str] = frozenset()
    """Nouns for the police: forces to whom vehicles are given as aid, not as arms."""
    apart: frozenset[str] = frozenset()
    """Folded: words by which each of several met another for itself ("separate talks")."""
    partial: frozenset[str] = frozenset()
    """Offices only with what is led ("chef de l'État"): alone they name nobody."""
    utterances: frozenset[str] = frozenset()
    """Nouns for what somebody says: whoever stands right behind says it ("in a statement Secretary X said")."""
    seats: dict[str, str] = {}
    """Folded: capitals that act for an organisation rather than for their state, with its code."""
    voices: frozenset[str] = frozenset()
    """Offices whose holder speaks for the government of the capital that a sentence sets out with."""
    asked: frozenset[str] = frozenset()
    """Nouns whose infinitive tells what somebody else is to do: "l'invitation faite à X de venir"."""
    needy: frozenset[str] = frozenset()
    portions: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    """Nouns for those for whom aid is meant, whose state is told elsewhere ("pour les victimes")."""
    helps: frozenset[str] = frozenset()
    """Verbs whose object is for whom something is meant: "two million to help Fiji"."""
    private: frozenset[str] = frozenset()
    """Nouns for people who act for no state: a delegation of them does not either."""
    unofficial: frozenset[str] = frozenset()
    """What stands apart from the state: whoever leads or forms it, or is called after it, acts for no state."""
    traders: frozenset[str] = frozenset()
    """Nouns for who buys: what they get is not given to their state."""
    games: frozenset[str] = frozenset()
    """Folded: words that go with sport."""
    works: frozenset[str] = frozenset()
    """Nouns for what is made up or played: what happens in it did not happen ("dans le film")."""
    rumours: frozenset[str] = frozenset()
    """Nouns for what may well be untrue: what they tell is not told ("rumours that X has left")."""
    quantifiers: frozenset[str] = frozenset()
    """Determiners by which only some of a people are meant ("most Germans")."""
    lawmakers: frozenset[str] = frozenset()
    """Offices of which there are many: one of their holders speaks for himself."""
    ministries: frozenset[str] = frozenset()
    """Letters for parliaments and ministries that states have alike ("the MFA spokesman")."""
    belonging: frozenset[str] = frozenset()
    """Nouns for those who belong to something: "its members", "EU member Malta"."""
    instances: frozenset[str] = frozenset()
    """Prepositions and conjunctions before some of a group ("des pays comme le Kenya")."""
    members: frozenset[str] = frozenset()
    """Words that announce who belongs to a group ("plusieurs pays, dont le Kenya")."""
    differences: frozenset[str] = frozenset()
    """Words (folded) behind a figure that only tells how far one sum is from another ("3 million less")."""
    costs: frozenset[str] = frozenset()
    """Nouns for what something is worth ("value", "coût")."""
    worths: frozenset[str] = frozenset()
    """Verbs that tell how much a gift named before them is ("s'élever", "amount")."""
    comprises: frozenset[str] = frozenset()
    """Verbs that tell what a gift named before them consists of ("comprendre", "include")."""
    gifts: frozenset[str] = frozenset()
    """Nouns for what is given, whatever it holds ("une enveloppe de 3 millions"); "une récolte" is none."""
    realms: dict[str, str] = {}
    """Of these nouns the ones that say what kind of state it is ("royaume"): its kind in ``seeds/realms.csv``."""
    regions: dict[str, list[str]] = {}
    """Kinds and regions of ``load_realms``, each with the words that tell it of a country ("ouest-africain")."""
    others: frozenset[str] = frozenset()
    """Adjectives by which a gift is another than the one told last ("précédent", "similar")."""
    further: frozenset[str] = frozenset()
    """Folded: words for one more of what was told ("deuxieme", "another")."""
    bodies: dict[str, list[str]] = {}
    """Nouns by which, written as names, organisations are called again ("the Fund"), each with their codes."""
    movements: frozenset[str] = frozenset()
    """Folded names of movements, parties and firms, whose chiefs and agents act for no state."""
    companies: frozenset[str] = frozenset()
    """Nouns for bodies that act for no state, whatever their adjective ("un groupe chinois")."""
    deeds: frozenset[str] = frozenset()
    """Nouns that, definite, mean the last act told ("cette décision"): who is blamed for it is who did it."""
    pacts: frozenset[str] = frozenset()
    """Nouns that, definite, mean the last agreement told ("le traité")."""
    charged: frozenset[str] = frozenset()
    """Offices whose charge a "for" tells: "the Minister for Defence"."""
    charge_articles: frozenset[str] = frozenset()
    """What may stand before such a charge ("Minister for the Environment")."""
    armed: frozenset[str] = frozenset()
    """Adjectives that tell of armed forces ("military")."""
    neighbouring: frozenset[str] = frozenset()
    """Adjectives by which a country is the other of two ("le pays voisin")."""
    blocs: frozenset[str] = frozenset()
    """What an organisation named before is called: "the bloc"."""
    authorities: frozenset[str] = frozenset()
    """Nouns that mean a government where they are several ("les autorités")."""
    plural_articles: frozenset[str] = frozenset()
    """Definite articles of several ("les")."""
    demonstratives: frozenset[str] = frozenset()
    """Of the determiners, those that mean the one named last ("ce pays")."""
    part: dict[str, str] = {}
    """Folded: words that call a country after its part in what was told ("pays donateur"): host, giver, receiver."""
    guests: frozenset[str] = frozenset()
    """Nouns for who visits somebody: told alone, the one of the last visit ("le visiteur")."""
    rebels: frozenset[str] = frozenset()
    """Nouns for those who fight the state by which they are called ("les rebelles soudanais")."""
    relations: frozenset[str] = frozenset()
    """Nouns for a state by what it is to another: "an ally of Russia" is not Russia."""
    sides: frozenset[str] = frozenset()
    """Nouns by which a sentence sets out with whom it tells of ("côté marocain, ...")."""
    overlords: frozenset[str] = frozenset()
    """Offices that, called colonial, are a state: "its former colonial ruler"."""
    parties: frozenset[str] = frozenset()
    """Nouns that, counted, mean states spoken of ("les deux parties")."""
    principals: frozenset[str] = frozenset()
    """Nouns in the plural for those who were told to meet: "the ministers"."""
    styles: frozenset[str] = frozenset()
    """Nouns for a person told of before by his name or another office: "the general", "the politician"."""
    emissaries: frozenset[str] = frozenset()
    """Nouns for envoys who may be sent on an errand as well as posted: "envoy"."""
    errands: frozenset[str] = frozenset()
    """What an emissary's errand is told by: "climate envoy", "special envoy"."""
    royals: frozenset[str] = frozenset()
    """Titles behind which a first name alone stands for somebody: "King Salman"."""
    thrones: dict[str, str] = {}
    """Titles of monarchs, each with the kind of realm that has one: "emir" with "emirate"."""
    honours: frozenset[str] = frozenset()
    """Styles with a possessive that means nobody's own: "His Majesty"."""
    faces: frozenset[str] = frozenset()
    """Nouns that, counted, mean the persons spoken of last ("les deux hommes")."""
    same: frozenset[str] = frozenset()
    """Folded phrases for as much as was told last ("autant", "the same")."""
    each: frozenset[str] = frozenset()
    """Words that give the figure to each one named ("chacun")."""
    respectively: frozenset[str] = frozenset()
    """Words that give the first figure to the first one named, the second to the second."""
    sovereign: dict[str, str] = {}
    """Nouns for offices that only one state or organisation has ("le pape"), and its code."""
    issuers: frozenset[str] = frozenset()
    """Nouns of a letterhead: what stands below it is of that state's government."""
    regimes: frozenset[str] = frozenset()
    """Nouns for a government by which others call it ("regime", "junta"): never that of the state that tells it."""
    mouths: frozenset[str] = frozenset()
    """Prepositions for who says something for somebody: "through Foreign Minister X"."""
    bare_rulers: frozenset[str] = frozenset()
    """Folded words for a state's own rulers where no article stands before them: "Government took delivery"."""
    papers: frozenset[str] = frozenset()
    """Folded words in the names of papers, sites and stations: "Times", "Daily"."""
    merged: frozenset[str] = frozenset()
    """Folded prepositions that hold the article ("au", "du")."""
    echoes: dict[str, frozenset[str]] = {}
    answers: frozenset[str] = frozenset()
    """Words by which an act answers the last one told: "in response" (folded)."""
    alike: frozenset[str] = frozenset()
    """Adjectives by which a deed is like the one told last: "took the same step"."""
    """Verbs that say with such an object or adverb that somebody does what was told last ("faire de même")."""
    again: frozenset[str] = frozenset()
    """Adverbs for doing what others did before ("à son tour")."""
    assaults: frozenset[str] = frozenset()
    """Nouns for attacks, whoever makes them ("les frappes"): who condemns one blames who made the last one told."""
    consulates: frozenset[str] = frozenset()
    """Nouns for missions that are called after the city where they sit, not after their state's capital."""
    assemblies: frozenset[str] = frozenset()
    """Nouns for gatherings of many: who attends one has met nobody in particular."""
    outrages: frozenset[str] = frozenset()
    """Of these, the ones that a city is named for as where they happened ("l'attentat d'Oslo")."""
    localities: frozenset[str] = frozenset()
    """Nouns for parts of a country and its sites, behind their names: "Khatlon region", "Zamfara state"."""
    covers: frozenset[str] = frozenset()
    """Nouns that only hold what stands before them: a "sanctions programme" is sanctions."""
    carriers: frozenset[str] = frozenset()
    """Nouns for what brings goods for somebody else ("un avion a livré")."""
    carries: frozenset[str] = frozenset()
    """Verbs that tell what such a carrier brings, as participles behind it ("a plane loaded with rice")."""
    changes: frozenset[str] = frozenset()
    """Folded words that tell that a sum becomes another one ("passant de 3 à 8 millions")."""
    from_to: frozenset[str] = frozenset()
    """The word before what the sum was."""
    restating: frozenset[str] = frozenset()
    """Folded words and marks that may part a sum from the same in another currency ("5 euros, or about 6 dollars")."""


class PersonNames(msgspec.Struct, frozen=True):
    """Folded words that stand before or inside the names of persons."""

    honorifics: frozenset[str]
    particles: frozenset[str]
    """Small words inside a name ("von der", "Ould", "Ben")."""
    outer: frozenset[str] = frozenset()
    """Of these, the ones that only a name written large holds ("le", "du")."""
    articles: frozenset[str] = frozenset()
    """With compounds: determiners before words written large that name no person ("the Abraham Accords")."""
    grades: frozenset[str] = frozenset()
    """What a rank is of ("général d'armée")."""


class Pronouns(msgspec.Struct, frozen=True):
    """Pronouns by what they do in the clause."""

    subject: frozenset[str]
    clitic: frozenset[str]
    reflexive: frozenset[str]
    first: frozenset[str]
    third: frozenset[str]
    """Those that mean somebody spoken of, phrases such as "ce dernier" among them."""
    indirect: frozenset[str]
    direct: frozenset[str]
    there: frozenset[str]
    possessive: frozenset[str]
    named: frozenset[str] = frozenset()
    """Pronouns for a thing that a clause behind them calls something ("what it called an insult")."""
    things: frozenset[str] = frozenset()
    """Those that mean what was done ("welcomed it")."""
    shared: frozenset[str] = frozenset()
    """Of these, the ones for what several have ("their talks")."""
    plural: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()
    """Possessives of who writes: "notre gouvernement" is that of the publisher's country."""
    direct_plural: frozenset[str] = frozenset()
    """Of the direct ones, those that mean several ("les")."""
    inverted: tuple[str, ...] = ()
    """Ends of a verb with its subject joined behind it ("a-t-il")."""
    personal: frozenset[str] = frozenset()
    """Those of the third that only persons bear ("he")."""
    partitive: frozenset[str] = frozenset()
    """Those before the verb that mean some of what was named ("en a livré 300")."""
    people: frozenset[str] = frozenset()
    """Those for people who are not told ("on"): behind the name of a capital, those who speak for it."""
    emphatic: frozenset[str] = frozenset()
    """Those that only stress a subject told before ("il a pu, lui, rencontrer ...")."""
    both: frozenset[str] = frozenset()
    """Those that mean the two told before ("tous deux")."""
    echoing: frozenset[str] = frozenset()
    owned: frozenset[str] = frozenset()
    """Words for one's own thing of the kind told last: "le sien", "its own"."""
    """Those that stand for a noun told before, with a complement of their own ("celle de X")."""
    own: dict[str, frozenset[str]] = {}
    """Clitics that are reflexive beside a subject of the first person ("je me suis rendu")."""
    latter: frozenset[str] = frozenset()
    """Of the third, those that mean the person named last rather than the last subject."""
    reciprocal: frozenset[str] = frozenset()
    """Folded: words by which two act on one another ("each other")."""


class Relatives(msgspec.Struct, frozen=True):
    """Relative words by their role in the relative clause, and words that open a complement clause."""

    subject: frozenset[str]
    object: frozenset[str]
    other: frozenset[str]
    complementizers: frozenset[str]
    place: frozenset[str] = frozenset()
    """Those that stand for where something happens ("où")."""
    owner: frozenset[str] = frozenset()
    """Those before what belongs to the antecedent ("whose")."""


class Negation(msgspec.Struct, frozen=True):
    """Words that negate: those that need a verb, those that do alone, and those that undo ("only")."""

    first: frozenset[str]
    alone: frozenset[str]
    only: frozenset[str]
    no_less: frozenset[str] = frozenset()
    """What behind a negation takes it back ("n'en ... pas moins")."""
    pairs: frozenset[str] = frozenset()
    """Words that stand before each of two verbs that are negated together ("neither ... nor")."""
    ceased: frozenset[str] = frozenset()
    """Of these, the ones that say that something no longer is ("ne ... plus")."""
    nearly: frozenset[str] = frozenset()
    """Adverbs right before a verb or inside it by which it did not quite happen; of two words before it only."""
    fronted: frozenset[str] = frozenset()
    """Adverbs that negate where they open a clause before auxiliary and subject ("nowhere has X")."""
    calls_off: bool = False
    """Whether a negated future tells that a journey is given up ("will not attend")."""
    calls_off_dated: bool = False
    """Whether it does where its date is told ("ne se rendra pas à Rome mardi")."""


class Coordination(msgspec.Struct, frozen=True):
    """Words that join equals."""

    and_: frozenset[str] = msgspec.field(name="and")
    then: frozenset[str] = frozenset()
    """Of these, what tells that one thing was done after another ("puis"); folded."""
    both: frozenset[str] = frozenset()
    """What opens two that are joined by "que" ("tant X que Y")."""
    joint: frozenset[str] = frozenset()
    """What opens a phrase between commas behind a subject for who acts too: "along with", in small letters."""


class Nominal(msgspec.Struct, frozen=True):
    """What the surroundings of a noun of action say of its stage, and the verbs that carry one."""

    planned_adjectives: frozenset[str]
    planned_verbs: frozenset[str]
    cancelled_verbs: frozenset[str]
    postponed_verbs: frozenset[str]
    """Of these, the ones that set another date."""
    cancelled_nouns: frozenset[str]
    planned_nouns: frozenset[str]
    light_verbs: frozenset[str]
    adjuncts: frozenset[str]
    """Prepositions that tie a noun of action to the subject of its clause ("en visite", "lors d'un entretien")."""
    settings: frozenset[str] = frozenset()
    """Prepositions with a bare noun that do so too: "de passage à Lomé"."""
    resolved: frozenset[str] = frozenset()
    """Verbs whose participle says that what a noun names was done ("l'exclusion prononcée")."""
    happens: frozenset[str] = frozenset()
    """Verbs that say of their subject that it took place ("se tenir", "avoir lieu"): negated, it did not."""
    halts: frozenset[str] = frozenset()
    """Where what is called off is put, with the preposition ("on hold")."""
    purposes: frozenset[str] = frozenset()
    """Prepositions of what is sought or got ready for ("called for talks")."""
    awaiting: frozenset[str] = frozenset()
    """Verbs of looking ahead to what a noun behind a preposition names ("looked forward to the visit")."""
    preludes: frozenset[str] = frozenset()
    """Prepositions of what comes before an act and looks ahead to it ("ahead of the visit")."""
    ranks: frozenset[str] = frozenset()
    """Nouns that between commas only say which one of its kind a thing is ("la visite, la première en dix ans,")."""
    shunned_verbs: frozenset[str] = frozenset()
    """Verbs by which somebody will not have what a noun names ("ruled out talks", "boycotted the summit")."""
    fails: frozenset[str] = frozenset()
    """Verbs that say of their subject that it does not take place ("fall through")."""
    during: frozenset[str] = frozenset()
    """Prepositions of the occasion on which something was agreed ("lors de", "at the end of")."""
    supposed_nouns: frozenset[str] = frozenset()
    """Nouns that leave open whether the act that completes them happens ("the threat of a closure")."""
    deliberations: frozenset[str] = frozenset()
    """Nouns for words about what may be done: an act on which they are is none yet ("an agreement on the closure")."""
    debated: frozenset[str] = frozenset()
    """Prepositions between such a noun and the act."""
    pending: frozenset[str] = frozenset()
    """Preposition and noun behind "is", by which what a noun names is still to come ("in pipeline")."""
    excluded: frozenset[str] = frozenset()
    """Adjectives, or preposition and noun, behind "is", by which it will not come ("unlikely", "off table")."""
    called_off: frozenset[str] = frozenset()
    """Words behind "is" by which what a noun names was to come and will not ("off")."""
    attitudes: frozenset[str] = frozenset()
    """Adjectives and verbs that say what somebody thinks of what may happen ("favorable à l'adhésion de X")."""
    topical_verbs: frozenset[str] = frozenset()
    """Verbs whose object is only talked about ("ont évoqué les négociations entre X et Y")."""
    ended: frozenset[str] = frozenset()
    """Prepositions after which a noun of action was over by the date of its clause ("rentré après une visite")."""


class Times(msgspec.Struct, frozen=True):
    """Words that tell whose a date is, and how far an act lies from another."""

    since: frozenset[str] = frozenset()
    """What opens the happening that an act is the first after, or goes on from: a date of that is none of the act's."""
    upon: frozenset[str] = frozenset()
    """Those before what an act follows or answers: "after the coup in July"."""
    later: frozenset[str] = frozenset()
    """Words that open what another act came so long after: "three days after X visited Y"."""
    earlier: frozenset[str] = frozenset()
    """Words that open what it came so long before: "a week before his visit to Y"."""
    one: frozenset[str] = frozenset()
    """Folded words for one unit before these, or with it: "a week after", "the day after"."""
    next_days: dict[str, int] = {}
    """Prepositions that count the days themselves: "au lendemain de" (-1), "à la veille de" (1)."""
    remote: frozenset[str] = frozenset()
    """Tenses of what lies further back than the news, unless somebody says it of himself."""
    at_first: frozenset[str] = frozenset()
    """Folded phrases before a date that no longer holds: "initially", "previously planned"."""
    habits: frozenset[str] = frozenset()
    """Folded phrases that tell of no one day ("repeatedly", "par le passe")."""
    stretches: frozenset[str] = frozenset()
    """Folded phrases that sum up what was done up to now ("so far", "a ce jour")."""
    origins: frozenset[str] = frozenset()
    """Verbs whose participle tells how somebody or something came to be what it is: "elected in November"."""


class Grammar(msgspec.Struct, frozen=True):
    """A language's ``grammar.toml``."""

    verbs: Verbs
    controls: dict[Control, frozenset[str]]
    particles: Particles
    reporting: Reporting
    prepositions: Prepositions
    pronouns: Pronouns
    relatives: Relatives
    negation: Negation
    coordination: Coordination
    nominal: Nominal
    groups: Groups
    names: PersonNames
    times: Times = Times()
    noun_controls: dict[Control, frozenset[str]] = {}
    """What a noun says of the infinitive that completes it ("sa décision de", "son refus de")."""
    idioms: dict[str, list[str]] = {}
    """Of a plain verb, the idioms that mean it ("put end to ~"); see ``idioms.py``."""
    object_control: frozenset[str] = frozenset()
    """Verbs whose object does what the infinitive says ("inviter X à venir")."""
    plural_determiners: frozenset[str] = frozenset()
    indefinite: frozenset[str] = frozenset()
    """Determiners of what is new or any ("un chef d'État"): such an office is not the one spoken of before."""
    unofficial: frozenset[str] = frozenset()
    """Words that keep a title from acting for its state ("opposition leader", "former president")."""
    sports: frozenset[str] = frozenset()
    """What makes a team no delegation, as its complement ("une équipe de basket")."""
    adjective_endings: tuple[str, ...] = ()
    """Folded endings by which a word with a hyphen is an adjective ("flood-hit", "US-led")."""
    adverb_endings: tuple[str, ...] = ()
    """Endings by which a word nobody knows is an adverb."""
    time_nouns: frozenset[str] = frozenset()
    totals: frozenset[str] = frozenset()
    """Folded phrases that make a figure the sum of several deliveries ("au total")."""
    valuations: frozenset[str] = frozenset()
    """Folded words that make a sum the worth of goods told beside it ("une valeur de")."""
    duration_units: dict[str, float] = {}
    """Nouns that count how long something lasts, each with its hours."""
    place_nouns: frozenset[str] = frozenset()
    """Nouns that locate by their adjective: "la capitale russe", "en terre malienne"."""
    prenominal: frozenset[str] = frozenset()
    """Adjectives that stand before their noun even where they could be nouns ("une nouvelle aide")."""
    sentence_initial: dict[str, str] = {}
    """Forms that mean another word where a sentence opens with them in capitals ("A" for "À")."""
    remote: dict[str, frozenset[str]] = {}
    """Folded words by which people spoke from afar, by mode ("phone", "video")."""
    silent_subjects: bool = False
    """Whether a verb alone has a subject ("llegó a Quito, donde se reunió con ...")."""
    compounds: bool = False
    """Whether nouns stand side by side as one ("peace talks") and adjectives come first."""

    def infinitive_verbs(self) -> frozenset[str]:
        """Every verb that takes the infinitive right behind it into its group."""
        kinds: tuple[Control, ...] = ("planned", "open", "denied", "intended", "done")
        ruled = [self.controls[kind] for kind in kinds if kind in self.controls]
        return frozenset[str]().union(self.verbs.future, self.verbs.support, *ruled)

    def governs(self, lemma: str) -> bool:
        """Whether anything is known of what a verb says of the infinitive after it."""
        return any(lemma in lemmas for lemmas in self.controls.values())

    def rules_by_noun(self, noun: str) -> Control:
        """What a noun says of the infinitive that completes it; empty where nothing is known of it."""
        return next((control for control, nouns in self.noun_controls.items() if noun in nouns), "")

    def control_of(self, lemma: str) -> Control:
        """What a verb says of the infinitive it governs; ``done`` where nothing is known of it."""
        for control, lemmas in self.controls.items():
            if lemma in lemmas:
                return control
        return "done"


@lru_cache(maxsize=16)
def load_grammar(language: str) -> Grammar:
    """The grammar of a language (ISO 639-1)."""
    return decode_toml(read_language_file(language, "grammar.toml"), Grammar)


@lru_cache(maxsize=16)
def load_actor_nouns(language: str) -> dict[str, str]:
    """Nouns that name who acts for a state, lemma to class (``actors.csv``)."""
    rows = csv.DictReader(StringIO(read_language_file(language, "actors.csv")))
    return {row["lemma"]: row["class"] for row in rows}


@lru_cache(maxsize=16)
def load_offices(language: str) -> dict[tuple[str, str], str]:
    """The office that a head and its complement name (``offices.csv``): two names of one office are one."""
    rows = csv.DictReader(StringIO(read_language_file(language, "offices.csv")))
    return {(row["head"], row["complement"]): row["office"] for row in rows}
