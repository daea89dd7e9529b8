"""The one place that knows where `resources/` lies: in the source tree, the wheel or the bundle."""

import sys
from functools import cache
from pathlib import Path


@cache
def resource_folder() -> Path:
    """Return the folder that holds checklists, locale, icons, fonts and the sample engagement."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "resources"
    package = Path(__file__).resolve().parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"


def resource(*parts: str) -> Path:
    """Return the path of one resource, for example `resource("checklists", "cfp-2026.1.json")`."""
    return resource_folder().joinpath(*parts)
