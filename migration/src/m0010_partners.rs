//! What is kept of partners beside their tax code, and their machine clients.

use crate::draft::{Draft, drop_tables};
use crate::native;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use uuid::Uuid;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for mut column in added() {
            if SORTED.contains(&column.get_column_name().as_str()) {
                native::byte_order(manager, &mut column);
            }
            manager.alter_table(Table::alter().table("partner").add_column(column).take()).await?;
        }
        name_all(manager).await?;
        manager.drop_index(Index::drop().name(TAX_CODE).table("partner").to_owned()).await?;
        for index in indexes() {
            manager.create_index(index).await?;
        }
        for table in [partner_key(), api_client(), client_token(), client_assertion()] {
            table.create(manager).await?;
        }
        let of_clients = Index::create().name(OF_CLIENTS).table("role_assignment").col("client_id").take();
        manager.create_index(of_clients).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = ["client_assertion", "client_token", "api_client", "partner_key"];
        drop_tables(manager, &tables).await?;
        manager.drop_index(Index::drop().name(OF_CLIENTS).table("role_assignment").to_owned()).await?;
        for name in [TAX_CODE, CODE, BY_NAME, BY_STATE, BY_CHANGE] {
            manager.drop_index(Index::drop().name(name).table("partner").to_owned()).await?;
        }
        manager.create_index(tax_code().take()).await?;
        for column in added().into_iter().rev() {
            let name = column.get_column_name();
            manager.alter_table(Table::alter().table("partner").drop_column(name).take()).await?;
        }
        let counter = Query::delete().from_table("counter").and_where(Expr::col("name").eq("partner")).take();
        manager.execute(counter).await
    }
}

const TAX_CODE: &str = "partner_tax_code_key";
const CODE: &str = "partner_code_key";
const BY_NAME: &str = "partner_sort_key_id_idx";
const BY_STATE: &str = "partner_status_sort_key_id_idx";
const BY_CHANGE: &str = "partner_updated_at_id_idx";
/// The roles of a machine client, which each of its requests asks for.
const OF_CLIENTS: &str = "role_assignment_client_id_idx";
/// Columns whose order is asked for.
const SORTED: [&str; 2] = ["code", "sort_key"];

fn added() -> Vec<ColumnDef> {
    vec![
        string_len("code", 20).default("").take(),
        string_len("sort_key", 600).default("").take(),
        string_len("address", 255).default("").take(),
        string_len("proof_reference", 120).default("").take(),
        blob_null("contact_ct"),
        string_len_null("status_reason", 500),
        date_null("decided_on"),
    ]
}

/// Gives those that are there already a code and a place in the order of names.
async fn name_all(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let all =
        Query::select().columns(["id", "name"]).from("partner").order_by("created_at", Order::Asc).take();
    let mut count = 0_i64;
    for row in db.query_all(&all).await? {
        count += 1;
        let (id, name): (Uuid, String) = (row.try_get("", "id")?, row.try_get("", "name")?);
        let named = Query::update()
            .table("partner")
            .value("code", format!("DT-{count:06}"))
            .value("sort_key", entity::vietnamese::sort_key(&name))
            .and_where(Expr::col("id").eq(id))
            .take();
        manager.execute(named).await?;
    }
    let mut counter = Query::insert();
    counter.into_table("counter").columns(["name", "value"]).values_panic(["partner".into(), count.into()]);
    manager.execute(counter).await
}

fn tax_code() -> IndexCreateStatement {
    Index::create().name(TAX_CODE).table("partner").unique().col("tax_code").take()
}

/// A code that was registered in vain is free again: nobody keeps others out by naming theirs.
fn indexes() -> [IndexCreateStatement; 5] {
    let on = |name: &str| Index::create().name(name).table("partner").take();
    [
        tax_code().and_where(Expr::col("status").ne("rejected")).take(),
        on(CODE).unique().col("code").take(),
        on(BY_NAME).col("sort_key").col("id").take(),
        on(BY_STATE).col("status").col("sort_key").col("id").take(),
        on(BY_CHANGE).col("updated_at").col("id").take(),
    ]
}

fn partner_key() -> Draft {
    Draft::new("partner_key")
        .part_of("partner_id", "partner")
        .columns([blob("wrapped"), string_len("master_key_id", 40)])
        .created()
}

fn api_client() -> Draft {
    Draft::new("api_client")
        .id()
        .columns([uuid_null("partner_id"), uuid_null("area_id"), string_len("name", 120)])
        .columns([blob_null("secret_hash"), blob_null("old_secret_hash")])
        .columns([timestamp_with_time_zone_null("old_secret_until"), text_null("jwk"), text("scopes")])
        .columns([string_len("addresses", 1000), timestamp_with_time_zone("expires_at")])
        .columns([timestamp_with_time_zone_null("last_used_at"), timestamp_with_time_zone_null("revoked_at")])
        .versioned()
        .check("one_owner", exactly_one("partner_id", "area_id"))
        .check("one_proof", exactly_one("secret_hash", "jwk"))
        .references("partner_id", "partner")
        .references("area_id", "area")
        .index(&["partner_id", "created_at", "id"])
        .index(&["area_id", "created_at", "id"])
        .index(&["created_at", "id"])
}

fn exactly_one(one: &'static str, other: &'static str) -> Expr {
    let (one, other) = (|| Expr::col(one), || Expr::col(other));
    let first = one().is_null().and(other().is_not_null());
    first.or(one().is_not_null().and(other().is_null()))
}

fn client_token() -> Draft {
    Draft::new("client_token")
        .id()
        .columns([uuid("client_id"), text("scopes"), timestamp_with_time_zone("expires_at")])
        .columns([timestamp_with_time_zone_null("revoked_at")])
        .created()
        .references("client_id", "api_client")
        .index(&["client_id"])
        .index(&["expires_at"])
}

fn client_assertion() -> Draft {
    Draft::new("client_assertion")
        .columns([uuid("client_id"), string_len("jti", 200), timestamp_with_time_zone("expires_at")])
        .primary(&["client_id", "jti"])
        .references("client_id", "api_client")
        .index(&["expires_at"])
}
