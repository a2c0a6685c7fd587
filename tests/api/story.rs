//! The README's stories: the text that readers paste runs against the demo as it stands there.

use std::process::{Command, Output};

use actix_web::rt;
use hoinongdan::demo::load;
use hoinongdan::proofs;
use tests::{App, both_databases};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
const REQUESTS: &str = "## Requests in a shell";
const GRANT: &str = "## A grant from call to settlement";
const SEASON: &str = "## A season with a buyer";
const TRAINING: &str = "## A training from the invitation to the coverage";

const DONORS: &str = "## For donor systems";
const KEY: &str = "## A key for a donor";

/// A block of a section.
fn block(title: &str, language: &str) -> String {
    let readme = std::fs::read_to_string(README).unwrap();
    let section = readme.split_once(title).unwrap().1;
    let text = section.split_once(&format!("```{language}\n")).unwrap().1;
    text.split_once("```").unwrap().0.to_owned()
}

/// Runs what a section says against the demo, and finds that it tells what the section says.
async fn tells(app: &App, title: &'static str) {
    load(app.store(), app.service().clock()).await.unwrap();
    let api = format!("http://{}", app.listen().await);
    let run = move || -> Output {
        let script = [REQUESTS, title].map(|section| block(section, "bash")).concat();
        let mut bash = Command::new("bash");
        bash.args(["-e", "-o", "pipefail", "-c", &script]).env("API", api).env("TODAY", "2026-06-15");
        bash.output().unwrap()
    };
    let done = rt::task::spawn_blocking(run).await.unwrap();
    let (told, refused) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success() && refused.is_empty(), "{told}\n{refused}");
    assert_eq!(told, block(title, "text"));
}

both_databases! {
    async fn the_grant_of_the_readme_goes_from_call_to_settlement(app: App) {
        tells(&app, GRANT).await;
        assert_eq!(proofs::verify(app.service()).await.unwrap().faults, []);
    }

    async fn the_season_of_the_readme_goes_from_offer_to_completion(app: App) {
        tells(&app, SEASON).await;
    }

    async fn the_training_of_the_readme_goes_from_the_invitation_to_the_coverage(app: App) {
        tells(&app, TRAINING).await;
    }

    async fn the_publication_of_the_readme_is_fetched_by_a_donor(app: App) {
        tells(&app, DONORS).await;
    }

    async fn the_key_of_the_readme_opens_what_donors_read(app: App) {
        tells(&app, KEY).await;
    }
}
