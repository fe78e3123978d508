"""What follows on the page when an item is sealed, and the way to its referral card."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from smo_review.domain.views import ItemView
from ui.context import Context
from ui.review.presenter import ReviewPresenter
from ui.review.referral_card import ReferralCard
from ui.stage.loader import MediaLoader
from ui.stage.shots import Source


class CustodyDesk:
    """Drops what is held of sealed items, and opens their cards over `page`."""

    def __init__(
        self, context: Context, presenter: ReviewPresenter, loader: MediaLoader, page: QWidget
    ) -> None:
        self._context = context
        self._presenter = presenter
        self._loader = loader
        self._page = page
        presenter.sealed.connect(self._forget)

    def open_card(self) -> None:
        """Open the card of the item in hand, which is sealed."""
        view = self._presenter.position.view
        if view is not None:
            card = ReferralCard(self._context, view.batch, view.item.id, self._page)
            card.released.connect(self._presenter.release)
            card.begin()

    def _forget(self, view: ItemView) -> None:
        """Neither the client nor the child holds the media of what was sealed."""
        for part in view.item.parts:
            if part.media:
                self._loader.forget(Source(view.batch, part.media))
