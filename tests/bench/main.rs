//! How fast the service is, next to what the database can do at all. CONTRIBUTING.md says how to run and read it.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

mod bare;
mod capture;
mod client;
mod cluster;
mod data;
mod measure;
mod options;
mod pgbench;
mod process;
mod rounds;
mod seed;
mod service;
mod statement;
mod table;
mod template;

use std::error::Error;

use measure::measure;
use options::Options;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Whatever goes wrong ends the program with its message.
type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let system = actix_web::rt::System::new();
    match words.as_slice() {
        ["serve", url, connections] => system.block_on(service::serve(url, connections.parse()?)),
        ["bare", url, connections, statements] => {
            system.block_on(bare::serve(url, connections.parse()?, statements))
        }
        ["export", format, rows] => measure::exports::export(format, rows.parse()?),
        // `cargo test --all-targets` runs this too, without the flag of `cargo bench`.
        words if !words.contains(&"--bench") => Ok(()),
        words => system.block_on(measure(&Options::parse(words)?)),
    }
}
