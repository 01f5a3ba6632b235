"""Locale: a language as the catalogs spell it (`pt_BR`) and as the web does (`pt-BR`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Locale:
    """One language of the project, in gettext's spelling."""

    code: str
    """Folder name under `locales/` and `output/`, for instance `zh_Hans`."""

    @property
    def tag(self) -> str:
        """The BCP 47 tag, for `lang` attributes."""
        return self.code.replace("_", "-")

    @property
    def language(self) -> str:
        """The primary language subtag, for instance `pt`."""
        return self.code.split("_", 1)[0]

    def __str__(self) -> str:
        return self.code
