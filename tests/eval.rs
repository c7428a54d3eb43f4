//! How good the ranking is, and what goes wrong with the files that say so.

use std::fs;

use serde_json::Value;

use crate::harness::{Answer, Kb, text};

/// Of three guides each has one of the words more; the last has none.
fn stones() -> Kb {
    Kb::new()
        .file("corpus/a.md", "# Granite marble basalt\n\nGranite, marble, basalt.\n")
        .file("corpus/b.md", "# Stones\n\nGranite and marble.\n")
        .file("corpus/deep/c.d.md", "# Floor\n\nGranite alone.\n")
        .file("corpus/trees.md", "# Trees\n\nOak and beech.\n")
        .file("q.tsv", "1\tgranite marble basalt\n2\toak\n3\tzebra\n4\tbeech\n")
        .file("q.qrels", "1 0 a 0\n1 0 b 2\n1 0 c.d 1\n1 0 trees 3\n2 0 trees 1\n3 0 a 1\n")
        .indexed()
}

/// `kb eval --queries q.tsv --qrels q.qrels` and more.
fn eval(kb: &Kb, more: &[&str]) -> Answer {
    let arguments = ["eval", "--queries", "q.tsv", "--qrels", "q.qrels"];
    kb.run(arguments.iter().chain(more))
}

#[track_caller]
fn close(value: &Value, expected: f64) {
    let value = value.as_f64().unwrap();
    assert!((value - expected).abs() < 5e-5, "{value}, not {expected}");
}

/// Worked out by hand.
///
/// Question 1 finds a (0), b (2), c.d (1); trees (3) is not found. Gain: 2 / log2(3) + 1 / log2(4) = 1.26186 + 0.5 =
/// 1.76186. Best: 3 / log2(2) + 2 / log2(3) + 1 / log2(4) = 3 + 1.26186 + 0.5 = 4.76186. nDCG: 0.36999. The first
/// relevant one is at rank 2: MRR 0.5. Two of three found: recall 0.66667. Precision 1/2 at rank 2 and 2/3 at rank 3:
/// MAP (0.5 + 0.66667) / 3 = 0.38889.
///
/// Question 2 finds trees alone: 1 by every measure. Question 3 finds nothing: 0. Question 4 is not judged.
///
/// Means over three: nDCG 1.36999 / 3 = 0.45666, MRR 1.5 / 3 = 0.5, recall 1.66667 / 3 = 0.55556, MAP 1.38889 / 3 =
/// 0.46296.
#[test]
fn figures_are_those_worked_out_by_hand() {
    let kb = stones();
    let answer = eval(&kb, &["--format", "json"]).found();
    let json = answer.json();
    let counts = ["version", "queries", "unjudged", "missing"].map(|key| json[key].as_u64().unwrap());
    assert_eq!(counts, [1, 3, 1, 0]);
    for (key, mean, first) in [
        ("ndcg@10", 0.45666, 0.36999),
        ("mrr@10", 0.5, 0.5),
        ("recall@100", 0.55556, 0.66667),
        ("map", 0.46296, 0.38889),
    ] {
        close(&json["means"][key], mean);
        close(&json["per_query"][0][key], first);
        close(&json["per_query"][1][key], 1.0);
        close(&json["per_query"][2][key], 0.0);
    }
    let first = &json["per_query"][0];
    assert_eq!((text(&first["id"]), text(&first["text"])), ("1".into(), "granite marble basalt".into()));
    assert_eq!((&first["relevant"], &first["found"]), (&3.into(), &2.into()));
    answer.says("kb: 1 question without a relevant document left out");

    let table = eval(&kb, &[]).found().stdout;
    assert!(table.starts_with("3 questions\nnDCG@10  MRR@10  recall@100     MAP\n"), "{table}");
    assert!(table.ends_with(" 0.4567  0.5000      0.5556  0.4630\n"), "{table}");
    let table = eval(&kb, &["--per-query"]).found().stdout;
    assert!(table.lines().any(|line| line.starts_with("1 ") && line.contains("0.3700") && line.contains("2 of 3")));
}

#[test]
fn scripts_get_a_record_a_question() {
    let kb = stones();
    let jsonl = eval(&kb, &["--format", "jsonl"]).found().stdout;
    let rows: Vec<Value> = jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows, *eval(&kb, &["--format", "json"]).json()["per_query"].as_array().unwrap());
    for (format, between) in [("csv", ","), ("tsv", "\t")] {
        let records = eval(&kb, &["--format", format]).found().stdout;
        let lines: Vec<&str> = records.lines().collect();
        let head = ["id", "ndcg@10", "mrr@10", "recall@100", "map", "relevant", "found", "text"];
        assert_eq!((lines.len(), lines[0]), (4, head.join(between).as_str()));
        assert_eq!(lines[2], ["2", "1", "1", "1", "1", "1", "1", "oak"].join(between));
    }
}

