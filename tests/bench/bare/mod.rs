//! The least that can answer the same request: the same statements through plain sqlx in one actix handler, the rows
//! written out as JSON. No token, no rights, no log.

mod postgres;
mod sqlite;

use std::fs;
use std::path::Path;

use actix_web::{App, HttpResponse, HttpServer, web};
use serde_json::Value as Json;

use crate::Outcome;
use crate::process::{Server, announce};
use crate::statement::{Statement, Value};

/// A statement whose text lives as long as the process, with its values.
type Prepared = (&'static str, Vec<Value>);

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
    let statements: Vec<Statement> = serde_json::from_slice(&fs::read(statements)?)?;
    let prepare = |statement: &Statement| -> Outcome<Prepared> {
        let values = statement.parameters.iter().map(|parameter| parameter.read()).collect::<Outcome<_>>()?;
        Ok((P::text(statement).leak(), values))
    };
    let statements = statements.iter().map(prepare).collect::<Outcome<Vec<_>>>()?;
    let state = web::Data::new((P::open(url, connections).await?, statements));
    let server =
        HttpServer::new(move || App::new().app_data(state.clone()).default_service(web::to(answer::<P>)));
    let server = server.bind(("127.0.0.1", 0))?;
    let port = server.addrs().first().ok_or("no address")?.port();
    announce(&port.to_string())?;
    Ok(server.run().await?)
}

async fn answer<P: Pool>(state: web::Data<(P, Vec<Prepared>)>) -> actix_web::Result<HttpResponse> {
    let (pool, statements) = state.get_ref();
    let mut out = Vec::with_capacity(16 * 1024);
    for statement in statements {
        pool.run(statement, &mut out).await.map_err(actix_web::error::ErrorInternalServerError)?;
    }
    Ok(HttpResponse::Ok().content_type("application/json").body(out))
}

/// Appends one value and what separates it from the next.
fn put(out: &mut Vec<u8>, value: &impl serde::Serialize) -> Result<(), sea_orm::sqlx::Error> {
    serde_json::to_writer(&mut *out, value).map_err(|error| sea_orm::sqlx::Error::Decode(error.into()))?;
    out.push(b',');
    Ok(())
}

/// Starts it in a process of its own.
pub fn start(url: &str, connections: usize, directory: &Path, statements: &[Statement]) -> Outcome<Server> {
    let file = directory.join("statements.json");
    fs::write(&file, serde_json::to_vec(statements)?)?;
    let file = file.to_str().ok_or("a path that is no text")?;
    let server = Server::start(&["bare", url, &connections.to_string(), file])?;
    Ok(server)
}

/// Stands for a value of a type that the statements do not have.
const UNREAD: Json = Json::Null;
