//! Who may do what on a Portainer: every rule, for every caller and target.

use rollcall::i18n::t;
use rollcall::platform::{
    Account, Act, Capability, FirstRun, PasswordRule, Role, Scene, Sources, Survey,
};

use crate::panel::PORTAINER;

const ME: &str = "5";

/// What the target is to the caller, in the order of the tables' columns.
#[derive(Clone, Copy, Debug)]
enum Target {
    Myself,
    Initial,
    OtherAdministrator,
    OtherRegular,
}

const TARGETS: [Target; 4] = [
    Target::Myself,
    Target::Initial,
    Target::OtherAdministrator,
    Target::OtherRegular,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Caller {
    Administrator,
    Leader,
    Regular,
}

fn account(id: &str, role: Role) -> Account {
    Account::new(id.to_owned(), ["account", id].concat(), role)
}

fn scene(caller: Caller, is_api_key: bool, sources: Sources) -> Scene {
    let role = match caller {
        Caller::Administrator => Role::Administrator,
        Caller::Leader | Caller::Regular => Role::Regular,
    };
    Scene {
        me: account(ME, role),
        is_team_leader: caller == Caller::Leader,
        is_api_key,
        survey: Survey {
            version: None,
            sources,
            password_rule: PasswordRule {
                min_bytes: 12,
                max_bytes: 72,
            },
            first_run: FirstRun::Done,
            are_teams_synced: false,
        },
        tenant: None,
        grants: None,
    }
}

fn target(target: Target, scene: &Scene) -> Account {
    match target {
        Target::Myself => scene.me.clone(),
        Target::Initial => account("1", Role::Administrator),
        Target::OtherAdministrator => account("6", Role::Administrator),
        Target::OtherRegular => account("7", Role::Regular),
    }
}

/// The sentence that a letter of the tables stands for.
fn reason(letter: char) -> Option<&'static str> {
    let t = t();
    Some(match letter {
        '.' => return None,
        'a' => t.portainer_only_admin,
        'b' => t.portainer_only_admin_or_self,
        'l' => t.portainer_list_who,
        's' => t.portainer_delete_self,
        'i' => t.portainer_delete_initial,
        'e' => t.portainer_password_elsewhere,
        'k' => t.portainer_keys_other_admin,
        'o' => t.portainer_key_other,
        'y' => t.portainer_key_by_key,
        't' => t.portainer_teams_other,
        'c' => t.portainer_team_changes,
        'd' => t.portainer_teams_synced,
        other => panic!("no reason {other}"),
    })
}

/// Holds one act against its row: a letter for each target.
fn holds(caller: Caller, is_api_key: bool, sources: &Sources, act: Act, row: &str) {
    let scene = scene(caller, is_api_key, sources.clone());
    assert_eq!(row.len(), TARGETS.len());
    for (kind, letter) in TARGETS.into_iter().zip(row.chars()) {
        let target = target(kind, &scene);
        let found = PORTAINER.can(&scene, act, Some(&target));
        let wanted =
            reason(letter).map_or(Capability::Yes, |reason| Capability::No(reason.to_owned()));
        assert_eq!(
            found, wanted,
            "{caller:?}, API key {is_api_key}, {sources:?}: {act:?} on {kind:?}"
        );
    }
}

/// Act; then by administrator, team leader and regular user; myself, initial, other administrator, other regular.
const RULES: &[(Act, &str, &str, &str)] = &[
    (Act::List, "....", "....", "llll"),
    (Act::Create, "....", "aaaa", "aaaa"),
    (Act::Rename, "....", "aaaa", "aaaa"),
    (Act::EditSettings, "....", ".bbb", ".bbb"),
    (Act::ChangeRole, "....", "aaaa", "aaaa"),
    (Act::Delete, "si..", "aaaa", "aaaa"),
    (Act::SetPassword, "....", "aaaa", "aaaa"),
    (Act::ChangeOwnPassword, "....", "....", "...."),
    (Act::ListKeys, ".kk.", ".bbb", ".bbb"),
    (Act::RevokeKey, ".kk.", ".bbb", ".bbb"),
    (Act::CreateKey, ".ooo", ".ooo", ".ooo"),
    (Act::ShowTeams, "....", "....", ".ttt"),
    (Act::ChangeTeams, "....", "....", "cccc"),
];

