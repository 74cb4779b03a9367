//! Finds and reads the config of a run.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::config::{Config, FILE_NAME};

/// A config, and where it came from.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The config; the default one where there is no file.
    pub config: Config,
    /// The file it was read from.
    pub path: Option<PathBuf>,
    /// The file's text, for errors found later.
    pub text: String,
}

impl Settings {
    /// Reads the config of `--config`, else of the first folder among the inputs, else of the current folder; the default
    /// config where there is none.
    ///
    /// Fails where `given` does not exist, where a config cannot be read, and where it is wrong.
    pub fn find(given: Option<&Path>, inputs: &[PathBuf]) -> anyhow::Result<Self> {
        match Self::path(given, inputs)? {
            Some(path) => Self::read(&path),
            None => Ok(Self::default()),
        }
    }

    fn path(given: Option<&Path>, inputs: &[PathBuf]) -> anyhow::Result<Option<PathBuf>> {
        if let Some(given) = given {
            if !given.is_file() {
                bail!(
                    "there is no config {}; `yuebao init` writes one",
                    given.display()
                );
            }
            return Ok(Some(given.to_owned()));
        }
        let first_folder = inputs.iter().find(|input| input.is_dir());
        let candidates = first_folder
            .map(|folder| folder.join(FILE_NAME))
            .into_iter()
            .chain([PathBuf::from(FILE_NAME)]);
        Ok(candidates.into_iter().find(|path| path.is_file()))
    }

    fn read(path: &Path) -> anyhow::Result<Self> {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let Ok(text) = String::from_utf8(bytes) else {
            bail!("{} is not UTF-8 text; save it as UTF-8", path.display());
        };
        // Windows editors lead a file with a mark that TOML does not know.
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
        let config = Config::parse(&text, path)?;
        Ok(Self {
            config,
            path: Some(path.to_owned()),
            text,
        })
    }

    /// Checks the keys that name metrics against the catalog's ids.
    pub fn check_metrics(&self, known: &[&str]) -> anyhow::Result<()> {
        if let Some(path) = &self.path {
            self.config.check_metrics(known, &self.text, path)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(text: &[u8]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE_NAME), text).unwrap();
        folder
    }

    #[test]
    fn the_given_config_beats_the_folders() {
        let one = folder_with(b"[report]\nhall = \"one\"");
        let other = folder_with(b"\xef\xbb\xbf[report]\nhall = \"other\"");
        let given = other.path().join(FILE_NAME);
        let inputs = [PathBuf::from("no-such-file.csv"), one.path().to_owned()];
        let hall = |settings: Settings| settings.config.report.hall.unwrap();
        assert_eq!(hall(Settings::find(None, &inputs).unwrap()), "one");
        assert_eq!(
            hall(Settings::find(Some(&given), &inputs).unwrap()),
            "other"
        );
    }

    #[test]
    fn a_missing_or_unreadable_config_is_told() {
        let error = Settings::find(Some(Path::new("none.toml")), &[]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "there is no config none.toml; `yuebao init` writes one"
        );
        let folder = folder_with(b"hall = \"\xb3\xc7\"");
        let error = Settings::find(None, &[folder.path().to_owned()]).unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("yuebao.toml is not UTF-8 text; save it as UTF-8"),
            "{error}"
        );
    }
}
