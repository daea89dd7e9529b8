"""Start to first painted page, against an empty PySide6 window started the same way."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Row, compare, seconds

EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, application.quit)

application = QApplication(sys.argv)
window = Window()
window.resize(1366, 768)
window.show()
sys.exit(application.exec())
"""


def _run(command: list[str], environment: dict[str, str]) -> float:
    return seconds(lambda: subprocess.run(command, env=environment, check=True, timeout=120))


def rows() -> Iterator[Row]:
    """Compare the two starts; ours opens an engagement and quits after its first paint."""
    with tempfile.TemporaryDirectory() as name:
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
            "CFPDESK_HOME": str(Path(name) / "home"),
            "CFPDESK_PASSPHRASE": "a passphrase of the benchmark",
        }
        demo = Path(name) / "demo"
        subprocess.run(
            [sys.executable, "-m", "cfpdesk", "demo", str(demo), "--auditors", "1"],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        ours = [sys.executable, "-m", "cfpdesk", str(demo / "lead"), "--quit-after-paint"]
        yield compare(
            "start to first painted page",
            lambda: _run(ours, environment),
            "empty PySide6 window",
            lambda: _run([sys.executable, "-c", EMPTY], environment),
            aim=3.0,
        )
