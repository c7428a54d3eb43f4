// SQLite FTS5's side of the comparison: porter stemmer, bm25(), facets counted by GROUP BY over a table of values.
#include "driver.hh"
#include <memory>
#include <sqlite3.h>

static void check(int code, sqlite3 *database) {
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) {
        std::cerr << "fts5: " << sqlite3_errmsg(database) << '\n';
        std::exit(2);
    }
}

// A prepared statement: bind from 1, then walk through the rows.
struct Statement {
    sqlite3 *database;
    sqlite3_stmt *statement = nullptr;
    Statement(sqlite3 *database, const char *sql) : database(database) {
        check(sqlite3_prepare_v2(database, sql, -1, &statement, nullptr), database);
    }
    Statement(const Statement &) = delete;
    ~Statement() { sqlite3_finalize(statement); }
    void bind(int at, const std::string &text) {
        check(sqlite3_bind_text(statement, at, text.data(), int(text.size()), SQLITE_TRANSIENT), database);
    }
    void bind(int at, long number) { check(sqlite3_bind_int64(statement, at, number), database); }
    bool row() {
        int code = sqlite3_step(statement);
        check(code, database);
        return code == SQLITE_ROW;
    }
    std::string text(int column) { return reinterpret_cast<const char *>(sqlite3_column_text(statement, column)); }
    void reset() { sqlite3_reset(statement); }
};

#define MATCHES "sections MATCH ?1 AND (?2 = '' OR EXISTS (SELECT 1 FROM facet WHERE section = sections.rowid " \
    "AND value = (SELECT number FROM value WHERE name = 'r:' || ?2)))"

struct Engine {
    sqlite3 *database = nullptr;
    std::unique_ptr<Statement> top, ids, full, total, facets;

    explicit Engine(const char *index) {
        check(sqlite3_open_v2(index, &database, SQLITE_OPEN_READONLY, nullptr), database);
        run(database, "PRAGMA mmap_size = 2000000000; PRAGMA cache_size = -200000;");
        auto prepare = [&](const char *sql) { return std::make_unique<Statement>(database, sql); };
        top = prepare("SELECT rowid FROM sections WHERE " MATCHES " ORDER BY rank LIMIT 10");
        ids = prepare("SELECT id FROM sections WHERE " MATCHES " ORDER BY rank LIMIT 10");
        full = prepare("SELECT id, snippet(sections, 1, '[', ']', '…', 32) FROM sections WHERE " MATCHES
                       " ORDER BY rank LIMIT 10");
        total = prepare("SELECT count(*) FROM sections WHERE " MATCHES);
        facets = prepare("SELECT name, times FROM (SELECT value, count(*) AS times FROM facet WHERE section IN "
                         "(SELECT rowid FROM sections WHERE " MATCHES ") GROUP BY value) JOIN value ON number = value "
                         "ORDER BY times DESC");
    }

    static void run(sqlite3 *database, const char *sql) {
        check(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), database);
    }

    static void build(const char *sections, const char *index) {
        sqlite3 *database;
        check(sqlite3_open(index, &database), database);
        run(database, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;"
            "CREATE VIRTUAL TABLE sections USING fts5(id UNINDEXED, text, tokenize = 'porter unicode61');"
            "CREATE TABLE value(number INTEGER PRIMARY KEY, name TEXT UNIQUE);"
            "CREATE TABLE facet(section INTEGER, value INTEGER, PRIMARY KEY (section, value)) WITHOUT ROWID;");
        Statement insert(database, "INSERT INTO sections(rowid, id, text) VALUES (?, ?, ?)");
        Statement has(database, "INSERT OR IGNORE INTO facet VALUES (?, ?)");
        Statement name(database, "INSERT INTO value VALUES (?, ?)");
        Values values;
        long row = 0;
        auto run_once = [](Statement &statement) { statement.row(), statement.reset(); };
        each_section(sections, [&](const Section &section) {
            insert.bind(1, ++row), insert.bind(2, section.id), insert.bind(3, section.text), run_once(insert);
            for (unsigned value : values.of(section)) has.bind(1, row), has.bind(2, long(value)), run_once(has);
        });
        for (const auto &[text, number] : values.numbers)
            name.bind(1, long(number)), name.bind(2, text), run_once(name);
        run(database, "INSERT INTO sections(sections) VALUES ('optimize'); COMMIT;");
    }

    template <class Take> static void rows(Statement &statement, const Asked &asked, Take take) {
        statement.bind(1, asked.text());
        statement.bind(2, asked.role);
        while (statement.row()) take();
        statement.reset();
    }

    Answer answer(const Asked &asked, const std::string &way) {
        Answer answer;
        Statement &ranked = way == "full" ? *full : way == "top" || way == "facets" ? *top : *ids;
        rows(ranked, asked, [&] { answer.ids.push_back(ranked.text(0)); });
        if (way == "answers") rows(*total, asked, [&] { answer.total = std::stoul(total->text(0)); });
        if (way == "facets" || way == "full") rows(*facets, asked, [&] { facets->text(0); });
        return answer;
    }
};

int main(int count, char **arguments) { return drive<Engine>(count, arguments); }
