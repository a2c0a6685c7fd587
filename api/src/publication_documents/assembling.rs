//! The document that a draft becomes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::publication;
use formats::document::{
    Category, Cell, Dimension, Document, Goal, Indicator, Note, Organisation, Span, Table, Unit,
};

use super::{
    falls::Fall,
    tables::{Drafted, DraftedCell, DraftedTable, Goal as Drawn},
};
use crate::{
    indicator_definitions::{
        messages::IndicatorLevel,
        queries::{Definition, RULES_VERSION},
    },
    indicator_tables::messages::{CellKey, DIMENSIONS},
    indicators::messages::{CountedThing, share_bps},
};

const fn unit(unit: CountedThing) -> &'static str {
    match unit {
        CountedThing::Groups => "groups",
        CountedThing::Memberships => "memberships",
        CountedThing::Persons => "persons",
        CountedThing::Households => "households",
        CountedThing::Contracts => "contracts",
        CountedThing::Communes => "communes",
        CountedThing::Products => "products",
        CountedThing::Vnd => "vnd",
    }
}

impl Drafted {
    /// The document, with what is withheld left out.
    #[must_use]
    pub fn document(&self, row: &publication::Model) -> Document {
        let mut categories: BTreeMap<Dimension, Vec<Category>> = BTreeMap::new();
        for all in self.tables.iter().flat_map(|table| &table.categories) {
            let known = categories.entry(all.dimension).or_default();
            for one in &all.categories {
                if known.iter().all(|category| category.code != one.code) {
                    let (name_vi, name_en) = (one.name_vi.clone(), one.name_en.clone());
                    known.push(Category { code: one.code.clone(), name_vi, name_en });
                }
            }
        }
        Document {
            number: row.code.clone(),
            title_vi: row.title_vi.clone(),
            title_en: row.title_en.clone(),
            rules_version: RULES_VERSION.to_owned(),
            published_at: self.at,
            publisher: Organisation {
                iati_id: format!("VN-HND-{}", self.province.code),
                name_vi: format!("Hội Nông dân {}", within_a_name(&self.province.name_vi)),
                name_en: format!("Farmers' Union of {}", self.province.name_en),
            },
            period: Span {
                label: label(row.from_on, row.until_on),
                from_on: row.from_on,
                until_on: row.until_on,
            },
            area: Unit {
                code: self.area.code.clone(),
                level: self.level.to_owned(),
                name_vi: self.area.name_vi.clone(),
                name_en: self.area.name_en.clone(),
            },
            map: row.map.clone(),
            notes: self.notes(),
            indicators: self.indicators(),
            categories,
            tables: self.tables.iter().map(Self::table).collect(),
        }
    }

    fn indicators(&self) -> Vec<Indicator> {
        let mut told: Vec<&'static Definition> = Vec::new();
        for table in &self.tables {
            if told.iter().all(|one| one.code != table.definition.code) {
                told.push(table.definition);
            }
        }
        told.into_iter().map(|definition| self.indicator(definition)).collect()
    }

    fn indicator(&self, definition: &'static Definition) -> Indicator {
        let of = definition.of.map(|(_, names)| names);
        let goal = |goals: &BTreeMap<String, Drawn>| {
            goals.get(definition.code).map(|goal| Goal { year: goal.year, value: goal.value })
        };
        Indicator {
            code: definition.code.to_owned(),
            name_vi: definition.names.0.to_owned(),
            name_en: definition.names.1.to_owned(),
            unit: unit(definition.unit).to_owned(),
            level: match definition.level {
                IndicatorLevel::Outreach | IndicatorLevel::Output => "output",
                IndicatorLevel::Outcome => "outcome",
            }
            .to_owned(),
            is_ratio: of.is_some(),
            denominator_vi: of.map(|(vi, _)| vi.to_owned()),
            denominator_en: of.map(|(_, en)| en.to_owned()),
            target: goal(&self.targets),
            baseline: goal(&self.baselines),
        }
    }

    fn table(table: &DraftedTable) -> Table {
        let cells = table.cells.iter().map(shown);
        Table {
            indicator: table.definition.code.to_owned(),
            by: table.by().collect(),
            cells: cells.collect(),
        }
    }

    fn notes(&self) -> Vec<Note> {
        let threshold = self.threshold;
        let mut notes = vec![
            Note {
                vi: "Nguồn: sổ theo dõi nhóm, thành viên, tài trợ, tập huấn và hợp đồng của Hội Nông dân tỉnh.".into(),
                en: "Source: the register of groups, members, grants, training and contracts of the provincial \
                     Farmers' Union."
                    .into(),
            },
            Note {
                vi: format!(
                    "Số liệu về dưới {threshold} người hoặc hộ, và những số có thể làm lộ chúng, không được nêu."
                ),
                en: format!(
                    "Figures about fewer than {threshold} persons or households, and others that would betray them, are withheld."
                ),
            },
            Note {
                vi: "Số liệu theo nghèo và dân tộc dưới cấp tỉnh được làm tròn đến bội số của 5.".into(),
                en: "Figures by poverty and ethnic group below the province are rounded to multiples of 5.".into(),
            },
        ];
        notes.extend(self.fell.iter().map(fallen));
        notes
    }
}

/// A cell as it is told: never why it is not.
fn shown(cell: &DraftedCell) -> Cell {
    let key = key_of(&cell.key);
    if cell.is_hidden {
        return Cell { key, value: None, denominator: None, share_bps: None, suppressed: true };
    }
    let denominator = cell.parts.denominator;
    let share_bps = denominator.and_then(|of| share_bps(cell.told, of));
    Cell { key, value: Some(cell.told), denominator, share_bps, suppressed: false }
}

/// A name as it stands within another: without its capital.
fn within_a_name(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// What is said of a figure that grows as a rule and yet fell.
fn fallen(fall: &Fall) -> Note {
    let Fall { definition, code, said, value } = fall;
    let ((vi, en), indicator) = (definition.names, definition.code);
    Note {
        vi: format!(
            "{vi} ({indicator}) là {value}, thấp hơn {said} của công bố {code}: từ đó sổ đã được đính chính, có khoản được hoàn \
             trả hoặc có nhóm chấm dứt."
        ),
        en: format!(
            "{en} ({indicator}) is {value}, below the {said} of publication {code}: since then the register was corrected, \
             money came back, or a group ended."
        ),
    }
}

fn key_of(key: &CellKey) -> BTreeMap<Dimension, String> {
    let category = |one: Dimension| key.of(one).map(|code| (one, code.to_owned()));
    DIMENSIONS.iter().filter_map(|(_, one)| category(*one)).collect()
}

/// `2022`, or `2022-Q2`, or the days.
fn label(from_on: NaiveDate, until_on: NaiveDate) -> String {
    use chrono::Datelike;
    let months = (until_on.year() - from_on.year()) * 12
        + i32::try_from(until_on.month0()).unwrap_or_default()
        - i32::try_from(from_on.month0()).unwrap_or_default();
    match months {
        12 => from_on.year().to_string(),
        3 => format!("{}-Q{}", from_on.year(), from_on.month0() / 3 + 1),
        _ => format!("{from_on}/{until_on}"),
    }
}
