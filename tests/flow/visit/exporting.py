"""Signing and exporting: the X-ray, the recipients, the file that was read back."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox

from tests.flow.visit import dialogs, hands
from tests.flow.visit.day import names
from tests.flow.visit.stage import Stage


def export(stage: Stage, name: str, *, locked: bool, picture: str = "") -> dict[str, Any]:
    """Sign and export; returns the file and whether it had to go out as unfinished.

    Args:
        name: the file's name without its ending.
        locked: readable for the lead only; otherwise for anybody.
    """
    stage.go(Qt.Key.Key_9)
    stage.calm()
    for box in hands.visible(QCheckBox):
        wanted = locked and hands.name_of(box).endswith(names()["lin"])
        if box.isChecked() != wanted:
            hands.click(box)
    sure = hands.find_any(QAbstractButton, "action-export")
    hands.wait_for(lambda: sure.isEnabled() or hands.there("unfinished"), "the X-ray")
    unfinished = not sure.isEnabled()
    if picture:
        stage.picture(f"{picture}-xray")
    why = sure.toolTip() if unfinished else ""
    target = stage.shared / (name + (".cfpkg.age" if locked else ".cfpkg"))
    button = "unfinished" if unfinished else "action-export"
    stage.sign_as(lambda: hands.click(hands.named(button)), target)
    stage.calm()
    hands.wait_for(target.exists, "the package")
    hands.named("again")  # offered once it is done and read back
    if picture:
        stage.picture(f"{picture}-exported")
    return {"package": _relative(stage, target), "unfinished": unfinished, "blocked_by": why}


def hand_on(stage: Stage) -> dict[str, Any]:
    """Countersign 苏晓岚's package, then export the whole team's record."""
    stage.go(Qt.Key.Key_M)
    signed = stage.shared / "auditor-su-countersigned.cfpkg"
    dialogs.in_dialog(
        lambda: hands.press_button("加签…"),
        dialogs.choose_file(stage.shared / "auditor-su.cfpkg"),
        dialogs.choose_file(signed),
        stage.passphrase,
    )
    stage.calm()
    hands.wait_for(signed.exists, "the countersigned package")
    whole = export(stage, "consolidated", locked=False, picture="consolidated")
    return {"countersigned": _relative(stage, signed), "consolidated": whole}


def _relative(stage: Stage, path: Path) -> str:
    return str(path.relative_to(stage.place))
