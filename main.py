"""Entry point: `open` and `tour` go to the client, every other command to the command line."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run SMO Review; returns the exit code. Qt is imported only where a window is wanted."""
    from smo_review.cli.main import run

    def open_client(argv: list[str]) -> int:
        from ui.app import run as run_client

        return run_client(argv)

    def print_pdf(html: str) -> bytes:
        from ui.printing.pdf import print_alone

        return print_alone(html)

    argv = sys.argv[1:] if arguments is None else arguments
    return run(argv, open_client=open_client, printer=print_pdf)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["open"]))
