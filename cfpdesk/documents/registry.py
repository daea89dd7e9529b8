"""Every document there is, in the order in which they are offered.

A document is one file with a `build` function and one line here; page, command line and the tests
of printing find it by this tuple.
"""

from collections.abc import Callable
from typing import TypeVar

from cfpdesk.documents import (
    attendance,
    checklist_record,
    closing_minutes,
    competence_sheet,
    contract_sheets,
    day_log,
    evidence_index,
    finding_report,
    footprint,
    inventory_workbook,
    key_data,
    misstatement_sheet,
    opening_minutes,
    person_day_sheet,
    plan_sheet,
    programme_sheet,
    recalculation,
    sampling_sheet,
    site_sheet,
    stage_sheets,
)
from cfpdesk.documents.assembly import Sheet
from cfpdesk.documents.document import Document, Options
from cfpdesk.documents.kind import DocumentKind, Group
from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.meeting import MeetingKind
from cfpdesk.model.team import Person
from cfpdesk.steps import (
    checklist,
    closing,
    competence,
    contract,
    evidence,
    finding,
    footprint_export,
    inventory,
    inventory_shares,
    opening,
    person_days,
    plan,
    sampling,
    sampling_ledger,
    site_sampling,
    stages,
)
from cfpdesk.steps import day_log as day_log_step
from cfpdesk.store.answer_query import answer_facts
from cfpdesk.store.attendance_query import attendance_sheet
from cfpdesk.store.finding_query import finding_papers
from cfpdesk.store.link_query import all_links
from cfpdesk.store.picture_query import evidence_pictures
from cfpdesk.store.session import Session

S = TypeVar("S")


def document_kind(code: str) -> DocumentKind:
    """Return the document of a code, or the first whose code goes on after it with `_`.

    Raises:
        UserError: if there is none.
    """
    for kind in DOCUMENTS:
        if code == kind.code or kind.code.startswith(f"{code}_"):
            return kind
    raise UserError(
        msg(
            "There is no document {code}; there are: {codes}",
            code=code,
            codes=", ".join(kind.code for kind in DOCUMENTS),
        )
    )


def _attendance(kind: MeetingKind) -> Callable[[Session, Options], Document]:
    def build(session: Session, options: Options) -> Document:
        return attendance.build(attendance_sheet(session, kind, expected=True), options)

    return build


def _signed(kind: MeetingKind) -> Callable[[Session], Message]:
    def figure(session: Session) -> Message:
        rows = attendance_sheet(session, kind).rows
        signed = [r for r in rows if r.signature is not None and not r.signature.declined]
        return msg("{n} of {total} signed", n=len(signed), total=len(rows))

    return figure


def _key_data_figure(session: Session) -> Message:
    return msg("signed") if closing.state(session).key_signature_stands else msg("not signed")


def _recalculation(session: Session, options: Options) -> Document:
    shares = inventory_shares.shares_state(session)
    return recalculation.build(inventory.state(session), shares, options)


def _checklist(session: Session, options: Options) -> Document:
    return checklist_record.build(checklist.state(session), answer_facts(session), options)


def _findings(session: Session, options: Options) -> Document:
    return finding_report.build(finding.state(session), finding_papers(session), options)


def _evidence(session: Session, options: Options) -> Document:
    return evidence_index.build(
        evidence.state(session),
        all_links(session),
        evidence_pictures(session),
        session.find(Engagement),
        options,
    )


def _closing(session: Session, options: Options) -> Document:
    return closing_minutes.build(closing.state(session), sampling_ledger.state(session), options)


def _contract_review(session: Session, options: Options) -> Document:
    return contract_sheets.build_review(contract.state(session), session.all(Person), options)


def _alone(
    state: Callable[[Session], S], build: Callable[[S, Options], Document]
) -> Callable[[Session, Options], Document]:
    """Return how a document is built from the state of a step alone."""
    return lambda session, options: build(state(session), options)


