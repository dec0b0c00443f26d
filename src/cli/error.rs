//! Why a command could not run, in words for the person who typed it.

use kg::graph::iri::BaseError;
use kg::pack::PackError;
use kg::score::GoldError;
use kg::store::StoreError;
use kg::store::export::ExportError;
use std::io;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0}")]
    Message(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the domain pack has a mistake: {0}")]
    Pack(#[from] PackError),
    #[error(transparent)]
    Base(#[from] BaseError),
    #[error(transparent)]
    Gold(#[from] GoldError),
    #[error("{0}")]
    Export(ExportError),
    #[error("cannot write the output: {0}")]
    Output(#[from] io::Error),
}

impl From<ExportError> for Error {
    fn from(error: ExportError) -> Error {
        match error {
            ExportError::Store(error) => Error::Store(error),
            ExportError::Output(error) => Error::Output(error),
            other => Error::Export(other),
        }
    }
}

impl Error {
    pub fn message(text: impl Into<String>) -> Error {
        Error::Message(text.into())
    }

    /// Whether the reader of the output has gone away, which is no error.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Error::Output(e) if e.kind() == io::ErrorKind::BrokenPipe)
    }
}
