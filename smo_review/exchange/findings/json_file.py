"""The form as JSON: written whole, read strictly."""

from __future__ import annotations

import msgspec

from smo_review.domain.answer_form import AnswerForm
from smo_review.domain.rulings import RulingsLetter
from smo_review.exchange.findings.bounds import refused
from smo_review.language import tr

_decoder = msgspec.json.Decoder(AnswerForm)


def write(form: AnswerForm | RulingsLetter) -> bytes:
    """A form, or rulings, as a person can read them in any editor."""
    return msgspec.json.format(msgspec.json.encode(form), indent=2) + b"\n"


def read(data: bytes, where: str) -> AnswerForm:
    """The form; UserError with the place of the first thing that does not fit."""
    try:
        return _decoder.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise refused(
            tr("The file of answers cannot be read: {reason}.", reason=error), where
        ) from None
