"""Machine drafts: engines, what protects placeholders on the way, and the rule that a person's text stays."""
