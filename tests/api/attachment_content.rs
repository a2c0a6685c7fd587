//! The content of files: it agrees with its record, and a record says nothing that is not kept.

use std::path::PathBuf;

use serde_json::{Value, json};
use tests::applications::{Desk, PDF, PDF_SHA256, content_of, new_pdf};
use tests::{at_once, both_databases};
use uuid::Uuid;

const FILES: &str = "/v1/attachments";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A record of another type and size.
async fn enter_as(desk: &Desk, media_type: &str, size: usize) -> Uuid {
    let mut new = new_pdf(desk.application);
    (new["media_type"], new["size_bytes"]) = (json!(media_type), json!(size));
    desk.officer.post(FILES, new).await.expect(201).id()
}

/// Where the service keeps files.
fn folder(desk: &Desk) -> PathBuf {
    desk.app.database().directory().join("attachments")
}

both_databases! {
    async fn the_record_comes_first_and_the_content_when_the_line_allows(desk: Desk) {
        let made = desk.enter().await;
        let id = made.id();
        assert_eq!((&made.json["stored_at"], &made.json["sha256"]), (&Value::Null, &json!(PDF_SHA256)));
        assert_eq!(made.json["group_id"], json!(desk.group));
        desk.officer.get(&content_of(id)).await.problem(404, "not_found");
        desk.app.set_now("2026-06-18T03:00:00Z");
        let sent = desk.send(id, "application/pdf", PDF).await.expect(200);
        assert_eq!((&sent.json["stored_at"], &sent.json["version"]), (&json!("2026-06-18T03:00:00.000Z"), &json!(2)));
        let record = desk.officer.get(&format!("{FILES}/{id}")).await.expect(200);
        assert_eq!(record.json, sent.json);
        let list = desk.officer.get(&format!("{FILES}?owner_id={}", desk.application)).await.expect(200);
        assert_eq!(list.json["data"], json!([sent.json]));
        let file = desk.officer.get(&content_of(id)).await.expect(200);
        assert_eq!(file.body, PDF);
    }

    async fn what_goes_out_is_kept_as_a_file(desk: Desk) {
        let mut new = new_pdf(desk.application);
        new["file_name"] = json!("Ảnh chạy.exe");
        let id = desk.officer.post(FILES, new).await.expect(201).id();
        desk.send(id, "application/pdf", PDF).await.expect(200);
        let file = desk.officer.get(&content_of(id)).header("accept-encoding", "gzip, br").await.expect(200);
        let etag = format!("\"{PDF_SHA256}\"");
        for (name, value) in [
            ("content-type", "application/pdf"),
            ("content-disposition", "attachment; filename*=UTF-8''%E1%BA%A2nh%20ch%E1%BA%A1y.exe.pdf"),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "private, no-cache"),
            ("etag", &etag),
        ] {
            assert_eq!(file.header(name).as_deref(), Some(value), "{name}");
        }
        assert_eq!(file.header("content-encoding"), None);
        let again = desk.officer.get(&content_of(id)).header("if-none-match", &etag).await.expect(304);
        assert!(again.body.is_empty());
    }

    async fn the_same_content_sent_again_changes_nothing(desk: Desk) {
        let id = desk.enter().await.id();
        let first = desk.send(id, "application/pdf", PDF).await.expect(200);
        desk.app.set_now("2026-06-18T03:00:00Z");
        let again = desk.send(id, "application/pdf", PDF).await.expect(200);
        assert_eq!((again.json, again.headers.contains_key("idempotency-replayed")), (first.json, false));
        let other = b"%PDF-1.7 other\n".as_slice();
        desk.send(id, "application/pdf", other).await.problem(409, "state_conflict");
        assert_eq!(desk.officer.get(&content_of(id)).await.expect(200).body, PDF);
    }

    async fn what_a_disk_has_lost_comes_back_when_it_is_sent_again(desk: Desk) {
        let id = desk.enter().await.id();
        desk.send(id, "application/pdf", PDF).await.expect(200);
        std::fs::remove_file(folder(&desk).join(id.to_string())).unwrap();
        desk.officer.get(&content_of(id)).await.problem(500, "internal_error");
        desk.send(id, "application/pdf", PDF).await.expect(200);
        assert_eq!(desk.officer.get(&content_of(id)).await.expect(200).body, PDF);
    }

    async fn a_replayed_key_gives_the_same_answer(desk: Desk) {
        let key = Uuid::now_v7();
        let made = desk.officer.post(FILES, new_pdf(desk.application)).key(key).await.expect(201);
        let again = desk.officer.post(FILES, new_pdf(desk.application)).key(key).await.expect(201);
        assert_eq!((again.id(), again.header("idempotency-replayed").as_deref()), (made.id(), Some("true")));
        let id = made.id();
        let sent = desk.send(id, "application/pdf", PDF).key(key).await.expect(200);
        let other = b"%PDF-1.7 other\n".as_slice();
        desk.send(id, "application/pdf", other).key(key).await.problem(422, "idempotency_key_reused");
        desk.remove(id, &sent.etag()).await.expect(204);
        let again = desk.send(id, "application/pdf", PDF).key(key).await.expect(200);
        assert_eq!((again.json.clone(), again.header("idempotency-replayed").as_deref()), (sent.json.clone(), Some("true")));
    }

    async fn of_many_who_send_at_once_one_stores(desk: Desk) {
        let id = desk.enter().await.id();
        let replies = at_once((0..8).map(|_| desk.send(id, "application/pdf", PDF).into_future())).await;
        let all: Vec<_> = replies.into_iter().map(|reply| reply.expect(200).json).collect();
        assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "{all:#?}");
        let history = desk.officer.get(&format!("{FILES}/{id}/history?limit=200")).await.expect(200);
        let stored = history.data().iter().filter(|entry| entry["action"] == "stored").count();
        assert_eq!((stored, all[0]["version"].clone()), (1, json!(2)));
    }

    async fn content_that_disagrees_with_its_record_is_refused(desk: Desk) {
        let id = desk.enter().await.id();
        let other = b"%PDF-1.7\n%%EOG\n".as_slice();
        let reply = desk.send(id, "application/pdf", other).await;
        reply.problem(422, "validation_failed").faults(&["#/sha256: inconsistent"]);
        let longer = [PDF, b"\n"].concat();
        let reply = desk.send(id, "application/pdf", longer).await;
        reply.problem(422, "validation_failed").faults(&["#/sha256: inconsistent", "#/size_bytes: inconsistent"]);
        desk.officer.get(&content_of(id)).await.problem(404, "not_found");
        assert_eq!(desk.officer.get(&format!("{FILES}/{id}")).await.expect(200).etag(), "\"v1\"");
    }

    async fn content_is_of_the_declared_type(desk: Desk) {
        let id = desk.enter().await.id();
        let script = b"#!/bin/sh\nrm -rf\n".as_slice();
        let page = b"<html><script>".as_slice();
        let picture = b"\x89PNG\r\n\x1a\n.......".as_slice();
        for (media_type, bytes) in [
            ("application/pdf", script),
            ("application/pdf", page),
            ("application/pdf", picture),
            ("application/pdf", b""),
            ("image/png", PDF),
            ("image/png", picture),
            ("text/html", page),
            ("application/json", b"{}"),
            ("application/octet-stream", PDF),
            ("", PDF),
        ] {
            desk.send(id, media_type, bytes).await.problem(415, "unsupported_media_type");
        }
        desk.send(id, "application/pdf", PDF).without("content-type").await.problem(415, "unsupported_media_type");
        desk.send(id, "Application/PDF; version=1.7", PDF).await.expect(200);
        let text = enter_as(&desk, DOCX, 100).await;
        desk.send(text, DOCX, b"PK\x03\x04 no archive".as_slice()).await.problem(415, "unsupported_media_type");
    }

    async fn a_file_of_more_than_ten_mebibytes_is_too_large(desk: Desk) {
        const MOST: usize = 10 * 1024 * 1024;
        let id = enter_as(&desk, "application/pdf", MOST).await;
        let mut bytes = PDF.to_vec();
        bytes.resize(MOST + 1, b'\n');
        desk.send(id, "application/pdf", bytes.clone()).await.problem(413, "payload_too_large");
        bytes.truncate(MOST);
        desk.send(id, "application/pdf", bytes).await.problem(422, "validation_failed").faults(&["#/sha256: inconsistent"]);
        let mut new = new_pdf(desk.application);
        for size in [0, -1, 10_485_761] {
            new["size_bytes"] = json!(size);
            let reply = desk.officer.post(FILES, new.clone()).await.problem(422, "validation_failed");
            reply.faults(&["#/size_bytes: out_of_range"]);
        }
    }

    async fn a_record_says_nothing_that_the_store_has_not_kept(desk: Desk) {
        let id = desk.enter().await.id();
        let folder = folder(&desk);
        std::fs::remove_dir_all(&folder).unwrap();
        std::fs::write(&folder, "no folder").unwrap();
        desk.send(id, "application/pdf", PDF).await.problem(503, "service_unavailable");
        assert_eq!(desk.officer.get(&format!("{FILES}/{id}")).await.expect(200).json["stored_at"], Value::Null);
        desk.officer.get("/readyz").await.expect(200);
        std::fs::remove_file(&folder).unwrap();
        desk.send(id, "application/pdf", PDF).await.expect(200);
        assert_eq!(desk.officer.get(&content_of(id)).await.expect(200).body, PDF);
    }

    async fn what_an_unfinished_request_left_is_harmless(desk: Desk) {
        let id = desk.enter().await.id();
        let folder = folder(&desk);
        std::fs::write(folder.join(format!("{id}#1")), "half of a").unwrap();
        std::fs::write(folder.join(id.to_string()), "something").unwrap();
        desk.officer.get(&content_of(id)).await.problem(404, "not_found");
        desk.send(id, "application/pdf", PDF).await.expect(200);
        assert_eq!(desk.officer.get(&content_of(id)).await.expect(200).body, PDF);
    }
}
