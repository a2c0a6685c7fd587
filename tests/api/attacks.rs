//! An attacker with a donor's key and a linear program: over everything that can be fetched, of both maps and of a second
//! publication, no hidden cell can be told more closely than the threshold.

use std::collections::BTreeMap;

use entity::enums::{LegalForm, ReportingStatus, Sex};
use serde_json::{Value, json};
use tests::{App, Dice, both_databases};

use crate::attacker::{Known, check, publish};

/// Communes of 2022 in two districts; some were merged with each other.
const COMMUNES: [&str; 8] = ["01392", "01399", "01387", "01393", "01726", "01729", "01732", "01735"];

/// What nobody tells: how many of a commune of 2022 and a sex.
type Atom = (String, String);

/// What is known of where a commune lies: its district of 2022, and the commune of 2025 that it became.
struct Place {
    district: String,
    successor: String,
}

/// Draws members into the communes.
async fn draw(app: &App, dice: &mut Dice) {
    for code in COMMUNES {
        let commune = app.area(code, "2022-06-30").await;
        let group = app.group(commune, LegalForm::Tht, "2020-01-01").await;
        let most = *dice.one_of(&[6, 14, 30]);
        for _ in 0..most {
            let home = app.household(commune, "2020-01-01").await;
            let sex = if dice.once_in(3) { Sex::Female } else { Sex::Male };
            let member = app.person_named(home, "Nông Văn Mẫu", sex, "2020-01-01").await;
            app.membership(group, member, "2020-01-01").await;
        }
    }
}

/// Every cell of G2 that donors see: the atoms that it sums, and its value where it is told.
fn cells(
    document: &Value,
    places: &BTreeMap<String, Place>,
    atoms: &[Atom],
) -> Vec<(Vec<usize>, Option<f64>)> {
    let is_old = document["map"] == "2022";
    let tables = document["tables"].as_array().unwrap().iter().filter(|table| table["indicator"] == "G2");
    let told = tables.flat_map(|table| table["cells"].as_array().unwrap());
    told.map(|cell| {
        let key = &cell["key"];
        let lies = |commune: &String| {
            let place = &places[commune];
            let of_map = if is_old { commune } else { &place.successor };
            key["commune"].as_str().is_none_or(|code| code == of_map)
                && key["district"].as_str().is_none_or(|code| code == place.district)
        };
        let sums = atoms.iter().enumerate().filter(|(_, (commune, sex))| {
            lies(commune) && key["sex"].as_str().is_none_or(|told| told == sex)
        });
        (sums.map(|(n, _)| n).collect(), cell["value"].as_f64())
    })
    .collect()
}

both_databases! {
    async fn no_hidden_cell_can_be_told_from_everything_that_is_published(app: App) {
        let mut dice = Dice::new("attacks");
        draw(&app, &mut dice).await;
        let province = app.province().await;
        let (officer, approver, donor) =
            (app.as_officer_of(province).await, app.as_approver().await, app.as_donor().await);
        let period = app.reporting_period(province, (2021, None), ReportingStatus::Locked).await;
        let mut documents = Vec::new();
        for (map, tables) in [
            ("2022", json!([{ "indicator": "G2", "by": ["commune", "sex"] }])),
            ("2025", json!([{ "indicator": "G2", "by": ["commune", "sex"] }, { "indicator": "G2", "by": ["sex"] }])),
            ("2022", json!([{ "indicator": "G2", "by": ["district", "sex"] }])),
        ] {
            match publish((&officer, &approver, &donor), (period, map), tables).await {
                Ok(document) => documents.push(document),
                // What cannot be made safe together with what was told before is refused, and tells nothing.
                Err(refusal) => assert_eq!(refusal["indicator"], "G2", "{refusal}"),
            }
        }
        let mut places = BTreeMap::new();
        for code in COMMUNES {
            let commune = app.area(code, "2022-06-30").await;
            let own = donor.get(&format!("/v1/areas/{commune}")).await.expect(200);
            let district = own.json["parent_id"].as_str().unwrap();
            let district = donor.get(&format!("/v1/areas/{district}")).await.expect(200);
            let became = donor.get(&format!("/v1/areas/{commune}/successors")).await.expect(200);
            let text = |value: &Value| value["code"].as_str().unwrap().to_owned();
            let place = Place { district: text(&district.json), successor: text(&became.data()[0]) };
            places.insert(code.to_owned(), place);
        }
        let sexes: Vec<&str> = documents[0]["categories"]["sex"]
            .as_array()
            .unwrap()
            .iter()
            .map(|sex| sex["code"].as_str().unwrap())
            .collect();
        let atoms: Vec<Atom> = COMMUNES
            .iter()
            .flat_map(|code| sexes.iter().map(|sex| ((*code).to_owned(), (*sex).to_owned())))
            .collect();
        let all: Vec<_> = documents.iter().flat_map(|one| cells(one, &places, &atoms)).collect();
        let known: Vec<Known> =
            all.iter().filter_map(|(sums, value)| value.map(|value| Known::exactly(sums.clone(), value))).collect();
        let hidden: Vec<Vec<usize>> =
            all.into_iter().filter(|(_, value)| value.is_none()).map(|(sums, _)| sums).collect();
        assert!(!documents.is_empty() && !hidden.is_empty(), "nothing to attack: {}", dice.seed());
        check(&hidden, &known, atoms.len(), dice.seed());
    }
}
