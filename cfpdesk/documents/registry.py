"""Every document there is, in the order in which they are offered.

A document is one file with a `build` function and one line here; page, command line and the tests
of printing find it by this tuple.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from cfpdesk.documents import (
    attendance,
    checklist_record,
    inventory_workbook,
    key_data,
    misstatement_sheet,
    opening_minutes,
    recalculation,
    sampling_sheet,
)
from cfpdesk.documents.document import Document, Form, Options
from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.meeting import MeetingKind
from cfpdesk.steps import (
    checklist,
    closing,
    inventory,
    inventory_shares,
    opening,
    sampling,
    sampling_ledger,
)
from cfpdesk.store.answer_query import answer_facts
from cfpdesk.store.attendance_query import attendance_sheet
from cfpdesk.store.session import Session

PAPER: tuple[Form, ...] = ("pdf", "xlsx")


class Group(StrEnum):
    """Under which heading a document stands."""

    SITE = "site"
    RECORD = "record"
    CONCLUSION = "conclusion"


GROUP_NAMES = {
    Group.SITE: msg("On site"),
    Group.RECORD: msg("Records"),
    Group.CONCLUSION: msg("Conclusions"),
}


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One line of the registry.

    Attributes:
        code: stable; names the document in the journal and on the command line.
        build: puts the document together from what is kept; quick, for the window's thread.
        options: the fields of `Options` that change this document.
        steps: pages (nouns) whose gaps leave holes in it.
        figure: the short text at the right end of its row, such as 9 signed.
        parts: what can be printed alone by `Options.part`: keys and names; none where None.
    """

    code: str
    title: Message
    group: Group
    build: Callable[[Session, Options], Document]
    figure: Callable[[Session], Message]
    options: frozenset[str]
    steps: tuple[str, ...]
    forms: tuple[Form, ...] = PAPER
    parts: Callable[[Session], tuple[tuple[str, Text], ...]] | None = None


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


def _key_data(session: Session, options: Options) -> Document:
    return key_data.build(closing.state(session), options)


def _key_data_figure(session: Session) -> Message:
    return msg("signed") if closing.state(session).key_signature_stands else msg("not signed")


def _recalculation(session: Session, options: Options) -> Document:
    shares = inventory_shares.shares_state(session)
    return recalculation.build(inventory.state(session), shares, options)


def _recalculation_figure(session: Session) -> Message:
    return recalculation.summary(inventory.state(session))


def _workbook(session: Session, options: Options) -> Document:
    return inventory_workbook.build(inventory.state(session), options)


def _workbook_figure(session: Session) -> Message:
    return inventory_workbook.summary(inventory.state(session))


def _sampling(session: Session, options: Options) -> Document:
    return sampling_sheet.build(sampling.state(session), options)


def _sampling_figure(session: Session) -> Message:
    return sampling_sheet.summary(sampling.state(session))


def _misstatements(session: Session, options: Options) -> Document:
    return misstatement_sheet.build(sampling_ledger.state(session), options)


def _misstatements_figure(session: Session) -> Message:
    return misstatement_sheet.summary(sampling_ledger.state(session))


def _checklist(session: Session, options: Options) -> Document:
    return checklist_record.build(checklist.state(session), answer_facts(session), options)


def _checklist_figure(session: Session) -> Message:
    return checklist_record.summary(checklist.state(session))


def _minutes(session: Session, options: Options) -> Document:
    return opening_minutes.build(opening.state(session), session.find(Engagement), options)


def _minutes_figure(session: Session) -> Message:
    return opening_minutes.summary(opening.state(session))


_PRINTING = frozenset({"draft", "black_and_white", "blank", "fingerprint"})
_SHEET = _PRINTING | {"blank_rows", "agenda"}
_RECORD = (_PRINTING - {"blank"}) | {"for_client"}

DOCUMENTS: tuple[DocumentKind, ...] = (
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
        code=opening_minutes.CODE,
        title=opening_minutes.TITLE,
        group=Group.SITE,
        build=_minutes,
        figure=_minutes_figure,
        options=_PRINTING | {"blank_rows"},
        steps=("opening",),
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
        code=checklist_record.CODE,
        title=checklist_record.TITLE,
        group=Group.RECORD,
        build=_checklist,
        figure=_checklist_figure,
        options=_RECORD | {"blank", "part"},
        steps=("checklist",),
        parts=lambda session: checklist_record.parts(checklist.state(session)),
    ),
    DocumentKind(
        code=recalculation.CODE,
        title=recalculation.TITLE,
        group=Group.RECORD,
        build=_recalculation,
        figure=_recalculation_figure,
        options=_RECORD,
        steps=("inventory",),
    ),
    DocumentKind(
        code=inventory_workbook.CODE,
        title=inventory_workbook.TITLE,
        group=Group.RECORD,
        build=_workbook,
        figure=_workbook_figure,
        options=_RECORD,
        steps=("inventory",),
        forms=("xlsx",),
    ),
    DocumentKind(
        code=sampling_sheet.CODE,
        title=sampling_sheet.TITLE,
        group=Group.RECORD,
        build=_sampling,
        figure=_sampling_figure,
        options=_RECORD | {"blank", "part"},
        steps=("sampling",),
        parts=lambda session: sampling_sheet.parts(sampling.state(session)),
    ),
    DocumentKind(
        code=misstatement_sheet.CODE,
        title=misstatement_sheet.TITLE,
        group=Group.CONCLUSION,
        build=_misstatements,
        figure=_misstatements_figure,
        options=_PRINTING - {"blank"},
        steps=("inventory", "sampling"),
    ),
    DocumentKind(
        code="key_data",
        title=key_data.TITLE,
        group=Group.CONCLUSION,
        build=_key_data,
        figure=_key_data_figure,
        options=_PRINTING,
        steps=("closing",),
    ),
)
