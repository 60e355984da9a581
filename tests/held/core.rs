//! What holding an exchange against the typed client has in common on all platforms.

use rollcall::api::{ApiError, Auth, Endpoint, Facts, explain};
use rollcall::transport::Credential;
use rollcall_replay::{Exchange, Got, Sent};
use serde_json::Value;

use super::body::Members;
use super::client::{response, send};
use super::expected::{Expected, without_texts};
use super::tally::Tally;

/// An answer as a typed value, written as the recorded text has it.
pub(crate) type Project<A> = fn(&A) -> Value;

/// What a recorded header is to the panel.
pub(crate) enum Header {
    /// The content type that goes with every body.
    ContentType,
    /// A credential that the vault could keep.
    Credential,
    /// One that the call itself exists to send.
    OfCall,
    /// One that the panel does not send.
    Other,
}

/// What differs between the platforms.
pub(crate) struct Dialect {
    /// Their calls.
    pub(crate) endpoints: Vec<Facts>,
    /// What an answer must mean; the number is the first one in the path.
    pub(crate) expected: fn(Facts, i64, &Got) -> Expected,
    /// The credential that a request carries.
    pub(crate) credential: fn(&Sent) -> Option<Credential>,
    /// What a header is.
    pub(crate) header: fn(&str, &str) -> Header,
    /// A recorded success in the form in which it is compared.
    pub(crate) recorded: fn(Facts, &Got) -> Value,
}

impl Dialect {
    /// The endpoint whose method and path a request has, and the values in its path.
    pub(crate) fn endpoint_of(&self, sent: &Sent) -> Option<(Facts, Vec<String>)> {
        let is_signed = sent
            .headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("authorization"));
        let mut found: Vec<_> = self
            .endpoints
            .iter()
            .filter(|facts| facts.method.name() == sent.method)
            .filter_map(|facts| {
                let path = sent.path().strip_prefix(facts.base_path())?;
                let parts: Vec<_> = path.split('/').collect();
                let template: Vec<_> = facts.path.split('/').collect();
                let fits = template.len() == parts.len()
                    && template.iter().zip(&parts).all(|(place, part)| {
                        place == part || (place.starts_with('{') && !part.is_empty())
                    });
                let values = template.iter().zip(&parts);
                let values: Vec<_> = values
                    .filter(|(place, _)| place.starts_with('{'))
                    .map(|(_, part)| (*part).to_owned())
                    .collect();
                fits.then_some((*facts, values))
            })
            .collect();
        // A word of the template's own goes before a place for any word, and the twin that fits the credential first.
        found.sort_by_key(|(facts, values)| {
            let is_twin = is_signed == (facts.auth == Auth::Required);
            (values.len(), !is_twin)
        });
        found.into_iter().next()
    }
}

/// One exchange, held.
pub(crate) struct Held<'a> {
    pub(crate) place: String,
    pub(crate) facts: Facts,
    pub(crate) dialect: &'a Dialect,
    pub(crate) exchange: &'a Exchange,
    pub(crate) tally: &'a mut Tally,
    /// The first number in the path.
    pub(crate) id: i64,
    /// Whether every parameter of the query went into the typed value.
    pub(crate) is_query_used: bool,
    /// Whether the panel can make this request at all.
    pub(crate) is_made: bool,
}

