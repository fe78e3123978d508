"""The tables of a workspace's database.

Ground (what came or was made, never derived): meta, identity, persons, chains, facts, checkpoints,
projects, batches, batch_keys, annotators, label_sets, items, contents, annotations, gold, media,
texts, sheets (of exercises). Private and local: settings, undo_steps, prints and print_bands (see
`prints.py`). Derived, and rebuilt from the ledger: standings, flags, custody, rollups (its columns
are told in `rollups.py`), items' last six columns, facts.item, waiting, notes, matters. Each batch
has `search_<number>` and its vocabulary beside (see `search.py`).

Item rows of a batch are numbered without gaps in the order they came in, so that an unfiltered
queue is a `range`. `annotations` and `standings` are clustered by item: one page shows it whole.
Names are kept as numbers (`annotators`, `label_sets`, `persons`) because these tables are long.
"""

from __future__ import annotations

VERSION = 7
"""PRAGMA user_version of the newest schema; a higher one is refused."""

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE identity (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    person TEXT NOT NULL, name TEXT NOT NULL, device TEXT NOT NULL, secret BLOB NOT NULL
);
CREATE TABLE persons (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL DEFAULT ''
);
CREATE TABLE chains (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, project TEXT NOT NULL
);
CREATE TABLE facts (
    row INTEGER PRIMARY KEY,
    chain INTEGER NOT NULL REFERENCES chains,
    sequence INTEGER NOT NULL,
    hash BLOB NOT NULL,
    item INTEGER,
    body BLOB NOT NULL,
    UNIQUE (chain, sequence, hash)
);
CREATE INDEX facts_item ON facts (item) WHERE item IS NOT NULL;
CREATE TABLE waiting (
    batch TEXT NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (batch, fact)
) WITHOUT ROWID;
CREATE TABLE checkpoints (
    chain TEXT NOT NULL, sequence INTEGER NOT NULL, hash TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (chain, sequence, hash)
) WITHOUT ROWID;

