"""Pages outside an engagement (first run, start, locked): brand, language, one framed sheet."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.text import empty, label

SHEET_WIDTH = 920


class FramePage(QWidget):
    """Subclasses fill the sheet in `build`, which runs again on a language switch."""

    def __init__(self, speak: Callable[[str], object]) -> None:
        super().__init__()
        role(self, box="window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._speak = speak
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)

    def build(self) -> None:
        """Make everything, in the language of the window."""
        empty(self._outer)
        self._outer.addWidget(self._top())
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        role(inside, box="scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 12, 20, 40)
        line = QHBoxLayout()
        sheet = QFrame()
        role(sheet, box="sheet")
        sheet.setMaximumWidth(SHEET_WIDTH)
        sheet.setMinimumWidth(min(SHEET_WIDTH, 640))
        line.addStretch(1)
        line.addWidget(sheet, 20)
        line.addStretch(1)
        column.addStretch(2)
        column.addLayout(line)
        column.addStretch(3)
        area.setWidget(inside)
        self._outer.addWidget(area, 1)
        self.fill(sheet)
        fields = sheet.findChildren(QLineEdit)
        if fields:
            self.setFocusProxy(fields[0])

    def fill(self, sheet: QFrame) -> None:
        """Put the content into the sheet."""
        raise NotImplementedError

    def _top(self) -> QWidget:
        top = QWidget()
        line = QHBoxLayout(top)
        line.setContentsMargins(24, 14, 24, 8)
        mark = label()
        set_icon(mark, "logo", "text", 22)
        line.addWidget(mark)
        line.addWidget(label("cfpdesk", "card"))
        line.addStretch(1)
        language = Choice(_("Language"))
        language.setObjectName("frame-language")
        language.set_options([("zh", "中文"), ("en", "English")])
        language.choose(current_language())
        language.chosen.connect(self._speak)
        line.addWidget(language)
        return top


def two_halves(sheet: QFrame) -> tuple[QVBoxLayout, QVBoxLayout]:
    """Divide the sheet into the wide left half and the raised right one."""
    line = QHBoxLayout(sheet)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(0)
    left = QVBoxLayout()
    left.setContentsMargins(40, 34, 40, 36)
    left.setSpacing(4)
    line.addLayout(left, 13)
    right_half = QFrame()
    role(right_half, box="sheet-right")
    right = QVBoxLayout(right_half)
    right.setContentsMargins(34, 40, 34, 30)
    right.setSpacing(14)
    line.addWidget(right_half, 10)
    return left, right
