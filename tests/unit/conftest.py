"""Fixtures of the core's tests."""

from __future__ import annotations

from tests.helpers.browser import browser

__all__ = ["browser"]
