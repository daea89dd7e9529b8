"""Where the way back of a line goes on: the samples that its amount was checked by."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cfpdesk.i18n import _, msg
from cfpdesk.model.sampling_view import PopulationState
from cfpdesk.ui.parts.population_rows import line_of, shape_of
from cfpdesk.ui.parts.sample_rows import ItemTab, in_tab, rows_of
from cfpdesk.ui.widgets.link_row import LinkRow
from cfpdesk.ui.widgets.status_icon import StatusIcon
from cfpdesk.ui.widgets.text import ElidedLabel, empty, label


class SampleTrail(QWidget):
    """A row for each population whose amounts support the line; emits `opened` with its row."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sample-trail")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._shown: object = None
        self.hide()

    def show_samples(self, samples: Sequence[PopulationState]) -> None:
        """Show these; the same again leave the focus where it is."""
        wanted = [(s.population.row, shape_of(s), line_of(s), below_of(s)) for s in samples]
        if wanted == self._shown:
            return
        self._shown = wanted
        empty(self._column)
        for one in samples:
            self._column.addWidget(self._row(one))
        self.setVisible(bool(samples))

    def _row(self, one: PopulationState) -> LinkRow:
        line, below = line_of(one), below_of(one)
        made = LinkRow(margins=(0, 3, 0, 3))
        made.setObjectName(f"sample-{one.population.row}")
        name = _("Sample {name}").format(name=one.population.name)
        said = (name, line.figure, below, str(shape_of(one).word))
        made.setAccessibleName("，".join(part for part in said if part))
        made.setToolTip(_("Open the sample"))
        made.opened.connect(lambda: self.opened.emit(one.population.row))
        made.line.addWidget(StatusIcon(shape_of(one), 16))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(name))
        if below:
            words.addWidget(ElidedLabel(below, "muted"))
        made.line.addLayout(words, 1)
        made.line.addWidget(label(line.figure, "muted"))
        return made


def below_of(one: PopulationState) -> str:
    """Return how many of the checked items differ, and how many papers stand behind them."""
    rows = rows_of(one)
    if not any(row.done for row in rows):
        return ""
    differing = sum(in_tab(row, ItemTab.DIFFERING) for row in rows)
    papers = len({number for numbers in one.evidence.values() for number in numbers})
    parts = [msg("{n} {n:item differs|items differ}", n=differing) if differing else ""]
    parts.append(msg("{n} {n:piece|pieces} of evidence", n=papers) if papers else "")
    return " · ".join(str(part) for part in parts if part) or _("all as claimed")
