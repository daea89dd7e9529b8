"""Keys at rest: the envelope, the passphrase, the card, recovery on another computer, rotation."""

import os
import shutil
import subprocess
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfpdesk.errors import UserError
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.record import JsonValue
from cfpdesk.model.statement import PackageError, parse_sheet
from cfpdesk.model.trust import fingerprint_digits, fingerprint_groups
from cfpdesk.store import keys
from cfpdesk.store.identity import (
    Identity,
    create_identity,
    glance_at_identity,
    load_identity,
    passphrase_from_environment,
    rotate_identity,
)
from cfpdesk.store.key_card import fingerprint_qr, read_card
from cfpdesk.store.keys import (
    UnlockedKey,
    generate,
    key_sha256,
    open_key,
    parse_public_pem,
    public_pem,
    seal_key,
    signature_holds,
)
from cfpdesk.store.recovery_file import recovery_qr, recovery_text, restore_identity

ROUNDS = keys.ROUNDS  # as shipped, before a test sets fewer
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
PASSPHRASE = "五个词 correct horse battery"


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    """An identity as it is made on a laptop, all rounds of its passphrase included."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(keys, "ROUNDS", ROUNDS)
        return create_identity(
            home, name="高博", organisation="CICC", passphrase=PASSPHRASE, now=NOW
        )


def openssl(*words: str) -> subprocess.CompletedProcess[bytes]:
    if os.name == "nt" and shutil.which("openssl") is None:
        pytest.skip("Windows comes without openssl")
    return subprocess.run(["openssl", *words], capture_output=True, check=False)


def test_openssl_opens_the_envelope_and_shows_its_rounds(identity: Identity) -> None:
    for name, kind in (("signing.pem", b"ED25519"), ("age.pem", b"X25519")):
        path = str(identity.folder / name)
        shown = openssl("pkey", "-in", path, "-passin", f"pass:{PASSPHRASE}", "-noout", "-text")
        assert kind in shown.stdout, shown.stderr
        assert openssl("pkey", "-in", path, "-passin", "pass:wrong", "-noout").returncode != 0
        parsed = openssl("asn1parse", "-in", path).stdout
        assert b":0927C0" in parsed, "600 000 rounds"
        assert b"hmacWithSHA256" in parsed
        assert b"aes-256-cbc" in parsed


@pytest.mark.skipif(os.name == "nt", reason="there the person's own folder keeps others out")
def test_the_key_files_are_for_the_owner_only(identity: Identity) -> None:
    assert (identity.folder / "signing.pem").stat().st_mode & 0o077 == 0
    assert (identity.folder / "age.pem").stat().st_mode & 0o077 == 0


def test_nothing_is_asked_before_a_signature_is_needed(identity: Identity) -> None:
    asked: list[int] = []

    def ask() -> str:
        asked.append(1)
        return PASSPHRASE

    signer = identity.signer(ask)
    assert (signer.key_sha256, asked) == (identity.key_sha256, [])
    signature = signer.sign(b"data")
    signer.sign(b"more")
    assert asked == [1], "once"
    assert signature_holds(signer.public_key, signature, b"data")
    assert not signature_holds(signer.public_key, signature, b"date")
    signer.lock()
    signer.sign(b"again")
    assert asked == [1, 1]


def test_a_wrong_passphrase_is_one_clear_sentence(identity: Identity) -> None:
    with pytest.raises(UserError, match="口令不对"):
        identity.unlock("another passphrase")
    with pytest.raises(UserError, match="口令不对"):
        identity.signer(lambda: "").age_identity()


def test_a_passphrase_has_12_characters_at_least(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="12"):
        create_identity(tmp_path, name="x", organisation="", passphrase="123456", now=NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_passphrase_typed_in_either_form_of_unicode_is_the_same() -> None:
    secret = generate("ed25519")
    sealed = seal_key(secret, "ed25519", "caf\u00e9 au lait, please")
    assert open_key(sealed, "ed25519", "cafe\u0301 au lait, please") == secret


def test_a_key_of_another_kind_is_refused() -> None:
    sealed = seal_key(generate("x25519"), "x25519", PASSPHRASE)
    with pytest.raises(UserError):
        open_key(sealed, "ed25519", PASSPHRASE)


def test_an_identity_is_never_overwritten(identity: Identity) -> None:
    home = identity.folder.parent
    with pytest.raises(UserError, match="不会覆盖"):
        create_identity(home, name="x", organisation="", passphrase=PASSPHRASE, now=NOW)
    assert load_identity(home) == identity
    with pytest.raises(UserError):
        create_identity(home / "new", name=" ", organisation="", passphrase=PASSPHRASE, now=NOW)


def test_no_identity_yet(tmp_path: Path) -> None:
    assert load_identity(tmp_path) is None


def test_the_passphrase_of_commands_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(UserError, match="CFPDESK_PASSPHRASE"):
        passphrase_from_environment()
    monkeypatch.setenv("CFPDESK_PASSPHRASE", PASSPHRASE)
    assert passphrase_from_environment() == PASSPHRASE


@settings(max_examples=300)
@given(data=st.data())
def test_whatever_is_done_to_a_public_key_it_is_refused_and_nothing_else_is_raised(
    data: st.DataObject,
) -> None:
    """The parser of foreign bytes raises many things; only our own error may come out."""
    pem = bytearray(public_pem(UnlockedKey(b"k" * 32).public_key))
    at = data.draw(st.integers(0, len(pem) - 1))
    pem[at] ^= data.draw(st.integers(1, 255))
    try:
        public = parse_public_pem(bytes(pem))
    except PackageError:
        return
    assert public_pem(public) == bytes(pem)
    assert public != UnlockedKey(b"k" * 32).public_key
    assert not signature_holds(public, UnlockedKey(b"k" * 32).sign(b"x"), b"x")


@pytest.mark.parametrize("sign", [0, 0x80])
@pytest.mark.parametrize("public", sorted(keys._SMALL_ORDER))
def test_a_key_under_which_anything_is_signed_is_no_key(public: bytes, sign: int) -> None:
    """The neutral point as R and 0 as S fit one text in eight or more under such a key."""
    public = public[:31] + bytes([public[31] | sign])
    forged = b"\x01" + bytes(63)
    fits = [n for n in range(100) if signature_holds(public, forged, b"%d" % n)]
    assert fits or sign, "that is why it is on the list"
    with pytest.raises(PackageError):
        parse_public_pem(public_pem(public))


@given(pem=st.binary(max_size=300))
def test_rubbish_is_no_public_key(pem: bytes) -> None:
    with pytest.raises(PackageError):
        parse_public_pem(pem)
    assert not signature_holds(pem[:32], pem[:64], b"x")
    with pytest.raises(UserError):
        open_key(pem, "ed25519", PASSPHRASE)


def test_every_flip_of_an_envelope_is_a_clear_sentence() -> None:
    sealed = seal_key(generate("ed25519"), "ed25519", PASSPHRASE)
    right = open_key(sealed, "ed25519", PASSPHRASE)
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1 << at % 8
        with suppress(UserError):  # nothing else may come out, whatever the parser raises
            assert open_key(bytes(changed), "ed25519", PASSPHRASE)
    assert len(right) == 32


def test_an_envelope_that_would_keep_us_busy_for_hours_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sealed = seal_key(generate("ed25519"), "ed25519", PASSPHRASE)
    monkeypatch.setattr(keys, "_MAX_ROUNDS", 1)
    with pytest.raises(UserError):
        open_key(sealed, "ed25519", PASSPHRASE)


# ---------------------------------------------------------------- card and fingerprint


def test_the_card_says_who_and_holds_no_secret(identity: Identity) -> None:
    data = identity.card_file()
    card = read_card(data)
    assert card == identity.card
    assert (card.name, card.organisation) == ("高博", "CICC")
    assert b"PRIVATE" not in data
    assert b"AGE-SECRET" not in data


def test_every_flip_of_a_card_is_refused(identity: Identity) -> None:
    data = identity.card_file()
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 << at % 8
        with pytest.raises(PackageError):
            read_card(bytes(changed))


def test_a_card_with_another_name_under_the_old_signature_is_refused(identity: Identity) -> None:
    body = parse_sheet(identity.card_file())
    assert isinstance(body, dict)
    changes: list[dict[str, JsonValue]] = [{"name": "郝明"}, {"more": 1}, {"signatures": []}]
    for change in changes:
        with pytest.raises(PackageError):
            read_card(canonical_json({**body, **change}))


def test_an_identity_that_was_only_glanced_at_is_checked_before_it_signs(tmp_path: Path) -> None:
    made = create_identity(
        tmp_path, name="高博", organisation="CICC", passphrase=PASSPHRASE, now=NOW
    )
    glanced = glance_at_identity(tmp_path)
    assert glanced == made
    glanced.check()
    body = parse_sheet(made.card_file())
    assert isinstance(body, dict)
    (made.folder / "card.cfid").write_bytes(canonical_json({**body, "name": "郝明"}))
    with pytest.raises(PackageError):
        glanced.check()  # not the card any more that was looked at
    forged = glance_at_identity(tmp_path)
    assert forged is not None
    assert forged.card.name == "郝明"
    for use in (forged.check, lambda: forged.unlock(PASSPHRASE), lambda: load_identity(tmp_path)):
        with pytest.raises(PackageError):
            use()
    (made.folder / "card.cfid").write_bytes(b"[]")
    with pytest.raises(PackageError):
        glance_at_identity(tmp_path)


def test_fingerprints_for_paper_voice_and_camera(identity: Identity) -> None:
    fingerprint = key_sha256(bytes.fromhex(identity.card.public_key))
    assert fingerprint == identity.key_sha256
    groups = fingerprint_groups(fingerprint).split()
    assert [len(group) for group in groups] == [4] * 16
    digits = fingerprint_digits(fingerprint).split()
    assert [len(group) for group in digits] == [5] * 6
    assert "".join(digits).isdigit()
    squares = fingerprint_qr(fingerprint)
    assert len(squares) == len(squares[0]) >= 25


# ---------------------------------------------------------------- recovery and rotation


def test_a_lost_identity_comes_back_on_another_computer(identity: Identity, tmp_path: Path) -> None:
    text = recovery_text(identity)
    assert len(recovery_qr(identity)) <= 177
    restored = restore_identity(tmp_path, text + "\n", PASSPHRASE, NOW)
    assert restored.key_sha256 == identity.key_sha256
    assert restored.card.person == identity.card.person
    assert restored.card.age_recipient == identity.card.age_recipient
    assert restored.card.device != identity.card.device, "another device, so another chain"
    signature = restored.unlock(PASSPHRASE).sign(b"x")
    assert signature_holds(bytes.fromhex(identity.card.public_key), signature, b"x")


def test_a_recovery_needs_the_passphrase_and_an_undamaged_file(
    identity: Identity, tmp_path: Path
) -> None:
    text = recovery_text(identity)
    with pytest.raises(UserError, match="口令不对"):
        restore_identity(tmp_path, text, "not the passphrase", NOW)
    for broken in ("", "{}", text[:-5], text.replace("signing", "sig"), text.replace("M", "!", 1)):
        with pytest.raises(PackageError):
            restore_identity(tmp_path, broken, PASSPHRASE, NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_new_key_is_vouched_for_by_the_old_one(tmp_path: Path) -> None:
    old = create_identity(tmp_path, name="高博", organisation="", passphrase=PASSPHRASE, now=NOW)
    with pytest.raises(UserError):
        rotate_identity(old, "not the passphrase", NOW)
    assert load_identity(tmp_path) == old
    new = rotate_identity(old, PASSPHRASE, NOW)
    assert load_identity(tmp_path) == new
    card = read_card(new.card_file())
    assert card.replaces == old.key_sha256
    assert card.person == old.card.person
    assert card.key_sha256 != old.key_sha256
    kept = tmp_path / f"identity-{old.key_sha256[:16]}"
    assert (kept / "age.pem").exists(), "what was encrypted for the old key still opens"
