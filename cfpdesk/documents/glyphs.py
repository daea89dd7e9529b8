"""The characters of all papers that no font has, for the X-ray: here facts and fonts meet."""

from dataclasses import replace

from cfpdesk.documents.coverage import missing_glyphs
from cfpdesk.documents.document import Options
from cfpdesk.documents.registry import DOCUMENTS
from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.gate import Target
from cfpdesk.model.xray_seen import GlyphSeen, Seen
from cfpdesk.store.session import Session


def glyphs_seen(session: Session, seen: Seen) -> Seen:
    """Return what was seen with the missing characters of every document in it."""
    found: dict[str, GlyphSeen] = {}
    for kind in DOCUMENTS:
        document = kind.build(session, Options())
        for glyph in missing_glyphs(document):
            where = _where(kind.title, glyph.where[0] if glyph.where else "")
            found.setdefault(
                glyph.char, GlyphSeen(glyph.char, where, Target("document", kind.code))
            )
    return replace(seen, glyphs=tuple(found.values()))


def _where(title: Message, field: Text) -> Message:
    return msg("{document}, {field}", document=title, field=field)
