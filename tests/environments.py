"""Programs of others in environments of their own: installed once, kept under the user's cache."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

_SECONDS = 600


def python_with(name: str, version: str) -> str:
    """Return the Python of an environment with this distribution; skips the test where it can't be made."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "caveat-tests" / f"{name}-{version}-{sys.version_info.major}.{sys.version_info.minor}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    python, done = folder / "bin/python", folder / "done"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another worker may be making it
        if not done.exists():
            try:
                _run(sys.executable, "-m", "venv", "--clear", str(folder))
                _run(str(python), "-m", "pip", "install", "--quiet", f"{name}=={version}")
            except (subprocess.SubprocessError, OSError) as error:
                pytest.skip(f"{name} can't be installed here: {error}")
            done.touch()
    return str(python)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
