"""What a form sent: parsed strictly, within limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from pipeline.errors import CaveatError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BODY_LIMIT: Final = 1 << 20
"""Bytes of a request's body."""
TEXT_LIMIT: Final = 1 << 16
"""Bytes of one text in it."""
FIELDS_LIMIT: Final = 100
FORM_TYPE: Final = "application/x-www-form-urlencoded"


class FormError(CaveatError):
    """A request does not hold what the page's forms send."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message, hint="go back, load the page again and send it once more")
        self.status = status


class Form:
    """The fields of a form by name."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        self._fields = fields

    def get(self, name: str) -> str:
        """Return the only value of a field; raises FormError."""
        values = self._fields.get(name, ())
        if len(values) != 1:
            raise FormError(f'the form must have one "{name}"')
        return values[0]

    def find(self, name: str) -> str:
        """Return the only value of a field, or an empty text where the form has none; raises FormError."""
        return self.get(name) if name in self._fields else ""

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field in order."""
        return tuple(self._fields.get(name, ()))


def parse_form(body: bytes) -> Form:
    """Return the fields in a body; raises FormError. Line breaks come out as the catalogs have them."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=FIELDS_LIMIT,
        )
    except ValueError as error:  # not ASCII, not UTF-8 behind the percent signs, or too many fields
        raise FormError("the form is not one of this page's") from error
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        if len(value.encode()) > TEXT_LIMIT:
            raise FormError(f'"{name}" is longer than {TEXT_LIMIT // 1024} KiB', status=413)
        if "\0" in value:
            raise FormError(f'"{name}" holds a character that no text can have')
        fields.setdefault(name, []).append(value.replace("\r\n", "\n").replace("\r", "\n"))
    return Form(fields)
