//! What tests can set of a Harness: its edition, its policies, and every reading that the contract could not settle.

use crate::toggles::{Line, Takes};

/// Every switch; the first reading of each is the one that the contract chose.
pub(crate) const TABLE: &[Line] = &[
    (
        "edition",
        Takes::One(&["enterprise", "free", "community"]),
        "community has no second factor (contract 1.5), free and community few keys (5.8)",
    ),
    (
        "authentication",
        Takes::One(&["USER_PASSWORD", "SAML", "LDAP", "OAUTH"]),
        "how people sign in (contract 1.5)",
    ),
    (
        "mail_server",
        Takes::Flag(true),
        "without one a second factor cannot be reset (contract 2.2, row 14)",
    ),
    (
        "two_factor_enforced",
        Takes::Flag(false),
        "the account asks everybody for a second factor (contract 5.7)",
    ),
    (
        "password_policy",
        Takes::Flag(false),
        "the account checks the strength of passwords (contract 5.9)",
    ),
    (
        "lockout_policy",
        Takes::Flag(false),
        "five failures lock for a day (contract 5.11)",
    ),
    (
        "login",
        Takes::One(&["open", "PASSWORD_EXPIRED", "NOT_WHITELISTED_IP"]),
        "what else a right password meets (contract 1.3)",
    ),
    (
        "wrong_code_limit",
        Takes::Flag(false),
        "ten wrong codes in five minutes are too many (contract 1.3)",
    ),
    (
        "user_limit",
        Takes::NumberOrNone,
        "people that the licence allows (contract 2.2, row 12)",
    ),
    (
        "sso_members",
        Takes::One(&["invited", "added", "not_required"]),
        "what adding somebody new does where people come from a provider (contract 3.3)",
    ),
    (
        "allowed_domain",
        Takes::One(&["any", "acme.example"]),
        "e-mails of other domains fail by themselves (contract 3.3, FAIL)",
    ),
    (
        "shifted_results",
        Takes::Flag(false),
        "results stand at the wrong e-mail (contract 5.5)",
    ),
    (
        "list_lag_ms",
        Takes::Number(0),
        "how far lists lag behind changes (contract 5.15)",
    ),
    (
        "token_cache_ms",
        Takes::Number(0),
        "how long a deleted token still works (contract 5.8)",
    ),
    (
        "session_end_ms",
        Takes::Number(1000),
        "how long sessions outlive their password (contract 1.3)",
    ),
    (
        "unsorted",
        Takes::One(&["shifting", "steady"]),
        "the order of people without a sort order (contract 5.2)",
    ),
    (
        "key_limit",
        Takes::Number(5),
        "API keys of one person (contract 5.8)",
    ),
    (
        "token_limit",
        Takes::Number(5),
        "tokens of one API key (contract 5.8)",
    ),
    (
        "auto_key",
        Takes::Flag(true),
        "a token without its API key makes one (contract 2.4)",
    ),
    (
        "group_replacement",
        Takes::Flag(true),
        "the call that replaces somebody's groups, which older servers lack (contract 2.2)",
    ),
    (
        "second_factor_in_lists",
        Takes::Flag(true),
        "older servers leave twoFactorAuthenticationEnabled out of lists (contract 3.2)",
    ),
    (
        "empty_page_token",
        Takes::One(&["null", "empty"]),
        "the page token of an empty page (contract 3.1)",
    ),
    (
        "unasked_form",
        Takes::One(&["json", "yaml"]),
        "the form of answers to requests without Accept (contract 1.1)",
    ),
    (
        "others_access",
        Takes::One(&["viewers", "nobody"]),
        "who may ask what somebody else may do (contract 3.6) [guess]",
    ),
    (
        "wrong_method",
        Takes::One(&["500", "405", "400"]),
        "a known path with another method (contract 2.2) [guess]",
    ),
    (
        "service_invite",
        Takes::One(&["checked", "free"]),
        "whether the invite permission of a service account is asked for (contract 6) [guess]",
    ),
    (
        "account_read",
        Takes::One(&["everybody", "permitted"]),
        "who may read the account and its password policy (contract 6) [guess]",
    ),
    (
        "reset_errors",
        Takes::One(&["error", "rest"]),
        "the shape in which the reset of a second factor refuses (contract 4.1 against 4.4)",
    ),
    (
        "rate_limits",
        Takes::One(&["documented", "off"]),
        "limits of requests (contract 5.12)",
    ),
];
