//! CSV with a row of hashtags (HXL): one row per indicator and place, women and men beside each other. Breakdowns other than by
//! place and sex have no agreed hashtags and are left out.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::document::{Cell, Dimension, Document, Indicator};
use super::figures::{Figure, percent_decimal};
use super::rows::{Rows, harmless, optional};

/// Media type of the file.
pub const MEDIA_TYPE: &str = "text/csv; charset=utf-8; header=present";

const COLUMNS: [(&str, &str); 16] = [
    ("Start date", "#date+start"),
    ("End date", "#date+end"),
    ("Province code", "#adm1+code"),
    ("District code", "#adm2+code"),
    ("Commune code", "#adm3+code"),
    ("Indicator code", "#indicator+code"),
    ("Indicator", "#indicator+name"),
    ("Reached", "#reached"),
    ("Reached, female", "#reached+f"),
    ("Reached, male", "#reached+m"),
    ("Targeted", "#targeted"),
    ("Unit", "#indicator+unit"),
    ("Denominator", "#indicator+denominator+num"),
    ("Percent reached", "#indicator+percent+num"),
    ("Percent targeted", "#targeted+percent"),
    ("Suppressed", "#meta+suppressed"),
];

/// Place of the column that only files with districts have.
const DISTRICT: usize = 3;

/// The parts of a key that are places.
type Place<'a> = BTreeMap<Dimension, &'a str>;

/// What is known about an indicator in one place.
#[derive(Default)]
struct Line<'a> {
    all: Option<&'a Cell>,
    female: Option<&'a Cell>,
    male: Option<&'a Cell>,
}

/// Writes the file.
///
/// # Errors
/// When the bytes cannot be written down.
pub fn write(document: &Document, out: &mut impl Write) -> io::Result<()> {
    let has_districts =
        document.area.level == "district" || document.categories.contains_key(&Dimension::District);
    let shown = |(at, _): &(usize, String)| *at != DISTRICT || has_districts;
    let mut rows = Rows::with_mark(out)?;
    let mut put =
        |cells: Vec<String>| rows.row(cells.into_iter().enumerate().filter(shown).map(|(_, cell)| cell));
    put(COLUMNS.map(|(header, _)| header.to_owned()).to_vec())?;
    put(COLUMNS.map(|(_, tag)| tag.to_owned()).to_vec())?;
    let figures = document.figures_by_place();
    for indicator in &document.indicators {
        let (order, lines) = lines(figures.iter().filter(|figure| figure.indicator.code == indicator.code));
        for place in order {
            if let Some(line) = lines.get(&place) {
                put(row(document, indicator, &place, line))?;
            }
        }
    }
    rows.finish().map(drop)
}

/// The places in the order in which they occur, and what is known of each.
fn lines<'a>(
    figures: impl Iterator<Item = &'a Figure<'a>>,
) -> (Vec<Place<'a>>, BTreeMap<Place<'a>, Line<'a>>) {
    let mut order = Vec::new();
    let mut lines: BTreeMap<Place<'a>, Line<'a>> = BTreeMap::new();
    for figure in figures {
        let is_other = |dimension: &Dimension| *dimension != Dimension::Sex && !dimension.is_area();
        if figure.cell.key.keys().any(is_other) {
            continue;
        }
        let areas = figure.cell.key.iter().filter(|(dimension, _)| dimension.is_area());
        let place: Place<'a> = areas.map(|(&dimension, code)| (dimension, code.as_str())).collect();
        if !lines.contains_key(&place) {
            order.push(place.clone());
        }
        let line = lines.entry(place).or_default();
        match figure.cell.key.get(&Dimension::Sex).map(String::as_str) {
            None => line.all = Some(figure.cell),
            Some("female") => line.female = Some(figure.cell),
            Some("male") => line.male = Some(figure.cell),
            Some(_) => {}
        }
    }
    (order, lines)
}

fn row(document: &Document, indicator: &Indicator, place: &Place<'_>, line: &Line<'_>) -> Vec<String> {
    let target = indicator.target.filter(|_| place.is_empty()).map(|goal| goal.value);
    let percent = |bps: Option<i64>| bps.map(percent_decimal).unwrap_or_default();
    let total = line.all.filter(|cell| !cell.suppressed);
    let last_day = document.period.until_on.pred_opt().unwrap_or(document.period.until_on);
    let mut row = vec![document.period.from_on.to_string(), last_day.to_string()];
    row.extend(areas(document, place));
    row.extend([
        harmless(&indicator.code).into_owned(),
        harmless(&indicator.name_en).into_owned(),
        value(line.all),
        value(line.female),
        value(line.male),
        optional(target.filter(|_| !indicator.is_ratio)),
        harmless(&indicator.unit).into_owned(),
        optional(total.and_then(|cell| cell.denominator)),
        percent(total.and_then(|cell| cell.share_bps)),
        percent(target.filter(|_| indicator.is_ratio)),
        suppressed(line),
    ]);
    row
}

/// Codes of province, district and commune.
fn areas(document: &Document, place: &Place<'_>) -> [String; 3] {
    let own = |level: &str| Some(document.area.code.as_str()).filter(|_| document.area.level == level);
    let district = place.get(&Dimension::District).copied().or(own("district"));
    let commune = place.get(&Dimension::Commune).copied().or(own("commune"));
    [own("province"), district, commune]
        .map(|code| code.map(|code| harmless(code).into_owned()).unwrap_or_default())
}

fn value(cell: Option<&Cell>) -> String {
    optional(cell.filter(|cell| !cell.suppressed).and_then(|cell| cell.value))
}

/// Which of the figures of a row are withheld.
fn suppressed(line: &Line<'_>) -> String {
    let parts = [("all", line.all), ("f", line.female), ("m", line.male)];
    let withheld = parts.into_iter().filter(|(_, cell)| cell.is_some_and(|cell| cell.suppressed));
    withheld.map(|(name, _)| name).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::write;

    fn rows(indicator: &str) -> Vec<String> {
        let mut document = sample::document();
        document.tables.retain(|table| table.indicator == indicator);
        let mut bytes = Vec::new();
        write(&document, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn hashtags_stand_under_the_headers() {
        let expected = "#date+start,#date+end,#adm1+code,#adm2+code,#adm3+code,#indicator+code,#indicator+name,#reached,\
            #reached+f,#reached+m,#targeted,#indicator+unit,#indicator+denominator+num,#indicator+percent+num,\
            #targeted+percent,#meta+suppressed";
        assert_eq!(rows("G1")[1], expected);
    }

    #[test]
    fn women_and_men_stand_beside_the_total() {
        let rows = rows("G2");
        assert_eq!(
            rows[2],
            "2022-04-01,2022-06-30,04,,,G2,Members of the groups,7914,4183,3731,,memberships,,,,"
        );
        let withheld = "2022-04-01,2022-06-30,04,,01378,G2,Members of the groups,115,,,,memberships,,,,f m";
        assert!(rows.iter().any(|row| row == withheld));
    }

    #[test]
    fn targets_are_in_the_unit_of_what_was_reached() {
        assert!(rows("G1")[2].ends_with(",G1,Groups established and maintained,584,,,800,groups,,,,"));
        assert!(rows("G3")[2].ends_with(",5000,,,,memberships,7914,63.18,60.00,"));
    }
}