def _beside(
    state: Callable[[Session], S], build: Callable[[S, Engagement, Options], Document]
) -> Callable[[Session, Options], Document]:
    """Return how a document is built from the state of a step and what was agreed."""
    return lambda session, options: build(state(session), session.find(Engagement), options)


def _figure(
    state: Callable[[Session], S], summary: Callable[[S], Message]
) -> Callable[[Session], Message]:
    """Return how the short text of a document is taken from the state of a step."""
    return lambda session: summary(state(session))


_PRINTING = frozenset({"draft", "black_and_white", "blank", "fingerprint"})
_SHEET = _PRINTING | {"blank_rows", "agenda"}
_PREPARED = _PRINTING - {"blank"}
_RECORD = _PREPARED | {"for_client"}


def _preparation(
    sheet: Sheet,
    build: Callable[[Session, Options], Document],
    figure: Callable[[Session], Message],
    topics: tuple[str, ...],
    options: frozenset[str] = _PREPARED,
) -> DocumentKind:
    """Return a paper of what is kept before the visit on the tabs of the engagement."""
    return DocumentKind(
        code=sheet.code,
        title=sheet.title,
        group=Group.PREPARATION,
        build=build,
        figure=figure,
        options=options,
        steps=("engagement",),
        topics=topics,
    )


