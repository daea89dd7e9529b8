"""What is said of a field that a merge touched: each value, whose it is, and when."""

from collections.abc import Sequence

from cfpdesk.i18n import Message, _, current_language, msg, text_in
from cfpdesk.store.merged_field import Part, Touched, touched
from cfpdesk.store.session import Session

_WORDS: dict[Part, Message] = {
    Part.STANDS: msg("as it stands"),
    Part.TAKEN: msg("taken"),
    Part.BESIDE: msg("beside it"),
}

_LONGEST = 120  # characters of a value; the field and the history have all of it


def merged_words(session: Session, table: str, row: str, field: str) -> str:
    """Return what stood against a field's value; nothing where no merge touched it."""
    values = touched(session, table, row, field) if row else ()
    return _said(values) if values else ""


def _said(values: Sequence[Touched]) -> str:
    lines = [_("A merge touched this field.")]
    for value in values:
        text = " ".join(text_in(value.text, current_language()).split()) or "–"
        shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        at = value.entry.at.astimezone().strftime("%m-%d %H:%M")
        mark = _WORDS[value.part]
        lines.append(f"{value.entry.person} · {at} · {mark}\n{shown}")
    return "\n".join(lines)
