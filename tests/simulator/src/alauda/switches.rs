//! Every open point of the contract as a switch: its first value is the reading to choose, the others are to be
//! tolerated (contract 5.1).

use crate::toggles::{Line, Takes};

/// Every switch.
pub(crate) const TABLE: &[Line] = &[
    (
        "error_body",
        Takes::One(&["status", "object", "text", "html", "empty"]),
        "the shape of errors (contract 5.1, 1)",
    ),
    (
        "patch_success",
        Takes::One(&["201", "200", "204"]),
        "what a change answers (contract 5.1, 2)",
    ),
    (
        "patch_ignored",
        Takes::Flag(false),
        "a change says yes and changes nothing (contract 5.1, 3)",
    ),
    (
        "patch_media",
        Takes::One(&["any", "merge-patch"]),
        "which media type a change takes (contract 5.1, 4)",
    ),
    (
        "patch_fields",
        Takes::One(&["documented", "all"]),
        "display name and password only, or any member (contract 2.1, row 4)",
    ),
    (
        "own_needs_old",
        Takes::Flag(true),
        "one's own change asks for the old password (contract 5.1, 5)",
    ),
    (
        "reset_needs_old",
        Takes::Flag(false),
        "a reset by an administrator asks for the old password (contract 5.1, 5)",
    ),
    (
        "wrong_old_password",
        Takes::One(&["400", "403", "422"]),
        "a wrong old password (contract 2.1, row 4)",
    ),
    (
        "counts_errors",
        Takes::Flag(true),
        "a wrong old password counts as a failed sign-in (contract 5.9)",
    ),
    (
        "delete_success",
        Takes::One(&["204", "200"]),
        "what a deletion answers (contract 5.1, 6)",
    ),
    (
        "second_delete",
        Takes::One(&["404", "204"]),
        "the deletion of what is deleted (contract 5.1, 6)",
    ),
    (
        "deleted_users",
        Takes::One(&["hidden", "listed"]),
        "where deleted users are seen (contract 5.1, 7)",
    ),
    (
        "recreate",
        Takes::One(&["refused", "accepted"]),
        "making a user of a deleted one's name (contract 5.1, 8)",
    ),
    (
        "name_taken",
        Takes::One(&["409", "400"]),
        "a name that exists (contract 2.1, row 1)",
    ),
    (
        "names",
        Takes::One(&["md5", "plain"]),
        "the names of records (contract 5.1, 9)",
    ),
    (
        "page_zero",
        Takes::One(&["refused", "first"]),
        "the page before the first (contract 5.1, 10)",
    ),
    (
        "page_cap",
        Takes::Number(100),
        "the most rows of a page, whatever is asked (contract 5.1, 11)",
    ),
    (
        "total",
        Takes::One(&["present", "missing"]),
        "the count of all matches (contract 5.1, 12)",
    ),
    (
        "filter_match",
        Takes::One(&["substring", "exact"]),
        "how a filter compares (contract 5.1, 13)",
    ),
    (
        "filter_case",
        Takes::One(&["ignored", "kept"]),
        "whether a filter knows capitals (contract 5.1, 13)",
    ),
    (
        "filter_fields",
        Takes::One(&["all", "username"]),
        "what can be filtered by (contract 5.2)",
    ),
    (
        "sort",
        Takes::One(&["honored", "ignored"]),
        "whether an order is kept (contract 5.1, 15)",
    ),
    (
        "never",
        Takes::One(&["absent", "empty", "null", "year_one"]),
        "the time of a sign-in that never was (contract 5.1, 16)",
    ),
    (
        "time_form",
        Takes::One(&["rfc3339", "spelled"]),
        "the form of the last sign-in's time (contract 3.1)",
    ),
    (
        "permanent",
        Takes::One(&["absent", "null", "empty"]),
        "the validity that has no end (contract 3.1)",
    ),
    (
        "empty_items",
        Takes::One(&["list", "null", "absent"]),
        "the items of an empty list (contract 3.4)",
    ),
    (
        "list_items",
        Takes::One(&["whole", "sparse"]),
        "how much of a user lists show (contract 3.1)",
    ),
    (
        "old_members",
        Takes::Flag(false),
        "members of older servers (contract 3.1)",
    ),
    (
        "old_bindings",
        Takes::Flag(false),
        "role bindings of older servers (contract 3.5)",
    ),
    (
        "password_echo",
        Takes::Flag(false),
        "users come with their password's hash (contract 3.1)",
    ),
    (
        "required_members",
        Takes::One(&["six", "old", "login"]),
        "what a new user must have (contract 3.1, 3.2)",
    ),
    (
        "weak_password",
        Takes::One(&["422", "400", "accepted"]),
        "a weak password (contract 5.1, 19)",
    ),
    (
        "key_life_s",
        Takes::Number(300),
        "how long a password key can be used (contract 1.5)",
    ),
    (
        "key_use",
        Takes::One(&["many", "once"]),
        "for how many passwords a key can be used (contract 1.5)",
    ),
    (
        "expired_key",
        Takes::One(&["400", "401"]),
        "a password of an old key (contract 5.1, 20)",
    ),
    (
        "denied",
        Takes::One(&["403", "401", "404"]),
        "a missing permission (contract 5.1, 21)",
    ),
    (
        "object_patch",
        Takes::One(&["permitted", "denied"]),
        "whether users can be changed as Kubernetes objects (contract 2.2)",
    ),
    (
        "directory_password",
        Takes::One(&["403", "400"]),
        "a password for somebody of a directory (contract 6)",
    ),
    (
        "protected_delete",
        Takes::One(&["403", "400"]),
        "the deletion of oneself and of system accounts (contract 6)",
    ),
    (
        "conflicts",
        Takes::Number(0),
        "so many changes meet another one and are refused (contract 5.1, 22)",
    ),
    (
        "token_default",
        Takes::One(&["permanent", "configured"]),
        "a token without an end (contract 3.5)",
    ),
    (
        "claims",
        Takes::One(&["whole", "bare"]),
        "whether a new token says whose it is (contract 1.4)",
    ),
    (
        "record_names",
        Takes::One(&["id", "other"]),
        "whether a token's record has the token's id for a name (contract 5.8)",
    ),
    (
        "revoked_ms",
        Takes::Number(0),
        "how long a revoked token still works (contract 5.8)",
    ),
    (
        "revoke_success",
        Takes::One(&["200", "202"]),
        "what the deletion of a record answers (contract 2.2)",
    ),
    (
        "records",
        Takes::One(&["open", "denied", "missing"]),
        "whether records of tokens can be listed (contract 5.8)",
    ),
    (
        "namespace",
        Takes::One(&["cpaas-system", "alauda-system"]),
        "where records of tokens lie (contract 2.2)",
    ),
    (
        "groups_read",
        Takes::One(&["permitted", "everybody"]),
        "who may see groups (contract 6)",
    ),
    (
        "login_policy",
        Takes::One(&["none", "code", "forced_change"]),
        "what a login asks for besides the password (contract 1.3)",
    ),
];
