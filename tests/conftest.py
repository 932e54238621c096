"""What holds for the whole suite: a slow machine is no fault, so no property fails by the clock."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("greencard", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("greencard")
