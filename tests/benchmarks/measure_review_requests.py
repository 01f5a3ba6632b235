"""Send requests of every kind to every route of the review page; none may end in a defect.

    python tests/benchmarks/measure_review_requests.py [--examples 100]

schemathesis makes them up, in an environment of its own under the user's cache.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.web.app import make_routes
from tests.benchmarks.measure_review_page import QUEUE, find_secret, make_many, say, serve
from tests.environments import python_with
from tests.projects import Project
from tests.web.site import open_site

if TYPE_CHECKING:
    from starlette.routing import Route

    from tests.benchmarks.measure_review_page import Browser

SCHEMATHESIS = "4.32.5"
KINDS = ["approve", "reject", "revoke", "claim", "comment", "edit", "suggest", "x"]
SCOPES = ["unit", "paragraph", "section", "everywhere", "all", "x"]
FILTERS = ("locale", "document", "state", "risk", "wait", "finding", "days", "words", "page", "take")
_SENDER = Path(__file__).with_name("send_requests.py")


def main() -> None:
    """Print how many requests were answered with what."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--examples", type=int, default=100)
    examples = parser.parse_args().examples
    python = python_with("schemathesis", SCHEMATHESIS)
    with tempfile.TemporaryDirectory() as folder:
        statuses, problem = send_to_page(Path(folder) / "project", python, examples, is_steady=False)
    told = ", ".join(f"{number} x {status}" for status, number in sorted(statuses.items()))
    say(f"{sum(statuses.values())} requests: {told}")
    if problem:
        raise SystemExit(problem)


def send_to_page(root: Path, python: str, examples: int, *, is_steady: bool) -> tuple[dict[str, int], str]:
    """Return how many answers had which status, and the request that met a defect."""
    workspace = make_many(root, 200, 2)
    routes = make_routes(open_site(Project(workspace.root)).desk)
    with serve(workspace) as browser:
        home = f"http://{browser.authority}"
        asked = {
            "description": describe(routes, browser),
            "home": home,
            "headers": {"Cookie": browser.cookie, "Origin": home},
            "examples": examples,
            "is_steady": is_steady,
        }
        done = subprocess.run(
            [python, str(_SENDER)], input=json.dumps(asked), capture_output=True, text=True, check=False
        )
    if not done.stdout:
        raise RuntimeError(done.stderr)
    found = json.loads(done.stdout)
    return found["statuses"], found["problem"]


def describe(routes: list[Route], browser: Browser) -> dict[str, Any]:
    """Return an OpenAPI description of the routes, with values that exist and others."""
    _, _, page = browser.ask(QUEUE)
    units = re.findall(r"/unit/es/([^/]+)/([0-9a-f]{12})", page)
    known = {
        "locale": ["es", "ar", "zz"],
        "document": [*sorted({document for document, _ in units}), "interface", "disclaimers", ".."],
        "unit": [*(unit for _, unit in units[:5]), "000000000000"],
        "disclaimer": ["educational"],
        "name": ["review.css", "review.js", "nothing"],
    }
    paths: dict[str, Any] = {}
    for route in routes:
        for method in sorted((route.methods or set()) - {"HEAD"}):
            if route.path != "/leave":  # it would end the session that all others need
                operation = _operation(route, known, find_secret(page) if method == "POST" else "")
                paths.setdefault(route.path, {})[method.lower()] = operation
    return {"openapi": "3.1.0", "info": {"title": "page", "version": "1"}, "paths": paths}


def _operation(route: Route, known: dict[str, list[str]], secret: str) -> dict[str, Any]:
    own = [
        {"name": name, "in": "path", "required": True, "schema": {"anyOf": [{"enum": known[name]}, TEXT]}}
        for name in re.findall(r"\{(\w+)\}", route.path)
    ]
    queries = [{"name": name, "in": "query", "schema": TEXT} for name in FILTERS]
    found: dict[str, Any] = {
        "parameters": [*own, *queries],
        "responses": {"default": {"description": "a page"}},
    }
    if secret:
        fields = {
            "csrf": {"type": "string", "enum": [secret]},
            "do": {"type": "string", "enum": KINDS},
            "scope": {"type": "string", "enum": SCOPES},
            **dict.fromkeys(("mark", "read", "text", "target", "queue", "expires"), TEXT),
        }
        schema = {"type": "object", "properties": fields, "required": ["csrf", "do"]}
        found["requestBody"] = {"content": {"application/x-www-form-urlencoded": {"schema": schema}}}
    return found


TEXT = {"type": "string"}


if __name__ == "__main__":
    main()
