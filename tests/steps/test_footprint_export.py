"""Handing the footprint out: what is missing is said, what is complete passes every check."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.exchange.pact import export_footprint
from cfpdesk.exchange.pact_check import check_footprint, errors
from cfpdesk.i18n import msg
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.footprint_export import Place
from cfpdesk.model.opinion import OpinionType
from cfpdesk.model.product_footprint import Geography, GeographyKind
from cfpdesk.steps import document, footprint_export, sampling_ledger
from cfpdesk.store.session import Session
from tests import builders, paper_samples

D = Decimal


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Session]:
    with paper_samples.a_visit(tmp_path, populations=False) as opened:
        yield opened


def codes(session: Session) -> list[str]:
    return [one.code for one in footprint_export.state(session).missing]


def test_an_empty_engagement_lacks_everything_in_order(tmp_path: Path) -> None:
    with builders.a_session(tmp_path) as session:
        found = codes(session)
        assert found[:3] == ["lines", "units", "period"]
        assert {"client", "product", "body", "opinion", "company_ids", "product_ids"} < set(found)
        assert footprint_export.state(session).facts is None


def test_each_thing_that_is_written_is_missing_no_more(visit: Session) -> None:
    wanted = ["opinion", "company_ids", "product_ids", "place", "fossil_carbon"]
    assert codes(visit) == wanted
    footprint_export.write_company(visit, (" urn:lei:529900T8BM49AURSDO55 ", ""))
    assert codes(visit) == [one for one in wanted if one != "company_ids"]
    footprint_export.write_product(visit, ("urn:gtin:4712345060507",))
    footprint_export.write_fossil_carbon(visit, D(0))
    footprint_export.choose_place(visit, Place.SUBDIVISION)
    assert codes(visit) == ["opinion", "place_name"]
    footprint_export.name_place(visit, "cn-js")
    assert codes(visit) == ["opinion"]
    sampling_ledger.choose(visit, OpinionType.UNMODIFIED, "清单逐行核实")
    assert codes(visit) == []


def test_the_facts_are_those_of_the_verification(visit: Session) -> None:
    paper_samples.hand_out(visit)
    state = footprint_export.state(visit)
    facts = state.facts
    assert facts is not None
    assert (facts.unit.value, facts.amount, facts.mass_kg) == ("kilogram", D(1000), D(1000))
    assert facts.geography == Geography(GeographyKind.SUBDIVISION, "CN-JS")
    assert round(facts.values.excluding_uptake, 2) == D("2819.58")
    assert facts.exempted_reason == "含铁污泥委外处置: 占比 0.11 %，无初级数据"
    assert facts.allocation.startswith("Physical relation. 边角料")
    assert facts.verification is not None
    assert facts.verification.provider == "嘉泰检验认证有限公司 CICC"
    assert [one.name for one in facts.factor_sources][:2] == [
        "CPCD 41121A0012022C，摇篮到大门",
        "国内数据库，2023",
    ]
    written = export_footprint(facts)
    assert errors(check_footprint(written.data)) == ()
    value = json.loads(written.data)
    assert value["id"] == facts.id
    assert value["pcf"]["verification"]["coverage"] == "product level"


def test_the_id_follows_from_what_is_said(visit: Session) -> None:
    paper_samples.hand_out(visit)
    first = footprint_export.state(visit).facts
    assert first is not None
    assert first.id[14] == "4"
    footprint_export.write(visit, "comment", "试算")
    second = footprint_export.state(visit).facts
    assert second is not None
    assert second.id != first.id
    footprint_export.write(visit, "comment", "")
    assert footprint_export.state(visit).facts == first


def test_what_was_handed_out_before_is_named(visit: Session) -> None:
    from cfpdesk.documents.render import build_document, render

    paper_samples.hand_out(visit)
    first = footprint_export.state(visit).facts
    assert first is not None
    for draft in (True, False):
        printed = render(build_document(visit, "footprint"), "zh", "json")
        document.issue(
            visit, "footprint", title=msg("x"), language="zh", form="json", audience="file",
            draft=draft, state=printed.state, state_sha256=printed.state_sha256,
            file_sha256=printed.file_sha256,
        )  # fmt: skip
        now = footprint_export.state(visit).facts
        assert now is not None
        assert (now.id, now.preceding) == (first.id, ()), "the same one does not precede itself"
    footprint_export.set_packaging(visit, included=True)
    after = footprint_export.state(visit).facts
    assert after is not None
    assert after.preceding == (first.id,)
    assert errors(check_footprint(export_footprint(after).data)) == ()


def test_an_adverse_opinion_hands_nothing_out(visit: Session) -> None:
    paper_samples.hand_out(visit)
    sampling_ledger.choose(visit, OpinionType.ADVERSE, "不符合准则")
    (missing,) = footprint_export.state(visit).missing
    assert "否定意见" in missing.sentence.text("zh")


def test_a_unit_without_counterpart_or_mass_is_asked_for(visit: Session) -> None:
    paper_samples.hand_out(visit)
    with visit.transact(msg("Edit the engagement")) as change:
        change.put(visit.find(Engagement).but(declared_unit="1 m3", output_unit="m3"))
    assert codes(visit) == ["mass_kg"]
    footprint_export.write_mass(visit, D("7.85"))
    facts = footprint_export.state(visit).facts
    assert facts is not None
    assert (facts.unit.value, facts.mass_kg) == ("cubic meter", D("7.85"))
    with visit.transact(msg("Edit the engagement")) as change:
        change.put(visit.find(Engagement).but(declared_unit="1 份", output_unit="份"))
    assert codes(visit) == ["unit"]


@pytest.mark.parametrize("text", ["lei:1", "urn:x", "urn::1", "urn:lei:有空 格", "http://a"])
def test_what_is_no_urn_is_refused(visit: Session, text: str) -> None:
    with pytest.raises(UserError, match="URN"):
        footprint_export.write_company(visit, (text,))


@pytest.mark.parametrize("name", ["China", "CHN", "CN-ABCD", "中国", "CN-", "-JS", "C1"])
def test_a_place_is_written_as_the_format_asks(visit: Session, name: str) -> None:
    with pytest.raises(UserError, match="CN-JS"):
        footprint_export.name_place(visit, name)


@pytest.mark.parametrize(
    ("name", "place", "kept"),
    [
        ("cn", Place.COUNTRY, "CN"),
        ("CN-js", Place.SUBDIVISION, "CN-JS"),
        (" eastern  asia ", Place.REGION, "Eastern Asia"),
    ],
)
def test_a_name_says_how_wide_the_place_is(
    visit: Session, name: str, place: Place, kept: str
) -> None:
    footprint_export.name_place(visit, name)
    record = footprint_export.state(visit).record
    assert (record.place, record.place_name) == (place, kept)
    footprint_export.choose_place(visit, Place.WORLD)
    assert footprint_export.state(visit).record.place_name == ""
    footprint_export.name_place(visit, " ")
    assert footprint_export.state(visit).record.place is Place.WORLD


def test_figures_and_days_are_checked(visit: Session) -> None:
    with pytest.raises(UserError):
        footprint_export.write_mass(visit, D(-1))
    with pytest.raises(UserError):
        footprint_export.write_biogenic_carbon(visit, D("-0.1"))
    footprint_export.write_valid_from(visit, date(2026, 3, 20))
    with pytest.raises(UserError):
        footprint_export.write_valid_until(visit, date(2026, 3, 19))
    footprint_export.write_valid_until(visit, date(2029, 3, 19))
    with pytest.raises(UserError):
        footprint_export.write_valid_from(visit, date(2029, 3, 20))
    footprint_export.write_rules(visit, (" 钢铁产品  PCR ", " "))
    assert footprint_export.state(visit).record.rules == ("钢铁产品 PCR",)
    with pytest.raises(KeyError):
        footprint_export.write(visit, "row", "x")
