"""The left pane: populations, tests traced back, what comes of it, and how new ones are added."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from cfpdesk.i18n import _
from cfpdesk.model.opinion_view import OpinionState
from cfpdesk.model.sampling_view import SamplingState
from cfpdesk.ui.parts.population_rows import PopulationPainter, rows_of
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.section_list import SectionList


class PopulationList(QFrame):
    """Emits `chosen` with a row's key, `entered` on Enter, `import_wanted`, `reverse_wanted`."""

    chosen = Signal(str)
    entered = Signal()
    import_wanted = Signal()
    reverse_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        role(self, box="pane")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 12)
        column.setSpacing(4)
        self.list = SectionList(_("Populations"), PopulationPainter())
        role(self.list, box="pane")
        self.list.current_changed.connect(self.chosen)
        self.list.entered_row.connect(lambda _key: self.entered.emit())
        column.addWidget(self.list, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 0, 14, 0)
        foot.setSpacing(6)
        self.reverse = button(
            _("Add a test traced back …"), self.reverse_wanted.emit, icon="plus", kind="link",
            name="add-reverse",
        )  # fmt: skip
        self.reverse.setToolTip(
            _("From meters, purchases or gate log to the inventory: finds what was left out")
        )
        self.add = button(
            _("Import population …"), self.import_wanted.emit, icon="upload", name="import"
        )
        foot.addWidget(self.reverse, 0, Qt.AlignmentFlag.AlignLeft)
        foot.addWidget(self.add)
        column.addLayout(foot)

    def show_state(
        self, state: SamplingState, opinion: OpinionState, current: str, *, read_only: bool
    ) -> str:
        """Show the rows; returns the one that is current: as asked for, else the first."""
        rows = rows_of(state, opinion)
        self.list.set_rows(rows)
        keys = [row.key for row in rows if not row.head]
        chosen = current if current in keys else keys[0]
        self.list.set_current(chosen, quiet=True)
        for made in (self.reverse, self.add):
            made.setEnabled(not read_only)
        self.show_lack(state, chosen)
        return chosen

    def show_lack(self, state: SamplingState, current: str) -> None:
        """Offer a test traced back where the population shown has none."""
        one = state.find(current)
        lacks = one is not None and not one.population.completeness and not one.tests
        self.reverse.setVisible(lacks)
