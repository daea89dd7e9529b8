"""Write the sample's files; see the package's text."""

import argparse
import json
from pathlib import Path

from resources.sample.make.interviews import interviews
from resources.sample.make.invoices import invoices
from resources.sample.make.ledger_books import note_ledger, waybill_ledger
from resources.sample.make.photos import heic, photos
from resources.sample.make.signatures import signature
from resources.sample.make.workbook import workbook

SAMPLE = Path(__file__).resolve().parents[1]


def files() -> dict[str, bytes]:
    """Return every made file by its path inside the sample, without the HEIC photo."""
    client = {
        "恒锐_CFP_2025.xlsx": workbook(),
        "带钢入库单_2025.xlsx": note_ledger(),
        "原料运单_2025.xlsx": waybill_ledger(),
        **{f"电费发票/{name}": data for name, data in invoices().items()},
    }
    return {
        **{f"client/{name}": data for name, data in client.items()},
        **{f"photos/{name}": data for name, data in photos().items()},
        **{f"interviews/{name}": data for name, data in interviews().items()},
        "signatures.json": _signatures(),
    }


def _signatures() -> bytes:
    people = json.loads((SAMPLE / "engagement.json").read_text(encoding="utf-8"))["people"]
    lines = [
        f" {json.dumps(p['key'])}: {json.dumps(signature(p['name']), separators=(',', ':'))}"
        for p in people
    ]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def main() -> None:
    """Write the files, the HEIC photo only where it can be made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=SAMPLE, help="folder to write to")
    into: Path = parser.parse_args().into
    made = {**files(), **{f"photos/{name}": data for name, data in heic().items()}}
    for name, data in made.items():
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    print(f"{len(made)} files, {sum(map(len, made.values())) / 1e6:.1f} MB, in {into}")


if __name__ == "__main__":
    main()
