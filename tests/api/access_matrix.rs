//! Who may call what: the committed table, the policy and the running service agree.

use std::fmt::Write as _;
use std::path::Path;

use actix_web::http::Method;
use entity::enums::LegalForm;
use hoinongdan::access::{Permission, Requirement, Role, Scope, allows};
use hoinongdan::operations::operations;
use serde_json::Value;
use tests::contract::operation_of;
use tests::hidden::ask;
use tests::{App, Caller, Reply, both_databases};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/api/snapshots/access_matrix.txt");

fn may(requirement: Requirement, role: Role) -> bool {
    match requirement {
        Requirement::Permission(permission) => allows(permission, role),
        Requirement::Authenticated => !matches!(role, Role::Anonymous | Role::System),
        Requirement::Public => true,
    }
}

fn line(table: &mut String, name: &str, wire: &str, may: impl Fn(Role) -> bool) {
    write!(table, "{name:<36} {wire:<28}").unwrap();
    for role in Role::ALL {
        let (width, cell) = (role.wire().len(), if may(role) { "yes" } else { "no" });
        write!(table, " {cell:<width$}").unwrap();
    }
    table.truncate(table.trim_end().len());
    table.push('\n');
}

fn table() -> String {
    let operations = operations();
    let mut table = format!("{:<36} {:<28}", "operation", "permission");
    for role in Role::ALL {
        write!(table, " {}", role.wire()).unwrap();
    }
    table.push('\n');
    for operation in &operations {
        let requirement = operation.requirement;
        line(&mut table, operation.id, requirement.wire(), |role| may(requirement, role));
    }
    table.push_str("\nPermissions that decide inside operations, or await theirs:\n");
    let named =
        |permission| operations.iter().any(|one| one.requirement == Requirement::Permission(permission));
    for permission in Permission::ALL.iter().copied().filter(|permission| !named(*permission)) {
        line(&mut table, "", permission.wire(), |role| allows(permission, role));
    }
    table
}

#[test]
fn the_committed_table_is_the_policy() {
    let now = table();
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(Path::new(TABLE), &now).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(Path::new(TABLE)).unwrap_or_default();
    let lost: Vec<_> = committed.lines().filter(|line| !now.lines().any(|other| other == *line)).collect();
    let new: Vec<_> = now.lines().filter(|line| !committed.lines().any(|other| other == *line)).collect();
    assert!(committed == now, "UPDATE_SNAPSHOTS=1 rewrites the table.\nlost: {lost:#?}\nnew: {new:#?}");
}

async fn scope_of(app: &App, role: Role) -> Option<(entity::enums::Role, Scope)> {
    use entity::enums::Role as Stored;
    let province = Scope::Province(app.province().await);
    let commune = app.area("01392", "2022-06-30").await;
    Some(match role {
        Role::Anonymous | Role::System => return None,
        Role::Administrator => (Stored::Administrator, province),
        Role::Officer => (Stored::Officer, province),
        Role::Leader => {
            (Stored::Leader, Scope::Group(app.group(commune, LegalForm::Tht, "2021-01-01").await))
        }
        Role::Appraiser => (Stored::Appraiser, province),
        Role::Approver => (Stored::Approver, province),
        Role::Treasurer => (Stored::Treasurer, province),
        Role::Partner => (Stored::Partner, Scope::Partner(app.partner().await)),
        Role::Viewer => (Stored::Viewer, province),
        Role::Donor => (Stored::Donor, province),
        Role::Auditor => (Stored::Auditor, province),
    })
}

/// Somebody with the role; `None` for the service itself, which does not call.
async fn somebody(app: &App, role: Role) -> Option<Caller> {
    match (role, scope_of(app, role).await) {
        (Role::Anonymous, _) => Some(app.anonymous()),
        (_, Some(held)) => Some(app.as_roles(&[held]).await),
        (_, None) => None,
    }
}

