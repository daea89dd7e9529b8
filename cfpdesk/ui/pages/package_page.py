"""Sign and export: one file that proves itself (rule 9.8.2)."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk import flow
from cfpdesk.documents.glyphs import glyphs_seen
from cfpdesk.i18n import Message, _, msg
from cfpdesk.model.gate import Target
from cfpdesk.model.package import PackageKind
from cfpdesk.model.trust import fingerprint_groups
from cfpdesk.model.xray import Check, blocks, warnings, xray
from cfpdesk.model.xray_seen import Seen
from cfpdesk.steps import package as step
from cfpdesk.steps import sampling
from cfpdesk.store.package_file import WrittenPackage
from cfpdesk.store.receipt import Held, held
from cfpdesk.store.session import Session
from cfpdesk.store.verified_copy import copy_read_back
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.jobs import Progress
from cfpdesk.ui.override_form import ask_override
from cfpdesk.ui.package_export import Export, verify_file
from cfpdesk.ui.page import Guidance, Page, PageAction
from cfpdesk.ui.parts.table_reading import TableReading
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.check_rows import CheckRows
from cfpdesk.ui.widgets.export_steps import ExportSteps
from cfpdesk.ui.widgets.export_trouble import ExportTrouble
from cfpdesk.ui.widgets.recipient_list import RecipientList
from cfpdesk.ui.widgets.share_bar import Part, ShareBar, Swatch
from cfpdesk.ui.widgets.size import size_text
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label, row

KIND_WORDS: dict[PackageKind, Message] = {
    PackageKind.AUDITOR: msg("for the lead: your part of the visit"),
    PackageKind.CONSOLIDATED: msg("the merged visit of the whole team"),
}


class PackagePage(Page):
    """Cards: the X-ray at the left, the package and its making at the right."""

    NOUN = "package"
    WATCHES = frozenset(
        {
            *("engagement", "person", "person_key", "meeting", "attendance", "signature"),
            *("answer", "evidence", "link", "finding", "key_datum", "seal", "site", "issue"),
        }
    )
    LAYOUT = "work"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._checks: tuple[Check, ...] = ()
        self._looked_at: tuple[object, ...] = ()
        self._chosen: set[str] | None = None
        self._export = Export(desk, self._export_changed)
        self._later = QTimer(self, singleShot=True, interval=150)
        self._later.setObjectName("keep-look")
        self._later.timeout.connect(self._look)
        self._tables = TableReading(desk, self._tables_read)

    def build(self) -> None:
        """Make the cards."""
        cards = self.scrolled()
        columns = QHBoxLayout()
        columns.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        right.setSpacing(12)
        left.addWidget(self._xray_card())
        left.addStretch(1)
        cards.setContentsMargins(20, 14, 20, 14)
        right.addWidget(self._package_card())
        right.addWidget(self._export_card())
        right.addStretch(1)
        columns.addLayout(left, 51)
        columns.addLayout(right, 49)
        cards.addLayout(columns)
        cards.addStretch(1)

    def _xray_card(self) -> Card:
        self._xray_frame = Card(_("X-ray"))
        self._rows = CheckRows()
        self._rows.jumped.connect(self.desk.go)
        self._rows.overriding.connect(lambda block: ask_override(self.desk, block))
        self._waiting = label(_("Reading journal and originals again…"), "label")
        self._xray_frame.body.addWidget(self._waiting)
        self._xray_frame.body.addWidget(self._rows)
        return self._xray_frame

    def _package_card(self) -> Card:
        card = Card(_("This package"))
        self._kind = card.note
        self._size = label("", "hero")
        self._files = label("", "label")
        self._bar = ShareBar(_("Size by kind"), 10)
        self._legend = QHBoxLayout()
        self._legend.setSpacing(14)
        card.body.addLayout(row(self._size, None, self._files))
        card.body.addWidget(self._bar)
        card.body.addLayout(self._legend)
        card.body.addWidget(Hairline())
        self._people = RecipientList()
        self._people.choose(self._chosen)
        self._people.changed.connect(self._choose)
        self._people.more_wanted.connect(lambda: self.desk.go("engagement", field="team"))
        card.body.addWidget(self._people)
        self._omit = QCheckBox()
        self._omit.setObjectName("omit")
        card.body.addWidget(self._omit)
        return card

    def _export_card(self) -> Card:
        self._export_frame = Card(_("Export"))
        self._steps = ExportSteps()
        self._result = QWidget()
        grid = QGridLayout(self._result)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        self._path, self._weight, self._root = ElidedLabel(), label(), label("", "mono", wrap=True)
        for line, (words, value) in enumerate(
            ((_("File"), self._path), (_("Size"), self._weight), (_("Fingerprint"), self._root))
        ):
            grid.addWidget(label(words, "label"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, line, 1)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._again = button(_("Write once more…"), self._write_again, icon="copy", name="again")
        self._cancel = button(
            _("Cancel and remove"), self._export.cancel, icon="close", name="cancel"
        )
        self._unfinished = button(
            _("Export as unfinished…"), lambda: self._begin(unfinished=True), name="unfinished"
        )
        self._unfinished.setToolTip(_("The package says that something still blocks."))
        self._trouble = ExportTrouble()
        self._trouble.again.connect(self._export.resume)
        self._trouble.elsewhere.connect(self._export.go_elsewhere)
        for part in (self._steps, self._trouble, self._result):
            self._export_frame.body.addWidget(part)
        self._export_frame.body.addLayout(row(None, self._unfinished, self._again, self._cancel))
        return self._export_frame

    # State into widgets -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show sizes and people, and look through everything again a moment later."""
        state = step.state(self.session)
        self._kind.setText(str(KIND_WORDS.get(state.kind, "")))
        self._show_contents(state.contents)
        leads = state.kind is PackageKind.CONSOLIDATED
        self._people.show_people(state.recipients, may_add=leads)
        self._show_held(state.kind)
        self._export_changed()
        self._tables.look()
        self._later.start()

    def _tables_read(self) -> None:
        if self.desk.is_open:
            self._looked_at = ()
            self._later.start()
            self.desk.status_changed()

    def _show_contents(self, contents: step.Contents) -> None:
        parts = [
            Part(
                contents.photos,
                "accent",
                _("Photos {size}").format(size=size_text(contents.photos)),
            ),
            Part(
                contents.documents,
                "accent",
                _("Files {size}").format(size=size_text(contents.documents)),
                55,
            ),
            Part(
                contents.records,
                "accent",
                _("Records {size}").format(size=size_text(contents.records)),
                32,
            ),
            Part(
                contents.signatures,
                "text2",
                _("Signatures {size}").format(size=size_text(contents.signatures)),
            ),
        ]
        self._size.setText(size_text(contents.total))
        self._files.setText(
            str(
                msg(
                    "{n} {n:file|files} · limit {size}",
                    n=contents.files,
                    size=size_text(contents.limit),
                )
            )
        )
        self._bar.set_parts(parts, contents.limit)
        while (item := self._legend.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for part in parts:
            pair = QWidget()
            pair.setLayout(
                row(Swatch(part.token, part.strength), label(part.words, "label"), spacing=6)
            )
            self._legend.addWidget(pair)
        self._legend.addStretch(1)

    def _show_held(self, kind: PackageKind) -> None:
        """Offer to leave out what the lead has by the receipts; off until somebody wants it."""
        self._held = held(self.session) if kind is PackageKind.AUDITOR else Held(frozenset(), 0)
        n, size = len(self._held.files), size_text(self._held.size)
        words = msg("Leave out {n} {n:file|files} the lead has taken in ({size})", n=n, size=size)
        self._omit.setText(str(words))
        self._omit.setAccessibleName(str(words))
        self._omit.setVisible(bool(n))

    def _look(self) -> None:
        """Look through everything in a job, unless nothing changed since the last time."""
        if not self.desk.is_open:
            return
        session, standing = self.session, flow.blockers(self.session)
        if (wanted := (session.heads(), standing)) == self._looked_at:
            self._show_checks()
            return
        found = step.survey(session, standing)
        opened = partial(Session.open, session.folder, session.actor, session.clock, read_only=True)

        def work(progress: Progress) -> Seen:
            seen = step.examine(found, progress.at)
            with opened() as reader:  # every document is built: with eyes of its own
                for table in filter(lambda t: t.read, sampling.tables_to_read(reader)):
                    sampling.split_items(reader.tables, table, progress.at)
                return glyphs_seen(reader, seen)

        def done(seen: Seen) -> None:
            if self.desk.is_open:
                self._looked_at = wanted
                self._checks = xray(seen)
                self._show_checks()
                self.desk.page_changed()

        self.desk.run_job(msg("X-ray"), work, done=done)

    def _show_checks(self) -> None:
        self._rows.show_checks(self._checks)
        self._waiting.setVisible(not self._checks)
        hard, soft = len(blocks(self._checks)), len(warnings(self._checks))
        passes = sum(not check.troubles for check in self._checks)
        self._xray_frame.note.setText(
            str(
                msg(
                    "{b} {b:blocks|block} · {w} {w:warns|warn} · {p} {p:passes|pass}",
                    b=hard,
                    w=soft,
                    p=passes,
                )
            )
            if self._checks
            else ""
        )
        self._export_changed()

    def _export_changed(self) -> None:
        """Show how far an export is, or its result."""
        if not hasattr(self, "_steps"):
            return
        self._export.show(self._steps)
        written = self._export.written
        running = self._export.running
        self._result.setVisible(written is not None and not running)
        self._again.setVisible(written is not None and not running)
        waits = running or bool(self._export.trouble)
        self._trouble.show_sentence(self._export.trouble)
        self._cancel.setVisible(waits)
        self._unfinished.setVisible(not waits and bool(blocks(self._checks)))
        if written is not None:
            self._path.setText(str(written.path))
            self._weight.setText(size_text(written.size))
            self._root.setText(fingerprint_groups(written.root))
        done = _("unfinished; read back") if self._export.unfinished else _("done, and read back")
        note = _("work may go on") if running else done if written else ""
        self._export_frame.note.setText(note)
        self.desk.page_changed()

    def state_line(self) -> str:
        """Say when the last package went, and what is new since."""
        state = step.state(self.session)
        if state.last is None:
            return _("no package yet")
        at = state.last.at.astimezone().strftime("%m-%d %H:%M")
        fresh = msg("{n} {n:operation|operations} since", n=state.fresh)
        words = str(msg("package {n}, {at} · {fresh}", n=state.last.seq, at=at, fresh=fresh))
        if state.received is None:
            return words
        return f"{words} · " + _("taken in by {name}").format(name=state.received.by)

    def page_actions(self) -> Sequence[PageAction]:
        """Verify any package; sign and export this one."""
        hard = blocks(self._checks)
        why = ""
        if not self._checks:
            why = _("The X-ray is not done yet.")
        elif hard:
            words = msg("{n} {n:point blocks|points block}.", n=len(hard))
            why = "\n".join([str(words), *(str(b.sentence) for b in hard[:8])])
        elif self.session.read_only:
            why = _("This engagement is open for reading only.")
        return (
            PageAction("verify", _("Verify a package…"), self._verify, icon="shield"),
            PageAction(
                "export",
                _("Sign and export…"),
                lambda: self._begin(unfinished=False),
                icon="upload",
                primary=True,
                enabled=not why and not self._export.running,
                why=why,
            ),
        )

    def go_on(self) -> bool:
        """Bring a pack that lies here to its drive, or sign and export; else go to what blocks."""
        if self._export.trouble:
            self._export.resume()
        elif self._export.running or not self._checks:
            return False
        elif blocks(self._checks):
            self._rows.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif not self.session.read_only:
            self._begin(unfinished=False)
        return True

    def guidance(self) -> Guidance | None:
        """Say what a package is."""
        return Guidance(
            _("Signed package"),
            _(
                "One file with every entry of your part, every original and your signature. "
                "Anybody can check it without this program. It says done only after it was read "
                "back from the drive."
            ),
        )

    def focus_on(self, target: Target) -> None:
        """Go to the first check."""
        del target
        self._rows.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What a person does -------------------------------------------------------------------------

    def _choose(self, chosen: set[str]) -> None:
        self._chosen = chosen

    def _begin(self, *, unfinished: bool) -> None:
        state = step.state(self.session)
        omit = self._held.files if self._omit.isChecked() else frozenset()
        self.desk.attempt(
            lambda: self._export.begin(
                state.kind, self._people.addresses(), omit=omit, unfinished=unfinished
            )
        )

    def _write_again(self) -> None:
        written = self._export.written
        if written is None:
            return
        self.desk.leave_fields()
        target = self.desk.save_file(
            msg("Where to write it once more"), written.path.name, f"*{written.path.suffix}"
        )
        if target is not None:
            self._copy(written, target)

    def _copy(self, written: WrittenPackage, target: Path) -> None:
        def work(progress: Progress) -> None:
            copy_read_back(written.path, target, progress.at)

        self.desk.run_job(
            msg("Write once more"),
            work,
            done=lambda _none: self.desk.say(
                msg("Written once more and read back: {path}", path=str(target))
            ),
        )

    def _verify(self) -> None:
        found = self.desk.open_files(msg("Verify a package"), "*.cfpkg *.age")
        if found:
            verify_file(self.desk, found[0])
