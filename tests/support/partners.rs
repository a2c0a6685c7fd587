//! Partners registered over the wire, and the accounts that act for them.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use entity::account;
use entity::ids::{AccountId, PartnerId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::App;
use crate::callers::{Caller, Who};
use crate::reply::Reply;

/// Whom to ask for at partners that the suite registers, beside the name: nothing of it may stand anywhere in clear.
pub const SECRETS: [&str; 4] = ["Lương Thị Kín", "+842060777123", "02060777123", "kin@example.org"];

/// A partner that somebody has registered.
#[derive(Clone, Debug)]
pub struct Registered {
    /// Its id.
    pub id: PartnerId,
    /// Its path.
    pub path: String,
    /// Its tax code.
    pub tax_code: String,
    /// Its first account.
    pub account: AccountId,
    /// The login of that.
    pub login: String,
    /// The password made by the service.
    pub password: String,
}

impl Registered {
    /// What the reply to a registration says.
    ///
    /// # Panics
    /// If it is no such reply.
    #[must_use]
    pub fn of(reply: &Reply, tax_code: &str) -> Self {
        let account = &reply.json["account"];
        let text = |name: &str| account[name].as_str().expect("an account").to_owned();
        let account = text("id").parse::<Uuid>().expect("an id").into();
        Self {
            id: reply.id().into(),
            path: format!("/v1/partners/{}", reply.id()),
            tax_code: tax_code.to_owned(),
            account,
            login: text("login"),
            password: text("initial_password"),
        }
    }

    /// What the register says of it.
    #[must_use]
    pub fn extract(&self) -> Value {
        json!({ "tax_code": self.tax_code, "extract_no": "TL-2026-0042", "checked_on": "2026-06-14" })
    }
}

impl App {
    /// A tax code of ten digits with its check digit that nobody has.
    pub fn tax_code(&self) -> String {
        const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];
        loop {
            let nine = format!("99{:07}", self.serial());
            let digits = nine.chars().filter_map(|digit| digit.to_digit(10));
            let sum: u32 = WEIGHTS.iter().zip(digits).map(|(weight, digit)| weight * digit).sum();
            if !sum.is_multiple_of(11) {
                return format!("{nine}{}", 10 - sum % 11);
            }
        }
    }

    /// A cooperative to register.
    #[must_use]
    pub fn new_partner(&self, tax_code: &str) -> Value {
        json!({
            "kind": "cooperative", "tax_code": tax_code, "name": format!("Hợp tác xã Nông sản {}", self.serial()),
            "address": "Phường Thục Phán, tỉnh Cao Bằng", "proof_reference": "Giấy chứng nhận số 0401",
            "contact": { "name": SECRETS[0], "position": "Thu mua", "phone": SECRETS[2], "email": SECRETS[3] },
            "person_name": "Hoàng Văn Thử",
        })
    }

    /// A partner that nobody in particular has registered.
    pub async fn registered(&self) -> Registered {
        self.registered_by(&self.anonymous()).await
    }

    /// A partner that somebody has registered.
    pub async fn registered_by(&self, caller: &Caller) -> Registered {
        let tax_code = self.tax_code();
        let reply = caller.post("/v1/partners", self.new_partner(&tax_code)).await.expect(201);
        Registered::of(&reply, &tax_code)
    }

    /// A partner that an officer of the province has verified.
    pub async fn verified(&self) -> Registered {
        let made = self.registered().await;
        let officer = self.as_officer_of(self.province().await).await;
        officer.act(&format!("{}/verify", made.path), "\"v1\"", made.extract()).await.expect(200);
        made
    }

    /// Somebody signed in to an account that is there, whose owner has done with the initial password.
    ///
    /// # Panics
    /// If the rows cannot be written.
    pub async fn as_account(&self, account_id: AccountId) -> Caller {
        let chosen = account::ActiveModel { must_change_password: Set(false), ..Default::default() };
        let update = account::Entity::update_many().set(chosen).filter(account::Column::Id.eq(account_id));
        update.exec(self.db()).await.expect("an account");
        let who = Who { account_id, session_id: Uuid::now_v7().into(), auth_time: self.now() };
        self.signed_in(who).await
    }
}