impl Held<'_> {
    pub(crate) fn unless(&mut self, is_never_sent: bool, why: &'static str) {
        if is_never_sent {
            self.refuse(why);
        }
    }

    /// The panel never makes this request. The first reason is the one that counts.
    pub(crate) fn refuse(&mut self, why: &'static str) {
        if self.is_made {
            *self.tally.not_made.entry(why).or_default() += 1;
        }
        self.is_made = false;
    }

    /// The parameters of the query as they were sent, in their order.
    pub(crate) fn query(&self) -> Vec<(String, String)> {
        let query = self.exchange.request.target.split_once('?');
        let pairs = query.into_iter().flat_map(|(_, query)| query.split('&'));
        pairs
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    pub(crate) fn bare<E: Endpoint>(&mut self, endpoint: &E, project: Project<E::Answer>) {
        self.unless(
            self.exchange.request.body.is_some(),
            "body where none is needed",
        );
        self.finish(endpoint, project);
    }

    pub(crate) fn with_body<E: Endpoint>(
        &mut self,
        endpoint: &E,
        body: &Members,
        project: Project<E::Answer>,
    ) {
        self.unless(!body.is_used_up(), "body of another form");
        self.finish(endpoint, project);
    }

    /// The panel sends a content type with a body, one credential where one is needed, and nothing else.
    fn headers<E: Endpoint>(&mut self) {
        let sent = &self.exchange.request;
        let mut n_credentials = 0;
        let mut n_types = 0;
        for (name, value) in &sent.headers {
            match (self.dialect.header)(&name.to_ascii_lowercase(), value) {
                Header::ContentType => n_types += 1,
                Header::Credential => n_credentials += 1,
                Header::OfCall => {}
                Header::Other => return self.refuse("header that the panel does not send"),
            }
        }
        let n_needed = usize::from(E::AUTH == Auth::Required);
        self.unless(n_credentials < n_needed, "no credential");
        self.unless(n_credentials > n_needed, "credential too many");
        self.unless(
            n_types != usize::from(sent.body.is_some()),
            "no content type",
        );
    }

    fn finish<E: Endpoint>(&mut self, endpoint: &E, project: Project<E::Answer>) {
        let has_query = self.exchange.request.target.contains('?');
        self.unless(has_query && !self.is_query_used, "query");
        self.headers::<E>();
        let got = &self.exchange.response;
        if self.is_made {
            let credential = (self.dialect.credential)(&self.exchange.request);
            let (sent, outcome) = send(endpoint, credential, got);
            if !is_same_request(&self.exchange.request, &sent) {
                let error = outcome.err().map(|error| error.kind);
                self.fault(&format!(
                    "sent {sent:?} instead of {:?}, {error:?}",
                    self.exchange.request
                ));
            }
            *self.tally.rebuilt.entry(E::OPERATION).or_default() += 1;
        }
        if got.status == 0 {
            return;
        }
        *self.tally.decoded.entry(E::OPERATION).or_default() += 1;
        let expected = (self.dialect.expected)(self.facts, self.id, got);
        match (endpoint.read(&response(got)), expected) {
            (Ok(answer), Expected::Success) => self.compare(&project(&answer)),
            (Err(error), Expected::Error(kind)) => {
                if without_texts(error.kind.clone()) != kind {
                    self.fault(&format!("{:?} instead of {kind:?}", error.kind));
                }
                // What is said without the server's texts holds our own words only, and those can be anyone's password.
                let mut own = error.clone();
                own.kind = kind;
                let said = |error: &ApiError| format!("{error:?} {error} {:?}", explain(error));
                let (all, own) = (said(&error), said(&own));
                for secret in secrets(&self.exchange.request) {
                    if all.contains(&secret) && !own.contains(&secret) {
                        self.fault("an error repeats a secret of the request");
                    }
                }
            }
            (Ok(_), Expected::Error(kind)) => self.fault(&format!("success instead of {kind:?}")),
            (Err(error), Expected::Success) => self.fault(&format!("{error:?}")),
        }
    }

    /// Every member that the typed value keeps must be what the text says, and lists must be as long.
    fn compare(&mut self, typed: &Value) {
        let recorded = (self.dialect.recorded)(self.facts, &self.exchange.response);
        if !is_part_of(typed, &recorded) {
            self.fault(&format!("{typed} instead of {recorded}"));
        }
    }

    fn fault(&mut self, what: &str) {
        let operation = self.facts.operation;
        let fault = format!("{}, {operation}: {what}", self.place);
        self.tally.faults.push(fault);
    }
}

/// Whether this can be a credential at all.
pub(crate) fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Method, target but for the order of parameters, headers but for their order and case, and body but for the order of
/// its members and blanks.
fn is_same_request(recorded: &Sent, sent: &Sent) -> bool {
    let headers = |of: &Sent| {
        let lower = |(name, value): &(String, String)| (name.to_ascii_lowercase(), value.clone());
        let mut headers: Vec<_> = of.headers.iter().map(lower).collect();
        headers.sort();
        headers
    };
    let body = |of: &Sent| -> Option<Value> {
        of.body
            .as_deref()
            .map(|body| serde_json::from_str(body).unwrap())
    };
    let query = |of: &Sent| -> Option<Vec<String>> {
        let (_, query) = of.target.split_once('?')?;
        let mut pairs: Vec<_> = query.split('&').map(str::to_owned).collect();
        pairs.sort();
        Some(pairs)
    };
    recorded.method == sent.method
        && recorded.path() == sent.path()
        && query(recorded) == query(sent)
        && headers(recorded) == headers(sent)
        && body(recorded) == body(sent)
}

fn is_part_of(typed: &Value, recorded: &Value) -> bool {
    match (typed, recorded) {
        (Value::Object(typed), Value::Object(recorded)) => typed.iter().all(|(name, value)| {
            recorded
                .get(name)
                .is_some_and(|found| is_part_of(value, found))
        }),
        (Value::Array(typed), Value::Array(recorded)) => {
            let pairs = typed.iter().zip(recorded);
            typed.len() == recorded.len() && pairs.into_iter().all(|(a, b)| is_part_of(a, b))
        }
        (typed, recorded) => typed == recorded,
    }
}

/// Passwords, secrets and codes in a request, however its body is formed, that are long enough to be told from words.
fn secrets(sent: &Sent) -> Vec<String> {
    let body: Option<Value> = sent
        .body
        .as_deref()
        .and_then(|body| serde_json::from_str(body).ok());
    let Some(Value::Object(members)) = body else {
        return Vec::new();
    };
    let is_secret = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.contains("password") || name == "code" || name == "secret"
    };
    members
        .into_iter()
        .filter(|(name, _)| is_secret(name))
        .filter_map(|(_, value)| value.as_str().map(str::to_owned))
        .filter(|secret| secret.len() >= 8)
        .collect()
}
