"""From an engagement to a package and back: kit, auditor's part, merged visit, receipt."""

import atexit
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.journal import Actor
from cfpdesk.model.package import PackageKind
from cfpdesk.model.statement import ZEROS
from cfpdesk.model.team import Person, PersonKey, Role, Side, person_key
from cfpdesk.model.trust import Trust
from cfpdesk.store.attestations import keep_attestations
from cfpdesk.store.encryption import decrypt_file
from cfpdesk.store.export import (
    countersign_package,
    countersigned,
    default_kind,
    export_package,
    finish_export,
    plan_export,
    stage_export,
)
from cfpdesk.store.identity import Identity, Signer, create_identity, load_identity
from cfpdesk.store.key_card import read_card
from cfpdesk.store.kit import kit_author, open_kit
from cfpdesk.store.merge import merge_package
from cfpdesk.store.package_reader import open_package, read_package
from cfpdesk.store.reception import receive
from cfpdesk.store.session import Session
from cfpdesk.store.trust_list import kept_trust, read_trust
from cfpdesk.store.trust_state import current_trust, publish_trust, revoke_key

PASSPHRASE = "correct horse battery staple"
ENGAGEMENT = "6f1d2c3b-0000-4000-8000-000000000001"
PHOTO = b"\xff\xd8 a photo of the meter \xff\xd9"


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@cache
def made_identity(name: str) -> Path:
    """Make an identity once for all tests: the envelope's 600 000 rounds take their time."""
    home = Path(tempfile.mkdtemp(prefix="cfpdesk-test-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    create_identity(home, name=name, organisation="CICC", passphrase=PASSPHRASE, now=Clock()())
    return home


class Computer:
    """One laptop: a home folder, an identity, its key."""

    def __init__(self, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home = folder / name / "home"
        self.work = folder / name / "visit"
        self.home.mkdir(parents=True)
        self._patch = monkeypatch
        shutil.copytree(made_identity(name), self.home, dirs_exist_ok=True)
        found = load_identity(self.home)
        assert found is not None
        self.identity: Identity = found
        self.signer: Signer = self.identity.signer(lambda: PASSPHRASE)
        self.actor = Actor(name, self.identity.key_sha256)

    def sit_down(self) -> None:
        self._patch.setenv("CFPDESK_HOME", str(self.home))


@pytest.fixture
def lead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    return Computer(tmp_path, "lin", monkeypatch)


@pytest.fixture
def auditor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    return Computer(tmp_path, "gao", monkeypatch)


@pytest.fixture
def prepared(lead: Computer, auditor: Computer) -> Iterator[Session]:
    """The lead's engagement, with the auditor's key compared."""
    lead.sit_down()
    with Session.create(lead.work, lead.actor, Clock()) as session:
        with session.transact(msg("New engagement")) as change:
            change.put(Engagement(engagement_id=ENGAGEMENT, client="冷轧厂"))
        add_member(session, lead.identity, Role.LEAD, compared=True)
        add_member(session, auditor.identity, Role.VERIFIER, compared=True)
        yield session


def add_member(session: Session, identity: Identity, role: Role, *, compared: bool) -> PersonKey:
    card = identity.card_file()
    with session.transact(msg("Add person")) as change:
        person = change.put(
            Person(
                side=Side.TEAM,
                role=role,
                name=identity.card.name,
                key_sha256=identity.key_sha256,
            )
        )
        key = person_key(read_card(card), person)
        blob = change.attach(card, mime="application/octet-stream", name="card.cfid")
        when = change.now if compared else None
        kept: PersonKey = change.put(
            key.but(card=blob, verified_at=when, verified_by="lin", verified_how="read aloud")
        )
    return kept


def kit_of(session: Session, lead: Computer, path: Path) -> Path:
    lead.sit_down()
    export_package(session, path, lead.signer, PackageKind.KIT)
    return path


def visit(kit: Path, auditor: Computer, lead: Computer) -> Session:
    """The auditor opens the kit, answers an item, and takes a photo."""
    auditor.sit_down()
    session = open_kit(
        kit, auditor.work, auditor.actor, Clock(), lead_key_sha256=lead.identity.key_sha256
    )
    with session.transact(msg("Answer")) as change:
        change.put(Answer(item="ELEC-01", verdict=Verdict.CONFORM))
    with session.transact(msg("Photo")) as change:
        blob = change.attach(PHOTO, mime="image/jpeg", name="DSC_0001.JPG")
        change.put(Evidence(number="E-2-001", file=blob))
    return session


def test_a_kit_carries_the_leads_chain_and_the_trust_list(
    prepared: Session, lead: Computer, auditor: Computer, tmp_path: Path
) -> None:
    kit = kit_of(prepared, lead, tmp_path / "kit.cfpkg")
    with read_package(kit) as package:
        sheet = package.manifest
        assert sheet.kind is PackageKind.KIT
        assert list(sheet.chains) == [prepared.replica]
        assert (sheet.seq, sheet.prev_root, sheet.engagement_root) == (1, ZEROS, ZEROS)
        assert sheet.counts["person"] == 2
        assert len(package.blob_names) == 2, "the key cards"
        assert package.trust_file is not None
        trust = read_trust(package.trust_file)
        assert trust.verdict(auditor.identity.key_sha256, "r", 1) is Trust.TRUSTED
        assert sheet.trust_version == trust.version == 1
    kept = kept_trust(prepared.folder)
    assert kept is not None
    assert kept[0] == trust
    assert prepared.log.leads() == {lead.identity.key_sha256}


def test_a_kit_that_was_not_noted_leaves_no_file(
    prepared: Session, lead: Computer, tmp_path: Path
) -> None:
    class Stopped(Exception):  # noqa: N818
        pass

    def stop(done: int, total: int, what: Message) -> None:
        if done > total // 2:
            raise Stopped

    folder = tmp_path / "stick"
    folder.mkdir()
    lead.sit_down()
    with pytest.raises(Stopped):
        export_package(prepared, folder / "kit.cfpkg", lead.signer, PackageKind.KIT, tell=stop)
    assert list(folder.iterdir()) == []
    assert plan_export(prepared, PackageKind.KIT).seq == 1
    assert not list(prepared.folder.glob(".events*"))


def test_kit_to_visit_to_merge_to_everything(
    prepared: Session, lead: Computer, auditor: Computer, tmp_path: Path
) -> None:
    kit = kit_of(prepared, lead, tmp_path / "kit.cfpkg")
    with read_package(kit) as package:
        kit_root = package.root
    author = kit_author(kit)
    assert (author.name, author.key_sha256) == ("lin", lead.identity.key_sha256)
    with visit(kit, auditor, lead) as session:
        assert session.find(Engagement).client == "冷轧厂"
        assert session.replica != prepared.replica
        assert default_kind(session) is PackageKind.AUDITOR
        part = tmp_path / "gao.cfpkg"
        export_package(session, part, auditor.signer)
        own = session.replica
    with read_package(part, current_trust(prepared)) as package:
        sheet = package.manifest
        assert package.trust is Trust.TRUSTED
        assert sheet.engagement_root == kit_root
        assert list(sheet.chains) == [own]
        assert set(sheet.knows) == {own, prepared.replica}
        assert package.blob_names == (hashlib.sha256(PHOTO).hexdigest(),)
        with package.open_blob(package.blob_names[0]) as stream:
            assert stream.read() == PHOTO
        lead.sit_down()
        merge_package(prepared.folder, package, prepared.now())
        keep_attestations(prepared.folder, package)
        part_root = package.root
    prepared.reload()
    assert prepared.find(Answer, item="ELEC-01").verdict is Verdict.CONFORM
    everything = tmp_path / "all.cfpkg"
    assert default_kind(prepared) is PackageKind.CONSOLIDATED
    export_package(prepared, everything, lead.signer)
    with read_package(everything, current_trust(prepared)) as package:
        assert package.trust is Trust.TRUSTED
        assert set(package.manifest.chains) == {own, prepared.replica}
        assert package.manifest.seq == 2
        assert package.manifest.prev_root == kit_root
        (proof,) = package.attestations
        assert proof.root == part_root
        assert proof.signer.key_sha256 == auditor.identity.key_sha256
        assert proof.signer.trust is Trust.TRUSTED


def test_an_export_is_repeatable_and_cumulative(
    prepared: Session, lead: Computer, auditor: Computer, tmp_path: Path
) -> None:
    kit = kit_of(prepared, lead, tmp_path / "kit.cfpkg")
    with visit(kit, auditor, lead) as session:
        first = export_package(session, tmp_path / "1.cfpkg", auditor.signer)
        with session.transact(msg("Answer")) as change:
            change.put(Answer(item="ELEC-02", verdict=Verdict.NOT_CONFORM))
        omit = frozenset([hashlib.sha256(PHOTO).hexdigest()])
        export_package(session, tmp_path / "2.cfpkg", auditor.signer, omit=omit)
    with read_package(tmp_path / "1.cfpkg") as one, read_package(tmp_path / "2.cfpkg") as two:
        lines = list(one.event_lines())
        assert list(two.event_lines())[: len(lines)] == lines
        assert (two.manifest.seq, two.manifest.prev_root) == (2, first.root)
        assert two.manifest.omitted == tuple(omit)
        assert two.blob_names == ()


def test_undo_does_not_cross_an_export(
    prepared: Session, lead: Computer, auditor: Computer, tmp_path: Path
) -> None:
    kit = kit_of(prepared, lead, tmp_path / "kit.cfpkg")
    with visit(kit, auditor, lead) as session:
        assert session.undoable() is not None
        export_package(session, tmp_path / "1.cfpkg", auditor.signer)
        assert session.undoable() is None
        with session.transact(msg("Answer")) as change:
            change.put(Answer(item="ELEC-02", verdict=Verdict.NOT_CONFORM))
        assert session.undoable() is not None


def test_work_goes_on_while_a_package_is_written(
    prepared: Session, lead: Computer, auditor: Computer, tmp_path: Path
) -> None:
    kit = kit_of(prepared, lead, tmp_path / "kit.cfpkg")
    with visit(kit, auditor, lead) as session:
        plan = plan_export(session, PackageKind.AUDITOR)
        with session.transact(msg("Answer")) as change:
            change.put(Answer(item="LATE-01", verdict=Verdict.CONFORM))
        staged = stage_export(plan, tmp_path / "1.cfpkg", auditor.signer, session.now())
        assert not (tmp_path / "1.cfpkg").exists()
        finish_export(session, staged)
        with read_package(tmp_path / "1.cfpkg") as package:
            assert not any(b"LATE-01" in line for line in package.event_lines())
        again = stage_export(plan, tmp_path / "2.cfpkg", auditor.signer, session.now())
        with pytest.raises(UserError, match="另一个包"):
            finish_export(session, again)
        assert sorted(path.name for path in tmp_path.glob("*.cfpkg")) == ["1.cfpkg", "kit.cfpkg"]


def test_an_encrypted_export_opens_for_its_recipients_only(
    prepared: Session, lead: Computer, auditor: Computer, tmp_path: Path
) -> None:
    kit = kit_of(prepared, lead, tmp_path / "kit.cfpkg")
    with visit(kit, auditor, lead) as session:
        to = (lead.identity.card.age_recipient,)
        written = export_package(session, tmp_path / "1.cfpkg", auditor.signer, recipients=to)
    assert written.path.name == "1.cfpkg.age"
    assert not (tmp_path / "1.cfpkg").exists()
    assert not list(tmp_path.glob(".*part"))
    for reader in (lead, auditor):
        secrets = [reader.signer.age_identity()]
        opened = open_package(written.path, identities=lambda s=secrets: s, scratch=tmp_path)  # type: ignore[misc]
        with opened as package:
            assert package.root == written.root
    assert not list(tmp_path.glob(".decrypt*")), "the clear copy is deleted"
    with pytest.raises(UserError, match="没有能打开它的密钥"):
        open_package(written.path, scratch=tmp_path)


def test_an_encrypted_export_that_was_changed_is_refused(
    prepared: Session, lead: Computer, tmp_path: Path
) -> None:
    lead.sit_down()
    to = (lead.identity.card.age_recipient,)
    written = export_package(
        prepared, tmp_path / "k.cfpkg", lead.signer, PackageKind.KIT, recipients=to
    )
    data = bytearray(written.path.read_bytes())
    data[-20] ^= 1
    written.path.write_bytes(data)
    with pytest.raises(UserError, match="损坏"):
        decrypt_file(written.path, tmp_path, [lead.signer.age_identity()])
    assert not list(tmp_path.glob(".decrypt*"))


def test_a_damaged_original_stops_the_export_and_says_which(
    prepared: Session, lead: Computer, auditor: Computer, tmp_path: Path
) -> None:
    kit = kit_of(prepared, lead, tmp_path / "kit.cfpkg")
    with visit(kit, auditor, lead) as session:
        sha256 = hashlib.sha256(PHOTO).hexdigest()
        path = session.evidence.path(sha256)
        path.chmod(0o644)
        path.write_bytes(PHOTO[::-1])
        with pytest.raises(UserError, match=sha256):
            export_package(session, tmp_path / "1.cfpkg", auditor.signer)
        path.unlink()
        export_package(session, tmp_path / "2.cfpkg", auditor.signer, unfinished=True)
        with read_package(tmp_path / "2.cfpkg") as package:
            assert package.manifest.ext == {"missing_blobs": [sha256], "unfinished": True}
    assert not (tmp_path / "1.cfpkg").exists()


def test_only_the_lead_makes_kits(
    prepared: Session, lead: Computer, auditor: Computer, tmp_path: Path
) -> None:
    kit = kit_of(prepared, lead, tmp_path / "kit.cfpkg")
    with visit(kit, auditor, lead) as session, pytest.raises(UserError, match="组长"):
        plan_export(session, PackageKind.KIT)


def test_a_kit_of_another_lead_is_not_opened(
    prepared: Session, lead: Computer, auditor: Computer, tmp_path: Path
) -> None:
    kit = kit_of(prepared, lead, tmp_path / "kit.cfpkg")
    auditor.sit_down()
    wrong = auditor.identity.key_sha256
    with pytest.raises(UserError, match="指纹"):
        open_kit(kit, auditor.work, auditor.actor, Clock(), lead_key_sha256=wrong)
    assert not auditor.work.exists()
    assert [path.name for path in auditor.work.parent.iterdir()] == ["home"]


def test_an_auditors_events_make_nobody_trusted(
    prepared: Session,
    lead: Computer,
    auditor: Computer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An auditor may write any row; whom we trust follows from the lead's rows alone."""
    stranger = Computer(tmp_path, "eve", monkeypatch)
    kit = kit_of(prepared, lead, tmp_path / "kit.cfpkg")
    with visit(kit, auditor, lead) as session:
        add_member(session, stranger.identity, Role.LEAD, compared=True)
        me = next(p for p in session.all(Person) if p.name == "gao")
        with session.transact(msg("Promote")) as change:
            change.put(me.but(role=Role.LEAD))
        export_package(session, tmp_path / "1.cfpkg", auditor.signer, PackageKind.AUDITOR)
    lead.sit_down()
    with read_package(tmp_path / "1.cfpkg") as package:
        merge_package(prepared.folder, package, prepared.now())
    prepared.reload()
    trust = current_trust(prepared)
    assert trust.verdict(stranger.identity.key_sha256, "r", 1) is Trust.UNKNOWN
    assert not trust.has_role(auditor.identity.key_sha256, "lead")
    with prepared.transact(msg("Compare")) as change:
        key = next(
            k for k in prepared.all(PersonKey) if k.key_sha256 == stranger.identity.key_sha256
        )
        change.put(key.but(verified_how="by the lead"))
    assert current_trust(prepared).find(stranger.identity.key_sha256) is None


def test_a_receipt_names_what_was_taken_in_and_countersigned(
    prepared: Session, lead: Computer, auditor: Computer, tmp_path: Path
) -> None:
    kit = kit_of(prepared, lead, tmp_path / "kit.cfpkg")
    part = tmp_path / "1.cfpkg"
    with visit(kit, auditor, lead) as session:
        export_package(session, part, auditor.signer)
    lead.sit_down()
    signed = countersign_package(prepared, part, lead.signer, "lead")
    with read_package(part, current_trust(prepared)) as package:
        assert [(s.role, s.trust) for s in package.signers] == [
            ("auditor", Trust.TRUSTED),
            ("lead", Trust.TRUSTED),
        ]
        merge_package(prepared.folder, package, prepared.now())
        keep_attestations(prepared.folder, package)
    prepared.reload()
    roots = countersigned(prepared, [signed.root])
    assert roots == {signed.root: signed.statement_sha256}
    plan = plan_export(prepared, PackageKind.RECEIPT, receipt_for=roots)
    finish_export(prepared, stage_export(plan, tmp_path / "r.cfpkg", lead.signer, prepared.now()))
    with read_package(tmp_path / "r.cfpkg", current_trust(prepared)) as package:
        assert package.manifest.ext["receipt"] == roots
        assert [part.root for part in package.attestations] == [signed.root]
        assert list(package.event_lines()) == []


def test_the_wrong_key_does_not_sign_for_somebody_else(
    prepared: Session, lead: Computer, auditor: Computer, tmp_path: Path
) -> None:
    lead.sit_down()
    with pytest.raises(UserError, match="密钥"):
        export_package(prepared, tmp_path / "k.cfpkg", auditor.signer, PackageKind.KIT)
    wrong = lead.identity.signer(lambda: "not the passphrase")
    with pytest.raises(UserError, match="口令"):
        export_package(prepared, tmp_path / "k.cfpkg", wrong, PackageKind.KIT)
    assert not (tmp_path / "k.cfpkg").exists()


def test_a_key_compared_after_the_kit_is_published_without_a_new_one(
    prepared: Session, lead: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit_of(prepared, lead, tmp_path / "kit.cfpkg")
    assert publish_trust(prepared, lead.signer).version == 1, "nothing is new"
    late = Computer(tmp_path, "eve", monkeypatch)
    lead.sit_down()
    add_member(prepared, late.identity, Role.REVIEWER, compared=True)
    trust = publish_trust(prepared, lead.signer)
    assert trust.version == 2
    assert trust.has_role(late.identity.key_sha256, "reviewer")
    kept = kept_trust(prepared.folder)
    assert kept is not None
    assert kept[0] == trust


def test_a_revoked_key_counts_up_to_what_was_taken_in(
    prepared: Session, lead: Computer, auditor: Computer, tmp_path: Path
) -> None:
    kit = kit_of(prepared, lead, tmp_path / "kit.cfpkg")
    with visit(kit, auditor, lead) as session:
        export_package(session, tmp_path / "1.cfpkg", auditor.signer)
        export_package(session, tmp_path / "2.cfpkg", auditor.signer)
    lead.sit_down()
    with read_package(tmp_path / "1.cfpkg") as package:
        merge_package(prepared.folder, package, prepared.now())
    prepared.reload()
    key = auditor.identity.key_sha256
    with pytest.raises(UserError, match="为什么"):
        revoke_key(prepared, lead.signer, key, " ")
    trust = revoke_key(prepared, lead.signer, key, "laptop stolen")
    assert trust.version == 2
    with read_package(tmp_path / "1.cfpkg", trust) as package:
        assert package.trust is Trust.TRUSTED
    with read_package(tmp_path / "2.cfpkg", trust) as package:
        assert package.trust is Trust.REVOKED
    assert current_trust(prepared) == trust, "what the team page says does not bring it back"


def test_a_later_kit_brings_the_newer_trust_list_and_an_older_one_does_not_take_it_away(
    prepared: Session,
    lead: Computer,
    auditor: Computer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kit = kit_of(prepared, lead, tmp_path / "kit.cfpkg")
    late = Computer(tmp_path, "eve", monkeypatch)
    lead.sit_down()
    add_member(prepared, late.identity, Role.VERIFIER, compared=True)
    second = kit_of(prepared, lead, tmp_path / "kit-2.cfpkg")
    third = kit_of(prepared, lead, tmp_path / "kit-3.cfpkg")
    with read_package(third) as package:
        assert package.manifest.trust_version == 2, "nothing new, no new version"
    with visit(kit, auditor, lead) as session:
        for path in (second, kit, third):
            with session.paused():
                receive(session.folder, path, current_trust(session), session.now())
            kept = kept_trust(session.folder)
            assert kept is not None
            assert kept[0].version == 2
        assert current_trust(session).name_of(late.identity.key_sha256) == "eve"
