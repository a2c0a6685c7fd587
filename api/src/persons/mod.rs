//! The people of the register: who they are, without what identifies them (that is `identities`), and what becomes of
//! the record. It never shows a number, a phone, a birth date or an address.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("persons", "The people of the register, what they agreed to, and what identifies them.");
    let _ = routes
        .at("/v1/persons")
        .get(
            handlers::list_persons,
            "list_persons",
            "List persons",
            "Officers see the persons of their area, leaders the present members of their group, auditors all. Search by \
             the words of the name, with or without diacritics; filter by area, household, group and sex. Ethnicity \
             and disability are null, and no filter, for those who may not read them.",
        )
        .refuses(&[Code::NotFound])
        .dated().post(
            handlers::create_person,
            "create_person",
            "Register a person",
            "Officers may, in a household of their area, with at least one consent or legal ground. A number that \
             disagrees with sex or birth year is stored with a warning; a number that somebody else has is refused.",
        );
    let _ = routes
        .at("/v1/persons/{person_id}")
        .refuses(&[Code::ResourceErased, Code::ResourceInUse, Code::ConsentRequired])
        .get(
            handlers::get_person,
            "get_person",
            "Show a person",
            "Officers see the persons of their area, leaders the present members of their group, auditors all. Answers \
             410 once the personal data have been erased.",
        )
        .patch(
            handlers::update_person,
            "update_person",
            "Change a person",
            "Officers may, for persons of their area. Null clears birth year, ethnic group and disability; setting the \
             last two needs `persons-sensitive:read`, and that the person has not withdrawn the consent to it.",
        )
        .dated().delete(
            handlers::delete_person,
            "delete_person",
            "Take out a person entered in error",
            "Officers may, for persons of their area whom no membership names. The person leaves every figure at every \
             date and every household; the number is free again.",
        );
    let _ = routes.at("/v1/persons/{person_id}/history").get(
        handlers::list_person_history,
        "list_person_history",
        "List what happened to a person's record",
        "Officers, leaders and auditors may, for persons they may read. Lists the changes, the latest first; once the \
         person has been erased, without the values.",
    );
}
