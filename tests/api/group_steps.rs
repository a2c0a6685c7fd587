//! The life of groups: every action in every state, and what each asks for.

use std::fmt::Write as _;
use std::path::Path;

use entity::enums::{GroupStatus, LegalForm};
use entity::group_period;
use entity::ids::{AreaId, GroupId, PersonId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, Iterable as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::{App, Ask, Caller, both_databases};
use uuid::Uuid;

const GRID: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/api/snapshots/group_workflow.txt");
const ACTIONS: [&str; 7] = ["activate", "suspend", "resume", "dissolve", "convert", "upgrade", "move"];
const GROUPS: &str = "/v1/farmer-groups";

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2022-06-30").await
}

async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

async fn persons(app: &App, how_many: usize) -> Vec<PersonId> {
    let household = app.household(commune(app).await, "2020-01-01").await;
    let mut made = Vec::new();
    for _ in 0..how_many {
        made.push(app.person(household).await);
    }
    made
}

/// A group with a head and as many other members, active since 2021.
async fn group(app: &App, form: LegalForm, others: usize) -> GroupId {
    let id = app.group(commune(app).await, form, "2021-01-01").await;
    for person in persons(app, others).await {
        app.membership(id, person, "2021-02-01").await;
    }
    id
}

async fn members(officer: &Caller, group: impl std::fmt::Display, day: &str) -> Vec<Uuid> {
    officer.get(&format!("/v1/memberships?group_id={group}&as_of={day}")).await.expect(200).ids()
}

fn founders(members: &[Uuid]) -> Value {
    let each = |(n, id): (usize, &Uuid)| json!({ "membership_id": id, "is_head": n == 0 });
    members.iter().enumerate().map(each).collect()
}

fn upgrade(name: &str, day: &str, members: &[Uuid]) -> Value {
    json!({
        "name": name, "registration_number": "9900000016", "registered_on": day,
        "founding_members": founders(members),
    })
}

fn act(officer: &Caller, group: impl std::fmt::Display, action: &str, etag: &str, body: Value) -> Ask {
    officer.act(&format!("{GROUPS}/{group}/{action}"), etag, body)
}

async fn set_status(app: &App, group: GroupId, status: GroupStatus) {
    group_period::Entity::update_many()
        .col_expr(group_period::Column::Status, Expr::value(status))
        .filter(group_period::Column::GroupId.eq(group))
        .exec(app.db())
        .await
        .unwrap();
}

async fn body(app: &App, officer: &Caller, group: GroupId, action: &str) -> Value {
    let day = "2026-01-15";
    match action {
        "suspend" => json!({ "from_on": day, "reason": "Chờ kiện toàn." }),
        "dissolve" => json!({ "on": day, "reason": "Các thành viên thống nhất." }),
        "convert" => json!({ "contract_signed_on": day, "sent_on": day }),
        "upgrade" => upgrade(&format!("Hợp tác xã {group}"), day, &members(officer, group, day).await),
        "move" => json!({ "commune_id": app.area("01747", "2025-07-01").await, "from_on": day }),
        _ => json!({ "from_on": day }),
    }
}

