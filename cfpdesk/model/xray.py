"""The X-ray before an export: one check a line, each with its figure and what it found.

Pure: what was read and hashed is passed in as `Seen`; the same checks stand on the page, in the
command line and in the record. A check passes, warns or blocks; a package with something that
blocks is exported only as unfinished, and says so in its own `package.json`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.gate import Blocker, Level, Target

NOUN = "package"
SHARED_PAGES = frozenset({"engagement", "opening", "closing", "merge"})


class Outcome(StrEnum):
    """What a check says."""

    PASSES = "passes"
    WARNS = "warns"
    BLOCKS = "blocks"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the X-ray.

    Attributes:
        sentence: what was looked at, with figures.
        figure: the number at the right end of the line.
        troubles: what was found, worst first; empty where it passes.
    """

    code: str
    title: Message
    sentence: Message
    figure: str
    troubles: tuple[Blocker, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Return the worst of what was found."""
        levels = {trouble.level for trouble in self.troubles}
        if levels & {Level.HARD, Level.OVERRIDABLE}:
            return Outcome.BLOCKS
        return Outcome.WARNS if Level.WARNING in levels else Outcome.PASSES


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
class Seen:
    """What reading and hashing the engagement brought to light.

    Attributes:
        standing: blockers of all steps.
        opening, closing: people on the two attendance sheets; `finding_signatures` likewise.
        items, answered, not_applicable: figures of the checklist.
        unlinked: pieces of evidence that prove nothing yet.
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
    findings: int = 0
    disputed: int = 0
    events: int = 0
    chain_breaks: tuple[str, ...] = ()
    amendments: int = 0
    backwards_s: int = 0
    glyphs: tuple[GlyphSeen, ...] | None = field(default=None)


def xray(seen: Seen) -> tuple[Check, ...]:
    """Return every check in the order in which it is shown."""
    checks = [
        _steps(seen.standing),
        _signatures(seen),
        _items(seen),
        _evidence(seen),
        _findings(seen),
        _journal(seen),
        _clock(seen.backwards_s),
    ]
    if seen.glyphs is not None:
        checks.append(_glyphs(seen.glyphs))
    return tuple(checks)


def blocks(checks: Sequence[Check]) -> tuple[Blocker, ...]:
    """Return everything that forbids a finished package."""
    hard = (Level.HARD, Level.OVERRIDABLE)
    return tuple(t for check in checks for t in check.troubles if t.level in hard)


def warnings(checks: Sequence[Check]) -> tuple[Blocker, ...]:
    """Return everything that stays in the record as a warning."""
    return tuple(t for check in checks for t in check.troubles if t.level is Level.WARNING)


def _steps(standing: Sequence[Blocker]) -> Check:
    open_points = tuple(
        sorted(
            (b for b in standing if b.level is not Level.INFO and b.target.page != NOUN),
            key=lambda b: b.level is Level.WARNING,
        )
    )
    hard = sum(b.level is not Level.WARNING for b in open_points)
    return Check(
        code="steps",
        title=msg("Steps"),
        sentence=msg(
            "{n} {n:point blocks|points block}, {m} {m:warns|warn}",
            n=hard,
            m=len(open_points) - hard,
        )
        if open_points
        else msg("Nothing is missing in any step"),
        figure=str(len(open_points)),
        troubles=open_points,
    )


def _signatures(seen: Seen) -> Check:
    troubles = []
    for signed in seen.signed:
        if not signed.intact:
            sentence = msg("{who}: the signed content is missing or was changed", who=signed.label)
            troubles.append(
                _trouble("signature", Level.HARD, "RULE:9.5.2", sentence, signed.target)
            )
        elif not signed.current:
            sentence = msg("{who} signed an earlier version", who=signed.label)
            troubles.append(
                _trouble("earlier", Level.WARNING, "RULE:9.5.2", sentence, signed.target)
            )
    return Check(
        code="signatures",
        title=msg("Meetings and signatures"),
        sentence=msg(
            "opening {opening}, closing {closing}, findings {findings}: unchanged",
            opening=seen.opening,
            closing=seen.closing,
            findings=seen.finding_signatures,
        )
        if not troubles
        else msg(
            "{n} of {total} {n:is not as it was|are not as they were} shown",
            n=len(troubles),
            total=len(seen.signed),
        ),
        figure=str(len(seen.signed)),
        troubles=tuple(sorted(troubles, key=lambda t: t.level is Level.WARNING)),
    )


def _items(seen: Seen) -> Check:
    return Check(
        code="items",
        title=msg("Check items"),
        sentence=msg(
            "{n} of {total} {n:has|have} an answer; {na} {na:does|do} not apply",
            n=seen.answered,
            total=seen.items,
            na=seen.not_applicable,
        ),
        figure=str(seen.answered),
    )


def _evidence(seen: Seen) -> Check:
    troubles = [
        _trouble(
            "original",
            Level.HARD,
            "RULE:9.8.3",
            msg("{name}: the original was changed", name=file.name)
            if file.present
            else msg("{name}: the original is missing", name=file.name),
            Target("evidence", file.row),
        )
        for file in seen.files
        if not (file.present and file.same)
    ]
    return Check(
        code="evidence",
        title=msg("Evidence"),
        sentence=msg(
            "{n} {n:original has its|originals have their} fingerprint; {unlinked} not linked",
            n=len(seen.files) - len(troubles),
            unlinked=seen.unlinked,
        ),
        figure=str(len(seen.files)),
        troubles=tuple(troubles),
    )


def _findings(seen: Seen) -> Check:
    return Check(
        code="findings",
        title=msg("Findings"),
        sentence=msg("{n} {n:finding|findings}, {m} disputed", n=seen.findings, m=seen.disputed),
        figure=str(seen.findings),
    )


def _journal(seen: Seen) -> Check:
    return Check(
        code="journal",
        title=msg("Journal"),
        sentence=msg(
            "{n} {n:entry|entries} chained; {m} {m:operation|operations} after the seal",
            n=seen.events,
            m=seen.amendments,
        )
        if not seen.chain_breaks
        else msg("The chain of {n} {n:entry|entries} is broken", n=seen.events),
        figure=f"{seen.events:,}",
        troubles=tuple(
            _trouble(
                "chain",
                Level.HARD,
                "",
                msg("The chain {name} does not hold", name=name),
                Target(NOUN),
            )
            for name in seen.chain_breaks
        ),
    )


def _clock(backwards_s: int) -> Check:
    troubles: tuple[Blocker, ...] = ()
    minutes = backwards_s // 60
    if backwards_s > 0:
        sentence = (
            msg("The clock went back by {n} min; the order follows the numbers", n=minutes)
            if minutes
            else msg("The clock went back by {n} s; the order follows the numbers", n=backwards_s)
        )
        troubles = (_trouble("clock", Level.WARNING, "", sentence, Target(NOUN)),)
    return Check(
        code="clock",
        title=msg("Clock"),
        sentence=msg("went back by {n} min at most", n=minutes)
        if minutes
        else msg("went back by {n} s at most", n=backwards_s)
        if backwards_s
        else msg("never went back"),
        figure=f"{minutes} min" if minutes else f"{backwards_s} s",
        troubles=troubles,
    )


def _glyphs(glyphs: Sequence[GlyphSeen]) -> Check:
    troubles = tuple(
        _trouble(
            "glyph",
            Level.WARNING,
            "",
            msg("No font has “{character}” ({where})", character=g.character, where=g.where),
            g.target,
        )
        for g in glyphs
    )
    return Check(
        code="glyphs",
        title=msg("Characters"),
        sentence=msg("{n} {n:character prints|characters print} as ▢", n=len(glyphs))
        if glyphs
        else msg("the fonts have every character that is used"),
        figure=str(len(glyphs)),
        troubles=troubles,
    )


def for_an_auditor(standing: Iterable[Blocker]) -> tuple[Blocker, ...]:
    """Let an auditor's package go out finished although others still hold the meetings.

    Agreed facts, meetings and merging are the whole visit's; they block the lead's package.
    """
    hard = (Level.HARD, Level.OVERRIDABLE)
    return tuple(
        replace(b, level=Level.WARNING) if b.target.page in SHARED_PAGES and b.level in hard else b
        for b in standing
    )


def _trouble(code: str, level: Level, clause: str, sentence: Message, target: Target) -> Blocker:
    return Blocker(f"package.{code}", level, clause, sentence, msg("Look"), target)
