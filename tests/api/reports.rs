//! Figures of any day, on both maps, and who sees which of them.

use entity::enums::{GroupStatus, LegalForm, Poverty, Role, Sex};
use entity::ids::{AreaId, GroupId, MembershipId, TargetId};
use entity::{farmer_group, group_period, indicator_target, membership};
use hoinongdan::access::Scope;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};
use serde_json::{Value, json};
use tests::{App, Caller, Reply, both_databases};
use uuid::Uuid;

pub(crate) const JUNE: &str = "/v1/reports/progress?as_of=2022-06-30";

/// Two old communes of two districts, and what happened there until June 2022: a common interest group with two
/// members of one poor household; a cooperative group that became a cooperative, of a near-poor household and, for the
/// second time, one of the poor men; a suspended group.
pub(crate) struct Village {
    pub(crate) hq: AreaId,
    pub(crate) xuan_hoa: AreaId,
    pub(crate) nguyen_binh: AreaId,
}

pub(crate) async fn village(app: &App) -> Village {
    let hq = app.area("045", "2022-06-30").await;
    let (xuan_hoa, nguyen_binh) =
        (app.area("01392", "2022-06-30").await, app.area("01726", "2022-06-30").await);
    let first = app.group(xuan_hoa, LegalForm::Cig, "2021-01-01").await;
    let household = app.household(xuan_hoa, "2020-01-01").await;
    app.poverty(household, xuan_hoa, Poverty::Poor, "2022-01-01").await;
    let man = app.person_named(household, "Nông Văn Mẫu", Sex::Male, "2020-01-01").await;
    let brother = app.person_named(household, "Nông Văn Hai", Sex::Male, "2020-01-01").await;
    app.membership(first, man, "2021-01-01").await;
    app.membership(first, brother, "2022-06-30").await;
    let second = app.group(nguyen_binh, LegalForm::Tht, "2021-01-01").await;
    let cooperative = upgrade(app, second, nguyen_binh, "2022-03-01").await;
    let home = app.household(nguyen_binh, "2020-01-01").await;
    app.poverty(home, nguyen_binh, Poverty::NearPoor, "2022-01-01").await;
    let woman = app.person(home).await;
    app.membership(cooperative, woman, "2022-03-01").await;
    app.membership(cooperative, man, "2022-03-01").await;
    let third = app.group(xuan_hoa, LegalForm::Cig, "2021-01-01").await;
    next_period(app, third, GroupStatus::Suspended, xuan_hoa, "2022-05-01").await;
    app.insert(indicator_target::ActiveModel {
        id: Set(TargetId::from(Uuid::now_v7())),
        code: Set("G1".to_owned()),
        area_id: Set(app.province().await),
        year: Set(2024),
        value: Set(3),
        version: Set(1),
        created_at: Set(app.now()),
        updated_at: Set(app.now()),
        ..Default::default()
    })
    .await;
    Village { hq, xuan_hoa, nguyen_binh }
}

pub(crate) async fn next_period(app: &App, group: GroupId, status: GroupStatus, commune: AreaId, from: &str) {
    let from: chrono::NaiveDate = from.parse().unwrap();
    let of_group = group_period::Column::GroupId.eq(group);
    let last = group_period::Entity::find().filter(of_group.clone()).one(app.db()).await.unwrap().unwrap();
    let end = group_period::Entity::update_many().col_expr(group_period::Column::UntilOn, Expr::value(from));
    end.filter(of_group).exec(app.db()).await.unwrap();
    app.insert(group_period::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        group_id: Set(group),
        legal_form: Set(last.legal_form),
        status: Set(status),
        commune_id: Set(commune),
        former_commune_id: Set(None),
        from_on: Set(from),
        until_on: Set(None),
        created_at: Set(app.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    })
    .await;
}

