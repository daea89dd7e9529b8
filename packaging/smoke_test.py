"""Try the bundled program as it will be shipped: the commands, and the window to its first page.

    python packaging/smoke_test.py [dist/cfpdesk]          # after `make bundle` has built it

Any line on the error stream and any exit code but the expected one fails.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(command: list[str], environment: dict[str, str], expected: int = 0) -> None:
    """Run a command of the bundle.

    Raises:
        SystemExit: if it ends otherwise than expected or complains.
    """
    done = subprocess.run(
        command,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=180,
        check=False,
    )
    complaints = [
        line
        for line in done.stderr.splitlines()
        if line.strip() and "propagateSizeHints" not in line
    ]
    if done.returncode != expected or complaints:
        print(done.stdout, done.stderr, sep="\n")
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}")


def main(bundle: Path) -> int:
    """Run the tries; returns 0 if the bundle is fit to ship."""
    suffix = ".exe" if os.name == "nt" else ""
    console, window = (str(bundle / f"{name}{suffix}") for name in ("cfpdesk-cli", "cfpdesk"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {
            **os.environ,
            "CFPDESK_HOME": str(folder / "home"),
            "CFPDESK_PASSPHRASE": "a passphrase for the smoke test",
        }
        if sys.platform == "linux":  # elsewhere there is a desktop, and its plugin is tried too
            environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        demo = folder / "demo"
        run([console, "--help"], environment)
        run([console, "--late-libraries"], environment)
        run([console, "demo", str(demo), "--auditors", "1", "--photos", "2"], environment)
        run([console, "verify", str(demo / "auditor-1.cfpkg")], environment, expected=3)
        trust = ["--trust", str(demo / "trust.json")]
        run([console, "verify", str(demo / "auditor-1.cfpkg"), *trust], environment)
        sheet = ["--lang", "both", "--format", "pdf", "--out", str(folder / "sheet.pdf")]
        run([console, "print", "attendance", str(demo / "lead"), *sheet], environment)
        environment["CFPDESK_HOME"] = str(demo / "homes" / "lead")
        run([window, str(demo / "lead"), "--quit-after-paint"], environment)
    print("the bundle works")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "cfpdesk"))
