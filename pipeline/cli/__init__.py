"""The command line: thin commands over the stages; the only place where errors become text."""
