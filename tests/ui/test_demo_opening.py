"""`cfpdesk FOLDER --demo`: the first run page comes first, then the sample engagement."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from cfpdesk import app
from cfpdesk.model.engagement import Engagement
from cfpdesk.ui.first_run import FirstRunPage
from tests.flow.visit.hands import click, named, settle, there, type_text, wait_for

PASSPHRASE = "every coil of strip counts 2026"


def test_the_sample_opens_after_the_first_run_and_again_without_being_made_anew(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CFPDESK_HOME", str(tmp_path / "home"))
    folder = tmp_path / "engagement"
    window = app.build([str(folder), "--demo", "--lang", "zh"])
    window.show()
    window.activateWindow()
    settle(50)
    assert isinstance(window.frames.currentWidget(), FirstRunPage)
    for field, text in (("name", "林知远"), ("passphrase", PASSPHRASE), ("again", PASSPHRASE)):
        type_text(named(f"first-{field}", window), text)
    click(named("first-make", window))
    wait_for(lambda: there("first-begin"), "the key")
    click(named("first-begin", window))
    assert window.desk.session.find(Engagement).number == "CFP-2026-0417"
    assert window.desk.session.folder == folder
    identifier = window.desk.session.find(Engagement).engagement_id
    window.close()
    settle(50)

    monkeypatch.setenv("CFPDESK_PASSPHRASE", PASSPHRASE)
    again = app.build([str(folder), "--demo", "--lang", "zh"])
    assert again.desk.session.find(Engagement).engagement_id == identifier
    again.close()
    settle(50)
