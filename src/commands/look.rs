//! Reads the files that a theme names: fonts and the logo.

use std::fs;
use std::path::Path;

use anyhow::Context;

use crate::config::ThemeConfig;
use crate::font::Fonts;
use crate::logo::Logo;
use crate::theme::Theme;

/// The built-in fonts, then the one of `--font` or `report.font`, then those of `[theme]`.
pub(super) fn fonts(first: Option<&Path>, config: &ThemeConfig) -> anyhow::Result<Fonts> {
    let mut fonts = Fonts::default();
    for path in first
        .into_iter()
        .chain(config.font.iter().map(AsRef::as_ref))
    {
        fonts = fonts
            .with_fallback(read(path)?)
            .with_context(|| format!("{} cannot be used", path.display()))?;
    }
    Ok(fonts)
}

/// The theme of the config, with its logo read.
pub(super) fn theme(config: &ThemeConfig) -> anyhow::Result<Theme> {
    let mut theme = config.theme();
    if let Some(path) = &config.logo {
        let logo = Logo::read(&read(path)?)
            .with_context(|| format!("{} cannot be the logo", path.display()))?;
        theme.logo = Some(logo);
    }
    Ok(theme)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}
