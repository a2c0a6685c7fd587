//! IATI 2.03: one activity with its results. What is withheld is left out.

mod activity;
mod results;

pub use activity::{Activity, Funder};

use std::io::{self, Write};

use chrono::{DateTime, SecondsFormat, Utc};

use super::document::Document;
use super::xml::{Attributes, Xml};

/// Media type of the file.
pub const MEDIA_TYPE: &str = "application/xml";

/// The language of texts that do not name theirs.
const DEFAULT_LANGUAGE: &str = "vi";

/// Writes the file.
///
/// # Errors
/// When the bytes cannot be written down.
pub fn write(document: &Document, activity: &Activity, out: &mut impl Write) -> io::Result<()> {
    let mut xml = Xml::document(out)?;
    let written_at = instant(document.published_at);
    let page = Page { document, activity };
    xml.within("iati-activities", &[("version", "2.03"), ("generated-datetime", &written_at)], |xml| {
        let attributes = [
            ("xml:lang", DEFAULT_LANGUAGE),
            ("default-currency", "VND"),
            ("last-updated-datetime", &written_at),
            ("humanitarian", "0"),
        ];
        xml.within("iati-activity", &attributes, |xml| {
            page.organisations(xml)?;
            page.facts(xml)?;
            page.places(xml)?;
            page.relations(xml)?;
            results::write(document, activity, xml)
        })
    })?;
    xml.into_inner().flush()
}

struct Page<'a> {
    document: &'a Document,
    activity: &'a Activity,
}

impl Page<'_> {
    /// Who publishes, what it is called, who takes part.
    fn organisations<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let publisher = &self.document.publisher;
        let kind = self.activity.publisher_type.as_str();
        let funder = &self.activity.funder;
        let publisher_id = self.activity.publisher.as_ref().unwrap_or(&publisher.iati_id);
        let identifier = format!("{publisher_id}-{}", self.activity.suffix);
        xml.text("iati-identifier", &[], &identifier)?;
        xml.within(
            "reporting-org",
            &[("ref", publisher_id), ("type", kind), ("secondary-reporter", "0")],
            |xml| narratives(xml, &publisher.name_vi, &publisher.name_en),
        )?;
        texts(xml, "title", &[], &self.activity.title_vi, &self.activity.title_en)?;
        texts(
            xml,
            "description",
            &[("type", "1")],
            &self.activity.description_vi,
            &self.activity.description_en,
        )?;
        self.notes(xml)?;
        let funding = [
            ("ref", funder.iati_id.as_str()),
            ("type", &funder.kind),
            ("role", "1"),
            ("activity-id", &funder.activity),
        ];
        texts(xml, "participating-org", &funding, &funder.name_vi, &funder.name_en)?;
        let implementing =
            [("ref", publisher_id.as_str()), ("type", kind), ("role", "4"), ("activity-id", &identifier)];
        texts(xml, "participating-org", &implementing, &publisher.name_vi, &publisher.name_en)
    }

    /// Which publication this is, by which rules it was counted, and its notes.
    fn notes<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let document = self.document;
        let (number, rules) = (&document.number, &document.rules_version);
        let vi = format!("{}. Công bố số {number}, quy tắc tính {rules}.", document.title_vi);
        let en = format!("{}. Publication {number}, rules of counting {rules}.", document.title_en);
        texts(xml, "description", &[("type", "4")], &vi, &en)?;
        document
            .notes
            .iter()
            .try_for_each(|note| texts(xml, "description", &[("type", "4")], &note.vi, &note.en))
    }

    /// Status and dates.
    fn facts<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let activity = self.activity;
        let is_over = self.document.published_at.date_naive() > activity.ends_on;
        xml.empty("activity-status", &[("code", if is_over { "3" } else { "2" })])?;
        xml.empty("activity-date", &[("iso-date", &activity.starts_on.to_string()), ("type", "1")])?;
        xml.empty("activity-date", &[("iso-date", &activity.ends_on.to_string()), ("type", "3")])
    }

    /// Country, area and sector.
    fn places<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let area = &self.document.area;
        xml.empty("recipient-country", &[("code", "VN"), ("percentage", "100")])?;
        xml.within("location", &[("ref", &area.code)], |xml| {
            xml.empty("location-reach", &[("code", "2")])?;
            texts(xml, "name", &[], &area.name_vi, &area.name_en)?;
            xml.empty("exactness", &[("code", "2")])
        })?;
        xml.empty("sector", &[("vocabulary", "1"), ("code", &self.activity.sector), ("percentage", "100")])
    }

    fn relations<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        xml.empty("related-activity", &[("ref", &self.activity.funder.activity), ("type", "1")])
    }
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// An element with a text in both languages.
fn texts<W: Write>(
    xml: &mut Xml<W>,
    name: &str,
    attributes: Attributes<'_>,
    vi: &str,
    en: &str,
) -> io::Result<()> {
    xml.within(name, attributes, |xml| narratives(xml, vi, en))
}

/// A text in both languages; an empty one is left out, for the standard forbids it.
fn narratives<W: Write>(xml: &mut Xml<W>, vi: &str, en: &str) -> io::Result<()> {
    if !vi.trim().is_empty() {
        xml.text("narrative", &[], vi)?;
    }
    if !en.trim().is_empty() {
        xml.text("narrative", &[("xml:lang", "en")], en)?;
    }
    Ok(())
}
