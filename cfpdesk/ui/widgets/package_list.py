"""The packages of the merge page, and the place to drop new ones."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout

from cfpdesk.i18n import _, msg
from cfpdesk.model.package import PackageKind
from cfpdesk.steps.merge import MergeState
from cfpdesk.store.exclusion import PackageRecord
from cfpdesk.store.reception import Arrived, Refused
from cfpdesk.store.verdict import Verdict
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.list_delegate import GroupRow, ListRow, RowList
from cfpdesk.ui.widgets.size import size_text
from cfpdesk.ui.widgets.status_icon import Shape
from cfpdesk.ui.widgets.text import label, row

VALID = Shape("shield", "ok", msg("Signature valid"))
REFUSED = Shape("shield-bad", "bad", msg("Set aside"))
NEWER = Shape("shield", "warn", msg("Newer version"))
BACK = Shape("shield", "muted", msg("Taken back"))
KINDS = {
    PackageKind.KIT: msg("kit"),
    PackageKind.AUDITOR: msg("auditor's part"),
    PackageKind.CONSOLIDATED: msg("merged visit"),
    PackageKind.RECEIPT: msg("receipt"),
}


class PackagePane(QFrame):
    """List and drop zone; emits `dropped` with paths, `asked` when files are to be chosen."""

    dropped = Signal(object)
    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        role(self, box="pane")
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(10)
        self.list = RowList(_("Packages"))
        self.setMinimumWidth(236)
        self._empty = label(
            _("No packages yet. Let the auditors export to a stick, and drop the files here."),
            "label",
            wrap=True,
        )
        self._empty.setContentsMargins(16, 20, 16, 0)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._empty)
        column.addWidget(self.list, 1)
        zone = QFrame()
        role(zone, box="drop")
        zone.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        inside = QVBoxLayout(zone)
        inside.setContentsMargins(12, 12, 12, 10)
        words = label(_("Drop .cfpkg here, or"), "label")
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        choose = button(_("choose files…"), self.asked.emit, icon="box", kind="link", name="choose")
        choose.setToolTip("Ctrl+O")
        inside.addWidget(words)
        inside.addLayout(row(None, choose, None))
        holder = QVBoxLayout()
        holder.setContentsMargins(14, 0, 14, 0)
        holder.addWidget(zone)
        column.addLayout(holder)

    def show_packages(self, state: MergeState, arrived: tuple[Arrived, ...]) -> None:
        """Show what is looked at, what came, what was set aside."""
        rows: list[ListRow | GroupRow] = [_arrived(each) for each in arrived]
        rows += [_came(record, state) for record in state.packages]
        rows += [_aside(refused) for refused in state.aside]
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self._empty.setVisible(not rows)

    def first(self) -> str:
        """Return the key of the first package that is looked at; empty if there is none."""
        keys = (entry.key for entry in self.list.rows())
        return next((key for key in keys if key.startswith("arrived:")), "")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take package files."""
        if any(_is_package(url.toLocalFile()) for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Receive what was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
        self.dropped.emit([path for path in paths if _is_package(str(path))])
        event.acceptProposedAction()


def _is_package(name: str) -> bool:
    return name.casefold().endswith((".cfpkg", ".age"))


def _arrived(arrived: Arrived) -> ListRow:
    at = arrived.created_at.astimezone().strftime("%m-%d %H:%M")
    receipt = arrived.kind is PackageKind.RECEIPT
    return ListRow(
        arrived.key,
        f"{at} · {size_text(arrived.size)}",
        shape=VALID,
        number=arrived.name,
        kind=str(KINDS[arrived.kind]) if receipt else _("package {n}").format(n=arrived.seq),
        word=_("looking"),
        token="accent",
        below=str(VALID.word) + (_(" · unfinished") if arrived.unfinished else ""),
        below_token="warn" if arrived.unfinished else "ok",
    )


def _came(record: PackageRecord, state: MergeState) -> ListRow:
    at = record.at.astimezone().strftime("%m-%d %H:%M")
    back = record.taken_back
    return ListRow(
        f"package:{record.root}",
        at,
        shape=BACK if back else VALID,
        number=state.people.get(record.replica, "") or record.replica[:8],
        kind=_("package {n}").format(n=record.seq),
        word=_taken_in(record, state),
        token="muted" if back else "ok",
        below=str(VALID.word),
        below_token="muted" if back else "ok",
        faded=back,
    )


def _taken_in(record: PackageRecord, state: MergeState) -> str:
    """Return in a word what came of a package."""
    words = {
        Verdict.MERGED: _("merged"),
        Verdict.HISTORY: _("contained already"),
        Verdict.KNOWN: _("contained already"),
        Verdict.FORKED: _("merged in part"),
        Verdict.QUARANTINED: _("set aside"),
    }
    if record.taken_back:
        return _("taken back")
    if record.root in state.receipts:
        return str(KINDS[PackageKind.RECEIPT])
    return words.get(record.verdict, str(record.verdict))


def _aside(refused: Refused) -> ListRow:
    at = refused.at.astimezone().strftime("%m-%d %H:%M")
    newer = refused.newer is not None
    unknown = _("author not trusted yet") if refused.key_sha256 else _("not valid")
    return ListRow(
        f"aside:{refused.path.name}",
        at,
        shape=NEWER if newer else REFUSED,
        number=refused.name[:16],
        kind=" ",
        word=_("only to look at") if newer else _("set aside"),
        token="warn" if newer else "bad",
        below=_("valid, of a newer version") if newer else unknown,
        below_token="warn" if newer else "bad",
        spoken=f"{refused.name}，{refused.reason}",
    )
