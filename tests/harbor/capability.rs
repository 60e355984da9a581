//! Who may do what on a Harbor: every act, for every mode, caller and target.

use rollcall::i18n::t;
use rollcall::platform::{
    Account, Act, Adapter, Capability, FirstRun, PasswordRule, Role, Scene, Sources, Survey,
};

const HARBOR: Adapter = Adapter::Harbor;

/// The caller of the tables; the built-in administrator is one too.
#[derive(Clone, Copy, Debug)]
enum Caller {
    BuiltIn,
    Administrator,
    Regular,
}

fn account(id: &str, role: Role) -> Account {
    Account::new(id.to_owned(), format!("user-{id}"), role)
}

pub(crate) fn scene(me: Account, sources: Sources) -> Scene {
    Scene {
        me,
        is_team_leader: false,
        is_api_key: false,
        survey: Survey {
            version: None,
            sources,
            password_rule: PasswordRule {
                min_bytes: 8,
                max_bytes: 128,
            },
            first_run: FirstRun::Untold,
            are_teams_synced: false,
        },
        tenant: None,
        grants: None,
    }
}

/// The sentence that a letter of the tables stands for.
fn reason(letter: char) -> Option<&'static str> {
    let t = t();
    Some(match letter {
        '.' => return None,
        'a' => t.harbor_only_admin,
        'b' => t.harbor_only_admin_or_self,
        'l' => t.harbor_list_who,
        'e' => t.harbor_kept_elsewhere,
        'n' => t.harbor_create_elsewhere,
        's' => t.harbor_delete_self,
        'i' => t.harbor_delete_built_in,
        'o' => t.harbor_password_own,
        'm' => t.harbor_cli_mode,
        'c' => t.harbor_cli_built_in,
        'v' => t.harbor_cli_revoke,
        'p' => t.harbor_permissions_other,
        'r' => t.harbor_rename_never,
        '2' => t.harbor_absent_second_factor_why,
        'd' => t.harbor_absent_disable_why,
        'u' => t.harbor_absent_unlock_why,
        'x' => t.harbor_absent_expiry_why,
        'g' => t.harbor_absent_groups_why,
        't' => t.harbor_absent_teams_why,
        'w' => t.harbor_absent_last_sign_in_why,
        other => panic!("no reason {other}"),
    })
}

/// Act; then by built-in, other and no administrator; on the built-in one, on oneself, on another account.
type Rule = (Act, &'static str, &'static str, &'static str);

/// Database mode (contract, 6.1).
const DATABASE: &[Rule] = &[
    (Act::List, "...", "...", "lll"),
    (Act::Search, "...", "...", "..."),
    (Act::Sort, "...", "...", "lll"),
    (Act::Create, "...", "...", "aaa"),
    (Act::Rename, "rrr", "rrr", "rrr"),
    (Act::EditSettings, "...", "...", "b.b"),
    (Act::ChangeRole, "...", "...", "aaa"),
    (Act::Disable, "ddd", "ddd", "ddd"),
    (Act::Delete, "ss.", "is.", "aaa"),
    (Act::SetPassword, "oo.", ".o.", "bab"),
    (Act::ChangeOwnPassword, "...", "...", "..."),
    (Act::RequirePasswordChange, "xxx", "xxx", "xxx"),
    (Act::Unlock, "uuu", "uuu", "uuu"),
    (Act::EnableSecondFactor, "222", "222", "222"),
    (Act::DisableSecondFactor, "222", "222", "222"),
    (Act::ResetSecondFactor, "222", "222", "222"),
    (Act::ListKeys, "mmm", "mmm", "mmm"),
    (Act::CreateKey, "mmm", "mmm", "mmm"),
    (Act::RevokeKey, "mmm", "mmm", "mmm"),
    (Act::ShowGroups, "ggg", "ggg", "ggg"),
    (Act::ShowTeams, "ttt", "ttt", "ttt"),
    (Act::ChangeTeams, "ttt", "ttt", "ttt"),
    (Act::ShowPermissions, "..p", "p.p", "p.p"),
    (Act::ShowLastSignIn, "www", "www", "www"),
];

/// What differs where accounts are kept elsewhere (contract, 6.2).
const ELSEWHERE: &[Rule] = &[
    (Act::Create, "nnn", "nnn", "nnn"),
    (Act::EditSettings, "..e", ".ee", "aee"),
    (Act::SetPassword, "ooe", ".ee", "aee"),
    (Act::ChangeOwnPassword, "...", "eee", "eee"),
];

/// What differs besides where single sign-on signs people in.
const SINGLE_SIGN_ON: &[Rule] = &[
    (Act::ListKeys, "cc.", "c..", "c.b"),
    (Act::CreateKey, "cc.", "c..", "c.b"),
    (Act::RevokeKey, "vvv", "vvv", "vvv"),
];

fn row(act: Act, tables: &[&[Rule]], caller: Caller) -> &'static str {
    let found = tables
        .iter()
        .find_map(|table| table.iter().find(|rule| rule.0 == act));
    let (_, built_in, administrator, regular) = found.unwrap_or_else(|| panic!("{act:?}"));
    match caller {
        Caller::BuiltIn => built_in,
        Caller::Administrator => administrator,
        Caller::Regular => regular,
    }
}

