//! Files of applications: nobody else's, gone when they were entered in error, kept while they are evidence.

use entity::enums::{AccountKind, ContributionKind, LegalForm, PostingKind, Role};
use entity::ids::PostingId;
use entity::{acceptance, contribution_entry, fund_account, grant_application, posting};
use hoinongdan::access::Scope;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait as _;
use serde_json::json;
use tests::applications::{Desk, PDF, content_of, new_pdf, send};
use tests::{Cast, Terms, both_databases};
use uuid::Uuid;

const FILES: &str = "/v1/attachments";

/// Minutes of acceptance that name a file.
fn minutes_row(desk: &Desk, file: Uuid) -> acceptance::ActiveModel {
    acceptance::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        application_id: Set(desk.application),
        disbursement_id: Set(None),
        number: Set("01/BBNT".to_owned()),
        accepted_on: Set(desk.app.now().date_naive()),
        result: Set(entity::enums::AcceptanceResult::Passed),
        amount_vnd: Set(0),
        remark: Set(None),
        attachment_id: Set(Some(file.into())),
        created_at: Set(desk.app.now()),
    }
}

/// A posting of the fund, between two accounts of its own.
async fn posting(desk: &Desk) -> PostingId {
    let (app, id) = (&desk.app, PostingId::from(Uuid::now_v7()));
    let fund_id =
        grant_application::Entity::find_by_id(desk.application).one(app.db()).await.unwrap().unwrap().fund_id;
    let account = |kind| fund_account::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        fund_id: Set(fund_id),
        kind: Set(kind),
        holder_id: Set(fund_id.into()),
        allotment_id: Set(None),
        created_at: Set(app.now()),
    };
    let to = app.insert(account(AccountKind::Available)).await.id;
    let from = app.insert(account(AccountKind::Ifad)).await.id;
    app.insert(posting::ActiveModel {
        id: Set(id),
        fund_id: Set(fund_id),
        kind: Set(PostingKind::Funding),
        debit_id: Set(to),
        credit_id: Set(from),
        amount_vnd: Set(1),
        posted_on: Set(app.now().date_naive()),
        cites_id: Set(None),
        application_id: Set(None),
        disbursement_id: Set(None),
        attempt: Set(0),
        document_no: Set(None),
        note: Set(None),
        created_at: Set(app.now()),
    })
    .await;
    id
}

/// A contribution whose evidence is a file.
async fn contribution_row(desk: &Desk, file: Uuid) -> contribution_entry::ActiveModel {
    contribution_entry::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        application_id: Set(desk.application),
        group_id: Set(desk.group),
        kind: Set(ContributionKind::Cash),
        value_vnd: Set(1),
        valuation: Set("Phiếu thu".to_owned()),
        given_on: Set(desk.app.now().date_naive()),
        attachment_id: Set(Some(file.into())),
        posting_id: Set(posting(desk).await),
        version: Set(1),
        created_at: Set(desk.app.now()),
        updated_at: Set(desk.app.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    }
}

