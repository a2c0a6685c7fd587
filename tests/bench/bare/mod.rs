//! The least that can answer the same request: the same statements through plain sqlx in one actix handler, the rows
//! written out as JSON, or a document that it keeps. No token, no rights, no log; of a key nothing but its hash.

mod postgres;
mod sqlite;

use std::fs;
use std::path::Path;

use actix_web::web::Bytes;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use crate::Outcome;
use crate::process::{Server, announce};
use crate::statement::{Statement, Value};

/// A statement whose text lives as long as the process, with its values.
type Prepared = (&'static str, Vec<Value>);

/// What it is to do.
#[derive(Serialize, Deserialize)]
struct Asked {
    statements: Vec<Statement>,
    kept: Option<Vec<u8>>,
}

/// A pool of one of the databases.
trait Pool: Clone + Send + Sync + 'static {
    /// Connects with the options of the service.
    async fn open(url: &str, connections: u32) -> Outcome<Self>;
    /// Runs one statement and appends its rows.
    async fn run(&self, statement: &Prepared, out: &mut Vec<u8>) -> Result<(), sea_orm::sqlx::Error>;
    /// The text of a statement for this database.
    fn text(statement: &Statement) -> String;
}

/// The role: serves until its parent ends.
pub async fn serve(url: &str, connections: u32, statements: &str) -> Outcome<()> {
    if url.starts_with("sqlite:") {
        serve_from::<sqlite::Sqlite>(url, connections, statements).await
    } else {
        serve_from::<postgres::Postgres>(url, connections, statements).await
    }
}

async fn serve_from<P: Pool>(url: &str, connections: u32, statements: &str) -> Outcome<()> {
    let asked: Asked = serde_json::from_slice(&fs::read(statements)?)?;
    let prepare = |statement: &Statement| -> Outcome<Prepared> {
        let values = statement.parameters.iter().map(|parameter| parameter.read()).collect::<Outcome<_>>()?;
        Ok((P::text(statement).leak(), values))
    };
    let statements = asked.statements.iter().map(prepare).collect::<Outcome<Vec<_>>>()?;
    let state = web::Data::new((P::open(url, connections).await?, statements, asked.kept.map(Bytes::from)));
    let server =
        HttpServer::new(move || App::new().app_data(state.clone()).default_service(web::to(answer::<P>)));
    let server = server.bind(("127.0.0.1", 0))?;
    let port = server.addrs().first().ok_or("no address")?.port();
    announce(&port.to_string())?;
    Ok(server.run().await?)
}

type State<P> = web::Data<(P, Vec<Prepared>, Option<Bytes>)>;

async fn answer<P: Pool>(state: State<P>, request: HttpRequest) -> actix_web::Result<HttpResponse> {
    let (pool, statements, kept) = state.get_ref();
    let key = request.headers().get("x-api-key").map(|key| Sha256::digest(key.as_bytes()));
    let mut out = Vec::with_capacity(16 * 1024);
    for statement in statements {
        pool.run(statement, &mut out).await.map_err(actix_web::error::ErrorInternalServerError)?;
    }
    let mut response = HttpResponse::Ok();
    response.content_type("application/json");
    let Some(kept) = kept else { return Ok(response.body(out)) };
    if key.is_none() || out.is_empty() {
        return Err(actix_web::error::ErrorUnauthorized("no key"));
    }
    Ok(response.insert_header(("content-encoding", "gzip")).body(kept.clone()))
}

/// Appends one value and what separates it from the next.
fn put(out: &mut Vec<u8>, value: &impl serde::Serialize) -> Result<(), sea_orm::sqlx::Error> {
    serde_json::to_writer(&mut *out, value).map_err(|error| sea_orm::sqlx::Error::Decode(error.into()))?;
    out.push(b',');
    Ok(())
}

/// Starts it in a process of its own.
pub fn start(url: &str, connections: usize, directory: &Path, statements: &[Statement]) -> Outcome<Server> {
    start_with(url, connections, directory, statements, None)
}

/// The same with a document, compressed, that it keeps and gives to whoever has a key.
pub fn start_with(
    url: &str,
    connections: usize,
    directory: &Path,
    statements: &[Statement],
    kept: Option<&[u8]>,
) -> Outcome<Server> {
    let file = directory.join("statements.json");
    let asked = Asked { statements: statements.to_vec(), kept: kept.map(<[u8]>::to_vec) };
    fs::write(&file, serde_json::to_vec(&asked)?)?;
    let file = file.to_str().ok_or("a path that is no text")?;
    let server = Server::start(&["bare", url, &connections.to_string(), file])?;
    Ok(server)
}

/// Stands for a value of a type that the statements do not have.
const UNREAD: Json = Json::Null;
