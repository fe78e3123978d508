"""What one file may cost. Beyond these a file is refused, or the child is ended and begun anew."""

from __future__ import annotations

BYTES = 512 * 1024 * 1024
"""The largest file that is handed to the child."""
PIXELS = 178_956_970
"""The largest image, upright or not: Pillow's own limit for decompression bombs."""
FRAME_PIXELS = 36_000_000
"""The largest video frame: a little over 8K."""
OUTPUT_PIXELS = 4096 * 4096
"""The largest picture that is handed back."""
FRAMES = 1_000_000
"""Frames of a video that are looked at; what follows them is not counted."""
DURATION = 12 * 60 * 60 * 1000
"""The longest video, in milliseconds."""
STREAMS = 64
"""Streams in one video file: pictures, sounds, captions and data together."""
PROFILE_BYTES = 4 * 1024 * 1024
"""The largest colour profile that is applied; a larger one is ignored."""

SECONDS = 20.0
"""The wall clock that one request may take before the client ends the child."""
SLICE = 0.25
"""Long work (counting the frames of a video) pauses after this many seconds to let others in."""
PATIENCE = 60.0
COUNT_PATIENCE = 900.0
"""The wall clock that all slices of one piece of work may take together; of a whole count."""
ADDRESS_SPACE = 3 * 1024**3
"""Memory of the child, decoders and threads included."""

KEPT_BYTES = 64 * 1024 * 1024
KEPT_ITEMS = 12
"""Files kept ready in the child; the newest is kept whatever its size."""
RECENT_BYTES = 96 * 1024 * 1024
"""Decoded frames of the video at hand that are kept for stepping back."""
OPEN_FILMS = 2
"""Videos whose decoders stay open."""

STAGE = (1280, 800)
"""The size that images are made ready for where nothing else was asked."""
GLANCE = (64, 64)
"""The size that a cover is made from where that is quicker than decoding for the stage."""
GREY_SIDE = 640
OUTLINE_SIDE = 640
"""Longest side of the reduced steps of a reveal."""
STORYBOARD = 64
"""Most covers in one storyboard."""
