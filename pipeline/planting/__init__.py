"""Planted errors: a good translation to one with an error in it, to measure what the checks catch."""
