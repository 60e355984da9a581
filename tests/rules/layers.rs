//! Which way the parts of the panel may import each other (DESIGN, section 2).

use crate::tree::{Source, after, has_word, module, none, panel};

/// A part, and what it may name of the others.
const LAYERS: &[(&str, &[&str])] = &[
    (
        "page",
        &[
            "page",
            "ui",
            "state",
            "platform",
            "api",
            "i18n",
            "route",
            "transport",
        ],
    ),
    ("state", &["state", "platform", "transport", "api", "i18n"]),
    ("platform", &["platform", "api", "i18n"]),
    ("transport", &["transport", "api"]),
    ("route", &["route", "api"]),
    ("api", &["api"]),
    ("ui", &["ui"]),
    ("i18n", &["i18n"]),
    ("config", &["config", "api", "transport"]),
];

/// Crates that draw or reach outside.
const BROWSER: &[&str] = &[
    "leptos",
    "web_sys",
    "js_sys",
    "gloo_net",
    "wasm_bindgen",
    "wasm_bindgen_futures",
];

/// Where the browser may be reached although the part around it is pure.
const DOORS: &[&str] = &["src/transport/browser.rs", "src/route/history.rs"];

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[test]
fn imports_point_downward_only() {
    let mut wrong = Vec::new();
    for (layer, allowed) in LAYERS {
        for source in module(layer) {
            wrong.extend(source.lines_that(|line| {
                line.contains("crate::{")
                    || after(line, "crate::", is_name).any(|part| !allowed.contains(&part))
            }));
        }
    }
    none("an import against the layers", wrong);
}

#[test]
fn what_is_pure_knows_no_browser() {
    let mut wrong = Vec::new();
    for layer in ["api", "platform", "transport", "route", "i18n", "config"] {
        for source in module(layer) {
            if !DOORS.contains(&source.path.as_str()) {
                wrong.extend(
                    source.lines_that(|line| BROWSER.iter().any(|name| has_word(line, name))),
                );
            }
        }
    }
    none("a pure part that knows the browser", wrong);
}

/// The platforms that there are, as the code spells them and as the configuration does.
fn platforms() -> Vec<(String, String)> {
    rollcall::api::Platform::all()
        .into_iter()
        .map(|platform| (format!("{platform:?}"), format!("\"{}\"", platform.id())))
        .collect()
}

#[test]
fn screens_and_components_match_on_no_platform() {
    let names = platforms();
    let names_one = |line: &str| {
        names.iter().any(|(variant, id)| {
            ["Platform::", "Adapter::"]
                .iter()
                .any(|of| line.contains(&[of, variant.as_str()].concat()))
                || line.contains(id)
                || line.contains(&["api::", id.trim_matches('"')].concat())
        })
    };
    let mut wrong = Vec::new();
    for layer in ["page", "ui", "state", "route"] {
        for source in module(layer) {
            wrong.extend(source.lines_that(|line| names_one(line) || line.contains("Platform::{")));
        }
    }
    none("a platform is matched on outside `platform`", wrong);
}

#[test]
fn screens_and_components_hold_no_constant_of_a_contract() {
    // An id, a role or a mode as a number in a text is the server's; `platform` gives it a name.
    let compares_a_number = |line: &str| {
        ["== \"", "!= \"", "(\"", "Some(\""].iter().any(|start| {
            after(line, start, |c| c != '"')
                .any(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
        })
    };
    let wrong = ["page", "ui"]
        .into_iter()
        .flat_map(module)
        .flat_map(|source| source.lines_that(compares_a_number));
    none("a number of a server's contract", wrong);
}

#[test]
fn only_one_module_remembers_and_only_one_fetches() {
    let rules: [(&str, &[&str]); 2] = [
        (
            "src/state/storage.rs",
            &[
                "local_storage",
                "session_storage",
                "indexed_db",
                "set_cookie",
                "cookie()",
            ],
        ),
        (
            "src/transport/browser.rs",
            &[
                "gloo_net",
                "fetch_with_request",
                "fetch_with_str",
                "XmlHttpRequest",
                "WebSocket",
                "EventSource",
                "send_beacon",
            ],
        ),
    ];
    let mut wrong = Vec::new();
    for (home, words) in rules {
        for source in panel() {
            if source.path != home {
                wrong
                    .extend(source.lines_that(|line| words.iter().any(|word| line.contains(word))));
            }
        }
    }
    none("storage or network outside its module", wrong);
}

/// Where a secret is turned into text: into a header, into a body, or onto the screen that shows it once.
const EXPOSING: &[&str] = &[
    "src/api/alauda/password.rs",
    "src/api/harness/scope.rs",
    "src/api/harness/totp.rs",
    "src/api/portainer/create_api_key.rs",
    "src/api/portainer/sign_in.rs",
    "src/api/request.rs",
    "src/api/secret.rs",
    "src/api/token.rs",
    "src/page/connect.rs",
    "src/page/new_password.rs",
    "src/transport.rs",
    "src/transport/vault.rs",
];

#[test]
fn secrets_become_text_in_known_places_only() {
    let exposes = |source: &Source| source.lines_that(|line| line.contains("expose()"));
    let wrong = panel()
        .into_iter()
        .filter(|source| !EXPOSING.contains(&source.path.as_str()))
        .flat_map(|source| exposes(&source));
    none("a secret is exposed", wrong);
}
