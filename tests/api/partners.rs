//! Partners: what is told of them and to whom, and what their people change.

use entity::enums::{LegalForm, PartnerStatus, Role};
use entity::{idempotency_claim, journal_entry, partner, search_word};
use hoinongdan::access::Scope;
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use tests::hidden::hidden;
use tests::partners::SECRETS;
use tests::{App, Caller, both_databases};
use uuid::Uuid;

const PARTNERS: &str = "/v1/partners";
const ITEM: &str = "/v1/partners/{partner_id}";

async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

/// Everything that the database keeps of requests and replies, and of partners, as text.
pub async fn kept(app: &App) -> String {
    let mut kept = String::new();
    for entry in journal_entry::Entity::find().all(app.db()).await.unwrap() {
        kept += &format!("{:?} {:?}\n", entry.changes, entry.reason);
    }
    for claim in idempotency_claim::Entity::find().all(app.db()).await.unwrap() {
        kept += &String::from_utf8_lossy(&claim.reply.clone().unwrap_or_default());
        kept += &format!("{claim:?}\n");
    }
    for row in partner::Entity::find().all(app.db()).await.unwrap() {
        kept += &String::from_utf8_lossy(&row.contact_ct.clone().unwrap_or_default());
        kept += &format!("{row:?}\n");
    }
    for word in search_word::Entity::find().all(app.db()).await.unwrap() {
        kept += &format!("{} {}\n", word.word, word.exact_word);
    }
    kept
}

