"""Measure drafting with Apertium: words a second, codes that come back, and what masking and glossary change.

    python tests/benchmarks/measure_drafting.py speed ARTICLE [--locales LOCALE…] [--words N]
    python tests/benchmarks/measure_drafting.py codes ARTICLE [--locales LOCALE…] [--units N]
    python tests/benchmarks/measure_drafting.py quality CORPUS [--locales LOCALE…] [--rows N]

ARTICLE is a text in English. CORPUS is the TICO-19 folder: `<locale>.tsv` with the columns id, source,
target, and `terminology/g_en_*.csv`. All go through the runner, with no cache; "raw" is the engine alone,
with nothing masked but what would break its stream.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.drafting.apertium import SUPERBLANK, ApertiumEngine
from pipeline.drafting.apertium_routes import ROUTES
from pipeline.drafting.asking import Asker, Desk
from pipeline.drafting.base import Context, Request, Setting
from pipeline.drafting.link import Link, Order
from pipeline.drafting.masking import PROTECTED
from pipeline.errors import EngineError
from pipeline.language.segmentation import find_sentences
from pipeline.language.termbase import Termbase
from pipeline.model.locale import Locale
from pipeline.model.term import Term
from pipeline.model.unit import UnitKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.drafting.base import Draft, Session

ENGINE: Final = ApertiumEngine()
BATCH: Final = 64
SEED: Final = 7
TERMINOLOGIES: Final = {"es": "g_en_es-419", "fr": "g_en_fr-FR", "pt_BR": "g_en_pt-BR"}
MISALIGNED: Final = {"fr": ("PubMed_8:", "Wikinews_1:", "Wikinews_3:")}
"""Documents of the corpus whose targets are not those of their sources."""
CODES: Final = ("{name}", "%(count)s", "%s", "<9/>", "https://example.org/a?b=c", "&amp;", "help@example.org")


def main() -> None:
    """Print one line a locale."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("speed", "codes", "quality"))
    parser.add_argument("path", type=Path)
    parser.add_argument("--locales", nargs="+")
    parser.add_argument("--words", type=int, default=20_000)
    parser.add_argument("--units", type=int, default=1_000)
    parser.add_argument("--rows", type=int, default=1_000)
    options = parser.parse_args()
    if options.what == "quality":
        for code in options.locales or TERMINOLOGIES:
            measure_quality(code, options.path, options.rows)
        return
    sentences = read_sentences(options.path)
    for code in options.locales or ROUTES:
        try:
            with ENGINE.open(setting_for(code)) as session:
                if options.what == "speed":
                    measure_speed(code, session, sentences, options.words)
                else:
                    measure_codes(code, session, sentences, options.units)
        except EngineError as error:
            say(f"{code:<6} {error.message}")


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def setting_for(code: str) -> Setting:
    """Return the setting of a locale."""
    return Setting(source=Locale("en"), target=Locale(code), options={}, folder=Path())


