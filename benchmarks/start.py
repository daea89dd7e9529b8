"""Start to first painted page, against an empty PySide6 window started the same way.

Both are new processes; the time ends when they say that they are painted, before they close.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Row, compare

RUNS = 21  # a start is short, and other work on the machine falls on single runs

EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, self.painted)

    def painted(self):
        print("painted", flush=True)
        application.quit()

application = QApplication(sys.argv)
window = Window()
window.resize(1366, 768)
window.show()
sys.exit(application.exec())
"""


def _run(command: list[str], environment: dict[str, str]) -> float:
    """Return the seconds until a process says that it is painted."""
    begin = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        taken = time.perf_counter() - begin
        process.wait(timeout=120)
    if said != "painted\n" or process.returncode:
        raise RuntimeError(f"{command} was not painted")
    return taken


def rows() -> Iterator[Row]:
    """Compare the two starts; ours opens an engagement and quits after its first paint."""
    with tempfile.TemporaryDirectory() as name:
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
            "CFPDESK_HOME": str(Path(name) / "home"),
            "CFPDESK_PASSPHRASE": "a passphrase of the benchmark",
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a program that is used has its bytecode
        demo = Path(name) / "demo"
        subprocess.run(
            [sys.executable, "-m", "cfpdesk", "demo", str(demo), "--auditors", "1"],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        home = demo / "homes" / "lead"
        environment["CFPDESK_HOME"] = str(home)
        ours = [sys.executable, "-m", "cfpdesk", str(demo / "lead"), "--quit-after-paint"]
        yield compare(
            "start to first painted page",
            lambda: _run(ours, environment),
            "empty PySide6 window",
            lambda: _run([sys.executable, "-c", EMPTY], environment),
            aim=3.0,
            runs=RUNS,
        )
