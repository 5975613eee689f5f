//! No more requests a second than the stage is to be asked: a bucket that holds one token.
//!
//! One token rather than a second's worth: a burst at the start would be the very throttle that the
//! pace is there to avoid. Pure: the clock is an argument.

use std::time::{Duration, Instant};

/// When the next request may be sent.
#[derive(Debug)]
pub(crate) struct Pace {
    interval: Duration,
    next: Option<Instant>,
}

impl Pace {
    /// `None` is as fast as it goes.
    pub(crate) fn new(requests_per_second: Option<f64>) -> Pace {
        let interval = requests_per_second
            .filter(|rate| *rate > 0.0)
            .and_then(|rate| Duration::try_from_secs_f64(1.0 / rate).ok())
            .unwrap_or_default();
        Pace { interval, next: None }
    }

    /// Takes the next place in the row; tells how long to wait for it.
    pub(crate) fn wait(&mut self, now: Instant) -> Duration {
        let place = self.next.map_or(now, |next| next.max(now));
        self.next = place.checked_add(self.interval);
        place.duration_since(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_the_row_are_evenly_spaced() {
        let mut pace = Pace::new(Some(10.0));
        let now = Instant::now();
        let waits: Vec<u128> = (0..4).map(|_| pace.wait(now).as_millis()).collect();
        assert_eq!(waits, [0, 100, 200, 300]);
    }

    #[test]
    fn time_that_nobody_used_is_not_saved_up() {
        let mut pace = Pace::new(Some(10.0));
        let now = Instant::now();
        assert_eq!(pace.wait(now), Duration::ZERO);
        let later = now + Duration::from_secs(5);
        assert_eq!(pace.wait(later), Duration::ZERO);
        assert_eq!(pace.wait(later).as_millis(), 100);
    }

    #[test]
    fn without_a_rate_nobody_waits() {
        let mut pace = Pace::new(None);
        let now = Instant::now();
        assert!((0..100).all(|_| pace.wait(now).is_zero()));
    }

    #[test]
    fn a_rate_below_one_is_a_rate() {
        let mut pace = Pace::new(Some(0.5));
        let now = Instant::now();
        pace.wait(now);
        assert_eq!(pace.wait(now), Duration::from_secs(2));
    }
}
