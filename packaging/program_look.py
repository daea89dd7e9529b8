"""How the bundled program looks to the system: its icon, and what Windows shows as its details.

Both are made of what the project has already, the logo and `pyproject.toml`, when a bundle is made.
"""

import io
import tomllib
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from cfpdesk.ui.svg import svg
from cfpdesk.ui.tokens import BY_MODE, Mode

ROOT = Path(__file__).resolve().parent.parent
SIDE = 1024
MARGIN = 64  # what macOS leaves around a tile
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)  # 20 and 40: at 125 % and 250 %


def version() -> str:
    """Return the version as the project states it, for example 0.1.0."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def icon(target: Path) -> Path:
    """Write the logo as an icon; the ending says for which system: `.ico` or `.icns`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    drawn = Image.open(io.BytesIO(_drawn())).convert("RGBA")
    if target.suffix == ".ico":
        drawn.save(target, sizes=[(size, size) for size in ICO_SIZES])
    else:
        drawn.save(target)
    return target


def _drawn() -> bytes:
    colors = BY_MODE[Mode.LIGHT]
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer = QSvgRenderer(QByteArray(svg("logo", colors.accent, colors.on_accent)))
    inner = SIDE - 2 * MARGIN
    renderer.render(painter, QRectF(MARGIN, MARGIN, inner, inner))
    painter.end()
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(held, "PNG")  # type: ignore[call-overload]
    return bytes(held.data().data())


def version_sheet(target: Path, name: str) -> Path:
    """Write what Windows shows under the details of a program, as PyInstaller reads it.

    Args:
        target: the text file.
        name: of the program without its ending.
    """
    numbers = (*(int(part) for part in version().split(".")), 0, 0, 0)[:4]
    words = {
        "CompanyName": "cfpdesk",
        "FileDescription": "cfpdesk",
        "FileVersion": version(),
        "InternalName": name,
        "LegalCopyright": "Apache-2.0",
        "OriginalFilename": f"{name}.exe",
        "ProductName": "cfpdesk",
        "ProductVersion": version(),
    }
    lines = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in words.items())
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}), kids=["
        f"StringFileInfo([StringTable('080404B0', [{lines}])]), "
        "VarFileInfo([VarStruct('Translation', [0x0804, 1200])])])\n",
        encoding="utf-8",
    )
    return target


def plist() -> dict[str, object]:
    """Return what macOS is told of the program."""
    why = "Engagements and packages lie where you put them. 委托和数据包放在您选的地方。"
    return {
        "CFBundleDevelopmentRegion": "zh-Hans",
        "CFBundleLocalizations": ["zh-Hans", "en"],
        "LSMinimumSystemVersion": "13.0",  # Qt's
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,  # it has colours of its own for the dark
        "NSDocumentsFolderUsageDescription": why,
        "NSDesktopFolderUsageDescription": why,
        "NSDownloadsFolderUsageDescription": why,
        "NSRemovableVolumesUsageDescription": why,
    }
