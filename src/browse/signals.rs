//! Signals: whatever ends the program, the terminal is given back first.

use crate::error::Result;

/// Watches for signals. One that ends the program gives the terminal back and then does what it always does. `back` is
/// called when the program goes on after it was stopped.
///
/// # Errors
/// Where signals cannot be watched for.
#[cfg(unix)]
pub(super) fn watch(back: impl Fn() + Send + 'static) -> Result<()> {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::{flag, low_level};

    use super::terminal;
    use crate::error::Error;

    let failed = |error| Error::internal("cannot watch for signals", error);
    // A terminal that takes no more output would keep us from giving it back: a second signal ends us all the same.
    let once = Arc::new(AtomicBool::new(false));
    for signal in [SIGTERM, SIGHUP] {
        flag::register_conditional_default(signal, Arc::clone(&once)).map_err(failed)?;
        flag::register(signal, Arc::clone(&once)).map_err(failed)?;
    }
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGCONT]).map_err(failed)?;
    let wait = move || {
        for signal in signals.forever() {
            match signal {
                SIGCONT => back(),
                // An editor has the terminal: its keys are its own affair.
                SIGINT | SIGQUIT if !terminal::is_taken() => {}
                _ => {
                    let _written_to_by_nobody_else = terminal::give_back_for_good();
                    let _ = low_level::emulate_default_handler(signal);
                }
            }
        }
    };
    std::thread::Builder::new()
        .name("browse-signals".to_owned())
        .spawn(wait)
        .map(drop)
        .map_err(|error| Error::internal("cannot start a thread", error))
}

/// Here nothing but keys ends or stops the program.
#[cfg(not(unix))]
pub(super) fn watch(_: impl Fn() + Send + 'static) -> Result<()> {
    Ok(())
}

/// Stops as Ctrl-Z does, with all that was started together; goes on when the shell says so. Where there is no shell that
/// could, nothing happens.
#[cfg(unix)]
pub(super) fn suspend() {
    let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
    // The signal may take a moment to arrive.
    std::thread::sleep(std::time::Duration::from_millis(50));
}

/// Here there is no such thing.
#[cfg(not(unix))]
pub(super) fn suspend() {}
