"""The job object of Windows: what it is told, and that a refusal is no end."""

import ctypes
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from cfpdesk.exchange.windows_job import Limits, join_job, limits

GIB = 1024**3


def kernel(*, refuses: bool = False) -> tuple[Any, list[tuple[object, ...]]]:
    told: list[tuple[object, ...]] = []

    def create(*_words: None) -> int:
        return 7

    def tell(job: int, kind: int, wanted: Any, size: int) -> int:
        told.append((job, kind, Limits.from_buffer_copy(wanted._obj), size))
        return 0 if refuses else 1

    def current() -> int:
        return -1

    def assign(job: int, process: int) -> int:
        told.append((job, process))
        return 1

    made = SimpleNamespace(
        CreateJobObjectW=create,
        SetInformationJobObject=tell,
        GetCurrentProcess=current,
        AssignProcessToJobObject=assign,
    )
    return made, told


def test_the_process_joins_a_job_of_its_own() -> None:
    made, told = kernel()
    assert join_job(4 * GIB, made)
    (job, kind, wanted, size), joined = told
    assert (job, kind, joined) == (7, 9, (7, -1))
    assert isinstance(wanted, Limits)
    assert wanted.process_memory == 4 * GIB
    assert wanted.basic.processes == 1
    assert wanted.basic.flags == 0x508
    assert size == ctypes.sizeof(Limits)


def test_a_refusal_is_said_and_nothing_is_joined() -> None:
    made, told = kernel(refuses=True)
    assert not join_job(GIB, made)
    assert len(told) == 1


@pytest.mark.skipif(sys.maxsize < 2**32, reason="of programs with 64 bits")
def test_the_structure_has_windows_own_size() -> None:
    assert ctypes.sizeof(Limits) == 144
    assert Limits.process_memory.offset == 112
    assert limits(GIB).job_memory == 0
