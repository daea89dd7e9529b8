"""Whose keys count: revoking, the list as a file, a list from the lead."""

from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.model.checklist import Verdict
from cfpdesk.model.statement import PackageError
from cfpdesk.model.trust import Trust
from cfpdesk.steps import checklist, team, trust
from cfpdesk.store.export import export_package
from cfpdesk.store.identity import rotate_identity
from cfpdesk.store.kit import open_kit
from cfpdesk.store.session import Session
from cfpdesk.store.trust_list import kept_trust
from cfpdesk.store.trust_state import current_trust
from tests.visits import WORDS, Visit, actor, now, take_in


def test_only_what_was_taken_in_is_offered_as_good(visit: Visit) -> None:
    key = visit.people["su"].key_sha256
    assert trust.packages_of(visit.session, key) == {}
    take_in(visit.session, visit.packages[0])
    ((replica, records),) = trust.packages_of(visit.session, key).items()
    assert [record.seq for record in records] == [1]
    assert replica == records[0].replica


def test_revoking_needs_a_reason_and_another_persons_key(visit: Visit) -> None:
    key, lead = visit.people["su"].key_sha256, visit.signer()
    with pytest.raises(UserError, match="为什么"):
        trust.revoke(visit.session, lead, key, " ", {})
    with pytest.raises(UserError, match="换一把"):
        trust.revoke(visit.session, lead, visit.lead.key_sha256, "lost", {})
    kept = trust.revoke(visit.session, lead, key, "lost", {"x": 0})
    assert kept.revoked_keys()[key].last_good_seq == {}


def test_an_auditor_signs_no_list_and_takes_the_leads(visit: Visit, tmp_path: Path) -> None:
    su = visit.people["su"]
    revoked = visit.people["gao"].key_sha256
    kit, place = tmp_path / "kit.cfpkg", tmp_path / "again"
    with open_kit(kit, place, actor(su), now, lead_key_sha256=visit.lead.key_sha256) as own:
        with pytest.raises(UserError):
            trust.revoke(own, su.unlock(WORDS), revoked, "why not", {})
        first = trust.signed_list(own)
        trust.revoke(visit.session, visit.signer(), revoked, "lost", {})
        data = trust.publish(visit.session, visit.signer())
        assert trust.take_list(own, data).revoked_keys().keys() == {revoked}
        assert first is not None
        with pytest.raises(PackageError):
            trust.take_list(own, first)
        assert trust.signed_list(own) == data


def test_the_first_list_does_not_come_as_a_file(tmp_path: Path, visit: Visit) -> None:
    data = trust.publish(visit.session, visit.signer())
    with Session.create(tmp_path / "new", actor(visit.lead), now) as fresh:
        assert kept_trust(fresh.folder) is None
        with pytest.raises(UserError, match="任务包"):
            trust.take_list(fresh, data)


def test_an_auditors_new_key_counts_once_the_lead_has_compared_it(
    tmp_path: Path, visit: Visit
) -> None:
    su, folder = visit.people["su"], tmp_path / "su"
    old = su.unlock(WORDS)
    new = rotate_identity(su, WORDS, now())
    with Session.open(folder, actor(su), now) as own:
        team.take_over(own, new.card_file(), old)
    with Session.open(folder, actor(new), now) as own:
        person = own.me()
        assert person is not None
        assert person.name == "苏晓岚"
        checklist.answer(own, ["ELEC-02"], Verdict.CONFORM)
    with Session.open(folder, actor(su), now) as own:
        export_package(own, tmp_path / "old.cfpkg", old)
    lead = visit.session
    take_in(lead, tmp_path / "old.cfpkg")
    assert current_trust(lead).find(new.key_sha256) is None
    team.trust_key(lead, new.key_sha256, team.Compared.READ_ALOUD)
    assert current_trust(lead).verdict(new.key_sha256, "any", 1) is Trust.TRUSTED
