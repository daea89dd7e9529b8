"""A new engagement from the last one: what comes along, what does not, and where it came from."""

from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.carried import CarriedOver, Predecessor
from cfpdesk.model.checklist import Verdict
from cfpdesk.model.competence import PersonCertificate, TeamStatement
from cfpdesk.model.contract_review import Acceptance, ContractReview
from cfpdesk.model.engagement import Engagement, Site, Stage
from cfpdesk.model.finding import Finding, FindingKind, FindingState
from cfpdesk.model.journal import Actor
from cfpdesk.model.package import PackageKind
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.team import Person, PersonKey, Role
from cfpdesk.steps import checklist, engagement, finding, follow_up, sample
from cfpdesk.store.export import export_package
from cfpdesk.store.identity import Identity, create_identity
from cfpdesk.store.last_engagement import last_engagement
from cfpdesk.store.session import Session
from tests.builders import START, a_clock

PASSPHRASE = "a long passphrase of five words"


@pytest.fixture(scope="module")
def lead(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    home = tmp_path_factory.mktemp("lead")
    return create_identity(home, name="林知远", organisation="", passphrase=PASSPHRASE, now=START)


@pytest.fixture
def actor(lead: Identity) -> Actor:
    return Actor("林知远", lead.key_sha256)


@pytest.fixture
def last(tmp_path: Path, actor: Actor, lead: Identity) -> Path:
    """The sample engagement with findings of every state."""
    with Session.create(tmp_path / "last", actor, a_clock()) as session:
        sample.prepare(session, lead.card_file())
        rows = {person.name: person.row for person in session.all(Person)}
        with session.transact(msg("Findings")) as change:
            for number, kind, state in (
                ("NC-2-01", FindingKind.MAJOR, FindingState.CORRECTED),
                ("NC-2-02", FindingKind.MINOR, FindingState.CLOSED),
                ("OB-1-01", FindingKind.OBSERVATION, FindingState.TOLD),
                ("NC-2-03", FindingKind.MINOR, FindingState.DRAFT),
            ):
                change.put(
                    Finding(
                        number=number,
                        kind=kind,
                        state=state,
                        title=f"{number} 的题目",
                        raised_by=rows["苏晓岚"],
                        correction="换了表",
                        effect=Decimal(-186_386),
                        effect_estimated=True,
                        effect_basis="410 t × 454.6 kg/t",
                    )
                )
        checklist.answer(session, ["ENG-01"], Verdict.CONFORM)
        return session.folder


@pytest.fixture
def fresh(tmp_path: Path, actor: Actor) -> Session:
    session = Session.create(tmp_path / "new", actor, a_clock())
    engagement.begin(session, "CICC")
    engagement.write(session, "number", "CFP-2027-0009")
    return session


def carried(session: Session, path: Path, actor: Actor, stage: Stage) -> follow_up.Carried:
    with last_engagement(path, actor, a_clock()) as before:
        return follow_up.carry_over(session, before, stage)


def test_people_sites_texts_and_open_findings_come_along(
    fresh: Session, last: Path, actor: Actor
) -> None:
    count = carried(fresh, last, actor, Stage.SURVEILLANCE)
    with Session.open(last, None, a_clock(), read_only=True) as before:
        people, sites = before.all(Person), before.all(Site)
        assert (count.people, count.sites) == (len(people), len(sites))
        assert sorted(p.name for p in fresh.all(Person)) == sorted(p.name for p in people)
    kept = fresh.find(Engagement)
    assert (kept.client, kept.stage) == ("江苏恒锐精密带钢有限公司", Stage.SURVEILLANCE)
    assert (kept.number, kept.body) == ("CFP-2027-0009", "CICC")
    assert [site.name for site in fresh.all(Site)] == [site.name for site in sites]
    text = fresh.find(RuleEntry, rule_list=ListCode.APPLICATION, item="sources").text
    assert text == "13 个，见计算表"
    assert count.texts == 11
    found = {f.title: f for f in fresh.all(Finding)}
    assert set(found) == {"NC-2-01 的题目", "OB-1-01 的题目"}
    assert count.findings == 2
    assert found["NC-2-01 的题目"].state is FindingState.CORRECTED
    assert found["NC-2-01 的题目"].correction == "换了表"
    assert found["NC-2-01 的题目"].number == "NC-1-01"  # numbered anew; the mark keeps the old one


def test_what_was_agreed_signed_or_measured_does_not(
    fresh: Session, last: Path, actor: Actor
) -> None:
    carried(fresh, last, actor, Stage.SURVEILLANCE)
    kept = fresh.find(Engagement)
    assert kept.claimed_value is None
    assert (kept.period_from, kept.period_to, kept.materiality_told_on) == (None, None, None)
    assert fresh.find(ContractReview).decision is Acceptance.OPEN
    engagement.write(fresh, "client", "改得动")  # nothing is locked
    assert not fresh.all(TeamStatement)
    assert not fresh.all(PersonKey)
    assert all(site.visit_from is None for site in fresh.all(Site))
    others = [p for p in fresh.all(Person) if p.name != "林知远"]
    assert not any(p.key_sha256 for p in others)
    assert not any(i.answer.verdict is not Verdict.OPEN for i in checklist.state(fresh).items)


def test_the_one_who_begins_is_the_lead_and_papers_come_along(
    fresh: Session, last: Path, actor: Actor
) -> None:
    carried(fresh, last, actor, Stage.RECERTIFICATION)
    leads = [p for p in fresh.all(Person) if p.role is Role.LEAD]
    assert [p.name for p in leads] == ["林知远"]
    assert len([p for p in fresh.all(Person) if p.name == "林知远"]) == 1
    places = [p.place for p in fresh.all(Person) if p.place]
    assert len(places) == len(set(places))
    holders = {p.row for p in fresh.all(Person)}
    papers = fresh.all(PersonCertificate)
    assert papers
    assert {paper.person for paper in papers} <= holders


def test_another_lead_meets_the_old_one_as_a_verifier(tmp_path: Path, last: Path) -> None:
    other = Actor("周恒", "9" * 64)
    with Session.create(tmp_path / "other", other, a_clock()) as session:
        engagement.begin(session)
        carried(session, last, other, Stage.SURVEILLANCE)
        roles = {p.name: p.role for p in session.all(Person)}
        assert roles["周恒"] is Role.LEAD
        assert roles["林知远"] is Role.VERIFIER
        places = [p.place for p in session.all(Person) if p.place]
        assert len(places) == len(set(places))


def test_everything_says_where_it_comes_from(fresh: Session, last: Path, actor: Actor) -> None:
    carried(fresh, last, actor, Stage.SURVEILLANCE)
    before = fresh.find(Predecessor)
    assert (before.number, before.source, before.signer) == ("CFP-2026-0417", "last", "")
    assert before.claimed_value == Decimal("2808.56")
    marks = {(mark.table, mark.target): mark for mark in fresh.all(CarriedOver)}
    with Session.open(last, None, a_clock(), read_only=True) as old:
        for found in fresh.all(Finding):
            mark = marks["finding", found.row]
            source = old.get(Finding, mark.source)
            assert source is not None
            assert mark.label == source.number
            # The effect was one on the last claim: it is told, and does not count in this one.
            assert (found.effect, found.effect_estimated) == (None, False)
            told = "CFP-2026-0417: −186,386 kgCO₂e · 410 t × 454.6 kg/t"
            assert found.effect_basis == told
    views = {v.finding.title: v for v in finding.state(fresh).findings}
    assert str(views["NC-2-01 的题目"].carried) == "来自 CFP-2026-0417：NC-2-01"
    shown = follow_up.state(fresh)
    assert shown is not None
    assert shown.carried.findings == 2
    own = finding.create(fresh, FindingKind.MINOR)
    views = {v.finding.row: v for v in finding.state(fresh).findings}
    assert views[own.row].carried is None
    assert own.number == "NC-1-02"


def test_it_is_one_operation(fresh: Session, last: Path, actor: Actor) -> None:
    people = len(fresh.all(Person))
    carried(fresh, last, actor, Stage.SURVEILLANCE)
    fresh.undo()
    assert fresh.all(Predecessor) == ()
    assert len(fresh.all(Person)) == people
    assert fresh.all(Finding) == ()
    carried(fresh, last, actor, Stage.SURVEILLANCE)  # and again


def test_a_package_serves_as_well_as_the_folder(
    fresh: Session, last: Path, actor: Actor, lead: Identity, tmp_path: Path
) -> None:
    with Session.open(last, actor, a_clock()) as session:
        export_package(
            session,
            tmp_path / "last.cfpkg",
            lead.unlock(PASSPHRASE),
            kind=PackageKind.CONSOLIDATED,
        )
    count = carried(fresh, tmp_path / "last.cfpkg", actor, Stage.SURVEILLANCE)
    assert count.findings == 2
    before = fresh.find(Predecessor)
    assert (before.source, before.signer) == ("last.cfpkg", lead.key_sha256)


def test_what_cannot_be_followed_is_refused(
    fresh: Session, last: Path, actor: Actor, tmp_path: Path
) -> None:
    with pytest.raises(UserError):
        carried(fresh, tmp_path / "nothing", actor, Stage.SURVEILLANCE)
    (tmp_path / "text.cfpkg").write_text("no package", encoding="utf-8")
    with pytest.raises(UserError):
        carried(fresh, tmp_path / "text.cfpkg", actor, Stage.SURVEILLANCE)
    with pytest.raises(UserError):
        carried(fresh, last, actor, Stage.STAGE_2)
    with Session.create(tmp_path / "empty", actor, a_clock()):
        pass
    with pytest.raises(UserError):
        carried(fresh, tmp_path / "empty", actor, Stage.SURVEILLANCE)
    carried(fresh, last, actor, Stage.SURVEILLANCE)
    with pytest.raises(UserError):
        carried(fresh, last, actor, Stage.SURVEILLANCE)


def test_a_footprint_that_has_not_fallen_is_said(fresh: Session, last: Path, actor: Actor) -> None:
    carried(fresh, last, actor, Stage.SURVEILLANCE)
    assert "surveillance.reduction" not in {b.code for b in engagement.blockers(fresh)}
    engagement.write(fresh, "claimed_value", Decimal("2808.55"))
    assert "surveillance.reduction" not in {b.code for b in engagement.blockers(fresh)}
    engagement.write(fresh, "claimed_value", Decimal("2808.56"))
    assert "surveillance.reduction" in {b.code for b in engagement.blockers(fresh)}
    engagement.write(fresh, "claimed_unit", "kgCO2e/piece")
    assert "surveillance.reduction" not in {b.code for b in engagement.blockers(fresh)}
