"""The language of the interface: our own words, and Qt's in its dialogs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from smo_review.language import current, set_language


class Speech(QObject):
    """Speaks one language at a time, and Qt's words go with it when it is deleted.

    Qt has no Khmer: its own dialogs stay English there.
    """

    def __init__(self, app: QCoreApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._translator: QTranslator | None = None

    def speak(self, code: str) -> None:
        """Our words, and Qt's own in its dialogs, in the language of `code`."""
        set_language(code)
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._translator = None
        if current() == "zh":
            self._translator = QTranslator(self)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if self._translator.load(QLocale("zh_CN"), "qtbase", "_", folder):
                self._app.installTranslator(self._translator)
