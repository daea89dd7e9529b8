"""One list of the rules as fields: texts, yes-or-no questions with a word, risks with a reason.

    items = RuleItems(self.desk, rules.rule_list(ListCode.STAGE1), self._write)
    items.show_entries(lambda item: view.entry(ListCode.STAGE1, item), frozen=False)

Each field is called as its blocker's: `<list>.<item>`; the words beside a question or a risk have
`.text` behind it. `show_entries` never overwrites what is being typed.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cfpdesk.i18n import _, current_language, text_in
from cfpdesk.model.clause import clause_text
from cfpdesk.model.rule_entry import RISK_GRADE_WORD, RiskGrade, RuleEntry
from cfpdesk.model.rule_list import ItemKind, RuleItem, RuleList
from cfpdesk.model.yes_no import YesNo
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import ChoiceField, NoteField
from cfpdesk.ui.widgets.text import label

_JUDGEMENT_WIDTH = 92
_RISK_WIDTH = 104  # px; a grade of risk is a longer word


class WriteItem(Protocol):
    """Writes one part of an item; raises UserError where that is refused."""

    def __call__(
        self,
        rule_list: str,
        item: str,
        *,
        answer: YesNo | None = None,
        risk: RiskGrade | None = None,
        text: str | None = None,
    ) -> object:
        """Write answer, risk or text."""


class RuleItems(QWidget):
    """The items of one list, one below the other.

    Args:
        desk: the window's services.
        rule_list: as the engagement's rules have it.
        write: the verb of the step.
        without: codes of items that stand elsewhere on the page.
    """

    def __init__(
        self,
        desk: Desk,
        rule_list: RuleList,
        write: WriteItem,
        without: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__()
        self._desk, self._list, self._write = desk, rule_list, write
        self._texts: dict[str, NoteField] = {}
        self._choices: dict[str, ChoiceField] = {}
        self._given: dict[str, QLabel] = {}
        self._at: dict[str, int] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        judged = rule_list.kind in (ItemKind.YES_NO, ItemKind.RISK)
        self._grid.setColumnStretch(0, 4 if judged else 3)
        self._grid.setColumnStretch(2, 5 if judged else 6)
        for item in rule_list.items:
            if item.code not in without:
                self._add(item)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the items shown."""
        return tuple(self._texts)

    def show_entries(
        self,
        entry: Callable[[str], RuleEntry],
        *,
        frozen: bool,
        given: Mapping[str, str] | None = None,
    ) -> None:
        """Show what stands at each item.

        Args:
            entry: returns what stands at an item.
            frozen: nothing can be written.
            given: words of items that are known from elsewhere, shown instead of the field where
                nothing was written.
        """
        for code, field in self._texts.items():
            kept = entry(code)
            field.show(kept.text, kept.row)
            field.set_read_only(read_only=frozen)
            words = "" if kept.text else (given or {}).get(code, "")
            self._show_given(code, words)
        for code, choice in self._choices.items():
            kept = entry(code)
            value = kept.risk if self._list.kind is ItemKind.RISK else kept.answer
            choice.show(value, kept.row)
            choice.set_read_only(read_only=frozen)

    def _show_given(self, code: str, words: str) -> None:
        if words and code not in self._given:
            made = label("", "", wrap=True)
            self._grid.addWidget(made, self._at[code], 1, 1, 2)
            self._given[code] = made
        self._texts[code].box.setHidden(bool(words))
        if code in self._given:
            self._given[code].setText(words)
            self._given[code].setVisible(bool(words))

    def _add(self, item: RuleItem) -> None:
        at = self._at[item.code] = self._grid.rowCount()
        name = text_in(item.text, current_language())
        words = label(name, "label", wrap=True)
        self._grid.addWidget(words, at, 0, Qt.AlignmentFlag.AlignVCenter)
        judged = self._list.kind in (ItemKind.YES_NO, ItemKind.RISK)
        if judged:
            choice = self._choice(item, name)
            words.setBuddy(choice.focus_widget)
            self._grid.addWidget(choice.box, at, 1, Qt.AlignmentFlag.AlignVCenter)
        text = self._text(item, name, judged=judged)
        if not judged:
            words.setBuddy(text.focus_widget)
        column, span = (2, 1) if judged else (1, 2)
        self._grid.addWidget(text.box, at, column, 1, span)

    def _choice(self, item: RuleItem, name: str) -> ChoiceField:
        risky = self._list.kind is ItemKind.RISK
        made = ChoiceField(
            self._desk,
            RuleEntry.TABLE,
            f"{self._list.code}.{item.code}",
            name,
            self._judge(item.code, risky=risky),
            _risks() if risky else _answers(),
        )
        made.combo.setFixedWidth(_RISK_WIDTH if risky else _JUDGEMENT_WIDTH)
        made.describe(text_in(clause_text(self._list.clause), current_language()), "")
        self._choices[item.code] = made
        return made

    def _judge(self, item: str, *, risky: bool) -> Callable[[str], object]:
        if risky:
            return lambda value: self._write(self._list.code, item, risk=RiskGrade(value))
        return lambda value: self._write(self._list.code, item, answer=YesNo(value))

    def _text(self, item: RuleItem, name: str, *, judged: bool) -> NoteField:
        words = _("Reason") if self._list.kind is ItemKind.RISK else _("Comment")
        field = f"{self._list.code}.{item.code}"
        made = NoteField(
            self._desk,
            RuleEntry.TABLE,
            f"{field}.text" if judged else field,
            f"{name} {words}" if judged else name,
            lambda text: self._write(self._list.code, item.code, text=text),
            words if judged else "",
            1,
        )
        made.describe(text_in(clause_text(self._list.clause), current_language()), "")
        self._texts[item.code] = made
        return made


def _answers() -> list[tuple[str, str]]:
    return [("", "–"), (YesNo.YES, _("Yes")), (YesNo.NO, _("No"))]


def _risks() -> list[tuple[str, str]]:
    grades = (RiskGrade.LOW, RiskGrade.MEDIUM, RiskGrade.HIGH)
    return [("", "–"), *((grade, str(RISK_GRADE_WORD[grade])) for grade in grades)]
