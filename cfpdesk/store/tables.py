"""The tables of a store, and what is put into its file header.

`event`, `cell`, `replica`, `missing_name` are the journal; `standing`, `excluded`, `kinship` and
`life` are its projection, disposable and rebuilt from heads: no FOREIGN KEY, UNIQUE or NOT NULL
beyond their keys, for a child may arrive before its parent. A cell that is not in `standing` has
one head and nothing set aside; a row that is not in `life` is simply shown. So the common case
costs nothing, neither in a merge nor on the disk.
"""

APPLICATION_ID = 0x43465044  # "CFPD"
USER_VERSION = 1

JOURNAL = """
CREATE TABLE replica(
  rid INTEGER PRIMARY KEY, replica TEXT UNIQUE, person TEXT, key_sha256 TEXT,
  max_seq INTEGER, head BLOB, state TEXT);
CREATE TABLE cell(
  cid INTEGER PRIMARY KEY, tbl TEXT, row TEXT, field TEXT, UNIQUE(tbl, row, field));
CREATE TABLE event(
  rid INT, seq INT, hlc TEXT, cid INT, kind TEXT, value TEXT, parents TEXT, action TEXT,
  schema INT, hash BLOB, sup INT DEFAULT 0, PRIMARY KEY(rid, seq)) WITHOUT ROWID;
CREATE INDEX event_head ON event(cid) WHERE sup=0;
CREATE TABLE missing_name(
  rid INT, seq INT, hash BLOB, cid INT, kind INT,
  PRIMARY KEY(rid, seq, hash, cid)) WITHOUT ROWID;
"""

RECORDS = """
CREATE TABLE package(
  root BLOB PRIMARY KEY, replica TEXT, seq INT, prev_root BLOB, signer TEXT, imported_at TEXT,
  verdict TEXT, path TEXT);
CREATE TABLE brought(
  root BLOB, replica TEXT, first INT, last INT, PRIMARY KEY(root, replica)) WITHOUT ROWID;
CREATE TABLE fork(
  replica TEXT PRIMARY KEY, seq INT, one TEXT, other TEXT) WITHOUT ROWID;
CREATE TABLE set_aside(
  replica TEXT, seq INT, hash BLOB, line BLOB, PRIMARY KEY(replica, seq, hash)) WITHOUT ROWID;
CREATE TABLE blob(sha256 BLOB PRIMARY KEY, size INT, crc32 INT, mime TEXT, state TEXT);
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE draft(
  tbl TEXT, row TEXT, field TEXT, text TEXT, at TEXT,
  PRIMARY KEY(tbl, row, field)) WITHOUT ROWID;
"""

PROJECTION = """
CREATE TABLE standing(cid INTEGER PRIMARY KEY, heads TEXT, conflict INT, mixed INT);
CREATE INDEX standing_conflict ON standing(cid) WHERE conflict=1;
CREATE TABLE excluded(cid INTEGER PRIMARY KEY, rid INT, first INT, last INT);
CREATE TABLE kinship(
  ptbl TEXT, prow TEXT, tbl TEXT, row TEXT, PRIMARY KEY(ptbl, prow, tbl, row)) WITHOUT ROWID;
CREATE INDEX kinship_child ON kinship(tbl, row);
CREATE TABLE life(tbl TEXT, row TEXT, state TEXT, PRIMARY KEY(tbl, row)) WITHOUT ROWID;
"""

PROJECTION_TABLES = ("standing", "excluded", "kinship", "life")
