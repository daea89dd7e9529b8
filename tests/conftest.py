"""What every test gets: no display, no desktop settings, a home of its own, Chinese as language."""

import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Off screen Qt knows no fonts of Windows; where it knows those of the system this is passed over.
os.environ.setdefault("QT_QPA_FONTDIR", str(Path(__file__).parents[1] / "resources" / "fonts"))

from hypothesis import HealthCheck, settings

from cfpdesk.i18n import set_language
from cfpdesk.store import keys

if TYPE_CHECKING:
    from tests.visits import Visit

# A busy machine is no failure: no test has a deadline, nor the making of its examples. What
# everybody's change has to pass tries the same examples each time, so that it fails on the change
# and not by chance; `make test-slow` looks for new ones.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", PATIENT, derandomize=True)
settings.register_profile("new", PATIENT, print_blob=True)
settings.load_profile("same")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep identity and settings of a test away from those of the person who runs it."""
    monkeypatch.setenv("CFPDESK_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.delenv("CFPDESK_PASSPHRASE", raising=False)
    set_language("zh")


@pytest.fixture(autouse=True)
def _quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spend two rounds on a passphrase, not 600 000, which `store/test_keys.py` looks at.

    An envelope says its rounds, so whatever opens it runs as it always does.
    """
    monkeypatch.setattr(keys, "ROUNDS", 2)


@pytest.fixture(autouse=True)
def _no_unexpected_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test whose code logs a warning that the test does not expect and clear."""
    yield
    unexpected = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert not unexpected, [r.getMessage() for r in unexpected]


@pytest.fixture
def english(_own_home: None) -> None:
    """English sentences; the next test begins in Chinese again."""
    set_language("en")


@pytest.fixture(params=["America/Los_Angeles", "Asia/Shanghai", "Pacific/Kiritimati"])
def computer_zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """The zone the computer is set to: what has to be the same everywhere runs in each."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system sets no zone for one process")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


@pytest.fixture
def shared() -> Path:
    """The folder of rules and data beside the project; the test skips where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("the rules and data beside the project are not here")
    return SHARED


@pytest.fixture
def visit(tmp_path: Path) -> Iterator["Visit"]:
    """A lead's open engagement and the packages of two auditors; see `tests.visits`."""
    from tests.visits import a_visit

    made = a_visit(tmp_path)
    yield made
    made.session.close()
