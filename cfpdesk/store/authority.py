"""Who leads, as the trust list in force says; the projection rests on its version alone."""

import json
from pathlib import Path

from cfpdesk.model.record import JsonValue
from cfpdesk.store import projection
from cfpdesk.store.log import Log
from cfpdesk.store.rows import read_rows
from cfpdesk.store.trust_file import trust_bytes, trust_sha256


def sync(log: Log, folder: Path) -> None:
    """Take over the leads of the trust list kept in the folder; the caller holds a transaction.

    A list whose very bytes were checked when it was taken over is not checked again.

    Raises:
        PackageError: if the list is damaged.
    """
    data = trust_bytes(folder)
    if data is None:
        return
    sha256 = trust_sha256(data)
    if log.meta("trust_sha256") == sha256:
        return
    from cfpdesk.store.trust_list import read_trust

    trust = read_trust(data)
    if log.meta("trust_version") != str(trust.version):
        keys = {key.key_sha256 for person in trust.persons for key in person.keys}
        set_leads(log, trust.version, {key for key in keys if trust.has_role(key, "lead")})
    log.set_meta("trust_sha256", sha256)


def set_leads(log: Log, version: int, leads: set[str]) -> None:
    """Take over who leads, and judge every exclude and include anew."""
    log.set_meta("trust_version", str(version))
    log.set_meta("trust_sha256", "")
    log.set_meta("leads", json.dumps(sorted(leads)))
    projection.refresh_authority(log)


def engagement_id(log: Log) -> str:
    """Return the UUID of the engagement, or an empty string before it was given."""
    for entry in read_rows(log, "engagement").values():
        value: JsonValue = entry.values.get("engagement_id")
        if isinstance(value, str) and value:
            return value
    return ""
