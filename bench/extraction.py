"""How fast articles are read, beside spaCy's tokenizer alone on the same texts, and what memory that takes.

Measured twice where there is a wheel in dist/: with the compiled engine that it holds, and with the checkout's Python.
"""

import csv
import importlib
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from bench.build import unpack_wheel, with_packages
from bench.document import put_table
from bench.machine import describe_machine
from events.decide import History, decide
from events.happenings import Told
from service.extract import describe_build
from service.extract.text.blocks import split_blocks
from service.submission import Submission, read_submission

ROOT = Path(__file__).parents[1]
LABELLED = ROOT.parent / "shared" / "corpus"
SAMPLES = ROOT / "seeds" / "articles"
MARK = "<!-- extraction -->"
SMALL, LARGE = 10_000, 1_000_000
"""Characters of the texts between which the growth of time is measured."""
LANGUAGES = ("fr", "en")
ONCE = "from bench import extraction; extraction.read_once()"
HERE = "from bench import extraction; extraction.tell_here({rounds})"


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """A text to read, and what is known about it."""

    text: str
    language: str
    published: str | None


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table."""

    name: str
    got: float
    wanted: str
    met: bool | None
    unit: str


class Results(msgspec.Struct, kw_only=True):
    """What was measured, where, on which texts; ``load`` is the machine's load average before and after.

    ``engine`` says whether the reading engine was the compiled one or Python.
    """

    engine: str
    machine: str
    load: list[float]
    spacy: str
    texts: str
    rounds: int
    figures: list[Figure]


def load_articles() -> tuple[str, list[Article]]:
    """The labelled corpus beside the project where it is there, else the sample articles; and which of them it is."""
    if (LABELLED / "gold.jsonl").is_file():
        lines = (LABELLED / "gold.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [msgspec.json.decode(line, type=dict[str, Any]) for line in lines]
        texts = [(LABELLED / "texts" / f"{row['id']}.txt", row["lang"], row["published"]) for row in rows]
        name = "the labelled corpus"
    else:
        with (SAMPLES / "manifest.csv").open(encoding="utf-8", newline="") as manifest:
            found = list(csv.DictReader(manifest))
        texts = [(SAMPLES / row["file"], row["language"], row["published"]) for row in found]
        name = "seeds/articles"
    articles = [
        Article(text=path.read_bytes().decode(), language=language, published=published or None)
        for path, language, published in texts
    ]
    return name, [article for article in articles if article.language in LANGUAGES]


def read(article: Article) -> int:
    """Read an article and decide about it with nothing recorded before: the number of reports and decisions."""
    prepared = read_submission(Submission(text=article.text, published=article.published, language=article.language))
    told = [Told(id=f"{number:08d}", report=report) for number, report in enumerate(prepared.reports)]
    return len(told) + len(decide(told, History()))


def read_once() -> None:
    """Read every article once and print the most memory that this process has had, in MB."""
    for article in load_articles()[1]:
        read(article)
    peak = next(line for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if "VmHWM" in line)
    print(int(peak.split()[1]) / 1000)


def measure(rounds: int) -> list[Results]:
    """Measure the engine of the wheel in dist/, then the Python of the checkout, each in a process of its own."""
    with TemporaryDirectory() as folder:
        builds = [ROOT]
        if unpack_wheel(Path(folder)):
            builds.insert(0, Path(folder))
        return [msgspec.json.decode(_run(HERE.format(rounds=rounds), build), type=Results) for build in builds]


def _run(code: str, packages: Path | None = None) -> str:
    """The last line that code prints in a process that has the packages of a folder, else those of this one."""
    child = subprocess.Popen(  # noqa: S603  (our own code)
        [sys.executable, "-P", "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env=None if packages is None else with_packages(packages),
    )
    last = ""
    with child:
        for line in child.stdout or ():
            print(last, end="")
            last = line
    if child.returncode:
        raise SystemExit(f"measuring ended with code {child.returncode}, as above")
    return last


def tell_here(rounds: int) -> None:
    """Measure the engine of this process and print the results as a line of JSON."""
    print(msgspec.json.encode(measure_here(rounds)).decode())


def measure_here(rounds: int) -> Results:
    """Measure rates in turn, round by round, in processor time of this one process; then memory and growth."""
    name, articles = load_articles()
    spacy: Any = importlib.import_module("spacy")
    tokenizers: dict[str, Any] = {language: spacy.blank(language).tokenizer for language in LANGUAGES}

    def read_all() -> None:
        for article in articles:
            read(article)

    def tokenize_all() -> None:
        for article in articles:
            tokenizers[article.language](article.text)

    load = [round(os.getloadavg()[0], 1)]
    read_all()
    tokenize_all()
    pairs: list[tuple[float, float]] = []
    for _ in range(rounds):
        pairs.append((len(articles) / _time(read_all), len(articles) / _time(tokenize_all)))
        ours, theirs = pairs[-1]
        print(f"{ours:.0f} articles/s read ({describe_build()}), {theirs:.0f} tokenized by spaCy: {ours / theirs:.2f}")
    ours, theirs = sorted(pairs, key=lambda pair: pair[0] / pair[1])[len(pairs) // 2]
    rate = statistics.median(pair[0] for pair in pairs)
    peak = _measure_memory()
    growths = [_measure_growth(articles, language) for language in LANGUAGES]
    load.append(round(os.getloadavg()[0], 1))
    characters = statistics.mean(len(article.text) for article in articles)
    return Results(
        engine=describe_build(),
        machine=describe_machine(),
        load=load,
        spacy=spacy.__version__,
        texts=f"{name}: {len(articles)} articles, {characters:.0f} characters on average",
        rounds=rounds,
        figures=[
            _figure("articles read and decided", rate, "at least", 150, "articles/s"),
            Figure(name="spaCy's blank tokenizer alone", got=theirs, wanted="", met=None, unit="articles/s"),
            _figure("read and decided / spaCy's tokenizer alone", ours / theirs, "at least", 0.4, ""),
            _figure("most memory of a process that reads", peak, "at most", 600, "MB"),
            *(
                _figure(f"time of 1 MB / of 10 kB, {language}", growth, "at most", 200, "")
                for language, growth in zip(LANGUAGES, growths, strict=True)
            ),
        ],
    )


def _time(work: Callable[[], None]) -> float:
    """The processor time that work takes, in seconds: other processes count less than on the wall's clock."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _measure_memory() -> float:
    return float(_run(ONCE))


