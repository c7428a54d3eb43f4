// Xapian's side of the comparison: BM25, English stemmer, facets counted by a match spy over numbers of values.
#include "driver.hh"
#include <cstring>
#include <xapian.h>

// Counts the values of every match: a slot holds their numbers, four bytes each.
struct Counter : Xapian::MatchSpy {
    std::vector<unsigned> counts;
    explicit Counter(size_t values) : counts(values) {}
    void operator()(const Xapian::Document &document, double) override {
        std::string numbers = document.get_value(0);
        for (size_t at = 0; at < numbers.size(); at += 4) {
            unsigned number;
            std::memcpy(&number, numbers.data() + at, 4);
            counts[number]++;
        }
    }
};

struct Engine {
    Xapian::Database database;
    Xapian::Stem stem{"en"};
    Xapian::QueryParser parser;
    Strings values;

    explicit Engine(const char *index) : database(index), values(split(database.get_metadata("values"), '\n')) {
        parser.set_stemmer(stem);
        parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
    }

    static void build(const char *sections, const char *index) {
        Xapian::WritableDatabase database(index, Xapian::DB_CREATE_OR_OVERWRITE);
        Xapian::TermGenerator generator;
        generator.set_stemmer(Xapian::Stem("en"));
        Values values;
        each_section(sections, [&](const Section &section) {
            Xapian::Document document;
            generator.set_document(document);
            generator.index_text(section.text);
            for (const auto &role : section.roles) document.add_boolean_term("XR" + role);
            std::string numbers;
            for (unsigned number : values.of(section)) numbers.append(reinterpret_cast<const char *>(&number), 4);
            document.add_value(0, numbers);
            document.set_data(section.id + '\n' + section.text);
            database.add_document(document);
        });
        Strings names(values.numbers.size());
        for (const auto &[name, number] : values.numbers) names[number] = name;
        std::string joined;
        for (const auto &name : names) joined += (joined.empty() ? "" : "\n") + name;
        database.set_metadata("values", joined);
        database.commit();
    }

    Answer answer(const Asked &asked, const std::string &way) {
        Xapian::Query query = parser.parse_query(asked.text());
        if (!asked.role.empty()) query = {Xapian::Query::OP_FILTER, query, Xapian::Query("XR" + asked.role)};
        Xapian::Enquire enquire(database);
        enquire.set_query(query);
        Counter counter(values.size());
        if (way == "facets" || way == "full") enquire.add_matchspy(&counter);
        Xapian::MSet found = enquire.get_mset(0, 10, way == "top" || way == "ids" ? 0 : database.get_doccount());
        if (way == "facets" || way == "full") first_ten(counter.counts);
        Answer answer{found.get_matches_estimated(), {}};
        for (auto hit = found.begin(); hit != found.end() && way != "top" && way != "facets"; ++hit) {
            std::string data = hit.get_document().get_data();
            size_t end = data.find('\n');
            answer.ids.push_back(data.substr(0, end));
            if (way == "full") found.snippet(data.substr(end + 1), 250, stem);
        }
        return answer;
    }

    // The ten most frequent values of each facet by name.
    Strings first_ten(const std::vector<unsigned> &counts) const {
        std::multimap<unsigned, unsigned> best[2];
        for (unsigned number = 0; number < counts.size(); number++) {
            if (!counts[number]) continue;
            auto &facet = best[values[number][0] == 's'];
            if (facet.size() == 10 && counts[number] <= facet.begin()->first) continue;
            facet.emplace(counts[number], number);
            if (facet.size() > 10) facet.erase(facet.begin());
        }
        Strings names;
        for (const auto &facet : best)
            for (auto [count, number] : facet) names.push_back(values[number]);
        return names;
    }
};

int main(int count, char **arguments) { return drive<Engine>(count, arguments); }
