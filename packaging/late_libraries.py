"""Use once every library that the program imports only when it needs it.

The bundle is made of what PyInstaller finds; whether such a library is there whole shows when it
is used. `entry.py` runs this for the smoke test; from the source tree it runs by itself.
"""

import io
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

LIMIT = Decimal("0.95")


def units() -> bool:
    """Convert energy: pint."""
    from cfpdesk.model.units import convert, parse_unit

    source, target = parse_unit("MWh"), parse_unit("MJ")
    return source is not None and target is not None and convert(Decimal(1), source, target) == 3600


def statistics() -> bool:
    """Ask for limits, sizes and a quantile: scipy.special."""
    from cfpdesk.model.population import LimitKind
    from cfpdesk.model.sample_limit import upper_limit
    from cfpdesk.model.sample_size import attribute_size, proportion_size
    from cfpdesk.model.spread import student

    limits = [upper_limit(kind, 0, 60, LIMIT, 500) < Decimal("0.06") for kind in LimitKind]
    sizes = [attribute_size(kind, Decimal("0.05"), LIMIT, population=500) for kind in LimitKind]
    sizes.append(proportion_size(Decimal("0.1"), LIMIT, None)[1])
    return all(limits) and all(sizes) and student(LIMIT, 5) > 2


def simulation() -> bool:
    """Draw a thousand totals: numpy."""
    from cfpdesk.model.uncertainty import Spread, simulate

    spreads = [Spread("a", Decimal(10), Decimal("0.1"))]
    return len(simulate(spreads, seed=1, draws=1000).contributions) == 1


def open_lca() -> bool:
    """Write a product as openLCA data: olca_schema."""
    from cfpdesk.exchange.olca import export_inventory
    from cfpdesk.model.declared_unit import DeclaredUnit
    from cfpdesk.model.engagement import Boundary
    from cfpdesk.model.footprint_line import ExportLine
    from cfpdesk.model.inventory import LifeCycleStage
    from cfpdesk.model.product_footprint import (
        FootprintValues,
        Party,
        Product,
        ProductFootprintFacts,
    )

    facts = ProductFootprintFacts(
        id="6f1d2c3b-0000-4000-8000-000000000001",
        created=datetime(2026, 1, 2, tzinfo=UTC),
        company=Party("Mill", ()),
        product=Product("Strip", ids=()),
        unit=next(iter(DeclaredUnit)),
        amount=Decimal(1),
        mass_kg=Decimal(1),
        period_from=date(2025, 1, 1),
        period_to=date(2025, 12, 31),
        boundary=next(iter(Boundary)),
        values=FootprintValues(fossil=Decimal(2)),
    )
    line = ExportLine(
        key="1",
        name="Electricity",
        stage=next(iter(LifeCycleStage)),
        activity=Decimal(1),
        unit="kWh",
        factor=Decimal(2),
        factor_unit="kgCO2e/kWh",
        kg=Decimal(2),
    )
    return export_inventory(facts, [line], Decimal(1)).startswith(b"PK")


def workbook() -> bool:
    """Read a locked workbook and its formulas: calamine, openpyxl, msoffcrypto."""
    from msoffcrypto.format.ooxml import OOXMLFile
    from openpyxl import Workbook

    from cfpdesk.exchange.client_workbook.reading import read_formulas, read_workbook

    made, file = Workbook(), io.BytesIO()
    made.active.append(["kWh", 12, "=A1*2"])  # type: ignore[union-attr]
    made.save(file)
    locked, key = io.BytesIO(), "key"
    OOXMLFile(file).encrypt(key, locked)
    sheet = read_workbook(locked.getvalue(), _Nowhere(), password=key).sheets[0]
    return len(list(read_formulas(file.getvalue(), [sheet.index]))) == 1


class _Nowhere:
    """A sink that keeps nothing."""

    def begin_sheet(self, info: object) -> None:
        """Take no note of it."""

    def rows(self, block: object) -> None:
        """Take no note of it."""

    def end_sheet(self) -> None:
        """Take no note of it."""


def pictures() -> bool:
    """Look at a photo and a page in a process of their own: Pillow, pi_heif, pdfium."""
    import pi_heif
    from PIL import Image
    from reportlab.pdfgen.canvas import Canvas

    from cfpdesk.exchange.preview import PreviewWorker

    photo, page = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (64, 48)).save(photo, "JPEG")
    canvas = Canvas(page)
    canvas.drawString(72, 72, "page")
    canvas.save()
    with PreviewWorker() as worker:
        seen = [worker.preview(file.getvalue(), side=32) for file in (photo, page)]
        mime = worker.facts(photo.getvalue()).mime
    return all(each.data for each in seen) and mime == "image/jpeg" and bool(pi_heif.options)


def secrets() -> bool:
    """Draw a code and open a sealed key: segno, cryptography, asn1crypto, pyrage."""
    from cfpdesk.store.identity import age_recipient
    from cfpdesk.store.key_card import fingerprint_qr
    from cfpdesk.store.keys import generate, open_key, seal_key

    secret, words = generate("ed25519"), "five words of a passphrase"
    opened = open_key(seal_key(secret, "ed25519", words), "ed25519", words)
    return opened == secret and bool(fingerprint_qr("ab" * 32)) and bool(age_recipient(secret))


USES: tuple[Callable[[], bool], ...] = (
    units,
    statistics,
    simulation,
    open_lca,
    workbook,
    pictures,
    secrets,
)


def main() -> int:
    """Use all of them; 1 where one gave what it should not, and an error where one is not whole."""
    wrong = [use.__name__ for use in USES if not use()]
    sys.stdout.write("".join(f"{name} is wrong\n" for name in wrong) or "all libraries work\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