both_databases! {
    async fn every_action_in_every_state_does_what_the_grid_says(app: App) {
        let officer = officer(&app).await;
        let mut grid = String::from("A common interest group with its head and four members; `-` is 409 `state_conflict`.\n\n");
        write!(grid, "{:<10}", "").unwrap();
        ACTIONS.iter().for_each(|action| write!(grid, " {action:<10}").unwrap());
        for status in GroupStatus::iter() {
            let word = serde_json::to_value(status).unwrap();
            write!(grid, "\n{:<10}", word.as_str().unwrap()).unwrap();
            let mut allowed = Vec::new();
            for action in ACTIONS {
                let id = group(&app, LegalForm::Cig, 4).await;
                set_status(&app, id, status).await;
                let body = body(&app, &officer, id, action).await;
                let reply = act(&officer, id, action, "\"v1\"", body).await;
                let cell = match reply.status {
                    200 => {
                        allowed.push(action.to_owned());
                        reply.json["status"].as_str().unwrap().to_owned()
                    }
                    _ => {
                        reply.problem(409, "state_conflict");
                        "-".to_owned()
                    }
                };
                write!(grid, " {cell:<10}").unwrap();
                if action == "move" {
                    let id = group(&app, LegalForm::Cig, 4).await;
                    set_status(&app, id, status).await;
                    let shown = officer.get(&format!("{GROUPS}/{id}")).await.expect(200);
                    let mut said: Vec<String> = serde_json::from_value(shown.json["allowed_actions"].clone()).unwrap();
                    said.sort();
                    allowed.sort();
                    assert_eq!(said, allowed, "allowed_actions of {status:?}");
                }
            }
        }
        let grid = grid.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n";
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(Path::new(GRID), &grid).unwrap();
        }
        let committed = std::fs::read_to_string(Path::new(GRID)).unwrap_or_default();
        assert_eq!(grid, committed, "UPDATE_SNAPSHOTS=1 rewrites the grid");
    }

    async fn a_group_becomes_active_with_a_head_and_its_papers(app: App) {
        let officer = officer(&app).await;
        let new = json!({
            "name": "Tổ hợp tác thử", "legal_form": "tht", "commune_id": commune(&app).await, "from_on": "2022-03-01",
            "value_chains": [{ "chain": "lac", "is_primary": true }],
        });
        let made = officer.post(GROUPS, new).await.expect(201);
        let (id, path) = (made.id(), format!("{GROUPS}/{}", made.id()));
        let activate = async |day: &str| {
            let etag = officer.get(&path).await.etag();
            act(&officer, id, "activate", &etag, json!({ "from_on": day })).await
        };
        activate("2022-02-28").await.problem(422, "validation_failed").faults(&["#/from_on: inconsistent"]);
        activate("2026-06-16").await.faults(&["#/from_on: out_of_range"]);
        activate("2022-04-01").await.problem(409, "conditions_unmet");
        let mut joined = Vec::new();
        for person in persons(&app, 2).await {
            let body = json!({ "group_id": id, "person_id": person, "from_on": "2022-03-15" });
            joined.push(officer.post("/v1/memberships", body).await.expect(201).id());
        }
        let head = json!({ "membership_id": joined[0], "office": "head", "from_on": "2022-03-15" });
        officer.act(&format!("{path}/offices"), &made.etag(), head).await.expect(201);
        activate("2022-03-14").await.problem(409, "conditions_unmet");
        activate("2022-04-01").await.problem(409, "conditions_unmet");
        let etag = officer.get(&path).await.etag();
        officer.patch(&path, &etag, json!({ "contract_signed_on": "2022-03-15" })).await.expect(200);
        let active = activate("2022-04-01").await.expect(200);
        assert_eq!((&active.json["status"], &active.json["from_on"]), (&json!("active"), &json!("2022-04-01")));
        assert_eq!(active.json["warnings"][0]["code"], "notice_late");
        let etag = active.etag();
        officer.patch(&path, &etag, json!({ "contract_signed_on": null })).await.problem(422, "validation_failed");
    }

    async fn a_conversion_needs_two_members_and_an_interest_group(app: App) {
        let officer = officer(&app).await;
        let body = || json!({ "contract_signed_on": "2022-06-06" });
        let alone = group(&app, LegalForm::Cig, 0).await;
        act(&officer, alone, "convert", "\"v1\"", body()).await.problem(409, "conditions_unmet");
        let already = group(&app, LegalForm::Tht, 2).await;
        let refused = act(&officer, already, "convert", "\"v1\"", body()).await.problem(409, "state_conflict");
        assert_eq!(refused.json["allowed_actions"], json!(["suspend", "dissolve", "upgrade", "move"]));
    }

    async fn a_dissolved_group_lets_everybody_go(app: App) {
        let officer = officer(&app).await;
        let id = group(&app, LegalForm::Cig, 2).await;
        let ids = members(&officer, id, "2022-12-31").await;
        let body = |on: &str| json!({ "on": on, "reason": "Các thành viên thống nhất." });
        act(&officer, id, "dissolve", "\"v1\"", body("2021-02-01")).await.faults(&["#/on: inconsistent"]);
        let done = act(&officer, id, "dissolve", "\"v1\"", body("2023-01-01")).await.expect(200);
        assert_eq!((&done.json["offices"], &done.json["allowed_actions"]), (&json!([]), &json!([])));
        assert!(members(&officer, id, "2023-01-01").await.is_empty());
        let member = officer.get(&format!("/v1/memberships/{}", ids[0])).await.expect(200);
        assert_eq!((&member.json["exit_reason"], &member.json["until_on"]), (&json!("group_dissolved"), &json!("2023-01-01")));
        let joined = |from_on: &str, person: PersonId| {
            officer.post("/v1/memberships", json!({ "group_id": id, "person_id": person, "from_on": from_on }))
        };
        let person = persons(&app, 1).await[0];
        joined("2023-01-01", person).await.faults(&["#/from_on: inconsistent"]);
        let past = joined("2022-06-01", person).await.expect(201);
        assert_eq!((&past.json["until_on"], &past.json["exit_reason"]), (&json!("2023-01-01"), &json!("group_dissolved")));
    }

    async fn a_cooperative_continues_a_group_and_counts_once(app: App) {
        let officer = officer(&app).await;
        let old = group(&app, LegalForm::Tht, 7).await;
        let ids = members(&officer, old, "2022-04-30").await;
        let few = upgrade("Hợp tác xã thử", "2022-05-02", &ids[..6]);
        act(&officer, old, "upgrade", "\"v1\"", few).await.faults(&["#/founding_members: too_short"]);
        let done = act(&officer, old, "upgrade", "\"v1\"", upgrade("Hợp tác xã thử", "2022-05-02", &ids[..7])).await.expect(200);
        assert_eq!(done.json["status"], "upgraded");
        let new = done.json["continued_by_id"].as_str().unwrap().to_owned();
        let cooperative = officer.get(&format!("{GROUPS}/{new}")).await.expect(200);
        assert_eq!(cooperative.json["upgraded_from_id"], json!(old));
        assert_eq!((&cooperative.json["legal_form"], &cooperative.json["status"]), (&json!("cooperative"), &json!("active")));
        assert_eq!(cooperative.json["offices"][0]["office"], "head");
        let left = officer.get(&format!("/v1/memberships/{}", ids[7])).await.expect(200);
        assert_eq!(left.json["exit_reason"], "group_upgraded");
        let counted = async |day: &str| {
            let query = format!("as_of={day}&include_total=true&began_as=cig,tht");
            let groups = officer.get(&format!("{GROUPS}?{query}&status=active,upgraded")).await.expect(200);
            let persons = officer.get(&format!("/v1/memberships?{query}&group_status=active,upgraded")).await.expect(200);
            let in_group = persons.data().first().map(|one| one["group_id"].clone());
            (groups.json["page"]["total"].clone(), persons.json["page"]["total"].clone(), in_group)
        };
        assert_eq!(counted("2022-05-01").await, (json!(1), json!(8), Some(json!(old))));
        assert_eq!(counted("2022-06-30").await, (json!(1), json!(7), Some(json!(new))));
        let none = officer.get("/v1/memberships?began_as=cooperative").await.expect(200);
        assert!(none.data().is_empty());
        let history = officer.get(&format!("{GROUPS}/{old}/history")).await.expect(200);
        assert_eq!(history.data()[0]["action"], "upgraded");
    }

    async fn founders_are_named_once_with_one_head(app: App) {
        let officer = officer(&app).await;
        let old = group(&app, LegalForm::Cig, 4).await;
        let ids = members(&officer, old, "2025-01-01").await;
        let mut body = upgrade("Hợp tác xã thử", "2025-01-02", &ids);
        body["founding_members"][1]["is_head"] = json!(true);
        act(&officer, old, "upgrade", "\"v1\"", body).await.faults(&["#/founding_members: inconsistent"]);
        let twice = upgrade("Hợp tác xã thử", "2025-01-02", &[ids[0], ids[1], ids[2], ids[3], ids[3]]);
        act(&officer, old, "upgrade", "\"v1\"", twice).await.faults(&["#/founding_members/4: not_unique"]);
        let mut stranger = upgrade("Hợp tác xã thử", "2025-01-02", &ids[..4]);
        let person = persons(&app, 1).await[0];
        let outsider = json!({ "person_id": person, "is_head": false, "contribution_vnd": 1_000_000 });
        stranger["founding_members"].as_array_mut().unwrap().push(outsider);
        act(&officer, old, "upgrade", "\"v1\"", stranger).await.expect(200);
    }

    async fn members_of_suspended_groups_are_not_counted(app: App) {
        let officer = officer(&app).await;
        let id = group(&app, LegalForm::Cig, 2).await;
        let body = json!({ "from_on": "2022-03-01", "reason": "Chờ kiện toàn." });
        act(&officer, id, "suspend", "\"v1\"", body).await.expect(200);
        let counted = async |day: &str| {
            let list = format!("/v1/memberships?as_of={day}&began_as=cig,tht&group_status=active,upgraded");
            officer.get(&list).await.expect(200).data().len()
        };
        assert_eq!((counted("2022-02-28").await, counted("2022-03-01").await), (3, 0));
        let resumed = act(&officer, id, "resume", "\"v2\"", json!({ "from_on": "2022-02-28" })).await;
        resumed.faults(&["#/from_on: inconsistent"]);
        act(&officer, id, "resume", "\"v2\"", json!({ "from_on": "2022-05-01" })).await.expect(200);
        assert_eq!((counted("2022-04-30").await, counted("2022-05-01").await), (0, 3));
    }

    async fn a_period_begun_after_the_merger_names_the_commune_of_2025(app: App) {
        let officer = officer(&app).await;
        let id = app.group(app.area("01399", "2022-06-30").await, LegalForm::Cig, "2021-01-01").await;
        let body = json!({ "from_on": "2025-09-01", "reason": "Chờ kiện toàn." });
        let done = act(&officer, id, "suspend", "\"v1\"", body).await.expect(200);
        assert_eq!(done.json["commune_id"], json!(app.area("01392", "2025-07-01").await));
        assert_eq!(done.json["former_commune_id"], json!(app.area("01399", "2022-06-30").await));
    }

    async fn a_group_moves_to_a_commune_that_exists_on_that_day(app: App) {
        let officer = officer(&app).await;
        let id = group(&app, LegalForm::Tht, 1).await;
        let to = async |code: &str, on: &str| json!({ "commune_id": app.area(code, on).await, "from_on": "2023-01-01" });
        let future = to("01747", "2025-07-01").await;
        act(&officer, id, "move", "\"v1\"", future).await.faults(&["#/commune_id: inconsistent"]);
        let same = to("01392", "2022-06-30").await;
        act(&officer, id, "move", "\"v1\"", same).await.faults(&["#/commune_id: inconsistent"]);
        let moved = act(&officer, id, "move", "\"v1\"", to("01783", "2022-06-30").await).await.expect(200);
        assert_eq!(moved.json["warnings"][0]["code"], "notice_late");
        let before = app.as_officer_of(commune(&app).await).await;
        before.get(&format!("{GROUPS}/{id}")).await.problem(404, "not_found");
        let ids = async |area: &str, day: &str| {
            let area = app.area(area, "2022-06-30").await;
            officer.get(&format!("{GROUPS}?area_id={area}&as_of={day}")).await.expect(200).ids()
        };
        assert_eq!((ids("045", "2022-12-31").await, ids("045", "2023-01-01").await), (vec![id.into()], vec![]));
        assert_eq!(ids("052", "2023-01-01").await, [Uuid::from(id)]);
    }

    async fn only_officers_move_a_group_along(app: App) {
        let id = group(&app, LegalForm::Cig, 4).await;
        let province = officer(&app).await;
        for caller in [app.as_leader_of(id).await, app.as_viewer_of(app.province().await).await, app.as_auditor().await] {
            for action in ACTIONS {
                let body = body(&app, &province, id, action).await;
                act(&caller, id, action, "\"v1\"", body).await.problem(403, "permission_denied");
            }
        }
        let stranger = app.as_officer_of(app.area("052", "2022-06-30").await).await;
        for action in ACTIONS {
            let body = body(&app, &province, id, action).await;
            act(&stranger, id, action, "\"v1\"", body).await.problem(404, "not_found");
        }
    }
}
