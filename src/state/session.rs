//! Who is signed in where, and what was last read there.
//!
//! Credentials are in the vault of the transport; this holds names and times only.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;

use super::{Link, clock::now_secs, storage};
use crate::api::{ApiError, ErrorKind, Explanation, Secret, Timestamp, explain};
use crate::i18n::{fill, t};
use crate::platform::{Account, Adapter, Claims, Proof, Scene, Survey, Token, fold};
use crate::transport::{BadCredential, Client, Connection, ConnectionId, Credential};

/// Where a person stands with a connection.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Standing {
    /// Not signed in; why, where it is worth a word.
    SignedOut(Option<SignedOutBecause>),
    /// Signed in.
    SignedIn(Identity),
    /// The session has ended while a screen was open: the screen stays, and sign-in is asked for on top of it.
    Lapsed(Identity, SignedOutBecause),
}

/// Why a session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignedOutBecause {
    /// The person signed out.
    Asked,
    /// The server refuses the credential.
    Refused,
    /// The page was loaded anew, and nothing is remembered.
    Reloaded,
    /// One's own password or role was changed, which ends the session.
    OwnChange,
    /// Nobody used the panel for this many minutes.
    Idle(i64),
}

/// Who is signed in, and how.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Identity {
    /// Who asks, with what kind of credential.
    pub(crate) scene: Scene,
    /// When the session ends, in Unix seconds, where it can be read.
    pub(crate) expires_at: Option<i64>,
}

/// What a person hands over to sign in.
#[derive(Debug)]
pub(crate) enum SignIn {
    /// Name and password, and a passcode where the person gave one.
    Password(String, Secret, Option<Secret>),
    /// An API key, and the tenant where the person gave one.
    ApiKey(Secret, Option<String>),
    /// A token from elsewhere, and the tenant where the person gave one.
    Token(Secret, Option<String>),
}

/// A list as it was last read.
#[derive(Clone, Debug)]
pub(crate) struct Listing {
    /// The accounts.
    pub(crate) accounts: Arc<Vec<Account>>,
    /// Their names as search and sort compare them, in the same order.
    pub(crate) folded: Arc<Vec<String>>,
    /// When they were read, in Unix seconds.
    pub(crate) read_at: i64,
    /// Whether more is to come.
    pub(crate) is_part: bool,
    /// Names of the groups of each account, when they were asked for.
    pub(crate) groups: Option<Arc<BTreeMap<String, Vec<String>>>>,
}

/// Every session of the panel.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    client: StoredValue<Client, LocalStorage>,
    standings: RwSignal<BTreeMap<String, Standing>>,
    listings: RwSignal<BTreeMap<String, Listing>>,
    surveys: RwSignal<BTreeMap<String, Survey>>,
    handed_over: StoredValue<BTreeMap<String, Credential>, LocalStorage>,
    record_version: RwSignal<u64>,
    n_sign_ins: RwSignal<u32>,
    /// Where sign-in is asked for again although the session still holds.
    asking: RwSignal<Option<String>>,
}

impl Session {
    /// Stands in context.
    pub(crate) fn provide(client: Client) -> Self {
        let record_version = RwSignal::new(0);
        client.record().on_change(Box::new(move || {
            let _ = record_version.try_update(|version| *version += 1);
        }));
        let session = Self {
            record_version,
            n_sign_ins: RwSignal::new(0),
            client: StoredValue::new_local(client),
            standings: RwSignal::new(BTreeMap::new()),
            listings: RwSignal::new(BTreeMap::new()),
            surveys: RwSignal::new(BTreeMap::new()),
            handed_over: StoredValue::new_local(BTreeMap::new()),
            asking: RwSignal::new(None),
        };
        provide_context(session);
        session
    }

    /// Another number after every request; tracked.
    pub(crate) fn record_version(self) -> Signal<u64> {
        self.record_version.into()
    }

    /// How many sign-ins were complete; tracked.
    pub(crate) fn n_sign_ins(self) -> Signal<u32> {
        self.n_sign_ins.into()
    }

