//! Pages of lists (contract 2.1, U1 and 5.3).

use super::Call;
use super::answer::error;
use crate::http::Response;

/// The page that a call asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    pub(crate) offset: usize,
    pub(crate) limit: usize,
    is_descending: bool,
}

const USUAL: i64 = 100;
const MOST: i64 = 500;

impl Page {
    /// Reads the query; a negative limit makes the handler crash, which leaves an empty 500.
    pub(crate) fn of(call: &Call) -> Result<Self, Response> {
        let number = |name: &str, usual: i64| match call.query(name) {
            None => Ok(usual),
            Some(given) => given
                .parse::<i64>()
                .map_err(|_| error(400, &format!("invalid {name}"))),
        };
        let limit = number("limit", USUAL)?.min(MOST);
        let offset = number("offset", 0)?;
        let is_descending = match call.query("order").as_deref() {
            None | Some("ASC") => false,
            Some("DESC") => true,
            Some(_) => return Err(error(400, "invalid order")),
        };
        Ok(Self {
            limit: usize::try_from(limit).map_err(|_| Response::new(500))?,
            offset: usize::try_from(offset).unwrap_or(0),
            is_descending,
        })
    }

    /// The items in the order asked for.
    pub(crate) fn order<'a, T: 'a>(
        &self,
        items: impl DoubleEndedIterator<Item = T> + 'a,
    ) -> Box<dyn Iterator<Item = T> + 'a> {
        if self.is_descending {
            Box::new(items.rev())
        } else {
            Box::new(items)
        }
    }

    /// The items of the page.
    pub(crate) fn cut<'a, T: 'a>(&self, items: impl DoubleEndedIterator<Item = T> + 'a) -> Vec<T> {
        self.order(items)
            .skip(self.offset)
            .take(self.limit)
            .collect()
    }
}
