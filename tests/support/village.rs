//! One row of every kind in a commune, and the check that somebody of elsewhere notices nothing of them.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use std::collections::BTreeMap;

use actix_web::http::Method;
use entity::enums::{
    CadreLevel, LegalForm, NoticeKind, OfferRequestStatus, OfferStatus, Poverty, ReportingStatus, Sex,
    TargetKind,
};
use entity::ids::{AreaId, GroupId, PartnerId};
use entity::{
    consent, farmer_group, group_notice, group_office, household, household_member, sales_contract,
};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{App, day};
use crate::callers::Caller;
use crate::contract::DOCUMENT;
use crate::deliveries::{deliver, pay};
use crate::hidden::{PlaceOf, ask, hidden, hidden_part};
use crate::lookups::assert_lookup_finds_at_most_a_mask;

/// Items that a village has, by the template of their path.
pub const ITEMS: [&str; 17] = [
    "/v1/households/{household_id}",
    "/v1/persons/{person_id}",
    "/v1/farmer-groups/{group_id}",
    "/v1/memberships/{membership_id}",
    "/v1/attachments/{attachment_id}",
    "/v1/grant-applications/{application_id}",
    "/v1/disbursements/{disbursement_id}",
    "/v1/sales-contracts/{contract_id}",
    "/v1/sales-offers/{offer_id}",
    "/v1/offer-requests/{offer_request_id}",
    "/v1/production-plans/{plan_id}",
    "/v1/ocop-products/{ocop_product_id}",
    "/v1/cadre-posts/{cadre_post_id}",
    "/v1/training-events/{training_id}",
    "/v1/reporting-periods/{reporting_period_id}",
    "/v1/indicator-targets/{target_id}",
    "/v1/survey-results/{survey_result_id}",
];
/// Parts that a village has, by the template of their path.
pub const PARTS: [&str; 13] = [
    "/v1/households/{household_id}/members/{household_member_id}",
    "/v1/households/{household_id}/poverty-statuses/{poverty_status_id}",
    "/v1/persons/{person_id}/consents/{consent_id}",
    "/v1/farmer-groups/{group_id}/offices/{office_id}",
    "/v1/farmer-groups/{group_id}/notices/{notice_id}",
    "/v1/grant-applications/{application_id}/contributions/{contribution_id}",
    "/v1/grant-applications/{application_id}/acceptances/{acceptance_id}",
    "/v1/sales-contracts/{contract_id}/deliveries/{delivery_id}",
    "/v1/deliveries/{delivery_id}/payments/{delivery_payment_id}",
    "/v1/production-plans/{plan_id}/results/{plan_result_id}",
    "/v1/ocop-products/{ocop_product_id}/certificates/{ocop_certificate_id}",
    "/v1/training-events/{training_id}/sessions/{training_session_id}",
    "/v1/training-events/{training_id}/guests/{training_guest_id}",
];
/// Reading an identity is told in the access records, so that looking twice is not the same.
const LEAVES_A_TRACE: &str = "/v1/persons/{person_id}/identity";
/// Whoever trades sees the cards of all active groups.
const MARKET: &str = "/v1/group-cards";
/// The report on other days and maps than the usual.
const REPORTS: [&str; 4] = [
    "/v1/reports/progress?as_of=2022-06-30",
    "/v1/reports/progress?as_of=2026-06-15&map=2022",
    "/v1/reports/income?by=commune&map=2022",
    "/v1/reports/income?by=value_chain",
];

/// A poor household with a member of a group that has a notice to send.
#[derive(Debug)]
pub struct Village {
    /// Where.
    pub commune: AreaId,
    /// The group.
    pub group: GroupId,
    /// The rows, by the names that parameters of the contract have for them.
    pub ids: BTreeMap<&'static str, Uuid>,
    /// Names and codes by which the rows are searched.
    pub words: [String; 4],
    pub(crate) number: String,
    pub(crate) phone: String,
}

