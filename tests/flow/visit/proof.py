"""What the play left is checked from outside: the command line, and anybody's own tools."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2

from cfpdesk.model.trust import fingerprint_groups
from cfpdesk.store.key_card import read_card
from cfpdesk.store.trust_file import TRUST_NAME
from tests.flow.visit import numbers
from tests.flow.visit.day import ROOT, agreed, day, names
from tests.flow.visit.summary import Checks, write_summary

PASSPHRASE = "冷轧带钢 every coil counts 2026"
ORDERS = ("su-gao", "gao-su")


class ProofError(AssertionError):
    """Something that the play left is not as it should be; the summary says what."""


def prove(place: Path, seen: dict[str, Any]) -> None:
    """Check everything, and write `summary.txt`.

    Raises:
        ProofError: if one of the checks failed.
    """
    number = agreed()["engagement"]["number"]
    lead = place / "laptops" / "lin" / "Documents" / "cfpdesk" / number
    shutil.copytree(lead, place / "merged")
    for path in sorted((place / "stick").glob("*.cfpkg*")):
        shutil.copyfile(path, place / path.name)
    made = Checks()
    proof = _Proof(place, place / "merged" / TRUST_NAME, made)
    proof.packages()
    proof.spoiled()
    proof.by_hand()
    before = place / "laptops" / "lin-before-merge" / "Documents" / "cfpdesk" / number
    proof.orders(before)
    proof.merged(seen)
    proof.papers()
    numbers.recalculation(made, seen)
    numbers.sampling(made, seen)
    numbers.gates(made, place, seen)
    for stem, words in numbers.PAPERS.items():
        numbers.paper(made, place / f"{stem}.pdf", words)
    _window(made, place, seen)
    write_summary(place, made, seen)
    if made.failed:
        raise ProofError("\n".join([f"see {place / 'summary.txt'}", *made.failed]))


class _Proof:
    def __init__(self, place: Path, trust: Path, made: Checks) -> None:
        self.place, self.trust, self.made = place, trust, made
        self.home = place / "laptops" / "lin" / "identity"

    def run(self, *words: object, known: bool = True) -> subprocess.CompletedProcess[str]:
        """Run the real command line; with `known` as the lead, who can open what is locked."""
        env = {**os.environ, "CFPDESK_HOME": str(self.home if known else self.place / "nobody")}
        env["CFPDESK_PASSPHRASE"] = PASSPHRASE
        return subprocess.run(
            [sys.executable, "-m", "cfpdesk", *[str(word) for word in words]],
            capture_output=True, text=True, cwd=ROOT, env=env, check=False, timeout=120,
        )  # fmt: skip

    def verify(self, path: Path, *, known: bool = True, trusted: bool = True) -> int:
        """Return the exit code of `cfpdesk verify`."""
        more = ["--trust", self.trust] if trusted else []
        return self.run("verify", path, *more, known=known).returncode

    def packages(self) -> None:
        """Every package is valid and its author trusted; nobody knows them without the list."""
        for path in sorted(self.place.glob("*.cfpkg*")):
            done = self.run("verify", path, "--trust", self.trust, "--json")
            facts = json.loads(done.stdout)
            package = facts.get("package") or {}
            detail = f"exit {done.returncode}, root {package.get('root')}, {path.stat().st_size} B"
            signers = [signer["name"] for signer in package.get("signatures", [])]
            told = f"{detail}, signed by {', '.join(signers)}"
            self.made.add(f"cfpdesk verify {path.name}", done.returncode == 0, told)
        su = self.place / "auditor-su.cfpkg"
        code = self.verify(su, trusted=False, known=False)
        self.made.add("verify without a trust list", code == 3, f"exit {code}")
        code = self.verify(self.place / "auditor-gao.cfpkg.age", known=False)
        self.made.add("verify a locked package without its key", code == 2, f"exit {code}")

    def spoiled(self) -> None:
        """One byte otherwise, anywhere: not valid."""
        data = (self.place / "auditor-su.cfpkg").read_bytes()
        spoiled = self.place / "spoiled"
        spoiled.mkdir()
        for at in (200, len(data) // 3, len(data) // 2, len(data) - 400, len(data) - 5):
            path = spoiled / f"flip-{at}.cfpkg"
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            code = self.verify(path)
            self.made.add(f"verify with byte {at} flipped", code == 1, f"exit {code}")
            path.unlink()
        spoiled.rmdir()

    def by_hand(self) -> None:
        """Follow docs/VERIFY.txt with unzip, openssl and sha256sum alone."""
        for name, who in (
            ("auditor-su.cfpkg", "su"),
            ("auditor-su-countersigned.cfpkg", "su"),
            ("consolidated.cfpkg", "lin"),
        ):
            good = self._follow(name, who)
            self.made.add(f"docs/VERIFY.txt by hand: {name}", good, "OK" if good else "refused")
        wrong = self._follow("auditor-su.cfpkg", "gao")
        self.made.add("docs/VERIFY.txt with another fingerprint", not wrong, "refused")

    def _follow(self, name: str, who: str) -> bool:
        text = (ROOT / "docs" / "VERIFY.txt").read_text("utf-8")
        lines = [line[4:] for line in text.splitlines() if line.startswith("    ")]
        card = read_card((self.place / "stick" / f"{names()[who]}.cfid").read_bytes())
        folder = self.place / "by-hand"
        folder.mkdir()
        done = subprocess.run(
            ["sh"], input="\n".join(lines) + "\n", cwd=folder, capture_output=True, text=True,
            env={
                "PATH": os.environ["PATH"],
                "PACKAGE": str(self.place / name),
                "FINGERPRINT": fingerprint_groups(card.key_sha256),
            },
            check=False, timeout=120,
        )  # fmt: skip
        shutil.rmtree(folder)
        return done.returncode == 0 and done.stdout.endswith("\nOK\n")

    def orders(self, before: Path) -> None:
        """Merge in both orders from the command line: the same bytes are shown."""
        shown = []
        files = {"su": "auditor-su.cfpkg", "gao": "auditor-gao.cfpkg.age"}
        for order in ORDERS:
            folder = self.place / f"order-{order}"
            shutil.copytree(before, folder)
            packages = [self.place / files[who] for who in order.split("-")]
            done = self.run("merge", folder, *packages, "--json")
            self.made.add(f"cfpdesk merge, {order}", done.returncode == 0, _merged(done.stdout))
            shown.append(self.run("show", folder, "--json").stdout)
            shutil.rmtree(folder)
        same = shown[0] == shown[1] and len(shown[0]) > 1000
        self.made.add("cfpdesk show after both orders", same, f"{len(shown[0])} equal bytes")
        items = {conflict["row"] for conflict in json.loads(shown[0])["conflicts"]}
        wanted = len(day()["conflicts"])
        self.made.add("check items in conflict", len(items) == wanted, str(len(items)))

    def merged(self, seen: dict[str, Any]) -> None:
        """The merged engagement is whole and settled."""
        folder = self.place / "merged"
        done = self.run("check", folder)
        self.made.add("cfpdesk check merged", done.returncode == 0, f"exit {done.returncode}")
        state = json.loads(self.run("show", folder, "--json").stdout)
        left = len(state["conflicts"])
        self.made.add("conflicts left after settling", left == 0, str(left))
        shown = Counter(row["table"] for row in state["rows"] if row["life"] == "shown")
        counts = dict(sorted(shown.items()))
        seen["rows"] = counts
        auditors = day()["auditors"].values()
        findings = sum(len(auditor["findings"]) for auditor in auditors)
        self.made.add("findings", counts.get("finding") == findings, str(counts.get("finding")))
        sheets = len(day()["opening"]["attendance"]) + len(day()["closing"]["attendance"])
        rows = counts.get("attendance", 0)
        self.made.add("attendance rows of both meetings", rows == sheets, str(rows))
        overrides = counts.get("override", 0)
        self.made.add("override in the merged record", overrides == 1, str(overrides))
        self.made.add("seal", counts.get("seal") == 1, str(counts.get("seal", 0)))

    def papers(self) -> None:
        """The sheets print everybody; Excel opens."""
        for kind, stem in (("opening", "attendance-opening"), ("closing", "attendance-closing")):
            people = [names()[row["person"]] for row in day()[kind]["attendance"]]
            paper = pypdfium2.PdfDocument(self.place / f"{stem}.pdf")
            text = "".join(page.get_textpage().get_text_bounded() for page in paper)
            missing = [name for name in people if name not in text]
            told = f"{len(paper)} pages, {len(people)} people"
            self.made.add(f"{stem}.pdf names everybody", not missing, told)
        book = openpyxl.load_workbook(self.place / "attendance-opening.xlsx")
        words = {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row}
        there = all(
            any(names()[row["person"]] in word for word in words)
            for row in day()["opening"]["attendance"]
        )
        self.made.add("attendance-opening.xlsx names everybody", there, book.sheetnames[0])


def _merged(text: str) -> str:
    try:
        facts = json.loads(text)
    except json.JSONDecodeError:
        return text[-200:]
    return f"{facts.get('conflicts')} fields in conflict, {facts.get('refused')} refused"


def _window(made: Checks, place: Path, seen: dict[str, Any]) -> None:
    scenes = {name: each for name, each in seen.items() if isinstance(each, dict)}
    warnings = [text for each in scenes.values() for text in each.get("qt_warnings", [])]
    made.add("warnings of Qt", not warnings, str(len(warnings)))
    lead = seen["lin/lead_day"]
    missing = [name for name in lead["pictures"] if not (place / "pictures" / name).is_file()]
    made.add("screenshots of every page", not missing, str(len(lead["pictures"])))
    kept, killed = seen["su/resume"]["kept"], seen["su/work"]["killed_after"]
    told = f"{killed} answers acknowledged before the power went, {kept} there afterwards"
    made.add("nothing is lost by kill -9", kept >= killed, told)
