"""Make the sample batch to try everything on, or draw a sample to review from batches here."""

from __future__ import annotations

import argparse
from pathlib import Path

from smo_review.cli.context import Context
from smo_review.language import tr

_FORMS = (
    "smo-review sample -o DIR\n"
    "       smo-review sample --batch ID -o FILE (--n N | --precision P | --aql A | --plan NAME)\n"
    "       smo-review sample --how-many --precision P\n"
    "       smo-review sample --aql A --lot N"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`sample -o DIR`, or a form that draws: see `_FORMS`."""
    parser.usage = _FORMS
    add, text = parser.add_argument, parser.add_argument_group
    add("-o", "--out", type=Path, metavar="PATH",
        help=tr("The folder for the sample batch, or the file of a drawn one."))  # fmt: skip
    source = text(tr("what to draw from"))
    source.add_argument("--batch", action="append", default=[], metavar="ID",
                        help=tr("A batch that is here; may be given several times."))  # fmt: skip
    source.add_argument("--project", default="", metavar="ID",
                        help=tr("All batches of this project."))  # fmt: skip
    many = text(tr("how many"))
    many.add_argument("--plan", default="", metavar="NAME",
                      help=tr("A plan of the project file."))  # fmt: skip
    many.add_argument("--n", type=int, default=None, help=tr("So many."))
    many.add_argument("--precision", type=float, default=None, metavar="P",
                      help=tr("As many as an interval of ±P needs, such as 0.03."))  # fmt: skip
    many.add_argument("--expected", type=float, default=None, metavar="RATE",
                      help=tr("The rate thought likely; 0.5 is the worst case."))  # fmt: skip
    many.add_argument("--how-many", action="store_true",
                      help=tr("Only tell how many a precision needs."))  # fmt: skip
    many.add_argument("--population", type=int, default=0, metavar="N",
                      help=tr("Out of how many, for --how-many."))  # fmt: skip
    which = text(tr("which ones"))
    which.add_argument("--by", default="", metavar="LIST",
                       help=tr("Strata: annotator, label, severity, language, day."))  # fmt: skip
    which.add_argument("--allocation", default="",
                       choices=("proportional", "equal", "neyman"),
                       help=tr("How strata share the sample."))  # fmt: skip
    which.add_argument("--risk", default="", metavar="LIST",
                       help=tr("What to look for: disagreement, low-confidence, near-duplicates,"
                               " new-annotators. Measures nothing."))  # fmt: skip
    which.add_argument("--repeats", type=float, default=0.0, metavar="SHARE",
                       help=tr("A share of items that come again, hidden."))  # fmt: skip
    which.add_argument("--seed", default="", help=tr("The same seed draws the same anywhere."))
    which.add_argument("--name", default="", help=tr("The name of the new batch."))
    lots = text("ISO 2859-1")
    lots.add_argument("--aql", type=float, default=None,
                      help=tr("Acceptance quality limit, percent nonconforming."))  # fmt: skip
    lots.add_argument("--level", default="", help=tr("Inspection level: S-1 to S-4, I, II, III."))
    lots.add_argument("--severity", default="", choices=("normal", "tightened", "reduced"),
                      help=tr("Instead of what switching says."))  # fmt: skip
    lots.add_argument("--double", action="store_true", help=tr("A double plan."))
    lots.add_argument("--edition", default="", choices=("1989", "1999"),
                      help=tr("Of the standard's tables; 1999 has single plans only."))  # fmt: skip
    lots.add_argument("--lot", type=int, default=None, metavar="N",
                      help=tr("Only tell the plan of a lot of N."))  # fmt: skip
    lots.add_argument("--steady", action="store_true",
                      help=tr("Reduced inspection is wanted where it may begin."))  # fmt: skip


def run(args: argparse.Namespace, context: Context) -> int:
    """Draw, tell, or make the sample batch."""
    numbers = (args.n, args.precision, args.aql, args.lot)
    drawing = (args.batch, args.project, args.plan, args.how_many, args.risk, args.by)
    # A number counts as said even where it is 0, so that it is refused by its name.
    if any(drawing) or any(one is not None for one in numbers):
        from smo_review.cli import sampling

        return sampling.run(args, context)
    if args.out is None:
        from smo_review.cli.main import UsageError

        raise UsageError(tr("Say what to draw, or name a folder with -o."), _FORMS)
    return _make(args, context)


def _make(args: argparse.Namespace, context: Context) -> int:
    """Write the sample batch and its gold, and tell where they are."""
    from smo_review.operations.sample import make_sample

    with context.progress() as progress:
        files = make_sample(args.out, progress)
    context.answer(
        {
            "batch": str(files.batch),
            "gold": str(files.gold),
            "items": files.items,
            "annotations": files.annotations,
        },
        tr(
            "{batch}: {items} items, {annotations} annotations. Gold: {gold}",
            batch=files.batch,
            items=files.items,
            annotations=files.annotations,
            gold=files.gold,
        ),
    )
    return 0
