"""The stages, one story a file: read, compute, write, tell what happened."""
