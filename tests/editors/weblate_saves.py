"""What Weblate does to a catalog when people save in it; run by the Python of its own environment.

    weblate_saves.py CATALOG [SOURCE TARGET]...

Each SOURCE gets TARGET, or keeps its own where TARGET is empty, and is "Translated"; without any, the file is
saved as it is. These are the calls of `Translation.update_units`, which Weblate makes before every commit.
"""

from __future__ import annotations

import os
import sys
from unittest import mock


def start() -> None:
    """Start Weblate's applications without a server, a database and what draws badges."""
    for name in ("cairo", "gi", "gi.repository"):
        sys.modules[name] = mock.MagicMock()
    os.environ["DJANGO_SETTINGS_MODULE"] = "weblate.settings_example"
    import django  # noqa: PLC0415 - of the other environment
    from django.conf import settings  # noqa: PLC0415 - of the other environment

    settings.CHECK_LIST = settings.AUTOFIX_LIST = ()
    settings.LOGGING_CONFIG = None
    settings.DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
    django.setup()


def save(path: str, *changes: str) -> None:
    """Save a catalog with changed targets."""
    from weblate.formats.ttkit import PoFormat  # noqa: PLC0415 - can be imported when Weblate has started
    from weblate.utils.state import STATE_TRANSLATED  # noqa: PLC0415 - as above

    store = PoFormat(path)
    for source, target in zip(changes[::2], changes[1::2], strict=True):
        unit, _ = store.find_unit("", source)
        unit.set_target(target or unit.target)
        unit.set_state(STATE_TRANSLATED)
    store.update_header(
        last_translator="Ana <ana@example.org>",
        plural_forms="nplurals=2; plural=n != 1;",
        language="es",
        PO_Revision_Date="2026-01-01 00:00+0000",
    )
    store.save()


if __name__ == "__main__":
    start()
    save(*sys.argv[1:])
