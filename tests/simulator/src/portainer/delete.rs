//! Deleting accounts (contract 2.1, S6, and 5.5 and 5.6).

use super::answer::{Answer, empty, failure, no_user, refusal};
use super::routes::id;
use super::{Call, Portainer};

impl Portainer {
    /// `DELETE /users/{id}`.
    pub(crate) fn delete_user(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let caller = self.admin(call)?;
        let id = id(parts.first(), "user")?;
        if id == 1 {
            return Err(refusal(403, "Cannot remove the initial admin account"));
        }
        if id == caller.id {
            let message = "Cannot remove your own user account. Contact another administrator";
            return Err(refusal(403, message));
        }
        let user = self.users.get(&id).ok_or_else(|| no_user(id))?;
        if user.is_admin() && user.password.is_some() {
            let local_admins = self
                .users
                .values()
                .filter(|user| user.is_admin() && user.password.is_some())
                .count();
            if local_admins < 2 {
                return Err(failure(
                    500,
                    "Cannot remove local administrator user",
                    "Cannot remove the last local administrator account",
                ));
            }
        }
        self.users.remove(&id);
        self.memberships
            .retain(|_, membership| membership.user != id);
        let keys: Vec<i64> = self
            .keys
            .values()
            .filter(|key| key.user == id)
            .map(|key| key.id)
            .collect();
        for key in keys {
            self.remove_key(key);
        }
        Ok(empty())
    }
}
