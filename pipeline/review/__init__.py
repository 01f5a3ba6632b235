"""Review: who may decide what about a text, and the event that records it."""
