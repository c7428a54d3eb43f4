//! Finds the language of a guide. A guide taken for English loses endings at worst; one taken for another language is
//! not found by the words it has. So there must be good evidence, and English is what is left.

use super::folding::fold;
use super::language::Language;
use super::tokenizer::{self, Span};

/// Letters a text must have for its language to be told: less is too little to be sure of.
const FEWEST_LETTERS: usize = 200;

/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 4_000;

/// The least share of its own small words that a text in a language has. In guides it is 12 to 35 of 100 words (9 in
/// Turkish, which puts much into endings); in code and tables it is next to none.
const LEAST_SHARE: f32 = 0.06;

/// Small words of English that no other language here has.
const ENGLISH: [&str; 12] = ["the", "and", "this", "that", "with", "are", "be", "you", "from", "which", "your", "have"];

/// The language of a guide, from its text; English where there is too little of it or any doubt.
pub(in crate::engine) fn detect(text: &str) -> Language {
    let end = (0..=SAMPLE.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let sample = &text[..end];
    let mut spans = Vec::new();
    tokenizer::find(sample, &mut spans);
    let english = share(sample, &spans, &ENGLISH);
    let words = spans.iter().filter(|span| span.letters);
    if english >= LEAST_SHARE || words.map(|span| sample[span.range()].chars().count()).sum::<usize>() < FEWEST_LETTERS
    {
        return Language::English;
    }
    let found = whatlang::detect(sample).filter(whatlang::Info::is_reliable);
    let Some(language) = found.and_then(|found| Language::named(found.lang())) else { return Language::English };
    let words = small_words(language);
    let sure = words.is_empty() || share(sample, &spans, words) >= LEAST_SHARE.max(2.0 * english);
    if sure { language } else { Language::English }
}

/// The share of these folded words among the words of a text.
fn share(text: &str, spans: &[Span], words: &[&str]) -> f32 {
    let small = spans.iter().filter(|span| span.end - span.start <= 8 && !span.digits && !span.alone);
    let is_one = |span: &&Span| {
        let word = &text[span.range()];
        if span.ascii {
            words.iter().any(|known| known.eq_ignore_ascii_case(word))
        } else {
            words.contains(&fold(word, span.ascii).as_str())
        }
    };
    let hits = small.filter(is_one).count();
    hits as f32 / spans.len().max(1) as f32
}

/// Frequent small words of a language, folded, without those that English has too; none for a language that its script
/// tells, or whose words are not stemmed.
fn small_words(language: Language) -> &'static [&'static str] {
    match language {
        Language::Danish => &[
            "og", "det", "er", "en", "til", "af", "der", "ikke", "de", "som", "med", "et", "den", "har", "kan", "ved",
            "eller", "om",
        ],
        Language::Dutch => &[
            "de", "het", "een", "en", "van", "dat", "niet", "zijn", "voor", "met", "op", "te", "die", "wordt", "als",
            "bij", "naar", "ook",
        ],
        Language::Finnish => &[
            "ja", "ei", "se", "etta", "ovat", "joka", "voi", "tai", "kun", "myos", "mutta", "niin", "kuin", "olla",
            "jos", "sen", "ole", "tama",
        ],
        Language::French => &[
            "de", "la", "le", "et", "les", "des", "en", "un", "une", "du", "que", "est", "pour", "qui", "dans", "par",
            "sur", "avec",
        ],
        Language::German => &[
            "der", "die", "und", "das", "den", "von", "zu", "mit", "sich", "des", "auf", "nicht", "ein", "eine", "ist",
            "es", "dem", "oder", "fur",
        ],
        Language::Hungarian => &[
            "az", "es", "hogy", "nem", "egy", "meg", "van", "ezt", "csak", "vagy", "mint", "ez", "ha", "lehet", "kell",
            "el", "ami", "volt",
        ],
        Language::Italian => &[
            "di", "la", "il", "che", "un", "per", "una", "con", "del", "non", "le", "della", "sono", "si", "da", "gli",
            "dei", "come",
        ],
        Language::Norwegian => &[
            "og", "det", "er", "en", "til", "av", "ikke", "som", "med", "et", "den", "har", "kan", "eller", "pa",
            "ved", "fra", "om",
        ],
        Language::Portuguese => &[
            "de", "que", "do", "da", "em", "um", "para", "com", "uma", "os", "na", "se", "por", "mais", "dos", "ao",
            "ou", "nao",
        ],
        Language::Romanian => &[
            "de", "si", "la", "cu", "un", "pe", "care", "nu", "sa", "din", "este", "sunt", "pentru", "ca", "se", "mai",
            "al", "sau",
        ],
        Language::Spanish => &[
            "de", "la", "que", "el", "en", "los", "un", "las", "del", "se", "por", "con", "una", "para", "es", "su",
            "al", "como",
        ],
        Language::Swedish => &[
            "och", "att", "det", "som", "en", "ar", "av", "inte", "med", "den", "ett", "har", "kan", "eller", "till",
            "pa", "om", "fran",
        ],
        Language::Turkish => &[
            "ve", "bir", "bu", "icin", "ile", "da", "de", "olarak", "daha", "olan", "gibi", "en", "cok", "veya", "her",
            "sonra", "kadar", "var",
        ],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, detect};

    const GERMAN: &str = "Die Plattform ist ein Produkt, und das Team fragt die Entwickler, was sie von ihr brauchen. \
        Wer einen neuen Dienst anlegt, soll dafür nicht auf ein Ticket warten und nicht zehn Werkzeuge kennen. Deshalb \
        gibt es eine Vorlage, die den Dienst mit Überwachung und Sicherung einrichtet.";
    const ENGLISH: &str = "The platform is a product, and its team asks developers what they need from it. Whoever \
        starts a new service should not wait for a ticket, nor know ten tools. That is why there is a template which \
        sets the service up with monitoring and backups.";
    const UKRAINIAN: &str = "Платформа є продуктом, і її команда питає розробників, що їм потрібно. Хто створює новий \
        сервіс, не має чекати на заявку і не має знати десять інструментів. Тому існує шаблон, який налаштовує сервіс \
        разом із моніторингом та резервними копіями.";

    #[test]
    fn the_language_of_prose_is_found() {
        for (text, language) in [
            (GERMAN, Language::German),
            (ENGLISH, Language::English),
            (
                "Платформа — это продукт, и её команда спрашивает разработчиков, что им нужно. Тот, кто создаёт новый \
                 сервис, не должен ждать ответа на заявку и знать десять инструментов. Поэтому есть шаблон, который \
                 настраивает сервис вместе с мониторингом и резервными копиями.",
                Language::Russian,
            ),
            (
                "La plateforme est un produit, et son équipe demande aux développeurs ce dont ils ont besoin. Celui qui \
                 crée un nouveau service ne doit pas attendre un ticket ni connaître dix outils. C'est pourquoi il y a \
                 un modèle qui installe le service avec la surveillance et les sauvegardes.",
                Language::French,
            ),
            (&"プラットフォームは製品です。チームは開発者に何が必要かを聞きます。".repeat(8), Language::Japanese),
            (&"平台是一种产品，团队会询问开发者需要什么。".repeat(16), Language::Chinese),
        ] {
            assert_eq!(detect(text), language, "{text}");
        }
    }

    #[test]
    fn a_language_is_not_taken_for_its_neighbour() {
        assert_eq!(detect(&UKRAINIAN.repeat(3)), Language::Ukrainian);
        assert_ne!(detect(UKRAINIAN), Language::Russian);
    }

    #[test]
    fn in_doubt_it_is_english() {
        let names = ["Grafana Prometheus Loki Tempo Mimir Alloy Terraform Pulumi Ansible Puppet Vagrant"; 6].join("\n");
        let code = "fn main() { let x = vec![1, 2]; for n in x.iter() { println!(\"{n}\"); } }\n".repeat(8);
        let mixed = format!("{ENGLISH} {}", &GERMAN[..100]);
        for text in ["", "Die Plattform ist ein Produkt.", &GERMAN[..190], &names, &code, &mixed] {
            assert_eq!(detect(text), Language::English, "{text}");
        }
    }

    #[test]
    fn a_text_may_be_cut_anywhere() {
        for text in ["ж", "語", "é", "\u{1f600}"] {
            for lead in 0..4 {
                detect(&format!("{}{}", "x".repeat(lead), text.repeat(3_000)));
            }
        }
    }
}
