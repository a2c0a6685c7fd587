//! Running the service: its database and keys, the listeners, the work in the background, the orderly stop.

use std::{future::Future, net::SocketAddr, time::Duration};

use actix_web::{
    App, HttpResponse, HttpServer,
    dev::{Server, ServerHandle},
    rt, web,
};
use tokio::{
    signal::unix::{SignalKind, signal},
    task::JoinHandle,
};

use crate::{
    app::{Service, app},
    clock::Clock,
    config::Settings,
    error::Error,
    journal,
    store::{Files, Forgotten, Store, keys::Keyring},
    telemetry,
};

/// After SIGTERM requests are still taken for so long, while load balancers see that the service is not ready.
const DRAIN: Duration = Duration::from_secs(2);
/// Requests under way get so long to finish.
const FINISH_SECONDS: u64 = 25;
const RELOAD_KEYS: Duration = Duration::from_secs(60);
const FORGET: Duration = Duration::from_secs(3600);
const METRICS_UPKEEP: Duration = Duration::from_secs(5);

/// Connects to a migrated database and puts the service together, with a signing key in any case.
///
/// # Errors
/// In words for whoever started it.
pub async fn open(database_url: &str, settings: Settings, keyring: Keyring) -> Result<Service, String> {
    let reporting = settings.reporting_database_url.as_deref();
    let store = Store::connect(database_url, reporting, settings.database_connections, keyring)
        .await
        .map_err(|fault| format!("the database of DATABASE_URL cannot be opened: {fault}"))?;
    if !store.is_migrated().await.map_err(|fault| fault.to_string())? {
        return Err("the database is not up to date; run `hoinongdan migrate up`".to_owned());
    }
    let files = Files::of_setting(settings.attachments_url.as_deref(), database_url)?;
    let clock = Clock::default();
    if let Some(missing) = store.missing_keys(clock.now()).await.map_err(|fault| fault.to_string())? {
        return Err(missing);
    }
    store.keep_signing_keys(&clock).await.map_err(|error| told(&error))?;
    let tokens =
        store.token_keys(&settings.public_base_url, clock.now()).await.map_err(|error| told(&error))?;
    Ok(Service::new(store, files, clock, settings, tokens))
}

/// An error in English words, for the terminal.
#[must_use]
pub fn told(error: &Error) -> String {
    use crate::http::{Language, problem};
    if let Error::Internal(source) = error {
        return source.to_string();
    }
    let document = problem::document(error, "", Language::English, uuid::Uuid::nil());
    let document = serde_json::to_value(document).unwrap_or_default();
    let text = |value: &serde_json::Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let faults = document["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    let faults =
        faults.iter().map(|fault| format!("\n  {} {}", text(fault, "pointer"), text(fault, "detail")));
    format!("{}{}", text(&document, "detail"), faults.collect::<String>())
}

/// Serves until a signal says to stop, then finishes what is under way.
///
/// # Errors
/// When an address cannot be listened on.
pub async fn run(service: Service) -> Result<(), String> {
    let listen = service.settings().listen;
    let shared = service.clone();
    let server = HttpServer::new(move || app(shared.clone()))
        .disable_signals()
        .shutdown_timeout(FINISH_SECONDS)
        .bind(listen)
        .map_err(|fault| format!("LISTEN: {listen} cannot be listened on: {fault}"))?
        .run();
    let metrics = service.settings().metrics_listen.map(metrics).transpose()?;
    tracing::info!(%listen, "serving");
    let mut tasks = background(&service);
    if let Some(metrics) = metrics {
        tasks.push(rt::spawn(async move {
            if let Err(fault) = metrics.await {
                tracing::error!(%fault, "the metrics are no longer served");
            }
        }));
    }
    tasks.push(rt::spawn(stop_on_signal(service.clone(), server.handle())?));
    let served = server.await.map_err(|fault| fault.to_string());
    tasks.iter().for_each(JoinHandle::abort);
    // What the last requests wrote would otherwise wait for the next start.
    if let Err(error) = journal::seal(&service).await {
        tracing::warn!(fault = told(&error), "the journal could not be sealed");
    }
    if let Err(fault) = service.store().close().await {
        tracing::warn!(%fault, "a connection did not close");
    }
    tracing::info!("stopped");
    served
}

/// SIGTERM: not ready, then no new connections; SIGINT (somebody at the keyboard): at once.
fn stop_on_signal(service: Service, server: ServerHandle) -> Result<impl Future<Output = ()>, String> {
    let listen = |kind| signal(kind).map_err(|fault| format!("signals cannot be waited for: {fault}"));
    let (mut terminate, mut interrupt) = (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?);
    Ok(async move {
        let drain = tokio::select! {
            _ = terminate.recv() => DRAIN,
            _ = interrupt.recv() => Duration::ZERO,
        };
        tracing::info!("stopping");
        service.stop();
        tokio::time::sleep(drain).await;
        server.stop(true).await;
    })
}

fn background(service: &Service) -> Vec<JoinHandle<()>> {
    let (keys, over) = (service.clone(), service.clone());
    vec![
        rt::spawn(journal::seal_forever(service.clone())),
        rt::spawn(every(RELOAD_KEYS, "reload signing keys", move || reload_keys(keys.clone()))),
        rt::spawn(every(FORGET, "forget what is over", move || forget(over.clone()))),
    ]
}

async fn every<F: Future<Output = Result<(), Error>>>(
    period: Duration,
    task: &'static str,
    work: impl Fn() -> F,
) {
    loop {
        tokio::time::sleep(period).await;
        if let Err(error) = work().await {
            tracing::error!(task, fault = told(&error), "background work failed");
        }
    }
}

/// Takes over the signing keys of the database, and replaces them in time.
///
/// # Errors
/// When the database fails; the keys of the moment stay.
pub async fn reload_keys(service: Service) -> Result<(), Error> {
    let (store, clock) = (service.store(), service.clock());
    store.keep_signing_keys(clock).await?;
    let tokens = store.token_keys(service.public_base(), clock.now()).await?;
    service.replace_tokens(tokens);
    Ok(())
}

async fn forget(service: Service) -> Result<(), Error> {
    let Forgotten { claims, refresh_tokens, sessions, client_tokens, client_assertions } =
        service.store().forget(service.clock()).await?;
    tracing::info!(
        claims,
        refresh_tokens,
        sessions,
        client_tokens,
        client_assertions,
        "what is over has been forgotten"
    );
    Ok(())
}

/// A listener of its own for Prometheus, with one thread.
fn metrics(listen: SocketAddr) -> Result<Server, String> {
    let handle = telemetry::count()?;
    let upkeep = handle.clone();
    rt::spawn(async move {
        loop {
            tokio::time::sleep(METRICS_UPKEEP).await;
            upkeep.run_upkeep();
        }
    });
    let factory = move || {
        let handle = handle.clone();
        App::new().route(
            "/metrics",
            web::get().to(move || {
                let handle = handle.clone();
                async move { HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(handle.render()) }
            }),
        )
    };
    let server = HttpServer::new(factory)
        .workers(1)
        .disable_signals()
        .bind(listen)
        .map_err(|fault| format!("METRICS_LISTEN: {listen} cannot be listened on: {fault}"))?;
    Ok(server.run())
}