    /// The client that sends everything.
    pub(crate) fn client(self) -> Client {
        self.client.get_value()
    }

    /// The door of a connection.
    pub(crate) fn link(self, connection: &Connection) -> Link {
        Link::new(self, connection.clone())
    }

    /// Where the person stands with a connection; tracked.
    pub(crate) fn standing(self, id: &str) -> Standing {
        self.standings
            .with(|standings| standings.get(id).cloned())
            .unwrap_or_else(|| {
                Standing::SignedOut(was_signed_in(id).then_some(SignedOutBecause::Reloaded))
            })
    }

    /// Who is or was signed in here; tracked.
    pub(crate) fn identity(self, id: &str) -> Option<Identity> {
        match self.standing(id) {
            Standing::SignedIn(identity) | Standing::Lapsed(identity, _) => Some(identity),
            Standing::SignedOut(_) => None,
        }
    }

    /// The list as it was last read; tracked.
    pub(crate) fn listing(self, id: &str) -> Option<Listing> {
        self.listings.with(|listings| listings.get(id).cloned())
    }

    /// Keeps a list that was just read.
    pub(crate) fn keep_list(self, id: &str, accounts: Vec<Account>, now_secs: i64) {
        self.keep(id, accounts, now_secs, false);
    }

    /// Keeps the beginning of a list, unless a whole one is there.
    pub(crate) fn keep_part(self, id: &str, accounts: Vec<Account>, now_secs: i64) {
        let has_whole = self
            .listings
            .try_with_untracked(|listings| listings.get(id).is_some_and(|listing| !listing.is_part))
            .unwrap_or(true);
        if !has_whole {
            self.keep(id, accounts, now_secs, true);
        }
    }

    fn keep(self, id: &str, accounts: Vec<Account>, now_secs: i64, is_part: bool) {
        self.listings.update(|listings| {
            let groups = listings.remove(id).and_then(|listing| listing.groups);
            let folded = accounts.iter().map(searched).collect();
            listings.insert(
                id.to_owned(),
                Listing {
                    accounts: Arc::new(accounts),
                    folded: Arc::new(folded),
                    read_at: now_secs,
                    is_part,
                    groups,
                },
            );
        });
    }

    /// Keeps the groups of a list that was read before.
    pub(crate) fn keep_groups(self, id: &str, groups: BTreeMap<String, Vec<String>>) {
        self.listings.update(|listings| {
            if let Some(listing) = listings.get_mut(id) {
                listing.groups = Some(Arc::new(groups));
            }
        });
    }

    /// Forgets a list that was read with a credential that is gone.
    fn forget_list(self, id: &str) {
        self.listings.update(|listings| {
            listings.remove(id);
        });
    }

    /// Changes one account of a kept list, so that a row shows what was just stored.
    pub(crate) fn amend_list(self, id: &str, change: impl FnOnce(&mut Vec<Account>)) {
        self.listings.update(|listings| {
            if let Some(listing) = listings.get_mut(id) {
                let accounts = Arc::make_mut(&mut listing.accounts);
                change(accounts);
                listing.folded = Arc::new(accounts.iter().map(searched).collect());
            }
        });
    }

    /// Keeps a credential of the host page until its connection is opened.
    pub(crate) fn hand_over(self, id: &str, credential: Credential) {
        self.handed_over
            .update_value(|handed| drop(handed.insert(id.to_owned(), credential)));
    }

    /// Whether somebody has to sign in before there is anything to see.
    pub(crate) fn wants_sign_in(self, id: &str) -> bool {
        let is_handed_over = self
            .handed_over
            .with_value(|handed| handed.contains_key(id));
        !is_handed_over && self.identity_untracked(id).is_none()
    }

    /// The credential that a host page handed over, once.
    pub(crate) fn take_handed_over(self, id: &str) -> Option<Credential> {
        self.handed_over
            .try_update_value(|handed| handed.remove(id))
            .flatten()
    }

