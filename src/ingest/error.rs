//! Why a file or folder cannot be read at all.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::words::{Saying, Speak};
use crate::{displays_as_said, saying};

/// Why reading cannot go on.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The operating system refuses a file or folder.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        error: io::Error,
    },
}

impl Speak for ReadError {
    fn saying(&self) -> Saying {
        match self {
            Self::Io { path, error } => {
                saying!("errors.unreadable", path = path, error = error.saying())
            }
        }
    }
}

displays_as_said!(ReadError);

impl ReadError {
    pub(crate) fn io(path: &Path, error: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            error,
        }
    }
}
