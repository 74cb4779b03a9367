//! Finds and reads the config of a run.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, bail};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

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

/// The day that `SOURCE_DATE_EPOCH` names, in UTC: the date of a report that has no date of its own. None where it is
/// not set. See <https://reproducible-builds.org/specs/source-date-epoch/>.
pub fn source_date() -> anyhow::Result<Option<Date>> {
    match env::var_os("SOURCE_DATE_EPOCH") {
        None => Ok(None),
        Some(seconds) => epoch_day(&seconds.to_string_lossy()).map(Some),
    }
}

fn epoch_day(seconds: &str) -> anyhow::Result<Date> {
    let timestamp = seconds
        .parse()
        .ok()
        .and_then(|seconds| Timestamp::from_second(seconds).ok());
    match timestamp {
        Some(timestamp) => Ok(timestamp.to_zoned(TimeZone::UTC).date()),
        None => {
            bail!("SOURCE_DATE_EPOCH is `{seconds}`; it is to be seconds since 1970, as 1746489600")
        }
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
    fn an_epoch_is_a_day_in_utc() {
        let day = jiff::civil::date;
        assert_eq!(epoch_day("0").unwrap(), day(1970, 1, 1));
        assert_eq!(epoch_day("1746489599").unwrap(), day(2025, 5, 5));
        assert_eq!(epoch_day("1746489600").unwrap(), day(2025, 5, 6));
        assert_eq!(
            epoch_day("today").unwrap_err().to_string(),
            "SOURCE_DATE_EPOCH is `today`; it is to be seconds since 1970, as 1746489600"
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
