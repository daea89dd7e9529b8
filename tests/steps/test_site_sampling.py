"""Sites: visited all, or a sample that is drawn once by a number somebody said."""

from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.model.gate import Level
from cfpdesk.model.site_sample import CONDITIONS
from cfpdesk.model.yes_no import YesNo
from cfpdesk.steps import engagement, site_sampling
from cfpdesk.steps.site_sampling import Chosen
from cfpdesk.store.session import Session
from tests.builders import a_session, reopened


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = a_session(tmp_path)
    engagement.begin(made)
    engagement.write(made, "number", "CFP-2026-0417")
    for number in range(1, 10):
        engagement.add_site(made, f"门店 {number}")
    return made


def allow(session: Session) -> None:
    for condition, answer in CONDITIONS.items():
        site_sampling.judge(session, condition, answer)


def words(session: Session) -> list[Chosen]:
    return [why for _site, why in site_sampling.state(session).chosen]


def hard(session: Session) -> list[str]:
    return [b.code for b in site_sampling.state(session).blockers if b.level is Level.HARD]


def test_without_the_four_conditions_every_site_is_visited(session: Session) -> None:
    assert words(session) == [Chosen.EVERY] * 9
    assert hard(session) == ["sites.visit"] * 9
    allow(session)
    site_sampling.judge(session, "regional_factor", YesNo.YES)
    assert words(session) == [Chosen.EVERY] * 9
    with pytest.raises(UserError):
        site_sampling.draw(session, "4827")


def test_a_sample_is_drawn_once_and_again_only_for_other_sites(session: Session) -> None:
    allow(session)
    with pytest.raises(UserError, match="中心职能"):
        site_sampling.draw(session, "4827")
    sites = site_sampling.state(session).sites
    site_sampling.write(session, "central", sites[0].row)
    for wrong in ("", "4a"):
        with pytest.raises(UserError):
            site_sampling.draw(session, wrong)
    site_sampling.draw(session, " ４８２７ ")
    now = site_sampling.state(session)
    assert now.sampling.seed == "CFP-2026-0417|sites|4827"
    # √8 rounded up is 3; a quarter of it at random is 1; the central function besides.
    assert (now.sample.size, now.sample.at_random) == (3, 1)
    assert sorted(words(session)) == sorted(
        [Chosen.CENTRAL, Chosen.RANDOM, Chosen.FILLED, Chosen.FILLED, *[Chosen.LEFT_OUT] * 5]
    )
    with pytest.raises(UserError, match="重抽"):
        site_sampling.draw(session, "1")
    before = words(session)
    engagement.add_site(session, "门店 10")
    assert words(session) == [Chosen.EVERY] * 10
    assert "sites.stale" in hard(session)
    engagement.remove_site(session, site_sampling.state(session).sites[-1].row)
    assert words(session) == before


def test_a_site_is_chosen_by_judgement_in_place_of_the_next_in_the_draw(session: Session) -> None:
    allow(session)
    sites = site_sampling.state(session).sites
    site_sampling.write(session, "central", sites[0].row)
    site_sampling.draw(session, "4827")
    left = next(s for s, why in site_sampling.state(session).chosen if why is Chosen.LEFT_OUT)
    site_sampling.choose(session, left.row, on=True)
    again = reopened(session)
    assert words(again).count(Chosen.JUDGED) == 1
    assert words(again).count(Chosen.FILLED) == 1
    site_sampling.choose(again, left.row, on=False)
    assert words(again).count(Chosen.FILLED) == 2
    again.close()
