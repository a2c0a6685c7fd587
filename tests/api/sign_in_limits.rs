//! How often anybody may try to sign in, and where the accounts of the demonstration may.

use entity::account;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use tests::{App, Setup, both_databases, databases::Backend};

use crate::sessions::{LOGIN, WRONG, login, user};

/// A service with the quotas of sign-in that these tests are about.
struct Throttled(App);

impl Throttled {
    async fn start(backend: Backend) -> Self {
        let quotas = Setup { rate_limit_auth: 3, rate_limit_auth_address: 5, ..Setup::default() };
        Self(App::with(backend, quotas).await)
    }
}

both_databases! {
    async fn tries_are_limited_per_account_and_address_together(throttled: Throttled) {
        let app = throttled.0;
        for _ in 0..3 {
            login(&app, LOGIN, WRONG).await.problem(401, "credentials_invalid");
        }
        let refused = login(&app, "VUONG.thi.mai", WRONG).await.problem(429, "rate_limited");
        assert_eq!(refused.json["violated_policies"], json!(["auth"]));
        login(&app, LOGIN, WRONG).from_address([192, 0, 2, 2]).await.problem(401, "credentials_invalid");
        app.set_now("2026-06-15T03:01:00Z");
        login(&app, LOGIN, WRONG).await.problem(401, "credentials_invalid");
    }

    async fn tries_are_limited_per_address(throttled: Throttled) {
        let app = throttled.0;
        for number in 0..5 {
            login(&app, &format!("account{number}"), WRONG).await.problem(401, "credentials_invalid");
        }
        login(&app, LOGIN, WRONG).await.problem(429, "rate_limited");
    }

    async fn strangers_never_lock_an_account(throttled: Throttled) {
        let app = throttled.0;
        let (_, password) = user(&app, LOGIN).await;
        for number in 0..12 {
            let ask = login(&app, LOGIN, WRONG).from_address([198, 51, 100, number]);
            ask.await.problem(401, "credentials_invalid");
        }
        let started = std::time::Instant::now();
        login(&app, LOGIN, &password).await.expect(200);
        assert!(started.elapsed().as_millis() >= 400, "the owner waits a little, but is let in");
    }
}

/// Makes an account of the demonstration and gives its password.
async fn demo_user(app: &App) -> String {
    let (id, password) = user(app, LOGIN).await;
    let demo = account::ActiveModel { is_demo: Set(true), ..Default::default() };
    let update = account::Entity::update_many().set(demo).filter(account::Column::Id.eq(id));
    update.exec(app.db()).await.unwrap();
    password
}

/// A service that strangers can reach.
struct Exposed(App);

impl Exposed {
    async fn start(backend: Backend) -> Self {
        Self(App::with(backend, Setup { is_public: true, ..Setup::default() }).await)
    }
}

both_databases! {
    async fn a_demonstration_account_signs_in_on_the_machine_itself(app: App) {
        let password = demo_user(&app).await;
        login(&app, LOGIN, &password).await.expect(200);
    }

    async fn a_demonstration_account_signs_in_nowhere_else(exposed: Exposed) {
        let app = exposed.0;
        let password = demo_user(&app).await;
        login(&app, LOGIN, &password).await.problem(401, "credentials_invalid");
    }
}
