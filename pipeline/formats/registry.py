"""The formats Caveat reads, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.formats.markdown import MarkdownFormat
from pipeline.formats.record import RecordFormat
from pipeline.registry import Registry

if TYPE_CHECKING:
    from pipeline.formats.base import DocumentFormat

BUILTIN_FORMATS: tuple[DocumentFormat, ...] = (RecordFormat(), MarkdownFormat())


def open_formats() -> Registry[DocumentFormat]:
    """Return the built-in formats and those that other distributions add."""
    return Registry("format", BUILTIN_FORMATS).with_plugins("caveat.formats")
