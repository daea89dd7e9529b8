"""What came of a package; apart from the merge, whose code the first page does without."""

from enum import StrEnum


class Verdict(StrEnum):
    """What came of a package."""

    MERGED = "merged"
    KNOWN = "known"
    HISTORY = "history"
    FORKED = "forked"
    QUARANTINED = "quarantined"
    EXPORTED = "exported"
