"""What is translated, drafted, approved and missing, measured once and told in several forms."""
