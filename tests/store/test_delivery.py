"""A pack that lies here is brought to its drive as often as it takes, and elsewhere."""

import shutil
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.model.package import PackageKind
from cfpdesk.steps import package
from cfpdesk.store import delivery
from cfpdesk.store.delivery import clear_packs, deliver, pack_place
from cfpdesk.store.export import finish_export, plan_export, stage_export
from cfpdesk.store.package_reader import read_package
from tests.visits import Visit


def test_it_is_packed_here_only_for_another_drive_and_with_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, target = tmp_path, tmp_path / "out.cfpkg"
    assert pack_place(folder, target, 1) == target, "the same disk: nothing is gained"
    monkeypatch.setattr(delivery, "is_elsewhere", lambda _folder, _target: True)
    assert pack_place(folder, target, 1) == folder / ".outgoing" / "out.cfpkg"
    assert pack_place(folder, target, shutil.disk_usage(folder).total) == target
    clear_packs(folder)
    assert not (folder / ".outgoing").exists()


def test_a_pulled_stick_costs_neither_pack_nor_number(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "is_elsewhere", lambda _folder, _target: True)
    session, stick = visit.session, tmp_path / "stick" / "out.cfpkg"
    plan = plan_export(session, PackageKind.CONSOLIDATED, unfinished=True)
    place = pack_place(session.folder, stick, 1)
    packed = stage_export(plan, place, visit.signer(), session.now())
    with pytest.raises(UserError):
        deliver(packed, stick)
    assert packed.temporary.is_file()
    before = package.state(session).last
    stick.parent.mkdir()
    written = finish_export(session, deliver(packed, stick))
    packed.discard()
    with read_package(stick) as read:
        assert read.root == written.root == packed.written.root
    last = package.state(session).last
    assert last is not None
    assert Path(last.path) == stick
    assert last != before
    assert not list(place.parent.iterdir())
