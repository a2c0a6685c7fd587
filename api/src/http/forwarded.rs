//! Whose request it is behind proxies: the `Forwarded` header (RFC 7239), of which only what trusted proxies wrote
//! counts. It is read from the right, so that nothing a client sends can hide what a proxy has added.

use std::net::IpAddr;

use actix_web::http::header::{FORWARDED, HeaderMap};

/// The right-most address that is no trusted proxy. A proxy that does not name its client stands for it.
pub(super) fn client(peer: IpAddr, headers: &HeaderMap, is_trusted: impl Fn(IpAddr) -> bool) -> IpAddr {
    let mut client = peer.to_canonical();
    let values: Vec<&str> =
        headers.get_all(FORWARDED).map(|value| value.to_str().unwrap_or_default()).collect();
    let mut elements = values.into_iter().rev().flat_map(|value| from_the_right(value, b','));
    while is_trusted(client) {
        match elements.next().and_then(address) {
            Some(next) => client = next,
            None => break,
        }
    }
    client
}

/// The pieces of a text between separators that stand in no quoted string, the last one first.
fn from_the_right(text: &str, separator: u8) -> Vec<&str> {
    let (bytes, mut pieces, mut end, mut is_quoted) = (text.as_bytes(), Vec::new(), text.len(), false);
    for (at, byte) in bytes.iter().enumerate().rev() {
        let is_escaped =
            || bytes.get(..at).unwrap_or_default().iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1;
        if *byte == b'"' && !is_escaped() {
            is_quoted = !is_quoted;
        } else if *byte == separator && !is_quoted {
            pieces.extend(text.get(at + 1..end));
            end = at;
        }
    }
    pieces.extend(text.get(..end));
    pieces
}

/// The address that an element names once in `for`; none when it says `unknown` or hides it.
fn address(element: &str) -> Option<IpAddr> {
    let pairs = from_the_right(element, b';').into_iter().filter_map(|pair| pair.split_once('='));
    let mut named = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for")).map(|(_, value)| value);
    let (node, another) = (named.next()?.trim(), named.next());
    let unquoted =
        node.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).map(|text| text.replace('\\', ""));
    let node = unquoted.as_deref().unwrap_or(node);
    let host = match node.strip_prefix('[') {
        Some(v6) => v6.split_once(']').filter(|(_, port)| port.is_empty() || port.starts_with(':'))?.0,
        None if node.matches(':').count() == 1 => node.split_once(':')?.0,
        None => node,
    };
    let address: IpAddr = host.parse().ok()?;
    another.is_none().then(|| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client_of(values: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        values.iter().for_each(|value| headers.append(FORWARDED, value.parse().unwrap()));
        let proxies: [IpAddr; 2] = [[10, 0, 0, 1].into(), [10, 0, 0, 2].into()];
        client(proxies[0], &headers, |address| proxies.contains(&address)).to_string()
    }

    #[test]
    fn a_line_that_cannot_be_read_names_nobody() {
        let mut headers = HeaderMap::new();
        headers.append(FORWARDED, "for=203.0.113.7".parse().unwrap());
        let unreadable = actix_web::http::header::HeaderValue::from_bytes(b"x=\xff, for=1.2.3.4").unwrap();
        headers.append(FORWARDED, unreadable);
        let proxy: IpAddr = [10, 0, 0, 1].into();
        assert_eq!(client(proxy, &headers, |address| address == proxy), proxy);
    }

    #[test]
    fn nodes_come_with_and_without_quotes_and_ports() {
        for value in [
            "for=1.2.3.4",
            "For=1.2.3.4",
            "FOR=\"1.2.3.4\"",
            "for=\"1.2.3.4:5678\"",
            "for=1.2.3.4:5678",
            "by=10.0.0.1; for=1.2.3.4 ;proto=https",
            "for=\"1.2.3.4:_port\"",
            "for=\"\\1.2.3.4\"",
            "host=\"a;for=6.6.6.6,b\";for=1.2.3.4",
            "for=\"[::ffff:1.2.3.4]\"",
        ] {
            assert_eq!(client_of(&[value]), "1.2.3.4", "{value}");
        }
        for value in ["for=\"[2001:db8::1]\"", "For=\"[2001:DB8::1]:4711\"", "for=\"2001:db8::1\""] {
            assert_eq!(client_of(&[value]), "2001:db8::1", "{value}");
        }
    }

    #[test]
    fn the_right_most_untrusted_address_counts() {
        for values in [
            &["for=6.6.6.6, for=1.2.3.4"][..],
            &["for=6.6.6.6, for=1.2.3.4, For=10.0.0.2"],
            &["for=6.6.6.6", "for=1.2.3.4", "for=\"10.0.0.2:80\""],
            &["for=\", for=1.2.3.4"],
            &["for=\"6.6.6.6, for=1.2.3.4"],
            &["for=unknown,for=1.2.3.4"],
        ] {
            assert_eq!(client_of(values), "1.2.3.4", "{values:?}");
        }
    }

    #[test]
    fn a_proxy_that_names_nobody_stands_for_its_client() {
        for values in [
            &[][..],
            &[""],
            &["for=unknown"],
            &["for=_hidden"],
            &["for="],
            &["proto=https"],
            &["for=1.2.3.4;for=6.6.6.6"],
            &["for=6.6.6.6, for=unknown"],
            &["for=\"[2001:db8::1\""],
            &["for=\"[::1]x\""],
            &["for"],
            &["for=6.6.6.6,"],
        ] {
            assert_eq!(client_of(values), "10.0.0.1", "{values:?}");
        }
        assert_eq!(client_of(&["for=6.6.6.6, for=unknown, for=10.0.0.2"]), "10.0.0.2");
    }
}
