//! Deliveries of others do not exist, and who is suspended reads and does nothing.

use entity::enums::PartnerStatus;
use serde_json::{Value, json};
use tests::contracts::{Sides, id_of, set_partner};
use tests::deliveries::{DELIVERIES, go, item, new_delivery, new_payment, payments, record};
use tests::hidden::{PlaceOf, hidden_part};
use tests::{App, both_databases};

const ITEM: &str = "/v1/sales-contracts/{contract_id}/deliveries/{delivery_id}";
const PAYMENT: &str = "/v1/deliveries/{delivery_id}/payments/{delivery_payment_id}";

both_databases! {
    async fn a_delivery_is_hidden_from_all_others(app: App) {
        let (here, there) = (Sides::of(&app).await, Sides::at(&app, "01438").await);
        let (path, second) = (here.in_force("1").await, here.in_force("2").await);
        let rival = app.as_partner(app.partner().await).await;
        let own = there.delivered(&there.in_force("1").await, "5").await;
        let seen = here.delivered(&path, "10").await;
        let sibling = here.delivered(&second, "10").await;
        let paid = here.partner.post(&payments(&seen), new_payment(1)).await.expect(201);
        for inside in [&here.partner, &here.leader, &here.officer] {
            for outside in [&there.partner, &there.leader, &there.officer, &rival] {
                let of_contract = PlaceOf { part: seen.id(), parent: id_of(&path).into(), other_parent: id_of(&second).into() };
                hidden_part(inside, outside, ITEM, of_contract).await;
                let of_delivery = PlaceOf { part: paid.id(), parent: seen.id(), other_parent: sibling.id() };
                hidden_part(inside, outside, PAYMENT, of_delivery).await;
                outside.get(&format!("{path}/deliveries")).await.problem(404, "not_found");
                outside.get(&payments(&seen)).await.problem(404, "not_found");
                let list = outside.get(&format!("{DELIVERIES}?include_total=true")).await.expect(200);
                assert!(!list.ids().contains(&seen.id()) && list.json["page"]["sum_vnd"].as_i64() <= Some(200_000), "{list}");
            }
        }
        there.leader.post(&format!("{path}/deliveries"), new_delivery("1")).await.problem(404, "not_found");
        for partner in [&there.partner, &rival] {
            partner.post(&payments(&seen), new_payment(1)).await.problem(404, "not_found");
        }
        // A part of one contract is not found under one's own.
        let foreign = format!("/v1/sales-contracts/{}/deliveries/{}", own.json["contract_id"].as_str().unwrap(), seen.id());
        there.partner.get(&foreign).await.problem(404, "not_found");
    }

    async fn a_suspended_partner_reads_and_does_nothing(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        let (recorded, seen) = (record(&sides.leader, &path, new_delivery("10")).await.expect(201), sides.delivered(&path, "10").await);
        let paid = sides.partner.post(&payments(&seen), new_payment(1)).await.expect(201);
        set_partner(&app, sides.partner_id, PartnerStatus::Suspended).await;
        for delivery in [&recorded, &seen] {
            let shown = sides.partner.get(&item(delivery)).await.expect(200);
            assert_eq!(shown.json["allowed_actions"], json!([]));
            sides.partner.get(&format!("{}/history", item(delivery))).await.expect(200);
            sides.partner.get(&payments(delivery)).await.expect(200);
        }
        assert_eq!(sides.partner.get(DELIVERIES).await.expect(200).data().len(), 2);
        go(&sides.partner, &recorded, "acknowledge", "10").await.problem(403, "permission_denied");
        sides.partner.post(&payments(&seen), new_payment(1)).await.problem(403, "permission_denied");
        let gone = format!("{}/{}?reason=entered_twice", payments(&seen), paid.id());
        sides.partner.delete(&gone, &paid.etag()).await.problem(403, "permission_denied");
    }

    async fn other_roles_have_nothing_to_do_with_deliveries(app: App) {
        let sides = Sides::of(&app).await;
        let seen = sides.delivered(&sides.in_force("1").await, "10").await;
        for other in [app.as_admin().await, app.as_approver().await, app.as_treasurer().await, app.as_viewer_of(sides.commune).await, app.as_donor().await] {
            other.get(&item(&seen)).await.problem(403, "permission_denied");
            other.get(DELIVERIES).await.problem(403, "permission_denied");
        }
        let auditor = app.as_auditor_of(sides.commune).await;
        assert_eq!(auditor.get(&item(&seen)).await.expect(200).json["allowed_actions"], json!([]));
        let act = auditor.act(&format!("{}/settle", item(&seen)), &seen.etag(), json!({ "quantity": "1", "reason": "Thử" })).await;
        act.problem(403, "permission_denied");
        app.anonymous().get(DELIVERIES).await.problem(401, "authentication_required");
        assert_eq!(sides.partner.get(&item(&seen)).await.expect(200).json["reason"], Value::Null);
    }
}
