//! Guides in many languages: each is found by the words of its readers.

use std::sync::{Arc, Mutex, Weak};

use crate::harness::{Kb, shared};

/// Guides about the same platform. Names sort as the list does.
const GUIDES: [(&str, &str); 10] = [
    ("ar.md", "# الحوسبة السحابية\n\nيختار الفريق الخدمات التي يحتاج إليها المطورون، ويكتب لكل خدمة دليلا قصيرا.\n"),
    (
        "de.md",
        "# Überwachung der Datenbanken\n\nDie Plattform misst, wie lange eine Abfrage dauert, und das Team sieht die Werte \
         auf einer Tafel. Wer einen Dienst betreibt, wird nur dann geweckt, wenn seine Kunden etwas merken. Alles andere \
         kann bis zum Morgen warten, und niemand muss nachts auf Kurven schauen.\n",
    ),
    ("en.md", "# Incident reviews\n\nAfter an incident the team writes down what happened, and nobody is blamed.\n"),
    ("hi.md", "# सुरक्षा मार्गदर्शिका\n\nटीम हर सेवा की जाँच करती है और पासवर्ड कभी लिखकर नहीं रखती।\n"),
    ("ja.md", "# コンテナの運用ガイド\n\n障害が起きたら、当番は一人で悩まずにチームを呼びます。\n"),
    ("ko.md", "# 클라우드 비용 안내서\n\n팀은 매달 비용을 함께 살펴보고 쓰지 않는 자원을 정리합니다.\n"),
    ("th.md", "# คู่มือการทำงานของทีม\n\nทีมประชุมสัปดาห์ละครั้งและจดสิ่งที่ตกลงกันไว้\n"),
    (
        "uk.md",
        "# Резервне копіювання\n\nКоманда щомісяця перевіряє, чи можна відновити дані з копії, і записує, скільки це тривало.\n",
    ),
    ("ur.md", "# نگرانی کی ہدایات\n\nٹیم ہر ہفتے رپورٹ دیکھتی ہے اور خرابی کی وجہ لکھتی ہے۔\n"),
    ("zh.md", "# 发布流程指南\n\n每次发布之前，团队都会检查测试结果并通知用户。\n"),
];

fn guides() -> Arc<Kb> {
    static SHARED: Mutex<Weak<Kb>> = Mutex::new(Weak::new());
    shared(&SHARED, || {
        GUIDES.iter().fold(Kb::with_roles(), |kb, (name, text)| kb.file(&format!("corpus/{name}"), text))
    })
}

#[track_caller]
fn finds(query: &str, guide: &str) {
    let found = guides().ids(["--exact", query]);
    assert!(!found.is_empty() && found.iter().all(|id| id.starts_with(guide)), "{query} finds {found:?}");
}

#[test]
fn a_guide_is_found_by_a_word_of_its_title() {
    for (query, guide) in [
        ("السحابية", "ar.md"),
        ("Überwachung", "de.md"),
        ("incident", "en.md"),
        ("मार्गदर्शिका", "hi.md"),
        ("コンテナ", "ja.md"),
        ("클라우드", "ko.md"),
        ("ทำงาน", "th.md"),
        ("копіювання", "uk.md"),
        ("نگرانی", "ur.md"),
        ("流程", "zh.md"),
    ] {
        finds(query, guide);
    }
}

#[test]
fn words_are_found_however_they_are_typed() {
    for (query, guide) in [
        ("uberwachung", "de.md"),
        ("U\u{308}BERWACHUNG", "de.md"),
        ("ｺﾝﾃﾅ", "ja.md"),
        ("コンテナの運用", "ja.md"),
        ("비용", "ko.md"),
        ("\u{1107}\u{1175}\u{110b}\u{116d}\u{11bc}", "ko.md"),
        ("РЕЗЕРВНЕ", "uk.md"),
        ("نگراني", "ur.md"),
        ("发\u{200b}布", "zh.md"),
        ("in\u{ad}cident", "en.md"),
    ] {
        finds(query, guide);
    }
}

#[test]
fn words_are_stemmed_in_the_language_of_their_guide() {
    finds("Datenbank", "de.md");
    finds("Abfragen", "de.md");
    finds("\"einem Dienste\"", "de.md");
    finds("incidents", "en.md");
}

#[test]
fn characters_in_another_order_are_other_words() {
    for query in ["ナコ", "程流", "우클"] {
        guides().run(["search", "--exact", query]).status(1);
    }
}

#[test]
fn a_language_comes_with_its_first_guide_and_goes_with_its_last() {
    let kb = Kb::with_roles().file("corpus/en.md", GUIDES[2].1).indexed();
    kb.run(["search", "--exact", "Datenbank"]).status(1);
    kb.write("corpus/de.md", GUIDES[1].1);
    kb.index();
    assert_eq!(kb.ids(["--exact", "Datenbank"]).len(), 1);
    std::fs::remove_file(kb.path("corpus/de.md")).unwrap();
    kb.index();
    kb.run(["search", "--exact", "Datenbank"]).status(1);
}
