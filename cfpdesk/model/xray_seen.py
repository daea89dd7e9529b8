"""What reading, hashing and computing an engagement anew brought to light, for the X-ray."""

from dataclasses import dataclass, field

from cfpdesk.i18n import Message, Text
from cfpdesk.model.gate import Blocker, Target


@dataclass(frozen=True, slots=True)
class SignedSeen:
    """A signature as it was found.

    Attributes:
        label: who signed what, for a person.
        target: the page where it stands.
        intact: the kept content has the hash that the signature names.
        current: the content is still what is shown today.
    """

    label: Message
    target: Target
    intact: bool = True
    current: bool = True


@dataclass(frozen=True, slots=True)
class FileSeen:
    """An original as it was found: its bytes against its hash."""

    name: str
    row: str
    size: int
    present: bool = True
    same: bool = True


@dataclass(frozen=True, slots=True)
class GlyphSeen:
    """A character that no font of the papers has, and the field it stands in."""

    character: str
    where: Text
    target: Target


@dataclass(frozen=True, slots=True)
class SampleSeen:
    """A sample, drawn once more with its seed.

    Attributes:
        row: of its population.
        at_hand: its items were read on this computer and are the frozen ones.
        strangers: items that were checked and are not in it.
    """

    name: str
    row: str
    at_hand: bool = True
    strangers: int = 0


@dataclass(frozen=True, slots=True)
class ComputedSeen:
    """What was computed anew: lines of the inventory, of so many tables of the client, samples.

    Attributes:
        unread: tables that were not read on this computer.
    """

    lines: int = 0
    tables: int = 0
    unread: int = 0
    samples: tuple[SampleSeen, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What reading and hashing the engagement brought to light.

    Attributes:
        standing: blockers of all steps.
        opening, closing: people on the two attendance sheets; `finding_signatures` likewise.
        items, answered, not_applicable: figures of the checklist.
        unlinked: pieces of evidence that prove nothing yet.
        computed: what follows from the client's tables and the seeds.
        events: lines of the journal; `chain_breaks` names the chains that do not hold.
        amendments: operations after the seal.
        backwards_s: by how many seconds the clock went back at most.
        glyphs: None where the papers' fonts were not looked at.
    """

    standing: tuple[Blocker, ...] = ()
    opening: int = 0
    closing: int = 0
    finding_signatures: int = 0
    signed: tuple[SignedSeen, ...] = ()
    items: int = 0
    answered: int = 0
    not_applicable: int = 0
    files: tuple[FileSeen, ...] = ()
    unlinked: int = 0
    computed: ComputedSeen = ComputedSeen()
    findings: int = 0
    disputed: int = 0
    events: int = 0
    chain_breaks: tuple[str, ...] = ()
    amendments: int = 0
    backwards_s: int = 0
    glyphs: tuple[GlyphSeen, ...] | None = field(default=None)
