//! Schema and reference data, step by step. A step is never edited once it is merged, and each has a way back.
//! Names of columns are written out here: the entities change later, what a past step did does not.

pub mod areas;
mod draft;
mod identity;
mod m0001_areas;
mod m0002_reference_data;
mod m0003_people;
mod m0004_groups;
mod m0005_accounts;
mod m0006_journal;
mod m0007_attachments;
mod m0008_funds;
mod m0009_grants;
mod m0010_partners;
mod m0011_products;
mod m0012_contracts;
mod m0013_plans;
mod m0014_trainings;
mod m0015_ocop;
mod m0016_offer_plan_lines;
mod m0017_reporting_periods;
mod m0018_api_keys;
mod m0019_publications;
mod m0020_targets_and_surveys;
mod m0021_present_periods;
mod native;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// Which schema this build makes: the same steps and reference data give the same text.
pub const FINGERPRINT: &str = env!("SCHEMA_FINGERPRINT");

/// Brings a database to the current schema, or back.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_areas::Migration),
            Box::new(m0002_reference_data::Migration),
            Box::new(m0003_people::Migration),
            Box::new(m0004_groups::Migration),
            Box::new(m0005_accounts::Migration),
            Box::new(m0006_journal::Migration),
            Box::new(m0007_attachments::Migration),
            Box::new(m0008_funds::Migration),
            Box::new(m0009_grants::Migration),
            Box::new(m0010_partners::Migration),
            Box::new(m0011_products::Migration),
            Box::new(m0012_contracts::Migration),
            Box::new(m0013_plans::Migration),
            Box::new(m0014_trainings::Migration),
            Box::new(m0015_ocop::Migration),
            Box::new(m0016_offer_plan_lines::Migration),
            Box::new(m0017_reporting_periods::Migration),
            Box::new(m0018_api_keys::Migration),
            Box::new(m0019_publications::Migration),
            Box::new(m0020_targets_and_surveys::Migration),
            Box::new(m0021_present_periods::Migration),
        ]
    }
}
