-- A memory's tables. SQLite's FTS5 holds the words of each source, but not its text.

CREATE TABLE shelf (
    locale TEXT, document TEXT, fingerprint TEXT NOT NULL, PRIMARY KEY (locale, document)
) WITHOUT ROWID;

-- An id begins with the size of the text, so that a search of the words can be bounded by size.
CREATE TABLE source (id INTEGER PRIMARY KEY, form BLOB NOT NULL, text TEXT NOT NULL);
CREATE INDEX source_form ON source (form);

CREATE TABLE pair (
    source INTEGER NOT NULL, locale TEXT NOT NULL, document TEXT NOT NULL, context TEXT, target TEXT NOT NULL,
    state TEXT NOT NULL, people TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
    present INTEGER NOT NULL
);
CREATE INDEX pair_source ON pair (source, locale);
CREATE INDEX pair_shelf ON pair (locale, document);

CREATE TABLE word (word TEXT PRIMARY KEY, sources INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (
    text, content = '', detail = none, columnsize = 0, tokenize = "unicode61 remove_diacritics 0"
);
