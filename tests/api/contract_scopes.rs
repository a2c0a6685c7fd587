//! Contracts of others do not exist: on no operation, in no list, under no name that a body gives.

use entity::enums::{PartnerStatus, Role};
use hoinongdan::access::Scope;
use serde_json::{Value, json};
use tests::calls::step;
use tests::contracts::{CONTRACTS, Sides, amend, set_partner, terms};
use tests::hidden::{hidden, words};
use tests::{App, both_databases};
use uuid::Uuid;

const ITEM: &str = "/v1/sales-contracts/{contract_id}";

fn id_of(path: &str) -> Uuid {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

both_databases! {
    async fn a_contract_is_hidden_from_all_others(app: App) {
        let (here, there) = (Sides::of(&app).await, Sides::at(&app, "01438").await);
        // Another partner of the same group sees its own contract alone, and so does another group of the same partner.
        let (rival, neighbour) = (app.partner().await, app.group(here.commune, entity::enums::LegalForm::Cig, "2025-07-01").await);
        let (rival, neighbour) = (app.as_partner(rival).await, app.as_leader_of(neighbour).await);
        let amended = here.in_force("2").await;
        amend(&here.partner, &amended, {
            let mut content = terms();
            content["advance_vnd"] = json!(5);
            content
        }).await.expect(200);
        for path in [here.submitted("1").await, amended] {
            for outside in [&there.partner, &there.leader, &there.officer, &rival, &neighbour] {
                for inside in [&here.partner, &here.leader, &here.officer] {
                    hidden(inside, outside, ITEM, id_of(&path)).await;
                }
                let text = outside.get(&format!("{path}/texts/1")).await.problem(404, "not_found");
                let nobody = outside.get(&format!("{CONTRACTS}/{}/texts/1", Uuid::now_v7())).await;
                assert_eq!(words(&text), words(&nobody));
            }
        }
        hidden(&here.partner, &here.leader, ITEM, id_of(&here.draft("3").await)).await;
    }

    async fn a_partner_named_by_others_is_not_there(app: App) {
        let (here, there) = (Sides::of(&app).await, Sides::at(&app, "01438").await);
        let nobody = Uuid::now_v7();
        let new = |partner: Uuid, group: Uuid| {
            json!({ "partner_id": partner, "group_id": group, "number": "1", "content": terms() })
        };
        let (own, other): (Uuid, Uuid) = (here.partner_id.into(), there.partner_id.into());
        let (group, foreign): (Uuid, Uuid) = (here.group_id.into(), there.group_id.into());
        for (caller, unseen, unknown, pointer) in [
            (&here.partner, new(other, group), new(nobody, group), "#/partner_id"),
            (&here.partner, new(own, nobody), new(own, Uuid::now_v7()), "#/group_id"),
            (&here.leader, new(other, foreign), new(other, nobody), "#/group_id"),
            (&here.officer, new(other, foreign), new(other, nobody), "#/group_id"),
            (&here.leader, new(nobody, group), new(Uuid::now_v7(), group), "#/partner_id"),
        ] {
            let unseen = caller.post(CONTRACTS, unseen).await.problem(404, "not_found");
            let unknown = caller.post(CONTRACTS, unknown).await.problem(404, "not_found");
            assert_eq!(words(&unseen), words(&unknown));
            assert_eq!(unseen.json["errors"][0]["pointer"], pointer, "{unseen}");
        }
        // A partner trades in the whole province; a group deals with partners that were verified.
        here.partner.post(CONTRACTS, new(own, foreign)).await.expect(201);
        let (unknown, unfit) = ((404, "#/partner_id: not_found"), (422, "#/partner_id: inconsistent"));
        for (status, of_leader, of_officer) in [
            (PartnerStatus::Pending, unknown, unfit),
            (PartnerStatus::Rejected, unknown, unfit),
            (PartnerStatus::Suspended, unfit, unfit),
        ] {
            let partner = app.partner_in(status).await;
            for (caller, (code, fault)) in [(&here.leader, of_leader), (&here.officer, of_officer)] {
                caller.post(CONTRACTS, new(partner.into(), group)).await.expect(code).faults(&[fault]);
            }
        }
    }

    async fn a_suspended_partner_reads_and_does_nothing(app: App) {
        let sides = Sides::of(&app).await;
        let (draft, submitted, active) = (sides.draft("1").await, sides.submitted("2").await, sides.in_force("3").await);
        set_partner(&app, sides.partner_id, PartnerStatus::Suspended).await;
        for path in [&draft, &submitted, &active] {
            let seen = sides.partner.get(path).await.expect(200);
            assert_eq!(seen.json["allowed_actions"], json!([]), "{seen}");
            for part in ["/texts", "/texts/1", "/history"] {
                sides.partner.get(&format!("{path}{part}")).await.expect(200);
            }
            sides.partner.patch(path, &seen.etag(), json!({ "content": terms() })).await.problem(403, "permission_denied");
            for action in ["submit", "complete"] {
                let reply = sides.partner.act(&format!("{path}/{action}"), &seen.etag(), Value::Null).await;
                let refused = reply.problem(403, "permission_denied");
                assert!(refused.json["detail"].as_str().unwrap().contains("tạm dừng"), "{refused}");
            }
        }
        let list = sides.partner.get(CONTRACTS).await.expect(200);
        assert_eq!(list.data().len(), 3);
        sides.partner.post(CONTRACTS, sides.new_contract("4")).await.problem(403, "permission_denied");
        // What is in force stays so; the other side can end it.
        let ended = step(&sides.leader, &active, "complete", Value::Null).await.expect(200);
        assert_eq!(ended.json["status"], "completed");
        step(&sides.leader, &submitted, "reject", json!({ "reason": "Đối tác bị tạm dừng." })).await.expect(200);
    }

    async fn a_partner_that_is_not_verified_has_no_contracts(app: App) {
        let sides = Sides::of(&app).await;
        for status in [PartnerStatus::Pending, PartnerStatus::Rejected] {
            let partner = app.partner_in(status).await;
            let staff = app.as_partner(partner).await;
            staff.get(CONTRACTS).await.problem(403, "permission_denied");
            let mut new = sides.new_contract("1");
            new["partner_id"] = json!(partner);
            staff.post(CONTRACTS, new).await.problem(403, "permission_denied");
        }
    }

    async fn those_who_only_read_are_offered_nothing(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        let auditor = app.as_auditor_of(sides.commune).await;
        let seen = auditor.get(&path).await.expect(200);
        assert_eq!(seen.json["allowed_actions"], json!([]));
        let list = auditor.get(CONTRACTS).await.expect(200);
        assert_eq!(list.data()[0]["allowed_actions"], json!([]));
        assert_eq!(list.data()[0]["partner_name"], sides.partner.get(CONTRACTS).await.expect(200).data()[0]["partner_name"]);
        let province = Scope::Province(app.province().await);
        for role in [Role::Viewer, Role::Donor, Role::Appraiser, Role::Approver, Role::Treasurer, Role::Administrator] {
            let other = app.as_role(role, province).await;
            other.get(&path).await.problem(403, "permission_denied");
            other.post(CONTRACTS, sides.new_contract("2")).await.problem(403, "permission_denied");
        }
        auditor.post(CONTRACTS, sides.new_contract("2")).await.problem(403, "permission_denied");
        app.anonymous().get(&path).await.problem(401, "authentication_required");
    }

    async fn no_reply_about_a_contract_tells_of_a_member(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        for part in ["", "/texts", "/texts/1"] {
            let text = sides.partner.get(&format!("{path}{part}")).await.expect(200).text();
            for word in ["person", "member", "household", "human", "account", "actor"] {
                assert!(!text.contains(word), "{word} in {text}");
            }
        }
    }
}
