"""Proof, from the built files alone, that they are what may be shown; shares no code with the build."""