def read_sentences(path: Path) -> list[str]:
    """Return the sentences of a text that have more than two words."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [line[start:stop] for line in lines for start, stop in find_sentences(line, "en")]
    return [sentence for sentence in found if len(sentence.split()) > 2]


def through_runner(
    code: str, session: Session, sources: Sequence[str], termbase: Termbase | None = None
) -> tuple[list[Draft], Asker]:
    """Return the drafts of the sources, with nothing known from before."""
    setting = setting_for(code)
    asker = Asker(ENGINE, setting, session, Desk())
    link = Link(ENGINE, setting, session, asker)
    orders = [order_of(source, termbase) for source in sources]
    drafts = [
        draft for start in range(0, len(orders), BATCH) for draft in link.draft(orders[start : start + BATCH])
    ]
    return drafts, asker


def order_of(source: str, termbase: Termbase | None) -> Order:
    """Return the order for a source."""
    terms = termbase.find_terms(source) if termbase is not None else ()
    return Order(key=UnitKey(None, source), context=Context(terms=terms))


def count_words(texts: Iterable[str]) -> int:
    """Return how many words the texts have."""
    return sum(len(text.split()) for text in texts)


def measure_speed(code: str, session: Session, sentences: Sequence[str], words: int) -> None:
    """Draft the article again and again, each time with nothing known of the time before."""
    through_runner(code, session, sentences)
    done, begin = 0, time.monotonic()
    while done < words:
        through_runner(code, session, sentences)
        done += count_words(sentences)
    seconds = time.monotonic() - begin
    say(f"{code:<6} {session.route:<22} {done:>7,} words {seconds:6.1f} s {done / seconds:>8,.0f} words/s")


def measure_codes(code: str, session: Session, sentences: Sequence[str], units: int) -> None:
    """Draft sentences with codes strewn in; count what came back whole, and what is left empty."""
    chance = random.Random(SEED)  # noqa: S311 - the same sentences each time, no secret
    sources = [with_codes(chance.choice(sentences), chance) for _ in range(units)]
    drafts, asker = through_runner(code, session, sources)
    whole = damaged = 0
    reasons: Counter[str] = Counter()
    for source, draft in zip(sources, drafts, strict=True):
        if draft.text is None:
            reasons[re.sub(r"\d+", "N", draft.reason)] += 1
        elif Counter(PROTECTED.findall(draft.text)) == Counter(PROTECTED.findall(source)):
            whole += 1
        else:
            damaged += 1
    told = ", ".join(f"{count} x {reason}" for reason, count in reasons.most_common(4))
    counts = f"{whole:>5} whole {damaged:>3} damaged {sum(reasons.values()):>4} empty"
    say(f"{code:<6} {session.route:<22} {counts} {asker.tally.texts:>6} texts asked  {told}")


def with_codes(sentence: str, chance: random.Random) -> str:
    """Return a sentence with one to three tag pairs around words, and one to three codes between words."""
    words = sentence.split()
    pairs = chance.randint(1, 3)
    most = min(2 * pairs, (len(words) + 1) // 2 * 2)
    cuts = sorted(chance.sample(range(len(words) + 1), most))
    for number, (start, stop) in reversed(list(enumerate(zip(cuts[::2], cuts[1::2], strict=True), 1))):
        words[start:stop] = [f"<{number}>{' '.join(words[start:stop])}</{number}>"]
    for _ in range(chance.randint(1, 3)):
        words.insert(chance.randint(0, len(words)), chance.choice(CODES))
    return " ".join(words)


def measure_quality(code: str, corpus: Path, rows: int) -> None:
    """Compare with the corpus: the engine alone, and the runner with masking and the glossary."""
    pairs = read_pairs(corpus / f"{code}.tsv", code)
    chosen = random.Random(SEED).sample(  # noqa: S311 - the same rows each time, no secret
        pairs, min(rows, len(pairs))
    )
    sources, targets = [source for source, _ in chosen], [target for _, target in chosen]
    termbase = read_terminology(corpus / "terminology" / f"{TERMINOLOGIES[code]}.csv")
    with ENGINE.open(setting_for(code)) as session:
        raw = [text.strip() for text in ask_raw(session, sources)]
        plain, _ = through_runner(code, session, sources)
        drafts, _ = through_runner(code, session, sources, termbase)
    made = [draft.text or "" for draft in drafts]
    without = [draft.text or "" for draft in plain]
    drafted = [at for at in range(len(chosen)) if made[at] and without[at]]
    touched = [at for at in drafted if without[at] != made[at]]
    reasons = Counter(draft.reason for draft in drafts if draft.text is None)
    told = ", ".join(f"{count} x {reason}" for reason, count in reasons.most_common())
    say(f"{code:<6} {session.route}: {len(chosen)} rows, {reasons.total()} refused  {told}")
    every = range(len(chosen))
    rows_of = {"in all, refused ones as empty": every, "drafted": drafted, "changed by the glossary": touched}
    for name, places in rows_of.items():
        here = [[texts[at] for at in places] for texts in (raw, without, made, targets)]
        say(f"       {len(places):>5} rows {name}: {scores(*here) if places else 'none'}")


def read_pairs(path: Path, code: str) -> list[tuple[str, str]]:
    """Return the pairs of the corpus, without those of documents that are known to be misaligned."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])
    left_out = MISALIGNED.get(code, ())
    return [(source, target) for name, source, target in rows if not name.startswith(left_out or "\0")]


def read_terminology(path: Path) -> Termbase:
    """Return a terminology of the corpus as a glossary; of rows for one source, the first."""
    terms: dict[str, Term] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            source, target = row["sourceString"].strip(), row["targetString"].strip()
            if source and target:
                term = Term(source=source, targets=(target,), part_of_speech=row["pos"].strip())
                terms.setdefault(source.casefold(), term)
    return Termbase(terms.values())


def ask_raw(session: Session, sources: Sequence[str]) -> list[str]:
    """Return what the engine makes of the sources by itself."""
    found: list[str] = []
    for start in range(0, len(sources), BATCH):
        some = sources[start : start + BATCH]
        requests = [
            Request(id=str(at), text=SUPERBLANK.escape(text), key=UnitKey(None, text))
            for at, text in enumerate(some)
        ]
        drafts = session.draft(requests, time.monotonic() + 600)
        found += [SUPERBLANK.unescape(draft.text or "") for draft in drafts]
    return found


def scores(raw: Sequence[str], plain: Sequence[str], made: Sequence[str], targets: Sequence[str]) -> str:
    """Return chrF2 and BLEU of the three ways."""
    from sacrebleu import corpus_bleu, corpus_chrf  # noqa: PLC0415 - only this measurement needs it

    told = []
    for name, texts in (("raw", raw), ("masked", plain), ("with glossary", made)):
        chrf, bleu = corpus_chrf(texts, [targets]).score, corpus_bleu(texts, [targets]).score
        told.append(f"{name} chrF2 {chrf:.2f} BLEU {bleu:.2f}")
    return "; ".join(told)


if __name__ == "__main__":
    main()
