//! Who may do what in a Harness account: every act, for every caller and target.

use rollcall::i18n::t;
use rollcall::platform::{
    Account, Act, Adapter, Capability, FirstRun, PasswordRule, Role, Scene, Sources, Status, Survey,
};

const HARNESS: Adapter = Adapter::Harness;

const VIEW: &str = "core_user_view";
const MANAGE: &str = "core_user_manage";
const INVITE: &str = "core_user_invite";

fn account(id: &str) -> Account {
    Account::new(id.to_owned(), ["name of ", id].concat(), Role::Regular)
}

fn of_provider(id: &str) -> Account {
    Account {
        source: Some("identity provider".to_owned()),
        ..account(id)
    }
}

fn scene(me: Account, grants: Option<&[&str]>) -> Scene {
    Scene {
        me,
        is_team_leader: false,
        is_api_key: true,
        survey: Survey {
            version: None,
            sources: Sources::Internal,
            password_rule: PasswordRule {
                min_bytes: 8,
                max_bytes: 64,
            },
            first_run: FirstRun::Untold,
            are_teams_synced: false,
        },
        tenant: Some("acc0".to_owned()),
        grants: grants.map(|all| all.iter().map(|one| (*one).to_owned()).collect()),
    }
}

fn why(scene: &Scene, act: Act, target: &Account) -> Option<String> {
    match HARNESS.can(scene, act, Some(target)) {
        Capability::Yes => None,
        Capability::No(reason) => Some(reason),
    }
}

#[test]
fn every_act_has_its_answer_for_every_caller() {
    let t = t();
    let (me, other) = (account("me"), account("other"));
    let admin = scene(me.clone(), Some(&[VIEW, MANAGE, INVITE]));
    let viewer = scene(me.clone(), Some(&[VIEW]));
    let member = scene(me.clone(), Some(&[]));
    let never = |words: &'static str| [Some(words); 6];
    for act in Act::ALL {
        // The administrator, the viewer and the member, each about somebody else and about themselves.
        let expected = match act {
            Act::List | Act::Search | Act::Sort => {
                let no = Some(t.harness_needs_view);
                [None, None, None, None, no, no]
            }
            Act::Create => {
                let no = Some(t.harness_needs_invite);
                [None, None, no, no, no, no]
            }
            Act::Rename | Act::EditSettings => {
                let no = Some(t.harness_names_own);
                [no, None, no, None, no, None]
            }
            Act::ChangeRole => never(t.harness_role_console),
            Act::Disable => never(t.harness_absent_disable_why),
            Act::Delete => {
                let no = Some(t.harness_needs_manage);
                [None, Some(t.harness_delete_self), no, no, no, no]
            }
            Act::SetPassword => never(t.harness_absent_password_why),
            Act::ChangeOwnPassword => [None; 6],
            Act::RequirePasswordChange => never(t.harness_absent_expiry_why),
            Act::Unlock | Act::ResetSecondFactor => {
                let no = Some(t.harness_needs_manage);
                [None, None, no, no, no, no]
            }
            Act::EnableSecondFactor | Act::DisableSecondFactor => {
                let no = Some(t.harness_second_factor_own);
                [no, None, no, None, no, None]
            }
            Act::ListKeys => {
                let no = Some(t.harness_needs_manage);
                [None, None, no, None, no, None]
            }
            Act::CreateKey | Act::RevokeKey => {
                let no = Some(t.harness_keys_own);
                [no, None, no, None, no, None]
            }
            Act::ShowGroups | Act::ShowPermissions => {
                let no = Some(t.harness_needs_view);
                [None, None, None, None, no, None]
            }
            Act::ShowTeams | Act::ChangeTeams => never(t.harness_absent_teams_why),
            Act::ShowLastSignIn => never(t.harness_absent_last_sign_in_why),
        };
        let callers = [&admin, &viewer, &member];
        let found: Vec<_> = callers
            .into_iter()
            .flat_map(|scene| [why(scene, *act, &other), why(scene, *act, &me)])
            .collect();
        let expected: Vec<_> = expected
            .into_iter()
            .map(|words| words.map(str::to_owned))
            .collect();
        assert_eq!(found, expected, "{act:?}");
    }
}

