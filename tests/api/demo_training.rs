//! The training of the demo: as many events as the README says, heads that do not always agree, and coverage whose lists add up.

use hoinongdan::demo::load;
use tests::{App, both_databases};

use crate::demo::Account;

both_databases! {
    async fn the_demo_has_trainings_with_lists_that_do_not_always_agree(app: App) {
        load(app.store(), app.service().clock()).await.unwrap();
        let province = Account::sign_in(&app, "officer-province").await;
        let total = async |list: &str| province.total(&list.replace("&include_total=true", "")).await;
        let events = "/v1/training-events?";
        let (held, closed) = (total(&format!("{events}status=held")).await, total(&format!("{events}status=closed")).await);
        assert_eq!((held + closed, total(&format!("{events}status=planned")).await), (300, 6));
        assert!(total(&format!("{events}has_mismatch=true")).await >= 10);
        assert!(total("/v1/cadre-posts?as_of=2022-06-30").await > 100);
        let planned = province.get(&format!("{events}status=planned&limit=1")).await.ids()[0];
        assert!(!province.get(&format!("/v1/training-events/{planned}/invitations")).await.data().is_empty());
        let report = province.get("/v1/reports/training?from_on=2018-01-01").await;
        let count = |name: &str| report.json["total"][name].as_i64().unwrap();
        assert_eq!(count("events"), 300);
        assert!(count("persons") > count("completed") && count("attendances") > count("persons") && count("guests") > 0);
        let progress = province.get("/v1/reports/progress?as_of=2022-06-30").await;
        for code in ["G8", "G8b", "G8b_commune", "G8b_branch"] {
            let figure = progress.json["figures"].as_array().unwrap().iter().find(|one| one["code"] == code).unwrap();
            let (value, all) = (figure["value"].as_i64().unwrap(), figure["denominator"].as_i64().unwrap());
            assert!(0 < value && value < all, "{figure}");
            let (trained, missing) = (figure["list_url"].as_str().unwrap(), figure["missing_url"].as_str().unwrap());
            assert_eq!((total(trained).await, total(missing).await), (value, all - value), "{code}");
        }
    }
}
