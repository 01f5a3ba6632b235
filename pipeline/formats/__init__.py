"""Documents to units and skeleton, and back: one file a format."""
