"""`caveat.toml` and the files it governs, as frozen values; every problem is reported at once."""