DOCUMENTS: tuple[DocumentKind, ...] = (
    _preparation(
        contract_sheets.APPLICATION,
        _alone(contract.state, contract_sheets.build_application),
        _figure(contract.state, contract_sheets.application_summary),
        topics=("contract.application", "contract.nothing"),
        options=_PRINTING,
    ),
    _preparation(
        contract_sheets.REVIEW,
        _contract_review,
        _figure(contract.state, contract_sheets.review_summary),
        topics=("contract.",),
    ),
    _preparation(
        competence_sheet.SHEET,
        _beside(competence.state, competence_sheet.build),
        _figure(competence.state, competence_sheet.summary),
        topics=("team.",),
    ),
    _preparation(
        person_day_sheet.SHEET,
        _beside(person_days.state, person_day_sheet.build),
        _figure(person_days.state, person_day_sheet.summary),
        topics=("person_days.",),
    ),
    _preparation(
        programme_sheet.SHEET,
        _alone(plan.state, programme_sheet.build),
        _figure(plan.state, programme_sheet.summary),
        topics=("plan.programme", "plan.nothing"),
        options=_PRINTING,
    ),
    _preparation(
        stage_sheets.REVIEW,
        _alone(stages.state, stage_sheets.build_review),
        _figure(stages.state, stage_sheets.review_summary),
        topics=("document_review.",),
    ),
    _preparation(
        stage_sheets.STAGE1,
        _alone(stages.state, stage_sheets.build_stage1),
        _figure(stages.state, stage_sheets.stage1_summary),
        topics=("stages.", "surveillance."),
    ),
    _preparation(
        site_sheet.SHEET,
        _beside(site_sampling.state, site_sheet.build),
        _figure(site_sampling.state, site_sheet.summary),
        topics=("sites.",),
    ),
    _preparation(
        plan_sheet.SHEET,
        _alone(plan.state, plan_sheet.build),
        _figure(plan.state, plan_sheet.summary),
        topics=("plan.",),
        options=_PREPARED | {"for_client"},
    ),
    DocumentKind(
        code="attendance_opening",
        title=attendance.TITLES[MeetingKind.OPENING],
        group=Group.SITE,
        build=_attendance(MeetingKind.OPENING),
        figure=_signed(MeetingKind.OPENING),
        options=_SHEET,
        steps=("opening",),
    ),
    DocumentKind(
        code=opening_minutes.SHEET.code,
        title=opening_minutes.SHEET.title,
        group=Group.SITE,
        build=_beside(opening.state, opening_minutes.build),
        figure=_figure(opening.state, opening_minutes.summary),
        options=_PRINTING | {"blank_rows"},
        steps=("opening",),
    ),
    DocumentKind(
        code=day_log.SHEET.code,
        title=day_log.SHEET.title,
        group=Group.SITE,
        build=_alone(day_log_step.state, day_log.build),
        figure=lambda _session: day_log.summary(),
        options=_PREPARED | {"part"},
        steps=(),
        parts=lambda session: day_log.parts(day_log_step.state(session)),
    ),
    DocumentKind(
        code="attendance_closing",
        title=attendance.TITLES[MeetingKind.CLOSING],
        group=Group.SITE,
        build=_attendance(MeetingKind.CLOSING),
        figure=_signed(MeetingKind.CLOSING),
        options=_SHEET,
        steps=("closing",),
    ),
    DocumentKind(
        code=closing_minutes.SHEET.code,
        title=closing_minutes.SHEET.title,
        group=Group.SITE,
        build=_closing,
        figure=_figure(closing.state, closing_minutes.summary),
        options=_PRINTING | {"blank_rows"},
        steps=("closing",),
    ),
    DocumentKind(
        code=checklist_record.SHEET.code,
        title=checklist_record.SHEET.title,
        group=Group.RECORD,
        build=_checklist,
        figure=_figure(checklist.state, checklist_record.summary),
        options=_RECORD | {"blank", "part"},
        steps=("checklist",),
        parts=lambda session: checklist_record.parts(checklist.state(session)),
    ),
    DocumentKind(
        code=recalculation.SHEET.code,
        title=recalculation.SHEET.title,
        group=Group.RECORD,
        build=_recalculation,
        figure=_figure(inventory.state, recalculation.summary),
        options=_RECORD,
        steps=("inventory",),
    ),
    DocumentKind(
        code=inventory_workbook.CODE,
        title=inventory_workbook.TITLE,
        group=Group.RECORD,
        build=_alone(inventory.state, inventory_workbook.build),
        figure=_figure(inventory.state, inventory_workbook.summary),
        options=_RECORD,
        steps=("inventory",),
        forms=("xlsx",),
    ),
    DocumentKind(
        code=sampling_sheet.SHEET.code,
        title=sampling_sheet.SHEET.title,
        group=Group.RECORD,
        build=_alone(sampling.state, sampling_sheet.build),
        figure=_figure(sampling.state, sampling_sheet.summary),
        options=_RECORD | {"blank", "part"},
        steps=("sampling",),
        parts=lambda session: sampling_sheet.parts(sampling.state(session)),
    ),
    DocumentKind(
        code=finding_report.SHEET.code,
        title=finding_report.SHEET.title,
        group=Group.RECORD,
        build=_findings,
        figure=_figure(finding.state, finding_report.summary),
        options=_RECORD | {"blank", "part"},
        steps=("finding",),
        parts=lambda session: finding_report.parts(finding.state(session)),
    ),
    DocumentKind(
        code=evidence_index.SHEET.code,
        title=evidence_index.SHEET.title,
        group=Group.RECORD,
        build=_evidence,
        figure=_figure(evidence.state, evidence_index.summary),
        options=_RECORD,
        steps=("evidence",),
    ),
    DocumentKind(
        code=misstatement_sheet.SHEET.code,
        title=misstatement_sheet.SHEET.title,
        group=Group.CONCLUSION,
        build=_alone(sampling_ledger.state, misstatement_sheet.build),
        figure=_figure(sampling_ledger.state, misstatement_sheet.summary),
        options=_PREPARED,
        steps=("inventory", "sampling"),
    ),
    DocumentKind(
        code="key_data",
        title=key_data.TITLE,
        group=Group.CONCLUSION,
        build=_alone(closing.state, key_data.build),
        figure=_key_data_figure,
        options=_PRINTING,
        steps=("closing",),
    ),
    DocumentKind(
        code=footprint.CODE,
        title=footprint.TITLE,
        group=Group.EXCHANGE,
        build=_alone(footprint_export.state, footprint.build),
        figure=_figure(footprint_export.state, footprint.summary),
        options=_PREPARED,
        steps=(),
        forms=("pdf", "json", "zip"),
        gaps=lambda session: footprint.gaps(footprint_export.state(session)),
    ),
)
