//! Every order that a list offers is that of an index: a page reads as many rows as it shows.

use crate::support::migrated;
use sea_orm_migration::prelude::ConnectionTrait;
use sea_orm_migration::sea_orm::{DbBackend, Statement};

/// Tables, the rows that a list begins with, and the columns it is sorted by; the id breaks ties.
const ORDERS: [(&str, &str, &str); 54] = [
    ("account", "TRUE", "login"),
    ("api_key", "TRUE", "created_at"),
    ("api_key", "client_id = x'00'", "created_at"),
    ("area", "TRUE", "sort_key"),
    ("area", "TRUE", "code"),
    ("farmer_group", "voided_at IS NULL", "sort_key"),
    ("indicator_target", "voided_at IS NULL", "year"),
    ("indicator_target", "voided_at IS NULL", "code"),
    ("survey_result", "voided_at IS NULL", "measured_on"),
    ("survey_result", "code = '3.2.2' AND voided_at IS NULL", "measured_on"),
    ("farmer_group", "voided_at IS NULL", "updated_at"),
    ("farmer_group", "voided_at IS NULL", "code"),
    ("household", "voided_at IS NULL", "code"),
    ("household", "voided_at IS NULL", "updated_at"),
    ("person", "voided_at IS NULL", "sort_key"),
    ("person", "voided_at IS NULL", "updated_at"),
    ("partner", "TRUE", "sort_key"),
    ("partner", "TRUE", "updated_at"),
    ("partner", "status = 'pending'", "sort_key"),
    ("role_assignment", "voided_at IS NULL", "from_on"),
    ("holiday", "voided_at IS NULL", "holiday_on"),
    ("journal_entry", "TRUE", "at"),
    ("journal_entry", "action = 'created'", "at"),
    ("journal_entry", "outcome = 'denied'", "at"),
    ("journal_entry", "resource = 'person' AND resource_id = x'00'", "id"),
    ("sales_offer", "voided_at IS NULL", "until_on"),
    ("sales_offer", "status = 'published' AND voided_at IS NULL", "until_on"),
    ("sales_offer", "voided_at IS NULL", "updated_at"),
    ("sales_offer", "voided_at IS NULL", "code"),
    ("offer_request", "TRUE", "updated_at"),
    ("offer_request", "partner_id = x'00'", "updated_at"),
    ("offer_request", "group_id = x'00'", "updated_at"),
    ("production_plan", "voided_at IS NULL", "updated_at"),
    ("production_plan", "voided_at IS NULL", "year"),
    ("production_plan", "year = 2026 AND voided_at IS NULL", "code"),
    ("plan_result", "voided_at IS NULL", "recorded_on"),
    ("ocop_product", "voided_at IS NULL", "sort_key"),
    ("ocop_product", "voided_at IS NULL", "updated_at"),
    ("training_event", "voided_at IS NULL", "listed_on"),
    ("training_event", "status = 'held' AND voided_at IS NULL", "listed_on"),
    ("training_event", "voided_at IS NULL", "code"),
    ("training_event", "voided_at IS NULL", "updated_at"),
    ("training_session", "event_id = x'00' AND voided_at IS NULL", "starts_at"),
    ("group_office", "group_id = x'00' AND voided_at IS NULL", "from_on"),
    ("sales_contract", "voided_at IS NULL", "updated_at"),
    ("sales_contract", "partner_id IN (x'00') AND voided_at IS NULL", "updated_at"),
    ("sales_contract", "voided_at IS NULL", "ends_on"),
    ("delivery", "voided_at IS NULL", "delivered_on"),
    ("delivery", "contract_id = x'00' AND voided_at IS NULL", "delivered_on"),
    ("delivery", "partner_id = x'00' AND voided_at IS NULL", "delivered_on"),
    ("delivery", "group_id = x'00' AND voided_at IS NULL", "delivered_on"),
    ("delivery", "commune_id = x'00' AND voided_at IS NULL", "delivered_on"),
    ("delivery", "status = 'disputed' AND voided_at IS NULL", "delivered_on"),
    ("delivery_payment", "delivery_id = x'00' AND voided_at IS NULL", "paid_on"),
];

#[tokio::test]
async fn every_order_is_that_of_an_index() {
    for db in migrated().await {
        if db.get_database_backend() != DbBackend::Sqlite {
            continue;
        }
        for (table, begins, column) in ORDERS {
            let sql = format!(
                "EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE {begins} ORDER BY {column} DESC, id DESC LIMIT 51"
            );
            let plan = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, &sql)).await.unwrap();
            let plan: Vec<String> = plan.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
            let plan = plan.join("; ");
            assert!(
                plan.contains("USING INDEX") && !plan.contains("FOR ORDER BY"),
                "{table} by {column}: {plan}"
            );
        }
    }
}