    /// Signs in with what a host page handed over, and reads the list at the same time.
    ///
    /// What goes wrong is left to the sign-in screen, which asks the server anew and says so.
    pub(crate) async fn arrive(
        self,
        connection: &Connection,
        adapter: Adapter,
        credential: Credential,
    ) {
        let client = self.client();
        let _ = client.vault().set(connection, credential.clone());
        let link = self.link(connection);
        let with = match credential {
            Credential::ApiKey(key) => SignIn::ApiKey(key, None),
            Credential::Bearer { token, .. } => SignIn::Token(token, None),
            Credential::Basic { name, password } => SignIn::Password(name, password, None),
        };
        let id = connection.id.as_str();
        let list = async {
            if adapter.lists_at_once() {
                link.list(None, &mut |_| ()).await.ok()
            } else {
                None
            }
        };
        let (signed_in, list) = futures::join!(self.sign_in(connection, adapter, with), list);
        match (signed_in, list) {
            (Ok(()), Some(accounts)) => self.keep_list(id, accounts, now_secs()),
            (Ok(()), None) => {}
            (Err(_), _) => {
                client.vault().forget(&connection.id);
                self.set(id, Standing::SignedOut(Some(SignedOutBecause::Refused)));
            }
        }
    }

    /// Why sign-in is asked for on top of a screen, if it is; tracked.
    pub(crate) fn asks_again(self, id: &str) -> Option<SignedOutBecause> {
        if self.asking.read().as_deref() == Some(id) {
            return Some(SignedOutBecause::Asked);
        }
        match self.standing(id) {
            Standing::Lapsed(_, because) => Some(because),
            _ => None,
        }
    }

    /// Asks for sign-in before the session has ended.
    pub(crate) fn ask_again(self, id: &str) {
        self.asking.set(Some(id.to_owned()));
    }

    /// Stops asking: the person has signed in again.
    pub(crate) fn stop_asking(self) {
        self.asking.set(None);
    }

    /// The person closed the question: a session that holds goes on, one that has ended is over.
    pub(crate) fn give_up(self, id: &str) {
        self.asking.set(None);
        if let Standing::Lapsed(_, because) = untrack(|| self.standing(id)) {
            self.sign_out(id, because);
        }
    }

    /// Wipes every credential, when the panel goes.
    pub(crate) fn wipe(self) {
        if let Some(client) = self.client.try_get_value() {
            client.vault().forget_all();
        }
    }

    /// What a server said of itself, asked at most once for each sign-in.
    pub(crate) async fn survey(self, connection: &Connection) -> Result<Survey, ApiError> {
        let survey = self.link(connection).survey().await?;
        let id = connection.id.as_str().to_owned();
        let _ = self
            .surveys
            .try_update(|surveys| surveys.insert(id, survey.clone()));
        Ok(survey)
    }

