//! What a run leaves behind: files replaced as a whole, a document on stdout, names fit for any file system.
//!
//! Input: paths and finished bytes. Output: the files. A [`Batch`] writes every file beside its target first and renames
//! them all at the end, so that a run that fails leaves the last good report as it was.
//! Refused: a target that is a folder, and whatever the system refuses, with the path in the message.

pub mod name;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Deserialize;
use tempfile::NamedTempFile;

/// A format of the report.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, clap::ValueEnum, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Pages to hand in
    Pdf,
    /// A workbook to question the figures in
    Xlsx,
    /// Text with the charts as SVG files beside it
    Md,
    /// Every figure, for programs
    Json,
}

impl Format {
    /// What is written where nobody says: all but JSON.
    pub const DEFAULT: [Self; 3] = [Self::Pdf, Self::Xlsx, Self::Md];

    /// The name on the command line, and the file extension: `pdf`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Md => "md",
            Self::Json => "json",
        }
    }

    /// Whether it may go to stdout: one text document, which a pipe can take.
    #[must_use]
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Md | Self::Json)
    }
}

/// A file that could not be written, and why.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} {}", path.display())]
pub struct WriteError {
    /// The file or folder.
    pub path: PathBuf,
    /// `write`, `make the folder` …
    pub action: &'static str,
    /// What the system said.
    #[source]
    pub source: io::Error,
}

impl WriteError {
    fn at(path: &Path, action: &'static str) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self {
            path,
            action,
            source,
        }
    }
}

/// Files written but not yet in place.
///
/// Dropping it without [`Batch::commit`] removes what was staged.
#[derive(Debug, Default)]
pub struct Batch {
    staged: Vec<Staged>,
    chart_folders: Vec<(PathBuf, BTreeSet<String>)>,
}

#[derive(Debug)]
struct Staged {
    file: NamedTempFile,
    target: PathBuf,
    /// The path as the caller named it; charts are not told one by one.
    told: Option<PathBuf>,
}

impl Batch {
    /// An empty batch.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Stages one file. Folders on the way to it are made.
    pub fn file(&mut self, path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
        let told = Some(path.to_owned());
        self.stage(path, bytes, told)
    }

    /// Stages a report's charts: `name` → SVG, into `folder`.
    ///
    /// On commit, other `.svg` files of that folder are removed: they are charts of an earlier run
    /// which the report no longer shows. Anything else in the folder is left alone.
    pub fn charts<'a>(
        &mut self,
        folder: &Path,
        charts: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    ) -> Result<(), WriteError> {
        let mut names = BTreeSet::new();
        for (name, bytes) in charts {
            self.stage(&folder.join(name), bytes, None)?;
            names.insert(name.to_owned());
        }
        self.chart_folders.push((folder.to_owned(), names));
        Ok(())
    }

    fn stage(
        &mut self,
        path: &Path,
        bytes: &[u8],
        told: Option<PathBuf>,
    ) -> Result<(), WriteError> {
        // A link is followed, so that its target is replaced and the link stays.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if target.is_dir() {
            let is_folder = io::Error::new(io::ErrorKind::IsADirectory, "it is a folder");
            return Err(WriteError::at(path, "write")(is_folder));
        }
        let folder = match target.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        fs::create_dir_all(folder).map_err(WriteError::at(folder, "make the folder"))?;
        let mut file = temporary(folder).map_err(WriteError::at(path, "write"))?;
        file.write_all(bytes)
            .map_err(WriteError::at(path, "write"))?;
        self.staged.push(Staged { file, target, told });
        Ok(())
    }

    /// Puts every staged file in place; gives the paths passed to [`Batch::file`], in that order.
    ///
    /// All are on the disk before the first is renamed. Should a rename fail, the ones before it have
    /// been replaced and the ones after it have not.
    pub fn commit(self) -> Result<Vec<PathBuf>, WriteError> {
        // Waiting for the disk once for all files, not once each, is what takes the time otherwise.
        self.staged.par_iter().try_for_each(|staged| {
            let synced = staged.file.as_file().sync_all();
            synced.map_err(WriteError::at(&staged.target, "write"))
        })?;
        let mut paths = Vec::new();
        let mut folders = BTreeSet::new();
        for Staged { file, target, told } in self.staged {
            folders.extend(target.parent().map(Path::to_owned));
            file.persist(&target)
                .map_err(|e| WriteError::at(&target, "write")(e.error))?;
            paths.extend(told);
        }
        for (folder, names) in &self.chart_folders {
            remove_stale_charts(folder, names)?;
        }
        for folder in folders {
            sync_folder(&folder);
        }
        Ok(paths)
    }
}

