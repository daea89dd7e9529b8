"""What keeps a process of ours small on Windows: a job object that it puts itself into.

Windows has no `setrlimit`. A job says how much memory its process may have, that it starts no
other, and that it just ends where a decoder crashes, without a box on the screen. It may still
write files; whoever wants to keep it from that needs a token without rights, which is not done.
"""

import ctypes
from typing import Any

_ACTIVE_PROCESS, _PROCESS_MEMORY, _DIE_UNHANDLED = 0x8, 0x100, 0x400
_EXTENDED_LIMITS = 9  # which structure is given


class _Basic(ctypes.Structure):
    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class Limits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION; memory in bytes."""

    _fields_ = (
        ("basic", _Basic),
        ("io", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("process_peak", ctypes.c_size_t),
        ("job_peak", ctypes.c_size_t),
    )


def limits(memory: int) -> Limits:
    """Return the limits of one process with at most so many bytes of memory."""
    made = Limits(process_memory=memory)
    made.basic.flags = _ACTIVE_PROCESS | _PROCESS_MEMORY | _DIE_UNHANDLED
    made.basic.processes = 1
    return made


def join_job(memory: int, kernel: Any) -> bool:
    """Put this process into a job of its own, which lasts as long as it does.

    Args:
        memory: bytes it may have at most.
        kernel: Windows' kernel32.

    Returns:
        Whether Windows did so; a process that some other program watches may be refused.
    """
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
    kernel.SetInformationJobObject.argtypes = (
        ctypes.c_void_p,
        ctypes.c_int,
        ctypes.c_void_p,
        ctypes.c_uint32,
    )
    kernel.AssignProcessToJobObject.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    job, wanted = kernel.CreateJobObjectW(None, None), limits(memory)
    size = ctypes.sizeof(wanted)
    return bool(
        job
        and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(wanted), size)
        and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
    )
