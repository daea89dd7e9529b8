"""Make a fresh machine ready: virtual environment from the lock file, Qt's libraries, a font.

Runs on the bare Python that `make` found: standard library only. On Debian as root it installs
the system packages itself; elsewhere it says in one sentence which ones are missing.
"""

import ctypes.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"

# Debian package -> how its presence is noticed: a shared library, or a command.
SYSTEM_LIBRARIES = {
    "libgl1": "GL",
    "libegl1": "EGL",
    "libglib2.0-0": "glib-2.0",
    "libdbus-1-3": "dbus-1",
    "libfontconfig1": "fontconfig",
    "libfreetype6": "freetype",
    "libxkbcommon0": "xkbcommon",
    "libxkbcommon-x11-0": "xkbcommon-x11",
    "libxcb-cursor0": "xcb-cursor",
    "libxcb-icccm4": "xcb-icccm",
    "libxcb-image0": "xcb-image",
    "libxcb-keysyms1": "xcb-keysyms",
    "libxcb-randr0": "xcb-randr",
    "libxcb-render-util0": "xcb-render-util",
    "libxcb-shape0": "xcb-shape",
    "libxcb-xinerama0": "xcb-xinerama",
    "libxcb-xkb1": "xcb-xkb",
    "libcups2": "cups",
}
COMMANDS = {"unzip": "unzip", "openssl": "openssl", "gcc": "gcc", "libc6-dev": None}
CHINESE_FONT = ("fonts-noto-cjk", "NotoSansCJK")


def missing_packages() -> list[str]:
    """Return the Debian packages that are not there, judged by what they bring."""
    missing = [name for name, library in SYSTEM_LIBRARIES.items() if not _library_is_there(library)]
    missing += [name for name, command in COMMANDS.items() if not _command_is_there(command)]
    if not _chinese_font_is_there():
        missing.append(CHINESE_FONT[0])
    return missing


def _library_is_there(name: str) -> bool:
    if ctypes.util.find_library(name):
        return True
    folders = (
        Path("/usr/lib"),
        Path("/usr/lib/x86_64-linux-gnu"),
        Path("/usr/lib/aarch64-linux-gnu"),
    )
    return any(next(folder.glob(f"lib{name}.so*"), None) for folder in folders)


def _command_is_there(command: str | None) -> bool:
    if command is None:
        return Path("/usr/include/stdio.h").exists()
    return shutil.which(command) is not None


def _chinese_font_is_there() -> bool:
    folder = Path("/usr/share/fonts")
    return folder.is_dir() and any(folder.rglob(f"{CHINESE_FONT[1]}*"))


def install_system_packages() -> None:
    """Install what is missing on Debian as root; otherwise say what is missing, and go on.

    Raises:
        SystemExit: where the package tool fails.
    """
    if sys.platform != "linux":
        return
    missing = missing_packages()
    if not missing:
        return
    debian = shutil.which("apt-get") is not None
    if not debian or os.geteuid() != 0:
        print(
            "cfpdesk needs these system packages (Debian names), please install them: "
            + " ".join(missing),
            file=sys.stderr,
        )
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing],
    ):
        done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            raise SystemExit(f"`{' '.join(command)}` failed; install the packages by hand.")


def make_environment() -> None:
    """Create `.venv` and install the lock file and the project itself into it.

    Raises:
        SystemExit: for a Python that is too old, or where pip fails.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs on whatever `make` found
        raise SystemExit("cfpdesk needs Python 3.11 or newer; set PYTHON=… for make.")
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(VENV, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for arguments in (
        ["--require-hashes", "-r", str(ROOT / "requirements.lock")],
        ["--no-deps", "--no-build-isolation", "-e", str(ROOT)],
    ):
        if subprocess.run([*pip, *arguments], check=False).returncode != 0:
            raise SystemExit("The Python packages could not be installed; is there a network?")


if __name__ == "__main__":
    install_system_packages()
    make_environment()
