"""A model in a folder, as CTranslate2's converters write it: its parts, and what it can read and write."""

from __future__ import annotations

import hashlib
import importlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import EngineError
from pipeline.workspace.files import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.drafting.base import Setting

_PIECES = (
    ("source.spm", "target.spm"),
    ("sentencepiece.model", "sentencepiece.model"),
    ("sentencepiece.bpe.model", "sentencepiece.bpe.model"),
    ("spm.model", "spm.model"),
)
"""The SentencePiece files of source and target, under the names that published models give them."""
_INSTALL = 'pip install "caveat-l10n[ctranslate2]"'
_AGAIN = "convert the model again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the tokens of a text, as the model was trained to read them."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    """What every translation begins with, for a model of many languages: its name for the language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a session runs on."""

    translator: Any
    encode: Any
    """Text -> its pieces."""
    decode: Any
    """Pieces -> text."""
    end: str
    """The token that a finished translation ends with."""


def find_model(setting: Setting) -> Path:
    """Return the folder that the options name; raises EngineError where there is no model in it."""
    name = setting.options.get("model", "").replace("{locale}", setting.target.code)
    if not name or "\0" in name:
        hint = 'set model = "models/en-{locale}" under [drafting.options.ctranslate2]'
        raise EngineError("no model is named", hint=hint)
    folder = setting.folder / name
    if not (folder / "model.bin").is_file():
        hint = "convert the model with ct2-transformers-converter or ct2-opus-mt-converter"
        raise EngineError(f"{name} is not a folder with a model.bin", hint=hint)
    return folder


def read_frame(folder: Path, setting: Setting) -> Frame:
    """Return what the options put around texts; raises CaveatError for a token that the model doesn't know.

    The library would read such a token as an unknown word, and translate into any language.
    """
    code = setting.options.get(f"code.{setting.target}", setting.target.tag)

    def tokens(option: str, side: str) -> tuple[str, ...]:
        found = tuple(setting.options.get(option, "").replace("{code}", code).split())
        unknown = set(found) - _read_vocabulary(folder, side) if found else set()
        if unknown:
            hint = f'see {option}, and set "code.{setting.target}" to the model\'s name for the language'
            raise EngineError(f'the model does not know the token "{min(unknown)}"', hint=hint)
        return found

    return Frame(
        before=tokens("source_prefix", "source"),
        after=tokens("source_suffix", "source"),
        target=tokens("target_prefix", "target"),
    )


def load_model(folder: Path, options: Mapping[str, str]) -> Parts:
    """Return the parts of a model; raises EngineError where they can't be loaded."""
    source, target = _find_pieces(folder, options)
    try:
        processor = importlib.import_module("sentencepiece").SentencePieceProcessor
        library = importlib.import_module("ctranslate2")
    except ImportError as error:
        raise EngineError(f"{error.name} is not installed", hint=_INSTALL) from error
    try:
        reader = processor(model_file=str(source))
        return Parts(
            translator=library.Translator(str(folder), device="cpu"),
            encode=lambda text: reader.encode(text, out_type=str),
            decode=processor(model_file=str(target)).decode,
            end=_end_token(folder),
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise EngineError(f"the model can't be loaded: {one_line(error)}", hint=_AGAIN) from error


def digest_model(folder: Path, frame: Frame) -> str:
    """Return a few digits of what the answers depend on: the folder's files, and what stands around texts."""
    total = hashlib.sha256(repr(frame).encode())
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        with path.open("rb") as file:
            total.update(path.name.encode() + hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()[:8]


def one_line(error: Exception) -> str:
    """Return a library's words as part of a reason."""
    return " ".join(str(error).split())[:120]


def _read_vocabulary(folder: Path, side: str) -> frozenset[str]:
    for name in ("shared_vocabulary", f"{side}_vocabulary"):
        if (folder / f"{name}.json").is_file():
            return _parse_vocabulary(read_text(folder / f"{name}.json", f"{folder.name}/{name}.json"), name)
        if (folder / f"{name}.txt").is_file():
            return frozenset(read_text(folder / f"{name}.txt", f"{folder.name}/{name}.txt").split("\n"))
    raise EngineError(f"{folder.name} has no vocabulary", hint=_AGAIN)


def _parse_vocabulary(text: str, name: str) -> frozenset[str]:
    try:
        return frozenset(json.loads(text))
    except (ValueError, TypeError) as error:
        raise EngineError(f"{name}.json is not a vocabulary", hint=_AGAIN) from error


def _find_pieces(folder: Path, options: Mapping[str, str]) -> tuple[Path, Path]:
    given = options.get("pieces", "").split()
    pairs = [(given[0], given[-1])] if given else _PIECES
    for source, target in pairs:
        if (folder / source).is_file() and (folder / target).is_file():
            return folder / source, folder / target
    looked_for = ", ".join(dict.fromkeys(name for pair in pairs for name in pair))
    hint = "copy the model's SentencePiece files into its folder, and name them in the option pieces"
    raise EngineError(f"{folder.name} has none of: {looked_for}", hint=hint)


def _end_token(folder: Path) -> str:
    path = folder / "config.json"
    config = json.loads(read_text(path, f"{folder.name}/config.json")) if path.is_file() else {}
    return str(config.get("eos_token", "</s>")) if isinstance(config, dict) else "</s>"
