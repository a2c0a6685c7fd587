//! Addresses and networks that somebody may call from. Knows no names of hosts.

use std::{fmt, net::IpAddr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::{FieldCode, wire};

/// The longest one: an address of version 6 with the length of its prefix.
const MAX: usize = 43;
const PATTERN: &str = r"^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$";

/// One address, or a network written `203.0.113.0/24` or `2001:db8::/32`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network {
    first: IpAddr,
    prefix: u8,
}

impl Network {
    /// Reads an address or a network; a network is named by its first address.
    ///
    /// # Errors
    /// `invalid_format`; `out_of_range` for a prefix that is too long; `inconsistent` for an address within a network.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let given: IpAddr = address.parse().map_err(|_| FieldCode::InvalidFormat)?;
        let first = given.to_canonical();
        let Some(prefix) = prefix else { return Ok(Self { first, prefix: width(first) }) };
        let number: u8 = prefix.parse().map_err(|_| FieldCode::InvalidFormat)?;
        if number.to_string() != prefix || first != given {
            return Err(FieldCode::InvalidFormat);
        }
        if number > width(first) {
            return Err(FieldCode::OutOfRange);
        }
        let rest = bits(first).checked_shl(u32::from(number) + 128 - u32::from(width(first))).unwrap_or(0);
        if rest == 0 { Ok(Self { first, prefix: number }) } else { Err(FieldCode::Inconsistent) }
    }

    /// Whether an address lies in it. One of version 4 that is written as version 6 counts as what it is.
    #[must_use]
    pub fn contains(self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let host_bits = u32::from(width(self.first) - self.prefix);
        let differing = (bits(address) ^ bits(self.first)).checked_shr(host_bits).unwrap_or(0);
        address.is_ipv4() == self.first.is_ipv4() && differing == 0
    }
}

const fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

const fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_bits() as u128,
        IpAddr::V6(address) => address.to_bits(),
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.prefix == width(self.first) {
            self.first.fmt(f)
        } else {
            write!(f, "{}/{}", self.first, self.prefix)
        }
    }
}

impl Serialize for Network {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Network {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, Self::parse)
    }
}

impl PartialSchema for Network {
    fn schema() -> RefOr<Schema> {
        wire::text_schema(2, MAX)
            .pattern(Some(PATTERN))
            .examples([serde_json::Value::from("203.0.113.0/24")])
            .into()
    }
}

impl ToSchema for Network {}

#[cfg(test)]
mod tests {
    use super::{FieldCode, Network};

    fn has(network: &str, address: &str) -> bool {
        Network::parse(network).unwrap().contains(address.parse().unwrap())
    }

    #[test]
    fn an_address_stands_for_itself_and_a_network_for_all_of_its_own() {
        assert!(has("203.0.113.7", "203.0.113.7") && !has("203.0.113.7", "203.0.113.8"));
        assert!(has("203.0.113.0/24", "203.0.113.255") && !has("203.0.113.0/24", "203.0.114.0"));
        assert!(has("203.0.113.128/25", "203.0.113.128") && !has("203.0.113.128/25", "203.0.113.127"));
        assert!(has("2001:db8::/32", "2001:db8:ffff::1") && !has("2001:db8::/32", "2001:db9::1"));
        assert!(has("2001:db8::1", "2001:db8::1") && !has("2001:db8::1", "2001:db8::2"));
        assert!(has("0.0.0.0/0", "198.51.100.1") && !has("0.0.0.0/0", "2001:db8::1"));
        assert!(has("::/0", "2001:db8::1") && !has("::/0", "198.51.100.1"));
    }

    #[test]
    fn a_mapped_address_is_one_of_version_4() {
        assert!(has("203.0.113.0/24", "::ffff:203.0.113.9") && has("::ffff:203.0.113.9", "203.0.113.9"));
        assert_eq!(Network::parse("::ffff:203.0.113.9").unwrap().to_string(), "203.0.113.9");
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in
            ["", "x", "203.0.113", "203.0.113.0/", "203.0.113.0/+8", "203.0.113.0/08", "203.0.113.0/256"]
        {
            assert_eq!(Network::parse(text), Err(FieldCode::InvalidFormat), "{text}");
        }
        for text in ["::ffff:203.0.113.0/120", "[::1]", "::1%eth0", " ::1", "203.0.113.0/24/8", "0x7f.1"] {
            assert_eq!(Network::parse(text), Err(FieldCode::InvalidFormat), "{text}");
        }
        for text in ["203.0.113.0/33", "2001:db8::/129"] {
            assert_eq!(Network::parse(text), Err(FieldCode::OutOfRange), "{text}");
        }
        for text in ["203.0.113.1/24", "2001:db8::1/32", "128.0.0.0/0"] {
            assert_eq!(Network::parse(text), Err(FieldCode::Inconsistent), "{text}");
        }
    }

    #[test]
    fn it_is_written_the_short_way() {
        for (text, shown) in
            [("2001:0DB8::/32", "2001:db8::/32"), ("203.0.113.7/32", "203.0.113.7"), ("::1/128", "::1")]
        {
            assert_eq!(serde_json::to_value(Network::parse(text).unwrap()).unwrap(), shown);
        }
    }
}
