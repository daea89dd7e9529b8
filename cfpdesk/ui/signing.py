"""What is handed to a person to sign, and what comes back; the window for it is `signing_window`.

    desk.hand_over([
        SigningRequest(
            person=person.row, name=person.name, title=person.title,
            statement=Bilingual("我已参加首次会议。…", "I attended the opening meeting. …"),
            document=msg("Opening meeting attendance sheet"), version=3, fingerprint="9C1E 47A0",
            pdf=lambda language: to_pdf(build(state), language), ring=person.name,
            signed=lambda result: opening.sign(self.session, person.row, result…),
        ) for person in unsigned
    ])

The page binds a signature to the canonical facts itself (it knows them); the window only shows
them and returns the ink.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from cfpdesk.i18n import Bilingual, Language, Message, Text, msg
from cfpdesk.model.ink import Ink


class Ask(StrEnum):
    """What the heading of the signing page asks for."""

    SIGN_IN = "sign_in"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class SigningResult:
    """What the person did.

    Attributes:
        ink: the drawn strokes; None where the name was typed or signing was declined.
        typed: the name as typed, where no pointing device works.
        declined: the person does not sign; `reason` is theirs, word for word, may be empty.
        language: the language the page was shown in last.
    """

    ink: Ink | None = None
    typed: str = ""
    declined: bool = False
    reason: str = ""
    language: Language = "zh"


@dataclass(frozen=True, slots=True)
class SigningRequest:
    """One person, one document, one sentence.

    Attributes:
        person: the person's row.
        statement: one plain sentence of what the signature means, in both languages.
        document, version, fingerprint: what is signed; the fingerprint as shown.
        pdf: the bytes of the page in a language, by the renderer that prints it.
        ring: text on the page that is scrolled into view; the document itself rings the row.
        signed: stores the result; a `UserError` from it is shown and nothing goes on.
    """

    person: str
    name: str
    title: str
    statement: Bilingual
    document: Text
    pdf: Callable[[Language], bytes]
    signed: Callable[[SigningResult], object]
    version: int = 1
    fingerprint: str = ""
    ring: str = ""
    ask: Ask = Ask.SIGN

    def heading(self) -> Message:
        """Return what the page asks of the person."""
        if self.ask is Ask.SIGN_IN:
            return msg("{name}, please sign in", name=self.name)
        return msg("{name}, please read and sign", name=self.name)
