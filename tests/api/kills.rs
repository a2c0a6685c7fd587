//! The process is killed in the middle of a load of approvals and payments, again and again: what was answered is there,
//! nothing is there in part, and whatever was not answered can be sent again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use chrono::Utc;
use hoinongdan::{journal, proofs};
use tests::calls::Staff;
use tests::databases::Backend;
use tests::errands::{Deed, Errand, Tokens};
use tests::process::{Answer, Process, run, send};
use tests::{App, Dice, both_databases};

/// The program, built beside the tests.
const PROGRAM: &str = env!("CARGO_BIN_EXE_service");
/// On each of the two databases.
const KILLS: usize = 15;
/// Connections at once.
const CLERKS: usize = 6;
/// Approvals, and payments, of a round.
const EACH: usize = 12;

/// What became of an errand.
#[derive(Debug)]
enum Fate {
    NotSent,
    NotAnswered,
    Answered(Answer),
}

type Fates = Vec<(Errand, Fate)>;

/// Requests that were not answered, and how many of them had been done all the same.
#[derive(Clone, Copy, Debug, Default)]
struct Interrupted {
    all: usize,
    done: usize,
}

/// Waits until the server has noticed that its clients are gone.
async fn settle(app: &App) {
    const BUSY: &str = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()
        AND state <> 'idle' AND pid <> pg_backend_pid()";
    if app.database().backend() == Backend::Postgres {
        while app.database().count(BUSY).await > 0 {
            actix_web::rt::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

/// Sends errands one after another until one is not answered.
fn clerk(port: u16, tokens: Tokens, errands: Vec<Errand>, answers: Arc<AtomicUsize>) -> JoinHandle<Fates> {
    thread::spawn(move || {
        let (mut fates, mut is_over) = (Vec::new(), false);
        for errand in errands {
            let fate = match is_over {
                true => Fate::NotSent,
                false => send(port, &errand.request(&tokens)).map_or(Fate::NotAnswered, Fate::Answered),
            };
            is_over |= matches!(fate, Fate::NotAnswered);
            answers.fetch_add(1, Ordering::Relaxed);
            fates.push((errand, fate));
        }
        fates
    })
}

/// Sends errands over several connections and kills the service at some moment meanwhile: after some of the answers, and
/// then a part of the time these took.
fn load_and_kill(service: Process, tokens: &Tokens, errands: &[Errand], dice: &mut Dice) -> Fates {
    let (answers, started) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let clerks: Vec<_> = (0..CLERKS)
        .map(|n| {
            let own = errands.iter().copied().skip(n).step_by(CLERKS).collect();
            clerk(service.port, tokens.clone(), own, Arc::clone(&answers))
        })
        .collect();
    let wanted = dice.below(errands.len().saturating_sub(CLERKS));
    while answers.load(Ordering::Relaxed) < wanted {
        thread::sleep(Duration::from_micros(200));
    }
    let part = u32::try_from(dice.below(100)).unwrap();
    thread::sleep(started.elapsed().max(Duration::from_millis(30)) * part / 800);
    service.kill();
    clerks.into_iter().flat_map(|clerk| clerk.join().unwrap()).collect()
}

/// Sends an errand again; the answer.
fn repeat(service: &Process, tokens: &Tokens, errand: &Errand) -> Answer {
    let answer = send(service.port, &errand.request(tokens)).unwrap();
    assert_eq!(answer.status, 200, "{errand:?}: {}", String::from_utf8_lossy(&answer.body));
    answer
}

async fn verify(app: &App) {
    assert_eq!(proofs::verify(app.service()).await.unwrap().faults, []);
    let verified = journal::verify(app.service()).await.unwrap();
    assert!(verified.is_ok(), "{verified:?}");
}

/// Looks at what a kill has left behind, starts the service again and has everything done that was not answered; what was
/// not sent yet.
async fn recover(
    app: &App,
    tokens: &Tokens,
    fates: Fates,
    interrupted: &mut Interrupted,
) -> (Process, Vec<Errand>) {
    let (mut unsent, mut unanswered) = (Vec::new(), Vec::new());
    let mut answered = Vec::new();
    settle(app).await;
    for (errand, fate) in fates {
        match fate {
            Fate::NotSent => unsent.push(errand),
            Fate::NotAnswered => unanswered.push((errand, errand.is_done(app).await)),
            Fate::Answered(answer) => {
                assert_eq!(answer.status, 200, "{errand:?}: {}", String::from_utf8_lossy(&answer.body));
                assert!(errand.is_done(app).await, "{errand:?} was answered and is not there");
                answered.push((errand, answer));
            }
        }
    }
    verify(app).await;
    let service = Process::start(PROGRAM, app);
    for (errand, was_done) in &unanswered {
        let first = repeat(&service, tokens, errand);
        assert_eq!(first.is_replayed, *was_done, "{errand:?}");
        let second = repeat(&service, tokens, errand);
        assert!(second.is_replayed && second.body == first.body, "{errand:?}");
        assert!(errand.is_done(app).await, "{errand:?}");
    }
    for (errand, answer) in answered.iter().rev().take(2) {
        let again = repeat(&service, tokens, errand);
        assert!(again.is_replayed && again.body == answer.body, "{errand:?}");
        assert!(errand.is_done(app).await, "{errand:?}");
    }
    verify(app).await;
    interrupted.all += unanswered.len();
    interrupted.done += unanswered.iter().filter(|(_, was_done)| *was_done).count();
    (service, unsent)
}

both_databases! {
    async fn nothing_answered_is_lost_when_the_process_is_killed(app: App) {
        let mut dice = Dice::new("kills");
        app.set_now(&Utc::now().format("%Y-%m-%dT%H:%M:%SZ").to_string());
        let (staff, commune) = (Staff::of(&app).await, app.area("01392", "2026-06-01").await);
        let ripe = app.ripe(&staff, commune, KILLS * EACH).await;
        verify(&app).await;
        let mut service = Process::start(PROGRAM, &app);
        let tokens = Tokens {
            approver: Process::token(&app, &staff.approver).await,
            treasurer: Process::token(&app, &staff.treasurer).await,
            today: ripe.today,
        };
        let approvals = ripe.applications.iter().map(|id| Deed::Approve(*id));
        let payments = ripe.tranches.iter().map(|(application, id)| Deed::Pay(*application, *id));
        let mut waiting: Vec<Errand> = approvals.zip(payments).flat_map(|both| [both.0, both.1]).map(Errand::new).collect();
        waiting.reverse();
        let (mut interrupted, mut done) = (Interrupted::default(), 0);
        for _ in 0..KILLS {
            let errands = waiting.split_off(waiting.len().saturating_sub(2 * EACH));
            let fates = load_and_kill(service, &tokens, &errands, &mut dice);
            let (again, unsent) = recover(&app, &tokens, fates, &mut interrupted).await;
            done += errands.len() - unsent.len();
            waiting.extend(unsent);
            service = again;
        }
        service.kill();
        for arguments in [["fund", "verify"], ["journal", "verify"]] {
            run(PROGRAM, &app, &arguments);
        }
        let written = app.database().count("SELECT COUNT(*) FROM idempotency_claim WHERE path LIKE '%/approve' OR path LIKE '%/pay'").await;
        assert_eq!(usize::try_from(written).unwrap(), done, "seed {}", dice.seed());
        eprintln!("kills: {KILLS}, requests: {done}, {interrupted:?}");
        assert!(interrupted.all >= KILLS, "{interrupted:?}; seed {}", dice.seed());
    }
}
