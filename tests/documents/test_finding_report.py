"""The report of findings: agreed words, every word of the client, and what is left to the pen."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.documents.document import (
    DOCUMENT_LANGUAGES,
    Document,
    DocumentLanguage,
    Later,
    Options,
    SignatureBox,
)
from cfpdesk.documents.render import build_document
from cfpdesk.documents.to_pdf import to_pdf
from cfpdesk.i18n import msg
from cfpdesk.model.evidence import Evidence, EvidenceKind, Link, LinkRole
from cfpdesk.model.finding import Finding, FindingKind, FindingState, Position
from cfpdesk.steps import finding, finding_signature
from cfpdesk.steps.finding import FindingText
from cfpdesk.store.session import Session
from tests.builders import Team, a_session, a_team, an_engagement
from tests.documents.papers import golden, squeezed, table, text_of

DISPUTED = "废酸再生由处理单位承担，不在本产品系统内"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with a_session(tmp_path) as made:
        engagement = an_engagement(made)
        with made.transact(msg("Edit the engagement")) as change:
            change.put(
                engagement.but(
                    claimed_value=Decimal("2808.56"),
                    output_quantity=Decimal(12000),
                    output_unit="t",
                    materiality_pct=Decimal(5),
                )
            )
        yield made


@pytest.fixture
def team(session: Session) -> Team:
    return a_team(session)


@pytest.fixture
def findings(session: Session, team: Team) -> dict[str, Finding]:
    """A misstatement that is corrected, a nonconformity that is disputed, a draft."""
    with session.transact(msg("Findings")) as change:
        misstated = change.put(
            Finding(
                number="MS-1-01", kind=FindingKind.MISSTATEMENT, state=FindingState.CORRECTED,
                raised_by=team.first.row, title="电力因子口径错误", facts="F13 为 0.5306，只含 CO₂",
                clauses=("ISO14067:6.4.9.4",), effect=Decimal(-169560), requirement="改用 0.5777",
                deadline=date(2026, 4, 17), position=Position.AGREED, response="同意，当天更正",
                reply="收到", correction="F13 改为 0.5777", cause="沿用组织层面因子",
                corrective_action="加“口径”一列", verified_how="复算 G13",
            )
        )  # fmt: skip
        for number, role in (("E-1-001", LinkRole.FACT), ("E-1-002", LinkRole.CORRECTION)):
            piece = change.put(Evidence(number=number))
            target = {"target_table": Finding.TABLE, "target": misstated.row}
            change.put(Link(evidence=piece.row, role=role, **target))
        disputed = change.put(
            Finding(
                number="NC-1-01", kind=FindingKind.MAJOR, state=FindingState.ANSWERED,
                raised_by=team.lead.row, title="酸再生未进清单", facts="年产废盐酸 410 t",
                effect=Decimal(-186386), effect_estimated=True, effect_basis="410 t × 454.6",
                position=Position.DISPUTED, response=DISPUTED,
            )
        )  # fmt: skip
        draft = change.put(Finding(number="OB-1-01", kind=FindingKind.OBSERVATION, title="草稿一"))
    finding_signature.sign(session, disputed, team.client.row, typed=team.client.name)
    return {each.number: each for each in (misstated, disputed, draft)}


def paper(session: Session, **options: object) -> Document:
    return build_document(session, "finding_report", Options(**options))  # type: ignore[arg-type]


def shown(session: Session, **options: object) -> str:
    return squeezed(text_of(to_pdf(paper(session, **options), "zh")))


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_the_words_are_the_agreed_ones(
    session: Session, findings: dict[str, Finding], language: DocumentLanguage
) -> None:
    text = text_of(to_pdf(paper(session), language))
    assert text == golden(f"finding_report_{language}", text)


def test_the_worst_kind_stands_first_and_effects_have_their_sign(
    session: Session, findings: dict[str, Finding]
) -> None:
    rows = table(paper(session), "All findings")
    assert [row[0] for row in rows] == ["NC-1-01", "MS-1-01", "OB-1-01"]
    assert [row[3] for row in rows] == ["−186,386|估算", "−169,560", ""]


def test_the_client_gets_no_draft(session: Session, findings: dict[str, Finding]) -> None:
    assert "草稿一" in shown(session)
    assert "草稿一" not in shown(session, for_client=True)


def test_one_finding_alone(session: Session, findings: dict[str, Finding]) -> None:
    text = shown(session, part=findings["NC-1-01"].row)
    assert DISPUTED in text
    assert "电力因子" not in text


def test_a_signature_stands_until_the_finding_changes(
    session: Session, team: Team, findings: dict[str, Finding]
) -> None:
    row = findings["NC-1-01"].row
    signed = [b for b in paper(session, part=row).blocks if isinstance(b, SignatureBox)]
    assert [box.signed.typed for box in signed if box.signed] == [team.client.name]
    finding.write(session, row, FindingText.FACTS, "年产废盐酸 420 t")
    changed = [b for b in paper(session, part=row).blocks if isinstance(b, SignatureBox)]
    assert [box.signed for box in changed] == [None]
    assert "还没有重签" in shown(session, part=row)


def test_a_refusal_stands_with_the_reason(
    session: Session, team: Team, findings: dict[str, Finding]
) -> None:
    found = findings["MS-1-01"]
    finding_signature.sign(session, found, team.client.row, declined=True, reason="要先问总部")
    text = shown(session, part=found.row)
    assert "不签" in text
    assert "要先问总部" in text


def test_for_the_pen_the_client_has_room(session: Session, findings: dict[str, Finding]) -> None:
    text = shown(session, blank=True)
    assert "年产废盐酸410t" in text
    assert "客户原话" in text
    for gone in (DISPUTED, "F13改为", "收到"):
        assert gone not in text


def test_pictures_of_its_evidence_follow_but_none_of_the_teams_own(
    session: Session, findings: dict[str, Finding]
) -> None:
    finding = findings["NC-1-01"].row
    with session.transact(msg("Photos")) as change:
        for number, open_to_all in (("E-1-003", True), ("E-1-004", False)):
            file = change.attach(number.encode(), mime="image/jpeg", name=f"{number}.jpg")
            kept = Evidence(
                number=number, kind=EvidenceKind.PHOTO, file=file, for_client=open_to_all
            )
            row = change.put(kept).row
            change.put(Link(evidence=row, target_table=Finding.TABLE, target=finding))

    def pictures(*, for_client: bool) -> int:
        laters = [b for b in paper(session, for_client=for_client).blocks if isinstance(b, Later)]
        return sum(len(later.shown.split()) for later in laters)

    assert pictures(for_client=False) == 2
    assert pictures(for_client=True) == 1


def test_without_findings_it_says_so(session: Session, team: Team) -> None:
    assert "没有需要通报的发现" in shown(session)
