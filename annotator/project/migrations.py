"""The tables of a project file, as numbered migrations. A released migration is never changed, only followed by another."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x57515251
"""Stands at byte 68 of the file and tells a Warraq project from any other SQLite file."""

migrations = Migrations("warraq")


def version() -> int:
    """The format that this program writes: the number of migrations."""
    return len(migrations._migrations)


def migrate(db: Database) -> None:
    """Bring the file to the current format; each migration is one transaction."""
    migrations.apply(db)
    db.execute(f"PRAGMA user_version = {version()}")


@migrations(name="1 first tables")
def _first_tables(db: Database) -> None:
    for statement in _FIRST_TABLES.split(";\n\n"):
        db.execute(statement)


@migrations(name="2 models and doubt")
def _models_and_doubt(db: Database) -> None:
    db.execute(
        "CREATE TABLE model (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL,"
        " in_use INTEGER NOT NULL, details TEXT NOT NULL, data BLOB NOT NULL)"
    )
    db.execute("ALTER TABLE document ADD COLUMN doubt REAL NOT NULL DEFAULT 0")
    db.execute("CREATE INDEX document_by_doubt ON document(removed, doubt DESC, number)")


@migrations(name="3 directions")
def _directions(db: Database) -> None:
    db.execute("ALTER TABLE document_state ADD COLUMN directions TEXT NOT NULL DEFAULT '{}'")


@migrations(name="4 skipped and disagreement")
def _skipped_and_disagreement(db: Database) -> None:
    db.execute("ALTER TABLE document_state ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE document ADD COLUMN disagreement REAL NOT NULL DEFAULT 0")
    db.execute("CREATE INDEX document_by_disagreement ON document(removed, disagreement DESC, number)")
    # Undos are few, and what holds is asked of all of them.
    db.execute("CREATE INDEX decision_undo ON decision(person, clock, id) WHERE kind = 'undo'")
    db.execute(
        """
        UPDATE document SET disagreement = ifnull((
            SELECT avg(people < (SELECT count(*) FROM document_state s WHERE s.document = number AND s.status <> 'new'))
            FROM (SELECT count(*) AS people FROM annotation a WHERE a.document = number GROUP BY start, "end", label)
        ), 0) WHERE number IN (SELECT document FROM document_state WHERE status <> 'new' GROUP BY document HAVING count(*) > 1)
        """
    )


@migrations(name="5 splits")
def _splits(db: Database) -> None:
    db.execute(
        "CREATE TABLE split (shares TEXT NOT NULL, seed INTEGER NOT NULL, document INTEGER NOT NULL, part TEXT NOT NULL,"
        " PRIMARY KEY (shares, seed, document)) WITHOUT ROWID"
    )


@migrations(name="6 teams")
def _teams(db: Database) -> None:
    for statement in _TEAMS.split(";\n\n"):
        db.execute(statement)


_TEAMS = """
CREATE TABLE assignment (
    document INTEGER NOT NULL REFERENCES document(number),
    person INTEGER NOT NULL REFERENCES person(number),
    blind INTEGER NOT NULL,
    PRIMARY KEY (document, person)
) WITHOUT ROWID;

CREATE INDEX assignment_of_person ON assignment(person, blind);

CREATE TABLE memory_given (
    first TEXT NOT NULL,
    string TEXT NOT NULL,
    label TEXT NOT NULL,
    accepted INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    PRIMARY KEY (first, string, label)
) WITHOUT ROWID;

ALTER TABLE person ADD COLUMN renamed TEXT NOT NULL DEFAULT '';

ALTER TABLE person ADD COLUMN adjudicates TEXT;

ALTER TABLE document_state ADD COLUMN adjudicated TEXT NOT NULL DEFAULT '';

ALTER TABLE document_state ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';

ALTER TABLE document ADD COLUMN finished INTEGER NOT NULL DEFAULT 0;

ALTER TABLE document ADD COLUMN adjudication INTEGER NOT NULL DEFAULT 0;

UPDATE document SET finished = (SELECT count(*) FROM document_state WHERE document = number AND status = 'done')
WHERE number IN (SELECT document FROM document_state WHERE status = 'done');

