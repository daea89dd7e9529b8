"""What a person set on this computer: language, colours, sizes. Never anything of an engagement.

Kept as one INI file in the home of cfpdesk (`CFPDESK_HOME`, else the system's place for settings).
"""

from pathlib import Path
from typing import cast

from PySide6.QtCore import QByteArray, QSettings

from cfpdesk.i18n import Language
from cfpdesk.store.home import home_folder
from cfpdesk.ui.tokens import Mode


class Settings:
    """Reads and writes the settings; each property is one of them."""

    def __init__(self) -> None:
        path = home_folder() / "settings.ini"
        self._kept = QSettings(str(path), QSettings.Format.IniFormat)

    def text(self, name: str, default: str = "") -> str:
        """Return a setting as text."""
        return str(self._kept.value(name, default))

    def put(self, name: str, value: str) -> None:
        """Set a setting, and write it where it differs."""
        if self._kept.contains(name) and self.text(name) == value:
            return
        self._kept.setValue(name, value)
        self._kept.sync()

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a setting that is on or off."""
        return self.text(name, "1" if default else "0") == "1"

    def put_flag(self, name: str, *, value: bool) -> None:
        """Set a setting that is on or off."""
        self.put(name, "1" if value else "0")

    def bytes(self, name: str) -> QByteArray:
        """Return a kept geometry; empty if there is none."""
        value = self._kept.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()

    def put_bytes(self, name: str, value: QByteArray) -> None:
        """Keep a geometry."""
        self._kept.setValue(name, value)

    @property
    def language(self) -> Language | None:
        """The language of the window; None before it was chosen."""
        value = self.text("language")
        return cast("Language", value) if value in ("zh", "en") else None

    @language.setter
    def language(self, value: Language) -> None:
        self.put("language", value)

    @property
    def mode(self) -> Mode:
        """The colours."""
        try:
            return Mode(self.text("mode", Mode.LIGHT))
        except ValueError:
            return Mode.LIGHT

    @mode.setter
    def mode(self, value: Mode) -> None:
        self.put("mode", value)

    @property
    def recent(self) -> list[Path]:
        """Engagement folders that were open, newest first, as far as they are there."""
        paths = (Path(part) for part in self.text("recent").split("\n") if part)
        return [path for path in paths if path.is_dir()]

    def name(self, folder: Path, title: str) -> None:
        """Keep whose engagement lies in a folder, for the page that lists them."""
        self.put(f"title/{folder}", title)

    def title(self, folder: Path) -> str:
        """Return whose engagement lies in a folder, as it was when it was open last."""
        return self.text(f"title/{folder}")

    def add_recent(self, folder: Path) -> None:
        """Put an engagement folder first in the list."""
        others = [path for path in self.recent if path != folder]
        self.put("recent", "\n".join(str(path) for path in [folder, *others][:8]))
