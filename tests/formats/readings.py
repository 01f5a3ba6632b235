"""What a format is told when it reads a document in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.config.project import Collection, Profile
from pipeline.formats.base import Reading

if TYPE_CHECKING:
    from pipeline.model.disclaimer import Disclaimer


def make_reading(
    name: str,
    path: str,
    profile: Profile | None = None,
    *,
    segmentation: str = "sentence",
    disclaimers: tuple[Disclaimer, ...] = (),
) -> Reading:
    """Return the reading of one document of a format in a collection of its own."""
    collection = Collection(
        name="c",
        path="source",
        files=("*",),
        format=name,
        profile=profile or Profile(name=""),
        segmentation=segmentation,
    )
    return Reading(id="a", path=path, collection=collection, disclaimers=disclaimers)
