//! Which line of a plan an offer is about.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const BY_PLAN: &str = "sales_offer_plan_id_idx";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in added() {
            manager.alter_table(Table::alter().table("sales_offer").add_column(column).take()).await?;
        }
        let by_plan = Index::create().name(BY_PLAN).table("sales_offer").col("plan_id").take();
        manager.create_index(by_plan).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(BY_PLAN).table("sales_offer").to_owned()).await?;
        for column in added().into_iter().rev() {
            let name = column.get_column_name();
            manager.alter_table(Table::alter().table("sales_offer").drop_column(name).take()).await?;
        }
        Ok(())
    }
}

/// The plan and the number of its line; both or neither, which the service sees to.
fn added() -> [ColumnDef; 2] {
    [uuid_null("plan_id"), integer_null("plan_line_no")]
}
