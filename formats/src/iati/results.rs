//! The results of an activity: one per indicator, with baseline, target and what was achieved.

use std::io::{self, Write};

use super::super::document::{Cell, Document, Indicator};
use super::super::figures::percent_decimal;
use super::super::language::Language;
use super::super::xml::Xml;
use super::{Activity, narratives, texts};

/// Codes of indicators are those of the publisher.
const VOCABULARY: &str = "99";

/// Writes the results.
pub fn write<W: Write>(document: &Document, activity: &Activity, xml: &mut Xml<W>) -> io::Result<()> {
    let figures = document.figures();
    document.indicators.iter().try_for_each(|indicator| {
        let cells =
            figures.iter().filter(|figure| figure.indicator.code == indicator.code).map(|figure| figure.cell);
        let page = Page { document, activity, indicator, cells: cells.collect() };
        let attributes = [("type", result_type(indicator)), ("aggregation-status", can_be_added(indicator))];
        xml.within("result", &attributes, |xml| {
            page.title(xml)?;
            page.indicator(xml)
        })
    })
}

struct Page<'a> {
    document: &'a Document,
    activity: &'a Activity,
    indicator: &'a Indicator,
    cells: Vec<&'a Cell>,
}

impl Page<'_> {
    fn title<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let name =
            |name: &str| if name.trim().is_empty() { self.indicator.code.clone() } else { name.to_owned() };
        texts(xml, "title", &[], &name(&self.indicator.name_vi), &name(&self.indicator.name_en))
    }

    fn indicator<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let indicator = self.indicator;
        let measure = if indicator.is_ratio { "2" } else { "1" };
        let attributes =
            [("measure", measure), ("ascending", "1"), ("aggregation-status", can_be_added(indicator))];
        xml.within("indicator", &attributes, |xml| {
            self.title(xml)?;
            self.description(xml)?;
            self.reference(xml)?;
            if let Some(baseline) = indicator.baseline {
                let year = format!("{:04}", baseline.year);
                xml.empty("baseline", &[("year", &year), ("value", &self.number(baseline.value))])?;
            }
            self.period(xml)
        })
    }

    /// The unit, and what a ratio is a share of.
    fn description<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let indicator = self.indicator;
        let text = |language: Language| {
            let unit = language.unit(&indicator.unit);
            let whole = language.pick(
                indicator.denominator_vi.as_deref().unwrap_or_default(),
                indicator.denominator_en.as_deref().unwrap_or_default(),
            );
            match (indicator.is_ratio, whole.trim()) {
                (false, _) => format!("{}: {unit}", language.pick("Đơn vị tính", "Unit")),
                (true, "") => format!("{}: %", language.pick("Đơn vị tính", "Unit")),
                (true, whole) => format!("{}: {whole} (%)", language.pick("Tỷ lệ trên", "Share of")),
            }
        };
        texts(xml, "description", &[], &text(Language::Vi), &text(Language::En))
    }

    fn reference<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let code = ("code", self.indicator.code.as_str());
        match &self.activity.indicator_uri {
            Some(uri) => xml.empty("reference", &[("vocabulary", VOCABULARY), code, ("indicator-uri", uri)]),
            None => xml.empty("reference", &[("vocabulary", VOCABULARY), code]),
        }
    }

    fn period<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let span = &self.document.period;
        let last_day = span.until_on.pred_opt().unwrap_or(span.until_on);
        xml.within("period", &[], |xml| {
            xml.empty("period-start", &[("iso-date", &span.from_on.to_string())])?;
            xml.empty("period-end", &[("iso-date", &last_day.to_string())])?;
            if let Some(target) = self.indicator.target {
                let vi = format!("Mục tiêu đến năm {}", target.year);
                let en = format!("To be reached by {}", target.year);
                let value = self.number(target.value);
                xml.within("target", &[("value", &value)], |xml| texts(xml, "comment", &[], &vi, &en))?;
            }
            self.cells.iter().try_for_each(|cell| self.actual(xml, cell))
        })
    }

    fn actual<W: Write>(&self, xml: &mut Xml<W>, cell: &Cell) -> io::Result<()> {
        let Some(measured) = cell.measured(self.indicator) else { return Ok(()) };
        xml.within("actual", &[("value", &self.number(measured))], |xml| {
            for (dimension, category) in &cell.key {
                xml.empty("dimension", &[("name", dimension.code()), ("value", category)])?;
            }
            match (cell.value, cell.denominator) {
                (Some(part), Some(whole)) if self.indicator.is_ratio => {
                    let vi = format!("{part} trên {whole}");
                    let en = format!("{part} of {whole}");
                    xml.within("comment", &[], |xml| narratives(xml, &vi, &en))
                }
                _ => Ok(()),
            }
        })
    }

    /// A number in the unit of the measure: percent for ratios.
    fn number(&self, value: i64) -> String {
        if self.indicator.is_ratio { percent_decimal(value) } else { value.to_string() }
    }
}

/// Code in the codelist `ResultType`.
fn result_type(indicator: &Indicator) -> &'static str {
    match indicator.level.as_str() {
        "output" => "1",
        "outcome" => "2",
        "impact" => "3",
        _ => "9",
    }
}

/// Whether figures of several activities may be added: not shares, and not persons or households, who may be in both.
fn can_be_added(indicator: &Indicator) -> &'static str {
    let is_distinct = matches!(indicator.unit.as_str(), "persons" | "households");
    if indicator.is_ratio || is_distinct { "0" } else { "1" }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample;
    use super::super::{Activity, write};

    fn written(indicator: &str) -> String {
        let mut document = sample::document();
        document.indicators.retain(|known| known.code == indicator);
        document.tables.retain(|table| table.by.len() < 3);
        let mut bytes = Vec::new();
        write(&document, &Activity::default(), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        text.lines().map(str::trim).collect()
    }

    #[test]
    fn a_ratio_is_a_percentage_with_its_parts_as_a_comment() {
        let expected = "<reference vocabulary=\"99\" code=\"G8\"/><baseline year=\"2017\" value=\"12.50\"/><period>\
            <period-start iso-date=\"2022-04-01\"/><period-end iso-date=\"2022-06-30\"/><target value=\"100.00\">\
            <comment><narrative>Mục tiêu đến năm 2024</narrative>\
            <narrative xml:lang=\"en\">To be reached by 2024</narrative></comment></target><actual value=\"81.60\">\
            <comment><narrative>6120 trên 7500</narrative><narrative xml:lang=\"en\">6120 of 7500</narrative>\
            </comment></actual><actual value=\"85.35\"><dimension name=\"sex\" value=\"female\"/>";
        assert!(written("G8").contains(expected));
    }

    #[test]
    fn what_is_withheld_is_left_out() {
        let text = written("G5");
        assert!(
            text.contains(r#"<actual value="6250000000"><dimension name="year" value="2019"/></actual>"#)
        );
        assert!(!text.contains(r#"value="2018""#));
    }

    #[test]
    fn text_is_escaped_and_never_empty() {
        assert!(written("Policy 1").contains("&lt;b&gt;&amp;amp;&lt;/b&gt;"));
        let mut bytes = Vec::new();
        write(&sample::odd(), &Activity::default(), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains("<narrative></narrative>") && !text.contains("<narrative/>"));
    }
}
