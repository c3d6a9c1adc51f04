"""Settings of all tests."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# A test must not fail because the machine is busy. The check of a change tries the same examples each
# time, so that it tells about the change; whoever works here tries new ones with every run.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("check", settings.get_profile("house"), derandomize=True)
settings.register_profile("search", settings.get_profile("house"), max_examples=2000)
settings.load_profile("check" if os.environ.get("CI") else "house")
