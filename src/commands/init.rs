//! `yuebao init [DIR]`: a `yuebao.toml` with every key explained. An existing one is never overwritten.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};

use anyhow::{Context, bail};

use super::{Outcome, print_paths};
use crate::cli::InitArgs;
use crate::config::{FILE_NAME, TEMPLATE};

pub(super) fn run(args: &InitArgs) -> anyhow::Result<Outcome> {
    let folder = args.dir.clone().unwrap_or_default();
    let path = folder.join(FILE_NAME);
    fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    // To open it as new is one step for the system: a file that appears meanwhile is not lost either.
    let file = OpenOptions::new().write(true).create_new(true).open(&path);
    match file {
        Ok(mut file) => file
            .write_all(TEMPLATE.as_bytes())
            .with_context(|| format!("cannot write {}", path.display()))?,
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
            bail!("{} is there already and stays as it is", path.display())
        }
        Err(e) => return Err(e).with_context(|| format!("cannot write {}", path.display())),
    }
    print_paths(&[path])
}
