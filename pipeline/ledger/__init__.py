"""The review ledger: human events and the texts they name; states are derived from it."""
