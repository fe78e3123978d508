"""A report's card in a PDF: as XMP, which ISO 16684-1 lets anybody find without reading the rest.

An XMP packet stands in a PDF as plain bytes between two marks. The printer puts the card of the
page that it prints into one (`packet`); a verifier scans for it (`card_in`).
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, unescape

_CARD_ON_PAGE = re.compile(
    r'<script type="application/json" id="smo-report">(.*?)</script>', re.DOTALL
)
_BEGIN, _CARD, _CARD_END = b"<?xpacket begin=", b"<smo:card>", b"</smo:card>"
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:smo="urn:smo-review:report">
<smo:card>{card}</smo:card>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def card_on_page(html: str) -> str:
    """The card that a page carries, as JSON; empty where it has none."""
    found = _CARD_ON_PAGE.search(html)
    return found[1] if found else ""


def packet(card: str) -> bytes:
    """The XMP packet of a PDF."""
    return _PACKET.format(card=escape(card)).encode()


def card_in(pdf: bytes) -> str:
    """The card in a PDF's XMP packet, as JSON; empty where there is none."""
    packet_at = pdf.find(_BEGIN)
    start = pdf.find(_CARD, packet_at)
    end = pdf.find(_CARD_END, start)
    if min(packet_at, start, end) < 0:
        return ""
    return unescape(pdf[start + len(_CARD) : end].decode(errors="replace"))
