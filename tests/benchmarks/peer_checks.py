"""What translate-toolkit's pofilter and Weblate's checks say of pairs. Runs in an environment that has both.

One JSON list `[locale, source, target]` a line comes in, one object of names by tool goes out. pofilter
runs with the filters of its standard project, Weblate with every check of targets that is on by default.
"""

# ruff: noqa: PLC0415 - the other programs must be set up before they are imported
from __future__ import annotations

import json
import os
import sys
import tempfile
from functools import lru_cache
from unittest.mock import MagicMock

UNUSED = ("cairo", "gi", "gi.repository", "aeidon", "aeidon.encodings", "aeidon.files", "aeidon.util")
"""Drawing and subtitles, which Weblate wants at its start and no check of a text needs."""

BOOKKEEPING = ("isfuzzy", "isreview", "hassuggestion", "nplurals")
"""Filters that look at flags and headers of files, not at texts."""
NEED_MORE = (
    *("inconsistent", "translated", "reused", "check_glossary", "prohibited_initial_character"),
    *("same-plurals", "plurals", "max-size"),
)
"""Checks of Weblate that ask its database, have plurals only, or measure fonts."""


class Pofilter:
    """The filters of translate-toolkit."""

    def __init__(self) -> None:
        from translate.filters import checks

        self._checks = checks

    @lru_cache(maxsize=32)  # noqa: B019 - one object lives as long as the process
    def _checker(self, code: str):  # noqa: ANN202 - a class of the other program
        names = {"zh_Hans": "zh_CN"}
        config = self._checks.CheckerConfig(targetlanguage=names.get(code, code))
        classes = [self._checks.StandardChecker, self._checks.StandardUnitChecker]
        return self._checks.TeeChecker(
            checkerconfig=config, checkerclasses=classes, excludefilters=dict.fromkeys(BOOKKEEPING)
        )

    def names(self, code: str, source: str, target: str) -> list[str]:
        """Return the filters that the pair fails."""
        from translate.storage import po

        unit = po.pounit(source)
        unit.target = target
        return sorted(self._checker(code).run_filters(unit))


class Weblate:
    """The checks of Weblate, without its database."""

    def __init__(self) -> None:
        folder = tempfile.mkdtemp(prefix="weblate-")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weblate.settings_test")
        os.environ.setdefault("CI_DATABASE", "postgresql")
        for name in UNUSED:
            sys.modules.setdefault(name, MagicMock())
        import django
        from django.conf import settings

        settings.DATA_DIR = folder
        settings.DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
        django.setup()
        from weblate.checks.models import CHECKS
        from weblate.checks.tests.test_checks import MockLanguage, MockUnit

        self._language, self._unit = MockLanguage, MockUnit
        self._checks = {
            name: check for name, check in CHECKS.items() if check.target and name not in NEED_MORE
        }

    def names(self, code: str, source: str, target: str) -> list[str]:
        """Return the checks that the pair fails."""
        unit = self._unit(code=code, source=source, target=target, flags="")
        return sorted(name for name, check in self._checks.items() if _fails(check, source, target, unit))


def _fails(check, source: str, target: str, unit) -> bool:  # noqa: ANN001 - classes of the other program
    if check.should_skip(unit):
        return False
    return bool(check.check_target([source], [target], unit))


def main() -> None:
    """Answer each line."""
    tools = {"pofilter": Pofilter(), "weblate": Weblate()}
    for line in sys.stdin:
        pair = json.loads(line)
        said = {name: tool.names(*pair) for name, tool in tools.items()}
        sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main()
