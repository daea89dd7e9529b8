"""Half-typed text that outlived a crash: finding it, and offering it at its field."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from cfpdesk.i18n import _
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.text import ElidedLabel


def kept_draft(desk: Desk, table: str, row: str, field: str) -> str | None:
    """Return the draft of a field, or None."""
    if not desk.is_open or not row:
        return None
    for draft in desk.session.drafts():
        if (draft.table, draft.row, draft.field) == (table, row, field):
            return draft.text
    return None


def offer(text: str, *, use: Callable[[], object], drop: Callable[[], object]) -> QFrame:
    """Return a line that offers a draft again."""
    made = QFrame()
    role(made, box="tint-warn")
    layout = QHBoxLayout(made)
    layout.setContentsMargins(8, 2, 4, 2)
    words = " ".join(text.split())
    layout.addWidget(ElidedLabel(_("Not finished last time: {text}").format(text=words)), 1)
    layout.addWidget(button(_("Go on with it"), use, kind="link"))
    layout.addWidget(button(_("Discard"), drop, kind="link"))
    return made
