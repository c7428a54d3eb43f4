//! What a query must find in a text and what not, form by form.

use super::soak::LANGUAGES;
use super::{Analyzer, Language, Word};

/// Whether the words of the query stand in a row in the text.
fn finds(text: &str, query: &str) -> bool {
    let mut analyzer = Analyzer::default();
    let words = analyzer.words(text, Language::English);
    let wanted = analyzer.query_words(query);
    let has = |position: usize, terms: &[String]| {
        words.iter().any(|word: &Word| word.position == position && terms.contains(&word.term))
    };
    let last = words.last().map_or(0, |word| word.position);
    !wanted.is_empty() && (0..=last).any(|start| wanted.iter().all(|word| has(start + word.position, &word.terms)))
}

#[test]
fn identifiers_are_found_whole_and_in_parts() {
    #[rustfmt::skip]
    let table = [
        // text, query, found
        ("see DEC-0054 for why", "DEC-0054", true),
        ("see DEC-0054 for why", "dec 0054", true),
        ("see DEC-0054 for why", "0054", true),
        ("see DEC-0054 for why", "DEC-0055", false),
        ("see DEC-0054 for why", "54", false),
        ("release v1.2.3 is out", "v1.2.3", true),
        ("release v1.2.3 is out", "1.2.3", true),
        ("release 1.2.3 is out", "v1.2.3", true),
        ("release v1.2.3 is out", "v1.2", true),
        ("release v1.2.3 is out", "1.2.4", false),
        ("release v1.2.3 is out", "v2.2.3", false),
        ("the v2 API", "v2", true),
        ("the v2 API", "2", false),
        ("chapter 2", "v2", false),
        ("written in C++", "C++", true),
        ("written in C++", "c++", true),
        ("written in C++", "C", true),
        ("written in C++", "C#", false),
        ("written in C", "C++", false),
        ("needs C++17 or later", "C++17", true),
        ("needs C++17 or later", "C++", true),
        ("needs C++17 or later", "C++ 17", true),
        ("needs C++17 or later", "C++20", false),
        ("run g++ on it", "g++", true),
        ("run g++ on it", "C++", false),
        ("open Notepad++.", "notepad++", true),
        ("open Notepad++.", "notepad", true),
        ("open Notepad.", "notepad++", false),
        ("a C# service", "c#", true),
        ("a C# service", "C", true),
        ("a C service", "C#", false),
        ("an F#, not C#, service", "f#", true),
        ("page.html#section", "html section", true),
        ("the .NET runtime", ".NET", true),
        ("the .NET runtime", ".net", true),
        ("the .NET runtime", "NET", true),
        ("the .NET 8 runtime", ".NET 8", true),
        ("the net income", ".NET", false),
        ("an ASP.NET page", "ASP.NET", true),
        ("an ASP.NET page", ".NET", true),
        ("an ASP page on the net", "ASP.NET", false),
        ("copy .env.example", ".env", true),
        ("the env of the shell", ".env", false),
        ("ignored by (.gitignore)", ".gitignore", true),
        ("ignored by (.gitignore)", "gitignore", true),
        ("edit config.yaml", ".yaml", true),
        ("edit config.yaml", "config.yaml", true),
        ("edit config.yaml", "yaml config", false),
        ("wait... then go", "then", true),
        ("wait... then go", ".then", false),
        ("our CI/CD pipeline", "CI/CD", true),
        ("our CI/CD pipeline", "ci cd", true),
        ("our CI/CD pipeline", "cicd", false),
        ("our CI/CD pipeline", "CD", true),
        ("runs on k8s", "K8s", true),
        ("runs on k8s", "k9s", false),
        ("runs on k8s", "8", false),
        ("a node.js server", "Node.js", true),
        ("a node.js server", "node js", true),
        ("a node.js server", "js", true),
        ("a node.js server", "node.ts", false),
        ("kubectl get pods -n kube-system", "kubectl get pods -n", true),
        ("kubectl get pods -n kube-system", "get pod", true),
        ("kubectl get pods -n kube-system", "kubectl pods", false),
        ("set max_connections first", "max_connections", true),
        ("set max_connections first", "max connections", true),
        ("set max_connections first", "connection", true),
        ("set max_connections first", "maxconnections", false),
        ("call getUserName()", "getUserName", true),
        ("call getUserName()", "getusername", true),
        ("call getUserName()", "user", true),
        ("call getUserName()", "names", true),
        ("call getUserName()", "get user name", false),
        ("get the user name", "getUserName", false),
        ("the useState hook", "state", true),
        ("a FileNotFoundException", "FileNotFoundException", true),
        ("a FileNotFoundException", "exception", true),
        ("an HTTPServerError", "server", true),
        ("an HTTPServerError", "http", true),
        ("JavaScript, not Java", "JavaScript", true),
        ("JavaScript only", "Java", false),
        ("on GitHub", "hub", false),
        ("PostgreSQL 15", "SQL", false),
        ("the DevOps role", "ops", false),
        ("an iPhone", "phone", false),
        ("built with eBPF", "ebpf", true),
        ("see docs/ops/on-call.md", "docs/ops/on-call.md", true),
        ("see docs/ops/on-call.md", "ops/on-call", true),
        ("see docs/ops/on-call.md", ".md", true),
        ("see docs/ops/on-call.md", "docs/on-call.md", false),
        ("at https://example.com/a?b=1", "https://example.com/a?b=1", true),
        ("at https://example.com/a?b=1", "example.com", true),
        ("at https://example.com/a?b=1", "https://example.org", false),
        ("mail ops@example.com", "ops@example.com", true),
        ("mail ops@example.com", "example.com", true),
        ("host 10.0.0.1 is down", "10.0.0.1", true),
        ("host 10.0.0.1 is down", "10.0.0.2", false),
        ("pays $150,000 a year", "$150,000", true),
        ("pays $150,000 a year", "150000", true),
        ("pays $150,000 a year", "150", false),
        ("pays 150000 a year", "150,000", true),
        ("versions 1,2,3", "1 2 3", true),
        ("versions 1,2,3", "123", false),
        ("std::vector<int>", "std::vector", true),
        ("on-call duty", "on-call", true),
        ("on-call duty", "oncall", true),
        ("on-call duty", "on call", true),
        ("an e-mail", "email", true),
        ("micro-services", "microservice", true),
        ("micro-services", "service", true),
        ("state-of-the-art", "stateoftheart", false),
        ("--dry-run", "dry-run", true),
        ("sha256 of the file", "SHA256", true),
        ("sha256 of the file", "sha", false),
        ("the 2fa and ipv4 cases", "IPv4", true),
        ("don’t panic", "don't panic", true),
    ];
    assert!(table.len() >= 60);
    for (text, query, found) in table {
        assert_eq!(finds(text, query), found, "{query} in {text:?}");
    }
}

