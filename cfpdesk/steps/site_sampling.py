"""Which of several sites are visited: four conditions, the draw, what is chosen (rule 9.4.1)."""

from dataclasses import dataclass
from enum import StrEnum

from cfpdesk.errors import BugError, UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.gate import Blocker
from cfpdesk.model.meeting import spoken_digits
from cfpdesk.model.rules import RuleSet
from cfpdesk.model.site_sample import (
    CONDITION_WORD,
    CONDITIONS,
    SiteSample,
    SiteSampling,
    doubled_names,
    site_frame,
    site_seed,
)
from cfpdesk.model.yes_no import YesNo
from cfpdesk.store.planning_query import planning_blockers, site_state
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session

_NOUN = "sites."


class Chosen(StrEnum):
    """Why a site is visited, or that it is not."""

    EVERY = "every"
    CENTRAL = "central"
    RANDOM = "random"
    JUDGED = "judged"
    FILLED = "filled"
    LEFT_OUT = "left_out"


CHOSEN_WORD: dict[Chosen, Message] = {
    Chosen.EVERY: msg("visited, as every site"),
    Chosen.CENTRAL: msg("visited, central function"),
    Chosen.RANDOM: msg("visited, drawn at random"),
    Chosen.JUDGED: msg("visited, chosen by judgement"),
    Chosen.FILLED: msg("visited, next in the draw"),
    Chosen.LEFT_OUT: msg("not visited"),
}


@dataclass(frozen=True, slots=True)
class SitesState:
    """Everything the page shows of the sites.

    Attributes:
        chosen: why each site is visited or not, in the order of the list.
        drawn: a draw stands for these sites.
    """

    sites: tuple[Site, ...]
    sampling: SiteSampling
    sample: SiteSample
    rules: RuleSet
    blockers: tuple[Blocker, ...]
    chosen: tuple[tuple[Site, Chosen], ...]
    drawn: bool


def state(session: Session) -> SitesState:
    """Return everything the page shows of the sites."""
    now = site_state(session)
    drawn = bool(now.sample.allowed and now.sampling.seed and not now.sample.stale)
    return SitesState(
        sites=now.sites,
        sampling=now.sampling,
        sample=now.sample,
        rules=rules_of(session),
        blockers=tuple(b for b in planning_blockers(session) if b.code.startswith(_NOUN)),
        chosen=tuple((site, _why(site.row, now.sampling, now.sample)) for site in now.sites),
        drawn=drawn and not doubled_names(now.sites),
    )


def _why(site: str, sampling: SiteSampling, sample: SiteSample) -> Chosen:
    if site not in sample.visited:
        return Chosen.LEFT_OUT
    if not (sample.drawn or sample.chosen or sample.filled):
        return Chosen.EVERY
    if site == sampling.central:
        return Chosen.CENTRAL
    if site in sample.drawn:
        return Chosen.RANDOM
    return Chosen.JUDGED if site in sample.chosen else Chosen.FILLED


def judge(session: Session, condition: str, answer: YesNo) -> None:
    """Answer one of the four conditions."""
    if condition not in CONDITIONS:
        raise BugError(f"{condition} is no condition")
    kept = session.find(SiteSampling)
    if getattr(kept, condition) is not answer:
        with session.transact(msg("Sites: {field}", field=CONDITION_WORD[condition])) as change:
            change.put(kept.but(**{condition: answer}))


def write(session: Session, field: str, value: str) -> None:
    """Write how the sample keeps the result right, or name the site of the central function."""
    if field not in _WORDS:
        raise BugError(f"{field} is no field of the site sample")
    kept = session.find(SiteSampling)
    if getattr(kept, field) != value:
        with session.transact(msg("Sites: {field}", field=_WORDS[field])) as change:
            change.put(kept.but(**{field: value}))


def draw(session: Session, said: str) -> None:
    """Draw the sites by a number that somebody said aloud; the seed is kept.

    Raises:
        UserError: if sites may not be sampled, something needed is not there, or they are drawn
            already: a draw is not repeated while the sites stay the same.
    """
    now = state(session)
    digits = spoken_digits(said)
    if now.sample.allowed is not True:
        raise UserError(msg("Sites may not be sampled; every one is visited."))
    if now.sampling.central not in {site.row for site in now.sites}:
        raise UserError(msg("Name the site of the central function first; it is always visited."))
    if doubled_names(now.sites):
        raise UserError(msg("A draw needs a name for each site that no other has."))
    if now.drawn:
        raise UserError(msg("The sites are drawn; a draw is not repeated for the same sites."))
    if not digits:
        raise UserError(msg("Ask for a number first."))
    number = session.find(Engagement).number
    me = session.me()
    with session.transact(msg("Draw the sites to visit")) as change:
        change.put(
            now.sampling.but(
                spoken=digits,
                seed=site_seed(number, digits),
                frame=site_frame(now.sampling, now.sites),
                drawn_by=me.name if me else "",
                drawn_at=change.now,
            )
        )


def choose(session: Session, site: str, *, on: bool) -> None:
    """Choose a site by judgement besides those drawn, or leave it to the order of the draw."""
    kept = session.find(SiteSampling)
    judged = tuple(row for row in kept.judged if row != site) + ((site,) if on else ())
    if judged != kept.judged:
        name = next((s.name for s in session.all(Site) if s.row == site), "")
        with session.transact(msg("Sites: choose {name}", name=name)) as change:
            change.put(kept.but(judged=judged))


_WORDS: dict[str, Message] = {
    "scheme": msg("how the sample keeps the result right"),
    "central": msg("central function"),
}
