//! Pages, filters, sorts and cursors of every list, by the example of the areas.

use entity::{enums::Sex, person};
use sea_orm::EntityTrait as _;
use serde_json::json;
use tests::{App, both_databases};

/// The bytes behind an opaque text (base64, RFC 4648 section 5).
fn decoded(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let values = text.bytes().map(|digit| DIGITS.iter().position(|known| *known == digit).unwrap());
    let bits: Vec<bool> =
        values.flat_map(|value| (0..6).rev().map(move |bit| value >> bit & 1 == 1)).collect();
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | u8::from(*bit))).collect()
}

both_databases! {
    async fn pages_follow_one_another_without_gap_or_repeat(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let all = officer.get("/v1/areas?level=commune&limit=200&valid_on=2022-06-30").await.expect(200).ids();
        for sort in ["name", "-name", "code", "-code"] {
            let mut path = format!("/v1/areas?level=commune&limit=7&valid_on=2022-06-30&sort={sort}");
            let mut found = Vec::new();
            loop {
                let page = officer.get(&path).await.expect(200);
                found.extend(page.ids());
                let Some(link) = page.header("link") else { break };
                assert_eq!(page.json["page"]["has_more"], true);
                path = link.trim_start_matches('<').split('>').next().unwrap().to_owned();
            }
            let mut sorted = [found.clone(), all.clone()];
            sorted.iter_mut().for_each(|ids| ids.sort());
            assert_eq!(sorted[0], sorted[1], "{sort}");
            if sort == "name" {
                assert_eq!(found, all);
            }
        }
    }

    async fn a_total_is_counted_when_asked(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let page = officer.get("/v1/areas?level=district&limit=1&include_total=true").await.expect(200);
        assert_eq!(page.json["page"]["total"], 10);
        let page = officer.get("/v1/areas?level=district&limit=1").await.expect(200);
        assert_eq!(page.json["page"]["total"], json!(null));
    }

    async fn an_empty_list_is_a_list(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let page = officer.get("/v1/areas?code=99999").await.expect(200);
        assert_eq!(page.json, json!({
            "data": [], "page": { "limit": 50, "has_more": false, "next_cursor": null, "total": null }
        }));
    }

    async fn a_parameter_that_is_not_declared_is_unknown(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        for (query, fault) in [("page=2", "page"), ("Limit=5", "Limit"), ("=1", ""), ("level%5B%5D=commune", "?")] {
            let reply = officer.get(&format!("/v1/areas?{query}")).await.problem(400, "unknown_parameter");
            reply.faults(&[&format!("{fault}: unknown_field")]);
        }
        let province = app.province().await;
        officer.get(&format!("/v1/areas/{province}?limit=5")).await.problem(400, "unknown_parameter");
        officer.get("/livez?x=1").await.problem(400, "unknown_parameter");
    }

    async fn a_wrong_parameter_is_named(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        for (query, fault) in [
            ("limit=0", "limit: out_of_range"),
            ("limit=201", "limit: out_of_range"),
            ("limit=-1", "limit: out_of_range"),
            ("limit=", "limit: out_of_range"),
            ("limit=ten", "limit: out_of_range"),
            ("limit=99999999999999999999", "limit: out_of_range"),
            ("limit=5&limit=5", "limit: not_unique"),
            ("level=commune&level=district", "level: not_unique"),
            ("sort=population", "sort: not_in_enum"),
            ("sort=", "sort: not_in_enum"),
            ("include_total=yes", "include_total: not_in_enum"),
            ("level=village", "level: not_in_enum"),
            ("level=commune,village", "level: not_in_enum"),
            ("parent_id=04", "parent_id: invalid_format"),
            ("valid_on=2022-02-30", "valid_on: invalid_format"),
            ("valid_on=0000-01-01", "valid_on: out_of_range"),
            ("valid_on=9999-12-31", "valid_on: out_of_range"),
            ("code=%00", "code: invalid_format"),
            ("code=12345678901", "code: too_long"),
            ("code=", "code: too_short"),
        ] {
            let reply = officer.get(&format!("/v1/areas?{query}")).await;
            reply.problem(400, "invalid_parameter").faults(&[fault]);
        }
    }

    async fn a_query_that_is_no_utf8_cannot_be_read(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        for query in ["code=%ff", "%c3%28=1", "code=%ed%a0%80"] {
            officer.get(&format!("/v1/areas?{query}")).await.problem(400, "malformed_request");
        }
    }

    async fn a_cursor_is_bound_to_its_list(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let first = officer.get("/v1/areas?level=commune&limit=5").await.expect(200);
        let cursor = first.json["page"]["next_cursor"].as_str().unwrap().to_owned();
        officer.get(&format!("/v1/areas?level=commune&limit=9&cursor={cursor}")).await.expect(200);
        let other = app.as_viewer_of(app.province().await).await;
        other.get(&format!("/v1/areas?cursor={cursor}&level=commune")).await.expect(200);
        let province = app.province().await;
        for path in [
            format!("/v1/areas?cursor={cursor}"),
            format!("/v1/areas?level=district&cursor={cursor}"),
            format!("/v1/areas?level=commune&sort=-name&cursor={cursor}"),
            format!("/v1/areas?level=commune&code=01392&cursor={cursor}"),
            format!("/v1/areas/{province}/successors?level=commune&cursor={cursor}"),
        ] {
            officer.get(&path).await.problem(400, "invalid_cursor");
        }
    }

    async fn a_cursor_shows_nothing_of_the_row_it_stands_at(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let household = app.household(commune, "2019-05-01").await;
        for name in ["Hoàng Văn Ẩn", "Hoàng Văn Bằng", "Hoàng Văn Chiến"] {
            app.person_named(household, name, Sex::Male, "2020-01-01").await;
        }
        let officer = app.as_officer_of(commune).await;
        let page = officer.get("/v1/persons?sort=name&limit=2").await.expect(200);
        let cursor = page.json["page"]["next_cursor"].as_str().unwrap().to_owned();
        let row = person::Entity::find_by_id(page.ids()[1]).one(app.db()).await.unwrap().unwrap();
        let shown = decoded(&cursor);
        let given_name = row.sort_key.as_bytes().get(..4).unwrap();
        for secret in [given_name, &page.ids()[1].as_bytes()[..6]] {
            assert!(!shown.windows(secret.len()).any(|window| window == secret), "{cursor}");
        }
        let last = officer.get(&format!("/v1/persons?sort=name&limit=2&cursor={cursor}")).await.expect(200);
        assert!(!last.data().is_empty() && !page.ids().contains(&last.ids()[0]));
    }

    async fn an_altered_cursor_is_no_cursor(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let first = officer.get("/v1/areas?limit=5").await.expect(200);
        let cursor = first.json["page"]["next_cursor"].as_str().unwrap().to_owned();
        for at in 0..cursor.len() {
            let mut altered: Vec<u8> = cursor.clone().into_bytes();
            altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).unwrap();
            // The last character carries bits that belong to no byte; the decoder refuses those as well.
            officer.get(&format!("/v1/areas?limit=5&cursor={altered}")).await.problem(400, "invalid_cursor");
        }
        for garbage in ["", "x", "AAAA", "%2B%2F%3D", &cursor[1..], &format!("{cursor}A"), &"A".repeat(2000)] {
            officer.get(&format!("/v1/areas?limit=5&cursor={garbage}")).await.problem(400, "invalid_cursor");
        }
    }
}