impl Village {
    /// A village since a day.
    ///
    /// # Panics
    /// If the rows cannot be inserted.
    #[expect(clippy::too_many_lines, reason = "one row of every kind")]
    pub async fn of(app: &App, commune: AreaId, from: &str) -> Self {
        let serial = app.serial();
        let (name, group_name) = (format!("Đàm Thị Vắng{serial}"), format!("Tổ hợp tác Khuất{serial}"));
        let household = app.household(commune, from).await;
        let person = app.person_named(household, &name, Sex::Female, from).await;
        let group = app.group_named(&group_name, commune, LegalForm::Tht, from).await;
        let membership = app.membership(group, person, from).await;
        let poverty = app.poverty(household, commune, Poverty::Poor, from).await;
        let notice = app.insert(notice_row(app, group, commune, from)).await;
        let lives = household_member::Column::HouseholdId.eq(household);
        let lives = household_member::Entity::find().filter(lives).one(app.db()).await;
        let agreed = consent::Entity::find().filter(consent::Column::PersonId.eq(person)).one(app.db()).await;
        let held = group_office::Column::GroupId.eq(group);
        let held = group_office::Entity::find().filter(held).one(app.db()).await;
        let home =
            household::Entity::find_by_id(household).one(app.db()).await.expect("a row").expect("a row");
        let made =
            farmer_group::Entity::find_by_id(group).one(app.db()).await.expect("a row").expect("a row");
        let (number, phone) = (format!("003180{serial:06}"), format!("02060{serial:06}"));
        let officer = app.as_officer_of(app.province().await).await;
        let identity = json!({ "number": number, "phone": phone });
        officer.patch(&format!("/v1/persons/{person}/identity"), "\"v1\"", identity).await.expect(200);
        let grant = app.grant_of(group, commune).await;
        let application = grant["application_id"];
        let attachment = app.attachment(&officer, application.into()).await;
        let contract = app.contract(buyer(app).await, group, commune).await;
        let delivery = deliver(app, contract, "2026-06-01").await;
        let payment = pay(app, delivery, 1_000_000).await;
        let offer = app.offer(group, OfferStatus::Draft).await;
        let asked = app.asked(offer, buyer(app).await, OfferRequestStatus::Open).await;
        let (plan, plan_result) = app.planned(group, commune).await;
        let (product, certificate) = app.certified(group, commune).await;
        let post = app.cadre_post(person, CadreLevel::Branch, (commune, from)).await;
        let training = app.training(commune, &["2026-06-01"]).await;
        let guest = app.guest(&training, &[0], (Sex::Female, None)).await;
        let told = i32::try_from(serial % 400).unwrap_or_default();
        let told = (2000 + told / 4, Some(1 + told % 4));
        let period = app.reporting_period(commune, told, ReportingStatus::Open).await;
        let quarter = told.1.unwrap_or(1);
        let code = if quarter % 2 == 0 { "G1" } else { "G2" };
        let kind = if quarter > 2 { TargetKind::Target } else { TargetKind::Baseline };
        let target = app.target((code, commune), (kind, told.0), 5).await;
        let surveyed = format!("{}-01-0{quarter}", told.0);
        let survey_result = app.survey_result(("3.2.2", commune), &surveyed, (3, Some(5))).await;
        let mut ids = BTreeMap::from([
            ("reporting_period_id", period.into()),
            ("target_id", target.into()),
            ("survey_result_id", survey_result.into()),
            ("cadre_post_id", post.into()),
            ("training_guest_id", guest.into()),
            ("training_id", training.id.into()),
            ("training_session_id", training.sessions[0].into()),
            ("plan_id", plan.into()),
            ("plan_result_id", plan_result.into()),
            ("ocop_product_id", product.into()),
            ("ocop_certificate_id", certificate.into()),
            ("attachment_id", attachment),
            ("contract_id", contract.into()),
            ("delivery_id", delivery.into()),
            ("delivery_payment_id", payment.into()),
            ("offer_id", offer.into()),
            ("offer_request_id", asked.into()),
            ("owner_id", application),
            ("area_id", commune.into()),
            ("household_id", household.into()),
            ("household_member_id", lives.expect("a row").expect("a row").id.into()),
            ("poverty_status_id", poverty.into()),
            ("person_id", person.into()),
            ("consent_id", agreed.expect("a row").expect("a row").id.into()),
            ("group_id", group.into()),
            ("office_id", held.expect("a row").expect("a row").id.into()),
            ("notice_id", notice.id.into()),
            ("membership_id", membership.into()),
        ]);
        ids.extend(grant);
        Self { commune, group, ids, words: [name, group_name, home.code, made.code], number, phone }
    }

