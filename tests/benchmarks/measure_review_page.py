"""Measure how fast the review page answers over a project with many units.

    python tests/benchmarks/measure_review_page.py [--units 10000] [--documents 100] [--requests 200]

Times are of one client on loopback, whose server checks texts in the background until `checked` is printed.
Next to each stands the processor time that server and client took for it together.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.catalogs.po import read_catalog, revise, write_catalog
from pipeline.model.catalog import FUZZY, Catalog
from pipeline.model.draft import Origin
from pipeline.stages.extract import extract
from pipeline.stages.update import update
from pipeline.web.server import Place, open_page
from pipeline.web.warming import settle_memory
from tests.projects import DAY, Project
from tests.web.site import DORA, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.workspace.project import Workspace

CONFIG = (
    '[project]\nname = "Many"\nlocales = ["es"]\n\n[collections.articles]\npath = "source/articles"\n'
    'files = ["*.md"]\nformat = "markdown"\n'
)
WORDS = (
    "rest",
    "water",
    "leg",
    "pain",
    "doctor",
    "heat",
    "night",
    "muscle",
    "drink",
    "walk",
    "sleep",
    "stretch",
    "cold",
    "bath",
    "week",
)
FRAMES = (
    "Take {a} mg of it every {b} hours, {words}.",
    "{words}, and do not stop before {a} days.",
    "{words}.",
)
FILTER = "locale=es&wait=you"
HOME, QUEUE, FOUND = "/", f"/queue?{FILTER}", "/queue?locale=es&finding=any"
REDIRECT = 303
SEED = 19


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--requests", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = make_many(Path(folder) / "project", asked.units, asked.documents)
        before, own = time.perf_counter(), time.process_time()
        with serve(workspace) as browser:
            took, used = time.perf_counter() - before, time.process_time() - own
            say(f"ready after {took:.1f} s, processor {used:.1f} s")
            measure(browser, asked.requests, workspace)


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")


def make_many(root: Path, units: int, documents: int) -> Workspace:
    """Return a project with machine drafts of many made-up sentences."""
    chance = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    project = Project(root)
    project.write("caveat.toml", CONFIG)
    project.write("locales/reviewers.toml", PEOPLE)
    for number in range(documents):
        sentences = [f"{sentence(chance)}\n" for _ in range(units // documents)]
        project.write(f"source/articles/d{number:03}.md", f"# Article {number}\n\n" + "\n".join(sentences))
    workspace = project.open()
    extract(workspace)
    update(workspace, locales=workspace.config.locales, today=DAY)
    for path in sorted((root / "locales/es/LC_MESSAGES").glob("d*.po")):
        fill(path)
    return workspace


def sentence(chance: random.Random) -> str:
    """Return a sentence that nobody said before."""
    words = " ".join(chance.choices(WORDS, k=12)).capitalize()
    return chance.choice(FRAMES).format(a=chance.randint(2, 900), b=chance.randint(2, 24), words=words)


def fill(path: Path) -> None:
    """Put a draft into every entry: the words in another order, and the numbers kept."""
    catalog = read_catalog(path, path.name)
    entries = []
    for entry in catalog.entries:
        if entry.is_header:
            entries.append(entry)
            continue
        target = " ".join(word[::-1] if word.isalpha() else word for word in entry.key.source.split())
        origin = Origin.of(target, engine="made-up@1", date=DAY).render()
        entries.append(revise(entry, targets=(target,), flags=(FUZZY,), comments=(origin,)))
    write_catalog(path, Catalog(entries=tuple(entries), path=catalog.path))


class Browser:
    """One connection with a session."""

    def __init__(self, url: str) -> None:
        self.authority = url.split("/")[2]
        self.connection = http.client.HTTPConnection(self.authority, timeout=120)
        self.cookie = ""
        self.connection.request("GET", url.partition(self.authority)[2])
        response = self.connection.getresponse()
        response.read()
        self.cookie = (response.getheader("set-cookie") or "").partition(";")[0]

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[float, int, str]:
        """Return how long an answer took, in ms, with status and text."""
        headers = {"Cookie": self.cookie, "Origin": f"http://{self.authority}"}
        body = None if fields is None else urlencode(fields)
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        start = time.perf_counter()
        self.connection.request("POST" if body is not None else "GET", path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        return 1000 * (time.perf_counter() - start), response.status, response.getheader("location") or text


@contextmanager
def serve(workspace: Workspace) -> Iterator[Browser]:
    """Serve a project on loopback, in a thread."""
    served = open_page(workspace, Place(host="127.0.0.1", port=0), [DORA], lambda: DAY)
    settle_memory()
    server = served.make_server()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [served.socket]}, daemon=True)
    thread.start()
    try:
        with served.checker.running():
            browser = Browser(served.invitations[0].url)
            with closing(browser.connection):
                yield browser
    finally:
        server.should_exit = True
        thread.join(20)


def measure(browser: Browser, requests: int, workspace: Workspace) -> None:
    """Print sizes and times of each kind of page."""
    chance = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    first_of_all(browser)
    pages = [f"{QUEUE}&page={1 + n % 20}" for n in range(requests)]
    report("queue, not checked", pages[:20], browser)
    wait_until_checked(browser)
    first = browser.ask(QUEUE)[2]
    units = [f"/unit/{one}?{FILTER}" for one in re.findall(r'href="/unit/([^"?]+)', first)]
    report("first page", [HOME] * (requests // 4), browser)
    report("queue", pages, browser)
    report("queue by findings", [f"{FOUND}&page={1 + n % 20}" for n in range(requests // 4)], browser)
    report("queue by words", [f"/queue?words={word}" for word in WORDS], browser)
    report("text", [chance.choice(units) for _ in range(requests)], browser)
    report("section", [one.replace("unit", "section", 1) for one in units[:20]], browser)
    report("who did what", ["/activity"] * 20, browser)
    report("preview", [f"/preview/es/d{n:03}" for n in range(20)], browser)
    sign(browser, units[0], requests // 4)
    change(browser, workspace, requests // 10)


def first_of_all(browser: Browser) -> None:
    """Ask for each kind of page once, before the server has answered anything else."""
    unit = ""
    for path in (HOME, QUEUE, "/unit/", FOUND, "/section/", "/preview/es/d000", "/activity", "/help"):
        used = time.process_time()
        took, status, text = browser.ask(path + (unit if path in ("/unit/", "/section/") else ""))
        own = 1000 * (time.process_time() - used)
        say(f"{path:28} cold: {took:7.0f} ms, processor {own:5.0f} ms, {status}")
        if path == QUEUE:
            unit = re.findall(r'href="/unit/([^"?]+)', text)[0]
            assets = sum(
                len(browser.ask(f"/static/{name}")[2].encode()) for name in ("review.css", "review.js")
            )
            outside = re.findall(r'(?:src|href|action)="(?:https?:)?//', text)
            size = (len(text.encode()) + assets) / 1024
            say(f"first view: {size:.0f} KiB, {len(outside)} addresses elsewhere")


def wait_until_checked(browser: Browser) -> None:
    """Wait until the server has looked for findings in every text."""
    start = time.perf_counter()
    while "not checked yet" in browser.ask(FOUND)[2]:
        time.sleep(1)
    say(f"checked after {time.perf_counter() - start:.0f} s more")


def change(browser: Browser, workspace: Workspace, number: int) -> None:
    """Ask for the queue right after another program wrote a catalog, a source, or every catalog."""
    es = workspace.config.locales[0]
    catalogs = [workspace.catalog(es, f"d{n:03}") for n in range(number)]
    times = []
    for path in catalogs:
        path.write_bytes(path.read_bytes() + b"\n")
        times.append(browser.ask(QUEUE)[0])
    say_times("queue, another catalog", times)
    for path in sorted(workspace.catalog(es, "x").parent.glob("d*.po")):
        path.write_bytes(path.read_bytes() + b"\n")
    say(f"queue, all catalogs anew: {browser.ask(QUEUE)[0]:.0f} ms")
    source = workspace.root / "source/articles/d000.md"
    source.write_text(source.read_text("utf-8") + "\nOne more.\n", "utf-8")
    say(f"queue, a source anew:     {browser.ask(QUEUE)[0]:.0f} ms")


def sign(browser: Browser, where: str, number: int) -> None:
    """Approve one text after the other, as the page leads from each to the next."""
    approvals, after, used = [], [], 0.0
    for _ in range(number):
        _, _, page = browser.ask(where)
        form = page.partition('name="do" value="approve"')[2].partition("</form>")[0]
        mark = form.partition('name="mark" value="')[2].partition('"')[0]
        fields = {"csrf": find_secret(page), "do": "approve", "mark": mark, "queue": FILTER}
        own = time.process_time()
        took, status, location = browser.ask(where.partition("?")[0], fields)
        used += time.process_time() - own
        if status != REDIRECT:
            raise SystemExit(f"{status}: {location[:400]}")
        approvals.append(took)
        where = location
        after.append(browser.ask(where)[0])
    say_times("approve", approvals, 1000 * used / number)
    say_times("text after a signature", after)


def find_secret(page: str) -> str:
    """Return what the forms of a page carry."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    return found[1] if found else ""


def report(what: str, paths: list[str], browser: Browser) -> None:
    """Ask for some pages and print the times."""
    start = time.process_time()  # the server runs in this process, the client does next to nothing
    times = [browser.ask(path)[0] for path in paths]
    say_times(what, times, 1000 * (time.process_time() - start) / len(paths))


def say_times(what: str, times: list[float], processor: float | None = None) -> None:
    """Print the middle and the slow end of some times."""
    slow = statistics.quantiles(times, n=20)[-1]
    own = "" if processor is None else f", processor {processor:5.1f} ms"
    say(f"{what:24} {len(times):4} x  median {statistics.median(times):6.1f}  p95 {slow:6.1f} ms{own}")


if __name__ == "__main__":
    main()
