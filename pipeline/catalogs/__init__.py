"""Catalogs in gettext's PO form: strict reading, byte-preserving writing, updating without loss."""
