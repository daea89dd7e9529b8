"""The opinion that follows from the facts, its words, and what a person's choice has to carry."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from cfpdesk.model.engagement import AssuranceLevel
from cfpdesk.model.finding import Finding, FindingKind, FindingState
from cfpdesk.model.gate import Level
from cfpdesk.model.misstatement import Misstatement, QualitativeKind
from cfpdesk.model.misstatement_ledger import Ledger, ledger
from cfpdesk.model.opinion import (
    Opinion,
    OpinionType,
    certificate_possible,
    opinion_blockers,
    proposed_opinion,
)
from cfpdesk.model.opinion_reason import OpinionFacts, open_criteria
from cfpdesk.model.opinion_text import LIMITED_SENTENCE, OpinionSubject, opinion_wording
from cfpdesk.model.sensitivity import Case, SampledPopulation, ledger_of
from tests.model.sampling_case import FOUND, PLAIN, records_sampled, slips_sampled

D = Decimal
LIMITED = replace(PLAIN, level=AssuranceLevel.LIMITED)
CLEAN = ledger(PLAIN)
SUBJECT = OpinionSubject("精密冷轧带钢", "2,808.56 kgCO₂e/t", "GB/T 24067-2024", "电力因子")


def with_kg(kg: int) -> Ledger:
    return ledger(PLAIN, added=(Misstatement(row="a", kg=D(kg)),))


def picture(missing: int = 0, *, level: AssuranceLevel = AssuranceLevel.REASONABLE) -> Ledger:
    population = SampledPopulation(slips_sampled(**FOUND), (records_sampled(missing),))
    return ledger_of(Case(replace(PLAIN, level=level), (population,)))


def proposed(facts: OpinionFacts) -> OpinionType:
    return proposed_opinion(facts).type


def test_unmodified_when_everything_is_so() -> None:
    found = proposed_opinion(OpinionFacts(picture()))
    assert found.type is OpinionType.UNMODIFIED
    assert found.final
    assert len(found.reasons) == 7
    assert all(reason.met and reason.clause for reason in found.reasons)


def test_modified_for_what_is_confined() -> None:
    assert proposed(OpinionFacts(CLEAN, departures=("NC-2-01 台账",))) is OpinionType.MODIFIED
    assert proposed(OpinionFacts(CLEAN, missing=("一家供应商",))) is OpinionType.MODIFIED


def test_a_limit_above_materiality_stands_in_the_way_of_reasonable_only() -> None:
    above = proposed_opinion(OpinionFacts(picture(missing=2)))
    assert above.type is OpinionType.MODIFIED
    assert any("超过重要性" in r.sentence.text("zh") for r in above.reasons if not r.met)
    limited = picture(missing=2, level=AssuranceLevel.LIMITED)
    assert proposed(OpinionFacts(limited)) is OpinionType.UNMODIFIED


def test_a_missing_limit_too() -> None:
    blind = ledger_of(Case(PLAIN, (SampledPopulation(slips_sampled()),)))
    found = proposed_opinion(OpinionFacts(blind))
    assert found.type is OpinionType.MODIFIED
    assert any("没有上限" in r.sentence.text("zh") for r in found.reasons if not r.met)


@pytest.mark.parametrize("kg", [1_685_138, -1_685_138])
def test_adverse_for_material_misstatement_in_either_direction(kg: int) -> None:
    assert proposed(OpinionFacts(with_kg(kg))) is OpinionType.ADVERSE
    assert proposed(OpinionFacts(with_kg(kg // 2))) is OpinionType.UNMODIFIED


def test_adverse_for_what_is_qualitative_or_fails_the_criteria() -> None:
    wrong = ledger(PLAIN, added=(Misstatement(row="a", kind=QualitativeKind.PRODUCT),))
    found = proposed_opinion(OpinionFacts(wrong))
    assert found.type is OpinionType.ADVERSE
    assert any("性质错报" in r.sentence.text("zh") for r in found.reasons if not r.met)
    assert proposed(OpinionFacts(CLEAN, failed=("NC-1-01 边界",))) is OpinionType.ADVERSE


def test_disclaimer_where_evidence_cannot_be_had() -> None:
    missing = OpinionFacts(CLEAN, missing=("全部电费发票",), pervasive=True)
    assert proposed(missing) is OpinionType.DISCLAIMER
    assert proposed(OpinionFacts(with_kg(9_999_999), tested=False)) is OpinionType.DISCLAIMER
    assert proposed(replace(missing, pervasive=False)) is OpinionType.MODIFIED


def test_open_work_makes_it_provisional() -> None:
    found = proposed_opinion(OpinionFacts(CLEAN, open_work=("末次会议",)))
    assert not found.final
    assert found.type is OpinionType.UNMODIFIED, "open work is no departure"
    half = replace(slips_sampled(), seen={})
    unfinished = ledger_of(Case(PLAIN, (SampledPopulation(half, (records_sampled(),)),)))
    assert not proposed_opinion(OpinionFacts(unfinished)).final


def test_an_unknown_claim_is_no_reason_to_be_content() -> None:
    unknown = ledger(replace(PLAIN, claim_kg=None))
    assert proposed(OpinionFacts(unknown)) is OpinionType.MODIFIED


def test_open_nonconformities_are_departures_or_failed_criteria() -> None:
    found = open_criteria(
        [
            Finding(row="1", number="NC-1-01", title="边界", kind=FindingKind.MAJOR),
            Finding(row="2", number="NC-1-02", title="台账", kind=FindingKind.MINOR),
            Finding(row="3", kind=FindingKind.MAJOR, state=FindingState.CLOSED),
            Finding(row="4", kind=FindingKind.MINOR, state=FindingState.VERIFIED),
            Finding(row="5", kind=FindingKind.OBSERVATION),
        ],
        D(1000),
    )
    assert found == (("NC-1-02 台账",), ("NC-1-01 边界",))


@pytest.mark.parametrize(
    ("effect", "tolerable", "confined"),
    [
        ("-186386", "1685137.4", True),
        ("1685137.4", "1685137.4", True),
        ("1685137.5", "1685137.4", False),
        ("-1685137.5", "1685137.4", False),
        (None, "1685137.4", False),
        ("-1", None, False),
    ],
)
def test_a_major_nonconformity_is_confined_where_its_effect_is_known_to_be_small(
    effect: str | None, tolerable: str | None, confined: bool
) -> None:
    major = Finding(
        row="1",
        number="NC-2-03",
        title="酸再生",
        kind=FindingKind.MAJOR,
        effect=None if effect is None else D(effect),
    )
    departures, failed = open_criteria([major], None if tolerable is None else D(tolerable))
    assert (departures if confined else failed) == ("NC-2-03 酸再生",)
    assert (failed if confined else departures) == ()


def test_small_omissions_that_add_up_are_material_all_the_same() -> None:
    majors = [
        Finding(row=str(n), kind=FindingKind.MAJOR, effect=D(-600_000), title=str(n))
        for n in range(3)
    ]
    gathered = ledger(PLAIN, findings=majors)
    departures, failed = open_criteria(majors, PLAIN.tolerable_kg)
    assert (len(departures), failed) == (3, ())
    assert proposed(OpinionFacts(gathered, departures=departures)) is OpinionType.ADVERSE


@pytest.mark.parametrize("level", list(AssuranceLevel))
@pytest.mark.parametrize("chosen", list(OpinionType))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_of_every_opinion(chosen: OpinionType, level: AssuranceLevel, language: str) -> None:
    sentences = opinion_wording(chosen, level, SUBJECT)
    text = " ".join(s.text("zh" if language == "zh" else "en") for s in sentences)
    assert SUBJECT.product in text
    assert SUBJECT.claim in text
    assert ("电力因子" in text) is (chosen is not OpinionType.UNMODIFIED)
    limited = level is AssuranceLevel.LIMITED and chosen is not OpinionType.DISCLAIMER
    assert (LIMITED_SENTENCE in sentences) is limited


def test_positive_and_negative_wording() -> None:
    positive = opinion_wording(OpinionType.UNMODIFIED, AssuranceLevel.REASONABLE, SUBJECT)
    negative = opinion_wording(OpinionType.UNMODIFIED, AssuranceLevel.LIMITED, SUBJECT)
    assert "in all material respects, fairly stated" in positive[0].text("en")
    assert positive[0].text("zh").startswith("我们认为")
    assert "nothing came to our attention" in negative[0].text("en")
    assert "没有发现任何事项" in negative[0].text("zh")
    assert "有限保证，而非合理保证" in negative[1].text("zh")


def test_a_certificate_needs_an_opinion_without_material_misstatement() -> None:
    material = with_kg(2_000_000)
    assert certificate_possible(OpinionType.UNMODIFIED, CLEAN)
    assert certificate_possible(OpinionType.MODIFIED, CLEAN)
    assert not certificate_possible(OpinionType.MODIFIED, material)
    assert not certificate_possible(OpinionType.ADVERSE, CLEAN)
    assert not certificate_possible(OpinionType.DISCLAIMER, CLEAN)


def codes(opinion: Opinion, kg: int = 0) -> list[str]:
    proposal = proposed_opinion(OpinionFacts(with_kg(kg)))
    return [b.code.removeprefix("opinion.") for b in opinion_blockers(opinion, proposal)]


def test_what_a_persons_choice_has_to_carry() -> None:
    assert codes(Opinion()) == ["unset"]
    assert codes(Opinion(chosen=OpinionType.UNMODIFIED)) == []
    assert codes(Opinion(chosen=OpinionType.UNMODIFIED), 2_000_000) == ["reason"]
    assert codes(Opinion(chosen=OpinionType.UNMODIFIED, reason="已更正"), 2_000_000) == []
    assert codes(Opinion(chosen=OpinionType.ADVERSE), 2_000_000) == ["matters"]
    assert codes(Opinion(chosen=OpinionType.MODIFIED, reason=" ")) == ["reason", "matters"]
    proposal = proposed_opinion(OpinionFacts(CLEAN))
    (blocker,) = opinion_blockers(Opinion(chosen=OpinionType.MODIFIED, matters="x"), proposal)
    assert blocker.level is Level.HARD
    assert "建议为无保留意见，所定为保留意见" in blocker.sentence.text("zh")


def test_the_opinion_is_one_row_and_survives_the_journal() -> None:
    opinion = Opinion(
        chosen=OpinionType.MODIFIED,
        matters="一家供应商",
        reason="因子",
        chosen_by="p",
        chosen_at=datetime(2026, 3, 20, tzinfo=UTC),
    )
    assert Opinion.from_fields(opinion.row, opinion.fields()) == opinion
    assert Opinion().row == opinion.row
    assert Opinion.from_fields(opinion.row, {"chosen": "grand"}).chosen is None
