"""The device goes to the client's people: they read, draw, and only the auditor takes it back."""

from PySide6.QtWidgets import QLabel, QWidget

from cfpdesk.ui.widgets.signature_pad import SignaturePad
from tests.flow.visit import dialogs, hands, lists
from tests.flow.visit.day import key_of, names, strokes
from tests.flow.visit.stage import Stage


def signing_window() -> QWidget:
    """Wait for the signing page and return it."""
    hands.wait_for(lambda: hands.active_window().objectName() == "signing-window", "the page")
    return hands.active_window()


def all_sign(stage: Stage, picture: str = "") -> list[str]:
    """Let everybody who is asked draw; the owner takes the device back. Returns who signed."""
    page = signing_window()
    page.resize(1366, 768)
    signed: list[str] = []
    while True:
        hands.wait_for(lambda: bool(_pads(page)) or _finished(page), "the next one to sign")
        if _finished(page):
            break
        name = _who(page)
        if picture and not signed:
            hands.settle(400)
        lists.draw(_pads(page)[0], strokes(key_of(name)))
        if picture and not signed:
            stage.picture(picture)
        hands.click(hands.named("sign-done", page))
        signed.append(name)
        hands.wait_for(
            lambda name=name: _finished(page) or (bool(_pads(page)) and _who(page) != name),  # type: ignore[misc]
            f"the page after {name}",
        )
    dialogs.in_dialog(
        lambda: hands.click(hands.named("sign-leave", page)), stage.passphrase, over=page
    )
    hands.wait_for(lambda: not _open(), "the signing page to close")
    hands.come_back(stage.window)
    stage.calm()
    return signed


def _open() -> bool:
    return hands.active_window().objectName() == "signing-window"


def _pads(page: QWidget) -> list[SignaturePad]:
    return [pad for pad in hands.visible(SignaturePad, page) if pad.isEnabled()]


def _finished(page: QWidget) -> bool:
    return not page.findChildren(SignaturePad) or not any(
        pad.isVisible() for pad in page.findChildren(SignaturePad)
    )


def _who(page: QWidget) -> str:
    known = set(names().values())
    return next(label.text() for label in hands.visible(QLabel, page) if label.text() in known)
