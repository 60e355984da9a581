//! Who may do what on an Alauda Container Platform: every act, for every caller and target.

use rollcall::i18n::t;
use rollcall::platform::{
    Account, Act, Adapter, Capability, FirstRun, PasswordRule, Role, Scene, Sources, Status, Survey,
};

const ALAUDA: Adapter = Adapter::Alauda;

/// What whoever sees the list is granted.
const LIST: &str = "list";

#[derive(Clone, Copy, Debug)]
enum Caller {
    /// Sees the list: a platform administrator or an auditor.
    Lister,
    /// Does not.
    Other,
    /// The first administrator.
    First,
    /// Sees the list and comes from a directory.
    Directory,
}

fn account(id: &str) -> Account {
    Account::new(id.to_owned(), ["name of ", id].concat(), Role::Regular)
}

fn first() -> Account {
    Account {
        role: Role::Administrator,
        ..account("first")
    }
}

fn from_directory(id: &str) -> Account {
    Account {
        source: Some("ldap".to_owned()),
        ..account(id)
    }
}

fn me(caller: Caller) -> Account {
    match caller {
        Caller::First => first(),
        Caller::Directory => from_directory("me"),
        Caller::Lister | Caller::Other => account("me"),
    }
}

fn scene(me: Account, grants: Option<Vec<String>>) -> Scene {
    Scene {
        me,
        is_team_leader: false,
        is_api_key: false,
        survey: Survey {
            version: None,
            sources: Sources::Internal,
            password_rule: PasswordRule {
                min_bytes: 8,
                max_bytes: 32,
            },
            first_run: FirstRun::Untold,
            are_teams_synced: false,
        },
        tenant: None,
        grants,
    }
}

fn scene_of(caller: Caller) -> Scene {
    let grants = match caller {
        Caller::Other => Vec::new(),
        _ => vec![LIST.to_owned()],
    };
    scene(me(caller), Some(grants))
}

/// The sentence that a letter of the tables stands for.
fn reason(letter: char) -> Option<&'static str> {
    let t = t();
    Some(match letter {
        '.' => return None,
        'a' => t.alauda_only_admin,
        'b' => t.alauda_only_admin_or_self,
        'l' => t.alauda_list_who,
        'e' => t.alauda_kept_elsewhere,
        'd' => t.alauda_deleted_why,
        'i' => t.alauda_system,
        's' => t.alauda_delete_self,
        'o' => t.alauda_password_own,
        'f' => t.alauda_settings_console,
        'h' => t.alauda_disable_console,
        'r' => t.alauda_role_console,
        'w' => t.alauda_roles_who,
        'k' => t.alauda_token_other,
        'v' => t.alauda_token_records,
        '2' => t.alauda_absent_second_factor_why,
        'u' => t.alauda_absent_unlock_why,
        'x' => t.alauda_absent_expiry_why,
        't' => t.alauda_absent_teams_why,
        other => panic!("no reason {other}"),
    })
}

/// Act; then by lister, other, first administrator and somebody from a directory; on myself, a local account, one of a
/// directory, the first administrator, a deleted one.
const RULES: &[(Act, &str, &str, &str, &str)] = &[
    (Act::List, ".....", "lllll", ".....", "....."),
    (Act::Search, ".....", "lllll", ".....", "....."),
    (Act::Sort, ".....", "lllll", ".....", "....."),
    (Act::Create, ".....", "aaaaa", ".....", "....."),
    (Act::Rename, "..eid", ".bbbb", "..e.d", "e.eid"),
    (Act::EditSettings, "fffff", "fffff", "fffff", "fffff"),
    (Act::ChangeRole, "rrrrr", "rrrrr", "rrrrr", "rrrrr"),
    (Act::Disable, "hhhhh", "hhhhh", "hhhhh", "hhhhh"),
    (Act::Delete, "s..id", "aaaaa", "s..sd", "s..id"),
    (Act::SetPassword, "o.eid", "aaaaa", "o.eod", "o.eid"),
    (Act::ChangeOwnPassword, ".....", ".....", ".....", "eeeee"),
    (
        Act::RequirePasswordChange,
        "xxxxx",
        "xxxxx",
        "xxxxx",
        "xxxxx",
    ),
    (Act::Unlock, "uuuuu", "uuuuu", "uuuuu", "uuuuu"),
    (Act::EnableSecondFactor, "22222", "22222", "22222", "22222"),
    (Act::DisableSecondFactor, "22222", "22222", "22222", "22222"),
    (Act::ResetSecondFactor, "22222", "22222", "22222", "22222"),
    (Act::ListKeys, "vvvvv", "vvvvv", "vvvvv", "vvvvv"),
    (Act::CreateKey, ".kkkk", ".kkkk", ".kk.k", ".kkkk"),
    (Act::RevokeKey, "vvvvv", "vvvvv", "vvvvv", "vvvvv"),
    (Act::ShowGroups, ".....", ".....", ".....", "....."),
    (Act::ShowTeams, "ttttt", "ttttt", "ttttt", "ttttt"),
    (Act::ChangeTeams, "ttttt", "ttttt", "ttttt", "ttttt"),
    (Act::ShowPermissions, ".....", ".wwww", ".....", "....."),
    (Act::ShowLastSignIn, ".....", ".....", ".....", "....."),
];

#[test]
fn every_rule_holds_for_every_caller_and_target() {
    for act in Act::ALL {
        let found = RULES.iter().find(|rule| rule.0 == *act);
        let (_, lister, other, first_row, directory) = found.unwrap_or_else(|| panic!("{act:?}"));
        let rows = [
            (Caller::Lister, lister),
            (Caller::Other, other),
            (Caller::First, first_row),
            (Caller::Directory, directory),
        ];
        for (caller, row) in rows {
            let scene = scene_of(caller);
            let deleted = Account {
                status: Status::Other(t().alauda_deleted.to_owned()),
                ..account("gone")
            };
            let targets = [
                scene.me.clone(),
                account("local"),
                from_directory("corp"),
                first(),
                deleted,
            ];
            assert_eq!(row.len(), targets.len());
            for (target, letter) in targets.iter().zip(row.chars()) {
                let wanted = match reason(letter) {
                    Some(reason) => Capability::No(reason.to_owned()),
                    None => Capability::Yes,
                };
                let found = ALAUDA.can(&scene, *act, Some(target));
                assert_eq!(found, wanted, "{caller:?}: {act:?} on {}", target.id);
            }
        }
    }
}

#[test]
fn what_could_not_be_found_out_is_left_to_the_server() {
    let unknown = scene(account("me"), None);
    for act in Act::ALL {
        let found = ALAUDA.can(&unknown, *act, Some(&account("local")));
        let wanted = ALAUDA.can(&scene_of(Caller::Lister), *act, Some(&account("local")));
        assert_eq!(found, wanted, "{act:?}");
    }
}

#[test]
fn acts_without_a_target_are_about_the_caller() {
    for caller in [
        Caller::Lister,
        Caller::Other,
        Caller::First,
        Caller::Directory,
    ] {
        let scene = scene_of(caller);
        for act in Act::ALL {
            let on_me = ALAUDA.can(&scene, *act, Some(&scene.me));
            assert_eq!(ALAUDA.can(&scene, *act, None), on_me, "{caller:?}: {act:?}");
        }
    }
}

#[test]
fn what_is_missing_has_a_name_and_a_reason() {
    let absences = ALAUDA.absences();
    assert_eq!(absences.len(), 3);
    for absence in absences {
        assert!(!absence.title.is_empty() && absence.reason.ends_with('.'));
    }
}