both_databases! {
    async fn whom_to_ask_for_is_told_to_those_who_deal_with_the_partner(app: App) {
        let (made, province) = (app.verified().await, app.province().await);
        let commune = app.area("01392", "2022-06-30").await;
        let group = app.group(commune, LegalForm::Tht, "2021-01-01").await;
        let whole = json!({ "name": SECRETS[0], "position": "Thu mua", "phone": SECRETS[1], "email": SECRETS[3] });
        for (caller, seen) in [
            (app.as_officer_of(province).await, &whole),
            (app.as_officer_of(commune).await, &whole),
            (app.as_approver().await, &whole),
            (app.as_partner(made.id).await, &whole),
            (app.as_leader_of(group).await, &Value::Null),
            (app.as_viewer_of(province).await, &Value::Null),
            (app.as_auditor().await, &Value::Null),
        ] {
            let shown = caller.get(&made.path).await.expect(200);
            assert_eq!(&shown.json["contact"], seen, "{shown}");
            // The revision is the same for all of them, so it stands for none of these views.
            caller.get(&made.path).header("if-none-match", &shown.etag()).await.expect(200);
            let listed = caller.get(PARTNERS).await.expect(200);
            assert!(listed.ids() == [Uuid::from(made.id)] && SECRETS.iter().all(|secret| !listed.text().contains(secret)));
            let history = caller.get(&format!("{}/history", made.path)).await;
            assert!(SECRETS.iter().all(|secret| !history.text().contains(secret)), "{history}");
        }
        for caller in [app.as_admin().await, app.as_treasurer().await, app.as_donor().await] {
            caller.get(&made.path).await.problem(403, "permission_denied");
        }
    }

    async fn a_partner_without_a_contact_is_told_by_its_revision(app: App) {
        let path = format!("{PARTNERS}/{}", app.partner().await);
        let officer = officer(&app).await;
        let etag = officer.get(&path).await.expect(200).etag();
        officer.get(&path).header("if-none-match", &etag).await.expect(304);
    }

    async fn neither_contact_nor_personal_tax_code_stands_anywhere_in_clear(app: App) {
        let mut body = app.new_partner("003185777123");
        body["kind"] = json!("individual");
        let made = app.anonymous().post(PARTNERS, body).await.expect(201);
        let path = format!("{PARTNERS}/{}", made.id());
        let own = app.as_partner(made.id().into()).await;
        let patch = json!({ "contact": { "phone": "02060777124" }, "address": "Xã Trường Hà" });
        let changed = own.patch(&path, "\"v1\"", patch).key(Uuid::now_v7()).await.expect(200);
        let officer = officer(&app).await;
        let wrong = json!({ "tax_code": "003185777124", "extract_no": "1", "checked_on": "2026-06-14" });
        officer.act(&format!("{path}/verify"), "\"v2\"", wrong).await.faults(&["#/tax_code: inconsistent"]);
        let right = json!({ "tax_code": "003185777123", "extract_no": "1", "checked_on": "2026-06-14" });
        let found = officer.act(&format!("{path}/verify"), "\"v2\"", right).await.expect(200);
        let replies = [made, changed, found, officer.get(&path).await, own.get(&format!("{path}/history")).await];
        for reply in &replies {
            assert!(!reply.text().contains("003185777"), "{reply}");
        }
        for reply in &replies[..3] {
            assert!(reply.json["contact"].is_null() && reply.json["tax_code"] == "********7123", "{reply}");
        }
        let kept = kept(&app).await;
        for secret in SECRETS.into_iter().chain(["2060777124", "Lương", "lương"]) {
            assert!(!kept.contains(secret), "{secret} stands in\n{kept}");
        }
        let rows = partner::Entity::find().all(app.db()).await.unwrap();
        let kept = kept.replace(&format!("{:?}", rows[0]), "");
        assert!(!kept.contains("003185777"), "the number stands beside its column\n{kept}");
    }

    async fn partners_are_found_by_words_code_state_and_kind(app: App) {
        let officer = officer(&app).await;
        let register = async |name: &str, kind: &str| {
            let mut body = app.new_partner(&app.tax_code());
            (body["name"], body["kind"]) = (json!(name), json!(kind));
            app.anonymous().post(PARTNERS, body).await.expect(201).id()
        };
        let pork = register("Công ty Thịt đen Cao Bằng", "enterprise").await;
        let noodles = register("Hợp tác xã Miến dong Phja Đén", "cooperative").await;
        let trader = register("Ăn Đặng Thị Thu", "individual").await;
        officer.act(&format!("{PARTNERS}/{pork}/reject"), "\"v1\"", json!({ "reason": "Trùng hồ sơ." })).await.expect(200);
        let found = async |query: &str| officer.get(&format!("{PARTNERS}?{query}")).await.expect(200).ids();
        assert_eq!(found("").await, [trader, pork, noodles]);
        assert_eq!(found("sort=-updated_at&limit=1").await.len(), 1);
        // Words with the very diacritics come first.
        assert_eq!(found("q=%C4%91en").await, [pork, noodles]);
        assert_eq!(found("q=mien%20hop").await, [noodles]);
        assert_eq!(found("q=dt-00000").await, [trader, pork, noodles]);
        assert_eq!(found("q=DT-000002").await, [noodles]);
        assert_eq!(found("status=pending&kind=cooperative,enterprise").await, [noodles]);
        assert_eq!(found("status=rejected").await, [pork]);
        officer.get(&format!("{PARTNERS}?status=gone")).await.problem(400, "invalid_parameter");
    }

    async fn leaders_see_the_partners_that_were_verified(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let leader = app.as_leader_of(app.group(commune, LegalForm::Tht, "2021-01-01").await).await;
        let mut seen = Vec::new();
        for status in [PartnerStatus::Pending, PartnerStatus::Verified, PartnerStatus::Rejected, PartnerStatus::Suspended] {
            let id = app.partner_in(status).await;
            let reply = leader.get(&format!("{PARTNERS}/{id}")).await;
            if matches!(status, PartnerStatus::Verified | PartnerStatus::Suspended) {
                assert_eq!(reply.expect(200).json["allowed_actions"], json!([]));
                leader.get(&format!("{PARTNERS}/{id}/history")).await.problem(404, "not_found");
                seen.push(Uuid::from(id));
            } else {
                reply.problem(404, "not_found");
            }
        }
        assert_eq!(leader.get(PARTNERS).await.expect(200).ids(), seen);
        assert_eq!(app.as_viewer_of(commune).await.get(PARTNERS).await.expect(200).data().len(), 4);
    }

    async fn a_partner_notices_nothing_of_another(app: App) {
        let province = Scope::Province(app.province().await);
        let inside = app.as_roles(&[(Role::Officer, province), (Role::Administrator, province)]).await;
        for outside in [app.partner().await, app.registered().await.id, app.partner_in(PartnerStatus::Suspended).await] {
            let outside = app.as_partner(outside).await;
            hidden(&inside, &outside, ITEM, app.verified().await.id.into()).await;
        }
    }

    async fn its_people_change_address_and_contact_and_nothing_that_was_checked(app: App) {
        let made = app.registered().await;
        let own = app.as_partner(made.id).await;
        let patch = async |etag: &str, body: Value| own.patch(&made.path, etag, body).await;
        let renamed = patch("\"v1\"", json!({ "name": "Hợp tác xã Quýt Trà Lĩnh", "proof_reference": "Giấy khác" })).await;
        assert_eq!(renamed.expect(200).json["name"], "Hợp tác xã Quýt Trà Lĩnh");
        let officer = officer(&app).await;
        assert_eq!(officer.get(&format!("{PARTNERS}?q=qu%C3%BDt")).await.expect(200).ids(), [Uuid::from(made.id)]);
        officer.act(&format!("{}/verify", made.path), "\"v2\"", made.extract()).await.expect(200);
        patch("\"v3\"", json!({ "name": "Hợp tác xã Khác" })).await.problem(409, "state_conflict");
        patch("\"v3\"", json!({ "proof_reference": "Giấy khác", "address": "Xã Trường Hà" })).await.problem(409, "state_conflict");
        for member in ["kind", "tax_code", "status", "code"] {
            let refused = patch("\"v3\"", json!({ member: "enterprise" })).await.problem(422, "validation_failed");
            refused.faults(&[&format!("#/{member}: unknown_field")]);
        }
        patch("\"v3\"", json!({})).await.problem(422, "validation_failed");
        patch("\"v2\"", json!({ "address": "Xã Trường Hà" })).await.problem(412, "precondition_failed");
        let key = Uuid::now_v7();
        let change = || own.patch(&made.path, "\"v3\"", json!({ "address": "Xã Trường Hà" })).key(key);
        let changed = change().await.expect(200);
        assert_eq!((&changed.json["address"], changed.etag()), (&json!("Xã Trường Hà"), "\"v4\"".to_owned()));
        let again = change().await.expect(200);
        assert_eq!((again.body, again.headers.get("idempotency-replayed").is_some()), (changed.body, true));
        officer.patch(&made.path, "\"v4\"", json!({ "address": "Nơi khác" })).await.problem(403, "permission_denied");
    }

    async fn members_of_the_contact_change_one_by_one(app: App) {
        let made = app.registered().await;
        let own = app.as_partner(made.id).await;
        let contact = async || own.get(&made.path).await.expect(200).json["contact"].clone();
        let body = json!({ "contact": { "phone": "02060777999", "email": null } });
        own.patch(&made.path, "\"v1\"", body.clone()).await.expect(200);
        let wanted = json!({ "name": SECRETS[0], "position": "Thu mua", "phone": "+842060777999", "email": null });
        assert_eq!(contact().await, wanted);
        own.patch(&made.path, "\"v2\"", body).await.expect(200);
        let history = own.get(&format!("{}/history", made.path)).await.expect(200);
        let pointers = |n: usize| history.data()[n]["changes"].as_array().unwrap().iter().map(|c| c["pointer"].clone()).collect::<Vec<_>>();
        assert_eq!((pointers(0), pointers(1)), (vec![], vec![json!("/contact")]));
        let refused = own.patch(&made.path, "\"v3\"", json!({ "contact": null })).await;
        refused.problem(422, "validation_failed").faults(&["#/contact: invalid_type"]);
        let bare = app.partner().await;
        let (other, path) = (app.as_partner(bare).await, format!("{PARTNERS}/{bare}"));
        let refused = other.patch(&path, "\"v1\"", json!({ "contact": { "position": "Kế toán" } })).await;
        refused.faults(&["#/contact/name: required", "#/contact/phone: required"]);
        let whole = json!({ "contact": { "name": "Lục Văn Mới", "phone": "02060777000" } });
        other.patch(&path, "\"v1\"", whole).await.expect(200);
        let wanted = json!({ "name": "Lục Văn Mới", "position": null, "phone": "+842060777000", "email": null });
        assert_eq!(other.get(&path).await.expect(200).json["contact"], wanted);
    }

    async fn a_history_names_people_of_ones_own_partner_alone(app: App) {
        let made = app.registered().await;
        let own = app.as_account(made.account).await;
        own.patch(&made.path, "\"v1\"", json!({ "address": "Xã Trường Hà" })).await.expect(200);
        let officer = officer(&app).await;
        officer.act(&format!("{}/verify", made.path), "\"v2\"", made.extract()).await.expect(200);
        let because = json!({ "reason": "Chờ làm rõ." });
        officer.act(&format!("{}/suspend", made.path), "\"v3\"", because).await.expect(200);
        let told = async |caller: &Caller| {
            let reply = caller.get(&format!("{}/history", made.path)).await.expect(200);
            let members = ["action", "role", "organisation", "actor_id", "reason"];
            let each = |entry: &Value| members.iter().map(|name| entry[*name].clone()).collect::<Value>();
            reply.data().iter().map(each).collect::<Value>()
        };
        let wanted = |actor: Value| json!([
            ["suspended", "officer", "union", null, "Chờ làm rõ."],
            ["verified", "officer", "union", null, null],
            ["updated", "partner", "partner", actor, null],
            ["created", "anonymous", "partner", null, null],
        ]);
        assert_eq!(told(&own).await, wanted(json!(made.account)));
        assert_eq!(told(&app.as_partner(made.id).await).await, wanted(json!(made.account)));
        for caller in [officer, app.as_auditor().await] {
            assert_eq!(told(&caller).await, wanted(Value::Null));
        }
        let changes = app.as_auditor().await.get(&format!("{}/history", made.path)).await.json["data"][1]["changes"].clone();
        let wanted = [("/status", "verified"), ("/decided_on", "2026-06-15"), ("/extract_no", "TL-2026-0042"), ("/checked_on", "2026-06-14")];
        for (pointer, new) in wanted {
            assert!(changes.as_array().unwrap().iter().any(|one| one["pointer"] == pointer && one["new"] == new), "{changes}");
        }
    }
}
