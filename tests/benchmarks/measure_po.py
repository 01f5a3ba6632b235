"""Time the reading and unchanged writing of a large PO file, next to translate-toolkit's `pypo`.

    measure_po.py [--entries N] [--runs N] [--peers PYTHON]

`--peers` is the Python of an environment with translate-toolkit (measured with 3.20.4); each run reads the
file into entries and writes it back, in a process of its own, and the programs take turns. The file is the
same every time: 100,000 entries, 55 MB, in five scripts, with wrapped strings, plural forms, previous
sources, obsolete and fuzzy entries as they come in real catalogs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import statistics
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_SEED = 23
_WORDS = {
    "en": "take the tablet with water before a meal and call your doctor when fever pain or swelling lasts "
    "for more than three days do not drive after this medicine because it can make you sleepy",
    "es": "tome la tableta con agua antes de comer y llame a su médico si la fiebre el dolor o la hinchazón "
    "duran más de tres días no conduzca después de tomar este medicamento porque puede dar sueño",
    "ru": "примите таблетку с водой перед едой и позвоните врачу если жар боль или отёк "
    "длятся дольше трёх дней",
    "ar": "تناول القرص مع الماء قبل الأكل واتصل بطبيبك إذا استمرت الحمى أو الألم أكثر من ثلاثة أيام",
    "hi": "गोली को भोजन से पहले पानी के साथ लें और बुखार दर्द या सूजन तीन दिन से अधिक रहे तो डॉक्टर को बुलाएँ",
}
_HEADER = (
    '# A large catalog.\nmsgid ""\nmsgstr ""\n"Project-Id-Version: large\\n"\n"Language: es\\n"\n'
    '"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)
_OWN = """
import sys
from pathlib import Path
from pipeline.catalogs.po import read_catalog, write_catalog
path = Path(sys.argv[1])
catalog = read_catalog(path, "x.po")
print(len(catalog.entries))
sys.exit(write_catalog(path, catalog))
"""
_PYPO = """
import io, sys
from translate.storage.pypo import pofile
with open(sys.argv[1], "rb") as file:
    store = pofile(file)
print(len(store.units))
out = io.BytesIO()
store.serialize(out)
with open(sys.argv[1], "rb") as file:
    sys.exit(file.read() != out.getvalue())
"""


def main() -> None:
    """Print CPU seconds, entries a second and peak memory for each program."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--no-wrap", action="store_true", help="one line a string, as in canonical form")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", help="the Python of an environment with translate-toolkit")
    options = parser.parse_args()
    programs = {"caveat": [sys.executable, "-c", _OWN]}
    if options.peers:
        programs["translate-toolkit pypo"] = [options.peers, "-c", _PYPO]
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "large.po"
        _make(path, options.entries, is_wrapped=not options.no_wrap)
        _say(f"{options.entries} entries, {path.stat().st_size} bytes: parse and unchanged write")
        _compare(programs, path, options.runs, options.entries)


def _make(path: Path, entries: int, *, is_wrapped: bool) -> None:
    """Write the file in another process: the peak memory of a child counts that of its parent."""
    with ProcessPoolExecutor(1) as pool:
        pool.submit(_write_po, path, entries, is_wrapped=is_wrapped).result()


def _write_po(path: Path, entries: int, *, is_wrapped: bool) -> None:
    path.write_bytes(make_po(entries, is_wrapped=is_wrapped))


def _compare(programs: dict[str, list[str]], path: Path, runs: int, entries: int) -> None:
    small = path.with_name("small.po")
    _make(small, 1, is_wrapped=True)
    start = {name: min(_cost(command, small)[0] for _ in range(3)) for name, command in programs.items()}
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    for _ in range(runs):
        for name, command in programs.items():
            taken[name].append(_cost(command, path))
    for name, rows in taken.items():
        seconds = statistics.median(cost for cost, _ in rows) - start[name]
        rate, memory = entries / seconds, max(peak for _, peak in rows)
        told = f"{seconds:7.2f} s of CPU without {start[name]:.2f} s of start"
        _say(f"  {name:24}{told}, {rate:9.0f} entries/s, {memory:5.0f} MB at most")


def _cost(command: list[str], path: Path) -> tuple[float, float]:
    """Return the CPU seconds and peak memory, in MB, of one run; a program that changed the file fails."""
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    before = _digest(path)
    with subprocess.Popen([*command, str(path)], stdout=subprocess.DEVNULL, env=environment) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or _digest(path) != before:
        sys.exit(f"{command[0]} did not give the file back")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def make_po(entries: int, *, is_wrapped: bool = True) -> bytes:
    """Return the catalog to be timed; the same for the same number of entries."""
    rng = random.Random(_SEED)  # noqa: S311 - a choice of test data
    return (
        _HEADER + "".join(_entry(rng, number, is_wrapped=is_wrapped) for number in range(1, entries))
    ).encode()


def _entry(rng: random.Random, number: int, *, is_wrapped: bool) -> str:
    source = _sentence(rng, "en", 34) + f" ({number})."
    target = _sentence(rng, rng.choices(["es", "ru", "ar", "hi"], [85, 5, 5, 5])[0], 40) + "."
    is_fuzzy, is_obsolete = rng.random() < 0.06, rng.random() < 0.01
    lines = [f"#. section: {_sentence(rng, 'en', 4)}"] if rng.random() < 0.4 else []
    lines += [f"#: source/articles/{_sentence(rng, 'en', 3).replace(' ', '-')}.md:{number % 900 + 1}"]
    lines += ["#, fuzzy"] * is_fuzzy
    if is_fuzzy:
        lines += [f"#| {line}" for line in _string("msgid", _sentence(rng, "en", 34), is_wrapped=is_wrapped)]
    body = [f'msgctxt "{rng.choice(["heading", "label", "title"])}"'] if rng.random() < 0.05 else []
    body += _string("msgid", source, is_wrapped=is_wrapped)
    if rng.random() < 0.03:
        body += _string("msgid_plural", f"{source} (many)", is_wrapped=is_wrapped)
        body += _string("msgstr[0]", target, is_wrapped=is_wrapped)
        body += _string("msgstr[1]", target, is_wrapped=is_wrapped)
    else:
        body += _string("msgstr", target if rng.random() < 0.95 else "", is_wrapped=is_wrapped)
    lines = (
        lines[-1:] * is_fuzzy * is_obsolete + [f"#~ {line}" for line in body] if is_obsolete else lines + body
    )
    return "\n" + "\n".join(line for line in lines if not (is_obsolete and line.startswith("#|"))) + "\n"


def _sentence(rng: random.Random, language: str, words: int) -> str:
    chosen = rng.choices(_WORDS[language].split(), k=words)
    if rng.random() < 0.1:
        chosen.insert(3, rng.choice(['\\"now\\"', "<1>5 mg</1>", "10 %", "\\t", "it’s"]))
    return " ".join(chosen)


def _string(keyword: str, text: str, *, is_wrapped: bool) -> list[str]:
    if not is_wrapped or len(text) < 70:
        return [f'{keyword} "{text}"']
    words, rows = text.split(" "), [""]
    for word in words:
        if len(rows[-1]) + len(word) > 74:
            rows.append("")
        rows[-1] += f"{word} "
    rows[-1] = rows[-1].removesuffix(" ")
    return [f'{keyword} ""', *(f'"{row}"' for row in rows)]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
