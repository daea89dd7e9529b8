"""A small visit with real keys: a lead, a kit, two auditors who answer one item differently."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cfpdesk.model.checklist import Verdict
from cfpdesk.model.journal import Actor
from cfpdesk.model.package import PackageKind
from cfpdesk.steps import checklist, sample, team
from cfpdesk.store.export import export_package
from cfpdesk.store.identity import Identity, Signer, create_identity, load_identity
from cfpdesk.store.kit import open_kit
from cfpdesk.store.reception import receive
from cfpdesk.store.session import Session
from cfpdesk.store.trust_state import current_trust
from tests.kept import copy_of

WORDS = "correct horse battery"


def now() -> datetime:
    return datetime.now(UTC)


PEOPLE = {"lin": "林知远", "su": "苏晓岚", "gao": "高博"}


@dataclass(frozen=True)
class Visit:
    """The lead's open engagement and the packages of two auditors."""

    folder: Path
    session: Session
    lead: Identity
    packages: tuple[Path, Path]
    people: Mapping[str, Identity]

    def signer(self) -> Signer:
        return self.lead.unlock(WORDS)


def actor(identity: Identity) -> Actor:
    return Actor(identity.card.name, identity.key_sha256)


def a_visit(folder: Path) -> Visit:
    """The sample engagement, a kit, and two auditors who answer one item differently."""
    copy_of("visit", folder, _play)
    people: dict[str, Identity] = {}
    for key in PEOPLE:
        person = load_identity(folder / "homes" / key)
        assert person is not None
        people[key] = person
    session = Session.open(folder / "lead", actor(people["lin"]), now)
    packages = (folder / "su.cfpkg", folder / "gao.cfpkg")
    return Visit(folder, session, people["lin"], packages, people)


def _play(folder: Path) -> None:
    people = {
        key: create_identity(
            folder / "homes" / key, name=name, organisation="", passphrase=WORDS, now=now()
        )
        for key, name in PEOPLE.items()
    }
    lead = people["lin"]
    session = Session.create(folder / "lead", actor(lead), now)
    rows = sample.prepare(session, lead.card_file()).rows
    for key in ("su", "gao"):
        kept = team.take_card(session, rows[key], people[key].card_file(), "card.cfid")
        team.trust_key(session, kept.key_sha256, team.Compared.READ_ALOUD)
    kit = folder / "kit.cfpkg"
    export_package(session, kit, lead.unlock(WORDS), PackageKind.KIT)
    for key, verdict in (("su", Verdict.NOT_CONFORM), ("gao", Verdict.OBSERVATION)):
        person = people[key]
        place = folder / key
        with open_kit(kit, place, actor(person), now, lead_key_sha256=lead.key_sha256) as own:
            checklist.answer(own, ["ELEC-01"], verdict)
            checklist.write(own, "ELEC-01", checklist.AnswerText.FACTS, f"{person.card.name}看到的")
            export_package(own, folder / f"{key}.cfpkg", person.unlock(WORDS), PackageKind.AUDITOR)
    session.close()


def take_in(session: Session, path: Path) -> str:
    """Merge a package as the window and the command line do; returns its root."""
    with session.paused():
        return receive(session.folder, path, current_trust(session), now()).root
