"""A signature in a cell or a box: 24 × 10 mm, drawn as vectors, or the name as it was typed."""

from cfpdesk.documents.document import DocumentLanguage, Signed, in_line
from cfpdesk.documents.pdf_page import MM, InkMark, Mark, TextMark
from cfpdesk.documents.typeset import Setting, Style, set_text
from cfpdesk.i18n import msg
from cfpdesk.model.ink import fitted

SIGN_WIDTH, SIGN_HEIGHT = 24 * MM, 10 * MM
TYPED = Style(11, bold=True)
NOTE = Style(7.5, colour="muted")


def signed_height(signed: Signed, language: DocumentLanguage, width: float) -> float:
    """Return the least height of a cell that shows this, in points."""
    return _main_height(signed, width) + _note(signed, language, width).height + 1.2 * MM


def signed_marks(
    signed: Signed, language: DocumentLanguage, x: float, y: float, width: float, height: float
) -> tuple[list[Mark], list[Setting]]:
    """Return the marks of a signature in the middle of a cell, and the texts set for it."""
    note = _note(signed, language, width)
    top = y + (height - _main_height(signed, width) - note.height) / 2
    marks: list[Mark] = []
    settings = [note]
    if signed.ink is not None:
        curves = fitted(signed.ink, SIGN_WIDTH, SIGN_HEIGHT)
        marks.append(InkMark(x + (width - SIGN_WIDTH) / 2, top, curves))
    else:
        name = set_text(signed.typed, width, TYPED)
        settings.append(name)
        marks += _middle(name, x, width, top)
    marks += _middle(note, x, width, top + _main_height(signed, width))
    return marks, settings


def _main_height(signed: Signed, width: float) -> float:
    if signed.ink is not None:
        return SIGN_HEIGHT
    return set_text(signed.typed, width, TYPED).height


def _note(signed: Signed, language: DocumentLanguage, width: float) -> Setting:
    texts = [signed.note] if signed.note else []
    if signed.ink is None:
        texts.insert(0, msg("typed"))
    return set_text(" · ".join(in_line(text, language) for text in texts), width, NOTE)


def _middle(setting: Setting, x: float, width: float, y: float) -> list[Mark]:
    marks: list[Mark] = []
    for line in setting.lines:
        marks.append(TextMark(x + (width - line.width) / 2, y + line.style.leading / 2, line))
        y += line.style.leading
    return marks
