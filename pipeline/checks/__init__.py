"""What may be wrong with a target, seen from its source: one concern a file, warnings with reasons."""