#[test]
fn a_run_is_written_and_measures_the_same_when_read() {
    let kb = stones();
    let json = eval(&kb, &["--run", "now.run", "--format", "json"]).found().json();
    let run = fs::read_to_string(kb.path("now.run")).unwrap();
    let fields: Vec<Vec<&str>> = run.lines().map(|line| line.split(' ').collect()).collect();
    let places: Vec<[&str; 3]> = fields.iter().map(|line| [line[0], line[2], line[3]]).collect();
    assert_eq!(places, [["1", "a", "1"], ["1", "b", "2"], ["1", "c.d", "3"], ["2", "trees", "1"]]);
    assert!(fields.iter().all(|line| line.len() == 6 && line[1] == "Q0" && line[5] == "kb"), "{run}");
    let left: Vec<_> = fs::read_dir(kb.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{left:?}");

    let compared = eval(&kb, &["--compare", "now.run", "now.run", "--format", "json"]).found().json();
    for measure in compared["measures"].as_array().unwrap() {
        assert_eq!((&measure["a"], &measure["b"]), (&json["means"][text(&measure["measure"])], &measure["a"]));
        assert_eq!((&measure["ties"], &measure["p"]), (&3.into(), &1.0.into()));
    }
}

#[test]
fn a_floor_that_is_missed_is_status_1_and_still_an_answer() {
    let kb = stones();
    eval(&kb, &["--min-ndcg", "0.45"]).found();
    let answer = eval(&kb, &["--min-ndcg", "0.457", "--format", "json"]).status(1);
    assert_eq!(answer.json()["queries"], 3);
    answer.says("kb: nDCG@10 is 0.4566, below the floor of 0.457");
    for no_floor in ["1.5", "-1", "NaN"] {
        eval(&kb, &[&format!("--min-ndcg={no_floor}")]).status(2).says("no figure that can be reached").says("hint:");
    }
}

#[test]
fn depth_cuts_what_is_found() {
    let kb = stones();
    let json = eval(&kb, &["--depth", "2", "--format", "json"]).found().json();
    assert_eq!(json["per_query"][0]["found"], 1);
    assert_eq!(eval(&kb, &["--depth", "0", "--format", "json"]).json()["per_query"][0]["found"], 2);
}

#[test]
fn files_of_other_systems_are_read() {
    let kb = stones();
    kb.write("q.tsv", "\u{feff}1\tgranite marble basalt\r\n\r\n2\t oak \r\n");
    kb.write("q.qrels", "\u{feff}1\t0\tb\t2\r\n \r\n2  0  trees  1\r\n");
    let json = eval(&kb, &["--format", "json"]).found().json();
    assert_eq!(json["queries"], 2);
    close(&json["means"]["mrr@10"], 0.75);
}

#[test]
fn operators_in_questions_are_no_mistakes() {
    let kb = stones();
    kb.write("q.tsv", "1\t\"granite (marble\tOR -\n2\t(oak)\" title: role:x*\n3\t?!\n");
    let answer = eval(&kb, &["--format", "json"]).found();
    assert_eq!((answer.json()["queries"].clone(), answer.stderr.as_str()), (3.into(), ""));
}

#[test]
fn malformed_lines_are_named() {
    let kb = stones();
    for (queries, reason) in [
        ("1\toak\n2 beech\n", "line 2: there is no tab"),
        ("1\toak\n\n1\tbeech\n", "line 3: the id `1` was given in line 1"),
        ("\toak\n", "line 1: the question has no id"),
        ("1\t \n", "line 1: there is no question"),
        ("\n", "there is no question in q.tsv"),
        (&format!("0\toak\n1\t{}\n", "oak ".repeat(3_000)), "line 2: the question is 11999 bytes"),
    ] {
        kb.write("q.tsv", queries);
        eval(&kb, &[]).status(2).says("q.tsv").says(reason).says("hint:");
    }
    kb.write("q.tsv", b"1\toak\n2\t\xff\xfe\n");
    eval(&kb, &[]).status(2).says("q.tsv: line 2: this is not UTF-8").says("hint:");
    kb.write("q.tsv", "1\toak\n");
    for (qrels, reason) in [
        ("1 0 a 1\n1 0 a\n", "line 2: there are 3 fields, not four"),
        ("1 0 a b 1\n", "line 1: there are 5 fields"),
        ("\n1 0 a high\n", "line 2: the grade `high` is no whole number"),
        ("1 0 a 1\n1 0 a 2\n", "line 2: `a` was given the grade 1 for `1` before"),
        ("", "there is no judgement in q.qrels"),
    ] {
        kb.write("q.qrels", qrels);
        eval(&kb, &[]).status(2).says("q.qrels").says(reason).says("hint:");
    }
    fs::remove_file(kb.path("q.qrels")).unwrap();
    eval(&kb, &[]).status(2).says("cannot read q.qrels").says("hint:");
}

#[test]
fn files_that_do_not_belong_together_are_said() {
    let kb = stones();
    kb.write("q.tsv", "x1\toak\n");
    eval(&kb, &[]).status(2).says("no question in common").says("hint: questions have ids such as `x1`");
    kb.write("q.tsv", "1\toak\n");
    kb.write("q.qrels", "1 0 a 0\n");
    eval(&kb, &[]).status(2).says("no question has a relevant document");
    kb.write("q.qrels", "1 0 a.md 1\n");
    eval(&kb, &[]).status(2).says("no judged document is in this index").says("such as `a.md`").says("such as `a`");
    kb.write("q.qrels", "1 0 a 1\n1 0 gone 1\n7 0 a 1\n");
    let answer = eval(&kb, &["--format", "json"]).found();
    assert_eq!(answer.json()["missing"], 1);
    answer.says("kb: 1 judged document not in the index").says("kb: 1 judged id not among the questions");
}

#[test]
fn two_judged_guides_of_one_name_need_their_paths() {
    let kb = Kb::new()
        .file("corpus/one/index.md", "# One\n\nGranite.\n")
        .file("corpus/two/index.md", "# Two\n\nMarble.\n")
        .file("corpus/three.md", "# Three\n\nGranite and marble and more of other things.\n")
        .file("q.tsv", "1\tgranite\n")
        .file("q.qrels", "1 0 index 1\n")
        .indexed();
    eval(&kb, &[])
        .status(2)
        .says("`index` may be one/index.md or two/index.md")
        .says("hint: judge documents by their path and use `--doc-id path`");
    kb.write("q.qrels", "1 0 three 1\n");
    eval(&kb, &["--run", "now.run"]).found();
    let run = fs::read_to_string(kb.path("now.run")).unwrap();
    assert!(run.contains(" one/index.md ") && run.contains(" three "), "{run}");
    kb.write("q.qrels", "1 0 one/index.md 1\n");
    let json = eval(&kb, &["--doc-id", "path", "--format", "json"]).found().json();
    assert_eq!(json["per_query"][0]["found"], 1);
}

/// In five of six questions B has the relevant document first where A has it second. Worked out by hand: MRR and MAP
/// of A are (5 * 0.5 + 1) / 6 = 0.58333, nDCG of A is (5 / log2(3) + 1) / 6 = 0.69244; all of B are 1. Of the 32 ways
/// to give five equal differences signs, two are as far from 0 as all plus: p = 0.0625. Recall is 1 in both: p = 1.
#[test]
fn two_runs_are_compared() {
    let [mut a, mut b, mut qrels] = [String::new(), String::new(), String::new()];
    for n in 1..=6 {
        let (first, second) = if n == 6 { ("x", "y") } else { ("y", "x") };
        a += &format!("{n} Q0 {first} 1 2.5 A\n{n} Q0 {second} 2 1.5 A\n");
        b += &format!("{n} Q0 x 1 9 B\n{n} Q0 y 2 8 B\n");
        qrels += &format!("{n} 0 x 1\n");
    }
    let kb = Kb::new().file("a.run", a).file("b.run", b).file("q.qrels", qrels + "7 0 x 1\n");
    let compare = |more: &[&str]| {
        kb.run(["eval", "--qrels", "q.qrels", "--compare", "a.run", "b.run"].iter().chain(more)).found()
    };
    let answer = compare(&["--format", "json"]);
    let json = answer.json();
    assert_eq!((&json["version"], &json["queries"]), (&1.into(), &6.into()));
    assert_eq!(json["runs"], serde_json::json!(["a.run", "b.run"]));
    for (at, key, of_a, wins, p) in [
        (0, "ndcg@10", 0.69244, 5, 0.0625),
        (1, "mrr@10", 0.58333, 5, 0.0625),
        (2, "recall@100", 1.0, 0, 1.0),
        (3, "map", 0.58333, 5, 0.0625),
    ] {
        let measure = &json["measures"][at];
        assert_eq!(text(&measure["measure"]), key);
        close(&measure["a"], of_a);
        close(&measure["b"], 1.0);
        close(&measure["difference"], 1.0 - of_a);
        close(&measure["p"], p);
        let counts = ["wins", "ties", "losses"].map(|key| measure[key].as_u64().unwrap());
        assert_eq!(counts, [wins, 6 - wins, 0], "{measure}");
        assert_eq!(measure["exact"], true);
    }
    close(&json["per_query"][0]["a"]["mrr@10"], 0.5);
    answer.says("kb: 1 judged question in neither run left out").says("hint: with --queries FILE");

    let table = compare(&["--per-query"]).stdout;
    assert!(table.contains("6 questions\n") && table.contains("100000 permutations"), "{table}");
    assert!(table.lines().any(|line| line.starts_with("nDCG@10") && line.contains("+0.3076")), "{table}");
    assert_eq!(compare(&["--format", "csv"]).stdout.lines().count(), 7);

    kb.write("q.tsv", "7\tgranite\n6\tmarble\n");
    let json = compare(&["--queries", "q.tsv", "--format", "json"]).json();
    assert_eq!(json["queries"], 2);
    close(&json["measures"][1]["b"], 0.5);
}

#[test]
fn runs_that_cannot_be_compared_are_said() {
    let kb = Kb::new().file("a.run", "1 Q0 x 1 2.5 A\n1 Q0 y 2 z A\n").file("q.qrels", "1 0 x 1\n");
    let compare = |kb: &Kb| kb.run(["eval", "--qrels", "q.qrels", "--compare", "a.run", "a.run"]);
    compare(&kb).status(2).says("a.run: line 2: the score `z` is no number").says("hint:");
    kb.write("a.run", "2 Q0 x 1 2.5 A\n");
    compare(&kb).status(2).says("no question of these runs").says("hint:");
    kb.write("empty.run", "\n");
    let with_none = kb.run(["eval", "--qrels", "q.qrels", "--compare", "a.run", "empty.run"]);
    with_none.status(2).says("no ranking in empty.run").says("hint:");
    kb.run(["eval", "--qrels", "q.qrels", "--compare", "a.run"]).status(2);
    kb.run(["eval", "--qrels", "q.qrels", "--compare", "a.run", "gone.run"]).status(2).says("gone.run");
}

const FILLER: &str = "Nobody knows how long the old quarry below the hill has been there, \
    nor who worked in it, nor what it was that they were looking for there.";

fn quarry() -> Kb {
    let section = |heading: &str, sentence: &str| format!("## {heading}\n\n{sentence} {FILLER}\n\n");
    let one = section("Granite hammers", "Every granite hammer needs a handle of seasoned hickory wood.")
        + &section("Overview", "Visitors should report themselves at the northern entrance every morning.")
        + &section("Opening hours", "Tuesday afternoons belong to schools from neighbouring villages alone.");
    let two = section("Marble staircases", "Polished marble staircases become slippery whenever rain arrives.")
        + &section("Opening hours", "Sundays belong to families with children and their grandparents.")
        + "## Short of words\n\nToo few.\n";
    Kb::new()
        .file("corpus/one.md", format!("# One\n\n{one}"))
        .file("corpus/two.md", format!("# Two\n\n{two}"))
        .indexed()
}

#[test]
fn sections_are_found_by_their_own_words() {
    let kb = quarry();
    let json = kb.run(["eval", "--self", "--format", "json"]).found().json();
    assert_eq!((&json["version"], &json["sections"]), (&1.into(), &8.into()));
    let asked: Vec<(String, String, String)> = json["per_query"]
        .as_array()
        .unwrap()
        .iter()
        .map(|query| (text(&query["kind"]), text(&query["text"]), text(&query["id"])))
        .collect();
    // Not asked for: a heading two sections have, one of a single word, one above few words.
    let headings: Vec<&str> =
        asked.iter().filter(|(kind, ..)| kind == "headings").map(|(_, text, _)| text.as_str()).collect();
    assert_eq!(headings, ["Granite hammers", "Marble staircases"]);
    let passages: Vec<&str> =
        asked.iter().filter(|(kind, ..)| kind == "passages").map(|(_, text, _)| text.as_str()).collect();
    assert_eq!(passages.len(), 5);
    assert_eq!(passages[0], "granite hammer handle seasoned hickory");
    for (at, kind, queries) in [(0, "headings", 2), (1, "passages", 5)] {
        let found = &json["kinds"][at];
        assert_eq!((text(&found["kind"]), &found["queries"]), (kind.to_owned(), &queries.into()));
        for what in ["section", "guide"] {
            for key in ["top_1", "top_3", "top_10", "mrr@10"] {
                assert_eq!(found[what][key], 1.0, "{kind} {what} {key}: {json}");
            }
        }
    }
    assert_eq!(json["per_query"][0]["section_rank"], 1);

    let table = kb.run(["eval", "--self", "--per-query"]).found().stdout;
    assert!(table.contains("100.0 %") && table.contains("one.md#granite-hammers"), "{table}");
    assert_eq!(kb.run(["eval", "--self", "--format", "csv"]).found().stdout.lines().count(), 8);
    let some = kb.run(["eval", "--self", "--sample", "1", "--format", "json"]).found().json();
    assert_eq!(some["per_query"].as_array().unwrap().len(), 2);
    let all = kb.run(["eval", "--self", "--sample", "0", "--format", "json"]).found().json();
    assert_eq!(all["per_query"], json["per_query"]);
}

#[test]
fn where_nothing_can_be_asked_for_that_is_said() {
    let kb = Kb::new().file("corpus/a.md", "# A\n\nGranite.\n").indexed();
    kb.run(["eval", "--self"]).status(1).says("no section can be asked for").says("hint:");
}

#[test]
fn flags_that_do_not_go_together_are_refused() {
    let kb = stones();
    for arguments in [
        &["eval"][..],
        &["eval", "--queries", "q.tsv"],
        &["eval", "--qrels", "q.qrels"],
        &["eval", "--self", "--queries", "q.tsv"],
        &["eval", "--self", "--qrels", "q.qrels"],
        &["eval", "--self", "--min-ndcg", "0.5"],
        &["eval", "--compare", "a.run", "b.run"],
        &["eval", "--qrels", "q.qrels", "--compare", "a.run", "b.run", "--run", "c.run"],
        &["eval", "--queries", "q.tsv", "--qrels", "q.qrels", "--sample", "3"],
    ] {
        kb.run(arguments).status(2);
    }
}

#[test]
fn acronyms_are_asked_for_where_one_guide_defines_them() {
    let filler = "These lines say something else at a length that makes a body of them. ".repeat(3);
    let kb = Kb::new()
        .file("corpus/a.md", format!("# Alpha\n\n## Terms\n\nA mean time to recovery (MTTR) is agreed. {filler}\n"))
        .file("corpus/b.md", format!("# Beta\n\nThe MTTR is short. A service level objective (SLO) helps. {filler}\n"))
        .file("corpus/c.md", format!("# Gamma\n\nA service level objective (SLO) is a promise. {filler}\n"));
    let report = kb.indexed().run(["eval", "--self", "--format", "json"]).found().json();
    let asked: Vec<_> =
        report["per_query"].as_array().unwrap().iter().filter(|one| one["kind"] == "acronyms").collect();
    assert_eq!(asked.len(), 1, "SLO is defined twice: {asked:?}");
    assert_eq!((&asked[0]["text"], &asked[0]["id"]), (&"MTTR".into(), &"a.md#terms".into()));
    assert_eq!(asked[0]["section_rank"], 1);
}

#[cfg(unix)]
#[test]
fn a_run_goes_where_a_link_leads_and_into_a_pipe() {
    let kb = stones().file("old.run", "old\n");
    eval(&kb, &["--run", "plain.run"]).found();
    let run = fs::read_to_string(kb.path("plain.run")).unwrap();
    for (link, target) in [("link.run", "old.run"), ("new-link.run", "new.run")] {
        std::os::unix::fs::symlink(target, kb.path(link)).unwrap();
        eval(&kb, &["--run", link]).found();
        assert!(kb.path(link).is_symlink(), "{link}");
        assert_eq!(fs::read_to_string(kb.path(target)).unwrap(), run, "{target}");
    }
    assert!(kb.path("plain.run").is_file());
    // Standard output is a pipe here: the run and then the figures.
    let answer = eval(&kb, &["--run", "/dev/stdout"]).found();
    assert!(answer.stdout.starts_with(&run) && answer.stdout.contains("nDCG@10"), "{answer:?}");
    fs::create_dir(kb.path("folder")).unwrap();
    eval(&kb, &["--run", "folder"]).status(2).says("folder");
}
