"""The X-ray before an export: one check a line, each with its figure and what it found.

Pure: what was read and hashed is passed in as `Seen`; the same checks stand on the page, in the
command line and in the record. A check passes, warns or blocks; a package with something that
blocks is exported only as unfinished, and says so in its own `package.json`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from cfpdesk.i18n import Message, msg
from cfpdesk.model.gate import Blocker, Level, Target
from cfpdesk.model.xray_seen import ComputedSeen, GlyphSeen, SampleSeen, Seen

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


def xray(seen: Seen) -> tuple[Check, ...]:
    """Return every check in the order in which it is shown."""
    checks = [
        _steps(seen.standing),
        _signatures(seen),
        _items(seen),
        _evidence(seen),
        _inventory(seen.computed),
        _sampling(seen.computed.samples),
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


def _inventory(computed: ComputedSeen) -> Check:
    troubles: tuple[Blocker, ...] = ()
    if computed.unread:
        sentence = msg(
            "{n} {n:table|tables} of the client {n:was|were} not read on this computer",
            n=computed.unread,
        )
        target = Target("inventory", field="unread")
        troubles = (_trouble("unread", Level.WARNING, "RULE:6.2", sentence, target),)
    return Check(
        code="inventory",
        title=msg("Inventory"),
        sentence=msg(
            "{n} {n:line|lines} recalculated from {m} {m:table|tables} of the client",
            n=computed.lines,
            m=computed.tables,
        ),
        figure=f"{computed.lines:,}",
        troubles=troubles,
    )


def _sampling(samples: Sequence[SampleSeen]) -> Check:
    troubles = tuple(
        _trouble(
            "stranger",
            Level.WARNING,
            "ISO14064-3:6.1.3",
            msg(
                "{name}: {n} checked {n:item is|items are} not in the sample that the seed draws",
                name=sample.name,
                n=sample.strangers,
            ),
            Target("sampling", sample.row),
        )
        for sample in samples
        if sample.strangers
    )
    again = sum(sample.at_hand for sample in samples)
    return Check(
        code="sampling",
        title=msg("Samples"),
        sentence=msg(
            "{n} of {total} {total:sample|samples} drawn once more by the seed: the same items",
            n=again - len(troubles),
            total=len(samples),
        )
        if samples
        else msg("nothing was drawn"),
        figure=str(len(samples)),
        troubles=troubles,
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
