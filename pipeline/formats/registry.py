"""The formats Caveat reads, in order."""

from __future__ import annotations

from pipeline.formats.base import DocumentFormat
from pipeline.formats.record import RecordFormat
from pipeline.registry import Registry

BUILTIN_FORMATS: tuple[DocumentFormat, ...] = (RecordFormat(),)


def open_formats() -> Registry[DocumentFormat]:
    """Return the built-in formats and those that other distributions add."""
    return Registry("format", BUILTIN_FORMATS).with_plugins("caveat.formats")
