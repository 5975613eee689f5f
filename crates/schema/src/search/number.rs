//! Numbers: an interval, multiples of some steps and of none of others.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use serde_json::Value;

use super::memo::Question;
use super::{Best, Outcome, Search, Step};
use crate::Reason;
use crate::node::Node;
use crate::number::{Bound, Range, is_multiple, least_common_multiple, one, to_json};
use crate::types::Type;

/// So many candidates are tried.
const CANDIDATES: usize = 4_000;

/// Which numbers are looked for.
#[derive(Clone, Debug, Default)]
struct Wanted {
    range: Range,
    /// A whole multiple of it.
    step: Option<BigRational>,
    /// A multiple of none of them.
    not_steps: Vec<BigRational>,
    /// None of these.
    not: Vec<BigRational>,
    /// The range must be left too: one of these, each below and above.
    outside: Vec<Range>,
}

impl Search<'_, '_> {
    pub(super) fn number(&mut self, question: &Question) -> Step {
        let mut wanted = Wanted::default();
        match question.kind {
            Type::Integer => wanted.step = Some(one()),
            _ => wanted.not_steps.push(one()),
        }
        for item in &question.inside {
            match self.arena.get(item.id) {
                Node::Range(range) => wanted.range.meet(range),
                Node::Multiple(step) => {
                    wanted.step = Some(match &wanted.step {
                        Some(known) => least_common_multiple(known, step),
                        None => step.clone(),
                    });
                }
                _ => {}
            }
        }
        for id in &question.outside {
            match self.arena.get(*id) {
                Node::Range(range) => wanted.outside.push(range.clone()),
                Node::Multiple(step) => wanted.not_steps.push(step.clone()),
                Node::Enum(values) => {
                    let numbers = values.iter().filter_map(|value| {
                        self.arena.values.get(*value).as_number().and_then(crate::number::exact)
                    });
                    wanted.not.extend(numbers);
                }
                // Any other node holds for every number.
                _ => return Ok(Outcome::Empty),
            }
        }
        self.leave_ranges(wanted)
    }

    /// Chooses a side of every range that must be left.
    fn leave_ranges(&mut self, mut wanted: Wanted) -> Step {
        self.meter.step()?;
        let Some(range) = wanted.outside.pop() else { return Ok(pick(&wanted)) };
        let flip = |bound: &Bound| Bound { at: bound.at.clone(), open: !bound.open };
        let mut best = Best::default();
        if let Some(high) = &range.high {
            let mut above = wanted.clone();
            above.range.raise(&flip(high));
            if let Some(done) = best.take(self.leave_ranges(above)?) {
                return Ok(done);
            }
        }
        if let Some(low) = &range.low {
            let mut below = wanted;
            below.range.lower(&flip(low));
            if let Some(done) = best.take(self.leave_ranges(below)?) {
                return Ok(done);
            }
        }
        Ok(best.outcome())
    }
}

fn pick(wanted: &Wanted) -> Outcome {
    if wanted.range.is_empty() {
        return Outcome::Empty;
    }
    match &wanted.step {
        Some(step) => multiples(wanted, step),
        None => between(wanted),
    }
}

fn fits(wanted: &Wanted, number: &BigRational) -> bool {
    wanted.range.holds(number)
        && !wanted.not_steps.iter().any(|step| is_multiple(number, step))
        && !wanted.not.contains(number)
}

fn found(number: &BigRational) -> Outcome {
    match to_json(number) {
        Some(number) => Outcome::Found(Value::Number(number)),
        None => Outcome::Doubt(None, Reason::Number),
    }
}

/// Multiples `k * step`, `k` from the one nearest to zero outwards.
fn multiples(wanted: &Wanted, step: &BigRational) -> Outcome {
    // k * step is a multiple of m exactly where k is one of the denominator of step / m.
    let periods: Vec<BigInt> =
        wanted.not_steps.iter().map(|other| (step / other).denom().clone()).collect();
    if periods.iter().any(|period| *period == BigInt::from(1)) {
        return Outcome::Empty;
    }
    let low = wanted.range.low.as_ref().map(|low| {
        let k = &low.at / step;
        let up = k.ceil().to_integer();
        if low.open && k.is_integer() { up + 1 } else { up }
    });
    let high = wanted.range.high.as_ref().map(|high| {
        let k = &high.at / step;
        let down = k.floor().to_integer();
        if high.open && k.is_integer() { down - 1 } else { down }
    });
    if let (Some(low), Some(high)) = (&low, &high)
        && low > high
    {
        return Outcome::Empty;
    }
    // Among so many consecutive ones each pattern of residues occurs.
    let cycle = periods.iter().fold(BigInt::from(1), |cycle, period| cycle.lcm(period));
    let enough = cycle * 2 + BigInt::from(wanted.not.len()) * 2 + 4;
    let start = nearest_to_zero(low.as_ref(), high.as_ref());
    let mut complete = false;
    let mut doubt = false;
    for offset in 0..CANDIDATES {
        let offset = BigInt::from(offset);
        if offset > enough {
            complete = true;
            break;
        }
        let mut any = false;
        for k in [&start + &offset, &start - &offset] {
            let inside = low.as_ref().is_none_or(|low| k >= *low)
                && high.as_ref().is_none_or(|high| k <= *high);
            any |= inside;
            if inside {
                let number = BigRational::from_integer(k) * step;
                if fits(wanted, &number) {
                    match found(&number) {
                        Outcome::Found(value) => return Outcome::Found(value),
                        Outcome::Empty | Outcome::Doubt(..) => doubt = true,
                    }
                }
            }
        }
        if !any {
            complete = true;
            break;
        }
    }
    if complete && !doubt { Outcome::Empty } else { Outcome::Doubt(None, Reason::Number) }
}

fn nearest_to_zero(low: Option<&BigInt>, high: Option<&BigInt>) -> BigInt {
    match (low, high) {
        (Some(low), _) if low.is_positive() => low.clone(),
        (_, Some(high)) if high.is_negative() => high.clone(),
        (Some(_) | None, Some(_) | None) => BigInt::zero(),
    }
}

/// Any number of an interval: ever finer decimals.
fn between(wanted: &Wanted) -> Outcome {
    if let (Some(low), Some(high)) = (&wanted.range.low, &wanted.range.high)
        && low.at == high.at
    {
        return if fits(wanted, &low.at) { found(&low.at) } else { Outcome::Empty };
    }
    let mut unit = one();
    for _ in 0..17 {
        let low = wanted.range.low.as_ref().map(|low| (&low.at / &unit).floor().to_integer());
        let high = wanted.range.high.as_ref().map(|high| (&high.at / &unit).ceil().to_integer());
        let start = nearest_to_zero(low.as_ref(), high.as_ref());
        // More points than can be excluded one by one.
        for offset in 0..wanted.not.len() + 12 {
            for k in [&start + BigInt::from(offset), &start - BigInt::from(offset)] {
                let number = BigRational::from_integer(k) * &unit;
                if fits(wanted, &number)
                    && let Outcome::Found(value) = found(&number)
                {
                    return Outcome::Found(value);
                }
            }
        }
        unit /= BigInt::from(10);
    }
    Outcome::Doubt(None, Reason::Number)
}
