//! Values of indicators over registers drawn at random: parts add up, and every value opens to exactly its records.

use std::collections::BTreeMap;

use entity::{enums::LegalForm, person};
use hoinongdan::indicator_facts::Ages;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set};
use serde_json::{Value, json};
use tests::databases::Backend;
use tests::{App, Caller, Dice, Setup, both_databases};

use crate::coverage::draw_register;

const DAYS: [&str; 2] = ["2022-06-30", "2026-06-15"];
const BY: [&str; 8] = [
    "",
    "&by=sex,poverty",
    "&by=commune,sex",
    "&by=legal_form,value_chain",
    "&by=young,indigenous",
    "&by=poverty,commune",
    "&by=year",
    "&by=value_chain,year",
];
/// Of how many tables one is opened.
const OPENED: usize = 6;

fn key(cell: &Value) -> BTreeMap<String, String> {
    let members = cell["key"].as_object().unwrap().iter();
    members.map(|(name, code)| (name.clone(), code.as_str().unwrap().to_owned())).collect()
}

/// Whatever is summed over a dimension is the sum of its categories; years are counted anew.
fn assert_adds_up(table: &Value, url: &str) {
    let cells: BTreeMap<_, &Value> =
        table["cells"].as_array().unwrap().iter().map(|cell| (key(cell), cell)).collect();
    for dimension in table["by"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()) {
        if dimension == "year" {
            continue;
        }
        for (whole, cell) in cells.iter().filter(|(key, _)| !key.contains_key(dimension)) {
            let is_part = |key: &BTreeMap<String, String>| {
                let mut rest = key.clone();
                rest.remove(dimension).is_some() && rest == *whole
            };
            for member in ["value", "denominator"] {
                let parts = cells.iter().filter(|(key, _)| is_part(key));
                let sum: i64 = parts.map(|(_, part)| part[member].as_i64().unwrap_or_default()).sum();
                assert_eq!(
                    cell[member].as_i64().unwrap_or_default(),
                    sum,
                    "{url} {table} {whole:?} {dimension}"
                );
            }
        }
    }
}

/// Opens some of the cells of a table, the total among them.
async fn assert_opens(caller: &Caller, table: &Value, dice: &mut Dice, url: &str) -> usize {
    let cells = table["cells"].as_array().unwrap();
    let counting: Vec<&Value> = cells.iter().filter(|cell| cell["value"] != 0).collect();
    let mut asked = vec![*dice.one_of(&cells.iter().collect::<Vec<_>>())];
    asked.extend((!counting.is_empty()).then(|| *dice.one_of(&counting)));
    let mut opened = 0;
    for cell in asked {
        let Some(records) = cell["records_url"].as_str() else { continue };
        let list = caller.get(&format!("{records}&limit=200")).await.expect(200);
        let adds: i64 = list.data().iter().map(|row| row["adds"].as_i64().unwrap()).sum();
        assert_eq!(cell["value"], adds, "{url} {records} {}", list.json);
        assert_eq!(list.json["page"]["total"], list.data().len(), "{records}");
        opened += 1;
    }
    opened
}

/// A service whose young are fewer.
struct Narrower(App);

impl Narrower {
    async fn start(backend: Backend) -> Self {
        let young_ages = Ages { youngest: 18, eldest: 25 };
        Self(App::with(backend, Setup { young_ages, ..Setup::default() }).await)
    }
}

/// A group whose members were born in these years, and its head in 1980.
async fn members_born(app: &App, years: impl IntoIterator<Item = Option<i16>>) {
    let commune = app.area("01392", "2022-06-30").await;
    let group = app.group(commune, LegalForm::Tht, "2021-01-01").await;
    for year in years {
        let household = app.household(commune, "2021-01-01").await;
        let id = app.person(household).await;
        let born = person::ActiveModel { id: Set(id), birth_year: Set(year), ..Default::default() };
        born.update(app.db()).await.unwrap();
        app.membership(group, id, "2021-01-01").await;
    }
}

/// Members of the end of 2022 by what is said of their age, and what being young is called.
async fn young(app: &App) -> (Vec<i64>, Value) {
    let officer = app.as_officer_of(app.province().await).await;
    let url = "/v1/indicator-values?code=G2&as_of=2022-12-31&by=young";
    let values = officer.get(url).await.expect(200);
    let cells = values.json["indicators"][0]["cells"].as_array().unwrap().iter();
    let counts = cells.map(|cell| cell["value"].as_i64().unwrap()).collect();
    (counts, values.json["categories"][0]["categories"][0]["name_en"].clone())
}

both_databases! {
    async fn somebody_is_young_from_16_to_30(app: App) {
        members_born(&app, [Some(2007), Some(2006), Some(1992), Some(1991), None]).await;
        assert_eq!(young(&app).await, (vec![6, 2, 3, 1], json!("Young (16 to 30)")));
    }

    async fn the_settings_say_who_is_young(narrower: Narrower) {
        let app = &narrower.0;
        members_born(app, [Some(2005), Some(2004), Some(1997), Some(1996), Some(1992), None]).await;
        assert_eq!(young(app).await, (vec![7, 2, 4, 1], json!("Young (18 to 25)")));
    }

    async fn every_value_opens_to_its_records_and_parts_add_up(app: App) {
        let mut dice = Dice::new("indicator values");
        let (places, _) = draw_register(&app, &mut dice).await;
        let whole = app.as_officer_of(app.province().await).await;
        let district = app.as_officer_of(places.districts[0]).await;
        let auditor = app.as_auditor_of(places.new[0]).await;
        for (caller, map) in [(&whole, "2022"), (&whole, "2025"), (&district, "2022"), (&auditor, "2025")] {
            let mut opened = 0;
            for day in DAYS {
                for by in BY {
                    let url = format!("/v1/indicator-values?from_on=2021-01-01&as_of={day}&map={map}{by}");
                    let values = caller.get(&url).await.expect(200);
                    for table in values.json["indicators"].as_array().unwrap() {
                        if table["is_withheld"] == true {
                            continue;
                        }
                        assert_adds_up(table, &url);
                        if dice.once_in(OPENED) {
                            opened += assert_opens(caller, table, &mut dice, &url).await;
                        }
                    }
                }
            }
            assert!(opened > 20, "{opened}");
        }
    }

    async fn values_are_those_of_the_progress_report(app: App) {
        let mut dice = Dice::new("indicator values");
        draw_register(&app, &mut dice).await;
        let officer = app.as_officer_of(app.province().await).await;
        for day in DAYS {
            let report = officer.get(&format!("/v1/reports/progress?as_of={day}")).await.expect(200);
            let values = officer.get(&format!("/v1/indicator-values?as_of={day}")).await.expect(200);
            let mut compared = 0;
            for table in values.json["indicators"].as_array().unwrap() {
                let figures = report.json["figures"].as_array().unwrap();
                let Some(figure) = figures.iter().find(|figure| figure["code"] == table["code"]) else { continue };
                let total = &table["cells"][0];
                assert_eq!(total["value"], figure["value"], "{day} {table} {figure}");
                if table["denominator_vi"].is_string() {
                    assert_eq!(total["denominator"], figure["denominator"], "{day} {table} {figure}");
                    assert_eq!(total["share_bps"], figure["share_bps"], "{day} {table} {figure}");
                }
                compared += 1;
            }
            assert_eq!(compared, 15);
        }
    }
}
