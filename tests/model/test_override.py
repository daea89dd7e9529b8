"""Overrides: H never, H* by a named office for exactly what was shown, and it shows."""

from datetime import UTC, datetime

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.gate import Blocker, Level, Target
from cfpdesk.model.override import Office, Override, lapsed, override, with_overrides

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MANAGER, LEADER = Office


def blocker(level: Level = Level.OVERRIDABLE, code: str = "team.training", n: int = 3) -> Blocker:
    sentence = msg("Choose among {n}", n=n)
    target = Target("engagement", "p1", "training.cfp")
    return Blocker(code, level, "RULE:4.2.1", sentence, msg("Fill in"), target)


def given(found: Blocker, office: Office = MANAGER) -> Override:
    return override(found, office, "周启明", "同等资历", AT)


@pytest.mark.parametrize("level", [Level.HARD, Level.WARNING, Level.INFO])
def test_only_h_star_can_be_overridden(level: Level) -> None:
    with pytest.raises(UserError, match="必须解决"):
        given(blocker(level))
    forged = Override(code="team.training", subject="p1/training.cfp", shown="Choose among 3")
    forged = forged.but(person="周启明", reason="x")
    assert with_overrides([blocker(level)], [forged]) == (blocker(level),)


def test_an_overridden_block_is_a_warning_and_says_so() -> None:
    (found,) = with_overrides([blocker()], [given(blocker())])
    assert (found.level, found.overridden) == (Level.WARNING, True)
    assert found.sentence.text("zh").endswith("——技术负责人周启明放行：同等资历")
    assert "overridden by 周启明, Technical manager: 同等资历" in found.sentence.text("en")
    assert with_overrides([found], [given(blocker())]) == (found,)


def test_it_holds_for_what_was_shown_and_for_nothing_else() -> None:
    kept = given(blocker())
    other = Blocker(
        "team.training",
        Level.OVERRIDABLE,
        "RULE:4.2.1",
        msg("Choose among {n}", n=3),
        msg("Fill in"),
        Target("engagement", "p1", "training.ghg"),
    )
    for standing in (blocker(n=4), blocker(code="team.certificate"), other):
        assert with_overrides([standing], [kept]) == (standing,)
        assert lapsed([standing], [kept]) == (kept,)
    assert lapsed([blocker()], [kept]) == ()


@pytest.mark.parametrize(("person", "reason"), [("", "x"), (" ", "x"), ("x", ""), ("x", "\n")])
def test_a_name_and_a_reason_are_needed(person: str, reason: str) -> None:
    with pytest.raises(UserError):
        override(blocker(), MANAGER, person, reason, AT)
    empty = given(blocker()).but(person=person, reason=reason)
    assert with_overrides([blocker()], [empty]) == (blocker(),)


def test_competence_is_for_the_technical_manager_alone() -> None:
    with pytest.raises(UserError, match="只有技术负责人"):
        given(blocker(), LEADER)
    assert with_overrides([blocker()], [given(blocker()).but(office=LEADER)]) == (blocker(),)
    change = blocker(code="plan.replaced")
    assert with_overrides([change], [given(change, LEADER)])[0].overridden


def test_one_block_has_one_override() -> None:
    assert given(blocker()).row == given(blocker(n=4)).row