/// The cooperative that continues a group from a day on; it has one member of its own, whose membership is voided.
pub(crate) async fn upgrade(app: &App, group: GroupId, commune: AreaId, on: &str) -> GroupId {
    let day: chrono::NaiveDate = on.parse().unwrap();
    next_period(app, group, GroupStatus::Upgraded, commune, on).await;
    let end = membership::Entity::update_many().col_expr(membership::Column::UntilOn, Expr::value(day));
    end.filter(membership::Column::GroupId.eq(group)).exec(app.db()).await.unwrap();
    let cooperative = app.group(commune, LegalForm::Cooperative, on).await;
    let link = farmer_group::Entity::update_many()
        .col_expr(farmer_group::Column::UpgradedFromId, Expr::value(Uuid::from(group)));
    link.filter(farmer_group::Column::Id.eq(cooperative)).exec(app.db()).await.unwrap();
    let own = membership::Entity::find().filter(membership::Column::GroupId.eq(cooperative));
    void(app, own.one(app.db()).await.unwrap().unwrap().id).await;
    cooperative
}

async fn void(app: &App, id: MembershipId) {
    let void =
        membership::Entity::update_many().col_expr(membership::Column::VoidedAt, Expr::value(app.now()));
    void.filter(membership::Column::Id.eq(id)).exec(app.db()).await.unwrap();
}

pub(crate) async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

/// `[value, denominator, share_bps]` of every figure, by code.
pub(crate) fn figures(report: &Reply) -> Value {
    let figures = report.json["figures"].as_array().unwrap();
    let facts = |figure: &Value| json!([figure["value"], figure["denominator"], figure["share_bps"]]);
    figures.iter().map(|figure| (figure["code"].as_str().unwrap().to_owned(), facts(figure))).collect()
}

/// `code: [groups, members, poor]` of the rows of a breakdown in which something is counted.
pub(crate) fn rows(report: &Reply, breakdown: &str) -> Value {
    let rows = report.json["breakdowns"][breakdown].as_array().unwrap();
    let counted = rows.iter().filter(|row| row["members"] != 0 || row["groups"].as_i64() > Some(0));
    let facts = |row: &Value| json!([row["groups"], row["members"], row["poor_near_poor"]]);
    counted.map(|row| (row["code"].as_str().unwrap().to_owned(), facts(row))).collect()
}

