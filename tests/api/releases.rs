//! What must hold before a tranche is released: checked when it is requested, approved and paid.

use chrono::{DateTime, TimeDelta, Utc};
use entity::enums::GroupStatus;
use entity::ids::AreaId;
use entity::{grant_application, group_period};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::json;
use tests::{App, Cast, Terms, both_databases, finding};

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2022-06-30").await
}

/// Six million once the group gave half and saved a million; four once the first works are accepted and reported on.
fn strict() -> Terms {
    let first =
        json!([{ "kind": "contribution_bps", "value": 5000 }, { "kind": "savings_vnd", "value": 1_000_000 }]);
    let second =
        json!([{ "kind": "previous_accepted", "value": null }, { "kind": "report_attached", "value": null }]);
    let tranches =
        json!([{ "share_bps": 6000, "conditions": first }, { "share_bps": 4000, "conditions": second }]);
    Terms { tranches, ..Terms::default() }
}

both_databases! {
    async fn a_tranche_is_requested_once_the_group_gave_and_saved_enough(app: App) {
        let (cast, grant) = (Cast::of(&app).await, app.granted(commune(&app).await, &strict()).await);
        let first = grant.tranches[0];
        let all = [finding("contribution_bps", 2_500_000, 0), finding("savings_vnd", 1_000_000, 0)];
        assert_eq!(cast.request(first).await.unmet(), all);
        cast.contribute(&grant, "labour", 2_499_999).await.expect(201);
        cast.contribute(&grant, "savings", 1_000_000).await.expect(201);
        assert_eq!(cast.request(first).await.unmet(), [finding("contribution_bps", 2_500_000, 2_499_999)]);
        cast.contribute(&grant, "cash", 1).await.expect(201);
        let requested = cast.request(first).await.expect(200);
        assert_eq!((&requested.json["status"], &requested.json["requested_on"]), (&json!("requested"), &json!("2026-06-15")));
    }

    async fn the_second_tranche_waits_for_payment_acceptance_and_report_of_the_first(app: App) {
        let (cast, grant) = (Cast::of(&app).await, app.granted(commune(&app).await, &strict()).await);
        let [first, second] = [grant.tranches[0], grant.tranches[1]];
        cast.contribute(&grant, "kind", 5_000_000).await.expect(201);
        cast.contribute(&grant, "savings", 1_000_000).await.expect(201);
        let early: DateTime<Utc> = app.now() - TimeDelta::seconds(1);
        app.attached(grant.application, Some(early)).await;
        app.attached(grant.application, None).await;
        let found = cast.request(second).await.unmet();
        let (accepted, report) = (finding("previous_accepted", 1, 0), finding("report_attached", 1, 0));
        assert_eq!(found, [finding("previous_paid", 6_000_000, 0), accepted, report.clone()]);
        cast.release(first).await;
        assert_eq!(cast.request(second).await.unmet(), [finding("previous_accepted", 6_000_000, 0), report.clone()]);
        cast.minutes(&grant, 0, ("conditional", 4_000_000)).await.expect(201);
        cast.minutes(&grant, 0, ("failed", 0)).await.expect(201);
        assert_eq!(cast.request(second).await.unmet(), [finding("previous_accepted", 6_000_000, 4_000_000), report.clone()]);
        cast.refund(first, 500_000).await.expect(200);
        cast.minutes(&grant, 0, ("passed", 1_500_000)).await.expect(201);
        assert_eq!(cast.request(second).await.unmet(), [report]);
        app.attached(grant.application, Some(app.now() + TimeDelta::seconds(1))).await;
        cast.release(second).await;
        let row = grant_application::Entity::find_by_id(grant.application).one(app.db()).await;
        assert_eq!(row.unwrap().unwrap().paid_vnd, 9_500_000);
    }

    async fn conditions_are_checked_again_when_a_tranche_is_approved_and_paid(app: App) {
        let (cast, grant) = (Cast::of(&app).await, app.granted(commune(&app).await, &strict()).await);
        let first = grant.tranches[0];
        cast.contribute(&grant, "savings", 1_000_000).await.expect(201);
        let withdrawn = async || {
            let given = cast.contribute(&grant, "cash", 2_500_000).await.expect(201);
            let path = format!("/v1/grant-applications/{}/contributions/{}", grant.application, given.id());
            async move |cast: &Cast| cast.officer.delete(&format!("{path}?reason=entered_twice"), "\"v1\"").await.expect(204)
        };
        let take_back = withdrawn().await;
        cast.request(first).await.expect(200);
        take_back(&cast).await;
        assert_eq!(cast.approve(first).await.unmet(), [finding("contribution_bps", 2_500_000, 0)]);
        let take_back = withdrawn().await;
        cast.approve(first).await.expect(200);
        take_back(&cast).await;
        assert_eq!(cast.pay(first).await.unmet(), [finding("contribution_bps", 2_500_000, 0)]);
        assert!(app.database().count("SELECT COUNT(*) FROM posting WHERE kind = 'payment'").await == 0);
        cast.contribute(&grant, "cash", 2_500_000).await.expect(201);
        cast.pay(first).await.expect(200);
    }

    async fn nothing_is_released_to_a_group_that_is_not_at_work(app: App) {
        let (cast, grant) = (Cast::of(&app).await, app.granted(commune(&app).await, &Terms::default()).await);
        let id = grant.tranches[0];
        let put = async |status: GroupStatus| {
            let periods = group_period::Entity::update_many()
                .col_expr(group_period::Column::Status, Expr::value(status))
                .filter(group_period::Column::GroupId.eq(grant.group));
            periods.exec(app.db()).await.unwrap();
        };
        let inactive = [("group_active".to_owned(), None, None)];
        put(GroupStatus::Suspended).await;
        assert_eq!(cast.request(id).await.unmet(), inactive);
        put(GroupStatus::Active).await;
        cast.request(id).await.expect(200);
        cast.approve(id).await.expect(200);
        put(GroupStatus::Dissolved).await;
        assert_eq!(cast.pay(id).await.unmet(), inactive);
        put(GroupStatus::Upgraded).await;
        cast.pay(id).await.expect(200);
    }
}
