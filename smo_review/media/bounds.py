"""What a child that decodes foreign bytes does to itself before the first of them."""

from __future__ import annotations

import sys


def limit_resources(address_space: int) -> None:
    """Bound this process to so many bytes of memory, and let it write nothing: neither files nor a
    core with what was decoded. Windows has no such limits: nothing happens there."""
    if sys.platform == "win32":
        return
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, address_space),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (bound, bound))
