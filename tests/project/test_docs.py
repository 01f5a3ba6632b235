"""The documentation says what is so: it is compared with the code."""

from __future__ import annotations

import ast
import functools
import importlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

from pipeline.catalogs.po import read_catalog, revise, write_catalog
from pipeline.checks.registry import all_rules
from pipeline.cli.main import caveat
from pipeline.drafting import online
from pipeline.model.draft import Origin, find_origin
from pipeline.model.state import State
from pipeline.stages.init import init
from tests.packages import pack, unpack
from tests.project.checks_page import PAGE, render_checks_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
_LINK = re.compile(
    r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)|(?:src|href|srcset)=\"([^\"]+)\""
)
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_CODE_PATH = re.compile(r"`((?:pipeline|tests|docs|\.ci|\.github)/[\w./*-]+)`")


def _read(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def _names(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _commands(group: click.Group, path: tuple[str, ...] = ("caveat",)) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        here = (*path, name)
        yield " ".join(here), command
        if isinstance(command, click.Group):
            yield from _commands(command, here)


COMMANDS = dict(_commands(caveat))


def _section(page: str, heading: str) -> str:
    """Return what stands under a heading, up to the next one of its level or above."""
    found = re.search(rf"^(#+) {re.escape(heading)}$", page, re.MULTILINE)
    assert found, f'no section "{heading}"'
    rest = page[found.end() :]
    end = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_section_with_its_options_and_an_example(name: str) -> None:
    command, section = COMMANDS[name], _section(_read("commands.md"), name)
    if isinstance(command, click.Group):
        return
    shared = _section(_read("commands.md"), "What all commands share")
    for option in (one for one in command.params if isinstance(one, click.Option)):
        for spelling in option.opts:
            assert spelling in section or f"{spelling}`" in shared or f"{spelling} " in shared, spelling
        long = next(spelling for spelling in option.opts if spelling.startswith("--"))
        assert long in section or option.opts[0] in section, f"{name} does not say that it takes {long}"
    assert f"$ {name}" in section, "no example"
    assert "xit codes" in section or name.startswith("caveat review"), "no exit codes"


def test_commands_page_speaks_of_no_option_that_is_not_there() -> None:
    known = {spelling for one in COMMANDS.values() for param in one.params for spelling in param.opts}
    known |= {"--version", "--help", "-h"}
    told = set(re.findall(r"`[^`\n]*?(--[a-z][a-z-]*)", _FENCE.sub("", _read("commands.md"))))
    assert told <= known, told - known


def _constants(calls: tuple[str, ...], files: list[Path]) -> Iterator[str]:
    """Yield the first argument of each call of a method that is named in `calls`."""
    for path in files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = (
                getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            )
            if name in calls:
                yield from (one.value for one in node.args[:1] if isinstance(one, ast.Constant))


CONFIG_KEYS = sorted(
    set(
        _constants(
            ("take", "need", "take_strings", "take_choice", "take_table", "take_tables", "_one_line"),
            [path for path in (ROOT / "pipeline/config").glob("*.py") if path.name != "toml_table.py"],
        )
    )
    | {"heading", "text"}
)
TABLES = {
    "project",
    "typography",
    "profiles",
    "checks",
    "collections",
    "drafting",
    "release",
    "review",
    "reviewers",
    "waivers",
}


@pytest.mark.parametrize("key", CONFIG_KEYS)
def test_every_key_is_documented(key: str) -> None:
    page = _read("configuration.md")
    assert (f"[{key}" in page) if key in TABLES else f"| `{key}` |" in page


def test_the_keys_that_are_looked_for_are_those_that_are_read() -> None:
    assert {"segmentation", "approvers_of_draft", "source_digest", "placement", "locales"} <= set(CONFIG_KEYS)


def _engine_options() -> Iterator[str]:
    for path in sorted((ROOT / "pipeline/drafting").glob("*.py")):
        module = importlib.import_module(f"pipeline.drafting.{path.stem}")
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "check_options":
                yield from _option_names(node.args[2], vars(module))
                for keyword in node.keywords:
                    if keyword.arg == "per_locale":
                        yield f"{ast.literal_eval(keyword.value)}.LOCALE"


def _option_names(names: ast.expr, module: dict[str, Any]) -> Iterator[str]:
    for one in ast.walk(names):
        if isinstance(one, ast.Name):
            yield from module[one.id]
        elif isinstance(one, ast.Constant):
            yield one.value


def test_the_engine_options_that_are_looked_for_are_those_that_are_read() -> None:
    assert {"modes", "path", "glossary", "max_tokens", "price", "code.LOCALE"} <= set(_engine_options())


@pytest.mark.parametrize("option", sorted(set(_engine_options())))
def test_every_engine_option_is_documented(option: str) -> None:
    assert f"| `{option}` |" in _read("configuration.md")


def test_every_service_is_documented() -> None:
    table = _section(_read("configuration.md"), "[drafting.options.ENGINE]")
    assert not [name for name in online.SERVICES if f"`{name}`" not in table]


KINDS = sorted(set(_constants(("record",), sorted((ROOT / "pipeline/cli").glob("*.py")))))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_object_has_a_section_and_an_example(kind: str) -> None:
    assert "```json" in _section(_read("json.md"), kind)


def _keys(section: str) -> list[str]:
    """Return the keys that a table explains; a row may explain several."""
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return [key for cell in cells for key in re.findall(r"`(\w+)`", cell)]


def test_json_examples_are_json_with_exactly_the_keys_of_their_table() -> None:
    page = _read("json.md")
    for kind in KINDS:
        section = _section(page, kind)
        (example,) = re.findall(r"```json\n(.*?)\n```", section, re.DOTALL)
        keys = _keys(section)
        assert sorted(json.loads(example).keys() - {"kind"}) == sorted(keys), kind


def _run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, *words: str
) -> list[dict[str, Any]]:
    monkeypatch.chdir(folder)
    capsys.readouterr()
    caveat.main(args=[*words, "--json"], prog_name="caveat", standalone_mode=False)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A starter project with one language, one draft engine that needs nothing, and a reviewer who acts."""
    init(tmp_path)
    config = tmp_path / "caveat.toml"
    text = config.read_text("utf-8").replace('["es", "fr"]', '["es"]').replace('"apertium"', '"pseudo"')
    config.write_text(text, encoding="utf-8")
    people = "".join(
        f'[[reviewers]]\nemail = "{name}@example.org"\nname = "{name}"\nroles = ["legal"]\nlocales = ["es"]\n'
        for name in ("ben", "ana")
    )
    (tmp_path / "locales/reviewers.toml").write_text(people, encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.email")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "ben@example.org")
    return tmp_path


def _extracted_under_another_name(
    run: Callable[..., list[dict[str, Any]]], project: Path
) -> list[dict[str, Any]]:
    articles = project / "source/articles"
    (articles / "staying-hydrated.txt").rename(articles / "hydration.txt")
    return run("extract")


def _read_and_approved(run: Callable[..., list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Read a document, sign all of it and try once more; make a packet and take its answers."""
    listed = run("review", "list", "-l", "es", "--document", "staying-hydrated")
    shown = run("review", "show", listed[0]["unit"])
    name = f"all@{listed[-1]['mark']}"
    packet = run("review", "packet", "--reviewer", "ben@example.org", "-l", "es", "--out", "packet.html")
    answer = {"locale": "es", "document": "x", "unit": listed[0]["unit"], "decision": "approve"}
    [token] = re.findall(r'name="token" value="([^"]+)"', Path("packet.html").read_text("utf-8"))
    answers = {"caveat": "answers/2", "reviewer": "ben@example.org", "token": token, "answers": [answer]}
    Path("answers.json").write_text(json.dumps(answers), encoding="utf-8")
    received = run("review", "receive", "answers.json")
    approved = run("review", "approve", "staying-hydrated", name, "-l", "es")
    return [*listed, *shown, *packet, *received, *approved, *run("review", "check-ledger")]


def _invited(project: Path) -> list[dict[str, Any]]:
    """Serve the review page for as long as it takes to read who is invited."""
    words = ("review", "serve", "--no-open", "--port", "0", "--invite", "ben@example.org", "--json")
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", *words],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout
        line = process.stdout.readline()
        process.terminate()
    return [json.loads(line)]


def _disclaimer_approved(run: Callable[..., list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Pin the wording as it is: of the negation that the source has, the draft says nothing."""
    config = Path("caveat.toml")
    text = config.read_text("utf-8")
    config.write_text(f'{text}\n[checks.severity]\nnegation = "warning"\n', "utf-8")
    [row] = run("disclaimers", "status", "-l", "es")
    rows = run("disclaimers", "approve", f"educational@{row['mark']}", "-l", "es")
    config.write_text(text, "utf-8")
    return rows


def _approved_and_revoked_by_ana(
    run: Callable[..., list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> list[dict[str, Any]]:
    """Approve the disclaimer as the second person needed, so that it is pinned, and take it back."""
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "ana@example.org")
    _disclaimer_approved(run)
    return run("review", "revoke", "disclaimers", "all", "-l", "es")


def _handed_out_and_back(
    run: Callable[..., list[dict[str, Any]]], project: Path, monkeypatch: pytest.MonkeyPatch
) -> list[dict[str, Any]]:
    """Hand a document out, take every fuzzy mark off, and put the person on record for that.

    Somebody takes it in who will not approve it.
    """
    order = ("--to", "eve@example.org", "--document", "staying-hydrated", "--out", "job.zip")
    handed = run("handoff", "es", *order)
    files = unpack(project / "job.zip")
    name = "po/staying-hydrated.po"
    pack(project / "job.zip", files | {name: files[name].replace(b"#, fuzzy\n", b"")})
    with monkeypatch.context() as patch:
        patch.setenv("GIT_CONFIG_VALUE_0", "carl@example.org")
        return [*handed, *run("receive", "job.zip", "--claim-cleared")]


def _imported_and_released(run: Callable[..., list[dict[str, Any]]], project: Path) -> list[dict[str, Any]]:
    """Import an export with a translation that can't be taken, and ask for a delta."""
    (project / "cms.csv").write_text(
        "id,Name (English),Name (Spanish)\n1,Take 2 now,Tome 3\n", encoding="utf-8"
    )
    record = project / "locales/releases/2026-01-01-x.json"
    record.parent.mkdir(exist_ok=True)
    record.write_text('{"caveat": "release/1", "published": []}', encoding="utf-8")
    return [*run("import", "cms.csv", "--key", "id"), *run("build", "--release", "--since", record.stem)]


def _merged_by_the_driver(run: Callable[..., list[dict[str, Any]]], project: Path) -> list[dict[str, Any]]:
    """Install the driver in a clone, and let it merge a catalog with itself."""
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    name = "locales/es/LC_MESSAGES/interface.po"
    return [*run("merge-driver", "install"), *run("merge-driver", "merge", name, name, name, name)]


def _selftested(run: Callable[..., list[dict[str, Any]]], project: Path) -> list[dict[str, Any]]:
    """Record what is found of planted errors, and look for them without the checks of characters."""
    rows = run("selftest", "--record")
    config = project / "caveat.toml"
    text = config.read_text("utf-8")
    config.write_text(f'{text}\n[checks]\ndisable = ["character"]\n', "utf-8")
    rows += run("selftest")
    config.write_text(text, "utf-8")
    return rows


def _fixed_and_known(run: Callable[..., list[dict[str, Any]]], project: Path) -> list[dict[str, Any]]:
    """Mend a draft with a character that nobody sees, and take what the checks find then as known."""
    path = project / "locales/es/LC_MESSAGES/staying-hydrated.po"
    catalog = read_catalog(path, path.name)
    broken = []
    for entry in catalog.entries:
        origin = find_origin(entry.comments)
        if origin is None:
            broken.append(entry)
            continue
        target = f"{entry.target}\u200b"
        comment = Origin.of(target, engine=origin.engine, date=origin.date).render()
        broken.append(revise(entry, targets=(target,), comments=(comment,)))
    write_catalog(path, replace(catalog, entries=tuple(broken)))
    run("check", "--write-baseline", "known.jsonl")
    return [*run("check", "--fix"), *run("check", "--baseline", "known.jsonl")]


def _compared_and_scored(run: Callable[..., list[dict[str, Any]]], project: Path) -> Iterator[dict[str, Any]]:
    (project / "pairs.tsv").write_text("source\ttarget\nRest well.\tDescanse bien.\n", "utf-8")
    yield from run("draft", "--dry-run", "-l", "es")
    yield from run("draft", "--compare", "pseudo,glossary", "-l", "es", "--limit", "1")
    yield from run("engines", "score", "-l", "es", "--engine", "pseudo", "--against", "pairs.tsv")


def test_what_commands_print_has_exactly_the_documented_keys(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = functools.partial(_run, monkeypatch, capsys, project)
    objects = [
        *run("run", "--as-of", "2026-01-01"),
        *run("check"),
        *_fixed_and_known(run, project),
        *run("fmt"),
        *run("verify"),
        *_selftested(run, project),
        *run("build", "--release", "--mo"),
        *run("report"),
        *run("review", "list"),
        *run("review", "list", "--sheet", "units.csv"),
        *_handed_out_and_back(run, project, monkeypatch),
        *_read_and_approved(run),
        *_compared_and_scored(run, project),
        *_invited(project),
        *run("review", "claim", "interface", "all", "-l", "es"),
        *run("tm", "export", "memory.tmx"),
        *run("tm", "import", "memory.tmx"),
        *run("exchange", "export", "units.csv", "--format", "csv"),
        *run("exchange", "import", "units.csv", "--by", "ana@example.org"),
        *run("tm", "search", "Do not drive yourself to the hospital."),
        *run("disclaimers", "status"),
        *_disclaimer_approved(run),
        *run("roundtrip", "source/articles/staying-hydrated.txt", "--coverage"),
        *_approved_and_revoked_by_ana(run, monkeypatch),
        *_extracted_under_another_name(run, project),
        *_merged_by_the_driver(run, project),
        *_imported_and_released(run, project),
        *run("engines"),
        *run("doctor"),
        *run("init", "another"),
    ]
    page = _read("json.md")
    assert {one["kind"] for one in objects} == set(KINDS)
    for one in objects:
        section = _section(page, one["kind"])
        keys = set(_keys(section))
        assert one.keys() - {"kind"} == keys, one["kind"]


def test_the_page_of_checks_is_current() -> None:
    told = "run `python -m tests.project.checks_page`"
    assert PAGE.read_text("utf-8") == render_checks_page(), told


@pytest.mark.parametrize("rule", sorted(all_rules()))
def test_every_rule_is_on_the_page_of_checks(rule: str) -> None:
    assert f"| `{rule}` |" in _read("checks.md")


def _other_rules() -> Iterator[str]:
    """Yield the ids of findings that no check makes: of sources, ledgers, catalogs and built files."""
    folders = ("verify", "formats", "review", "stages", "ledger", "catalogs")
    for path in sorted(path for folder in folders for path in (ROOT / "pipeline" / folder).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from re.findall(r"\A[a-z]+\.[a-z]+(?:-[a-z]+)*\Z", node.value)


OTHER_RULES = sorted(
    {
        one
        for one in _other_rules()
        if not one.endswith((".html", ".json", ".md", ".toml", ".css", ".jsonl", ".csv", ".tmx", ".project"))
    }
    - {"pipeline.stages", "caveat.formats"}
)


@pytest.mark.parametrize("rule", OTHER_RULES)
def test_every_finding_that_no_check_makes_is_among_the_errors(rule: str) -> None:
    assert f"| `{rule}` |" in _read("errors.md")


def test_every_state_is_explained() -> None:
    page = _read("states-and-laws.md")
    assert not [state.value for state in State if f"| `{state.value}` |" not in page]


def test_every_test_of_a_law_is_named_beside_its_law() -> None:
    page = _read("states-and-laws.md")
    laws = [path.relative_to(ROOT).as_posix() for path in (ROOT / "tests/properties").glob("test_law_*.py")]
    assert laws
    assert not [name for name in laws if f"`{name}`" not in page]


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_four_parts(decision: Path) -> None:
    headings = re.findall(r"^## (.+)$", decision.read_text("utf-8"), re.MULTILINE)
    assert headings == ["Summary", "Motivation", "Explanation", "Out of scope"]


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))
    index = _read("index.md")
    assert not [path.name for path in DECISIONS if f"decisions/{path.name}" not in index]


def _anchors(page: Path) -> set[str]:
    """Return what a link to a heading of `page` may say, by the rule that GitHub uses."""
    found = set()
    for heading in re.findall(r"^#+ (.+)$", _FENCE.sub("", page.read_text("utf-8")), re.MULTILINE):
        plain = re.sub(r"&\w+;|[`*]", "", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return found


@pytest.mark.parametrize("page", PAGES, ids=_names)
def test_no_link_is_broken(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", _FENCE.sub("", page.read_text("utf-8")))
    for found in _LINK.findall(text):
        link = "".join(found)
        if not re.match(r"[a-z]+:", link):
            path, _, anchor = link.partition("#")
            target = (page.parent / path).resolve() if path else page
            assert target.exists(), link
            assert not anchor or anchor in _anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=_names)
def test_a_path_of_the_repository_that_a_page_names_is_there(page: Path) -> None:
    for name in _CODE_PATH.findall(page.read_text("utf-8")):
        assert list(ROOT.glob(name.rstrip("/"))), name


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent != DOCS / "decisions"], ids=_names)
def test_every_page_can_be_reached_from_the_index(page: Path) -> None:
    if page.parent == DOCS and page.name != "index.md":
        assert f"({page.name})" in _read("index.md")


def test_images_are_small_enough_for_a_repository() -> None:
    assert not [path.name for path in (DOCS / "images").iterdir() if path.stat().st_size > 250_000]
