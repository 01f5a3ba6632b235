"""How hard the property tests try: enough to find what a change broke, little enough for each commit."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

MODEST = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PROCESS = settings(MODEST, max_examples=25)
"""For tests that start a program an example."""
MACHINE = settings(MODEST, max_examples=400, stateful_step_count=40)
