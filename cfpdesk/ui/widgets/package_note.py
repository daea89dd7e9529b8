"""About one package: what it brought, how to take it back; or why it was set aside."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from cfpdesk.i18n import _, msg
from cfpdesk.model.gate import Target
from cfpdesk.model.package import PackageKind
from cfpdesk.model.team import Person, PersonKey
from cfpdesk.model.trust import fingerprint_groups
from cfpdesk.steps.merge import Brought, MergeState, brought
from cfpdesk.store.exclusion import PackageRecord
from cfpdesk.store.reception import Arrived, Refused
from cfpdesk.store.session import Session
from cfpdesk.ui.widgets.brought_list import BroughtList
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.key_compare import KeyCompare
from cfpdesk.ui.widgets.newer_facts import newer_facts
from cfpdesk.ui.widgets.package_list import KINDS
from cfpdesk.ui.widgets.text import label, row


class PackageNote(QWidget):
    """Facts of a package with the verbs that go with its state."""

    again = Signal(str)
    thrown = Signal(str)
    compared = Signal(str, str, str)
    jumped = Signal(object)
    un_merge = Signal(str)
    bring_back = Signal(str)
    receipt = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._root = ""
        self._path = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(12)
        self._title = label("", "question", wrap=True)
        self._why = label("", "label", wrap=True)
        self._facts = QWidget()
        self._grid = QGridLayout(self._facts)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._compare = KeyCompare()
        self._compare.same.connect(lambda key, how: self.compared.emit(key, how, self._path))
        self._compare.hide()
        self._back = button(_("Un-merge…"), lambda: self.un_merge.emit(self._root), icon="undo")
        self._bring = button(
            _("Bring it back…"), lambda: self.bring_back.emit(self._root), icon="redo"
        )
        self._receipt = button(
            _("Write a receipt…"),
            lambda: self.receipt.emit(self._root),
            icon="signature",
            name="receipt",
        )
        self._again = button(_("Try again"), lambda: self.again.emit(self._path), icon="rotate")
        self._key = button(_("Compare the key…"), self._open_compare, icon="key")
        self._team = button(
            _("Take in the key card…"),
            lambda: self.jumped.emit(Target("engagement", field="team")),
            icon="people",
        )
        self._throw = button(_("Throw away"), lambda: self.thrown.emit(self._path), kind="danger")
        self._brought = BroughtList()
        for part in (self._title, self._why, self._facts, self._brought, self._compare):
            column.addWidget(part)
        column.addLayout(row(*self._verbs(), None))
        column.addStretch(1)
        self._going: tuple[Brought, ...] = ()
        self._person: tuple[str, str, str] = ("", "", "")

    def _verbs(self) -> tuple[QPushButton, ...]:
        return (
            *(self._receipt, self._back, self._bring, self._key, self._team),
            *(self._again, self._throw),
        )

    def going(self) -> tuple[Brought, ...]:
        """Return what would be set aside, by kind."""
        return self._going

    def show_package(
        self, key: str, arrived: Arrived | None, state: MergeState, session: Session
    ) -> None:
        """Show a package by its key in the list; nothing chosen says what to do."""
        about, _colon, name = key.partition(":")
        for verb in self._verbs():
            verb.hide()
        if self._path != name:
            self._compare.hide()
        facts: list[tuple[str, str]] = []
        self._going = ()
        record = next((p for p in state.packages if p.root == name), None)
        refused = next((r for r in state.aside if r.path.name == name), None)
        if about == "arrived" and arrived is not None:
            facts = self._show_arrived(arrived)
        elif about == "package" and record is not None:
            facts = self._show_record(record, state)
            self._going = brought(session, record)
        elif about == "aside" and refused is not None:
            facts = self._show_refused(refused, session)
        elif state.conflicts:
            self._title.setText(_("Choose a conflict at the left"))
            self._why.setText("")
        else:
            self._title.setText(_("Nothing is in conflict"))
            self._why.setText(
                _("Packages that arrive are checked first and shown before anything is written.")
            )
        self._show_facts(facts)
        self._brought.show_parts(self._going)

    def _show_arrived(self, arrived: Arrived) -> list[tuple[str, str]]:
        if arrived.kind is PackageKind.RECEIPT:
            self._title.setText(_("Receipt from {name}").format(name=arrived.name))
            self._why.setText(
                _(
                    "Signed word that these packages were taken in. It brings no entries; once it "
                    "is taken in, the next package may leave their files out."
                )
            )
            return [*_receipt_facts(arrived), *_arrived_facts(arrived)[2:4]]
        self._title.setText(_("No conflicts"))
        self._why.setText(
            _("Everything in this package fits beside what is here. Nothing is written yet.")
        )
        return _arrived_facts(arrived)

    def _show_record(self, record: PackageRecord, state: MergeState) -> list[tuple[str, str]]:
        self._root = record.root
        count = sum(part.last - part.first + 1 for part in record.ranges)
        entries = msg(
            "{n} {n:entry|entries} of {m} {m:chain|chains}", n=count, m=len(record.ranges)
        )
        person = state.people.get(record.replica, "")
        self._title.setText(_("Package {n} of {name}").format(n=record.seq, name=person))
        receipt = record.root in state.receipts
        self._receipt.setVisible(state.leads and not receipt and not record.taken_back)
        if receipt:
            self._why.setText(_("A receipt: what it acknowledges is shown at sign and export."))
        elif record.taken_back:
            self._why.setText(
                _("It was taken back: its entries are set aside and stay in the journal.")
            )
        else:
            self._why.setText(
                _("It is in. Taking it back is an entry too; later edits on top stay.")
            )
        self._back.setVisible(bool(record.ranges) and not record.taken_back)
        self._bring.setVisible(record.taken_back)
        return [
            (_("Merged"), record.at.astimezone().strftime("%Y-%m-%d %H:%M")),
            (_("Brought"), str(entries)),
            (_("File"), Path(record.path).name),
            (_("Fingerprint"), fingerprint_groups(record.root)[:39]),
            (_("Signed with"), fingerprint_groups(record.signer)[:39]),
        ]

    def _show_refused(self, refused: Refused, session: Session) -> list[tuple[str, str]]:
        self._path = str(refused.path)
        self._title.setText(refused.name)
        self._why.setText(str(refused.reason))
        if not refused.waits:
            ask = _("Nothing of it was taken in. Ask for it once more; this copy is broken.")
            self._why.setText(f"{refused.reason}\n{ask}")
        self._again.show()
        self._throw.show()
        known = session.find(PersonKey, key_sha256=refused.key_sha256)
        person = session.get(Person, known.person) if known.person else None
        if refused.key_sha256 and person is not None and known.verified_at is None:
            self._person = (person.row, person.name, refused.key_sha256)
            self._key.show()
        elif refused.key_sha256:
            self._team.show()
        facts = [(_("Set aside"), refused.at.astimezone().strftime("%Y-%m-%d %H:%M"))]
        if refused.newer is not None:
            return [*facts, *newer_facts(refused.newer)]
        if refused.key_sha256:
            facts.append((_("Signed with"), fingerprint_groups(refused.key_sha256)[:39]))
        return facts

    def _open_compare(self) -> None:
        row_id, name, key = self._person
        self._compare.open_for(row_id, name, key, "", compared="")

    def _show_facts(self, facts: list[tuple[str, str]]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for line, (name, value) in enumerate(facts):
            mono = "mono" if name in (_("Fingerprint"), _("Signed with")) else ""
            shown = label(value, mono)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setAccessibleName(f"{name} {value}")
            self._grid.addWidget(label(name, "label"), line, 0)
            self._grid.addWidget(shown, line, 1)


def _receipt_facts(arrived: Arrived) -> list[tuple[str, str]]:
    facts = []
    for part in arrived.acknowledged:
        words = _("package {n} of {name}").format(n=part.seq, name=part.name or "?")
        signed = _("countersigned") if part.countersigned else _("not countersigned")
        facts.append((_("Taken in"), f"{words} · {signed} · {fingerprint_groups(part.root)[:9]}"))
    return facts


def _arrived_facts(arrived: Arrived) -> list[tuple[str, str]]:
    return [
        (_("From"), arrived.name),
        (_("Kind"), str(KINDS[arrived.kind])),
        (_("Made"), arrived.created_at.astimezone().strftime("%Y-%m-%d %H:%M")),
        (_("Signatures"), str(arrived.signers)),
        (_("New entries"), f"{arrived.preview.events:,}"),
        (_("New files"), f"{len(arrived.preview.files):,}"),
        (_("Fingerprint"), fingerprint_groups(arrived.root)[:39]),
    ]
