//! `kb read-pdf`: what `kb index` starts for every PDF, so that none can hurt it. No command for people.

use std::io::{stdin, stdout};

use crate::corpus::read_pdf_here;
use crate::error::{Error, Result};

/// Runs the command.
pub(super) fn run() -> Result<bool> {
    read_pdf_here(&mut stdin().lock(), &mut stdout().lock()).map_err(|_| Error::ClosedPipe)?;
    Ok(true)
}
