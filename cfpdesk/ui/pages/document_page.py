"""Documents: see the page, then print exactly that."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from cfpdesk import flow
from cfpdesk.documents.document import DocumentLanguage, Form, Options
from cfpdesk.documents.kind import GROUP_NAMES, DocumentKind
from cfpdesk.documents.registry import DOCUMENTS, document_kind
from cfpdesk.documents.render import Printed, build_document, render
from cfpdesk.i18n import _, msg
from cfpdesk.model.footprint_sources import DOCUMENT as EXCHANGE
from cfpdesk.model.gate import Blocker, Level, Target
from cfpdesk.steps import document as step
from cfpdesk.steps import footprint_export
from cfpdesk.ui.chosen_file import write_chosen
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.page import Guidance, Page, PageAction
from cfpdesk.ui.parts.exchange_form import ExchangeForm
from cfpdesk.ui.parts.table_reading import TableReading
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.list_delegate import AnyRow, GroupRow, ListRow, RowList
from cfpdesk.ui.widgets.panes import Panes
from cfpdesk.ui.widgets.paper_view import PaperView
from cfpdesk.ui.widgets.print_check import PrintCheck
from cfpdesk.ui.widgets.status_icon import LEVELS, Shape
from cfpdesk.ui.widgets.text import Hairline, label, row

_DONE = Shape("conform", "ok", msg("Complete"))
_FORMS: tuple[tuple[Form, str, str], ...] = (
    ("xlsx", "Excel", "table"),
    ("json", "PACT", "download"),
    ("zip", "openLCA", "download"),
    ("pdf", "PDF", "download"),
)
_TICKS = ("blank", "agenda", "fingerprint", "black_and_white", "draft")


class DocumentPage(Page):
    """Panes: documents by group, the paper, how it is to be printed."""

    NOUN = "document"
    WATCHES = frozenset(
        {
            *("engagement", "site", "person", "meeting", "attendance", "agenda_point"),
            *("signature", "finding", "key_datum", "answer", "evidence", "link", "seal", "issue"),
            *("group_owner", "person_certificate", "training", "team_statement", "person_facts"),
            *("competence_mark", "person_days", "member_days", "rule_entry", "site_sampling"),
            *("override", "population", "sample_item", "line_review", "dataset", "dataset_column"),
            *("inventory_settings", "factor", "allocation", "co_product", "recycling", "balance"),
            *("sample_extension", "sampling_settings", "misstatement", "opinion"),
            "footprint_export",
        }
    )
    LAYOUT = "work"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._code = document_kind("attendance").code
        self._language: DocumentLanguage = "both"
        self._options = Options()
        self._printed: Printed | None = None
        self._wanted = 0
        self._later = QTimer(self, singleShot=True, interval=60)
        self._later.setObjectName("keep-render")
        self._later.timeout.connect(self._render)
        self._tables = TableReading(desk, self._tables_read)

    def build(self) -> None:
        """Make the panes."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._paper = PaperView()
        self._list = RowList(_("Documents"))
        self._list.chosen.connect(self._choose)
        self._list.opened.connect(lambda _key: self._paper.area.setFocus())
        parts = [(self._list, 268), (self._paper, 600), (self._side(), 256)]
        layout.addWidget(Panes("document", self.desk.settings, parts, grow=1))

    def _side(self) -> QScrollArea:
        side = QFrame()
        role(side, box="base")
        column = QVBoxLayout(side)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        self._title = label("", "card", wrap=True)
        column.addWidget(self._title)
        column.addWidget(label(_("Language of the paper"), "label"))
        self._languages = Choice(_("Language of the paper"))
        self._languages.set_options([("zh", "中文"), ("en", "EN"), ("both", _("Both"))])
        self._languages.chosen.connect(self._set_language)
        column.addWidget(self._languages)
        self._audience_label = label(_("For whom"), "label")
        column.addWidget(self._audience_label)
        self._audience = Choice(_("For whom"))
        self._audience.set_options([("file", _("File copy")), ("client", _("Client's copy"))])
        self._audience.chosen.connect(lambda key: self._set(for_client=key == "client"))
        column.addWidget(self._audience)
        self._part_label = label(_("Which part"), "label")
        column.addWidget(self._part_label)
        self._part = QComboBox()
        self._part.setObjectName("part")
        self._part.setAccessibleName(_("Which part"))
        self._part.activated.connect(lambda _at: self._set(part=self._part.currentData()))
        column.addWidget(self._part)
        self._ticks = {name: self._tick(name) for name in _TICKS}
        self._rows = QSpinBox()
        self._rows.setRange(0, 40)
        self._rows.setObjectName("blank_rows")
        self._rows.setAccessibleName(_("Blank rows"))
        self._rows.lineEdit().setAccessibleName(_("Blank rows"))
        self._rows.valueChanged.connect(lambda n: self._set(blank_rows=n))
        self._rows_line = QWidget()
        line = row(label(_("Blank rows for the pen"), "label"), None, self._rows)
        self._rows_line.setLayout(line)
        column.addWidget(self._rows_line)
        for tick in self._ticks.values():
            column.addWidget(tick)
        column.addWidget(Hairline())
        self._check = PrintCheck()
        self._check.jumped.connect(self.desk.go)
        column.addWidget(self._check)
        self._exchange = ExchangeForm(self.desk)
        column.addWidget(self._exchange)
        column.addStretch(1)
        area = self._side_area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(side)
        return area

    def _tick(self, name: str) -> QCheckBox:
        words = {
            "blank": _("Empty, to be filled in by pen"),
            "agenda": _("With the agenda"),
            "fingerprint": _("With the fingerprint"),
            "black_and_white": _("Black and white"),
            "draft": _("Draft on every page"),
        }[name]
        made = QCheckBox(words)
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.clicked.connect(lambda on: self._set(**{name: on}))
        return made

    # State into widgets -----------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the list, the options, and render the paper anew."""
        self._list.set_rows(self._list_rows())
        self._list.select(self._code)
        kind = document_kind(self._code)
        self._title.setText(str(kind.title))
        self._languages.choose(self._language)
        self._audience.choose("client" if self._options.for_client else "file")
        for part in (self._audience, self._audience_label):
            part.setVisible("for_client" in kind.options)
        self._show_parts(kind)
        for name, tick in self._ticks.items():
            tick.setVisible(name in kind.options)
            tick.setChecked(bool(getattr(self._options, name)))
        self._exchange.setVisible(kind.code == EXCHANGE)
        if kind.code == EXCHANGE:
            record = footprint_export.state(self.session).record
            self._exchange.show_state(record, read_only=self.session.read_only)
        self._rows_line.setVisible("blank_rows" in kind.options)
        if self._rows.value() != self._options.blank_rows:
            self._rows.setValue(self._options.blank_rows)
        QTimer.singleShot(0, self, self._fit_side)
        self._tables.look()
        self._later.start()

    def _tables_read(self) -> None:
        if self.desk.is_open:
            self.refresh()
            self.desk.status_changed()

    def _show_parts(self, kind: DocumentKind) -> None:
        """Offer the parts that can be printed alone; one that is not there any more is let go."""
        parts = kind.parts(self.session) if kind.parts else ()
        if self._options.part not in {"", *(key for key, _name in parts)}:
            self._options = replace(self._options, part="")
        self._part.clear()
        self._part.addItem(_("Everything"), "")
        for key, name in parts:
            self._part.addItem(str(name), key)
        self._part.setCurrentIndex(max(0, self._part.findData(self._options.part)))
        for widget in (self._part, self._part_label):
            widget.setVisible(len(parts) > 1)

    def _fit_side(self) -> None:
        """Give the options the width they need in this language and density."""
        side = self._side_area.widget()
        if side is not None:
            self._side_area.setMinimumWidth(min(side.minimumSizeHint().width() + 14, 360))

    def _list_rows(self) -> list[AnyRow]:
        standing, state = flow.blockers(self.session), step.state(self.session)
        rows: list[AnyRow] = []
        group = None
        for kind in DOCUMENTS:
            if kind.group is not group:
                group = kind.group
                rows.append(GroupRow(f"group-{group}", str(GROUP_NAMES[group])))
            holes = self._holes(kind, standing)
            issued = len(state.of(kind.code))
            shape = LEVELS[Level.WARNING] if holes else _DONE
            rows.append(
                ListRow(
                    kind.code,
                    str(kind.title),
                    shape=shape,
                    word=str(kind.figure(self.session)),
                    token="warn" if holes else "ok",
                    note=_("issued {n}×").format(n=issued) if issued else _("not issued"),
                )
            )
        return rows

    def _render(self) -> None:
        """Build on the window's thread, draw the bytes in a job; the old page stays until then."""
        if not self.desk.is_open:
            return
        self._wanted += 1
        number = self._wanted
        document = build_document(self.session, self._code, self._options)
        language = self._language
        self.desk.run_job(
            msg("Prepare {title}", title=document_kind(self._code).title),
            lambda _progress: render(document, language, "pdf", preview=True),
            done=lambda printed: self._show(printed) if number == self._wanted else None,
        )

    def _show(self, printed: Printed) -> None:
        other = self._printed is None or self._printed.document.code != printed.document.code
        self._printed = printed
        self._paper.show_pdf(printed.data)
        if other:
            self._paper.first_page()
        kind = document_kind(printed.document.code)
        issues = step.state(self.session).of(kind.code)
        last = next((issue for issue in issues if not issue.draft), issues[0] if issues else None)
        places = step.changed_since(self.session, last, printed.state) if last else ()
        self._check.show_state(
            printed, issues[:6], last, places, self._holes(kind, flow.blockers(self.session))
        )
        QTimer.singleShot(0, self, self._fit_side)
        self.desk.page_changed()

    def state_line(self) -> str:
        """Say that screen and paper are one."""
        issued = len(step.state(self.session).issues)
        if not issued:
            return _("screen and paper show the same record")
        return str(msg("{n} {n:paper|papers} issued", n=issued))

    def page_actions(self) -> Sequence[PageAction]:
        """One action a form, then print."""
        forms = document_kind(self._code).forms
        ready = self._printed is not None and self._printed.document.code == self._code
        found = [
            PageAction(form, word, partial(self._save, form), icon=icon, enabled=ready)
            for form, word, icon in _FORMS
            if form in forms
        ]
        if "pdf" in forms:
            found.append(
                PageAction(
                    "print",
                    _("Print"),
                    self._print,
                    icon="printer",
                    shortcut="Ctrl+P",
                    primary=True,
                    enabled=ready,
                )
            )
        return tuple(found)

    def panes(self) -> Sequence[QWidget]:
        """List, paper, options."""
        return (self._list, self._paper.area, self._languages.option(self._language))

    def focus_on(self, target: Target) -> None:
        """Choose the document whose code is the target's row, and of its parts the field."""
        if any(kind.code == target.row for kind in DOCUMENTS):
            self._choose(target.row)
            self._list.select(target.row)
            if self._part.findData(target.field) > 0:
                self._part.setCurrentIndex(self._part.findData(target.field))
                self._set(part=target.field)
        if target.row == EXCHANGE and target.field:
            self._exchange.focus_field(target.field)
        else:
            self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def guidance(self) -> Guidance | None:
        """Say what issuing means."""
        return Guidance(
            _("Issued papers"),
            _(
                "What is saved or printed here is kept with its fingerprint. When the record "
                "changes later, the page says in how many places it differs."
            ),
        )

    # What a person does -----------------------------------------------------------------------

    def _choose(self, code: str) -> None:
        if code != self._code and any(kind.code == code for kind in DOCUMENTS):
            self._code = code
            self.refresh()
            self.desk.page_changed()

    def _set_language(self, key: str) -> None:
        self._language = cast("DocumentLanguage", key)
        self._later.start()

    def _set(self, **options: bool | int | str) -> None:
        wanted = replace(self._options, **options)  # type: ignore[arg-type]
        if wanted != self._options:
            self._options = wanted
            self._later.start()

    def _save(self, form: Form) -> None:
        if self._printed is None:
            return
        document, language = self._printed.document, self._printed.language
        name = self._printed.file_name.removesuffix("pdf") + form
        path = self.desk.save_file(document_kind(document.code).title, name, f"*.{form}")
        if path is None:
            return

        def work(_progress: object) -> Printed:
            made = render(document, language, form)
            write_chosen(path, made.data)
            return made

        def done(made: Printed) -> None:
            if self._issue(made, form):
                self.desk.say(msg("Saved: {path}", path=str(path)))

        self.desk.run_job(msg("Save {file}", file=path.name), work, done=done)

    def _print(self) -> None:
        printed = self._printed
        if printed is None:
            return
        title = document_kind(printed.document.code).title
        if self.desk.print_pdf(printed.data, title) and self._issue(printed, "print"):
            self.desk.say(msg("Sent to the printer."))

    def _issue(self, printed: Printed, form: str) -> bool:
        if self.session.read_only:
            return True
        options = printed.document.options
        return self.desk.attempt(
            lambda: step.issue(
                self.session,
                printed.document.code,
                title=document_kind(printed.document.code).title,
                language=printed.language,
                form=form,
                audience="client" if options.for_client else "file",
                draft=options.draft,
                state=printed.state,
                state_sha256=printed.state_sha256,
                file_sha256=printed.file_sha256,
            )
        )

    def _holes(self, kind: DocumentKind, standing: Sequence[Blocker]) -> tuple[Blocker, ...]:
        """Return what leaves holes in a document: its own gaps, and those of its steps."""
        own = kind.gaps(self.session) if kind.gaps is not None else ()
        return (*own, *(blocker for blocker in standing if kind.is_hole(blocker)))
