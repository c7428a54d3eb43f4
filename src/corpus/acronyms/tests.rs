use super::{definitions, mined};
use crate::guide::{Acronym, Guide, LineRange, Section, SectionId};

/// `short = long` of each definition, in order.
fn shown(text: &str) -> String {
    definitions(text).iter().map(|found| format!("{} = {}", found.short, found.long)).collect::<Vec<_>>().join("; ")
}

#[track_caller]
fn check(table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(shown(text), *expected, "in: {text}");
    }
}

#[test]
fn long_forms_before_short_ones() {
    check(&[
        ("We write Infrastructure as Code (IaC) every day.", "IaC = Infrastructure as Code"),
        ("Infrastructure-as-Code (IaC)", "IaC = Infrastructure-as-Code"),
        ("The rule of role-based access control (RBAC) holds.", "RBAC = role-based access control"),
        (
            "Teams ship by continuous integration/continuous delivery (CI/CD).",
            "CI/CD = continuous integration/continuous delivery",
        ),
        (
            "continuous integration and continuous delivery (CI/CD)",
            "CI/CD = continuous integration and continuous delivery",
        ),
        ("Our research and development (R&D) budget", "R&D = research and development"),
        ("questions & answers (Q&A)", "Q&A = questions & answers"),
        ("Sold business to business (B2B)", "B2B = business to business"),
        ("A cluster of Kubernetes (K8s) nodes", "K8s = Kubernetes"),
        ("Mind internationalization (i18n) early", "i18n = internationalization"),
        ("Guard calls with mutual TLS (mTLS).", "mTLS = mutual TLS"),
        ("Bought software as a service (SaaS) tools", "SaaS = software as a service"),
        ("two-factor authentication (2FA)", "2FA = two-factor authentication"),
        ("It runs in Elastic Compute Cloud (EC2).", "EC2 = Elastic Compute Cloud"),
        ("It runs in Amazon Elastic Compute Cloud (Amazon EC2).", "EC2 = Elastic Compute Cloud"),
        ("Traces come from OpenTelemetry (OTel).", "OTel = OpenTelemetry"),
        ("Declare a CustomResourceDefinition (CRD).", "CRD = CustomResourceDefinition"),
        ("hypertext transfer protocol (HTTP)", "HTTP = hypertext transfer protocol"),
        ("Extensible Markup Language (XML)", "XML = Extensible Markup Language"),
        ("Plan for mean time to recovery (MTTR) first", "MTTR = mean time to recovery"),
        ("rate, errors, and duration (RED)", "RED = rate, errors, and duration"),
        ("They sent it for your information (FYI).", "FYI = for your information"),
        ("semantic versioning (SemVer)", "SemVer = semantic versioning"),
        ("the “internal developer platform” (“IDP”)", "IDP = internal developer platform"),
        ("infrastructure as code (or IaC for short)", "IaC = infrastructure as code"),
        ("infrastructure as code (IaC, see below)", "IaC = infrastructure as code"),
        ("a recovery\npoint objective (RPO)", "RPO = recovery point objective"),
        ("Die Datenschutz-Grundverordnung der Union (DSGVO)", ""),
        ("Der öffentliche Dienst (ÖD)", "ÖD = öffentliche Dienst"),
        ("операционная система (ОС)", "ОС = операционная система"),
        ("l'Internet des objets (IoT)", "IoT = Internet des objets"),
        ("l’interface en ligne de commande (ILC)", "ILC = interface en ligne de commande"),
    ]);
}

#[test]
fn short_forms_before_long_ones() {
    check(&[
        ("An IDP (internal developer platform) helps.", "IDP = internal developer platform"),
        ("Agree on SLOs (service level objectives) first.", "SLO = service level objective"),
        ("JWT (a JSON Web Token)", "JWT = JSON Web Token"),
        ("A PR (short for pull request) waits.", "PR = pull request"),
        ("K8s (Kubernetes)", "K8s = Kubernetes"),
        ("CRUD (create, read, update, delete)", "CRUD = create, read, update, delete"),
        ("SRE (site reliability engineering; see there)", "SRE = site reliability engineering"),
        (
            "PCI DSS (Payment Card Industry Data Security Standard)",
            "PCI DSS = Payment Card Industry Data Security Standard",
        ),
        ("コード化（IaC, Infrastructure as Code）", "IaC = Infrastructure as Code"),
        ("基础设施即代码（Infrastructure as Code，IaC）", "IaC = Infrastructure as Code"),
        ("코드형 인프라(Infrastructure as Code, IaC)", "IaC = Infrastructure as Code"),
    ]);
}

#[test]
fn plurals_become_singular() {
    check(&[
        ("Internal Developer Platforms (IDPs)", "IDP = Internal Developer Platform"),
        ("We keep standard operating policies (SOPs) short.", "SOP = standard operating policy"),
        ("objectives and key results (OKRs)", "OKR = objectives and key result"),
        ("points of presence (PoPs)", "PoP = points of presence"),
        ("service level objectives (SLO)", "SLO = service level objectives"),
        ("development and operations (DevOps)", "DevOps = development and operations"),
    ]);
}

