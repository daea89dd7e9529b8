"""What a page is, and how to write one.

    class OpeningPage(Page):
        NOUN = "opening"                       # the step's noun; the same in every layer
        WATCHES = frozenset({"meeting", "agenda_point", "attendance", "person", "signature"})
        LAYOUT = "read"                        # "read": cards, side panel open
                                               # "work": panes, side panel as a strip

        def build(self) -> None:               # widgets only, no state; texts by _()
            layout = QVBoxLayout(self)
            self._form = Form(self.desk, self)             # ui/form.py
            self._place = self._form.line("meeting", "place", _("Place"), self._set_place)
            ...

        def refresh(self) -> None:             # state into widgets; called after each commit
            state = opening.state(self.session)
            self._form.show("place", state.meeting.place, row=state.meeting.row)

        def state_line(self) -> str:           # the figures beside the title
            return str(msg("{n} of {total} points", n=…, total=…))

        def page_actions(self) -> Sequence[PageAction]:
            return (PageAction("print", _("Print sheet"), self._print, icon="printer",
                               shortcut="Ctrl+P"),
                    PageAction("end", _("End meeting"), self._end, primary=True,
                               enabled=not blocked, why=…))

Rules:

- A page keeps no data. It may keep *view state* (which row is selected, which filter is on) as
  attributes set in `__init__`; those survive `rebuild`, which runs `build` again on a language
  switch. Everything else is read from `steps.<noun>.state(session)` in `refresh`.
- `refresh` must keep focus, cursor and scroll: change values, do not rebuild lists whose rows are
  the same. The form builder never overwrites a field that has focus and was typed in.
- Edits call verbs of the step through `self.desk.attempt(lambda: steps.verb(…))`: a `UserError`
  is shown as a sentence, and the page is refreshed by the commit itself.
- Every widget that can have focus gets an accessible name (the form builder does it; else
  `setAccessibleName`). Colours come from the roles in `ui/style.py`, icons from `ui/icons.py`.
- Cards: `widgets.card.Card(title, note)`; rows of lists: `widgets.list_delegate`; tables:
  `ui/table_model.py`; answers and status marks: `widgets.status_icon`; chips, segments and empty
  states in `widgets/`.
- A read page puts its cards into `self.scrolled()`; a work page puts panes into `panes(...)`
  (`widgets/panes.py`), whose splitter sizes are remembered. F6 goes through `self.panes()`.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cfpdesk.model.gate import StepStatus, Target

if TYPE_CHECKING:
    from cfpdesk.store.session import Session
    from cfpdesk.ui.desk import Desk

Layout = Literal["read", "work"]
KEY_SIGNS = (("Return", "↵"), ("Right", "→"), ("Left", "←"), ("Up", "↑"), ("Down", "↓"))


@dataclass(frozen=True, slots=True)
class PageAction:
    """Something a page offers: a button of its title row, a shortcut, a line of the palette.

    Attributes:
        name: stable and unique on the page; for tests.
        text: the verb, in the language of the window now.
        icon: a file name of `resources/icons` without its ending.
        shortcut: as in `QKeySequence`, for example "Ctrl+N"; empty for none.
        primary: the one filled button of the page.
        enabled, why: a disabled action says why in its tooltip.
        in_title: False keeps it out of the title row (keys and palette only).
        checked: None for a plain button, else a toggle's state.
    """

    name: str
    text: str
    run: Callable[[], object]
    icon: str = ""
    shortcut: str = ""
    primary: bool = False
    enabled: bool = True
    why: str = ""
    in_title: bool = True
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class Guidance:
    """What the foot of the side panel says about the thing in focus (F1).

    Attributes:
        title: the clause, for example "规则 9.5.2".
        text: what it asks, in our own words; paragraphs divided by newlines.
        clauses: as in data; where an organisation has loaded the rules, their own text is shown
            below our words.
    """

    title: str
    text: str
    clauses: tuple[str, ...] = ()


class Page(QWidget):
    """The base of every page; see the module text."""

    NOUN: ClassVar[str]
    WATCHES: ClassVar[frozenset[str]] = frozenset()
    LAYOUT: ClassVar[Layout] = "read"
    FIRST_PANE: ClassVar[int] = 0
    """Which of the panes has the keys when a work page is shown: its list."""

    def __init_subclass__(cls) -> None:
        """Refuse the name that `QWidget.actions` has already."""
        super().__init_subclass__()
        if "actions" in cls.__dict__:
            raise TypeError(f"{cls.__name__}.actions: a page's own are called page_actions")

    def __init__(self, desk: "Desk") -> None:
        super().__init__()
        self.desk = desk
        self._built = False
        self.stale = True

    @property
    def session(self) -> "Session":
        """The engagement that is open."""
        return self.desk.session

    # What a page writes -----------------------------------------------------------------------

    def build(self) -> None:
        """Make the widgets, with texts in the language of the window; called once a language."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Put the state into the widgets, keeping focus, cursor and scroll."""
        raise NotImplementedError

    def state_line(self) -> str:
        """Return one line of state in figures, shown beside the title."""
        return ""

    def page_actions(self) -> Sequence[PageAction]:
        """Return what the page offers now; asked again after each refresh."""
        return ()

    def focus_on(self, target: Target) -> None:
        """Show and focus the row and field of a target, as far as the page knows them.

        The default focuses the field whose object name is `target.field`.
        """
        if target.field:
            field = self.findChild(QWidget, target.field)
            if field is not None:
                field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def guidance(self) -> Guidance | None:
        """Return what F1 shows for the thing in focus; None where there is nothing to say."""
        return None

    def hand_over(self) -> bool:
        """Start the client signing page for what is selected (Ctrl+H); False if nothing can be."""
        return False

    def filter_field(self) -> QWidget | None:
        """Return the field that Ctrl+F goes to; None where the page has no filter."""
        return None

    def panes(self) -> Sequence[QWidget]:
        """Return the panes in the order F6 goes through them."""
        return ()

    def take_focus(self) -> None:
        """Take the keys where nothing on the page has them: a work page's list, else the page."""
        panes = self.panes() if self.LAYOUT == "work" else ()
        first = panes[min(self.FIRST_PANE, len(panes) - 1)] if panes else self
        fit = first.isEnabled() and first.focusPolicy() is not Qt.FocusPolicy.NoFocus
        if not fit or self._puts_away(first):
            first = self
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _puts_away(self, part: QWidget) -> bool:
        """Tell whether a part was hidden; one that was only not shown yet was not."""
        explicit = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
        around: QWidget | None = part
        while around is not None and around is not self:
            if around.isHidden() and around.testAttribute(explicit):
                return True
            around = around.parentWidget()
        return False

    def paste(self) -> bool:
        """Take what is in the clipboard as evidence (Ctrl+V outside text); False if not wanted."""
        return False

    def receive(self, paths: Sequence[Path]) -> bool:
        """Take packages that were dropped or opened (Ctrl+O); False if the page takes none."""
        del paths
        return False

    def go_on(self) -> bool:
        """Do the next possible thing here; False where the page has nothing of its own.

        Asked where the next thing leads to the page that is shown already (Ctrl+Enter).
        """
        return False

    def waiting(self) -> StepStatus | None:
        """Return what waits here and is written nowhere yet, for the rail; None for nothing.

        After a change that no commit tells, call `desk.status_changed()`.
        """
        return None

    # What the window does ---------------------------------------------------------------------

    def lead_to(self, target: Target) -> None:
        """Show a row or a field of this page, scrolled to where it can be seen."""
        from cfpdesk.ui.focus import reveal  # not before the first page is painted

        self.focus_on(target)
        field = self.focusWidget()
        if field is not None and field is not self:
            reveal(field)

    def show_state(self) -> None:
        """Build if needed and refresh; the window calls this when the page is shown or stale."""
        if not self._built:
            self.build()
            self._built = True
        self.refresh()
        self.stale = False

    def rebuild(self) -> None:
        """Build anew in the current language, with focus, cursor and scroll where they were."""
        if not self._built:
            return
        from cfpdesk.ui.page_place import PagePlace

        place = PagePlace(self)
        self._clear()
        self.build()
        self.refresh()
        place.restore(self)

    def forget(self) -> None:
        """Let the widgets go until the page is shown again, in another language perhaps."""
        if self._built:
            self._clear()
            self._built = False
        self.stale = True

    def _clear(self) -> None:
        attic = QWidget(self.desk.window)  # owned there: a child may be in the middle of an event
        attic.hide()
        layout = self.layout()
        if layout is not None:
            attic.setLayout(layout)
        for child in self.children():
            if isinstance(child, QWidget):
                child.setParent(attic)
            elif isinstance(child, QTimer):
                child.stop()
        attic.deleteLater()

    # For pages that are read ------------------------------------------------------------------

    def scrolled(self) -> QVBoxLayout:
        """Fill the page with a scroll area on 20 px gutters; returns the layout for the cards."""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("box", "scrolled")
        cards = QVBoxLayout(inside)
        cards.setContentsMargins(20, 4, 20, 14)
        cards.setSpacing(12)
        area.setWidget(inside)
        outer.addWidget(area)
        return cards


def key_text(shortcut: str) -> str:
    """Return a shortcut as it is shown, for example "Ctrl ↵"."""
    if not shortcut:
        return ""
    forms = QKeySequence.SequenceFormat  # in words of no language but on the Mac, in its signs
    form = forms.NativeText if sys.platform == "darwin" else forms.PortableText
    shown = QKeySequence(shortcut).toString(form).replace("+", " ")
    for word, sign in KEY_SIGNS:
        shown = shown.replace(word, sign)
    return shown