/// The code of a problem, or the word of OAuth.
fn code_of(reply: &Reply) -> &str {
    reply.json["code"].as_str().or_else(|| reply.json["error"].as_str()).unwrap_or_default()
}

/// Credentials that were given and are wrong: the operation itself was open.
const WRONG_CREDENTIALS: [&str; 3] = ["credentials_invalid", "refresh_token_invalid", "invalid_client"];

/// Faults that the data of the installation can be the reason for.
const OF_DATA: [&str; 2] = ["not_found", "not_unique"];

/// The faults of form that a request made of the contract's examples still has.
fn faults_of_form(reply: &Reply) -> Vec<&Value> {
    let faults = reply.json["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    let of_data = |fault: &&Value| OF_DATA.contains(&fault["code"].as_str().unwrap_or_default());
    faults.iter().filter(|fault| !of_data(fault)).collect()
}

both_databases! {
    async fn the_examples_of_the_contract_are_requests_that_can_be_made(app: App) {
        let mut wrong = Vec::new();
        for role in Role::ALL {
            let Some(caller) = somebody(&app, role).await else { continue };
            for operation in operations() {
                let Requirement::Permission(permission) = operation.requirement else { continue };
                let earlier = Role::ALL.iter().take_while(|other| **other != role);
                let is_first = earlier.filter(|other| **other != Role::System).all(|other| !allows(permission, *other));
                if !is_first || !allows(permission, role) {
                    continue;
                }
                let described = operation_of(&operation.method, operation.path).unwrap();
                let reply = ask(&caller, &operation.method, operation.path, described, &[]).await;
                if matches!(reply.status, 400 | 415) || !faults_of_form(&reply).is_empty() {
                    wrong.push(format!("{}: {:?}", operation.id, faults_of_form(&reply)));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    async fn the_service_enforces_the_table(app: App) {
        let mut wrong = Vec::new();
        for role in Role::ALL {
            let Some(mut caller) = somebody(&app, role).await else { continue };
            for operation in operations() {
                let described = operation_of(&operation.method, operation.path).unwrap();
                let reply = ask(&caller, &operation.method, operation.path, described, &[]).await;
                let are_wrong = WRONG_CREDENTIALS.contains(&code_of(&reply));
                let refused = matches!(reply.status, 401 | 403) && !are_wrong;
                let expected = match (may(operation.requirement, role), role) {
                    (true, _) => !refused,
                    (false, Role::Anonymous) => reply.status == 401,
                    (false, _) => reply.status == 403 && code_of(&reply) == "permission_denied",
                };
                if !expected {
                    wrong.push(format!("{} as {}: {}", operation.id, role.wire(), reply.status));
                }
                // Some of these end the session.
                if operation.requirement == Requirement::Authenticated && operation.method != Method::GET {
                    caller = somebody(&app, role).await.unwrap();
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    async fn whoever_holds_no_role_may_read_nothing(app: App) {
        let nobody = app.as_roles(&[]).await;
        for operation in operations() {
            if let Requirement::Permission(permission) = operation.requirement {
                let described = operation_of(&operation.method, operation.path).unwrap();
                let reply = ask(&nobody, &operation.method, operation.path, described, &[]).await;
                assert_eq!((reply.status, permission.wire()), (403, permission.wire()), "{reply}");
            }
        }
    }

    async fn a_refusal_is_journalled(app: App) {
        let donor = app.as_donor().await;
        let area = app.area("01392", "2022-06-30").await;
        let body = serde_json::json!({ "from_on": "2017-06-01" });
        donor.post(&format!("/v1/areas/{area}/project-periods"), body).await.problem(403, "permission_denied");
        let denied = "SELECT COUNT(*) FROM journal_entry WHERE outcome = 'denied' AND action = 'refused' \
                      AND operation = 'create_project_period' AND permission = 'areas:update' AND actor_kind = 'person'";
        assert_eq!(app.database().count(denied).await, 1);
    }
}
