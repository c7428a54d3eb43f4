// What the drivers in C++ share: reading sections and queries, the protocol (see kb.rs), the main function.
#pragma once
#include <chrono>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

using Strings = std::vector<std::string>;

inline Strings split(const std::string &text, char by) {
    Strings parts;
    for (size_t from = 0; !text.empty() && from <= text.size();) {
        size_t to = std::min(text.find(by, from), text.size());
        parts.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return parts;
}

struct Section {
    std::string id, text;
    Strings roles, facets;
};

struct Asked {
    std::string operation, words, role;

    // The query as a user of AND, OR and quotes writes it.
    std::string text() const {
        if (operation == "phrase") return '"' + words + '"';
        std::string joined;
        for (const auto &word : split(words, ' '))
            joined += (joined.empty() ? "" : operation == "or" ? " OR " : " AND ") + word;
        return joined;
    }
};

struct Answer {
    unsigned long total = 0;
    Strings ids;
};

// Numbers for the values of both facets: roles as "r:…", section facets as "s:…".
struct Values {
    std::map<std::string, unsigned> numbers;
    std::vector<unsigned> of(const Section &section) {
        std::vector<unsigned> found;
        auto add = [&](const std::string &name) {
            found.push_back(numbers.emplace(name, numbers.size()).first->second);
        };
        for (const auto &role : section.roles) add("r:" + role);
        for (const auto &facet : section.facets) add("s:" + facet);
        return found;
    }
};

template <class Take> void each_section(const char *path, Take take) {
    std::ifstream lines(path);
    for (std::string line; std::getline(lines, line);) {
        Strings columns = split(line, '\t');
        columns.resize(4);
        take(Section{columns[0], columns[3], split(columns[1], ','), split(columns[2], ',')});
    }
}

// DRIVER index SECTIONS INDEX, or DRIVER search INDEX QUERIES.
template <class Engine> int drive(int count, char **arguments) {
    std::string command = count == 4 ? arguments[1] : "";
    if (command == "index") return Engine::build(arguments[2], arguments[3]), 0;
    if (command != "search") return std::cerr << "usage: index SECTIONS INDEX | search INDEX QUERIES\n", 2;
    Engine engine(arguments[2]);
    std::vector<Asked> queries;
    std::ifstream lines(arguments[3]);
    for (std::string line; std::getline(lines, line);) {
        Strings columns = split(line, '\t');
        columns.resize(4);
        queries.push_back({columns[1], columns[2], columns[3]});
    }
    for (std::string way; std::getline(std::cin, way);) {
        std::string out;
        for (const auto &query : queries) {
            auto started = std::chrono::steady_clock::now();
            Answer answer = engine.answer(query, way);
            std::chrono::nanoseconds took = std::chrono::steady_clock::now() - started;
            out += std::to_string(way == "answers" ? answer.total : took.count());
            if (way == "answers")
                for (const auto &id : answer.ids) out += '\t' + id;
            out += '\n';
        }
        std::cout << out << std::endl;
    }
    return 0;
}
