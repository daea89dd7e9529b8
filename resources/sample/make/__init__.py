"""Makes the sample engagement's files: what a client hands over, and what auditors photograph.

    python -m resources.sample.make [--into FOLDER]

The same bytes at each run with the locked libraries. Only the one HEIC photo is kept as it is:
writing HEIC needs an encoder under the GPL, which this program neither ships nor depends on
(see `photos.py`).
"""