def _measure_growth(articles: Sequence[Article], language: str) -> float:
    """How much longer 1 MB of articles of a language takes than 10 kB; 100 where time is proportional to the text."""
    paragraphs = [
        article.text[block.start : block.end]
        for article in articles
        if article.language == language
        for block in split_blocks(article.text, language)
        if block.kind in {"lead", "body"}
    ]

    def measure_size(size: int) -> float:
        whole = "\n\n".join(paragraphs * (1 + size // sum(map(len, paragraphs))))[:size]
        return _time(lambda: _read_text(whole, language))

    measure_size(SMALL)
    return measure_size(LARGE) / statistics.median(measure_size(SMALL) for _ in range(5))


def _read_text(text: str, language: str) -> None:
    read(Article(text=text, language=language, published="2024-06-12"))


def _figure(name: str, got: float, sense: str, bound: float, unit: str) -> Figure:
    met = got >= bound if sense == "at least" else got <= bound
    return Figure(name=name, got=got, wanted=f"{sense} {bound:g}", met=met, unit=unit)


def write(results: list[Results], path: Path, document: Path) -> None:
    """Write the results as JSON, and their table into the document: what is wanted is wanted of the first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=2) + b"\n")
    rows = [
        (
            first.name,
            first.wanted,
            *(f"{each.got:.4g}" for each in (first, *others)),
            {True: "yes", False: "no", None: ""}[first.met],
            first.unit,
        )
        for first, *others in zip(*(build.figures for build in results), strict=True)
    ]
    put_table(document, MARK, ("figure", "wanted", *(build.engine for build in results), "as wanted", "unit"), rows)
    missed = [each.name for each in results[0].figures if each.met is False]
    print(f"missed: {', '.join(missed) or 'none'}; see {path}")