#[test]
fn what_could_not_be_found_out_is_the_servers_to_decide() {
    let unknown = scene(account("me"), None);
    for act in [Act::List, Act::Create, Act::Delete, Act::Unlock] {
        assert_eq!(why(&unknown, act, &account("other")), None, "{act:?}");
    }
}

#[test]
fn a_service_account_manages_others_and_has_nothing_of_its_own() {
    let t = t();
    let (me, other) = (account("service/x"), account("other"));
    let manager = scene(me.clone(), Some(&[VIEW, MANAGE, INVITE]));
    let viewer = scene(me.clone(), Some(&[VIEW]));
    let own = Some(t.harness_service_own);
    let needs = Some(t.harness_needs_manage);
    // The manager about somebody else and itself, the viewer about somebody else.
    for (act, expected) in [
        (Act::List, [None, None, None]),
        (Act::Create, [None, None, Some(t.harness_needs_invite)]),
        (Act::Rename, [None, own, needs]),
        (Act::EditSettings, [None, own, needs]),
        (Act::Delete, [None, Some(t.harness_delete_self), needs]),
        (Act::Unlock, [None, own, needs]),
        (Act::ResetSecondFactor, [None, own, needs]),
        (Act::ChangeOwnPassword, [own; 3]),
        (
            Act::EnableSecondFactor,
            [
                Some(t.harness_second_factor_own),
                own,
                Some(t.harness_second_factor_own),
            ],
        ),
        (Act::ListKeys, [Some(t.harness_service_keys); 3]),
        (Act::CreateKey, [Some(t.harness_service_keys); 3]),
        (Act::RevokeKey, [Some(t.harness_service_keys); 3]),
        (Act::ShowPermissions, [None, None, None]),
    ] {
        let found = [
            why(&manager, act, &other),
            why(&manager, act, &me),
            why(&viewer, act, &other),
        ];
        assert_eq!(
            found,
            expected.map(|words| words.map(str::to_owned)),
            "{act:?}"
        );
    }
    let kept = Some(t.harness_kept_elsewhere.to_owned());
    assert_eq!(why(&manager, Act::Rename, &of_provider("other")), kept);
}

#[test]
fn a_provider_keeps_names_and_passwords() {
    let t = t();
    let me = of_provider("me");
    let kept = Some(t.harness_kept_elsewhere.to_owned());
    let scene = scene(me.clone(), Some(&[VIEW, MANAGE, INVITE]));
    assert_eq!(why(&scene, Act::Rename, &me), kept);
    assert_eq!(why(&scene, Act::ChangeOwnPassword, &me), kept);
    // It can be taken out, although the provider may bring it back.
    assert_eq!(why(&scene, Act::Delete, &of_provider("other")), None);
}

#[test]
fn who_was_invited_can_only_be_uninvited() {
    let t = t();
    let invited = Account {
        status: Status::Pending,
        ..account("invite/1")
    };
    let pending = Some(t.harness_pending.to_owned());
    let admin = scene(account("me"), Some(&[VIEW, INVITE]));
    for act in [
        Act::Unlock,
        Act::ResetSecondFactor,
        Act::ListKeys,
        Act::Rename,
    ] {
        assert_eq!(why(&admin, act, &invited), pending, "{act:?}");
    }
    assert_eq!(why(&admin, Act::Delete, &invited), None);
    let viewer = scene(account("me"), Some(&[VIEW]));
    let needs = Some(t.harness_needs_invite.to_owned());
    assert_eq!(why(&viewer, Act::Delete, &invited), needs);
}

#[test]
fn a_second_factor_that_is_not_there_cannot_be_reset() {
    let admin = scene(account("me"), Some(&[VIEW, MANAGE]));
    let with = |second_factor| Account {
        second_factor,
        ..account("other")
    };
    let none = Some(t().harness_second_factor_none.to_owned());
    assert_eq!(
        why(&admin, Act::ResetSecondFactor, &with(Some(false))),
        none
    );
    assert_eq!(why(&admin, Act::ResetSecondFactor, &with(Some(true))), None);
    assert_eq!(why(&admin, Act::ResetSecondFactor, &with(None)), None);
}

#[test]
fn what_is_absent_says_what_to_do_instead() {
    let absences = HARNESS.absences();
    assert_eq!(absences.len(), 3);
    for absence in absences {
        assert!(!absence.title.is_empty() && absence.reason.len() > 20);
    }
}
