"""What must not happen during the play ends it at once: a bug, a warning of Qt, a hang."""

import faulthandler
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtCore import QTimer as Timer
from PySide6.QtWidgets import QApplication, QPlainTextEdit

BUG = ("程序出错了", "The program made a mistake")
HARMLESS = ("plugin does not support",)  # of the platform that draws to memory
EXIT_BUG = 70


class Watch:
    """Collects Qt's warnings; a bug dialog or an uncaught error ends the process with it."""

    def __init__(self, patience_s: float) -> None:
        self.warnings: list[str] = []
        faulthandler.dump_traceback_later(patience_s, exit=True)
        qInstallMessageHandler(self._said)
        sys.excepthook = self._uncaught
        self._look = Timer(interval=150)
        self._look.timeout.connect(self._look_for_bug)
        self._look.start()

    def _said(self, kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
        if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            return
        if not any(words in text for words in HARMLESS):
            self.warnings.append(text)
            print(f"Qt: {text}", file=sys.stderr, flush=True)

    def _look_for_bug(self) -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None and dialog.accessibleName() in BUG:
            details = dialog.findChild(QPlainTextEdit)
            _end(details.toPlainText() if details else "a bug dialog")

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        _end("".join(traceback.format_exception(kind, error, trace)))


def _end(text: str) -> None:
    import os

    print(text, file=sys.stderr, flush=True)
    os._exit(EXIT_BUG)


def guard(scene: Callable[[], object]) -> None:
    """Run a scene; whatever it raises is printed and ends the process."""
    try:
        scene()
    except BaseException:  # noqa: BLE001 - told, then the process ends
        _end(traceback.format_exc())