    /// The ids that a path asks for, if the village has them all.
    fn ids_of(&self, template: &str) -> Option<Vec<Uuid>> {
        let names = template.split('{').skip(1).map(|part| part.split('}').next().unwrap_or_default());
        names.map(|name| self.ids.get(name).copied()).collect()
    }
}

/// The partner that buys from all villages: who may see partners sees it before and after.
async fn buyer(app: &App) -> PartnerId {
    match sales_contract::Entity::find().one(app.db()).await.expect("contracts") {
        Some(contract) => contract.partner_id,
        None => app.partner().await,
    }
}

fn notice_row(app: &App, group: GroupId, commune: AreaId, signed_on: &str) -> group_notice::ActiveModel {
    group_notice::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        group_id: Set(group),
        kind: Set(NoticeKind::Founding),
        signed_on: Set(day(signed_on)),
        sent_on: Set(None),
        area_id: Set(commune),
        version: Set(1),
        created_at: Set(app.now()),
        updated_at: Set(app.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    }
}

/// Fails unless a caller notices nothing of a village that appears in `commune`: not in any list, total, history, report
/// or part of its own rows (`own`, where it has any), nor by any operation on a foreign row, nor by filters, search or
/// look-up.
///
/// # Panics
/// With the first reply that shows something, or if the check itself sees nothing.
pub async fn notices_nothing_elsewhere(
    app: &App,
    caller: &Caller,
    own: Option<&Village>,
    (commune, from): (AreaId, &str),
) {
    let inside = app.as_officer_of(app.province().await).await;
    let other = Village::of(app, commune, from).await;
    let (before, all_before) = (world(caller, own).await, groups_counted(&inside).await);
    let foreign = Village::of(app, commune, from).await;
    assert_eq!(groups_counted(&inside).await, all_before + 1, "the check counts the foreign group");
    for (path, after) in world(caller, own).await {
        assert_eq!(Some(&after), before.get(&path), "{path} changes with rows outside the reach");
    }
    for template in ITEMS {
        let id = foreign.ids_of(template).and_then(|ids| ids.first().copied()).expect("an id");
        hidden(&inside, caller, template, id).await;
    }
    for template in PARTS {
        let ids = foreign.ids_of(template).expect("two ids");
        let other_parent = other.ids_of(template).expect("two ids")[0];
        hidden_part(&inside, caller, template, PlaceOf { part: ids[1], parent: ids[0], other_parent }).await;
    }
    assert_every_read_is_closed(caller, &foreign, own).await;
    assert_filters_find_nothing(caller, &foreign, own).await;
    assert_search_finds_nothing(&inside, caller, (&foreign, own)).await;
    assert_lookup_finds_at_most_a_mask(&inside, caller, &foreign).await;
}

/// All reads of the contract below `/v1` that concern the register; for somebody without rows of their own, who trades,
/// but for what is shown to the market.
fn reads(own: Option<&Village>) -> impl Iterator<Item = (&'static str, &'static Value)> {
    let trades = own.is_none();
    let paths = DOCUMENT["paths"].as_object().into_iter().flatten();
    let reads =
        paths.filter(|(_, item)| !item["get"].is_null()).map(|(path, item)| (path.as_str(), &item["get"]));
    reads
        .filter(|(path, _)| path.starts_with("/v1/") && !path.starts_with("/v1/auth/"))
        .filter(move |(path, _)| !(trades && path.starts_with(MARKET)))
}

fn parameters(operation: &Value) -> impl Iterator<Item = &str> {
    operation["parameters"].as_array().into_iter().flatten().filter_map(|given| given["name"].as_str())
}

