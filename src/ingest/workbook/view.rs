//! One file under several readers at once, each with a place of its own.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

/// A reader of a file that others read too. Put a buffer around it: every reading goes to its place first.
#[derive(Debug, Clone)]
pub(super) struct FileView {
    file: Arc<Mutex<File>>,
    at: u64,
}

impl FileView {
    pub(super) fn new(file: File) -> Self {
        Self {
            file: Arc::new(Mutex::new(file)),
            at: 0,
        }
    }
}

impl Read for FileView {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(out)?;
        self.at = self.at.saturating_add(read as u64);
        Ok(read)
    }
}

impl Seek for FileView {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => {
                let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
                file.metadata()?.len().checked_add_signed(by)
            }
        };
        self.at = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// A view with a buffer. A clone has a buffer and a place of its own.
#[derive(Debug)]
pub(super) struct Buffered(BufReader<FileView>);

impl Buffered {
    pub(super) fn new(view: FileView) -> Self {
        Self(BufReader::new(view))
    }
}

impl Clone for Buffered {
    fn clone(&self) -> Self {
        Self::new(self.0.get_ref().clone())
    }
}

impl Read for Buffered {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.0.read(out)
    }
}

impl Seek for Buffered {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn each_view_keeps_its_place() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"abcdef").unwrap();
        let mut first = FileView::new(file);
        let mut second = first.clone();
        let mut byte = [0];
        let mut read = |view: &mut FileView| {
            view.read_exact(&mut byte).unwrap();
            byte[0]
        };
        assert_eq!(read(&mut first), b'a');
        assert_eq!(second.seek(SeekFrom::End(-2)).unwrap(), 4);
        assert_eq!(read(&mut first), b'b');
        assert_eq!(read(&mut second), b'e');
        assert_eq!(second.seek(SeekFrom::Current(-3)).unwrap(), 2);
        assert_eq!(read(&mut second), b'c');
        assert!(first.seek(SeekFrom::Current(-3)).is_err());
        assert_eq!(read(&mut first), b'c');
    }
}