#[test]
fn every_name_finds_itself() {
    for name in [
        "DEC-0054",
        "v1.2.3",
        "C++",
        "C++17",
        "C#",
        "F#",
        ".NET",
        ".NET 8",
        "ASP.NET",
        "CI/CD",
        "k8s",
        "node.js",
        "g++",
        "kubectl get pods -n",
        "snake_case",
        "camelCase",
        "kebab-case",
        "FileNotFoundException",
        "a/b/c.md",
        "$150,000",
        "https://example.com/x?y=1#z",
        "user@example.com",
        "10.0.0.1",
        "foo::bar",
        ".gitignore",
        "*.py",
        "~/.bashrc",
        "notepad++",
        "on-call",
        "i18n",
        "x86_64",
        "S3",
        "2fa",
        "R&D",
        "AT&T",
        "O'Reilly",
        "naïve",
        "Straße",
        "#hash",
    ] {
        for text in [name.to_owned(), format!("see {name} here"), format!("({name})"), format!("“{name}”.")] {
            assert!(finds(&text, name), "{name} in {text}");
        }
    }
}

#[test]
fn words_are_lower_case_folded_and_stemmed() {
    let terms = |text: &str| -> Vec<String> {
        Analyzer::default().words(text, Language::English).into_iter().map(|word| word.term).collect()
    };
    assert_eq!(terms("Reporting Managers' CAFÉS, cafe\u{301}s"), ["report", "manag", "cafe", "cafe"]);
    assert_eq!(terms("co\u{ad}operate zero\u{200b}width"), ["cooper", "zerowidth"]);
    assert_eq!(terms("..., — ! ـ"), Vec::<String>::new());
}

