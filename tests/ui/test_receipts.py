"""Receipts in two real windows: the lead writes one, the auditor takes it in and sends less."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cfpdesk import flow
from cfpdesk.model.checklist import Verdict
from cfpdesk.model.countersignature import Countersignature
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.package import PackageKind
from cfpdesk.steps import checklist, evidence
from cfpdesk.store.export import export_package
from cfpdesk.store.package_reader import read_package
from cfpdesk.store.receipt import acknowledged, held, received
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.merge_page import MergePage
from cfpdesk.ui.pages.package_page import PackagePage
from tests.flow.visit.hands import press_button, settle, wait_for
from tests.ui.opened import open_window, page_of
from tests.ui.visit_pages import action, nameless
from tests.visits import WORDS, Visit, actor, now, take_in

PHOTO = b"\xff\xd8 a photo"


@pytest.fixture
def auditor(visit: Visit, tmp_path: Path) -> Iterator[Session]:
    """The engagement of an auditor who took a photo."""
    su = visit.people["su"]
    with Session.open(tmp_path / "su", actor(su), now) as own:
        evidence.take_in(
            own, [evidence.Incoming(PHOTO, "a.jpg", "image/jpeg", evidence.Source.FILE)]
        )
        yield own


def exported(
    auditor: Session, visit: Visit, path: Path, omit: frozenset[str] = frozenset()
) -> Path:
    signer = visit.people["su"].unlock(WORDS)
    export_package(auditor, path, signer, PackageKind.AUDITOR, omit=omit)
    return path


def merge_page(window: MainWindow) -> MergePage:
    return page_of(window, MergePage)


def idle(window: MainWindow) -> None:
    wait_for(lambda: not window.desk.jobs.running, "quiet")
    settle(60)


def a_receipt(window: MainWindow, root: str, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window.desk, "save_file", lambda *_: target)
    window.desk.go("merge")
    settle(60)
    merge_page(window)._show_package(f"package:{root}")
    settle()
    press_button("写回执…")
    wait_for(target.is_file, "the receipt")
    idle(window)


def test_a_receipt_lets_the_auditor_send_less(
    qtbot: QtBot,
    visit: Visit,
    auditor: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    part = exported(auditor, visit, tmp_path / "2.cfpkg")
    root = take_in(visit.session, part)
    receipt = tmp_path / "receipt.cfpkg"
    lead = open_window(qtbot, visit.session)
    monkeypatch.setattr(lead.desk, "signer", lambda _why: visit.signer())
    a_receipt(lead, root, receipt, monkeypatch)
    with read_package(receipt) as package:
        assert package.manifest.acknowledges == {root: ""}
    assert nameless(lead) == []
    lead.close_session()

    assert held(auditor).files == frozenset()
    window = open_window(qtbot, auditor)
    window.desk.go("merge")
    settle(60)
    merge_page(window).receive([receipt])
    idle(window)
    words = " ".join(label.text() for label in merge_page(window)._note.findChildren(QLabel))
    assert "林知远的回执" in words
    assert "苏晓岚的包 2 · 未加签" in words
    action(window, "merge")
    idle(window)
    assert received(auditor)[root].by == "林知远"
    (photo,) = (piece for piece in auditor.all(Evidence))
    assert photo.file is not None
    assert photo.file.sha256 in acknowledged(auditor)

    window.desk.go("package")
    idle(window)
    page = window.page
    assert isinstance(page, PackagePage)
    assert "林知远已收下" in page.state_line()
    omit = page.findChild(QCheckBox, "omit")
    assert omit is not None
    assert omit.isVisible()
    assert not omit.isChecked()
    monkeypatch.setattr(flow, "blockers", lambda _session: ())
    third = tmp_path / "3.cfpkg"
    monkeypatch.setattr(window.desk, "save_file", lambda *_: third)
    monkeypatch.setattr(window.desk, "signer", lambda _why: visit.people["su"].unlock(WORDS))
    checklist.answer(auditor, ["ELEC-03"], Verdict.CONFORM)
    page._people.choose(set())
    page.refresh()
    idle(window)
    omit.click()
    page._unfinished.click()
    wait_for(third.is_file, "the third package")
    idle(window)
    with read_package(third) as package:
        assert package.manifest.omitted == (photo.file.sha256,)
        assert package.blob_names == ()


def test_the_lead_takes_in_a_package_without_the_files_they_hold(
    visit: Visit, auditor: Session, tmp_path: Path
) -> None:
    take_in(visit.session, exported(auditor, visit, tmp_path / "2.cfpkg"))
    (photo,) = auditor.all(Evidence)
    assert photo.file is not None
    less = exported(auditor, visit, tmp_path / "3.cfpkg", omit=frozenset({photo.file.sha256}))
    take_in(visit.session, less)
    assert visit.session.evidence.read(photo.file) == PHOTO


def test_only_a_lead_of_the_list_acknowledges(
    visit: Visit, auditor: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window = open_window(qtbot, auditor)
    window.desk.go("merge")
    settle(60)
    root = take_in(auditor, visit.packages[1])
    merge_page(window)._show_package(f"package:{root}")
    settle()
    verb = window.findChild(QPushButton, "receipt")
    assert verb is not None
    assert not verb.isVisible()


def test_a_countersignature_is_kept_in_the_journal_and_named_in_the_receipt(
    qtbot: QtBot, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(qtbot, visit.session)
    monkeypatch.setattr(window.desk, "signer", lambda _why: visit.signer())
    signed = tmp_path / "signed.cfpkg"
    monkeypatch.setattr(window.desk, "open_files", lambda *_: [visit.packages[0]])
    monkeypatch.setattr(window.desk, "save_file", lambda *_: signed)
    window.desk.go("merge")
    settle(60)
    action(window, "countersign")
    wait_for(signed.is_file, "the countersigned package")
    idle(window)
    (kept,) = visit.session.all(Countersignature)
    with read_package(signed) as package:
        assert kept.root == package.root
        assert kept.statement_sha256 == package.signers[1].statement_sha256
    root = take_in(visit.session, signed)
    receipt = tmp_path / "receipt.cfpkg"
    a_receipt(window, root, receipt, monkeypatch)
    with read_package(receipt) as package:
        assert package.manifest.acknowledges == {root: kept.statement_sha256}
