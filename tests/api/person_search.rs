//! Finding persons by the words of their names, and the filters of the list.

use entity::enums::{LegalForm, Sex};
use entity::ids::HouseholdId;
use serde_json::{Value, json};
use tests::{App, Caller, both_databases};
use uuid::Uuid;

const NAMES: [&str; 7] =
    ["Lý Thị Hòa", "Lý Văn Hoa", "Bế Thị Vi", "Vi Văn Bế", "Đàm Thị Viên", "Đinh Văn 100%", "Hoàng Lý"];

/// People with these names in one household.
async fn people(app: &App) -> (Caller, HouseholdId) {
    let commune = app.area("01392", "2022-06-30").await;
    let household = app.household(commune, "2021-01-01").await;
    for name in NAMES {
        app.person_named(household, name, Sex::Female, "2021-01-01").await;
    }
    (app.as_officer_of(commune).await, household)
}

async fn found(caller: &Caller, query: &str) -> Vec<String> {
    let list = caller.get(&format!("/v1/persons?{query}")).await.expect(200);
    list.data().iter().map(|person| person["full_name"].as_str().unwrap_or_default().to_owned()).collect()
}

both_databases! {
    async fn names_are_found_with_or_without_diacritics(app: App) {
        let (officer, _) = people(&app).await;
        assert_eq!(found(&officer, "q=dam").await, ["Đàm Thị Viên"]);
        assert_eq!(found(&officer, "q=%C4%90%C3%80M%20vi%C3%AAn").await, ["Đàm Thị Viên"]);
        assert_eq!(found(&officer, "q=be%20vi").await, ["Vi Văn Bế", "Bế Thị Vi"]);
    }

    async fn every_word_must_begin_a_word_of_the_name(app: App) {
        let (officer, _) = people(&app).await;
        assert_eq!(found(&officer, "q=ly%20ho").await, ["Lý Văn Hoa", "Lý Thị Hòa", "Hoàng Lý"]);
        assert!(found(&officer, "q=oa").await.is_empty());
        assert!(found(&officer, "q=ly%20dam").await.is_empty());
    }

    async fn exact_diacritics_and_whole_words_come_first(app: App) {
        let (officer, _) = people(&app).await;
        assert_eq!(found(&officer, "q=h%C3%B2a").await, ["Lý Thị Hòa", "Lý Văn Hoa", "Hoàng Lý"]);
        assert_eq!(found(&officer, "q=hoa").await, ["Lý Văn Hoa", "Lý Thị Hòa", "Hoàng Lý"]);
        assert_eq!(found(&officer, "q=vi").await, ["Vi Văn Bế", "Bế Thị Vi", "Đàm Thị Viên"]);
    }

    async fn signs_are_no_wildcards(app: App) {
        let (officer, _) = people(&app).await;
        for question in ["%25", "_", "%25%25_", "'", "%22"] {
            assert!(found(&officer, &format!("q={question}")).await.is_empty(), "{question}");
        }
        assert_eq!(found(&officer, "q=100%25").await, ["Đinh Văn 100%"]);
        officer.get("/v1/persons?q=%20").await.problem(400, "invalid_parameter");
        officer.get("/v1/persons?q=%00").await.problem(400, "invalid_parameter");
        officer.get(&format!("/v1/persons?q={}", "a".repeat(121))).await.problem(400, "invalid_parameter");
    }

    async fn names_sort_by_given_name_and_pages_meet(app: App) {
        let (officer, _) = people(&app).await;
        let all = found(&officer, "").await;
        let sorted =
            ["Đinh Văn 100%", "Vi Văn Bế", "Lý Văn Hoa", "Lý Thị Hòa", "Hoàng Lý", "Bế Thị Vi", "Đàm Thị Viên"];
        assert_eq!(all, sorted);
        let reversed = found(&officer, "sort=-name").await;
        assert!(reversed.iter().rev().eq(all.iter()), "{reversed:?}");
        for query in ["", "q=ly&", "q=v&", "sort=-updated_at&"] {
            let (mut seen, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = officer.get(&format!("/v1/persons?{query}limit=2{cursor}")).await.expect(200);
                seen.extend(page.ids());
                let Some(next) = page.json["page"]["next_cursor"].as_str() else { break };
                cursor = format!("&cursor={next}");
            }
            assert_eq!(seen, officer.get(&format!("/v1/persons?{query}")).await.expect(200).ids(), "{query}");
        }
    }

    async fn the_list_is_filtered_by_place_household_group_and_sex(app: App) {
        let (officer, household) = people(&app).await;
        let commune = app.area("01392", "2022-06-30").await;
        let other = app.household(commune, "2021-01-01").await;
        let man = app.person_named(other, "Hà Văn Sơn", Sex::Male, "2021-01-01").await;
        let group = app.group(commune, LegalForm::Tht, "2021-01-01").await;
        app.membership(group, man, "2022-01-01").await;
        let only_him = [Uuid::from(man)];
        for query in [format!("household_id={other}"), "sex=male,unknown".to_owned()] {
            assert_eq!(officer.get(&format!("/v1/persons?{query}")).await.expect(200).ids(), only_him, "{query}");
        }
        let members = officer.get(&format!("/v1/persons?group_id={group}&sex=male")).await.expect(200);
        assert_eq!(members.ids(), only_him);
        assert_eq!(found(&officer, &format!("household_id={household}")).await.len(), NAMES.len());
        let (new, far) = (app.area("01392", "2025-07-01").await, app.area("047", "2022-06-30").await);
        let total = async |area| {
            let list = officer.get(&format!("/v1/persons?include_total=true&area_id={area}")).await.expect(200);
            list.json["page"]["total"].clone()
        };
        assert_eq!(total(commune).await, json!(NAMES.len() + 2));
        assert_eq!(total(far).await, json!(0));
        assert_ne!(total(new).await, Value::Null);
    }

    async fn a_leader_finds_nobody_of_another_group_by_name(app: App) {
        let (_, _) = people(&app).await;
        let group = app.group(app.area("01392", "2022-06-30").await, LegalForm::Tht, "2021-01-01").await;
        assert!(found(&app.as_leader_of(group).await, "q=ly").await.is_empty());
    }
}
