"""What the sound of one file may cost, and how loud it may be."""

from __future__ import annotations

LOUDEST = 0.6
"""The most that sound is played at, of full scale. The child holds to it whatever it is told."""
USUAL = 0.3
"""How loud the first sound of a session is."""
SECONDS = 90 * 60
"""The sound of a longer video is decoded up to here: 260 MB."""
ADDRESS_SPACE = 4 * 1024**3
"""Memory of the child, libraries and threads included."""
PATIENCE = 6.0
"""Seconds without a sign of life while it is at work, after which the child is ended."""
CHANCES = 2
"""A file that ended the child so often is not given to it again."""
