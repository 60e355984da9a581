use super::*;
use proptest::prelude::*;

fn there_and_back(route: &Route) -> Route {
    let path = route.to_path();
    let (path, query) = path.split_once('?').unwrap_or((&path, ""));
    Route::parse(path, query)
}

#[test]
fn every_screen_has_one_spelling() {
    let spellings = [
        (Route::Overview, "/"),
        (Route::AddConnection, "/connect"),
        (Route::connect("ops"), "/connect/ops"),
        (Route::accounts("ops"), "/c/ops/users"),
        (Route::account("ops", "17"), "/c/ops/users/17"),
        (
            Route::Account {
                connection: "ops".into(),
                account: "a/b".into(),
                tab: Tab::Keys,
            },
            "/c/ops/users/a%2Fb/keys",
        ),
        (
            Route::account("files", "lena.sommer"),
            "/c/files/users/lena.sommer/",
        ),
        (
            Route::Account {
                connection: "my.files".into(),
                account: "lena.sommer".into(),
                tab: Tab::Access,
            },
            "/c/my.files/users/lena.sommer/access",
        ),
        (Route::connect("my.files"), "/connect/my.files/"),
        (Route::accounts("my.files"), "/c/my.files/users"),
        (Route::me("ops"), "/c/ops/me"),
        (Route::Activity, "/activity"),
        (Route::Settings, "/settings"),
    ];
    for (route, path) in spellings {
        assert_eq!(route.to_path(), path);
        assert_eq!(there_and_back(&route), route);
    }
}

#[test]
fn the_list_s_state_survives_a_reload() {
    let route = Route::Accounts {
        connection: "ops".into(),
        query: ListQuery {
            search: "50%41 & more+".into(),
            role: Some(RoleFilter::Administrators),
            sort: Some("id".into()),
            is_descending: true,
            columns: Some(vec!["name".into(), "id".into()]),
        },
    };
    assert_eq!(
        route.to_path(),
        "/c/ops/users?q=50%2541%20%26%20more%2B&role=admin&sort=id&dir=desc&cols=name%2Cid"
    );
    assert_eq!(there_and_back(&route), route);
}

#[test]
fn an_address_that_is_not_ours_is_named_and_kept() {
    for path in ["/nowhere", "/c/ops/users/1/nothing", "/c/%zz/users"] {
        assert_eq!(Route::parse(path, ""), Route::Unknown { path: path.into() });
    }
}

proptest! {
    #[test]
    fn any_name_round_trips(name in "\\PC+", search in ".*") {
        prop_assume!(!name.is_empty());
        let account = Route::account("ops", &name);
        let path = account.to_path();
        let last = path.rsplit('/').next().unwrap();
        prop_assert!(!last.contains('.'), "{path}");
        prop_assert_eq!(there_and_back(&account), account);
        let list = Route::Accounts {
            connection: "ops".into(),
            query: ListQuery { search, ..ListQuery::default() },
        };
        prop_assert_eq!(there_and_back(&list), list);
    }
}
