"""`cfpdesk verify PACKAGE`: is every byte as it was signed, and do we know the author?"""

import tempfile
from argparse import Namespace
from pathlib import Path

from cfpdesk.cli.access import own_secrets, trust_of
from cfpdesk.cli.arguments import (
    EXIT_GOOD,
    EXIT_NEWER,
    EXIT_REFUSED,
    EXIT_UNKNOWN_AUTHOR,
    EXIT_UNUSABLE,
)
from cfpdesk.cli.output import in_both, say, say_json
from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.package import VERSION
from cfpdesk.model.record import JsonValue
from cfpdesk.model.statement import PackageError, utc_text
from cfpdesk.model.trust import TRUST_WORD, Trust, TrustList, fingerprint_groups
from cfpdesk.store.newer_package import NewerPackageError
from cfpdesk.store.package_reader import VerifiedPackage, open_package

STATUS = {
    EXIT_GOOD: "valid",
    EXIT_REFUSED: "not_valid",
    EXIT_UNUSABLE: "not_usable",
    EXIT_UNKNOWN_AUTHOR: "unknown_author",
    EXIT_NEWER: "newer_version",
}


def run(arguments: Namespace) -> int:
    """Check the package, say so, and return the exit code."""
    path: Path = arguments.package
    code, reason, facts = check(path, arguments.trust)
    if arguments.json:
        say_json(
            {
                "exit": code,
                "file": path.name,
                "package": facts,
                "reason": in_both(reason),
                "status": STATUS[code],
            }
        )
        return code
    say(_verdict(code))
    if reason is not None:
        say(reason)
    if facts is not None:
        _say_facts(facts)
    return code


def check(
    path: Path, trust_file: Path | None
) -> tuple[int, Message | None, dict[str, JsonValue] | None]:
    """Return exit code, reason, and what the package says of itself where it is valid."""
    try:
        trust = trust_of(trust_file)
    except UserError as error:
        return EXIT_UNUSABLE, error.message, None
    if not path.is_file():
        return EXIT_UNUSABLE, msg("There is no file {name}.", name=str(path)), None
    with tempfile.TemporaryDirectory(prefix="cfpdesk-verify-") as scratch:
        try:
            with open_package(
                path, trust, identities=own_secrets(), scratch=Path(scratch)
            ) as package:
                return _judge(package, trust)
        except PackageError as error:
            return EXIT_REFUSED, error.message, None
        except NewerPackageError as error:
            return _judge_newer(error)
        except UserError as error:
            return EXIT_UNUSABLE, error.message, None
        except OSError as error:
            why = msg("The file cannot be read: {why}", why=error.strerror or str(error))
            return EXIT_UNUSABLE, why, None


def _judge(
    package: VerifiedPackage, trust: TrustList | None
) -> tuple[int, Message | None, dict[str, JsonValue]]:
    facts = package_facts(package, trust)
    if package.trust is Trust.TRUSTED:
        return EXIT_GOOD, None, facts
    if package.trust is Trust.REVOKED:
        return EXIT_REFUSED, msg("The author's key was revoked before this package."), facts
    if trust is None:
        return EXIT_UNKNOWN_AUTHOR, msg("There is no trust list to know the author by."), facts
    if package.trust is Trust.UNVERIFIED:
        why = msg("The author's fingerprint has not been compared yet.")
        return EXIT_UNKNOWN_AUTHOR, why, facts
    return EXIT_UNKNOWN_AUTHOR, msg("The author is not on the trust list."), facts


def _judge_newer(
    error: NewerPackageError,
) -> tuple[int, Message | None, dict[str, JsonValue]]:
    facts = error.package.to_json()
    if error.package.signers[0].trust is Trust.REVOKED:
        return EXIT_REFUSED, msg("The author's key was revoked before this package."), facts
    return EXIT_NEWER, error.message, facts


def package_facts(package: VerifiedPackage, trust: TrustList | None) -> dict[str, JsonValue]:
    """Return what a package says of itself, and who signed it."""
    sheet = package.manifest
    return {
        "blobs": len(package.blob_names),
        "bytes": package.size,
        "chains": {name: head.seq for name, head in sorted(sheet.chains.items())},
        "created_at": utc_text(sheet.created_at),
        "engagement_id": sheet.engagement_id,
        "kind": str(sheet.kind),
        "package_id": sheet.package_id,
        "person": sheet.person,
        "prev_root": sheet.prev_root,
        "replica": sheet.replica,
        "root": package.root,
        "seq": sheet.seq,
        "signatures": [
            {
                "key_sha256": signer.key_sha256,
                "meaning": signer.meaning,
                "name": trust.name_of(signer.key_sha256) if trust else "",
                "number": signer.number,
                "role": signer.role,
                "signed_at": utc_text(signer.signed_at),
                "statement_sha256": signer.statement_sha256,
                "trust": str(signer.trust),
            }
            for signer in package.signers
        ],
        "unfinished": bool(sheet.ext.get("unfinished")),
        "version": VERSION,
    }


def _verdict(code: int) -> Message:
    return {
        EXIT_GOOD: msg("Valid: every signature holds and the author is trusted."),
        EXIT_UNKNOWN_AUTHOR: msg("Valid, but the author is not known."),
        EXIT_REFUSED: msg("Not valid."),
        EXIT_UNUSABLE: msg("Not usable."),
        EXIT_NEWER: msg("Intact, but of a newer version."),
    }[code]


def _say_facts(facts: dict[str, JsonValue]) -> None:
    say(f"  {facts['package_id']}  {facts['kind']}  {facts['created_at']}")
    say(f"  root {facts['root']}")
    if facts.get("unfinished"):
        say(msg("It was exported as unfinished."))
    signatures = facts["signatures"]
    for signature in signatures if isinstance(signatures, list) else []:
        if isinstance(signature, dict):
            key = fingerprint_groups(str(signature["key_sha256"]))
            word = TRUST_WORD[Trust(str(signature["trust"]))]
            who = f"{signature['role']}  {signature['name'] or '?'}  ({word})"
            say(f"  {signature['number']}. {who}  {signature['signed_at']}")
            say(f"     {key}")
    contents = facts.get("contents")
    for part in contents if isinstance(contents, list) else []:
        if isinstance(part, dict):
            say(f"  {part['bytes']:>14,}  {part['files']:>6,}  {part['name']}")