both_databases! {
    async fn figures_are_counted_as_the_domain_defines_them(app: App) {
        village(&app).await;
        let report = officer(&app).await.get(JUNE).await.expect(200);
        assert_eq!(report.json["map"], "2022");
        assert_eq!(figures(&report), json!({
            "G1": [2, 3, 6667], "G2": [5, null, null], "G2_persons": [4, null, null],
            "G2_households": [3, null, null], "G3": [4, 5, 8000], "G3_households": [2, 3, 6667],
            "G4": [0, 2, 0], "G5": [0, null, null], "G6": [1, null, null],
            "G10": [0, 1, 0], "G10_contracts": [0, null, null], "G10_contracted": [0, null, null],
            "G10_delivered": [0, null, null],
            "G9": [0, 0, null], "G10_of_planned": [0, 0, null], "G9_revenue": [0, null, null],
            "G9_margin": [0, null, null], "G9_losses": [0, null, null], "G7": [0, 0, null], "G7_products": [0, null, null],
            "G8": [0, 4, 0], "G8b": [0, 0, null], "G8b_commune": [0, 0, null], "G8b_branch": [0, 0, null],
        }));
    }

    async fn figures_are_those_of_the_day(app: App) {
        village(&app).await;
        let officer = officer(&app).await;
        let before = officer.get("/v1/reports/progress?as_of=2022-02-28").await.expect(200);
        assert_eq!(figures(&before)["G1"], json!([3, 3, 10_000]));
        assert_eq!(figures(&before)["G2"], json!([4, null, null]));
        assert_eq!(figures(&before)["G6"], json!([0, null, null]));
        let earlier = officer.get("/v1/reports/progress?as_of=2021-12-31").await.expect(200);
        assert_eq!(figures(&earlier)["G3"], json!([0, 4, 0]));
        let first = officer.get("/v1/reports/progress?as_of=2020-12-31").await.expect(200);
        assert_eq!(figures(&first)["G3"], json!([0, 0, null]));
        let tomorrow = officer.get("/v1/reports/progress?as_of=2026-06-16").await;
        tomorrow.problem(422, "validation_failed").faults(&["as_of: out_of_range"]);
        let today = officer.get("/v1/reports/progress").await.expect(200);
        assert_eq!((&today.json["as_of"], &today.json["map"]), (&json!("2026-06-15"), &json!("2025")));
    }

    async fn every_breakdown_adds_up_to_the_totals(app: App) {
        village(&app).await;
        let report = officer(&app).await.get(JUNE).await.expect(200);
        assert_eq!(rows(&report, "by_district"), json!({ "045": [1, 3, 2], "052": [1, 2, 2] }));
        assert_eq!(rows(&report, "by_commune"), json!({ "01392": [1, 3, 2], "01726": [1, 2, 2] }));
        let forms = json!({ "cig": [1, 3, 2], "tht": [1, 0, 0], "cooperative": [0, 2, 2] });
        assert_eq!(rows(&report, "by_legal_form"), forms);
        assert_eq!(rows(&report, "by_value_chain"), json!({ "lon_den": [2, 5, 4] }));
        assert_eq!(rows(&report, "by_sex"), json!({ "male": [null, 3, 3], "female": [null, 2, 1] }));
        assert_eq!(rows(&report, "by_ethnic_group"), json!({ "02": [null, 5, 4] }));
        let communes = report.json["breakdowns"]["by_commune"].as_array().unwrap();
        assert_eq!((communes.len(), report.json["breakdowns"]["by_district"].as_array().unwrap().len()), (161, 10));
    }

    async fn totals_are_equal_on_both_maps(app: App) {
        let village = village(&app).await;
        let new = app.area("01392", "2025-07-01").await;
        app.group(new, LegalForm::Tht, "2025-08-01").await;
        let known = app.group(new, LegalForm::Tht, "2025-08-01").await;
        let former = group_period::Entity::update_many()
            .col_expr(group_period::Column::FormerCommuneId, Expr::value(Uuid::from(village.xuan_hoa)));
        former.filter(group_period::Column::GroupId.eq(known)).exec(app.db()).await.unwrap();
        let officer = officer(&app).await;
        let old = officer.get("/v1/reports/progress?map=2022").await.expect(200);
        let new = officer.get("/v1/reports/progress?map=2025").await.expect(200);
        assert_eq!(figures(&old), figures(&new));
        assert_eq!(rows(&old, "by_district"), json!({ "045": [2, 4, 2], "052": [1, 2, 2], "not_assigned": [1, 1, 0] }));
        assert_eq!(rows(&old, "by_commune")["not_assigned"], json!([1, 1, 0]));
        assert_eq!(rows(&new, "by_commune"), json!({ "01392": [3, 5, 2], "01726": [1, 2, 2] }));
        assert_eq!(new.json["breakdowns"]["by_district"], json!(null));
        assert_eq!(new.json["breakdowns"]["by_commune"].as_array().unwrap().len(), 56);
        let district = officer.get(&format!("/v1/reports/progress?map=2022&area_id={}", village.hq)).await;
        assert_eq!(figures(&district.expect(200))["G1"], json!([2, null, null]));
    }

    async fn an_area_narrows_everything(app: App) {
        let village = village(&app).await;
        let officer = officer(&app).await;
        let report = officer.get(&format!("{JUNE}&area_id={}", village.hq)).await.expect(200);
        assert_eq!(report.json["area"]["code"], "045");
        assert_eq!(figures(&report)["G2"], json!([3, null, null]));
        assert_eq!(figures(&report)["G3_households"], json!([1, 2, 5000]));
        assert_eq!(report.json["breakdowns"]["by_commune"].as_array().unwrap().len(), 21);
        let successor = app.area("01726", "2025-07-01").await;
        let report = officer.get(&format!("{JUNE}&map=2025&area_id={successor}")).await.expect(200);
        assert_eq!(figures(&report)["G2"], json!([2, null, null]));
        assert_eq!(rows(&report, "by_commune"), json!({ "01726": [1, 2, 2] }));
    }

    async fn an_area_lies_within_the_reach_and_on_the_map(app: App) {
        let village = village(&app).await;
        let officer = app.as_officer_of(village.xuan_hoa).await;
        for outside in [village.hq, village.nguyen_binh, AreaId::from(Uuid::now_v7())] {
            officer.get(&format!("{JUNE}&area_id={outside}")).await.problem(404, "not_found");
        }
        let report = officer.get(JUNE).await.expect(200);
        assert_eq!(figures(&report)["G2"], json!([3, null, null]));
        assert_eq!(report.json["breakdowns"]["by_commune"].as_array().unwrap().len(), 1);
        let own = format!("{JUNE}&area_id={}", village.xuan_hoa);
        officer.get(&own).await.expect(200);
        let other = officer.get(&format!("{own}&map=2025")).await.problem(422, "validation_failed");
        other.faults(&["area_id: inconsistent"]);
        officer.get(&format!("{JUNE}&map=2019")).await.problem(400, "invalid_parameter");
    }

    async fn poverty_and_ethnic_groups_are_for_those_who_may_see_them(app: App) {
        village(&app).await;
        let report = app.as_approver().await.get(JUNE).await.expect(200);
        assert_eq!(figures(&report)["G3"], json!([null, 5, null]));
        assert_eq!(figures(&report)["G3_households"], json!([null, 3, null]));
        assert_eq!(rows(&report, "by_district"), json!({ "045": [1, 3, null], "052": [1, 2, null] }));
        assert_eq!(rows(&report, "by_sex"), json!({ "male": [null, 3, null], "female": [null, 2, null] }));
        assert_eq!(report.json["breakdowns"]["by_ethnic_group"], json!(null));
        assert_eq!(figures(&app.as_auditor().await.get(JUNE).await.expect(200))["G3"], json!([4, 5, 8000]));
    }

    async fn viewers_see_people_broken_down_by_district_at_the_lowest(app: App) {
        let village = village(&app).await;
        let viewer = app.as_viewer_of(app.province().await).await;
        let report = viewer.get(JUNE).await.expect(200);
        assert_eq!(figures(&report)["G3"], json!([4, 5, 8000]));
        assert_eq!(rows(&report, "by_district"), json!({ "045": [1, 3, 2], "052": [1, 2, 2] }));
        assert_eq!(rows(&report, "by_commune"), json!({ "01392": [1, 3, null], "01726": [1, 2, null] }));
        let district = viewer.get(&format!("{JUNE}&area_id={}", village.hq)).await.expect(200);
        assert_eq!(figures(&district)["G3"], json!([2, 3, 6667]));
        assert_eq!(rows(&district, "by_sex"), json!({ "male": [null, 2, 2], "female": [null, 1, 0] }));
        let successor = app.area("01392", "2025-07-01").await;
        for narrow in [
            viewer.get(&format!("{JUNE}&area_id={}", village.xuan_hoa)).await,
            viewer.get(&format!("{JUNE}&map=2025&area_id={successor}")).await,
            app.as_viewer_of(village.xuan_hoa).await.get(JUNE).await,
            app.as_viewer_of(village.hq).await.get(&format!("{JUNE}&map=2025")).await,
        ] {
            let narrow = narrow.expect(200);
            assert_eq!(figures(&narrow)["G3"], json!([null, 3, null]));
            assert_eq!(narrow.json["breakdowns"]["by_sex"], json!(null));
            assert_eq!(narrow.json["breakdowns"]["by_ethnic_group"], json!(null));
            assert_eq!(rows(&narrow, "by_legal_form"), json!({ "cig": [1, 3, null] }));
        }
        let both = [
            (Role::Viewer, Scope::Province(app.province().await)),
            (Role::Officer, Scope::Area(village.xuan_hoa)),
        ];
        let both = app.as_roles(&both).await;
        let own = both.get(&format!("{JUNE}&area_id={}", village.xuan_hoa)).await.expect(200);
        assert_eq!(figures(&own)["G3"], json!([2, 3, 6667]));
        assert_eq!(rows(&both.get(JUNE).await.expect(200), "by_commune")["01392"], json!([1, 3, null]));
    }

    async fn groups_and_members_can_be_listed_by_nobody_through_a_report(app: App) {
        village(&app).await;
        let group = app.group(app.area("01392", "2022-06-30").await, LegalForm::Tht, "2021-01-01").await;
        for refused in [app.as_donor().await, app.as_leader_of(group).await] {
            refused.get(JUNE).await.problem(403, "permission_denied");
        }
        app.anonymous().get(JUNE).await.problem(401, "authentication_required");
    }
}
