//! Workbooks that several sources are sheets of: opened once, hashed once, closed when the last sheet has been read.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::workbook::{Limits, Workbook, WorkbookError};

/// A workbook that the sources found in it share.
#[derive(Clone)]
pub(crate) struct Book(Arc<Shared>);

struct Shared {
    path: PathBuf,
    state: Mutex<State>,
    sha256: Mutex<Option<String>>,
}

#[derive(Default)]
struct State {
    open: Option<Arc<Workbook>>,
    /// Sheets that have yet to be read.
    awaited: usize,
}

/// Room for workbooks that stay open from the search for tables until they are read: bytes of memory, a file counted as many.
/// What finds none is closed, and opened again when its turn comes.
#[derive(Debug)]
pub(crate) struct Shelf(AtomicU64);

impl Default for Shelf {
    fn default() -> Self {
        Self(AtomicU64::new(32 << 20))
    }
}

impl Shelf {
    /// What a file costs besides its strings; so there are never more than 64.
    const FILE: u64 = 512 << 10;

    fn takes(&self, workbook: &Workbook) -> bool {
        let bytes = workbook.held().saturating_add(Self::FILE);
        let room = |room: u64| room.checked_sub(bytes);
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, room)
            .is_ok()
    }
}

impl Book {
    pub(crate) fn new(path: &Path) -> Self {
        Self(Arc::new(Shared {
            path: path.to_owned(),
            state: Mutex::default(),
            sha256: Mutex::default(),
        }))
    }

    /// The workbook, opened if it is not open.
    pub(crate) fn open(&self, limits: &Limits) -> Result<Arc<Workbook>, WorkbookError> {
        let mut state = self.state();
        if let Some(workbook) = &state.open {
            return Ok(Arc::clone(workbook));
        }
        let workbook = Arc::new(Workbook::open(&self.0.path, limits)?);
        state.open = Some(Arc::clone(&workbook));
        Ok(workbook)
    }

    /// Closes it until it is read, unless there is room for it. `sheets`: how many are to be read.
    pub(crate) fn put_away(&self, sheets: usize, shelf: &Shelf) {
        let mut state = self.state();
        state.awaited = sheets;
        state
            .open
            .take_if(|workbook| sheets == 0 || !shelf.takes(workbook));
    }

    /// Closes it after the last sheet.
    pub(crate) fn sheet_done(&self) {
        let mut state = self.state();
        state.awaited = state.awaited.saturating_sub(1);
        if state.awaited == 0 {
            state.open = None;
        }
    }

    /// The SHA-256 of the file: `hash` is asked for it once.
    pub(crate) fn sha256<E>(&self, hash: impl FnOnce() -> Result<String, E>) -> Result<String, E> {
        let mut known = self.0.sha256.lock().unwrap_or_else(PoisonError::into_inner);
        match &*known {
            Some(hex) => Ok(hex.clone()),
            None => hash().inspect(|hex| *known = Some(hex.clone())),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Book").field(&self.0.path).finish()
    }
}
