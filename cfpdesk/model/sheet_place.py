"""Places in a workbook as the client's program writes them: 清单!H13, 'A b'!C2."""


def place_text(sheet: str, address: str) -> str:
    """Return sheet and address as the client's program writes them: 清单!H13, 'A b'!C2."""
    plain = sheet.replace("_", "").isalnum() and not sheet[:1].isdigit()
    name = sheet if plain else "'" + sheet.replace("'", "''") + "'"
    return f"{name}!{address}" if address else ""