/// Everything that a caller can read of its own rows and of no row in particular, by path.
async fn world(caller: &Caller, own: Option<&Village>) -> BTreeMap<String, (u16, Value)> {
    let mut world = BTreeMap::new();
    for (template, operation) in reads(own).filter(|(template, _)| *template != LEAVES_A_TRACE) {
        let ids =
            if template.contains('{') { own.and_then(|own| own.ids_of(template)) } else { Some(Vec::new()) };
        let Some(ids) = ids else { continue };
        let is_list = parameters(operation).any(|name| name == "include_total");
        let path =
            if is_list { format!("{template}?limit=200&include_total=true") } else { template.to_owned() };
        world.insert(path.clone(), facts(ask(caller, &Method::GET, &path, operation, &ids).await));
    }
    for path in REPORTS {
        world.insert(path.to_owned(), facts(caller.get(path).await));
    }
    if own.is_some() {
        let seen = world.values().filter(|(status, _)| *status == 200).count();
        assert!(seen > 15, "the caller sees only {seen} resources of its own");
    }
    world
}

/// What a reply says, but for what differs each time.
fn facts(reply: crate::Reply) -> (u16, Value) {
    let mut json = reply.json;
    for name in ["computed_at", "request_id", "instance"] {
        if let Some(member) = json.get_mut(name) {
            *member = Value::Null;
        }
    }
    if let Some(cursor) = json.pointer_mut("/page/next_cursor") {
        *cursor = Value::Null;
    }
    (reply.status, json)
}

async fn groups_counted(officer: &Caller) -> i64 {
    let report = officer.get("/v1/reports/progress").await.expect(200);
    report.json["figures"][0]["value"].as_i64().expect("a figure")
}

/// Reads that name foreign rows alone; those of areas are open to everybody.
async fn assert_every_read_is_closed(caller: &Caller, foreign: &Village, own: Option<&Village>) {
    let mut closed = 0;
    for (template, operation) in reads(own).filter(|(template, _)| !template.starts_with("/v1/areas")) {
        let Some(ids) = foreign.ids_of(template).filter(|ids| !ids.is_empty()) else { continue };
        let reply = ask(caller, &Method::GET, template, operation, &ids).await;
        assert!([403, 404].contains(&reply.status), "{reply}");
        closed += 1;
    }
    assert!(closed > 20, "only {closed} reads name rows of a village");
}

async fn assert_nothing(caller: &Caller, path: &str) {
    let reply = caller.get(path).await;
    if ![403, 404, 422].contains(&reply.status) {
        let reply = reply.expect(200);
        assert!(
            reply.data().is_empty() && reply.json["page"]["total"] == 0,
            "{path} shows something\n{reply}"
        );
    }
}

/// Filters that name foreign rows; the commune is foreign unless the caller's own rows lie there too.
async fn assert_filters_find_nothing(caller: &Caller, foreign: &Village, own: Option<&Village>) {
    let mut asked = 0;
    for (template, operation) in reads(own).filter(|(template, _)| !template.contains('{')) {
        let is_list = parameters(operation).any(|name| name == "include_total");
        let total = if is_list { "&include_total=true" } else { "" };
        for name in parameters(operation) {
            let is_own = name == "area_id" && own.is_some_and(|own| own.commune == foreign.commune);
            if let (Some(id), false) = (foreign.ids.get(name), is_own) {
                assert_nothing(caller, &format!("{template}?{name}={id}{total}")).await;
                asked += 1;
            }
        }
    }
    assert!(asked > 4, "only {asked} filters name rows of a village");
}

async fn assert_search_finds_nothing(
    inside: &Caller,
    caller: &Caller,
    (foreign, own): (&Village, Option<&Village>),
) {
    let lists = || {
        reads(own).filter(|(template, operation)| {
            !template.contains('{') && parameters(operation).any(|name| name == "q")
        })
    };
    for word in &foreign.words {
        let question: String = word.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let mut found = 0;
        for (template, _) in lists() {
            let path = format!("{template}?q={question}&include_total=true");
            assert_nothing(caller, &path).await;
            let seen = inside.get(&path).await;
            found += if seen.status == 200 { seen.data().len() } else { 0 };
        }
        assert!(found > 0, "nobody finds {word}");
    }
}
