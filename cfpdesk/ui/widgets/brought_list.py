"""What a package brought, kind by kind: how many records, which, and what stays without it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from cfpdesk.i18n import Text, _, current_language, msg, text_in
from cfpdesk.steps.merge import Brought
from cfpdesk.ui.widgets.text import ElidedLabel, empty, label

MOST_NAMES = 8  # in a question; the list on the page shows what fits


class BroughtList(QWidget):
    """A line for each kind; hidden where nothing was brought."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("brought")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self.hide()

    def show_parts(self, parts: Sequence[Brought]) -> None:
        """Show these kinds in their order."""
        empty(self._grid)
        self.setVisible(bool(parts))
        for line, part in enumerate(parts):
            words = text_in(part.kind, current_language())
            names = ElidedLabel(names_text(part), "label")
            names.setAccessibleName(f"{words} {part.count}，{names_text(part)}")
            self._grid.addWidget(label(words), line, 0)
            self._grid.addWidget(label(f"{part.count:,}", "strong"), line, 1)
            self._grid.addWidget(names, line, 2)


def names_text(part: Brought, most: int = 0) -> str:
    """Return in one line how much of a kind somebody else wrote as well, and the names.

    Args:
        part: records of one kind.
        most: of the names; 0 for all.
    """
    names = [text_in(name, current_language()) for name in part.names]
    shown = names[: most or len(names)]
    words = " · ".join(shown) + (" …" if len(shown) < len(names) else "")
    kept = ""
    if part.kept:
        kept = str(msg("{n} also written by others, which stays", n=part.kept))
    return "  ".join(text for text in (kept, words) if text)


def brought_text(parts: Sequence[Brought]) -> Text:
    """Return the kinds as lines of a question."""
    lines = []
    for part in parts:
        words = text_in(part.kind, current_language())
        names = names_text(part, MOST_NAMES)
        counted = _("{kind}: {n}").format(kind=words, n=part.count)
        lines.append(f"{counted}  {names}".rstrip())
    return "\n".join(lines)
