"""What stands in the way of the sites (rule 9.4.1): each is visited, or a sample of them.

Codes: `sites.none`, `.conditions`, `.central`, `.names`, `.draw`, `.stale`, `.scheme`, `.visit`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cfpdesk.i18n import msg
from cfpdesk.model.engagement import Site
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.gate_maker import GateMaker
from cfpdesk.model.site_sample import SiteSample, SiteSampling, doubled_names

_GATE = GateMaker("sites", "engagement")
_CLAUSE = "RULE:9.4.1"


@dataclass(frozen=True, slots=True)
class SiteState:
    """What the gate looks at."""

    sampling: SiteSampling
    sites: tuple[Site, ...]
    sample: SiteSample


def site_blockers(now: SiteState) -> tuple[Blocker, ...]:
    """Return what is missing so that the right sites are visited."""
    if not now.sites:
        sentence = msg("No site is named")
        return (_GATE.at(Level.HARD, "none", _CLAUSE, sentence, field="add_site"),)
    left_out = [site for site in now.sites if site.visit_from is None]
    if left_out and len(now.sites) > 1 and now.sample.allowed:
        drawn = bool(now.sample.drawn)  # until then nobody knows which of them are visited
        return (*_sampling(now), *(_visits(now) if drawn else ()))
    return tuple(_visits(now))


def _sampling(now: SiteState) -> Iterator[Blocker]:
    sampling = now.sampling
    doubled = doubled_names(now.sites)
    rows = {site.row for site in now.sites}
    if sampling.central not in rows:
        sentence = msg("The site of the central function is not named; it is always visited")
        yield _GATE.at(Level.HARD, "central", _CLAUSE, sentence, field="central")
    if doubled:
        sentence = msg(
            "Several sites are called {name}; a draw needs each name once", name=doubled[0]
        )
        yield _GATE.at(Level.HARD, "names", _CLAUSE, sentence, field="name")
    elif now.sample.stale:
        sentence = msg("The sites are not those that were drawn from; draw again")
        yield _GATE.at(Level.HARD, "stale", _CLAUSE, sentence, remedy=msg("Draw"), field="draw")
    elif not sampling.seed:
        sentence = msg("Sites may be sampled, but none are drawn")
        yield _GATE.at(Level.HARD, "draw", _CLAUSE, sentence, remedy=msg("Draw"), field="draw")
    if not sampling.scheme.strip():
        sentence = msg("How the sample keeps the result right and representative is not written")
        yield _GATE.at(Level.WARNING, "scheme", _CLAUSE, sentence, field="scheme")


def _visits(now: SiteState) -> Iterator[Blocker]:
    several = len(now.sites) > 1
    for site in now.sites:
        if site.row not in now.sample.visited or site.visit_from is not None:
            continue
        sentence = (
            msg("{name} must be visited and has no day; sites may not be sampled", name=site.name)
            if several and now.sample.allowed is False
            else msg("{name} must be visited and has no day", name=site.name)
        )
        yield _GATE.at(Level.HARD, "visit", _CLAUSE, sentence, row=site.row, field="visit_from")
    if several and now.sample.allowed is None and any(s.visit_from is None for s in now.sites):
        sentence = msg("Whether sites may be sampled is not judged; until then each is visited")
        yield _GATE.at(
            Level.INFO, "conditions", _CLAUSE, sentence, remedy=msg("Judge"), field="same_activity"
        )
