"""The client signing page: a person reads, understands, signs or declines, and sees nothing else.

Full screen, an own window, no rail and no header. At the left the page that is signed, by the
renderer that prints it; at the right name, one sentence of what the signature means, the pad.
It is left by the auditor's passphrase. Losing the focus covers it and is logged. This is
kiosk-like, not a lock-down: an operating system cannot be kept from switching tasks.
"""

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from cfpdesk.errors import UserError
from cfpdesk.i18n import LANGUAGES, Language, _, current_language, msg, set_language, text_in
from cfpdesk.model.ink import is_slight
from cfpdesk.steps.interruption import note
from cfpdesk.ui.dialogs import PassphraseDialog
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.qt_words import speak_qt
from cfpdesk.ui.signing import SigningRequest, SigningResult
from cfpdesk.ui.signing_side import SigningSide
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import theme
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.pdf_view import PdfView
from cfpdesk.ui.widgets.text import ElidedLabel, label

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow

LOCK_MS = 800
ARRIVING_MS = 500  # while the menu it was called from may still be closing
_log = logging.getLogger(__name__)


def hand_over(window: "MainWindow", requests: Sequence[SigningRequest]) -> "SigningWindow":
    """Open the signing page over the window for these people, one after the other."""
    made = SigningWindow(window, requests)
    made.showFullScreen()
    made.activateWindow()
    return made


