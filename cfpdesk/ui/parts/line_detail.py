"""One line of the inventory, large: doubts, the way back, verified values, evidence, finding."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.finding import Finding
from cfpdesk.model.inventory import TraceStep
from cfpdesk.model.inventory_view import LineView
from cfpdesk.model.sampling_view import PopulationState
from cfpdesk.steps import inventory_edit
from cfpdesk.steps.inventory_edit import LineText
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import LineField
from cfpdesk.ui.parts.line_judgement import LineJudgement
from cfpdesk.ui.parts.line_rows import line_code
from cfpdesk.ui.parts.sample_trail import SampleTrail
from cfpdesk.ui.parts.verified_value import TABLE, RefOf, VerifiedValue
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button, tool
from cfpdesk.ui.widgets.evidence_strip import EvidenceStrip, Thumb
from cfpdesk.ui.widgets.finding_card import FindingCard
from cfpdesk.ui.widgets.flag_list import FlagList
from cfpdesk.ui.widgets.pictures import Pictures
from cfpdesk.ui.widgets.scroll_column import ScrollColumn
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, empty, label, row
from cfpdesk.ui.widgets.trace_chain import TraceChain, trace_summary

# These are said by the fields that mend them.
_AT_THE_FIELDS = frozenset({"origin", "quality"})
_FIELD_OF_FLAG = {
    "factor.rank_open": "rank",
    "factor.rank": "rank",
    "factor.rank_reason": "rank_reason",
    "factor.region": "geography_reason",
    "origin": "activity_origin",
    "quality": "quality",
    "verified.source": "source",
    "trace.significant": "trace",
}


class LineDetail(QFrame):
    """Emits what the page decides: steps to other lines, cells, evidence, findings, factors."""

    stepped = Signal(int)
    accept_wanted = Signal(str)
    stand_again = Signal(str)
    cell_wanted = Signal(str)
    traced = Signal(object, bool)
    finding_wanted = Signal()
    finding_opened = Signal(str)
    finding_linked = Signal()
    evidence_opened = Signal(str)
    evidence_unlinked = Signal(str)
    evidence_wanted = Signal()
    evidence_dropped = Signal(list)
    link_wanted = Signal()
    sample_opened = Signal(str)

    def __init__(self, desk: Desk, pictures: Pictures, ref_of: RefOf) -> None:
        super().__init__()
        role(self, box="base")
        self._desk, self._ref_of = desk, ref_of
        self._view: LineView | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._head())
        self._scroll = ScrollColumn((18, 2, 18, 14), 8)
        outer.addWidget(self._scroll, 1)
        column = self._scroll.column
        self.flags = FlagList()
        self.flags.accept_wanted.connect(self.accept_wanted)
        self.flags.stand_again.connect(self.stand_again)
        column.addWidget(self.flags)
        self._trace(column)
        column.addWidget(Hairline())
        self.verified = VerifiedValue(desk, ref_of)
        column.addWidget(self.verified)
        self._finding(column)
        column.addWidget(Hairline())
        self._evidence(column, pictures)
        self.judgement = LineJudgement(desk, ref_of)
        column.addWidget(self.judgement)
        column.addStretch(1)

    # Making -----------------------------------------------------------------------------------

    def _head(self) -> QWidget:
        head = QFrame()
        head.setFixedHeight(44)
        line = QHBoxLayout(head)
        line.setContentsMargins(18, 4, 12, 0)
        self._title = ElidedLabel("", "card")
        line.addWidget(self._title, 1)
        before = tool("chevron-up", _("Line before"), lambda: self.stepped.emit(-1), key="↑")
        after = tool("chevron-down", _("Next line"), lambda: self.stepped.emit(1), key="↓")
        before.setObjectName("line-before")
        after.setObjectName("line-after")
        line.addWidget(before)
        line.addWidget(after)
        return head

    def _trace(self, column: QVBoxLayout) -> None:
        self._summary = label("", "muted")
        column.addLayout(row(label(_("Trace"), "label"), None, self._summary))
        self.trace = TraceChain()
        self.trace.opened.connect(self._open_step)
        self.trace.ticked.connect(self.traced)
        column.addWidget(self.trace)
        self.samples = SampleTrail()
        self.samples.opened.connect(self.sample_opened)
        column.addWidget(self.samples)
        self.report = LineField(
            self._desk, TABLE, LineText.REPORT_REF.value, _("Place in the report"),
            lambda text: inventory_edit.write(
                self._desk.session, self._ref_of(self.report.row), LineText.REPORT_REF, text),
            _("table 6, page 14"),
        )  # fmt: skip
        self.report.box.hide()
        column.addWidget(self.report.box)

    def _finding(self, column: QVBoxLayout) -> None:
        self._findings = QVBoxLayout()
        self._findings.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._findings)
        self.raise_button = button(
            _("Raise a misstatement"), self.finding_wanted.emit, icon="plus", name="raise",
            tip="Ctrl+N",
        )  # fmt: skip
        self.link_finding = button(
            _("Link a finding …"), self.finding_linked.emit, kind="link", name="link-finding"
        )
        self._no_finding = QWidget()
        line = row(self.raise_button, None, self.link_finding)
        self._no_finding.setLayout(line)
        column.addWidget(self._no_finding)
        self._shown_finding: object = None

    def _evidence(self, column: QVBoxLayout, pictures: Pictures) -> None:
        link = button(_("Link"), self.link_wanted.emit, icon="link", kind="link", name="link")
        link.setToolTip(_("Link evidence that is here already") + "  Ctrl+L")
        column.addLayout(row(label(_("Evidence"), "label"), None, link))
        self.strip = EvidenceStrip(_("Evidence of the line"), pictures)
        self.strip.opened.connect(self.evidence_opened)
        self.strip.removed.connect(self.evidence_unlinked)
        self.strip.add_pressed.connect(self.evidence_wanted)
        self.strip.dropped.connect(self.evidence_dropped)
        column.addWidget(self.strip)

    # Showing ----------------------------------------------------------------------------------

    def show_line(
        self,
        view: LineView,
        thumbs: Sequence[Thumb],
        finding_note: str,
        samples: Sequence[PopulationState] = (),
    ) -> None:
        """Put a line in; fields that are being typed in are left alone."""
        review = view.result.review
        fresh = self._view is None or self._view.result.review.row != review.row
        self._view = view
        read_only = self._desk.session.read_only
        self._title.setText(f"{line_code(view)}  {view.result.line.name}")
        flags = [flag for flag in view.flags if flag.code not in _AT_THE_FIELDS]
        self.flags.show_flags(
            flags, view.accepted, review.reason, answered=view.answered, may_accept=not read_only
        )
        self._summary.setText(str(trace_summary(view.trace)))
        self.trace.show_steps(view.trace, review.traced)
        self.samples.show_samples(samples)
        self.report.show(review.report_ref, review.row)
        self.report.set_read_only(read_only=read_only)
        self.verified.show_line(view, read_only=read_only)
        self._show_finding(view.finding, finding_note)
        self.raise_button.setEnabled(self.may_raise(view))
        self.strip.set_thumbs(thumbs)
        self.judgement.show_line(view, read_only=read_only)
        if fresh:
            self.report.box.setVisible(False)
            self._scroll.verticalScrollBar().setValue(0)

    def may_raise(self, view: LineView) -> bool:
        """Tell whether there is a difference to raise."""
        return view.result.differs

    def _show_finding(self, finding: Finding | None, note: str) -> None:
        wanted = (finding, note)
        if wanted == self._shown_finding:
            return
        self._shown_finding = wanted
        empty(self._findings)
        if finding is not None:
            card = FindingCard(finding, note)
            card.opened.connect(self.finding_opened)
            self._findings.addWidget(card)
        self._no_finding.setVisible(finding is None)

    # Going ------------------------------------------------------------------------------------

    def _open_step(self, step: TraceStep) -> None:
        if self._view is None:
            return
        if step is TraceStep.REPORT:
            self.report.box.show()
            self.report.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        line = next(each for each in self._view.trace if each.step is step)
        papers = self.strip.thumbs()
        if line.cell:
            self.cell_wanted.emit(line.cell)
        elif step is TraceStep.ACTIVITY and papers:
            self.evidence_opened.emit(papers[0].evidence.row)

    def focus_verified(self) -> None:
        """Go to the verified value of the figure that is doubted (F2)."""
        if self._view is not None:
            self._focus(self.verified.doubted_field(self._view))

    def focus_field(self, name: str) -> None:
        """Focus a field by its name, or by the code of the doubt that it mends."""
        name = _FIELD_OF_FLAG.get(name, name)
        own: dict[str, QWidget] = {
            "source": self.verified.source.edit,
            "activity": self.verified.activity.edit,
            "gwp": self.verified.gwp.edit,
            "trace": self.trace.row(TraceStep.REPORT) if self._view else self.strip.add_tile(),
            "evidence": self.strip.add_tile(),
        }
        found = own.get(name) or self.judgement.focus_target(name)
        if found is not None:
            self._focus(found)
        elif name:
            self.focus_verified()

    def focus_first(self) -> None:
        """Go to the first step of the way back (Enter in the list)."""
        if self._view is not None:
            self._focus(self.trace.row(TraceStep.REPORT))

    def first_field(self) -> QWidget:
        """Return where F6 goes to."""
        return self.verified.factor.edit

    def _focus(self, field: QWidget) -> None:
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.ensureWidgetVisible(field, 0, 60)
