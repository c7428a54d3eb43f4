//! How sections get their roles: the ways in which real guides say whom they are for, each as a user would set it up.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::{Kb, counts, hits, repository, text};

/// Roles that are declared in most of these tests.
const ROLES: &str = r#"
[[role]]
id = "admin"
aliases = ["administrator"]
[[role]]
id = "developer"
[[role]]
id = "em"
name = "Engineering Manager"
[[role]]
id = "tl"
name = "Tech Lead"
aliases = ["TechLead"]
[[role]]
id = "staff"
aliases = ["staff engineer"]
"#;

/// A knowledge base with [`ROLES`] and these rules.
fn with_rules(rules: &str) -> Kb {
    Kb::new().file("kb.toml", format!("{ROLES}\n[inference]\n{rules}\n"))
}

/// The roles of every section by its id.
fn roles(kb: &Kb) -> BTreeMap<String, Vec<String>> {
    values(kb, "roles")
}

/// The values under a key of every section by its id.
fn values(kb: &Kb, key: &str) -> BTreeMap<String, Vec<String>> {
    let results = kb.search(["-n", "0"]);
    let of = |hit: &Value| hit[key].as_array().unwrap().iter().map(text).collect();
    hits(&results).iter().map(|hit| (text(&hit["id"]), of(hit))).collect()
}

/// Why a section has its roles and tags, as (value, rule, evidence).
fn reasons(kb: &Kb, id: &str) -> Vec<[String; 3]> {
    let why = kb.run(["facets", "--why", id, "--format", "json"]).found().json();
    let list = |key: &str| why["reasons"][key].as_array().cloned().unwrap_or_default();
    let all = list("roles").into_iter().chain(list("tags"));
    all.map(|reason| ["value", "rule", "evidence"].map(|key| text(&reason[key]))).collect()
}

#[track_caller]
fn expect(found: &BTreeMap<String, Vec<String>>, expected: &[(&str, &[&str])]) {
    for (id, values) in expected {
        assert_eq!(
            found.get(*id).map(Vec::as_slice),
            Some(&values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>()[..]),
            "{id}"
        );
    }
}

#[test]
fn a_list_with_commas_in_front_matter() {
    let kb = with_rules("")
        .file("corpus/a.md", "---\nrole: Admin, Developers\n---\n# Caches\n\n## Clearing\n\nOnce a day.\n")
        .file("corpus/b.md", "---\nRole: [administrators]\n---\n# Orders\n\nShip them.\n")
        .file("corpus/c.md", "---\nrole: Accountant\n---\n# Access\n\n## The admin role\n\nGrants access.\n")
        .indexed();
    let both: &[&str] = &["admin", "developer"];
    expect(
        &roles(&kb),
        &[
            ("a.md#caches", both),
            ("a.md#clearing", both),
            ("b.md#orders", &["admin"]),
            ("c.md#access", &[]),
            ("c.md#the-admin-role", &[]),
        ],
    );
    assert_eq!(
        reasons(&kb, "a.md#clearing"),
        [["admin", "front matter", "role: Admin"], ["developer", "front matter", "role: Developers"]]
    );
}

