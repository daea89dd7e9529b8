"""From a document to bytes, with all that is worth keeping about them.

    document = build_document(session, "attendance_opening", Options())   # the window's thread
    printed = render(document, "both", "pdf")                             # in a job: no session
    printed.data, printed.missing, printed.file_name
    issue.write(session, printed…)                                        # back on the window's

`printed` carries what `model.issue.Issue` keeps: the state that is shown, and both hashes.
"""

import hashlib
import re
from dataclasses import dataclass

from cfpdesk.documents.coverage import MissingGlyph, missing_glyphs
from cfpdesk.documents.document import Document, DocumentLanguage, Form, Options
from cfpdesk.documents.registry import document_kind
from cfpdesk.documents.to_excel import to_excel
from cfpdesk.documents.to_pdf import to_pdf
from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.store.session import Session

_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')


@dataclass(frozen=True, slots=True)
class Printed:
    """A document as it leaves the program.

    Attributes:
        data: the bytes; equal documents give equal bytes.
        state: canonical JSON of what it shows; `state_sha256` is its hash.
        content_sha256: hash of the part of it that is signed for.
        file_sha256: hash of `data`.
        missing: characters that no font has, with their fields; they print as ▢.
        file_name: a name to offer, for example CFP-2026-0417-OM-v3-zh.pdf.
    """

    document: Document
    language: DocumentLanguage
    form: Form
    data: bytes
    missing: tuple[MissingGlyph, ...]

    @property
    def state(self) -> bytes:
        """Return canonical JSON of what it shows."""
        return self.document.state

    @property
    def state_sha256(self) -> str:
        """Return the hash of what it shows."""
        return self.document.state_sha256

    @property
    def content_sha256(self) -> str:
        """Return the hash of what is signed for."""
        return self.document.content_sha256

    @property
    def file_sha256(self) -> str:
        """Return the hash of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def file_name(self) -> str:
        """Return a name for the file that every system accepts."""
        parts = [self.document.number or self.document.code]
        if self.document.version:
            parts.append(f"v{self.document.version}")
        if self.document.options.draft:
            parts.append("draft")
        parts.append(self.language)
        return _UNSAFE.sub("_", "-".join(parts)).strip(". ") + f".{self.form}"


def build_document(session: Session, code: str, options: Options | None = None) -> Document:
    """Return a document as it stands now.

    Raises:
        UserError: if there is no document of that code.
    """
    return document_kind(code).build(session, options or Options())


def render(
    document: Document, language: DocumentLanguage, form: Form, *, preview: bool = False
) -> Printed:
    """Return the document's bytes; needs no session, so a job may do it.

    Args:
        document: as it was built.
        language: of the words.
        form: what is wanted.
        preview: for the window, which shows pages also of what is not offered as PDF.

    Raises:
        UserError: if the document is not offered in that form, the fonts were never built, or
            something is missing that the form needs.
    """
    forms = document_kind(document.code).forms
    if form not in forms and not (preview and form == "pdf"):
        offered = ", ".join(forms)
        raise UserError(
            msg("This document is offered as {forms}, not as {form}.", forms=offered, form=form)
        )
    whole = document.whole()
    data = _bytes(whole, language, form)
    return Printed(whole, language, form, data, missing_glyphs(whole, language))


def _bytes(document: Document, language: DocumentLanguage, form: Form) -> bytes:
    for own in document.files:
        if own.form == form:
            return own.make(language)
    return to_pdf(document, language) if form == "pdf" else to_excel(document, language)
