"""The X-ray: what passes, what warns, what blocks."""

import pytest

from cfpdesk.i18n import msg
from cfpdesk.model.gate import Blocker, Level, Target
from cfpdesk.model.xray import Check, Outcome, blocks, warnings, xray
from cfpdesk.model.xray_seen import ComputedSeen, FileSeen, GlyphSeen, SampleSeen, Seen, SignedSeen

WHO = msg("Draft")
PLACE = Target("opening")


def check(seen: Seen, code: str) -> Check:
    return next(c for c in xray(seen) if c.code == code)


def blocker(level: Level, page: str = "opening") -> Blocker:
    return Blocker("opening.x", level, "", WHO, WHO, Target(page))


def test_a_clean_engagement_passes_every_check() -> None:
    checks = xray(Seen(items=50, answered=50, events=2951, glyphs=()))
    assert {c.outcome for c in checks} == {Outcome.PASSES}
    assert blocks(checks) == warnings(checks) == ()
    assert check(Seen(events=2951), "journal").figure == "2,951"


def test_a_sample_that_is_drawn_the_same_is_counted() -> None:
    samples = (SampleSeen("slips", "r"), SampleSeen("waybills", "s", at_hand=False))
    found = check(Seen(computed=ComputedSeen(lines=13, tables=1, samples=samples)), "sampling")
    assert found.outcome is Outcome.PASSES
    assert found.sentence.text("en").startswith("1 of 2 samples")


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        (Seen(signed=(SignedSeen(WHO, PLACE, intact=False),)), "signatures"),
        (Seen(files=(FileSeen("E-1-001", "r", 9, same=False),)), "evidence"),
        (Seen(files=(FileSeen("E-1-001", "r", 9, present=False),)), "evidence"),
        (Seen(events=4, chain_breaks=("a",)), "journal"),
        (Seen(standing=(blocker(Level.HARD),)), "steps"),
        (Seen(standing=(blocker(Level.OVERRIDABLE),)), "steps"),
    ],
)
def test_what_breaks_the_record_blocks(seen: Seen, code: str) -> None:
    assert check(seen, code).outcome is Outcome.BLOCKS
    assert len(blocks(xray(seen))) == 1


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        (Seen(signed=(SignedSeen(WHO, PLACE, current=False),)), "signatures"),
        (Seen(backwards_s=180), "clock"),
        (Seen(glyphs=(GlyphSeen("𠮷", "E-1-001", PLACE),)), "glyphs"),
        (Seen(standing=(blocker(Level.WARNING),)), "steps"),
        (Seen(computed=ComputedSeen(lines=13, tables=1, unread=1)), "inventory"),
        (Seen(computed=ComputedSeen(samples=(SampleSeen("slips", "r", strangers=2),))), "sampling"),
    ],
)
def test_what_is_odd_warns(seen: Seen, code: str) -> None:
    assert check(seen, code).outcome is Outcome.WARNS
    assert blocks(xray(seen)) == ()
    assert len(warnings(xray(seen))) == 1


def test_hard_points_come_before_warnings_and_the_page_itself_is_left_out() -> None:
    standing = (
        blocker(Level.WARNING),
        blocker(Level.HARD),
        blocker(Level.INFO),
        blocker(Level.HARD, "package"),
    )
    steps = check(Seen(standing=standing), "steps")
    assert [t.level for t in steps.troubles] == [Level.HARD, Level.WARNING]


def test_fonts_are_only_spoken_of_where_they_were_looked_at() -> None:
    assert "glyphs" not in {c.code for c in xray(Seen())}
