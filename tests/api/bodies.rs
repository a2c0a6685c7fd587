//! What a JSON body may look like.

use entity::enums::LegalForm;
use serde_json::json;
use tests::{App, Caller, Reply, both_databases, over_tcp};

async fn send(caller: &Caller, app: &App, body: impl Into<Vec<u8>>) -> Reply {
    let area = app.area("01392", "2022-06-30").await;
    caller.post(&format!("/v1/areas/{area}/project-periods"), json!({})).bytes(body).await
}

both_databases! {
    async fn a_body_that_is_no_strict_json_cannot_be_read(app: App) {
        let admin = app.as_admin().await;
        let deep = format!("{}1{}", r#"{"a":"#.repeat(33), "}".repeat(33));
        let very_deep = "[".repeat(100_000);
        let texts = [
            "", " ", "{", "}", "{]", "nul", "{'from_on': '2017-06-01'}", "{\"from_on\": NaN}", "{\"a\": 1,}", "{} {}",
            "{\"a\": 1} // no", "{\"a\": +1}", "{\"a\": 01}", "{\"a\": .5}", "{\"a\": 1e999}", "\u{feff}{}",
            r#"{"from_on": "2017-06-01", "from_on": "2018-06-01"}"#,
            r#"{"from_on": "2017-06-01", "fr\u006fm_on": "2018-06-01"}"#,
            r#"{"a": "\ud800"}"#, r#"{"a": "\udc00\ud800"}"#, r#"{"\ud800": 1}"#, "{\"a\": \"\n\"}", &deep, &very_deep,
        ];
        for text in texts {
            send(&admin, &app, text).await.problem(400, "malformed_request");
        }
        for bytes in [&b"{\"a\": \"\xff\"}"[..], b"\xff\xfe{\0}\0", b"\x1f\x8b\x08\x00"] {
            send(&admin, &app, bytes).await.problem(400, "malformed_request");
        }
    }

    async fn a_body_is_an_object(app: App) {
        let admin = app.as_admin().await;
        for text in ["[]", "null", "1", "\"x\"", "true", "[{\"from_on\": \"2017-06-01\"}]"] {
            send(&admin, &app, text).await.problem(422, "validation_failed").faults(&["#: invalid_type"]);
        }
    }

    async fn all_faults_come_at_once(app: App) {
        let admin = app.as_admin().await;
        let reply = send(&admin, &app, r#"{"id": 7, "until_on": "soon", "name": "x", "a~b/c": 1}"#).await;
        reply.problem(422, "validation_failed").faults(&[
            "#/a~0b~1c: unknown_field",
            "#/from_on: required",
            "#/id: invalid_type",
            "#/name: unknown_field",
            "#/until_on: invalid_format",
        ]);
    }

    async fn faults_are_at_most_a_hundred(app: App) {
        let admin = app.as_admin().await;
        let members: Vec<_> = (0..5000).map(|n| format!("\"m{n}\": 1")).collect();
        let reply = send(&admin, &app, format!("{{{}}}", members.join(","))).await;
        assert_eq!(reply.problem(422, "validation_failed").json["errors"].as_array().map(Vec::len), Some(100));
    }

    async fn text_holds_no_control_characters(app: App) {
        let admin = app.as_admin().await;
        for escape in ["\\u0000", "\\u0007", "\\u001b", "\\u0085"] {
            let reply = send(&admin, &app, format!(r#"{{"from_on": "2017-06-01{escape}"}}"#)).await;
            reply.problem(422, "validation_failed").faults(&["#/from_on: invalid_format"]);
        }
    }

    async fn a_number_of_any_size_is_no_text(app: App) {
        let admin = app.as_admin().await;
        let huge = "9".repeat(300);
        for number in ["9223372036854775808", "18446744073709551616", "-9223372036854775809", "1e300", "-0.0", &huge] {
            let reply = send(&admin, &app, format!(r#"{{"from_on": {number}}}"#)).await;
            reply.problem(422, "validation_failed").faults(&["#/from_on: invalid_type"]);
        }
    }

    async fn money_is_a_whole_number_within_its_limits(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let group = app.group(commune, LegalForm::Tht, "2021-01-01").await;
        let person = app.person(app.household(commune, "2021-01-01").await).await;
        let officer = app.as_officer_of(commune).await;
        for (sum, code) in [
            ("-1", "out_of_range"),
            ("9000000000000001", "out_of_range"),
            ("9223372036854775808", "out_of_range"),
            ("18446744073709551616", "out_of_range"),
            ("1e300", "out_of_range"),
            ("1.5", "invalid_type"),
            ("\"1\"", "invalid_type"),
            ("true", "invalid_type"),
        ] {
            let body = format!(
                r#"{{"group_id": "{group}", "person_id": "{person}", "from_on": "2022-01-01", "contribution_vnd": {sum}}}"#
            );
            let reply = officer.post("/v1/memberships", json!({})).bytes(body).await;
            reply.problem(422, "validation_failed").faults(&[&format!("#/contribution_vnd: {code}")]);
        }
    }

    async fn days_lie_between_1900_and_2100(app: App) {
        let admin = app.as_admin().await;
        for (day, code) in [
            ("0000-01-01", "out_of_range"),
            ("1899-12-31", "out_of_range"),
            ("2101-01-01", "out_of_range"),
            ("9999-12-31", "out_of_range"),
            ("2022-02-30", "invalid_format"),
            ("2022-6-1", "invalid_format"),
            ("22-06-01", "invalid_format"),
            ("+2022-06-01", "invalid_format"),
            ("2022-06-01T00:00:00Z", "invalid_format"),
            ("٢٠٢٢-٠٦-٠١", "invalid_format"),
            ("", "invalid_format"),
        ] {
            let reply = send(&admin, &app, json!({ "from_on": day }).to_string()).await;
            reply.problem(422, "validation_failed").faults(&[&format!("#/from_on: {code}")]);
        }
    }

    async fn a_body_of_more_than_a_mebibyte_is_too_large(app: App) {
        let admin = app.as_admin().await;
        let body = |bytes: usize| format!("{{\"from_on\": \"{}\"}}", "x".repeat(bytes));
        send(&admin, &app, body(10 * 1024 * 1024)).await.problem(413, "payload_too_large");
        send(&admin, &app, body(1024 * 1024)).await.problem(413, "payload_too_large");
        send(&admin, &app, body(1024 * 1000)).await.problem(422, "validation_failed");
    }

    async fn a_body_without_declared_length_is_cut_off_too(app: App) {
        let area = app.area("01392", "2022-06-30").await;
        let token = app.as_admin().await.token().unwrap();
        let address = app.listen().await;
        let head = format!(
            "POST /v1/areas/{area}/project-periods HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
             Authorization: Bearer {token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        );
        let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
        let reply = over_tcp(address, format!("{head}{}0\r\n\r\n", chunk.repeat(32))).await;
        assert!(reply.starts_with("HTTP/1.1 413") && reply.contains("payload_too_large"), "{reply}");
    }

    async fn another_media_type_is_refused(app: App) {
        let admin = app.as_admin().await;
        let periods = format!("/v1/areas/{}/project-periods", app.area("01392", "2022-06-30").await);
        let new = json!({ "from_on": "2017-06-01" });
        for kind in ["", "text/plain", "application/xml", "application/merge-patch+json", "application/jsonx", "json"] {
            let reply = admin.post(&periods, new.clone()).header("content-type", kind).await;
            reply.problem(415, "unsupported_media_type");
        }
        admin.post(&periods, new.clone()).without("content-type").await.problem(415, "unsupported_media_type");
        let kind = "Application/JSON; charset=utf-8";
        let made = admin.post(&periods, new).header("content-type", kind).await.expect(201);
        let path = format!("{periods}/{}", made.id());
        let patch = admin.patch(&path, &made.etag(), json!({ "until_on": null }));
        patch.header("content-type", "application/json").await.problem(415, "unsupported_media_type");
    }

    async fn a_patch_changes_something(app: App) {
        let admin = app.as_admin().await;
        let periods = format!("/v1/areas/{}/project-periods", app.area("01392", "2022-06-30").await);
        let made = admin.post(&periods, json!({ "from_on": "2017-06-01" })).await.expect(201);
        let path = format!("{periods}/{}", made.id());
        admin.patch(&path, &made.etag(), json!({})).await.problem(422, "validation_failed");
        admin.patch(&path, &made.etag(), json!({ "from_on": null })).await.problem(422, "validation_failed");
        admin.patch(&path, &made.etag(), json!({ "version": 7 })).await.faults(&["#/version: unknown_field"]);
    }

    async fn a_taken_id_is_refused_without_saying_whose(app: App) {
        let admin = app.as_admin().await;
        let [one, other] = [app.area("01392", "2022-06-30").await, app.area("01399", "2022-06-30").await];
        let made = admin.post(&format!("/v1/areas/{one}/project-periods"), json!({ "from_on": "2017-06-01" })).await;
        let again = json!({ "id": made.expect(201).id(), "from_on": "2018-06-01" });
        admin.post(&format!("/v1/areas/{other}/project-periods"), again).await.problem(409, "id_conflict");
    }
}