both_databases! {
    async fn all_faults_of_a_record_come_at_once(desk: Desk) {
        let new = json!({
            "owner_type": "person", "owner_id": desk.application, "file_name": "", "media_type": "text/html",
            "size_bytes": 1, "sha256": "abc",
        });
        desk.officer.post(FILES, new).await.problem(422, "validation_failed").faults(&[
            "#/file_name: too_short", "#/media_type: not_in_enum", "#/owner_type: not_in_enum", "#/sha256: invalid_format",
        ]);
        let mut new = new_pdf(desk.application);
        for name in ["../../etc/passwd", "a\\b.pdf", "x\u{202e}fdp.exe", ".htaccess"] {
            new["file_name"] = json!(name);
            desk.officer.post(FILES, new.clone()).await.faults(&["#/file_name: invalid_format"]);
        }
    }

    async fn files_of_elsewhere_do_not_exist(desk: Desk) {
        let id = desk.app.attachment(&desk.officer, desk.application).await;
        let elsewhere = desk.app.area("01726", "2022-06-30").await;
        let neighbour = desk.app.group(desk.commune, LegalForm::Tht, "2021-01-01").await;
        for stranger in [desk.app.as_officer_of(elsewhere).await, desk.app.as_leader_of(neighbour).await] {
            for path in [format!("{FILES}/{id}"), content_of(id), format!("{FILES}/{id}/history")] {
                stranger.get(&path).await.problem(404, "not_found");
            }
            send(&stranger, id, "application/pdf", PDF).await.problem(404, "not_found");
            stranger.delete(&format!("{FILES}/{id}?reason=test_entry"), "\"v2\"").await.problem(404, "not_found");
            let list = stranger.get(&format!("{FILES}?owner_id={}&include_total=true", desk.application)).await.expect(200);
            assert_eq!((list.data().len(), &list.json["page"]["total"]), (0, &json!(0)));
            let reply = stranger.post(FILES, new_pdf(desk.application)).await.problem(404, "not_found");
            let nobody = stranger.post(FILES, new_pdf(Uuid::now_v7().into())).await.problem(404, "not_found");
            assert_eq!(reply.json["errors"], nobody.json["errors"]);
            reply.faults(&["#/owner_id: not_found"]);
        }
        let leader = desk.app.as_leader_of(desk.group).await;
        assert_eq!(leader.get(&content_of(id)).await.expect(200).body, PDF);
    }

    async fn a_viewer_and_an_administrator_see_no_files(desk: Desk) {
        let id = desk.app.attachment(&desk.officer, desk.application).await;
        for caller in [desk.app.as_viewer_of(desk.commune).await, desk.app.as_admin().await, desk.app.as_donor().await] {
            for path in [FILES.to_owned(), format!("{FILES}/{id}"), content_of(id)] {
                caller.get(&path).await.problem(403, "permission_denied");
            }
            send(&caller, id, "application/pdf", PDF).await.problem(403, "permission_denied");
        }
        let auditor = desk.app.as_auditor().await;
        assert_eq!(auditor.get(&content_of(id)).await.expect(200).body, PDF);
        send(&auditor, id, "application/pdf", PDF).await.problem(403, "permission_denied");
    }

    async fn files_go_with_their_application(desk: Desk) {
        let id = desk.app.attachment(&desk.officer, desk.application).await;
        let province = desk.app.as_officer_of(desk.app.province().await).await;
        let gone = grant_application::ActiveModel {
            id: Set(desk.application), voided_at: Set(Some(desk.app.now())), ..Default::default()
        };
        grant_application::Entity::update(gone).exec(desk.app.db()).await.unwrap();
        for caller in [&desk.officer, &province] {
            caller.get(&content_of(id)).await.problem(404, "not_found");
            assert!(caller.get(FILES).await.expect(200).data().is_empty());
            caller.post(FILES, new_pdf(desk.application)).await.problem(404, "not_found").faults(&["#/owner_id: not_found"]);
        }
    }

    async fn a_file_entered_in_error_is_gone_with_its_content(desk: Desk) {
        let id = desk.app.attachment(&desk.officer, desk.application).await;
        let path = desk.app.database().directory().join("attachments").join(id.to_string());
        assert!(path.exists());
        desk.remove(id, "\"v1\"").await.problem(412, "precondition_failed");
        desk.remove(id, "\"v2\"").await.expect(204);
        assert!(!path.exists());
        for path in [format!("{FILES}/{id}"), content_of(id)] {
            desk.officer.get(&path).await.problem(404, "not_found");
        }
        desk.send(id, "application/pdf", PDF).await.problem(404, "not_found");
        let appraiser = desk.app.as_appraiser().await;
        let other = desk.app.attachment(&appraiser, desk.application).await;
        let refused = appraiser.delete(&format!("{FILES}/{other}?reason=test_entry"), "\"v2\"").await;
        refused.problem(403, "permission_denied");
    }

    async fn whoever_sends_files_of_an_application_neither_decides_on_it_nor_pays(desk: Desk) {
        let (app, grant) = (&desk.app, desk.app.granted(desk.commune, &Terms::default()).await);
        let cast = Cast::of(app).await;
        let province = Scope::Province(app.province().await);
        for (caller, role) in [(&cast.officer, Role::Approver), (&cast.appraiser, Role::Treasurer)] {
            app.attachment(caller, grant.application).await;
            app.also(caller, role, province).await;
        }
        cast.request(grant.tranches[0]).await.expect(200);
        let own = Cast { approver: cast.officer.clone(), treasurer: cast.appraiser.clone(), ..cast.clone() };
        own.approve(grant.tranches[0]).await.problem(403, "separation_of_duties");
        cast.approve(grant.tranches[0]).await.expect(200);
        own.pay(grant.tranches[0]).await.problem(403, "separation_of_duties");
        cast.pay(grant.tranches[0]).await.expect(200);
        let file = app.attachment(&cast.officer, grant.application).await;
        for caller in [&cast.approver, &cast.treasurer] {
            app.also(caller, Role::Officer, province).await;
            caller.post(FILES, new_pdf(grant.application)).await.problem(403, "separation_of_duties");
            send(caller, file, "application/pdf", PDF).await.problem(403, "separation_of_duties");
            let gone = caller.delete(&format!("{FILES}/{file}?reason=test_entry"), "\"v2\"").await;
            gone.problem(403, "separation_of_duties");
        }
        app.also(&cast.appraiser, Role::Officer, province).await;
        app.attachment(&cast.appraiser, grant.application).await;
    }

    async fn evidence_is_not_taken_out(desk: Desk) {
        let [minutes, receipt] =
            [desk.app.attachment(&desk.officer, desk.application).await, desk.app.attachment(&desk.officer, desk.application).await];
        desk.app.insert(minutes_row(&desk, minutes)).await;
        desk.remove(minutes, "\"v2\"").await.problem(409, "resource_in_use");
        let contribution = desk.app.insert(contribution_row(&desk, receipt).await).await;
        desk.remove(receipt, "\"v2\"").await.problem(409, "resource_in_use");
        assert_eq!(desk.officer.get(&content_of(receipt)).await.expect(200).body, PDF);
        let gone = contribution_entry::ActiveModel {
            id: Set(contribution.id), voided_at: Set(Some(desk.app.now())), ..Default::default()
        };
        contribution_entry::Entity::update(gone).exec(desk.app.db()).await.unwrap();
        desk.remove(receipt, "\"v2\"").await.expect(204);
    }

    async fn the_journal_keeps_no_names_of_files(desk: Desk) {
        let mut new = new_pdf(desk.application);
        new["file_name"] = json!("CCCD Nông Thị Vắng.pdf");
        let id = desk.officer.post(FILES, new).await.expect(201).id();
        desk.send(id, "application/pdf", PDF).await.expect(200);
        let history = desk.officer.get(&format!("{FILES}/{id}/history")).await.expect(200);
        let actions: Vec<_> = history.data().iter().map(|entry| entry["action"].clone()).collect();
        assert_eq!(actions, ["stored", "created"]);
        assert!(!history.text().contains("Vắng") && history.text().contains("/sha256"), "{history}");
    }
}
