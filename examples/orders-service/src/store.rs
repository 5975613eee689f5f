use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use time::OffsetDateTime;

use crate::order::{Draft, Order, Status};

/// The first id a new order gets: far from the small ids that provider states like to name.
const FIRST_ID: u64 = 1001;

/// The orders, in the order in which they arrived.
#[derive(Default)]
pub(crate) struct Store {
    orders: BTreeMap<Sequence, Order>,
    arrived: Sequence,
}

type Sequence = u64;

/// Where the next page begins: after the order that arrived as this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cursor(Sequence);

/// Some orders, and where the rest begins, if there is a rest.
pub(crate) struct Page {
    pub(crate) orders: Vec<Order>,
    pub(crate) next: Option<Cursor>,
}

/// Why an order could not be cancelled.
pub(crate) enum CancelError {
    NotFound,
    AlreadyShipped,
}

impl Store {
    /// Adds an order under an id of the service's choice.
    pub(crate) fn add(&mut self, draft: Draft) -> Order {
        let id = (FIRST_ID + self.arrived).to_string();
        self.put(id, Status::Open, draft).1
    }

    /// Adds an order under a given id and replaces the one that had it.
    pub(crate) fn put(&mut self, id: String, status: Status, draft: Draft) -> (Cursor, Order) {
        self.remove(&id);
        self.arrived += 1;
        let order = Order { id, status, draft, created_at: OffsetDateTime::now_utc() };
        self.orders.insert(self.arrived, order.clone());
        (Cursor(self.arrived), order)
    }

    /// The order with this id.
    pub(crate) fn get(&self, id: &str) -> Option<&Order> {
        self.orders.values().find(|order| order.id == id)
    }

    /// At most `limit` orders of this status (any, if none is given) that arrived after `cursor`.
    pub(crate) fn page(
        &self,
        status: Option<Status>,
        cursor: Option<Cursor>,
        limit: usize,
    ) -> Page {
        let after = cursor.map_or(0, |cursor| cursor.0);
        let mut matching = self
            .orders
            .range(after.saturating_add(1)..)
            .filter(|(_, order)| status.is_none_or(|status| order.status == status));
        let found: Vec<_> = matching.by_ref().take(limit).collect();
        let next = found.last().filter(|_| matching.next().is_some()).map(|(seq, _)| Cursor(**seq));
        Page { orders: found.into_iter().map(|(_, order)| order.clone()).collect(), next }
    }

    /// Cancels an order; a second time changes nothing.
    pub(crate) fn cancel(&mut self, id: &str) -> Result<Order, CancelError> {
        let order =
            self.orders.values_mut().find(|order| order.id == id).ok_or(CancelError::NotFound)?;
        if order.status == Status::Shipped {
            return Err(CancelError::AlreadyShipped);
        }
        order.status = Status::Cancelled;
        Ok(order.clone())
    }

    /// Forgets one order.
    pub(crate) fn remove(&mut self, id: &str) {
        self.orders.retain(|_, order| order.id != id);
    }

    /// Forgets every order.
    pub(crate) fn clear(&mut self) {
        self.orders.clear();
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "after-{}", self.0)
    }
}

/// A text that no page ever gave out as its cursor.
#[derive(Debug, thiserror::Error)]
#[error("must be the `next` of an earlier page")]
pub(crate) struct InvalidCursor;

impl FromStr for Cursor {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Self, InvalidCursor> {
        let sequence = text.strip_prefix("after-").ok_or(InvalidCursor)?;
        sequence.parse().map(Self).map_err(|_| InvalidCursor)
    }
}

#[cfg(test)]
mod tests {
    use super::{Draft, Status, Store};

    fn store_of(count: usize) -> Store {
        let mut store = Store::default();
        for _ in 0..count {
            store.add(Draft { customer: "c-1".to_owned(), lines: vec![] });
        }
        store
    }

    #[test]
    fn the_last_page_has_no_next() {
        let store = store_of(2);
        assert!(store.page(None, None, 2).next.is_none());
        assert!(store.page(None, None, 1).next.is_some());
    }

    #[test]
    fn pages_join_without_a_gap_or_an_overlap() {
        let store = store_of(5);
        let (mut cursor, mut ids) = (None, Vec::new());
        loop {
            let page = store.page(Some(Status::Open), cursor, 2);
            ids.extend(page.orders.into_iter().map(|order| order.id));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(ids, ["1001", "1002", "1003", "1004", "1005"]);
    }

    #[test]
    fn an_id_is_never_given_twice() {
        let mut store = store_of(1);
        store.clear();
        assert_eq!(store.add(Draft { customer: "c-1".to_owned(), lines: vec![] }).id, "1002");
    }
}
