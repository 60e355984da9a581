//! Gates: how many things of one kind may go on at once, first come, first served.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use super::ConnectionId;

/// What a gate is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// Writes about one account.
    Subject(ConnectionId, String),
    /// Calls that the platform counts.
    Limited(ConnectionId),
    /// All requests of one connection.
    Requests(ConnectionId),
}

/// All gates of a client at which someone is. They are few, so they stand in a row.
#[derive(Clone, Default)]
pub(super) struct Gates(Rc<RefCell<Vec<Gate>>>);

struct Gate {
    key: Key,
    n_inside: usize,
    waiting: VecDeque<Rc<Ticket>>,
}

#[derive(Default)]
struct Ticket {
    is_called: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Gates {
    /// Waits until fewer than `limit` are inside. Dropping the future gives the place in the queue up.
    pub(super) fn enter(&self, key: Key, limit: usize) -> Entering {
        Entering {
            gates: self.clone(),
            key,
            limit,
            ticket: None,
            is_done: false,
        }
    }

    #[cfg(test)]
    pub(super) fn is_idle(&self) -> bool {
        self.0.borrow().is_empty()
    }

    fn leave(&self, key: &Key) {
        let called = {
            let mut gates = self.0.borrow_mut();
            let Some(index) = gates.iter().position(|gate| gate.key == *key) else {
                return;
            };
            let Some(gate) = gates.get_mut(index) else {
                return;
            };
            // Who is called takes the place over: nobody can slip in between.
            let next = gate.waiting.pop_front();
            if next.is_none() {
                gate.n_inside = gate.n_inside.saturating_sub(1);
                if gate.n_inside == 0 {
                    gates.swap_remove(index);
                }
            }
            next
        };
        if let Some(ticket) = called {
            ticket.is_called.set(true);
            let waker = ticket.waker.borrow_mut().take();
            if let Some(waker) = waker {
                waker.wake();
            }
        }
    }
}

/// The wait before a gate.
pub(super) struct Entering {
    gates: Gates,
    key: Key,
    limit: usize,
    ticket: Option<Rc<Ticket>>,
    is_done: bool,
}

impl Entering {
    fn pass(&mut self) -> Poll<Inside> {
        self.is_done = true;
        Poll::Ready(Inside {
            gates: self.gates.clone(),
            key: self.key.clone(),
        })
    }
}

impl Future for Entering {
    type Output = Inside;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Inside> {
        let this = self.get_mut();
        if let Some(ticket) = &this.ticket {
            if ticket.is_called.get() {
                return this.pass();
            }
            *ticket.waker.borrow_mut() = Some(context.waker().clone());
            return Poll::Pending;
        }
        let gates = this.gates.clone();
        let mut all = gates.0.borrow_mut();
        let Some(gate) = all.iter_mut().find(|gate| gate.key == this.key) else {
            all.push(Gate {
                key: this.key.clone(),
                n_inside: 1,
                waiting: VecDeque::new(),
            });
            return this.pass();
        };
        if gate.n_inside < this.limit && gate.waiting.is_empty() {
            gate.n_inside += 1;
            return this.pass();
        }
        let ticket = Rc::new(Ticket::default());
        *ticket.waker.borrow_mut() = Some(context.waker().clone());
        gate.waiting.push_back(ticket.clone());
        this.ticket = Some(ticket);
        Poll::Pending
    }
}

impl Drop for Entering {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket.take().filter(|_| !self.is_done) else {
            return;
        };
        if ticket.is_called.get() {
            // Called, but gone before coming: the place goes to the next.
            self.gates.leave(&self.key);
        } else {
            for gate in self.gates.0.borrow_mut().iter_mut() {
                gate.waiting.retain(|other| !Rc::ptr_eq(other, &ticket));
            }
        }
    }
}

/// A place inside; dropping it lets the next one in.
pub(super) struct Inside {
    gates: Gates,
    key: Key,
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.gates.leave(&self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Key {
        Key::Limited(ConnectionId::new("a").unwrap())
    }

    fn poll(entering: &mut Entering) -> Option<Inside> {
        let mut context = Context::from_waker(Waker::noop());
        match Pin::new(entering).poll(&mut context) {
            Poll::Ready(inside) => Some(inside),
            Poll::Pending => None,
        }
    }

    #[test]
    fn first_come_first_served() {
        let gates = Gates::default();
        let first = poll(&mut gates.enter(key(), 1)).unwrap();
        let mut second = gates.enter(key(), 1);
        let mut third = gates.enter(key(), 1);
        assert!(poll(&mut second).is_none() && poll(&mut third).is_none());
        drop(first);
        assert!(poll(&mut third).is_none());
        let second = poll(&mut second).unwrap();
        drop(second);
        let third = poll(&mut third).unwrap();
        drop(third);
        assert!(gates.is_idle());
    }

    #[test]
    fn who_stops_waiting_frees_the_place() {
        let gates = Gates::default();
        let first = poll(&mut gates.enter(key(), 1)).unwrap();
        let mut second = gates.enter(key(), 1);
        let mut third = gates.enter(key(), 1);
        let mut fourth = gates.enter(key(), 1);
        assert!(poll(&mut second).is_none());
        assert!(poll(&mut third).is_none());
        assert!(poll(&mut fourth).is_none());
        drop(third);
        drop(first);
        // The second was called and goes away without coming.
        drop(second);
        let fourth = poll(&mut fourth).unwrap();
        drop(fourth);
        assert!(gates.is_idle());
    }

    #[test]
    fn a_wider_gate_lets_more_in() {
        let gates = Gates::default();
        let one = poll(&mut gates.enter(key(), 2));
        let two = poll(&mut gates.enter(key(), 2));
        assert!(one.is_some() && two.is_some());
        assert!(poll(&mut gates.enter(key(), 2)).is_none());
        drop((one, two));
        assert!(gates.is_idle());
    }
}
