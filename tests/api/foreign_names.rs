//! What a DHIS2 instance and IATI call the figures of a publication, where the settings say so.

use entity::enums::{LegalForm, ReportingStatus, Sex};
use serde_json::{Value, json};
use tests::calls::step;
use tests::databases::Backend;
use tests::{App, Setup, both_databases};

/// A service whose publications carry the names of others.
struct Named(App);

impl Named {
    async fn start(backend: Backend) -> Self {
        let setup = Setup {
            dhis2_mapping: Some(
                r#"{
                    "data_set": "dataSet0001",
                    "data_elements": { "G2": "members0001", "G2 by sex": "members0002" },
                    "category_option_combos": { "": "HllvX50cXC0", "sex=female": "female00001" },
                    "org_units": { "04": "caobang0001" }
                }"#,
            ),
            iati_activity: Some(r#"{ "publisher": "XI-EXAMPLE-1", "suffix": "GROUPS" }"#),
            ..Setup::default()
        };
        Self(App::with(backend, setup).await)
    }
}

both_databases! {
    async fn others_find_their_own_names(named: Named) {
        let app = named.0;
        let (province, commune) = (app.province().await, app.area("01392", "2022-06-30").await);
        let group = app.group(commune, LegalForm::Tht, "2020-01-01").await;
        for sex in [[Sex::Female; 20], [Sex::Male; 20]].concat() {
            let home = app.household(commune, "2020-01-01").await;
            let member = app.person_named(home, "Nông Văn Mẫu", sex, "2020-01-01").await;
            app.membership(group, member, "2020-01-01").await;
        }
        let period = app.reporting_period(province, (2021, None), ReportingStatus::Locked).await;
        let draft = json!({
            "period_id": period, "title_vi": "Số liệu năm 2021", "title_en": "Figures of 2021",
            "tables": [{ "indicator": "G1" }, { "indicator": "G2", "by": ["sex"] }],
        });
        let id = app.as_officer_of(province).await.post("/v1/publications", draft).await.expect(201).id();
        let publication = format!("/v1/publications/{id}");
        step(&app.as_approver().await, &publication, "publish", Value::Null).await.expect(200);
        let donor = app.as_donor().await;
        let set = donor.get(&format!("{publication}/document?format=dhis2")).await.expect(200);
        let value = |element: &str, combo: &str, value: &str| {
            json!({ "dataElement": element, "categoryOptionCombo": combo, "period": "2021", "orgUnit": "caobang0001",
                "value": value })
        };
        // A group comes with its leader, a woman.
        let expected = [value("members0001", "HllvX50cXC0", "41"), value("members0002", "female00001", "21")];
        assert_eq!((&set.json["dataSet"], &set.json["dataValues"]), (&json!("dataSet0001"), &json!(expected)));
        let activity = donor.get(&format!("{publication}/document?format=iati")).await.expect(200).text();
        assert!(activity.contains("<iati-identifier>XI-EXAMPLE-1-GROUPS</iati-identifier>"), "{activity}");
        assert!(activity.contains("XM-DAC-41108-2000000968"), "{activity}");
    }
}