    /// Signs in; complete only when the server has said who it is.
    ///
    /// The credential is tried under another id, so that a refused attempt leaves none behind and does not touch a
    /// session that stands.
    pub(crate) async fn sign_in(
        self,
        connection: &Connection,
        adapter: Adapter,
        with: SignIn,
    ) -> Result<(), Explanation> {
        let client = self.client();
        let vault = client.vault();
        let trial = on_trial(connection);
        let link = self.link(&trial);
        let calls = link.calls().await.map_err(|error| explain(&error))?;
        let (credential, claims) = match with {
            SignIn::Password(name, password, passcode) => {
                let proof = (calls.sign_in)(&link, &name, password, passcode)
                    .await
                    .map_err(|error| explain(&error))?;
                match proof {
                    Proof::Token(token) => bearer(token),
                    Proof::Basic { name, password } => {
                        (Credential::Basic { name, password }, Claims::default())
                    }
                }
            }
            SignIn::Token(secret, tenant) => {
                let (credential, claims) = bearer((calls.read_token)(secret));
                (credential, with_tenant(claims, tenant))
            }
            SignIn::ApiKey(secret, tenant) => {
                let claims = (calls.read_key)(&secret);
                (Credential::ApiKey(secret), with_tenant(claims, tenant))
            }
        };
        if let Some(field) = adapter.tenant_label()
            && claims.tenant.is_none()
        {
            return Err(no_tenant(field));
        }
        let is_api_key = matches!(credential, Credential::ApiKey(_));
        let expires_at = match &credential {
            Credential::Bearer { expires_at, .. } => expires_at.map(Timestamp::unix_seconds),
            _ => None,
        };
        let _trial = Trial {
            client: client.clone(),
            connection: trial.clone(),
        };
        vault.set(&trial, credential.clone()).map_err(unusable)?;
        let survey = async {
            let known = self
                .surveys
                .try_with_untracked(|surveys| surveys.get(connection.id.as_str()).cloned())
                .flatten()
                .or_else(|| adapter.known_survey());
            match known {
                Some(survey) => Ok(survey),
                None => self.survey(connection).await,
            }
        };
        let (me, survey) = futures::join!((calls.whoami)(&link, &claims), survey);
        let me = me.map_err(|error| refused(&error))?;
        let survey = survey.map_err(|error| explain(&error))?;
        let is_team_leader = !me.account.is_administrator()
            && (calls.leads_a_team)(&link, &me.account)
                .await
                .map_err(|error| explain(&error))?;
        vault.set(connection, credential).map_err(unusable)?;
        let id = connection.id.as_str();
        self.set(
            id,
            Standing::SignedIn(Identity {
                scene: Scene {
                    me: me.account,
                    is_team_leader,
                    is_api_key,
                    survey,
                    tenant: me.tenant,
                    grants: me.grants,
                },
                expires_at,
            }),
        );
        remember_signed_in(id, true);
        let _ = self.n_sign_ins.try_update(|n| *n += 1);
        Ok(())
    }

    /// Forgets a credential and everything read with it.
    ///
    /// No call is sent: on Portainer a logout by a bearer client harms the server (contract, E2).
    pub(crate) fn sign_out(self, id: &str, because: SignedOutBecause) {
        self.forget_credential(id);
        self.set(id, Standing::SignedOut(Some(because)));
        self.forget_list(id);
        remember_signed_in(id, false);
    }

    /// Forgets everything of a connection that is removed.
    pub(crate) fn forget(self, id: &str) {
        self.sign_out(id, SignedOutBecause::Asked);
        self.standings.update(|standings| {
            standings.remove(id);
        });
        self.surveys.update(|surveys| {
            surveys.remove(id);
        });
    }

    /// Signs out everywhere.
    pub(crate) fn sign_out_all(self) {
        let ids: Vec<String> = self
            .standings
            .with_untracked(|standings| standings.keys().cloned().collect());
        for id in ids {
            if self.identity_untracked(&id).is_some() {
                self.sign_out(&id, SignedOutBecause::Asked);
            }
        }
    }

    /// The session has ended by itself: the credential goes, the screen stays.
    pub(crate) fn lapse(self, id: &str, because: SignedOutBecause) {
        let Some(identity) = self.identity_untracked(id) else {
            return;
        };
        self.end(id, identity, because);
    }

    fn end(self, id: &str, identity: Identity, because: SignedOutBecause) {
        self.forget_credential(id);
        self.set(id, Standing::Lapsed(identity, because));
        remember_signed_in(id, false);
    }

    /// Whether the screens of a connection are kept out of sight until somebody signs in again; tracked.
    pub(crate) fn is_locked(self, id: &str) -> bool {
        matches!(
            self.standing(id),
            Standing::Lapsed(_, SignedOutBecause::Idle(_))
        )
    }

    /// Ends every session because nobody uses the panel; answers whether there was one. What is on the screen of the
    /// connection `shown` stays for who signs in again.
    pub(crate) fn lock(self, shown: Option<&str>, after_minutes: i64) -> bool {
        let because = SignedOutBecause::Idle(after_minutes);
        let standings = self.standings.get_untracked();
        let mut has_ended = false;
        for (id, standing) in standings {
            let identity = match standing {
                Standing::SignedIn(identity) => identity,
                // It has ended already, and its screen is still to be seen.
                Standing::Lapsed(identity, other) if other != because => identity,
                Standing::Lapsed(..) | Standing::SignedOut(_) => continue,
            };
            has_ended = true;
            if shown == Some(&*id) {
                self.asking.set(None);
                self.end(&id, identity, because);
            } else {
                self.sign_out(&id, because);
            }
        }
        has_ended
    }

