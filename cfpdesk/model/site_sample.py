"""Which of several sites are visited (rule 9.4.1; sample sizes of IAF MD 1).

Sites may be sampled only where all do the same, under one control, with nothing fundamentally
different and no regional factor that matters; else every site is visited. The site of the central
function is visited always and besides the sample, so it is no part of what is drawn from. At least
a quarter is drawn at random: sites ascending by `SHA-256(seed + "," + name)` (method 2.7.10). The
rest is chosen by judgement, or goes on in the same order.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import isqrt
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.cycle import Cycle
from cfpdesk.model.draw import hash_order, seed_text
from cfpdesk.model.engagement import Site
from cfpdesk.model.record import Record
from cfpdesk.model.rule_number import NumberCode
from cfpdesk.model.rules import RuleSet
from cfpdesk.model.yes_no import YesNo

POPULATION = "sites"


@dataclass(frozen=True, kw_only=True)
class SiteSampling(Record):
    """Whether sites are sampled, and what was drawn.

    Attributes:
        same_activity .. regional_factor: the four conditions of rule 9.4.1.
        scheme: how the scheme keeps the footprint right and the data representative.
        central: row of the site of the central function.
        judged: rows of sites chosen by judgement, in order.
        spoken: the number that was said for the seed.
        seed: the seed as it was used; `frame` the names it was drawn from.
    """

    TABLE: ClassVar[str] = "site_sampling"
    KEY: ClassVar[tuple[str, ...]] = ("only",)

    only: str = "site_sampling"
    same_activity: YesNo = YesNo.OPEN
    under_control: YesNo = YesNo.OPEN
    different_activity: YesNo = YesNo.OPEN
    regional_factor: YesNo = YesNo.OPEN
    scheme: str = ""
    central: str = ""
    judged: tuple[str, ...] = ()
    spoken: str = ""
    seed: str = ""
    frame: tuple[str, ...] = ()
    drawn_by: str = ""
    drawn_at: datetime | None = None


# What each condition has to be so that sites may be sampled.
CONDITIONS: dict[str, YesNo] = {
    "same_activity": YesNo.YES,
    "under_control": YesNo.YES,
    "different_activity": YesNo.NO,
    "regional_factor": YesNo.NO,
}
CONDITION_WORD: dict[str, Message] = {
    "same_activity": msg("All sites do the same or nearly the same"),
    "under_control": msg("The client controls all of them"),
    "different_activity": msg("Some do something fundamentally different"),
    "regional_factor": msg("A regional factor may change the result"),
}


@dataclass(frozen=True, slots=True)
class SiteSample:
    """Which sites are to be visited, as rows in the order of the list.

    Attributes:
        allowed: whether the conditions allow a sample; None while one is open.
        size: how many sites the sample needs, the central function not among them.
        at_random: how many of them at random.
        drawn: rows drawn at random, in the order of the draw.
        chosen: rows chosen by judgement, `filled` those that complete the sample.
        visited: all sites to visit: all there are where sampling is not allowed or not drawn yet.
        stale: the list of sites is not the one that was drawn from.
    """

    allowed: bool | None
    size: int
    at_random: int
    drawn: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    visited: tuple[str, ...] = ()
    stale: bool = False


_FACTOR = {
    Cycle.INITIAL: NumberCode.SITE_FACTOR_INITIAL,
    Cycle.SURVEILLANCE: NumberCode.SITE_FACTOR_SURVEILLANCE,
    Cycle.RECERTIFICATION: NumberCode.SITE_FACTOR_RECERTIFICATION,
}


def site_sample_size(sites: int, cycle: Cycle, rules: RuleSet) -> int:
    """Return the number of sites to visit: the factor times the square root, rounded up.

    Computed in integers: the smallest k with k² ≥ factor² · sites.
    """
    return root_up(sites, rules.value(_FACTOR[cycle]))


def root_up(count: int, factor: Decimal) -> int:
    """Return the smallest integer that is not below factor · √count; 0 for no sites."""
    square = Fraction(factor) ** 2 * count
    whole = -(-square.numerator // square.denominator)
    return 0 if whole <= 0 else isqrt(whole - 1) + 1


def random_size(size: int, rules: RuleSet) -> int:
    """Return how many of a sample are drawn at random: the share of the rules, rounded up."""
    share = Fraction(rules.value(NumberCode.SITE_RANDOM_PCT)) / 100
    return min(size, -(-(size * share.numerator) // share.denominator))


def sampling_allowed(sampling: SiteSampling) -> bool | None:
    """Tell whether the four conditions allow sampling; None while one is open and none forbids."""
    answers = {name: getattr(sampling, name) for name in CONDITIONS}
    if any(a is not YesNo.OPEN and a is not CONDITIONS[name] for name, a in answers.items()):
        return False
    return None if YesNo.OPEN in answers.values() else True


def site_seed(number: str, spoken: str) -> str:
    """Return the seed for sites: engagement number, the word sites, and the number said."""
    return seed_text(number, POPULATION, spoken)


def site_frame(sampling: SiteSampling, sites: Sequence[Site]) -> tuple[str, ...]:
    """Return the names to draw from, sorted, so that the order of the list does not matter."""
    return tuple(sorted(site.name for site in sites if site.row != sampling.central))


def doubled_names(sites: Sequence[Site]) -> tuple[str, ...]:
    """Return the names that several sites have; a draw by name needs each once."""
    return tuple(name for name, times in Counter(site.name for site in sites).items() if times > 1)


def site_sample(
    sampling: SiteSampling, sites: Sequence[Site], cycle: Cycle, rules: RuleSet
) -> SiteSample:
    """Return which sites are to be visited as things stand."""
    allowed = sampling_allowed(sampling)
    frame = site_frame(sampling, sites)
    size = site_sample_size(len(frame), cycle, rules)
    at_random = random_size(size, rules)
    everywhere = tuple(site.row for site in sites)
    if not allowed or not sampling.seed or doubled_names(sites):
        return SiteSample(allowed, size, at_random, visited=everywhere)
    if sampling.frame != frame:
        return SiteSample(allowed, size, at_random, visited=everywhere, stale=True)
    rows = {site.name: site.row for site in sites if site.row != sampling.central}
    order = [rows[name] for name in hash_order(sampling.seed, frame)]
    drawn = tuple(order[:at_random])
    here = set(order) - set(drawn)
    chosen = tuple(row for row in dict.fromkeys(sampling.judged) if row in here)
    rest = [row for row in order[at_random:] if row not in chosen]
    filled = tuple(rest[: max(0, size - at_random - len(chosen))])
    picked = {sampling.central, *drawn, *chosen, *filled}
    visited = tuple(row for row in everywhere if row in picked)
    return SiteSample(allowed, size, at_random, drawn, chosen, filled, visited)
