"""The lead's list of people and keys: signed, numbered, never lower, never from somebody else."""

from dataclasses import replace
from pathlib import Path

import pytest

from cfpdesk.model.statement import PackageError
from cfpdesk.model.trust import Revoked, Trust, TrustList, Verified
from cfpdesk.store.keys import key_sha256
from cfpdesk.store.package_reader import read_package
from cfpdesk.store.session import Session
from cfpdesk.store.signed_document import sign_document
from cfpdesk.store.trust_list import keep_trust, kept_trust, read_trust, sign_trust
from tests.builders import LEAD as ACTOR
from tests.builders import a_session
from tests.package_builders import (
    AUDITOR,
    ENGAGEMENT,
    LEAD,
    NOW,
    REPLICA,
    STRANGER,
    auditor_package,
    card_of,
    countersigned_package,
    trust_list,
)

AUDITOR_KEY = key_sha256(AUDITOR.public_key)
LEAD_KEY = key_sha256(LEAD.public_key)
SEEN = Verified("林岚", "read aloud", NOW)


def test_a_list_comes_back_as_it_was_signed() -> None:
    data = sign_trust(trust_list(), LEAD, NOW)
    assert read_trust(data) == trust_list()
    assert sign_trust(read_trust(data), LEAD, NOW) == data


def test_fields_of_a_later_version_survive() -> None:
    trust = trust_list()
    person = replace(trust.persons[0], ext={"expires": "2027-01-01"})
    trust = replace(trust, persons=(person, *trust.persons[1:]), ext={"threshold": 1})
    again = read_trust(sign_trust(trust, LEAD, NOW))
    assert again == trust
    assert again.with_key(card_of(STRANGER, "x"), "auditor", None).ext == {"threshold": 1}


def test_every_flip_of_a_list_is_refused() -> None:
    data = sign_trust(trust_list(), LEAD, NOW)
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 << at % 8
        with pytest.raises(PackageError):
            read_trust(bytes(changed))


def test_only_a_lead_on_the_list_signs_it() -> None:
    with pytest.raises(PackageError):
        sign_trust(trust_list(), AUDITOR, NOW)
    body = trust_list().to_json()
    forged = sign_document(body, "trust.json", [(STRANGER, "lead")], "mine", NOW)
    with pytest.raises(PackageError, match="组长"):
        read_trust(forged)


def test_a_lower_version_another_lead_and_another_engagement_are_refused(tmp_path: Path) -> None:
    first = trust_list()
    keep_trust(tmp_path, sign_trust(first, LEAD, NOW))
    second = first.with_revoked(AUDITOR_KEY, Revoked("lost", {REPLICA: 1}))
    data = sign_trust(second, LEAD, NOW)
    keep_trust(tmp_path, data)
    assert keep_trust(tmp_path, data) == second, "the same once more"
    usurped = TrustList(engagement_id=ENGAGEMENT, version=8)
    usurped = usurped.with_key(card_of(STRANGER, "x"), "lead", SEEN)
    elsewhere = replace(second, engagement_id=ENGAGEMENT[:-1] + "2", version=9)
    same_number = replace(first, version=second.version)
    for trust, signer in (
        (first, LEAD),
        (same_number, LEAD),
        (usurped, STRANGER),
        (elsewhere, LEAD),
    ):
        with pytest.raises(PackageError):
            keep_trust(tmp_path, sign_trust(trust, signer, NOW))
    kept = kept_trust(tmp_path)
    assert kept == (second, data)


def test_no_list_is_kept_yet(tmp_path: Path) -> None:
    assert kept_trust(tmp_path) is None


def test_a_list_taken_over_is_checked_again_when_a_byte_of_it_changes(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    folder = session.folder
    keep_trust(folder, sign_trust(trust_list(), LEAD, NOW))
    session.close()
    for _time in range(2):  # checked and taken over, then known by its hash
        with Session.open(folder, ACTOR, session.clock) as again:
            assert again.log.leads() == {LEAD_KEY}
    later = trust_list().with_key(card_of(STRANGER, "新组长"), "lead", SEEN)
    keep_trust(folder, sign_trust(later, LEAD, NOW))
    with Session.open(folder, ACTOR, session.clock) as again:
        assert again.log.leads() == {LEAD_KEY, key_sha256(STRANGER.public_key)}
    path = folder / "trust.json"
    path.write_bytes(path.read_bytes().replace("高博".encode(), "郝明".encode()))
    with pytest.raises(PackageError):
        Session.open(folder, ACTOR, session.clock)


def test_verdicts() -> None:
    trust = trust_list()
    assert trust.verdict(AUDITOR_KEY, REPLICA, 1) is Trust.TRUSTED
    assert trust.verdict(key_sha256(STRANGER.public_key), REPLICA, 1) is Trust.UNKNOWN
    trust = trust.with_key(card_of(STRANGER, "新人"), "auditor", None)
    assert trust.verdict(key_sha256(STRANGER.public_key), REPLICA, 1) is Trust.UNVERIFIED
    assert trust.name_of(AUDITOR_KEY) == "高博"


def test_revocation_goes_by_the_last_good_package_of_each_replica() -> None:
    trust = trust_list().with_revoked(AUDITOR_KEY, Revoked("stolen", {REPLICA: 2}))
    assert trust.version == trust_list().version + 1
    assert trust.verdict(AUDITOR_KEY, REPLICA, 2) is Trust.TRUSTED
    assert trust.verdict(AUDITOR_KEY, REPLICA, 3) is Trust.REVOKED
    assert trust.verdict(AUDITOR_KEY, "ffff", 1) is Trust.REVOKED, "a thief's own new chain"


def test_revoked_auditors_later_packages_are_marked(tmp_path: Path) -> None:
    trust = trust_list().with_revoked(AUDITOR_KEY, Revoked("stolen", {REPLICA: 1}))
    auditor_package(tmp_path / "1.cfpkg")
    auditor_package(tmp_path / "2.cfpkg", seq=2)
    with read_package(tmp_path / "1.cfpkg", trust) as one:
        assert one.trust is Trust.TRUSTED
    with read_package(tmp_path / "2.cfpkg", trust) as two:
        assert two.trust is Trust.REVOKED


def test_a_key_that_signs_in_a_role_it_does_not_have_is_not_trusted(tmp_path: Path) -> None:
    trust = TrustList(engagement_id=ENGAGEMENT).with_key(card_of(LEAD, "a"), "auditor", SEEN)
    trust = trust.with_key(card_of(AUDITOR, "b"), "auditor", SEEN)
    countersigned_package(tmp_path / "a.cfpkg")
    with read_package(tmp_path / "a.cfpkg", trust) as package:
        assert [signer.trust for signer in package.signers] == [Trust.TRUSTED, Trust.UNVERIFIED]


def test_a_list_of_another_engagement_says_nothing(tmp_path: Path) -> None:
    auditor_package(tmp_path / "a.cfpkg")
    other = replace(trust_list(), engagement_id=ENGAGEMENT[:-1] + "2")
    with read_package(tmp_path / "a.cfpkg", other) as package:
        assert package.trust is Trust.UNKNOWN


def test_a_key_has_one_person() -> None:
    other = replace(card_of(AUDITOR, "x"), person="another")
    with pytest.raises(Exception, match="高博"):
        trust_list().with_key(other, "auditor", SEEN)
