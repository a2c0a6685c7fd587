//! The README's grant, from call to settlement: the text that readers paste runs against the demo as it stands there.

use std::process::{Command, Output};

use actix_web::rt;
use hoinongdan::demo::load;
use hoinongdan::proofs;
use tests::{App, both_databases};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
const TITLE: &str = "## A grant from call to settlement";

/// A block of the section.
fn block(language: &str) -> String {
    let readme = std::fs::read_to_string(README).unwrap();
    let section = readme.split_once(TITLE).unwrap().1;
    let text = section.split_once(&format!("```{language}\n")).unwrap().1;
    text.split_once("```").unwrap().0.to_owned()
}

both_databases! {
    async fn the_grant_of_the_readme_goes_from_call_to_settlement(app: App) {
        load(app.store(), app.service().clock()).await.unwrap();
        let api = format!("http://{}", app.listen().await);
        let run = move || -> Output {
            let mut bash = Command::new("bash");
            bash.args(["-e", "-o", "pipefail", "-c", &block("bash")]).env("API", api).env("TODAY", "2026-06-15");
            bash.output().unwrap()
        };
        let done = rt::task::spawn_blocking(run).await.unwrap();
        let (told, refused) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert!(done.status.success() && refused.is_empty(), "{told}\n{refused}");
        assert_eq!(told, block("text"));
        assert_eq!(proofs::verify(app.service()).await.unwrap().faults, []);
    }
}