    /// Ids of the connections where somebody is signed in; tracked.
    pub(crate) fn signed_in(self) -> Vec<String> {
        self.standings.with(|standings| {
            standings
                .iter()
                .filter(|(_, standing)| matches!(standing, Standing::SignedIn(_)))
                .map(|(id, _)| id.clone())
                .collect()
        })
    }

    fn forget_credential(self, id: &str) {
        if let Ok(id) = ConnectionId::new(id) {
            self.client().vault().forget(&id);
        }
    }

    fn identity_untracked(self, id: &str) -> Option<Identity> {
        self.standings
            .try_with_untracked(|standings| match standings.get(id) {
                Some(Standing::SignedIn(identity)) => Some(identity.clone()),
                _ => None,
            })
            .flatten()
    }

    fn set(self, id: &str, standing: Standing) {
        let _ = self
            .standings
            .try_update(|standings| standings.insert(id.to_owned(), standing));
    }
}

/// A connection's double, under whose id a credential is tried.
fn on_trial(connection: &Connection) -> Connection {
    let id: String = connection.id.as_str().chars().take(58).collect();
    let id = ConnectionId::new(format!("{id}.trial")).unwrap_or_else(|_| connection.id.clone());
    Connection {
        id,
        ..connection.clone()
    }
}

/// What the person typed goes before what the credential says.
fn with_tenant(claims: Claims, typed: Option<String>) -> Claims {
    Claims {
        tenant: typed.or(claims.tenant),
        ..claims
    }
}

/// Nobody said which part of the platform a credential is for.
fn no_tenant(field: &str) -> Explanation {
    let t = t();
    Explanation {
        title: t.not_done.to_owned(),
        reason: fill(t.connect_tenant_needed, &[("field", field)]),
        next_step: String::new(),
        retry_is_safe: true,
    }
}

/// A credential that no header can carry.
fn unusable(_: BadCredential) -> Explanation {
    let t = t();
    Explanation {
        title: t.connect_unusable_title.to_owned(),
        reason: t.connect_unusable_text.to_owned(),
        next_step: String::new(),
        retry_is_safe: false,
    }
}

/// Takes the tried credential out of the vault, also when the attempt is given up half-way.
struct Trial {
    client: Client,
    connection: Connection,
}

impl Drop for Trial {
    fn drop(&mut self) {
        self.client.vault().forget(&self.connection.id);
    }
}

fn bearer(token: Token) -> (Credential, Claims) {
    let credential = Credential::Bearer {
        token: token.secret,
        expires_at: token.expires_at,
    };
    (credential, token.claims)
}

/// What search looks at. It begins with the name, so that it also sorts by it.
fn searched(account: &Account) -> String {
    let mut text = fold(&account.name);
    for more in [&account.full_name, &account.email] {
        if !more.is_empty() {
            text.push('\n');
            text.push_str(&fold(more));
        }
    }
    text
}

/// Whose credential is refused was not signed in yet.
fn refused(error: &ApiError) -> Explanation {
    let t = t();
    if error.kind != ErrorKind::SignedOut {
        return explain(error);
    }
    Explanation {
        title: t.connect_refused_title.to_owned(),
        reason: fill(
            t.connect_refused_text,
            &[("platform", error.platform.name())],
        ),
        next_step: t.connect_refused_next.to_owned(),
        retry_is_safe: true,
    }
}

/// The tab remembers that somebody was signed in, not who and not how.
fn remember_signed_in(id: &str, is_signed_in: bool) {
    storage::write_tab(&format!("in.{id}"), is_signed_in.then_some("1"));
}

fn was_signed_in(id: &str) -> bool {
    storage::read_tab(&format!("in.{id}")).is_some()
}

/// The sessions.
#[expect(
    clippy::expect_used,
    reason = "the root provides them before anything is drawn"
)]
pub(crate) fn use_session() -> Session {
    use_context().expect("sessions stand in context")
}
