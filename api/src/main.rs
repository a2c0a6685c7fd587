//! The command line; see `hoinongdan --help`.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Nothing else in the process chooses a provider, so it cannot have been chosen before.
    drop(rustls::crypto::ring::default_provider().install_default());
    hoinongdan::cli::run()
}
