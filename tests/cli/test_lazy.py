"""Commands load when they are called, and every module's commands are on the list."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pipeline.cli
from pipeline.cli.main import COMMANDS


def test_every_modules_commands_are_listed_and_no_others() -> None:
    folder = Path(pipeline.cli.__file__).parent
    modules = [import_module(f"pipeline.cli.{path.stem}") for path in sorted(folder.glob("*_commands.py"))]
    top = [module for module in modules if hasattr(module, "COMMANDS")]
    found = {command.name for module in top for command in module.COMMANDS}
    assert set(COMMANDS) == found
    assert all(COMMANDS[name].name == name for name in COMMANDS)


def test_a_command_does_not_load_the_others() -> None:
    code = (
        "import sys; sys.argv = ['caveat', 'fmt', '--help']\n"
        "from pipeline.cli.main import caveat\n"
        "caveat.main(standalone_mode=False)\n"
        "print([name for name in sys.modules if name.endswith('_commands')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert ran.stdout.splitlines()[-1] == "['pipeline.cli.project_commands']"