#[test]
fn turns_of_phrase() {
    check(&[
        ("An internal developer platform, or IDP, pays off.", "IDP = internal developer platform"),
        ("An internal developer platform, or an IDP.", "IDP = internal developer platform"),
        ("An IDP, or internal developer platform, pays off.", "IDP = internal developer platform"),
        ("The service level agreement, also known as SLA, binds.", "SLA = service level agreement"),
        ("site reliability engineering, abbreviated SRE", "SRE = site reliability engineering"),
        ("Send tables, a text log, or a TTL.", ""),
        ("It takes SETA, SETL, or SETS.", ""),
        ("Use an IDP, or internal tools and pipelines, to ship.", ""),
    ]);
}

#[test]
fn several_in_one_text_come_in_order() {
    check(&[(
        "A virtual machine (VM) in a virtual private cloud, or VPC, has an IP (internet protocol) address.",
        "VM = virtual machine; VPC = virtual private cloud; IP = internet protocol",
    )]);
}

#[test]
fn what_is_no_definition() {
    check(&[
        ("It cost a lot (USD 50).", ""),
        ("It cost fifty (USD).", ""),
        ("See the guide (see API).", ""),
        ("Chapter four (IV) and part (a)", ""),
        ("The field is free (Optional).", ""),
        ("the default value (New)", ""),
        ("Runs on Linux (Ubuntu).", ""),
        ("int main(INT)", ""),
        ("call make_thing(MT) now", ""),
        ("the make_thing tool (MTT)", ""),
        ("IaC tools (IaC)", ""),
        ("IaC (IaC)", ""),
        ("of and for the (OAFT)", ""),
        ("An apple. Banana (AB)", ""),
        ("Apples\n\nBananas (AB)", ""),
        ("apples | bananas (AB)", ""),
        ("- apples\n- bananas (AB)", ""),
        ("apples (ripe) bananas (AB)", ""),
        ("Internet of many different things (IoT)", ""),
        ("It wakes after a minute (1m) or 60 seconds (60s).", ""),
        ("a database (DB)", ""),
        ("the command-line (CLI)", ""),
        ("a snapshot in storage (S3)", ""),
        ("links and Deployment Kit (ADK)", ""),
        ("in the initialization (INI)", ""),
        ("creating the tab control (CTabCtrl)", ""),
        ("the relative path (relPath)", ""),
        ("URL (unless rendered as link)", ""),
        ("A Node (IDP (internal developer", ""),
        ("(", ""),
        ("AB (", ""),
        (", or ", ""),
        ("（）", ""),
    ]);
}

#[test]
fn hostile_texts_take_little_time() {
    for text in [
        "(".repeat(100_000),
        "AB (".repeat(50_000),
        "ab (AB) ".repeat(20_000),
        ", or ".repeat(50_000),
        "A, or a ".repeat(20_000),
        format!("{} (AB)", "a".repeat(500_000)).repeat(2),
        " (AB)".repeat(50_000),
        "a b\u{301}（AB）".repeat(20_000),
    ] {
        drop(definitions(&text));
    }
}

fn section(lines: [u32; 2], title: &str, body: &str) -> Section {
    Section {
        links: Vec::new(),
        external_links: 0,
        id: SectionId(title.to_owned()),
        title: title.to_owned(),
        breadcrumb: Vec::new(),
        level: 1,
        roles: Default::default(),
        facet: String::new(),
        tags: Vec::new(),
        lines: LineRange::from(lines),
        unit: Default::default(),
        only_links: false,
        body: body.to_owned(),
        reasons: Default::default(),
    }
}

#[test]
fn a_guide_gives_each_pair_once_with_its_line() {
    let source = "---\ntitle: Site reliability engineering (SRE)\n---\n# Code\n\nInfrastructure as\ncode (**IaC**) is good.\n\
        # More\n\nInfrastructure-as-code (IaC), integration and conversion (IaC).\n";
    let guide = Guide {
        key: "a.md".to_owned(),
        title: "Site reliability engineering (SRE)".to_owned(),
        date: 0,
        sections: vec![
            section([4, 7], "Code", "Infrastructure as code (IaC) is good."),
            section([8, 10], "More", "Infrastructure-as-code (IaC), integration and conversion (IaC)."),
        ],
        acronyms: Vec::new(),
    };
    let acronym = |short: &str, long: &str, line| Acronym { short: short.to_owned(), long: long.to_owned(), line };
    assert_eq!(
        mined(&guide, source),
        [
            acronym("SRE", "Site reliability engineering", 2),
            acronym("IaC", "Infrastructure as code", 7),
            acronym("IaC", "integration and conversion", 10),
        ]
    );
}