#[test]
fn lists_of_maps_by_key_path() {
    let kb = with_rules(r#"role_keys = ["role_v2[].label", "params.audience.roles[].name"]"#)
        .file(
            "corpus/a.md",
            "---\nrole_v2:\n  - id: c66f\n    label: Admin\n  - id: ff6a\n    label: Developer\n---\n# Caches\n\nText.\n",
        )
        .file("corpus/b.md", "---\nparams:\n  audience:\n    roles:\n    - name: Tech lead\n---\n# Reviews\n\nText.\n")
        .file("corpus/c.md", "+++\n[params.audience]\nroles = [{ name = \"Developer\" }]\n+++\n# Merges\n\nText.\n")
        .file("corpus/d.md", "---\nrole: Admin\nrole_v2: none\n---\n# Other key\n\nText.\n")
        .indexed();
    expect(
        &roles(&kb),
        &[
            ("a.md#caches", &["admin", "developer"]),
            ("b.md#reviews", &["tl"]),
            ("c.md#merges", &["developer"]),
            ("d.md#other-key", &[]),
        ],
    );
    assert_eq!(reasons(&kb, "b.md#reviews"), [["tl", "front matter", "params.audience.roles[].name: Tech lead"]]);
}

#[test]
fn other_keys_for_one_corpus() {
    let kb = Kb::new()
        .file(
            "kb.toml",
            format!(
                "{ROLES}\n[[corpus]]\npath = \"jobs\"\n[corpus.inference]\nrole_keys = [\"job\", \"keywords\"]\n\
                 [[corpus]]\npath = \"notes\"\n"
            ),
        )
        .file("jobs/a.md", "---\njob: Staff engineer\n---\n# Design\n\nText.\n")
        .file("jobs/b.md", "---\nkeywords: hiring, tech lead, plans\n---\n# Plans\n\nText.\n")
        .file("jobs/c.md", "---\naudience: Administrators\n---\n# Backups\n\nText.\n")
        .file("notes/a.md", "---\njob: Staff engineer\n---\n# Design\n\nText.\n")
        .file("notes/c.md", "---\naudience: Administrators\n---\n# Backups\n\nText.\n")
        .indexed();
    expect(
        &roles(&kb),
        &[
            ("jobs:a.md#design", &["staff"]),
            ("jobs:b.md#plans", &["tl"]),
            ("jobs:c.md#backups", &["admin"]),
            ("notes:a.md#design", &[]),
            ("notes:c.md#backups", &["admin"]),
        ],
    );
}

#[test]
fn file_names_with_role_and_level() {
    let kb =
        with_rules(r#"role_paths = ['L(?<level>\d)_(?<role>[a-z_]+)\.md$', '(?<role>[a-z-]+)-(?<level>\d)\.md$']"#)
            .file(
                "corpus/engineering-manager-3.md",
                "---\ntags: [ladder]\n---\n# Expectations\n\n## Scope\n\nTwo teams.\n",
            )
            .file("corpus/deep/L4_staff_engineer.md", "# What is asked\n\nDesigns.\n")
            .file("corpus/plumber-2.md", "# Pipes\n\nWrench.\n")
            .indexed();
    expect(
        &roles(&kb),
        &[
            ("engineering-manager-3.md#scope", &["em"]),
            ("deep/L4_staff_engineer.md#what-is-asked", &["staff"]),
            ("plumber-2.md#pipes", &[]),
        ],
    );
    expect(
        &values(&kb, "tags"),
        &[
            ("engineering-manager-3.md#scope", &["ladder", "level/3"]),
            ("deep/L4_staff_engineer.md#what-is-asked", &["level/4"]),
            ("plumber-2.md#pipes", &[]),
        ],
    );
    assert_eq!(kb.ids(["--tag", "level/4"]), ["deep/L4_staff_engineer.md#what-is-asked"]);
    assert_eq!(kb.search(["--tag", "level"])["total"], 3);
    let path = "engineering-manager-3.md";
    assert_eq!(
        reasons(&kb, "engineering-manager-3.md#scope"),
        [["em", "path pattern", path], ["level/3", "path pattern", path]]
    );
}

#[test]
fn of_folders_that_are_tracks_the_nearest_wins() {
    let tracks = |rules: &str| {
        Kb::new()
            .file("kb.toml", format!("[[role]]\nid = \"management\"\n[[role]]\nid = \"ic\"\n[inference]\n{rules}\n"))
            .file("corpus/tracks/management/a.md", "# Budgets\n\nText.\n")
            .file("corpus/tracks/management/growth/ic/x.md", "# Craft\n\nText.\n")
            .file("corpus/tracks/ic/management/y.md", "# Mentors\n\nText.\n")
            .file("corpus/tracks/other/z.md", "# Other\n\nText.\n")
            .indexed()
    };
    for rules in ["", "role_paths = ['(?:^|/)(?<role>management|ic)/']"] {
        expect(
            &roles(&tracks(rules)),
            &[
                ("tracks/management/a.md#budgets", &["management"]),
                ("tracks/management/growth/ic/x.md#craft", &["ic"]),
                ("tracks/ic/management/y.md#mentors", &["management"]),
                ("tracks/other/z.md#other", &[]),
            ],
        );
    }
}

#[test]
fn headings_with_codes() {
    let kb = with_rules(
        r#"role_headings = [
            '^[A-Z]+(?<level>\d+) [-–] (?<role>.+?)( \d+)?$',
            '^[A-Z]+(?<level>\d+): (?<role>.+)$',
            '^(?<role>.+) \([A-Z](?<level>\d+)\)$',
        ]"#,
    )
    .file(
        "corpus/ladder.md",
        "---\nrole: developer\n---\n# Ladder\n\n## EM5 - Engineering Manager 5\n\nLeads.\n\n### Hiring\n\nInterviews.\n\n\
         ## Engineering Manager (M3)\n\nPlans.\n\n## IC4: Staff Engineer\n\nDesigns.\n\n## Q3: Budget\n\nSums.\n",
    )
    .indexed();
    expect(
        &roles(&kb),
        &[
            ("ladder.md#ladder", &["developer"]),
            ("ladder.md#em5---engineering-manager-5", &["em"]),
            ("ladder.md#hiring", &["em"]),
            ("ladder.md#engineering-manager-m3", &["em"]),
            ("ladder.md#ic4-staff-engineer", &["staff"]),
            ("ladder.md#q3-budget", &["developer"]),
        ],
    );
    expect(
        &values(&kb, "tags"),
        &[
            ("ladder.md#hiring", &["level/5"]),
            ("ladder.md#engineering-manager-m3", &["level/3"]),
            ("ladder.md#ic4-staff-engineer", &["level/4"]),
            ("ladder.md#q3-budget", &[]),
        ],
    );
    let heading = "EM5 - Engineering Manager 5";
    assert_eq!(
        reasons(&kb, "ladder.md#hiring"),
        [["em", "heading pattern", heading], ["level/5", "heading pattern", heading]]
    );
}

#[test]
fn two_roles_on_a_page() {
    let kb = with_rules("")
        .file(
            "corpus/TechLead-vs.md",
            "# Tech Lead vs Engineering Manager\n\nBoth lead.\n\n## Pay\n\nAlike.\n\n## Tech Lead\n\nCode.\n\n\
             ### Reviews\n\nDaily.\n\n## Engineering Managers\n\nPeople.\n",
        )
        .file("corpus/TechLead.md", "# First part\n\nCode.\n\n# Other pages\n\nLinks.\n")
        .indexed();
    expect(
        &roles(&kb),
        &[
            ("TechLead-vs.md#tech-lead-vs-engineering-manager", &["em", "tl"]),
            ("TechLead-vs.md#pay", &["em", "tl"]),
            ("TechLead-vs.md#tech-lead", &["tl"]),
            ("TechLead-vs.md#reviews", &["tl"]),
            ("TechLead-vs.md#engineering-managers", &["em"]),
            ("TechLead.md#other-pages", &["tl"]),
        ],
    );
    assert_eq!(counts(&kb.search([""]), "role"), BTreeMap::from([("em".into(), 3), ("tl".into(), 6)]));
}

#[test]
fn headings_that_name_an_audience() {
    let kb = with_rules("")
        .file(
            "corpus/a.md",
            "# Rollouts\n\nText.\n\n## For staff engineers\n\nDesign.\n\n## If you are an engineering manager\n\nPlan.\n\n\
             ## Steps\n\nGo.\n",
        )
        .indexed();
    expect(
        &roles(&kb),
        &[
            ("a.md#rollouts", &[]),
            ("a.md#for-staff-engineers", &["staff"]),
            ("a.md#if-you-are-an-engineering-manager", &["em"]),
            ("a.md#steps", &[]),
        ],
    );
}

#[test]
fn lines_and_sections_that_name_the_audience() {
    let guides = |rules: &str| {
        with_rules(rules)
            .file("corpus/a.md", "# Backups\n\n**Audience:** Admins, staff engineers\n\n## Steps\n\nCopy.\n")
            .file(
                "corpus/b.md",
                "# Deploys\n\nText.\n\n## Who should read this\n\n- Developers\n- Administrators who ship\n\n## Steps\n\nPush.\n",
            )
            .file(
                "corpus/c.md",
                "# Admin panel\n\nThis guide is intended for tech leads of shops.\n\n## Colours\n\nRed.\n\n## Keys\n\n\
                 Audience: developers\n\n### Lost keys\n\nAsk.\n\n## Staff engineers\n\n### Target audience\n\nThe tech lead.\n",
            )
            .indexed()
    };
    let kb = guides(
        r#"role_lines = ['(?i)^audience: (?<role>.+)', '(?i)^this \w+ is (?:intended|written) for (?<role>.+)']
        audience_headings = ["who should read this", "target audience"]"#,
    );
    expect(
        &roles(&kb),
        &[
            ("a.md#backups", &["admin", "staff"]),
            ("a.md#steps", &["admin", "staff"]),
            ("b.md#deploys", &["admin", "developer"]),
            ("b.md#steps", &["admin", "developer"]),
            ("c.md#admin-panel", &["tl"]),
            ("c.md#colours", &["tl"]),
            ("c.md#keys", &["developer"]),
            ("c.md#lost-keys", &["developer"]),
            ("c.md#staff-engineers", &["tl"]),
        ],
    );
    assert_eq!(reasons(&kb, "c.md#colours"), [["tl", "line", "This guide is intended for tech leads of shops."]]);
    assert_eq!(reasons(&kb, "b.md#steps")[1], ["developer", "audience heading", "Who should read this: Developers"]);
    let without = roles(&guides(""));
    expect(&without, &[("a.md#steps", &[]), ("b.md#steps", &[]), ("c.md#colours", &[]), ("c.md#keys", &[])]);
}

#[test]
fn front_matter_counts_before_what_is_said_under_the_title() {
    let kb = with_rules("role_lines = ['^Audience: (?<role>.+)']")
        .file(
            "corpus/a.md",
            "---\nrole: admin\n---\n# Backups\n\nAudience: developers\n\n## Tech lead\n\nText.\n\n## Keys\n\nAudience: developers\n",
        )
        .indexed();
    expect(&roles(&kb), &[("a.md#backups", &["admin"]), ("a.md#tech-lead", &["admin"]), ("a.md#keys", &["developer"])]);
}

#[test]
fn a_mention_tells_which_of_several_stated_roles_is_meant_and_no_other() {
    let guide = |front: &str| {
        format!(
            "{front}# Leading\n\nAudience: tech leads, engineering managers\n\n## Tech lead\n\nText.\n\n\
             ## Staff engineer\n\nText.\n\n## IC4: Staff engineer\n\nText.\n\n### Talks with the tech lead\n\nText.\n"
        )
    };
    let kb = with_rules("role_lines = ['^Audience: (?<role>.+)']\nrole_headings = ['^IC(?<level>4): (?<role>.+)']")
        .file("corpus/a.md", guide(""))
        .file("corpus/b.md", guide("---\nroles: [tech lead, em]\n---\n"))
        .indexed();
    let found = roles(&kb);
    for guide in ["a.md", "b.md"] {
        let of = |anchor: &str| found[&format!("{guide}#{anchor}")].join(" ");
        assert_eq!(of("leading"), "em tl", "{guide}");
        assert_eq!(of("tech-lead"), "tl", "{guide}");
        assert_eq!(of("staff-engineer"), "em tl", "{guide}");
        assert_eq!(of("ic4-staff-engineer"), "staff", "{guide}");
        assert_eq!(of("talks-with-the-tech-lead"), "staff", "{guide}");
    }
}

#[test]
fn a_heading_below_a_title_of_front_matter_still_names_the_role() {
    let kb = with_rules("")
        .file("corpus/a.md", "---\ntitle: Overview\n---\n# The tech lead\n\nText.\n\n## Duties\n\nMany.\n")
        .indexed();
    expect(&roles(&kb), &[("a.md#the-tech-lead", &["tl"]), ("a.md#duties", &["tl"])]);
}

#[test]
fn mentions_can_be_left_out() {
    let kb = with_rules("role_mentions = false\nrole_paths = ['^for-(?<role>[a-z]+)/']")
        .file("corpus/a.md", "---\nrole: developers\n---\n# Caches\n\nText.\n")
        .file("corpus/admin/b.md", "# The tech lead\n\n## Admin\n\nText.\n")
        .file("corpus/for-admins/c.md", "# The tech lead\n\nText.\n")
        .indexed();
    expect(
        &roles(&kb),
        &[
            ("a.md#caches", &["developer"]),
            ("admin/b.md#the-tech-lead", &[]),
            ("admin/b.md#admin", &[]),
            ("for-admins/c.md#the-tech-lead", &["admin"]),
        ],
    );
}

#[test]
fn open_roles_need_no_declaration() {
    let guides = |rules: &str| {
        Kb::new()
            .file("kb.toml", format!("[[role]]\nid = \"admin\"\naliases = [\"administrator\"]\n[inference]\n{rules}\n"))
            .file("corpus/a.md", "---\nrole: Administrators, Data Scientist\n---\n# Caches\n\nText.\n")
            .file("corpus/tracks/site_reliability/b.md", "# Pagers\n\n## Data scientist\n\nText.\n")
            .indexed()
    };
    let kb = guides("open_roles = true\nrole_paths = ['tracks/(?<role>[^/]+)/']");
    expect(
        &roles(&kb),
        &[
            ("a.md#caches", &["admin", "data-scientist"]),
            ("tracks/site_reliability/b.md#pagers", &["site-reliability"]),
            ("tracks/site_reliability/b.md#data-scientist", &["site-reliability"]),
        ],
    );
    assert_eq!(kb.ids(["--role", "data-scientist"]), ["a.md#caches"]);
    assert_eq!(kb.ids(["role:data-scientist"]), ["a.md#caches"]);
    assert_eq!(counts(&kb.search([""]), "role")["site-reliability"], 2);
    assert_eq!(reasons(&kb, "a.md#caches")[1], ["data-scientist", "front matter", "role: Data Scientist"]);
    let closed = guides("role_paths = ['tracks/(?<role>[^/]+)/']");
    assert_eq!(counts(&closed.search([""]), "role"), BTreeMap::from([("admin".into(), 1)]));
}

#[test]
fn a_pattern_that_cannot_be_used_is_said() {
    for (rules, says) in [
        ("role_headings = ['(']", "in role_headings: unclosed group"),
        ("role_lines = ['Audience']", "in role_lines: it has no group called role"),
        ("role_path = ['x']", "unknown field `role_path`"),
        ("open_roles = 'any'", "expected a boolean"),
    ] {
        let kb = with_rules(rules).file("corpus/a.md", "# A\n\nText.\n");
        kb.run(["index"]).status(2).says(says).says("hint:");
    }
}

#[test]
fn changed_rules_are_applied_to_all_guides() {
    let kb = with_rules("").file("corpus/a.md", "---\njob: Tech lead\n---\n# A\n\nText.\n").indexed();
    expect(&roles(&kb), &[("a.md#a", &[])]);
    kb.write("kb.toml", format!("{ROLES}\n[inference]\nrole_keys = [\"job\"]\n"));
    assert_eq!(kb.index()["read"], json!(1));
    expect(&roles(&kb), &[("a.md#a", &["tl"])]);
}

/// The blocks of TOML in docs/roles.md: each is a kb.toml.
fn recipes() -> Vec<String> {
    let page = std::fs::read_to_string(repository().join("docs/roles.md")).unwrap();
    let blocks = page.split("```toml\n").skip(1);
    blocks.map(|block| block.split_once("```").unwrap().0.to_owned()).collect()
}

#[test]
fn the_recipes_of_the_manual_work() {
    let recipes = recipes();
    assert_eq!(recipes.len(), 5);
    let kb = [
        ("a.md", "---\nrole_v2:\n- label: Admin\n---\n# Admin panel\n\nText.\n"),
        ("ladders/manager-track/b.md", "# Scope\n\nText.\n"),
        ("ladders/engineer-track/senior-ii-engineer.md", "# Scope\n\nText.\n"),
        ("codes.md", "# Codes\n\n## EM5 - Engineering Manager 5\n\nText.\n\n## Tech Lead (T3)\n\nText.\n"),
    ]
    .iter()
    .fold(Kb::new(), |kb, (path, text)| kb.file(&format!("guides/{path}"), text));
    let mut found = Vec::new();
    for recipe in &recipes {
        kb.write("kb.toml", recipe);
        kb.run(["index", "guides"]).found();
        for (id, roles) in roles(&kb) {
            found.extend(roles.into_iter().map(|role| format!("{id} {role}")));
        }
        for (id, tags) in values(&kb, "tags") {
            found.extend(tags.into_iter().map(|tag| format!("{id} {tag}")));
        }
    }
    let expected = [
        "a.md#admin-panel admin",
        "ladders/engineer-track/senior-ii-engineer.md#scope engineer",
        "ladders/manager-track/b.md#scope manager",
        "codes.md#em5---engineering-manager-5 manager",
        "ladders/engineer-track/senior-ii-engineer.md#scope level/senior-ii",
        "codes.md#em5---engineering-manager-5 em",
        "codes.md#tech-lead-t3 tech-lead",
        "codes.md#em5---engineering-manager-5 level/5",
        "codes.md#tech-lead-t3 level/3",
    ];
    found.sort();
    let mut expected = expected.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(found, expected);
}
