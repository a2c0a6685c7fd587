//! The command line; see `hoinongdan --help`.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Pages of 2 MiB stay resident for the few bytes in use: they doubled the memory of an idle service.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    // Nothing else in the process chooses a provider, so it cannot have been chosen before.
    drop(rustls::crypto::ring::default_provider().install_default());
    hoinongdan::cli::run()
}
