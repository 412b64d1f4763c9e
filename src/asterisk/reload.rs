//! Reload, whoever asks for it: `module reload`, `core reload` or `acd reload`.

use super::configuration::{self, Unreadable};
use crate::driver::{ConfigError, Entrance, ReloadError, ReloadSummary};

/// Why a reload changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum ReloadFailure {
    /// There is no configuration to check.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The configuration has errors, or the engine does not answer.
    #[error(transparent)]
    Reload(#[from] ReloadError),
}

impl ReloadFailure {
    /// Every error of the configuration, by file and line; a requirement that is wrong is shown
    /// with its fault marked, on lines of its own.
    pub fn details(&self) -> Vec<String> {
        match self {
            Self::Reload(ReloadError::Config(errors)) => rendered(errors),
            _ => Vec::new(),
        }
    }
}

/// The lines that tell of these errors.
pub fn rendered(errors: &[ConfigError]) -> Vec<String> {
    let texts = errors.iter().map(ConfigError::render);
    texts
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// Reads `acd.conf` and puts it in force, whole or not at all. The log tells what came of it,
/// whoever asked.
///
/// # Errors
/// [`ReloadFailure`]; nothing has changed then.
pub fn apply(entrance: &Entrance) -> Result<ReloadSummary, ReloadFailure> {
    let outcome = read_and_apply(entrance);
    match &outcome {
        Ok(summary) => {
            for warning in &summary.warnings {
                tracing::warn!("{warning}");
            }
            tracing::info!("acd.conf reloaded: {summary}");
        }
        Err(failure) => {
            for line in failure.details() {
                tracing::error!("{line}");
            }
            tracing::error!("acd.conf not reloaded: {failure}");
        }
    }
    outcome
}

fn read_and_apply(entrance: &Entrance) -> Result<ReloadSummary, ReloadFailure> {
    Ok(entrance.reload(&configuration::read()?)?)
}

/// Reads `acd.conf` and says what putting it in force would change.
///
/// # Errors
/// [`ReloadFailure`], as for [`apply`].
pub fn check(entrance: &Entrance) -> Result<ReloadSummary, ReloadFailure> {
    Ok(entrance
        .check(&configuration::read()?)
        .map_err(ReloadError::Config)?)
}
