"""Digests that name exact texts: length-prefixed, so that no two field lists share one."""

from __future__ import annotations

import hashlib

PREFIX = "sha256:"


def digest_bytes(data: bytes) -> str:
    """Return the digest of raw bytes, as `sha256:` and 64 hex digits."""
    return PREFIX + hashlib.sha256(data).hexdigest()


def digest_text(text: str) -> str:
    """Return the digest of exactly this text; nothing is normalised."""
    return digest_bytes(text.encode("utf-8", "surrogatepass"))


def digest_fields(*fields: str | None) -> str:
    """Return the digest of a list of fields; an absent field differs from an empty one."""
    hasher = hashlib.sha256()
    for field in fields:
        data = b"" if field is None else field.encode("utf-8", "surrogatepass")
        hasher.update(b"-" if field is None else str(len(data)).encode())
        hasher.update(b":" + data)
    return PREFIX + hasher.hexdigest()


def short(digest: str, length: int = 12) -> str:
    """Return the first hex digits of a digest, for people."""
    return digest.removeprefix(PREFIX)[:length]
