//! An attacker who puts together what different indicators tell of the same people: groups and their members, persons and
//! their memberships, the poor, cadres of two levels, a quarter and the year that end on the same day.

use entity::enums::{CadreLevel, LegalForm, Poverty, ReportingStatus, Sex};
use entity::group_value_chain;
use entity::ids::{AreaId, GroupId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::{App, Dice, both_databases};

use crate::attacker::{Known, check, publish};

/// Communes of 2022.
const COMMUNES: [&str; 4] = ["01392", "01399", "01726", "01729"];
const CHAINS: [&str; 2] = ["lon_den", "lac"];
const SEXES: [&str; 2] = ["female", "male"];
const POVERTY: [&str; 3] = ["poor", "near_poor", "not_poor"];
const FROM: &str = "2020-01-01";

/// What nobody tells: where somebody is a member, what they are, and whether it is the first membership.
#[derive(Clone, Debug)]
struct Atom {
    words: [(&'static str, &'static str); 4],
    is_first: bool,
}

impl Atom {
    fn every() -> Vec<Self> {
        let mut all = Vec::new();
        for commune in COMMUNES {
            for chain in CHAINS {
                for sex in SEXES {
                    for poverty in POVERTY {
                        let words = [
                            ("commune", commune),
                            ("value_chain", chain),
                            ("sex", sex),
                            ("poverty", poverty),
                        ];
                        all.extend([true, false].map(|is_first| Self { words, is_first }));
                    }
                }
            }
        }
        all
    }

    /// Whether it counts in a cell of an indicator.
    fn counts(&self, indicator: &str, key: &Value) -> bool {
        let is_alike = |(name, word): &(&str, &str)| key[*name].as_str().is_none_or(|told| told == *word);
        let is_poor = self.words[3].1 != "not_poor";
        self.words.iter().all(is_alike)
            && match indicator {
                "G2_persons" => self.is_first,
                "G3" => is_poor,
                _ => true,
            }
    }
}

/// The numbers of the atoms that count in a cell.
fn sum(atoms: &[Atom], indicator: &str, key: &Value) -> Vec<usize> {
    (0..atoms.len()).filter(|n| atoms[*n].counts(indicator, key)).collect()
}

async fn group(app: &App, commune: AreaId, chain: &str) -> GroupId {
    use group_value_chain::{Column, Entity};
    let group = app.group(commune, LegalForm::Tht, FROM).await;
    let named = Entity::update_many().col_expr(Column::Chain, Expr::value(chain));
    named.filter(Column::GroupId.eq(group)).exec(app.db()).await.unwrap();
    group
}

/// Draws groups and their members; some are members of two.
async fn draw(app: &App, dice: &mut Dice) {
    for (code, members) in COMMUNES.into_iter().zip([8, 20, 35, 12]) {
        let commune = app.area(code, "2022-06-30").await;
        let mut groups = vec![group(app, commune, CHAINS[dice.below(2)]).await];
        if dice.once_in(2) {
            groups.push(group(app, commune, CHAINS[dice.below(2)]).await);
        }
        for _ in 0..members {
            let home = app.household(commune, FROM).await;
            let sex = if dice.once_in(3) { Sex::Female } else { Sex::Male };
            let member = app.person_named(home, "Nông Văn Mẫu", sex, FROM).await;
            let status = *dice.one_of(&[Some(Poverty::Poor), Some(Poverty::NearPoor), None, None]);
            if let Some(status) = status {
                app.poverty(home, commune, status, "2022-01-01").await;
            }
            let first = dice.below(groups.len());
            app.membership(groups[first], member, FROM).await;
            if groups.len() > 1 && dice.once_in(5) {
                app.membership(groups[1 - first], member, FROM).await;
            }
        }
    }
}

/// The cells of a document, with the indicator of their table.
fn cells(document: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let tables = document["tables"].as_array().unwrap().iter();
    tables.flat_map(|table| {
        let indicator = table["indicator"].as_str().unwrap();
        table["cells"].as_array().unwrap().iter().map(move |cell| (indicator, cell))
    })
}

both_databases! {
    async fn what_indicators_tell_together_betrays_no_member(app: App) {
        let mut dice = Dice::new("linked attacks");
        draw(&app, &mut dice).await;
        let province = app.province().await;
        let (officer, approver, donor) =
            (app.as_officer_of(province).await, app.as_approver().await, app.as_donor().await);
        let year = app.reporting_period(province, (2022, None), ReportingStatus::Locked).await;
        let quarter = app.reporting_period(province, (2022, Some(4)), ReportingStatus::Locked).await;
        let mut documents = Vec::new();
        for (period, tables) in [
            (quarter, json!([{ "indicator": "G1", "by": ["commune", "value_chain"] }, { "indicator": "G2", "by": ["commune", "value_chain"] }])),
            (year, json!([{ "indicator": "G2_persons", "by": ["commune", "sex"] }, { "indicator": "G2", "by": ["commune", "sex", "year"] }])),
            (year, json!([{ "indicator": "G3", "by": ["value_chain", "sex"] }, { "indicator": "G2", "by": ["value_chain", "sex", "poverty"] }])),
            (quarter, json!([{ "indicator": "G2", "by": ["value_chain", "sex"] }, { "indicator": "G2_persons", "by": ["value_chain"] }])),
        ] {
            documents.extend(publish((&officer, &approver, &donor), (period, "2022"), tables).await);
        }
        let atoms = Atom::every();
        let (mut known, mut hidden) = (Vec::new(), Vec::new());
        for (indicator, cell) in documents.iter().flat_map(cells) {
            let (key, value) = (&cell["key"], cell["value"].as_f64());
            let of = sum(&atoms, indicator, key);
            let is_sensitive = indicator == "G3" || key["poverty"].is_string();
            let is_rounded = is_sensitive && key["commune"].is_string();
            match (indicator, value) {
                // Where there is no group there is no member.
                ("G1", Some(0.0)) => known.push(Known::exactly(of, 0.0)),
                ("G1", _) => {}
                (_, None) => hidden.push(of),
                (_, Some(value)) if is_rounded => known.push(Known::rounded(of, value)),
                (_, Some(value)) => known.push(Known::exactly(of, value)),
            }
            if let Some(whole) = cell["denominator"].as_f64() {
                known.push(Known::exactly(sum(&atoms, "G2", key), whole));
            }
        }
        assert!(!documents.is_empty() && !hidden.is_empty(), "nothing to attack: {}", dice.seed());
        check(&hidden, &known, atoms.len(), dice.seed());
    }

    async fn cadres_of_one_level_are_not_told_by_the_other(app: App) {
        let mut dice = Dice::new("cadres");
        let province = app.province().await;
        for code in COMMUNES {
            let commune = app.area(code, "2022-06-30").await;
            let training = app.past_training(commune, &["bookkeeping"], "2022-03-01").await;
            for n in 0..*dice.one_of(&[14, 30, 45]) {
                let home = app.household(commune, FROM).await;
                let sex = if dice.once_in(2) { Sex::Female } else { Sex::Male };
                let cadre = app.person_named(home, "Nông Văn Mẫu", sex, FROM).await;
                let level = if n % 3 == 0 { CadreLevel::Commune } else { CadreLevel::Branch };
                app.cadre_post(cadre, level, (commune, FROM)).await;
                if !dice.once_in(6) {
                    app.took_part(training, cadre, Some("2022-03-01")).await;
                }
            }
        }
        let people = (&app.as_officer_of(province).await, &app.as_approver().await, &app.as_donor().await);
        let year = app.reporting_period(province, (2022, None), ReportingStatus::Locked).await;
        let mut documents = Vec::new();
        for codes in [vec!["G8b", "G8b_commune"], vec!["G8b_branch"]] {
            let table = |code: &str| json!({ "indicator": code, "by": ["commune", "sex"] });
            let tables: Vec<Value> = codes.into_iter().map(table).collect();
            documents.extend(publish(people, (year, "2022"), json!(tables)).await);
        }
        let mut atoms = Vec::new();
        for commune in COMMUNES {
            for sex in SEXES {
                for level in ["G8b_commune", "G8b_branch"] {
                    atoms.extend([true, false].map(|is_trained| (commune, sex, level, is_trained)));
                }
            }
        }
        let sum = |indicator: &str, key: &Value, of_trained: bool| -> Vec<usize> {
            let is_in = |(commune, sex, level, is_trained): &(&str, &str, &str, bool)| {
                key["commune"].as_str().is_none_or(|code| code == *commune)
                    && key["sex"].as_str().is_none_or(|code| code == *sex)
                    && (indicator == "G8b" || indicator == *level)
                    && (*is_trained || !of_trained)
            };
            (0..atoms.len()).filter(|n| is_in(&atoms[*n])).collect()
        };
        let (mut known, mut hidden) = (Vec::new(), Vec::new());
        for (indicator, cell) in documents.iter().flat_map(cells) {
            let key = &cell["key"];
            match (cell["value"].as_f64(), cell["denominator"].as_f64()) {
                (Some(value), Some(whole)) => {
                    known.push(Known::exactly(sum(indicator, key, true), value));
                    known.push(Known::exactly(sum(indicator, key, false), whole));
                }
                _ => hidden.push(sum(indicator, key, true)),
            }
        }
        assert!(!documents.is_empty() && !hidden.is_empty(), "nothing to attack: {}", dice.seed());
        check(&hidden, &known, atoms.len(), dice.seed());
    }
}
