//! The operations of all domains, in the order of the contract.

use crate::routes::{Operation, Routes};

/// Registers every operation of every domain.
pub(crate) fn register(routes: &mut Routes<'_>) {
    crate::health::routes(routes);
    crate::sessions::routes(routes);
    crate::oauth::routes(routes);
    crate::accounts::routes(routes);
    crate::assignments::routes(routes);
    crate::clients::routes(routes);
    crate::api_keys::routes(routes);
    crate::areas::routes(routes);
    crate::reference::routes(routes);
    crate::units::routes(routes);
    crate::lookups::routes(routes);
    crate::persons::routes(routes);
    crate::erasures::routes(routes);
    crate::identities::routes(routes);
    crate::consents::routes(routes);
    crate::households::routes(routes);
    crate::household_members::routes(routes);
    crate::poverty::routes(routes);
    crate::groups::routes(routes);
    crate::periods::routes(routes);
    crate::endings::routes(routes);
    crate::notices::routes(routes);
    crate::offices::routes(routes);
    crate::memberships::routes(routes);
    crate::departures::routes(routes);
    crate::funds::routes(routes);
    crate::calls::routes(routes);
    crate::applications::routes(routes);
    crate::application_content::routes(routes);
    crate::screenings::routes(routes);
    crate::appraisals::routes(routes);
    crate::decisions::routes(routes);
    crate::agreements::routes(routes);
    crate::attachments::routes(routes);
    crate::contributions::routes(routes);
    crate::acceptances::routes(routes);
    crate::settlements::routes(routes);
    crate::disbursements::routes(routes);
    crate::payments::routes(routes);
    crate::partners::routes(routes);
    crate::partner_people::routes(routes);
    crate::group_cards::routes(routes);
    crate::contracts::routes(routes);
    crate::contract_lines::routes(routes);
    crate::contract_texts::routes(routes);
    crate::contract_confirmations::routes(routes);
    crate::contract_amendments::routes(routes);
    crate::contract_endings::routes(routes);
    crate::deliveries::routes(routes);
    crate::offers::routes(routes);
    crate::offer_details::routes(routes);
    crate::offer_requests::routes(routes);
    farming_and_learning(routes);
}

/// Plans, products and training.
fn farming_and_learning(routes: &mut Routes<'_>) {
    crate::plans::routes(routes);
    crate::plan_steps::routes(routes);
    crate::plan_content::routes(routes);
    crate::plan_results::routes(routes);
    crate::plan_outturns::routes(routes);
    crate::group_incomes::routes(routes);
    crate::ocop::routes(routes);
    crate::ocop_certificates::routes(routes);
    crate::trainings::routes(routes);
    crate::training_steps::routes(routes);
    crate::training_sessions::routes(routes);
    crate::project_communes::routes(routes);
    crate::attendances::routes(routes);
    crate::training_guests::routes(routes);
    crate::training_participants::routes(routes);
    crate::invitations::routes(routes);
    crate::training_counts::routes(routes);
    crate::training_reports::routes(routes);
    crate::cadre_posts::routes(routes);
    crate::reporting_periods::routes(routes);
    crate::late_facts::routes(routes);
    crate::reports::routes(routes);
    crate::indicator_definitions::routes(routes);
    crate::indicator_values::routes(routes);
    crate::indicator_records::routes(routes);
    crate::publications::routes(routes);
    crate::publication_files::routes(routes);
    crate::publication_changes::routes(routes);
    crate::target_checks::routes(routes);
    crate::indicator_targets::routes(routes);
    crate::survey_results::routes(routes);
    crate::incomes::routes(routes);
    crate::journal::routes(routes);
}

/// The table of all operations.
#[must_use]
pub fn operations() -> Vec<Operation> {
    let mut routes = Routes::new(None);
    register(&mut routes);
    routes.operations()
}
