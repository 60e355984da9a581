//! Every text that [`explain`](super::explain) can give. In braces stands what is put in.

/// The three texts about one kind of failure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    /// What happened.
    pub(super) title: &'static str,
    /// Why.
    pub(super) reason: &'static str,
    /// What to do now.
    pub(super) next_step: &'static str,
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: $title:literal, $reason:literal, $next_step:literal;)*) => {
        /// The table of error texts in one language.
        #[derive(Clone, Copy, Debug)]
        pub struct Texts {
            $($(#[$doc])* pub(super) $name: Words,)*
        }

        impl Texts {
            /// American English.
            pub const ENGLISH: Self = Self {
                $($name: Words { title: $title, reason: $reason, next_step: $next_step },)*
            };

            /// Every text, for tests.
            #[cfg(test)]
            pub(super) fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$(
                    (stringify!($name), self.$name.title),
                    (stringify!($name), self.$name.reason),
                    (stringify!($name), self.$name.next_step),
                )*]
            }
        }
    };
}

texts! {
    unreachable:
        "{platform} cannot be reached",
        "No answer came. The network, the name, the certificate, or a missing CORS permission can be the cause; a page cannot tell which.",
        "Check the connection and try again.";
    blocked_by_policy:
        "The page may not call {platform}",
        "The content policy of this page does not name the address of this connection. Nothing was sent.",
        "Ask whoever hosts the panel to add the address to connect-src.";
    timed_out:
        "{platform} did not answer in time",
        "The request was given up after waiting.",
        "Try again.";
    cancelled:
        "The request was stopped",
        "It was given up before the answer came.",
        "Start it again if you still need it.";
    cut_short:
        "The answer broke off",
        "The connection ended in the middle of the answer.",
        "Try again.";
    part_missing:
        "This part of Rollcall could not be loaded",
        "Its file did not arrive, or is not the one that belongs to this page.",
        "Try again; nothing that you entered is lost. If this stays, Rollcall was renewed on its server: reload the page and sign in again.";
    lost_write:
        "It is not known whether the change was made",
        "{reason} The change may have been made all the same.",
        "Load the data again and look before trying again.";
    unread_write:
        "The change was sent, but the answer cannot be read",
        "{platform} answered in a form that the panel does not know, at {path}. The change was probably made.",
        "Load the data again and look before trying again.";
    signed_out:
        "You are signed out of {platform}",
        "The session or key is missing, has expired, or was ended by a change of password or role, or by a restart of the server.",
        "Sign in again.";
    other_address:
        "Your network address has changed",
        "{platform} ties a session to the address that it was made from, and this request came from another one: another network, a proxy, or the change between IPv4 and IPv6.",
        "Sign in again from here.";
    bad_credentials_or_passcode:
        "Sign-in failed",
        "The name, the password or the passcode is wrong, the passcode was used before, or the account may not sign in from here. {platform} does not say which.",
        "Check all three, wait for the next passcode, and try again.";
    needs_second_factor:
        "A second factor is needed first",
        "{platform} lets this account do nothing else until it has set up a second factor.",
        "Set up the second factor of your own account, then sign in again.";
    needs_new_password:
        "A new password is needed first",
        "{platform} lets this account do nothing else until it has a new password.",
        "Change your own password, then sign in again.";
    wrong_kind_of_account:
        "This needs an account of the other kind",
        "{platform} keeps administrators and users apart, and the session or key belongs to one who cannot make this call.",
        "Sign in as an administrator.";
    not_with_key:
        "Not possible with an API key",
        "{platform} allows this to someone who signed in with a password only.",
        "Sign in with name and password.";
    password_sign_in_off:
        "Sign-in with a password is not possible here",
        "{platform} has no such call at this address: it is switched off there, or the base URL is wrong.",
        "Use an API key, or check the base URL of this connection.";
    bad_credentials:
        "Sign-in failed",
        "The name and the password do not go together, or this account signs in elsewhere.",
        "Check both and try again.";
    not_allowed:
        "Not allowed",
        "Your account may not do this here.",
        "Ask an administrator of {platform}.";
    needs_administrator:
        "Only an administrator can do this",
        "Your account is no administrator of {platform}.",
        "Ask an administrator.";
    wrong_current_password:
        "The current password is wrong",
        "{platform} did not accept the current password. Nothing was changed.",
        "Enter the current password again.";
    myself:
        "You cannot do this to your own account",
        "{platform} protects the account that is signed in.",
        "Ask another administrator.";
    first_administrator:
        "The first administrator cannot be deleted",
        "{platform} protects the account that was created at installation, whatever its role is now.",
        "Keep the account.";
    last_administrator:
        "This is the last administrator with a password",
        "Without this account nobody could administer {platform}.",
        "Create another administrator first.";
    key_cannot_create_keys:
        "An API key cannot create API keys",
        "{platform} creates keys only for someone who signed in with a password.",
        "Sign in with name and password, then create the key.";
    csrf:
        "{platform} refused the request as forged",
        "A cookie of {platform} came along with the request. The panel sends none, so a proxy or the page around the panel added it.",
        "Ask whoever runs the proxy to remove the Cookie header.";
    two_credentials:
        "Two credentials arrived at {platform}",
        "Besides the panel's credential there was a second one. A proxy adds it.",
        "Ask whoever runs the proxy to remove the Authorization header behind its own check.";
    sign_in_elsewhere:
        "This account signs in elsewhere",
        "In this mode only the first administrator signs in with a local password.",
        "Use the sign-in of your organization, or an API key.";
    provider_off:
        "Sign-in through a provider is switched off",
        "{platform} does not use OAuth now.",
        "Sign in with name and password.";
    provider_refused:
        "The sign-in provider refused",
        "The provider did not accept the sign-in, or {platform} could not reach it.",
        "Start the sign-in again.";
    no_account_here:
        "There is no account for you here",
        "The provider knows you, but {platform} has no account for you and creates none by itself.",
        "Ask an administrator to create the account.";
    read_only:
        "{platform} is in read-only mode",
        "An administrator has switched all changes off, for example for maintenance. Nothing was changed.",
        "Try again when the mode is switched off.";
    managed_elsewhere:
        "Accounts are kept elsewhere",
        "In this mode {platform} takes accounts from a directory or a sign-in provider, and changes only those of its own.",
        "Change the account where it is kept.";
    service_account:
        "This key is nobody's",
        "The key belongs to a service account. What is one's own does not exist for it.",
        "Sign in with a person's key.";
    weak_password:
        "The new password is too weak",
        "{platform} did not accept it, because the password policy asks for more. Nothing was changed.",
        "Choose a longer password with letters of both cases, digits and signs.";
    address_not_allowed:
        "Not from this network",
        "{platform} accepts this account's requests from listed network addresses only, and this one is not listed.",
        "Work from a network that is on the list, or ask an administrator to add this one.";
    no_user_account:
        "This is no user account",
        "The credential belongs to a robot account. The panel works for people.",
        "Sign in with a user's name and password.";
    colon_in_name:
        "A name with a colon cannot be sent",
        "{platform} is signed in to with HTTP Basic, which ends the name at its first colon. Nothing was sent.",
        "Sign in with the e-mail address of the account or with an API key, whichever {platform} takes.";
    single_sign_on_only:
        "Only with single sign-on",
        "{platform} has these secrets only in OIDC mode.",
        "Sign in to the command line with name and password.";
    not_found:
        "Not found",
        "{platform} has no such object. It may have been deleted meanwhile.",
        "Load the data again.";
    name_taken:
        "The name is taken",
        "{platform} has an account of this name; upper and lower case count as the same.",
        "Choose another name.";
    name_or_email_taken:
        "The name or the e-mail is taken",
        "{platform} has an account with this name or this e-mail address, and does not say which of the two.",
        "Choose another name or another address.";
    already_member:
        "Already in the team",
        "This account is in this team.",
        "Load the data again to see the role.";
    administrator_exists:
        "There is an administrator already",
        "The first administrator can be created only once.",
        "Sign in.";
    clash:
        "It clashes with something that exists",
        "{platform} has an object like this.",
        "Load the data again.";
    slow_down:
        "Too many requests",
        "{platform} asks to wait.",
        "Wait a moment and try again.";
    slow_down_for:
        "Too many requests",
        "{platform} asks to wait {seconds} seconds.",
        "Try again after that time.";
    banned:
        "Too many tries from this address",
        "{platform} refuses sign-ins, password changes and new keys from this address for a while. Behind a proxy all users share one address.",
        "Wait, up to an hour, and do not try meanwhile.";
    writes_held:
        "{platform} holds all changes back",
        "A backup is running and does not end. Nothing was changed.",
        "Try again later. If it stays so, the server needs a restart.";
    first_run_timed_out:
        "The time for the first administrator is over",
        "{platform} was started without an administrator and closed itself after a few minutes.",
        "Restart the {platform} server, then create the administrator at once.";
    refused:
        "{platform} did not accept this",
        "The server gave no reason.",
        "Check the values and try again.";
    refused_saying:
        "{platform} did not accept this",
        "{message}",
        "Check the values and try again.";
    broken:
        "{platform} failed",
        "The server answered with status {status}.",
        "Try again. If it stays so, the server's log tells more.";
    broken_saying:
        "{platform} failed",
        "The server answered with status {status}: {message}",
        "Try again. If it stays so, the server's log tells more.";
    gateway:
        "{platform} is not running or cannot be reached by its proxy",
        "The proxy answered with status {status}.",
        "Try again in a moment.";
    decode:
        "The answer cannot be read",
        "{platform} answered in a form that the panel does not know, at {path}.",
        "The release of {platform} may be too new or too old for this panel.";
    empty_value:
        "A value is empty",
        "{platform} would take an empty value for something else. Nothing was sent.",
        "Fill it in.";
    too_long:
        "A value is too long",
        "{platform} takes at most {max_bytes} bytes here; letters outside ASCII count as two to four. Nothing was sent.",
        "Shorten it.";
    too_many_chars:
        "A value is too long",
        "{platform} takes at most {max_chars} characters here. Nothing was sent.",
        "Shorten it.";
    nul:
        "A value holds a character that cannot be stored",
        "{platform} cannot store the character U+0000. Nothing was sent.",
        "Remove it; it came in by copying.";
    unsendable:
        "The request cannot be made from these values",
        "A value is missing, unknown, or no part of an address. Nothing was sent.",
        "Check the values.";
    slash:
        "A name with a slash cannot be asked for",
        "It would stand in the address of the request, and a proxy on the way could read it as another path. Nothing was sent.",
        "Use {platform}'s own interface for this one.";
    wrong_address:
        "This connection has another address now",
        "The credential was given for another address and is not sent to this one. Nothing was sent.",
        "Sign in again.";
    no_such_call:
        "{platform} has no such function",
        "The server answered with status {status}: its release is another, or the base URL is wrong.",
        "Check the base URL of this connection.";
    not_the_platform:
        "Something else answered",
        "The answer (status {status}) is not one of {platform}. A proxy or another server may stand at this address.",
        "Check the base URL of this connection.";
    proxy_sign_in:
        "A proxy wants its own sign-in",
        "The answer (status 401) is not one of {platform}: something in front of it asks for a sign-in.",
        "Ask whoever runs the proxy to let the panel's requests through.";
}
