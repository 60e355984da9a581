//! Pages, orders and searches as every list of Harness reads them (contract 5.1 to 5.3).

use regex::{Regex, RegexBuilder};
use serde_json::{Value as Json, json};

use super::answer::{Answer, invalid, no_route, unhandled};
use crate::http::Request;

/// The page that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paging {
    /// From 0.
    pub(crate) index: usize,
    /// At least 1.
    pub(crate) size: usize,
    /// Fields in falling weight, each with whether it rises.
    pub(crate) sort: Vec<(String, bool)>,
}

impl Paging {
    /// Reads `pageIndex`, `pageSize` and `sortOrders`.
    pub(crate) fn of(request: &Request) -> Answer<Self> {
        let number = |name: &str, otherwise: i64| match request.query_value(name) {
            None => Ok(otherwise),
            Some(text) if text.is_empty() => Ok(otherwise),
            // A value that does not convert reads like a wrong route.
            Some(text) => text.parse::<i32>().map(i64::from).map_err(|_| no_route()),
        };
        let index = usize::try_from(number("pageIndex", 0)?).map_err(|_| unhandled())?;
        let size = usize::try_from(number("pageSize", 50)?)
            .ok()
            .filter(|size| *size > 0)
            .ok_or_else(unhandled)?;
        let sort = request
            .query_pairs()
            .into_iter()
            .filter(|(name, _)| name == "sortOrders")
            .map(|(_, order)| sort_order(&order))
            .collect::<Answer<_>>()?;
        Ok(Self { index, size, sort })
    }

    /// Refuses more than a hundred, where the handler does.
    pub(crate) fn limited(self) -> Answer<Self> {
        if self.size > 100 {
            return Err(invalid("pageSize", "must be less than or equal to 100"));
        }
        Ok(self)
    }

    /// The order that a list has by itself when none was asked for.
    pub(crate) fn or_sorted_by(mut self, field: &str, is_rising: bool) -> Self {
        if self.sort.is_empty() {
            self.sort.push((field.to_owned(), is_rising));
        }
        self
    }

    /// The items of this page.
    pub(crate) fn cut<'a, T>(&self, all: &'a [T]) -> &'a [T] {
        let from = self.index.saturating_mul(self.size).min(all.len());
        let to = from.saturating_add(self.size).min(all.len());
        all.get(from..to).unwrap_or_default()
    }

    /// A page in its envelope.
    pub(crate) fn page(&self, total: usize, content: Vec<Json>, empty_token: &Json) -> Json {
        let token = if content.is_empty() {
            empty_token.clone()
        } else {
            Json::Null
        };
        let page = json!({
            "totalPages": total.div_ceil(self.size),
            "totalItems": total,
            "pageItemCount": content.len(),
            "pageSize": self.size,
            "pageIndex": self.index,
            "empty": content.is_empty(),
            "pageToken": token,
        });
        with(page, "content", Json::Array(content))
    }
}

/// The same object with one more member, which may be large.
pub(crate) fn with(mut object: Json, name: &str, value: Json) -> Json {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
    object
}

/// `name,ASC`; without a direction it falls, and what is malformed nobody catches.
fn sort_order(text: &str) -> Answer<(String, bool)> {
    let mut parts = text.split(',');
    let field = parts.next().unwrap_or_default().trim();
    let is_rising = match parts.next().map(str::trim) {
        None | Some("DESC") => false,
        Some("ASC") => true,
        Some(_) => return Err(unhandled()),
    };
    if field.is_empty() || parts.next().is_some() {
        return Err(unhandled());
    }
    Ok((field.to_owned(), is_rising))
}

/// A search term as the server uses it: pasted into a regular expression, `None` when there is none.
pub(crate) fn search(term: Option<&str>) -> Answer<Option<Regex>> {
    match term {
        None | Some("") => Ok(None),
        Some(term) => RegexBuilder::new(term)
            .case_insensitive(true)
            .build()
            .map(Some)
            .map_err(|_| unhandled()),
    }
}

/// Sorts by the fields that `key` knows; fields that it does not know decide nothing.
pub(crate) fn sort_by<T, K: Ord>(
    items: &mut [T],
    sort: &[(String, bool)],
    key: impl Fn(&T, &str) -> Option<K>,
) {
    // Stable sorts from the least weight to the greatest give the whole order.
    for (field, is_rising) in sort.iter().rev() {
        if *is_rising {
            items.sort_by_cached_key(|item| key(item, field));
        } else {
            items.sort_by_cached_key(|item| std::cmp::Reverse(key(item, field)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paging(query: &str) -> Answer<Paging> {
        Paging::of(&Request::new("GET", &format!("/x?{query}")))
    }

    // Contract 5.2.
    #[test]
    fn an_order_without_a_direction_falls() {
        let read = paging("sortOrders=name&sortOrders=email%2CASC").unwrap();
        assert_eq!(
            read.sort,
            [("name".to_owned(), false), ("email".to_owned(), true)]
        );
        for wrong in ["", ",ASC", "name,UP", "name,ASC,x"] {
            assert!(paging(&format!("sortOrders={wrong}")).is_err(), "{wrong}");
        }
    }

    // Contract 5.1.
    #[test]
    fn a_page_past_the_end_is_empty() {
        let items = [1, 2, 3, 4, 5];
        let page = |index, size| Paging {
            index,
            size,
            sort: Vec::new(),
        };
        assert_eq!(page(1, 2).cut(&items), [3, 4]);
        assert_eq!(page(2, 2).cut(&items), [5]);
        assert!(page(3, 2).cut(&items).is_empty());
        assert!(page(usize::MAX, 2).cut(&items).is_empty());
    }

    #[test]
    fn sorting_weighs_the_first_field_most() {
        let mut items = [(1, 2), (2, 1), (1, 1)];
        let sort = [("a".to_owned(), false), ("b".to_owned(), true)];
        sort_by(&mut items, &sort, |item, field| match field {
            "a" => Some(item.0),
            "b" => Some(item.1),
            _ => None,
        });
        assert_eq!(items, [(2, 1), (1, 1), (1, 2)]);
    }
}
