"""What is shown of a package of a newer version: pairs of a word and what it says."""

from cfpdesk.i18n import _, msg
from cfpdesk.model.newer_package import NewerPackage, NewerSigner
from cfpdesk.model.team import ROLE_NAMES, Role
from cfpdesk.model.trust import TRUST_WORD, fingerprint_groups
from cfpdesk.ui.widgets.package_list import KINDS
from cfpdesk.ui.widgets.size import size_text

_ROLES = {
    "auditor": ROLE_NAMES[Role.VERIFIER],
    "lead": ROLE_NAMES[Role.LEAD],
    "reviewer": ROLE_NAMES[Role.REVIEWER],
}
_MOST = 12


def newer_facts(package: NewerPackage) -> list[tuple[str, str]]:
    """Return what the sheet says in fields we know, who signed, and what lies in it."""
    sheet = package.sheet
    made = sheet.created_at.astimezone().strftime("%Y-%m-%d %H:%M") if sheet.created_at else "–"
    version = _("{n}, written by cfpdesk {app}").format(n=sheet.version, app=sheet.app_version)
    kinds = {str(kind): str(word) for kind, word in KINDS.items()}
    facts = [
        (_("Version"), version if sheet.app_version else str(sheet.version)),
        (_("Kind"), kinds.get(sheet.kind, sheet.kind) or "–"),
        (_("Package"), sheet.package_id or "–"),
        (_("Made"), made),
        *((_("Signature {n}").format(n=s.number), _signature(s)) for s in package.signers),
    ]
    for number, part in enumerate(package.parts[:_MOST]):
        size = size_text(part.size)
        many = str(msg("{n} {n:file|files}, {size}", n=part.files, size=size))
        words = many if part.name.endswith("/") else size
        facts.append((_("Contents") if not number else "", f"{part.name}  ·  {words}"))
    if len(package.parts) > _MOST:
        facts.append(("", _("and {n} more").format(n=len(package.parts) - _MOST)))
    return [*facts, (_("Fingerprint"), fingerprint_groups(package.root)[:39])]


def _signature(signer: NewerSigner) -> str:
    at = signer.signed_at.astimezone().strftime("%Y-%m-%d %H:%M")
    who = signer.name or fingerprint_groups(signer.key_sha256)[:19]
    return (
        f"{who}  ·  {_ROLES.get(signer.role, signer.role)}  ·  {at}  ·  {TRUST_WORD[signer.trust]}"
    )
