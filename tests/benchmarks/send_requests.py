"""Send made-up requests to every operation of a description; print how many answers had which status.

Runs in an environment with schemathesis and without Caveat: `measure_review_requests.py` starts it with
a JSON object on standard input. Ends with 1 at the first answer that says there is a defect.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings

DEFECT = 500


def main() -> int:
    """Print the statuses as a JSON object."""
    asked = json.load(sys.stdin)
    statuses: Counter[int] = Counter()
    problem = next(filter(None, (send_all(one, asked, statuses) for one in operations(asked))), "")
    json.dump({"statuses": statuses, "problem": problem}, sys.stdout)
    return 1 if problem else 0


def operations(asked: dict[str, Any]) -> list[Any]:
    """Return everything that can be asked for."""
    description = schemathesis.openapi.from_dict(asked["description"])
    return [result.ok() for result in description.get_all_operations()]


def send_all(operation: Any, asked: dict[str, Any], statuses: Counter[int]) -> str:
    """Send requests to one operation; return the one that met a defect, or nothing."""
    problem = ""

    @given(case=operation.as_strategy())
    @settings(
        max_examples=asked["examples"],
        deadline=None,
        database=None,
        derandomize=asked["is_steady"],
        suppress_health_check=list(HealthCheck),
    )
    def send(case: Any) -> None:
        nonlocal problem
        answer = case.call(base_url=asked["home"], headers=asked["headers"], allow_redirects=False)
        statuses[answer.status_code] += 1
        if answer.status_code >= DEFECT:
            problem = f"{answer.status_code}: {case.method} {case.formatted_path} {case.query} {case.body!r}"

    send()
    return problem


if __name__ == "__main__":
    sys.exit(main())
