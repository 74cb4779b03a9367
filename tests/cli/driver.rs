//! A test reads as a sentence: `Yuebao::in_temp().with_file("a.csv", "…").run(["validate"]).exits(1).stderr_has("…")`.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::rc::Rc;

use tempfile::TempDir;

/// A temporary folder to run `yuebao` in, with an environment that holds nothing but what the test puts there.
pub(crate) struct Yuebao {
    folder: Rc<TempDir>,
    env: Vec<(&'static str, &'static str)>,
}

impl Yuebao {
    /// An empty folder.
    pub(crate) fn in_temp() -> Self {
        Self {
            folder: Rc::new(tempfile::tempdir().unwrap()),
            env: Vec::new(),
        }
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file into the folder; folders on the way to it are made.
    pub(crate) fn with_file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// Sets a variable of the environment.
    pub(crate) fn with_env(mut self, name: &'static str, value: &'static str) -> Self {
        self.env.push((name, value));
        self
    }

    /// Runs the command to its end.
    pub(crate) fn run<I, S>(&self, args: I) -> Run
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        let output = self.command(args).output().unwrap();
        Run {
            folder: Rc::clone(&self.folder),
            output,
        }
    }

    /// Runs the command with a stdout that nobody reads.
    pub(crate) fn run_into_closed_pipe<I, S>(&self, args: I) -> Run
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = self.command(args);
        command.stdout(writer).stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        Run {
            folder: Rc::clone(&self.folder),
            output: child.wait_with_output().unwrap(),
        }
    }

    fn command<I, S>(&self, args: I) -> Command
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yuebao"));
        command
            .args(args)
            .current_dir(self.path())
            .env_clear()
            .envs(self.env.iter().copied())
            .stdin(Stdio::null());
        // Windows finds its own libraries by this.
        if let Some(root) = std::env::var_os("SystemRoot") {
            command.env("SystemRoot", root);
        }
        command
    }
}

/// What a run left.
pub(crate) struct Run {
    /// Kept as long as the run is looked at.
    folder: Rc<TempDir>,
    output: Output,
}

impl Run {
    /// What stands on stdout.
    pub(crate) fn stdout(&self) -> &str {
        str::from_utf8(&self.output.stdout).unwrap()
    }

    /// What stands on stderr.
    pub(crate) fn stderr(&self) -> &str {
        str::from_utf8(&self.output.stderr).unwrap()
    }

    #[track_caller]
    pub(crate) fn exits(self, status: i32) -> Self {
        let got = self.output.status.code();
        assert!(got == Some(status), "exit {got:?}, not {status}{self}");
        self
    }

    #[track_caller]
    pub(crate) fn stdout_is(self, expected: &str) -> Self {
        assert_eq!(self.stdout(), expected, "stdout{self}");
        self
    }

    #[track_caller]
    pub(crate) fn stdout_has(self, part: &str) -> Self {
        assert!(self.stdout().contains(part), "no {part:?} on stdout{self}");
        self
    }

    #[track_caller]
    pub(crate) fn stderr_is(self, expected: &str) -> Self {
        assert_eq!(self.stderr(), expected, "stderr{self}");
        self
    }

    #[track_caller]
    pub(crate) fn stderr_has(self, part: &str) -> Self {
        assert!(self.stderr().contains(part), "no {part:?} on stderr{self}");
        self
    }

    /// stdout as the one JSON document it is to be.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(self.stdout()).unwrap_or_else(|e| panic!("{e}{self}"))
    }

    /// A file below the run's folder.
    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.path().join(name)).unwrap()
    }

    /// The files below the run's folder, by path, parted by `/`.
    pub(crate) fn files(&self) -> Vec<String> {
        fn walk(folder: &Path, root: &Path, files: &mut Vec<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, root, files);
                } else {
                    let name = path.strip_prefix(root).unwrap().to_str().unwrap();
                    files.push(name.replace('\\', "/"));
                }
            }
        }
        let mut files = Vec::new();
        walk(self.folder.path(), self.folder.path(), &mut files);
        files.sort();
        files
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "\n--- stdout\n{}\n--- stderr\n{}",
            String::from_utf8_lossy(&self.output.stdout),
            String::from_utf8_lossy(&self.output.stderr)
        )
    }
}
