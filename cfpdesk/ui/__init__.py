"""How it looks: the only folder, beside app.py, that imports Qt."""
