"""What stands in head and foot of every page, in PDF and Excel alike."""

from cfpdesk.documents.document import Document, DocumentLanguage, fingerprint, in_line
from cfpdesk.i18n import Bilingual, Text, msg

CONTENT, JOURNAL = Bilingual("内容指纹", "Content"), Bilingual("日志指纹", "Journal")


def head_numbers(document: Document, language: DocumentLanguage) -> list[str]:
    """Return the document's number, its version, and the word draft where it is one."""
    numbers: list[Text] = [document.number]
    if document.version:
        numbers.append(msg("Version {n}", n=document.version))
    if document.options.draft:
        numbers.append(msg("DRAFT"))
    return [in_line(part, language) for part in numbers if part]


def foot_fingerprints(document: Document, language: DocumentLanguage) -> list[str]:
    """Return the fingerprints: of the content signed for, and of the journal that is shown."""
    if not document.options.fingerprint:
        return []
    hashes = ((CONTENT, document.content_sha256), (JOURNAL, document.journal_sha256))
    return [
        f"{in_line(label, language)} {fingerprint(sha256)}" for label, sha256 in hashes if sha256
    ]
