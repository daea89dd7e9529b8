"""Packages that arrive: judged, looked at, taken in or set aside; a newer trust list is kept."""

from pathlib import Path

import pytest

from cfpdesk.model.package import PackageKind
from cfpdesk.model.team import Person
from cfpdesk.model.trust import Trust
from cfpdesk.steps import team
from cfpdesk.store.export import export_package
from cfpdesk.store.identity import create_identity
from cfpdesk.store.kit import open_kit
from cfpdesk.store.reception import (
    UntrustedAuthorError,
    look,
    receive,
    set_aside,
    set_aside_packages,
)
from cfpdesk.store.trust_list import kept_trust
from cfpdesk.store.trust_state import current_trust
from cfpdesk.store.verdict import Verdict
from tests.visits import WORDS, Visit, actor, now


def test_a_good_package_is_taken_in_once(visit: Visit) -> None:
    session, path = visit.session, visit.packages[0]
    trust = current_trust(session)
    with session.paused():
        first = receive(session.folder, path, trust, now())
        again = receive(session.folder, path, trust, now())
    assert (first.verdict, again.verdict) == (Verdict.MERGED, Verdict.KNOWN)
    assert (first.events > 0, again.events) == (True, 0)


def test_nobody_is_believed_without_a_list(visit: Visit) -> None:
    with pytest.raises(UntrustedAuthorError) as refused:
        receive(visit.session.folder, visit.packages[0], None, now())
    assert refused.value.trust is Trust.UNKNOWN
    kept = set_aside(visit.session.folder, visit.packages[0], refused.value, now())
    assert kept.key_sha256 == refused.value.key_sha256
    assert set_aside_packages(visit.session.folder)[0].key_sha256 == kept.key_sha256


def test_a_look_leaves_no_trace(visit: Visit) -> None:
    before = {path.name for path in visit.session.folder.iterdir()}
    look(visit.session.folder, visit.packages[0], current_trust(visit.session), now())
    assert {path.name for path in visit.session.folder.iterdir()} == before


def test_a_second_kit_brings_the_newer_trust_list(visit: Visit, tmp_path: Path) -> None:
    session = visit.session
    late = create_identity(
        tmp_path / "late", name="何立群", organisation="", passphrase=WORDS, now=now()
    )
    auditor = create_identity(
        tmp_path / "a", name="周周", organisation="", passphrase=WORDS, now=now()
    )
    kit = visit.folder / "kit.cfpkg"
    place = tmp_path / "copy"
    open_kit(kit, place, actor(auditor), now, lead_key_sha256=visit.lead.key_sha256).close()
    before = kept_trust(place)
    row = next(p.row for p in session.all(Person) if p.name == "何立群")
    key = team.take_card(session, row, late.card_file(), "card.cfid")
    team.trust_key(session, key.key_sha256, team.Compared.IN_PERSON)
    second = tmp_path / "kit2.cfpkg"
    export_package(session, second, visit.signer(), PackageKind.KIT)
    assert before is not None
    receive(place, second, before[0], now())
    after = kept_trust(place)
    assert after is not None
    assert after[0].version > before[0].version
    assert after[0].name_of(late.key_sha256) == "何立群"
