//! Ranges of addresses: `192.0.2.0/24`, `2001:db8::/32`, or one address.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is in a range; `None` where the range cannot be read.
pub(super) fn contains(range: &str, address: IpAddr) -> Option<bool> {
    let Range { first, last, is_v4 } = Range::new(range)?;
    let (number, same) = match address {
        IpAddr::V4(address) => (u128::from(u32::from(address)), is_v4),
        IpAddr::V6(address) => (u128::from(address), !is_v4),
    };
    Some(same && (first..=last).contains(&number))
}

/// How many bits of its addresses a range names.
pub(super) fn length(range: &str) -> u32 {
    match range.split_once('/') {
        Some((_, length)) => length.parse().unwrap_or_default(),
        None => 128,
    }
}

/// An address of each part into which ranges cut all addresses of their kinds, and one outside of them where there is one.
/// Ranges that cannot be read are left out.
pub(super) fn samples(ranges: &[&str]) -> Vec<IpAddr> {
    let ranges: Vec<Range> = ranges.iter().filter_map(|range| Range::new(range)).collect();
    let mut result = Vec::new();
    for is_v4 in [true, false] {
        let own = || ranges.iter().filter(move |range| range.is_v4 == is_v4);
        // A part begins where a range begins or where one has ended.
        let mut starts: Vec<u128> = own()
            .flat_map(|range| [Some(range.first), range.last.checked_add(1)])
            .flatten()
            .filter(|start| !is_v4 || *start <= u128::from(u32::MAX))
            .collect();
        // 203.0.113.0/24 and 2001:db8::/32 are for documentation (RFC 5737, RFC 3849).
        if own().next().is_some() {
            starts.push(if is_v4 { 0xCB00_7101 } else { 0x2001_0DB8 << 96 });
        }
        let address = |number: u128| match u32::try_from(number) {
            Ok(number) if is_v4 => IpAddr::V4(Ipv4Addr::from(number)),
            Ok(_) | Err(_) => IpAddr::V6(Ipv6Addr::from(number)),
        };
        result.extend(starts.into_iter().map(address));
    }
    result.sort_unstable();
    result.dedup();
    result
}

struct Range {
    first: u128,
    last: u128,
    is_v4: bool,
}

impl Range {
    fn new(text: &str) -> Option<Self> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length.parse::<u32>().ok()?)),
            None => (text, None),
        };
        let (number, bits, is_v4): (u128, u32, bool) =
            match address.trim().parse::<IpAddr>().ok()? {
                IpAddr::V4(address) => (u128::from(u32::from(address)), 32, true),
                IpAddr::V6(address) => (u128::from(address), 128, false),
            };
        let free = bits.checked_sub(length.unwrap_or(bits))?;
        let mask = 1_u128.checked_shl(free).map_or(u128::MAX, |bit| bit - 1);
        let first = number & !mask;
        Some(Self { first, last: first | mask, is_v4 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_in_its_range() {
        for (range, address, expected) in [
            ("192.0.2.0/24", "192.0.2.255", Some(true)),
            ("192.0.2.0/24", "192.0.3.0", Some(false)),
            ("192.0.2.77/24", "192.0.2.1", Some(true)),
            ("192.0.2.7", "192.0.2.7", Some(true)),
            ("0.0.0.0/0", "203.0.113.9", Some(true)),
            ("0.0.0.0/0", "::1", Some(false)),
            ("2001:db8::/32", "2001:db8:1::", Some(true)),
            ("::/0", "2001:db8:1::", Some(true)),
            ("192.0.2.0/33", "192.0.2.0", None),
            ("office", "192.0.2.0", None),
        ] {
            assert_eq!(contains(range, address.parse().unwrap()), expected, "{range} {address}");
        }
    }

    #[test]
    fn every_part_has_a_sample() {
        let ranges = ["192.0.2.0/24", "192.0.2.128/25", "198.51.100.7", "2001:db8:7::/48"];
        let samples = samples(&ranges);
        let of = |address: IpAddr| ranges.map(|range| contains(range, address).unwrap());
        let mut parts: Vec<_> = samples.iter().map(|address| of(*address)).collect();
        parts.sort_unstable();
        parts.dedup();
        assert_eq!(parts.len(), 5, "{samples:?}");
    }
}
