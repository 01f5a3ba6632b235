"""The formats Caveat reads, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.formats.docx import DocxFormat
from pipeline.formats.export import ExportFormat
from pipeline.formats.export_csv import CsvCodec
from pipeline.formats.export_json import JsonCodec
from pipeline.formats.export_xlsx import XlsxCodec
from pipeline.formats.html import HtmlFormat
from pipeline.formats.markdown import MarkdownFormat
from pipeline.formats.plain import PlainFormat
from pipeline.formats.record import RecordFormat
from pipeline.registry import Registry

if TYPE_CHECKING:
    from pipeline.formats.base import DocumentFormat


def open_formats() -> Registry[DocumentFormat]:
    """Return the built-in formats and those that other distributions add."""
    return Registry("format", BUILTIN_FORMATS).with_plugins("caveat.formats")


BUILTIN_FORMATS: tuple[DocumentFormat, ...] = (
    RecordFormat(),
    MarkdownFormat(),
    HtmlFormat(),
    PlainFormat(),
    DocxFormat(),
    ExportFormat(CsvCodec(), (".csv", ".tsv"), open_formats),
    ExportFormat(JsonCodec("json", is_lines=False), (".json",), open_formats),
    ExportFormat(JsonCodec("jsonl", is_lines=True), (".jsonl", ".ndjson"), open_formats),
    ExportFormat(XlsxCodec(), (".xlsx",), open_formats),
)
