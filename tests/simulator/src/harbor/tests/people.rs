//! The demo's population.

use serde_json::Value as Json;

use super::{Desk, basic, request};
use crate::harbor::rules::{FORBIDDEN, is_email};
use crate::world::World;

fn list_all(desk: &mut Desk, who: &str) -> Vec<Json> {
    let call = request("GET", "/api/v2.0/users?page_size=0").header("Authorization", who);
    let answer = desk.send(&call);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.value().as_array().unwrap().clone()
}

fn known(desk: &Desk) -> Vec<(String, String, &'static str)> {
    let accounts = desk.world.accounts().iter();
    let own = accounts.filter(|account| account.platform == "harbor");
    own.map(|account| (account.name.clone(), account.password.clone(), account.role))
        .collect()
}

#[test]
fn the_known_people_sign_in_and_some_are_no_administrators() {
    let mut desk = Desk {
        world: World::new(1, 200),
    };
    let known = known(&desk);
    assert!(known.iter().any(|(.., role)| *role == "user"));
    for (name, password, role) in known {
        let call = request("GET", "/api/v2.0/users/current")
            .header("Authorization", &basic(&name, &password));
        let user = desk.send(&call).value();
        assert_eq!(user["username"], Json::from(name));
        assert_eq!(user["sysadmin_flag"], Json::from(role == "administrator"));
    }
}

#[test]
fn a_seed_gives_the_same_people_and_each_could_have_been_made_by_hand() {
    let mut desk = Desk {
        world: World::new(7, 300),
    };
    let admin = basic("admin", &known(&desk)[0].1.clone());
    let people = list_all(&mut desk, &admin);
    assert_eq!(people.len(), 299);
    for user in &people {
        let name = user["username"].as_str().unwrap();
        assert!(
            !name.contains(FORBIDDEN) && (1..=255).contains(&name.len()),
            "{name}"
        );
        assert!(is_email(user["email"].as_str().unwrap()), "{user}");
        assert!(
            user["comment"].as_str().is_none_or(|text| text.len() <= 30),
            "{user}"
        );
        assert!(
            !user["realname"].as_str().unwrap().contains(FORBIDDEN),
            "{user}"
        );
    }
    let mut twin = Desk {
        world: World::new(7, 300),
    };
    assert_eq!(list_all(&mut twin, &admin), people);
}

#[test]
fn a_hundred_thousand_people_are_made_and_listed() {
    let plan = crate::world::Plan {
        users: 100_000,
        platform: Some("harbor"),
        ..crate::world::Plan::default()
    };
    let mut desk = Desk {
        world: World::planned(plan, crate::clock::Clock::default()),
    };
    let admin = basic("admin", &known(&desk)[0].1.clone());
    let call =
        request("GET", "/api/v2.0/users?page=500&page_size=100").header("Authorization", &admin);
    let answer = desk.send(&call);
    assert_eq!(answer.find("X-Total-Count"), Some("99999"));
    assert_eq!(answer.value().as_array().unwrap().len(), 100);
}