class SigningWindow(QWidget):
    """Goes through the requests by name; closes itself only by the passphrase."""

    def __init__(self, window: "MainWindow", requests: Sequence[SigningRequest]) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setObjectName("signing-window")
        role(self, box="window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._window = window
        self._left = list(requests)
        self._language_before = current_language()
        self._large_before = theme().large
        self._may_close = False
        self._asking = False
        self._sure = False
        self._done = False
        self.side: SigningSide
        self._lock = QTimer(self, singleShot=True, interval=LOCK_MS)
        self._lock.timeout.connect(self._next)
        self._lost_on_arrival = False
        self._arriving = QTimer(self, singleShot=True, interval=ARRIVING_MS)
        self._arriving.timeout.connect(self._arrived)
        self._stack = QStackedLayout(self)
        self._page = QWidget()
        self._cover = self._build_cover()
        self._stack.addWidget(self._page)
        self._stack.addWidget(self._cover)
        self._build()

    @property
    def request(self) -> SigningRequest:
        """Who signs now."""
        return self._left[0]

    # Building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        page = QWidget()
        outer = QVBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._build_top())
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._build_paper(), 5)
        self.side = SigningSide(self)
        middle.addWidget(self.side, 4)
        outer.addLayout(middle, 1)
        old, self._page = self._page, page
        self._stack.removeWidget(old)
        self._stack.insertWidget(0, page)
        self._stack.setCurrentWidget(page)
        old.deleteLater()
        self._show()
        if self._done:
            self._finish()
        else:
            self.side.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_top(self) -> QFrame:
        top = QFrame()
        role(top, box="header")
        top.setFixedHeight(78)
        line = QHBoxLayout(top)
        line.setContentsMargins(28, 0, 24, 0)
        line.setSpacing(12)
        mark = label()
        set_icon(mark, "signature", "accent", 24)
        self._heading = label("", "title")
        self._only = ElidedLabel(
            _("You see this page only. At the left is all of what you sign."), "label"
        )
        line.addWidget(mark)
        line.addWidget(self._heading)
        line.addWidget(self._only, 1)
        self.bigger = button(_("Bigger text"), self._toggle_large, icon="zoom-in", kind="large")
        self.bigger.setCheckable(True)
        self.bigger.setChecked(theme().large)
        self.language = Choice(_("Language"), large=True)
        self.language.set_options([("zh", "中文"), ("en", "English")])
        self.language.choose(current_language())
        self.language.chosen.connect(self._speak)
        self.language.setMinimumWidth(200)
        line.addWidget(self.bigger)
        line.addWidget(self.language)
        return top

    def _build_paper(self) -> QFrame:
        made = QFrame()
        role(made, box="base")
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QFrame()
        head.setFixedHeight(40)
        line = QHBoxLayout(head)
        line.setContentsMargins(28, 0, 24, 0)
        mark = label()
        set_icon(mark, "fingerprint", "text2", 18)
        self._document = label("", "strong")
        self._fingerprint = label("", "muted")
        line.addWidget(mark)
        line.addWidget(self._document)
        line.addStretch(1)
        line.addWidget(self._fingerprint)
        column.addWidget(head)
        self.paper = PdfView(_("What you sign"))
        self.paper.turned.connect(self._show_fingerprint)
        column.addWidget(self.paper, 1)
        return made

    def _build_cover(self) -> QWidget:
        cover = QFrame()
        role(cover, box="rail")
        column = QVBoxLayout(cover)
        self._cover_text = label("", "hero")
        self._cover_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        column.addWidget(self._cover_text)
        column.addSpacing(24)
        self._uncover = button("", self._show_page, kind="large", name="sign-uncover")
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self._uncover)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(1)
        return cover

    def _show(self) -> None:
        request, language = self.request, current_language()
        self._heading.setText(str(request.heading()))
        version = _("version {n}").format(n=request.version)
        self._document.setText(f"{text_in(request.document, language)}  {version}")
        self._show_fingerprint(1, 1)
        self.setWindowTitle(str(request.heading()))
        try:
            self.paper.show_pdf(request.pdf(language), request.ring)
        except UserError as error:
            self.side.say(str(error.message))
        self.side.show_request(request, self._window.desk.now(), self._auditor())

    def _show_fingerprint(self, page: int, pages: int) -> None:
        where = _("page {n} of {total}").format(n=page, total=max(pages, 1))
        mark = _("Fingerprint of the content {mark}").format(mark=self.request.fingerprint)
        self._fingerprint.setText(f"{mark} · {where}" if self.request.fingerprint else where)
        self._fingerprint.setAccessibleName(self._fingerprint.text())

    def _auditor(self) -> str:
        identity = self._window.desk.identity
        return identity.card.name if identity else ""

    # What the person does ---------------------------------------------------------------------

    def sign(self) -> None:
        """Take what was drawn or typed (the button locks for 0.8 s against double taps)."""
        typed, ink = self.side.typed(), self.side.pad.ink()
        if not typed and ink is None:
            self.side.say(_("Please sign in the field, or type your name."))
            return
        if not typed and ink is not None and is_slight(ink) and not self._sure:
            self._sure = True
            self.side.say(_("This is very short. Press again if this is your signature."))
            return
        self._take(
            SigningResult(ink=None if typed else ink, typed=typed, language=current_language())
        )

    def decline(self, reason: str) -> None:
        """Take that the person does not sign, with their words."""
        self._take(SigningResult(declined=True, reason=reason, language=current_language()))

    def _take(self, result: SigningResult) -> None:
        if self._lock.isActive():
            return
        try:
            self.request.signed(result)
        except UserError as error:
            self.side.say(str(error.message))
            return
        self._sure = False
        self.side.lock(declined=result.declined)
        self._lock.start()

    def _next(self) -> None:
        if len(self._left) > 1:
            self._left.pop(0)
            self._build()
            self.side.say(_("Next: {name}").format(name=self.request.name))
            return
        self._done = True
        self._finish()

    def _finish(self) -> None:
        """Show that everybody has signed; nothing can be signed any more, in no language."""
        self._heading.setText(_("All have signed"))
        self._only.setText("")
        self.setWindowTitle(self._heading.text())
        self.paper.show_pdf(self.request.pdf(current_language()))
        self.side.finish(self._auditor())

    def _speak(self, language: Language) -> None:
        set_language(language)
        speak_qt(language)
        self._build()

    def _toggle_large(self) -> None:
        theme().choose(large=self.bigger.isChecked())
        self._build()

    # Leaving ----------------------------------------------------------------------------------

    def leave(self) -> None:
        """Ask for the auditor's passphrase and go back to the work."""
        identity = self._window.desk.identity
        if identity is None:
            self._close()
            return

        def check(passphrase: str) -> str:
            try:
                identity.unlock(passphrase).lock()
            except UserError as error:
                return str(error.message)
            return ""

        self._asking = True
        reason = _("Only {name} can go back to the work.").format(name=identity.card.name)
        dialog = PassphraseDialog(self, reason, check)
        dialog.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        self._asking = False
        if accepted:
            self._close()

    def _close(self) -> None:
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Close only after the passphrase; Alt+F4 asks for it."""
        if not self._may_close:
            event.ignore()
            QTimer.singleShot(0, self.leave)
            return
        self.paper.wait()
        if current_language() != self._language_before:
            set_language(self._language_before)
            speak_qt(self._language_before)
        if theme().large != self._large_before:
            theme().choose(large=self._large_before)
        event.accept()
        self._window.activateWindow()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc and the like do nothing here."""
        event.accept()

    # Covered ----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to arrive."""
        super().showEvent(event)
        self._arriving.start()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Cover the page when the window loses the focus, and log it.

        A menu of our own that closes behind the new page takes the focus along: it is taken back,
        and only if that fails another window is in front.
        """
        super().changeEvent(event)
        if event.type() != QEvent.Type.ActivationChange or not self._focus_is_elsewhere():
            return
        if self._arriving.isActive():
            self._lost_on_arrival = True
            QTimer.singleShot(0, self.activateWindow)
        else:
            self._covered()

    def _focus_is_elsewhere(self) -> bool:
        if self._asking or self._may_close or self.isActiveWindow():
            return False
        return QApplication.activeModalWidget() in (None, self)

    def _arrived(self) -> None:
        if self._lost_on_arrival and self._focus_is_elsewhere():
            self._covered()

    def _covered(self) -> None:
        if self._stack.currentWidget() is self._cover:
            return
        self._note()
        covered, going_on = msg("Covered: another window came to the front."), msg("Go on signing")
        self._cover_text.setText("\n".join(covered.text(each) for each in LANGUAGES))
        self._uncover.setText(" · ".join(going_on.text(each) for each in LANGUAGES))
        self._uncover.setAccessibleName(self._uncover.text())
        self._stack.setCurrentWidget(self._cover)

    def _note(self) -> None:
        """Write into the journal that it happened, and say it where the auditor works."""
        desk, request = self._window.desk, self.request
        try:
            document = text_in(request.document, "en")
            note(desk.session, request.person, request.name, document, request.fingerprint)
        except UserError as error:  # read only, or a full disk: at least it is told
            _log.info("a lost focus was not written: %s", error)
        told = msg(
            "While {name} had the screen, another window came to the front.", name=request.name
        )
        desk.banner("focus", told, msg("Close"), lambda: desk.drop_banner("focus"))

    def _show_page(self) -> None:
        self._stack.setCurrentWidget(self._page)
        self.side.setFocus()
