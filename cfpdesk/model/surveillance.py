"""What surveillance and recertification have to look at (rules 9.10.1.4 and 9.10.2.2)."""

from collections.abc import Iterable
from decimal import Decimal

from cfpdesk.i18n import msg
from cfpdesk.model.cycle import Cycle
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.gate_maker import GateMaker
from cfpdesk.model.quantity import figure
from cfpdesk.model.rule_entry import RuleEntry, list_blockers
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.rules import RuleSet

_GATE = GateMaker("surveillance", "engagement")
_TOPICS = {
    Cycle.SURVEILLANCE: ListCode.SURVEILLANCE_TOPIC,
    Cycle.RECERTIFICATION: ListCode.RECERTIFICATION_TOPIC,
}


def topic_blockers(
    cycle: Cycle, entries: Iterable[RuleEntry], rules: RuleSet
) -> tuple[Blocker, ...]:
    """Return which mandatory topics of a later cycle are not judged; none in the initial one."""
    topics = _TOPICS.get(cycle)
    return () if topics is None else list_blockers(rules.rule_list(topics), entries, _GATE)


def reduction_blockers(
    cycle: Cycle, last: Decimal | None, now: Decimal | None
) -> tuple[Blocker, ...]:
    """Return a warning where the footprint per unit has not fallen since the last verification.

    Args:
        cycle: of this engagement.
        last, now: verified footprints per declared unit, in one unit; None where not known.
    """
    if cycle is Cycle.INITIAL or last is None or now is None or now < last:
        return ()
    sentence = msg(
        "Continued reduction is not shown: {now} now, {last} last time",
        now=figure(now),
        last=figure(last),
    )
    clause = "RULE:9.10.1.4" if cycle is Cycle.SURVEILLANCE else "RULE:9.10.2.2"
    return (_GATE.at(Level.WARNING, "reduction", clause, sentence, remedy=msg("Look")),)
