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
from cfpdesk.store.identity import Identity, Signer, create_identity
from cfpdesk.store.kit import open_kit
from cfpdesk.store.reception import receive
from cfpdesk.store.session import Session
from cfpdesk.store.trust_state import current_trust

WORDS = "correct horse battery"


def now() -> datetime:
    return datetime.now(UTC)


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
    people = {
        key: create_identity(
            folder / "homes" / key, name=name, organisation="", passphrase=WORDS, now=now()
        )
        for key, name in (("lin", "林知远"), ("su", "苏晓岚"), ("gao", "高博"))
    }
    lead = people["lin"]
    session = Session.create(folder / "lead", actor(lead), now)
    rows = sample.prepare(session, lead.card_file()).rows
    for key in ("su", "gao"):
        kept = team.take_card(session, rows[key], people[key].card_file(), "card.cfid")
        team.trust_key(session, kept.key_sha256, team.Compared.READ_ALOUD)
    kit = folder / "kit.cfpkg"
    export_package(session, kit, lead.unlock(WORDS), PackageKind.KIT)
    packages = []
    for key, verdict in (("su", Verdict.NOT_CONFORM), ("gao", Verdict.OBSERVATION)):
        person = people[key]
        place = folder / key
        with open_kit(kit, place, actor(person), now, lead_key_sha256=lead.key_sha256) as own:
            checklist.answer(own, ["ELEC-01"], verdict)
            checklist.write(own, "ELEC-01", checklist.AnswerText.FACTS, f"{person.card.name}看到的")
            path = folder / f"{key}.cfpkg"
            export_package(own, path, person.unlock(WORDS), PackageKind.AUDITOR)
        packages.append(path)
    return Visit(folder, session, lead, (packages[0], packages[1]), people)


def take_in(session: Session, path: Path) -> str:
    """Merge a package as the window and the command line do; returns its root."""
    with session.paused():
        return receive(session.folder, path, current_trust(session), now()).root
