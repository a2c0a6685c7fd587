//! The support of the suite holds what it promises.

use entity::enums::{LegalForm, Poverty};
use entity::{group_office, household_member};
use sea_orm::{EntityTrait, PaginatorTrait};
use tests::{App, both_databases};

both_databases! {
    async fn fixtures_fit_the_tables(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let household = app.household(commune, "2019-05-01").await;
        let persons = [app.person(household).await, app.person(household).await];
        app.poverty(household, commune, Poverty::Poor, "2022-01-01").await;
        for form in [LegalForm::Cig, LegalForm::Tht, LegalForm::Cooperative] {
            let group = app.group(commune, form, "2021-03-01").await;
            app.membership(group, persons[0], "2021-03-01").await;
            app.as_leader_of(group).await.get("/v1/areas").await.expect(200);
        }
        let partner = app.partner().await;
        app.as_partner(partner).await.get("/v1/areas").await.expect(200);
        assert_eq!(group_office::Entity::find().count(app.db()).await.unwrap(), 3);
        assert_eq!(household_member::Entity::find().count(app.db()).await.unwrap(), 5);
    }

    async fn callers_stay_signed_in_when_the_clock_moves(app: App) {
        let admin = app.as_admin().await;
        app.set_now("2027-01-01T00:00:00Z");
        admin.get("/v1/areas").await.expect(200);
    }
}