#[test]
fn every_rule_holds_for_every_mode_caller_and_target() {
    let database: &[&[Rule]] = &[DATABASE];
    let elsewhere: &[&[Rule]] = &[ELSEWHERE, DATABASE];
    let modes = [
        (Sources::Internal, database),
        (Sources::Directory, elsewhere),
        (Sources::Other("saml_auth".to_owned()), elsewhere),
        (
            Sources::SingleSignOn,
            &[SINGLE_SIGN_ON, ELSEWHERE, DATABASE],
        ),
    ];
    for (sources, tables) in modes {
        for caller in [Caller::BuiltIn, Caller::Administrator, Caller::Regular] {
            let me = match caller {
                Caller::BuiltIn => account("1", Role::Administrator),
                Caller::Administrator => account("5", Role::Administrator),
                Caller::Regular => account("5", Role::Regular),
            };
            let scene = scene(me.clone(), sources.clone());
            let targets = [
                account("1", Role::Administrator),
                me,
                account("7", Role::Regular),
            ];
            for act in Act::ALL {
                let row = row(*act, tables, caller);
                assert_eq!(row.len(), targets.len());
                for (target, letter) in targets.iter().zip(row.chars()) {
                    let wanted = match reason(letter) {
                        Some(reason) => Capability::No(reason.to_owned()),
                        None => Capability::Yes,
                    };
                    assert_eq!(
                        HARBOR.can(&scene, *act, Some(target)),
                        wanted,
                        "{sources:?}, {caller:?}: {act:?} on {}",
                        target.id
                    );
                }
            }
        }
    }
}

#[test]
fn a_built_in_administrator_without_the_flag_cannot_help_itself() {
    let me = account("1", Role::Regular);
    let scene = scene(me.clone(), Sources::Directory);
    for act in [Act::EditSettings, Act::SetPassword, Act::ChangeOwnPassword] {
        let found = HARBOR.can(&scene, act, Some(&me)).reason();
        assert_eq!(found.as_deref(), reason('a'), "{act:?}");
    }
}

#[test]
fn acts_without_a_target_are_about_the_caller() {
    let me = account("5", Role::Regular);
    let scene = scene(me.clone(), Sources::Internal);
    for act in Act::ALL {
        let on_me = HARBOR.can(&scene, *act, Some(&me));
        assert_eq!(HARBOR.can(&scene, *act, None), on_me, "{act:?}");
    }
}

#[test]
fn what_is_missing_has_a_name_and_a_reason() {
    let absences = HARBOR.absences();
    assert_eq!(absences.len(), 4);
    for absence in absences {
        assert!(!absence.title.is_empty() && absence.reason.ends_with('.'));
    }
}