CREATE INDEX document_by_finished ON document(removed, finished, adjudication, disagreement DESC, number, id)
"""
"""What each is for stands with the module that reads it: assignments, memory, people, state, standing."""

_FIRST_TABLES = """
CREATE TABLE project (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE person (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, at TEXT NOT NULL);

CREATE TABLE label (id TEXT PRIMARY KEY, version INTEGER NOT NULL, position INTEGER NOT NULL, definition TEXT NOT NULL)
    WITHOUT ROWID;

CREATE TABLE document (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    external_id TEXT UNIQUE,
    name TEXT NOT NULL,
    imported_name TEXT NOT NULL,
    title TEXT NOT NULL,
    words INTEGER NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0,
    revision_of TEXT,
    source TEXT NOT NULL,
    meta TEXT NOT NULL,
    at TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    text TEXT NOT NULL
);

CREATE INDEX document_listed ON document(removed, number, id, name, title, words);

CREATE TABLE erased (document TEXT PRIMARY KEY, sha256 TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE suggestion_run (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    suggester TEXT NOT NULL,
    version TEXT NOT NULL,
    details TEXT NOT NULL,
    at TEXT NOT NULL
);

CREATE TABLE run_document (
    document INTEGER NOT NULL REFERENCES document(number),
    run INTEGER NOT NULL REFERENCES suggestion_run(number),
    PRIMARY KEY (document, run)
) WITHOUT ROWID;

CREATE TABLE suggestion (
    document INTEGER NOT NULL,
    run INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    label TEXT NOT NULL,
    source TEXT NOT NULL,
    score REAL NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (document, run, start, "end", label, source),
    FOREIGN KEY (document, run) REFERENCES run_document(document, run)
) WITHOUT ROWID;

CREATE TABLE decision (
    id TEXT PRIMARY KEY,
    step TEXT NOT NULL,
    clock INTEGER NOT NULL,
    device TEXT NOT NULL,
    session TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES person(id),
    document TEXT NOT NULL REFERENCES document(id),
    kind TEXT NOT NULL,
    annotation TEXT,
    body TEXT NOT NULL,
    evidence TEXT NOT NULL,
    manner TEXT NOT NULL,
    seen REAL NOT NULL,
    at TEXT NOT NULL,
    here INTEGER NOT NULL
);

CREATE INDEX decision_of_document ON decision(document, clock, id);

CREATE INDEX decision_of_person ON decision(person, clock, id);

CREATE INDEX decision_of_step ON decision(step);

CREATE INDEX decision_clock ON decision(clock);

CREATE TRIGGER decision_is_final BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;

CREATE TRIGGER decision_is_kept BEFORE DELETE ON decision
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE document = OLD.document)
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;

CREATE TABLE annotation (
    document INTEGER NOT NULL,
    person INTEGER NOT NULL,
    id TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    label TEXT NOT NULL,
    answers TEXT,
    note TEXT NOT NULL,
    PRIMARY KEY (document, person, id)
) WITHOUT ROWID;

CREATE TABLE annotation_alias (
    document INTEGER NOT NULL,
    person INTEGER NOT NULL,
    alias TEXT NOT NULL,
    annotation TEXT NOT NULL,
    PRIMARY KEY (document, person, alias)
) WITHOUT ROWID;

CREATE TABLE answer (
    document INTEGER NOT NULL,
    person INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    label TEXT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (document, person, start, "end", label)
) WITHOUT ROWID;

CREATE TABLE document_state (
    document INTEGER NOT NULL,
    person INTEGER NOT NULL,
    status TEXT NOT NULL,
    flag INTEGER NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (document, person)
) WITHOUT ROWID;

CREATE INDEX document_state_of_person ON document_state(person, status);

CREATE TABLE memory (
    first TEXT NOT NULL,
    string TEXT NOT NULL,
    label TEXT NOT NULL,
    accepted INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    PRIMARY KEY (first, string, label)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE document_search USING fts5(text, bare, content='', tokenize="unicode61 remove_diacritics 0")
"""