CREATE TABLE projects (number INTEGER PRIMARY KEY, id TEXT NOT NULL, body BLOB NOT NULL UNIQUE);
CREATE TABLE batches (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    project TEXT NOT NULL,
    project_file INTEGER NOT NULL REFERENCES projects,
    info BLOB NOT NULL,
    first_row INTEGER NOT NULL,
    items INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    purged INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE batch_keys (
    batch INTEGER NOT NULL REFERENCES batches, key_id TEXT NOT NULL, key BLOB NOT NULL,
    PRIMARY KEY (batch, key_id)
) WITHOUT ROWID;
CREATE TABLE annotators (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE label_sets (number INTEGER PRIMARY KEY, labels TEXT NOT NULL UNIQUE);
CREATE TABLE items (
    row INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES batches,
    id TEXT NOT NULL,
    kinds TEXT NOT NULL,
    language TEXT NOT NULL,
    severity INTEGER,
    stratum TEXT NOT NULL,
    weight INTEGER NOT NULL,
    annotations INTEGER NOT NULL,
    reviewed INTEGER NOT NULL DEFAULT 0,
    incorrect INTEGER NOT NULL DEFAULT 0,
    unsettled INTEGER NOT NULL DEFAULT 0,
    flagged INTEGER NOT NULL DEFAULT 0,
    open INTEGER NOT NULL,
    UNIQUE (batch, id)
);
CREATE INDEX items_open ON items (row) WHERE open = 1;
CREATE INDEX items_flagged ON items (row) WHERE flagged = 1;
CREATE INDEX items_incorrect ON items (row) WHERE incorrect > 0;
CREATE INDEX items_unsettled ON items (row) WHERE unsettled > 0;
CREATE TABLE contents (item INTEGER PRIMARY KEY, sealed BLOB NOT NULL);
CREATE TABLE annotations (
    item INTEGER NOT NULL,
    annotator INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    label_set INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (item, annotator, ordinal)
) WITHOUT ROWID;
CREATE INDEX annotations_annotator ON annotations (annotator);
CREATE INDEX annotations_label_set ON annotations (label_set);
CREATE TABLE gold (
    batch TEXT NOT NULL, item TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (batch, item)
) WITHOUT ROWID;
CREATE TABLE media (
    batch INTEGER NOT NULL REFERENCES batches, sha256 TEXT NOT NULL,
    number INTEGER NOT NULL UNIQUE, size INTEGER NOT NULL, key_id TEXT NOT NULL,
    PRIMARY KEY (batch, sha256)
) WITHOUT ROWID;
CREATE TABLE texts (
    hash TEXT PRIMARY KEY, batch TEXT NOT NULL, key_id TEXT NOT NULL, sealed BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX texts_batch ON texts (batch);
CREATE TABLE notes (
    number INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, item INTEGER NOT NULL,
    indexed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX notes_to_index ON notes (number) WHERE indexed = 0;
CREATE INDEX notes_item ON notes (item);

CREATE TABLE standings (
    item INTEGER NOT NULL,
    annotator INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    fact INTEGER NOT NULL,
    person INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    critical INTEGER NOT NULL,
    noncritical INTEGER NOT NULL,
    holds INTEGER NOT NULL,
    day INTEGER NOT NULL,
    took INTEGER NOT NULL,
    codes TEXT NOT NULL,
    PRIMARY KEY (item, annotator, ordinal, fact)
) WITHOUT ROWID;
CREATE TABLE flags (
    item INTEGER NOT NULL, fact INTEGER NOT NULL, person INTEGER NOT NULL, is_on INTEGER NOT NULL,
    PRIMARY KEY (item, fact)
) WITHOUT ROWID;
CREATE TABLE rollups (
    axis TEXT NOT NULL,
    key TEXT NOT NULL,
    day INTEGER NOT NULL,
    project TEXT NOT NULL,
    batch TEXT NOT NULL,
    kind INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    n INTEGER NOT NULL,
    critical INTEGER NOT NULL,
    noncritical INTEGER NOT NULL,
    w INTEGER NOT NULL,
    w2 INTEGER NOT NULL,
    PRIMARY KEY (axis, key, day, project, batch, kind, outcome)
) WITHOUT ROWID;

CREATE TABLE settings (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE undo_steps (
    number INTEGER PRIMARY KEY, undone INTEGER NOT NULL DEFAULT 0, body BLOB NOT NULL
);
"""

MATTERS = """
CREATE TABLE matters (
    kind TEXT NOT NULL, subject TEXT NOT NULL, fact INTEGER NOT NULL,
    PRIMARY KEY (kind, subject, fact)
) WITHOUT ROWID
"""

SHEETS = """
CREATE TABLE sheets (
    batch INTEGER PRIMARY KEY REFERENCES batches, body BLOB NOT NULL
)
"""

SEEN = """
CREATE INDEX items_high ON items (row) WHERE severity >= 3;
CREATE TABLE prints (
    number INTEGER PRIMARY KEY, item INTEGER NOT NULL, part INTEGER NOT NULL,
    kind INTEGER NOT NULL, print BLOB NOT NULL, UNIQUE (item, part, kind, print)
);
CREATE TABLE print_bands (
    kind INTEGER NOT NULL, value INTEGER NOT NULL, print INTEGER NOT NULL,
    PRIMARY KEY (kind, value, print)
) WITHOUT ROWID
"""

CUSTODY = """
ALTER TABLE items ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX items_sealed ON items (row) WHERE sealed = 1;
CREATE TABLE custody (
    item INTEGER NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (item, fact)
) WITHOUT ROWID;
"""
"""`custody` holds every custody fact on an item; `sealed` is what they come to."""

DRAWN = """
ALTER TABLE annotations ADD COLUMN weight INTEGER NOT NULL DEFAULT 1000000;
ALTER TABLE annotations ADD COLUMN stratum TEXT NOT NULL DEFAULT '';
ALTER TABLE annotations ADD COLUMN made INTEGER NOT NULL DEFAULT 0;
UPDATE annotations SET made =
    coalesce(CAST(julianday(json_extract(body, '$.made')) - 2440587.5 AS INTEGER), 0);
"""
"""`made`: days since 1970-01-01 (UTC), 0 where the annotation does not say when it was made."""

WEIGHED = """
ALTER TABLE rollups ADD COLUMN critical_w INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollups ADD COLUMN critical_w2 INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollups ADD COLUMN noncritical_w INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollups ADD COLUMN noncritical_w2 INTEGER NOT NULL DEFAULT 0;
"""

STEPS: tuple[tuple[str, str], ...] = (
    ("0001_first_tables", TABLES),
    ("0002_matters", MATTERS),
    ("0003_exercises", SHEETS),
    ("0004_seen", SEEN),
    ("0005_custody", CUSTODY),
    ("0006_drawn_annotations", DRAWN),
    ("0007_weighed_findings", WEIGHED),
)
"""What each version added, in order; a step that was released is never changed."""