/// The rows that differ where a directory or single sign-on looks passwords up.
const ELSEWHERE: &[(Act, &str, &str, &str)] = &[
    (Act::SetPassword, "e.ee", "aaaa", "aaaa"),
    (Act::ChangeOwnPassword, "eeee", "eeee", "eeee"),
];

#[test]
fn every_rule_holds_for_every_caller_credential_source_and_target() {
    let all_sources = [
        Sources::Internal,
        Sources::Directory,
        Sources::SingleSignOn,
        Sources::Other("9".to_owned()),
    ];
    for sources in &all_sources {
        for is_api_key in [false, true] {
            for rule in RULES {
                let act = rule.0;
                let differs = ELSEWHERE.iter().find(|other| other.0 == act);
                let (_, administrator, leader, regular) = match differs {
                    Some(other) if *sources != Sources::Internal => other,
                    _ => rule,
                };
                let callers = [
                    (Caller::Administrator, administrator),
                    (Caller::Leader, leader),
                    (Caller::Regular, regular),
                ];
                for (caller, row) in callers {
                    let is_key_by_key = is_api_key && act == Act::CreateKey;
                    let row = if is_key_by_key { "yooo" } else { row };
                    holds(caller, is_api_key, sources, act, row);
                }
            }
        }
    }
}

#[test]
fn teams_that_a_directory_drives_are_not_changed_here() {
    for caller in [Caller::Administrator, Caller::Leader, Caller::Regular] {
        let mut scene = scene(caller, false, Sources::Directory);
        scene.survey.are_teams_synced = true;
        for kind in TARGETS {
            let found = PORTAINER.can(&scene, Act::ChangeTeams, Some(&target(kind, &scene)));
            assert_eq!(
                found.reason().as_deref(),
                reason('d'),
                "{caller:?} {kind:?}"
            );
        }
    }
}

#[test]
fn the_initial_administrator_keeps_a_password_of_the_server() {
    for sources in [Sources::Directory, Sources::SingleSignOn] {
        let mut scene = scene(Caller::Administrator, false, sources);
        scene.me = account("1", Role::Administrator);
        let can = |act| PORTAINER.can(&scene, act, Some(&scene.me)).is_yes();
        assert!(can(Act::ChangeOwnPassword) && can(Act::SetPassword));
        assert!(PORTAINER.key_wants_password(&scene));
        assert!(!PORTAINER.new_account_has_password(&scene));
        assert_eq!(
            PORTAINER.can(&scene, Act::Delete, Some(&scene.me)).reason(),
            Some(t().portainer_delete_self.to_owned())
        );
    }
    let other = scene(Caller::Administrator, false, Sources::Directory);
    assert!(!PORTAINER.key_wants_password(&other));
}

#[test]
fn a_role_of_a_later_release_administers_nothing() {
    let mut scene = scene(Caller::Regular, false, Sources::Internal);
    scene.me.role = Role::Other("9".to_owned());
    let anna = account("7", Role::Regular);
    for act in [
        Act::List,
        Act::Create,
        Act::ChangeRole,
        Act::Delete,
        Act::SetPassword,
    ] {
        assert!(!PORTAINER.can(&scene, act, Some(&anna)).is_yes(), "{act:?}");
    }
}

#[test]
fn acts_without_a_target_are_about_the_caller() {
    let administrator = scene(Caller::Administrator, false, Sources::Internal);
    for act in [Act::List, Act::Create, Act::ChangeOwnPassword] {
        assert!(PORTAINER.can(&administrator, act, None).is_yes(), "{act:?}");
    }
    let regular = scene(Caller::Regular, false, Sources::Internal);
    assert!(
        PORTAINER
            .can(&regular, Act::ChangeOwnPassword, None)
            .is_yes()
    );
    assert!(!PORTAINER.can(&regular, Act::Create, None).is_yes());
}

#[test]
fn what_is_missing_has_a_name_and_a_reason() {
    let absences = PORTAINER.absences();
    assert_eq!(absences.len(), 4);
    for absence in absences {
        assert!(
            !absence.title.is_empty() && absence.reason.ends_with('.'),
            "{absence:?}"
        );
    }
    assert_eq!(PORTAINER.deletion_consequences().len(), 2);
}
