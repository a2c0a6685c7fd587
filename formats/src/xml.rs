//! XML, written element by element: everything is escaped, and characters that XML cannot hold are left out.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// Writes one XML file.
pub struct Xml<W: Write> {
    writer: Writer<W>,
}

/// Names and values of attributes.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

impl<W: Write> Xml<W> {
    /// A file of its own, with a declaration.
    pub fn document(out: W) -> io::Result<Self> {
        let mut xml = Self { writer: Writer::new_with_indent(out, b' ', 2) };
        xml.writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(xml)
    }

    /// Something that is put into another file, without a declaration and white space.
    pub fn fragment(out: W) -> Self {
        Self { writer: Writer::new(out) }
    }

    /// Starts an element.
    pub fn open(&mut self, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
        self.writer.write_event(Event::Start(element(name, attributes)))
    }

    /// Ends an element.
    pub fn close(&mut self, name: &str) -> io::Result<()> {
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element with nothing in it.
    pub fn empty(&mut self, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
        self.writer.write_event(Event::Empty(element(name, attributes)))
    }

    /// An element with text.
    pub fn text(&mut self, name: &str, attributes: Attributes<'_>, text: &str) -> io::Result<()> {
        self.open(name, attributes)?;
        self.writer.write_event(Event::Text(BytesText::new(&allowed(text))))?;
        self.close(name)
    }

    /// An element with other elements.
    pub fn within(
        &mut self,
        name: &str,
        attributes: Attributes<'_>,
        inner: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        self.open(name, attributes)?;
        inner(self)?;
        self.close(name)
    }

    /// What everything was written to.
    pub fn into_inner(self) -> W {
        self.writer.into_inner()
    }
}

fn element<'a>(name: &'a str, attributes: Attributes<'a>) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, allowed(value).as_str()));
    }
    start
}

/// The characters of a text that XML 1.0 can hold.
fn allowed(text: &str) -> String {
    text.chars()
        .filter(|&character| {
            matches!(character, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
                && character != '\u{7f}'
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn text_is_escaped_and_keeps_only_what_xml_can_hold() {
        let mut xml = Xml::fragment(Vec::new());
        xml.text("a", &[("b", "\"<&\u{0}")], "<\u{1}Đ\u{b}&>").unwrap();
        assert_eq!(xml.into_inner(), "<a b=\"&quot;&lt;&amp;\">&lt;Đ&amp;&gt;</a>".as_bytes());
    }
}
