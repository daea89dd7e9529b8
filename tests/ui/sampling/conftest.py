"""The sampling page in the real window, with a population to work on."""

import pytest

from cfpdesk.model.population import Population
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.sampling_page import SamplingPage
from tests.ui.sampling.hands import a_drawn_page, a_population


@pytest.fixture
def slips(window: MainWindow) -> Population:
    """The receipt slips with their control tested, not frozen yet."""
    return a_population(window)


@pytest.fixture
def page(window: MainWindow, slips: Population) -> SamplingPage:
    """The page with a sample that is drawn and not checked."""
    return a_drawn_page(window, slips)
