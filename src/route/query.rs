//! The list's state in the address: search, role, sort and columns.

use super::{decode, encode};

/// What the account list shows, as the address carries it.
///
/// Default values leave no trace in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// Text that names must hold.
    pub search: String,
    /// Only accounts of this role.
    pub role: Option<RoleFilter>,
    /// Id of the column that sorts; `None` is the platform's own order by name.
    pub sort: Option<String>,
    /// Whether the sort runs backwards.
    pub is_descending: bool,
    /// Ids of the columns shown; `None` is the platform's choice.
    pub columns: Option<Vec<String>>,
}

/// A role to filter by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleFilter {
    /// Administrators only.
    Administrators,
    /// Everybody else.
    Others,
}

impl RoleFilter {
    /// Its word in the address.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Administrators => "admin",
            Self::Others => "other",
        }
    }

    /// Reads the word of the address.
    pub fn from_slug(slug: &str) -> Option<Self> {
        [Self::Administrators, Self::Others]
            .into_iter()
            .find(|filter| filter.slug() == slug)
    }
}

impl ListQuery {
    /// Whether anything hides rows.
    pub fn is_filtered(&self) -> bool {
        !self.search.is_empty() || self.role.is_some()
    }

    /// Reads a raw query without `?`; what it does not know, it leaves out.
    pub(super) fn parse(query: &str) -> Self {
        let mut list = Self::default();
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let Some(value) = decode(value, true) else {
                continue;
            };
            match name {
                "q" => list.search = value,
                "role" => list.role = RoleFilter::from_slug(&value),
                "sort" if !value.is_empty() => list.sort = Some(value),
                "dir" => list.is_descending = value == "desc",
                "cols" => {
                    list.columns = Some(
                        value
                            .split(',')
                            .filter(|id| !id.is_empty())
                            .map(str::to_owned)
                            .collect(),
                    );
                }
                _ => {}
            }
        }
        list
    }

    /// Appends `?…` to a path when anything differs from the default.
    pub(super) fn write(&self, path: &mut String) {
        let mut is_first = true;
        let mut put = |name: &str, value: &str| {
            path.push(if is_first { '?' } else { '&' });
            is_first = false;
            path.push_str(name);
            path.push('=');
            encode(value, path);
        };
        if !self.search.is_empty() {
            put("q", &self.search);
        }
        if let Some(role) = self.role {
            put("role", role.slug());
        }
        if let Some(sort) = &self.sort {
            put("sort", sort);
        }
        if self.is_descending {
            put("dir", "desc");
        }
        if let Some(columns) = &self.columns {
            put("cols", &columns.join(","));
        }
    }
}
