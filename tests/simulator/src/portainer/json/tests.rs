use super::*;

static INNER: Struct = Struct {
    name: "users.themePayload",
    fields: &[("Color", Shape::Pointer(&Shape::Text))],
};
static OUTER: Struct = Struct {
    name: "users.userUpdatePayload",
    fields: &[
        ("Username", Shape::Text),
        ("Role", Shape::Int),
        ("UseCache", Shape::Pointer(&Shape::Bool)),
        ("Theme", Shape::Pointer(&Shape::Struct(&INNER))),
    ],
};

fn failure(body: &str) -> String {
    String::from_utf8(decode(body.as_bytes(), &OUTER).unwrap_err()).unwrap()
}

fn fields(body: &str) -> Fields {
    decode(body.as_bytes(), &OUTER).unwrap()
}

// Contract 1.1, body parsing.

#[test]
fn member_names_match_in_any_case() {
    assert_eq!(fields(r#"{"uSERNAME":"a"}"#).text("Username"), "a");
}

#[test]
fn a_member_given_twice_counts_the_last_time() {
    assert_eq!(fields(r#"{"Role":1,"role":2}"#).int("Role"), 2);
}

#[test]
fn null_keeps_a_value_and_clears_a_pointer() {
    let both = fields(r#"{"Role":1,"Role":null,"UseCache":true,"UseCache":null}"#);
    assert_eq!(both.int("Role"), 1);
    assert_eq!(both.flag("UseCache"), None);
}

#[test]
fn null_as_body_is_an_empty_object() {
    assert_eq!(fields("null"), Fields::default());
}

#[test]
fn anything_after_the_first_value_is_ignored() {
    assert_eq!(fields(r#"{"Role":1} nonsense"#).int("Role"), 1);
    assert_eq!(fields(r#"{"Role":1}}"#).int("Role"), 1);
}

#[test]
fn lone_surrogates_and_bad_bytes_become_replacement_characters() {
    assert_eq!(
        fields(r#"{"Username":"\ud800x"}"#).text("Username"),
        "\u{fffd}x"
    );
    assert_eq!(
        fields(r#"{"Username":"\ud83d\ude00"}"#).text("Username"),
        "😀"
    );
    let bytes = [&b"{\"Username\":\""[..], b"\xff\xfe\"}"].concat();
    assert_eq!(
        decode(&bytes, &OUTER).unwrap().text("Username"),
        "\u{fffd}\u{fffd}"
    );
}

#[test]
fn the_texts_for_broken_bodies_are_those_of_the_server() {
    assert_eq!(failure(""), "EOF");
    assert_eq!(failure("  \n"), "EOF");
    assert_eq!(failure("{"), "unexpected EOF");
    assert_eq!(failure(r#"{"Username":"#), "unexpected EOF");
    assert_eq!(
        failure("not json"),
        "json: expected 'null' but found invalid token: not json"
    );
    assert_eq!(
        failure("Username=a&Password=b"),
        "json: invalid character 'U' looking for beginning of value: Username=a&Password=b"
    );
    assert_eq!(
        failure("\u{feff}{}"),
        "json: invalid character 'ï' looking for beginning of value: \u{feff}{}"
    );
    assert_eq!(
        failure("[1]"),
        r#"json: cannot unmarshal "[1]" into Go value of type users.userUpdatePayload"#
    );
}

#[test]
fn a_wrong_type_repeats_what_follows_it() {
    assert_eq!(
        failure(r#"{"Username": 5, "Password": "correct horse 1"}"#),
        concat!(
            r#"json: cannot unmarshal "5, \"Password\": \"correct horse 1\"..." "#,
            "into Go struct field users.userUpdatePayload.Username of type string"
        )
    );
}

#[test]
fn fractions_and_exponents_are_no_integers() {
    for number in ["2.0", "2e0"] {
        assert_eq!(
            failure(&format!(r#"{{"role":{number},"x":1}}"#)),
            format!(
                "json: cannot unmarshal \"{number}\" into Go struct field \
                 users.userUpdatePayload.role of type int"
            )
        );
    }
}

#[test]
fn a_number_out_of_range_is_named() {
    assert_eq!(
        failure(r#"{"Role":99999999999999999999}"#),
        "json: cannot unmarshal number 99999999999999999999} overflows into Go struct field \
         users.userUpdatePayload.Role of type int"
    );
}

#[test]
fn a_mistake_in_an_inner_object_names_both_types() {
    assert_eq!(
        failure(r#"{"Theme":{"color":1}}"#),
        "json: cannot unmarshal \"1}}\" into Go struct field \
         users.userUpdatePayloadusers.themePayload.Theme.color of type string"
    );
}

// Contract 1.1: no limit was found, so a body may nest as deep as it likes.
#[test]
fn a_body_of_any_depth_is_read() {
    let deep = 200_000;
    let open = "[".repeat(deep);
    assert_eq!(failure(&open), "unexpected EOF");
    let whole = format!("{{\"x\":{open}{},\"Role\":2}}", "]".repeat(deep));
    assert_eq!(fields(&whole).int("Role"), 2);
    let objects = "{\"a\":".repeat(deep);
    assert_eq!(failure(&objects), "unexpected EOF");
}
