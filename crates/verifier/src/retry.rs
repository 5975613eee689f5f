//! Whether a request is sent again, and when. Pure: the clock and the dice are arguments.

use std::time::{Duration, Instant};

use gatepact_gateway_responses::Retry;
use http::Method;

/// The longest pause before the first repetition; it doubles with each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

/// The longest pause of all, unless the answer itself asks for more.
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

/// Why an attempt may deserve another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Again {
    /// What may be sent again.
    pub(crate) retry: Retry,
    /// How long the answer asks to wait.
    pub(crate) after: Option<Duration>,
    /// After how many attempts nothing else is to be expected.
    most: u32,
}

impl Again {
    /// Something that never reached anybody. A wrong address stays wrong: four attempts, two
    /// seconds.
    pub(crate) const UNSENT: Again = Again { retry: Retry::Always, after: None, most: 4 };
    /// Something that was sent and whose effect nobody knows.
    pub(crate) const SENT: Again = Again { retry: Retry::SafeMethods, after: None, most: 2 };

    /// Something that the gateway refused or could not deliver; as often as the budget allows.
    pub(crate) fn gateway(retry: Retry) -> Again {
        Again { retry, after: None, most: u32::MAX }
    }

    /// The pause before the next attempt; `None` when there must be none.
    ///
    /// `attempts` have been made; `dice` is between 0 and 1 and spreads those who were refused
    /// together, so that they do not come back together.
    pub(crate) fn pause(self, method: &Method, attempts: u32, dice: f64) -> Option<Duration> {
        let allowed = match self.retry {
            Retry::Always => true,
            Retry::SafeMethods => only_reads(method),
            Retry::Never => false,
        };
        if !allowed || attempts >= self.most {
            return None;
        }
        let doubled = FIRST_PAUSE.saturating_mul(1 << attempts.saturating_sub(1).min(16));
        let pause = doubled.min(LONGEST_PAUSE).mul_f64(0.5 + dice.clamp(0.0, 1.0) / 2.0);
        Some(pause.max(self.after.unwrap_or_default()))
    }
}

/// Whether a method promises to change nothing (RFC 9110, section 9.2.1).
pub(crate) fn only_reads(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// The time that a header `Retry-After` names: seconds, or a date.
pub(crate) fn retry_after(value: &str, now: std::time::SystemTime) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    httpdate::parse_http_date(value).ok()?.duration_since(now).ok()
}

/// How much longer a run may take because of repetitions. Time counts once, however many
/// interactions are being repeated at that moment.
#[derive(Debug)]
pub(crate) struct Budget {
    left: Duration,
    repeating: usize,
    since: Option<Instant>,
}

impl Budget {
    pub(crate) fn new(total: Duration) -> Budget {
        Budget { left: total, repeating: 0, since: None }
    }

    /// Whether a repetition may begin after that pause; if so, its time runs until [`end`](Self::end).
    pub(crate) fn begin(&mut self, pause: Duration, now: Instant) -> bool {
        self.count(now);
        let granted = !self.left.is_zero() && pause <= self.left;
        if granted {
            self.repeating += 1;
            self.since = Some(now);
        }
        granted
    }

    /// A repetition is over.
    pub(crate) fn end(&mut self, now: Instant) {
        self.count(now);
        self.repeating = self.repeating.saturating_sub(1);
        if self.repeating == 0 {
            self.since = None;
        }
    }

    fn count(&mut self, now: Instant) {
        if let Some(since) = self.since {
            self.left = self.left.saturating_sub(now.saturating_duration_since(since));
            self.since = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{SystemTime, UNIX_EPOCH};

    use super::*;

    const WEATHER: Again = Again { retry: Retry::Always, after: None, most: u32::MAX };

    #[test]
    fn what_was_never_sent_goes_again_whatever_its_method() {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            assert!(Again::UNSENT.pause(&method, 1, 0.5).is_some(), "{method}");
        }
    }

    #[test]
    fn what_was_sent_goes_again_only_if_it_reads() {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            assert!(Again::SENT.pause(&method, 1, 0.5).is_some(), "{method}");
        }
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::TRACE] {
            assert_eq!(Again::SENT.pause(&method, 1, 0.5), None, "{method}");
        }
        assert_eq!(Again::gateway(Retry::Never).pause(&Method::GET, 1, 0.5), None);
    }

    #[test]
    fn what_does_not_pass_is_given_up_on() {
        let pauses = |again: Again| {
            (1..).take_while(|attempts| again.pause(&Method::GET, *attempts, 1.0).is_some()).count()
        };
        assert_eq!(pauses(Again::UNSENT), 3);
        assert_eq!(pauses(Again::SENT), 1);
    }

    #[test]
    fn pauses_double_up_to_a_limit_and_are_spread() {
        let pause = |attempts, dice| WEATHER.pause(&Method::GET, attempts, dice).unwrap();
        assert_eq!(pause(1, 1.0), Duration::from_millis(250));
        assert_eq!(pause(1, 0.0), Duration::from_millis(125));
        assert_eq!(pause(2, 1.0), Duration::from_millis(500));
        assert_eq!(pause(3, 0.5), Duration::from_millis(750));
        assert_eq!(pause(40, 1.0), LONGEST_PAUSE);
        assert_eq!(pause(u32::MAX - 1, 1.0), LONGEST_PAUSE);
    }

    #[test]
    fn the_answer_may_ask_for_more() {
        let again = |seconds| Again { after: Some(Duration::from_secs(seconds)), ..WEATHER };
        assert_eq!(again(20).pause(&Method::POST, 1, 0.0), Some(Duration::from_secs(20)));
        assert_eq!(again(0).pause(&Method::POST, 1, 1.0), Some(FIRST_PAUSE));
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = UNIX_EPOCH + Duration::from_secs(784_111_777); // Sun, 06 Nov 1994 08:49:37 GMT
        assert_eq!(retry_after(" 120 ", now), Some(Duration::from_secs(120)));
        assert_eq!(
            retry_after("Sun, 06 Nov 1994 08:50:07 GMT", now),
            Some(Duration::from_secs(30))
        );
        for value in ["soon", "-1", "", "Sun, 06 Nov 1994 08:49:00 GMT"] {
            assert_eq!(retry_after(value, now), None, "{value}");
        }
        assert!(retry_after("1", SystemTime::now()).is_some());
    }

    #[test]
    fn time_counts_once_however_many_repeat() {
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        let mut budget = Budget::new(Duration::from_secs(1));
        assert!(budget.begin(Duration::from_millis(500), at(0)));
        assert!(budget.begin(Duration::from_millis(500), at(100)));
        budget.end(at(500));
        budget.end(at(600));
        // 600 ms are gone; nobody repeats, so the next second is free.
        assert!(!budget.begin(Duration::from_millis(500), at(1600)), "longer than what is left");
        assert!(budget.begin(Duration::from_millis(400), at(1600)));
        budget.end(at(2600));
        assert!(!budget.begin(Duration::ZERO, at(2600)), "nothing is left");
    }

    #[test]
    fn a_budget_of_nothing_grants_nothing() {
        assert!(!Budget::new(Duration::ZERO).begin(Duration::ZERO, Instant::now()));
    }
}