/// A new file in `folder` that bears the permissions of any file the user makes, not the private ones of a temporary file.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".yuebao-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

fn remove_stale_charts(folder: &Path, keep: &BTreeSet<String>) -> Result<(), WriteError> {
    let failed = |e| WriteError::at(folder, "read the folder")(e);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        // No chart was written and none ever was.
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(failed(e)),
    };
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        let is_chart = path.extension().is_some_and(|e| e == "svg") && !path.is_dir();
        let kept = path
            .file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| keep.contains(name));
        if is_chart && !kept {
            fs::remove_file(&path).map_err(WriteError::at(&path, "remove"))?;
        }
    }
    Ok(())
}

/// Makes the renames last through a power failure, where the system can. Best effort: the files themselves are safe.
fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    if let Ok(folder) = fs::File::open(folder) {
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = folder;
}

/// Writes a document to stdout. A reader that has gone away (`| head`) is no error.
pub fn to_stdout(bytes: &[u8]) -> io::Result<()> {
    quiet_pipe(write_all(&mut io::stdout().lock(), bytes))
}

fn write_all(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    out.write_all(bytes)?;
    out.flush()
}

/// What became of writing, with a closed pipe taken for the reader having had enough.
fn quiet_pipe(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_in(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn commits_all_files_and_gives_their_paths() {
        let folder = tempfile::tempdir().unwrap();
        let pdf = folder.path().join("new/report.pdf");
        let md = folder.path().join("new/report.md");
        let mut batch = Batch::new();
        batch.file(&pdf, b"pdf").unwrap();
        batch.file(&md, b"md").unwrap();
        assert!(!pdf.exists(), "nothing is in place before commit");
        assert_eq!(batch.commit().unwrap(), [pdf.clone(), md]);
        assert_eq!(fs::read(pdf).unwrap(), b"pdf");
        assert_eq!(
            names_in(&folder.path().join("new")),
            ["report.md", "report.pdf"]
        );
    }

    #[test]
    fn a_dropped_batch_leaves_the_last_report() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.md");
        fs::write(&path, "last month").unwrap();
        let mut batch = Batch::new();
        batch.file(&path, b"half").unwrap();
        drop(batch);
        assert_eq!(fs::read_to_string(&path).unwrap(), "last month");
        assert_eq!(names_in(folder.path()), ["report.md"]);
    }

    #[test]
    fn stale_charts_go_and_other_files_stay() {
        let folder = tempfile::tempdir().unwrap();
        let charts = folder.path().join("yuebao-2025-04-charts");
        fs::create_dir(&charts).unwrap();
        for name in ["old.svg", "daily.svg", "notes.txt"] {
            fs::write(charts.join(name), "before").unwrap();
        }
        let mut batch = Batch::new();
        batch
            .charts(&charts, [("daily.svg", b"<svg/>".as_slice())])
            .unwrap();
        assert_eq!(batch.commit().unwrap(), Vec::<PathBuf>::new());
        assert_eq!(names_in(&charts), ["daily.svg", "notes.txt"]);
        assert_eq!(
            fs::read_to_string(charts.join("daily.svg")).unwrap(),
            "<svg/>"
        );
    }

    #[test]
    fn a_report_without_charts_makes_no_folder() {
        let folder = tempfile::tempdir().unwrap();
        let mut batch = Batch::new();
        batch.charts(&folder.path().join("none"), []).unwrap();
        batch.commit().unwrap();
        assert_eq!(names_in(folder.path()), Vec::<String>::new());
    }

    #[test]
    fn a_folder_in_the_way_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.pdf");
        fs::create_dir(&path).unwrap();
        let error = Batch::new().file(&path, b"pdf").unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("cannot write {}", path.display())
        );
        assert_eq!(error.source.to_string(), "it is a folder");
    }

    #[cfg(unix)]
    #[test]
    fn files_are_as_readable_as_any_and_links_are_followed() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let plain = folder.path().join("plain");
        fs::write(&plain, "").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        let link = folder.path().join("report.md");
        std::os::unix::fs::symlink(&plain, &link).unwrap();
        let mut batch = Batch::new();
        batch.file(&link, b"through").unwrap();
        let expected = mode(&plain);
        batch.commit().unwrap();
        assert_eq!(fs::read_to_string(&plain).unwrap(), "through");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(mode(&plain), expected);
    }

    #[test]
    fn a_closed_pipe_is_no_error_and_a_full_disk_is() {
        let of = |kind| Err(io::Error::from(kind));
        assert!(quiet_pipe(of(io::ErrorKind::BrokenPipe)).is_ok());
        assert!(quiet_pipe(of(io::ErrorKind::StorageFull)).is_err());
    }
}