#[test]
fn offsets_cut_the_text_at_the_word_and_positions_count_stop_words() {
    let text = "Who leads the “Überbau”?";
    let words = Analyzer::default().words(text, Language::English);
    let surfaces: Vec<_> = words.iter().map(|w| (&text[w.start..w.end], w.position, w.stop)).collect();
    assert_eq!(surfaces, [("Who", 0, true), ("leads", 1, false), ("the", 2, true), ("Überbau", 3, false)]);
}

#[test]
fn extra_words_share_the_place_of_theirs() {
    let text = "ASP.NET on-call getUserName C++17 v1.2";
    let words = Analyzer::default().words(text, Language::English);
    let extras: Vec<_> =
        words.iter().filter(|w| w.extra).map(|w| (&text[w.start..w.end], w.form.as_str(), w.position)).collect();
    assert_eq!(
        extras,
        [
            (".NET", ".net", 1),
            ("on-call", "oncall", 2),
            ("get", "get", 4),
            ("User", "user", 4),
            ("Name", "name", 4),
            ("C++", "c++", 5),
            ("v1", "1", 7),
        ]
    );
    assert_eq!(words.iter().filter(|w| !w.extra).map(|w| w.position).collect::<Vec<_>>(), (0..9).collect::<Vec<_>>());
}

#[test]
fn names_stay_apart_in_every_script() {
    #[rustfmt::skip]
    let table = [
        // text, query, found
        ("コンテナオーケストレーション", "コンテナ", true),
        ("コンテナオーケストレーション", "オーケストレーション", true),
        ("コンテナオーケストレーション", "ナコ", false),
        ("コンテナ", "ｺﾝﾃﾅ", true),
        ("サービス・メッシュ", "サービスメッシュ", true),
        ("サービス", "サーヒス", false),
        ("ガイド", "カ\u{3099}イト\u{3099}", true),
        ("云原生技术", "原生", true),
        ("云原生技术", "生原", false),
        ("2026年计划", "2026年", true),
        ("클라우드는 유용합니다", "클라우드", true),
        ("클라우드는 유용합니다", "\u{110f}\u{1173}\u{11af}\u{1105}\u{1161}\u{110b}\u{116e}\u{1103}\u{1173}", true),
        ("การทำงานของคลาวด์", "ทำงาน", true),
        ("การทำงานของคลาวด์", "ทํางาน", true),
        ("การทำงานของคลาวด์", "งานทำ", false),
        ("हिन्दी में मार्गदर्शिका", "मार्गदर्शिका", true),
        ("हिन्दी में मार्गदर्शिका", "मार्ग", false),
        ("নির্দেশিকা", "নির্দেশিকা", true),
        ("комп'ютер", "комп’ютер", true),
        ("їжак", "іжак", false),
        ("її", "її", true),
        ("ёлка", "елка", true),
        ("کتاب", "كتاب", true),
        ("كِتَابٌ", "كتاب", true),
        ("Ελλάς", "ΕΛΛΑΣ", true),
        ("Überwachung", "uberwachung", true),
        ("STRASSE", "Straße", true),
        ("１２３ ＡＢＣ", "123 abc", true),
    ];
    for (text, query, found) in table {
        assert_eq!(finds(text, query), found, "{query} in {text:?}");
    }
}

#[test]
fn a_query_has_the_terms_of_every_language_and_each_once() {
    let mut analyzer = Analyzer::new(&[Language::German, Language::Japanese, Language::German, Language::Russian]);
    let terms = |word: &super::QueryWord| word.terms.clone();
    let words = analyzer.query_words("Datenbanken running Клиенты 自 C++");
    assert_eq!(
        words.iter().map(terms).collect::<Vec<_>>(),
        [
            &["datenbanken", "de\u{1f}datenbank"][..],
            &["run", "de\u{1f}running"],
            &["клиенты", "de\u{1f}клиенты", "ru\u{1f}клиент"],
            &["自"],
            &["c++"]
        ]
    );
    for language in LANGUAGES {
        for text in ["Datenbanken", "containers", "Клиенты", "getUserNames", "कंटेनरों", "v1.2", "naïve"]
        {
            let mut analyzer = Analyzer::new(&[Language::French, language]);
            let indexed = analyzer.words(text, language).remove(0).term;
            assert!(analyzer.query_words(text)[0].terms.contains(&indexed), "{text} in {}", language.code());
        }
    }
}
