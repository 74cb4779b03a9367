//! What XLSX and XLSB have in common: the relationships by which a package's parts are found.

use std::collections::BTreeMap;

use quick_xml::events::Event;

use super::package::Package;
use super::xml::{Xml, local_attribute};
use super::{Limits, WorkbookError};

/// Where a relationship leads.
pub(super) struct Relationship {
    /// The last word of its type (`worksheet`), which is the same in transitional and strict files.
    pub(super) kind: String,
    /// The part's name in the package.
    pub(super) target: String,
}

/// The relationships of a part by their id. A part without any has none.
pub(super) fn relationships(
    package: &mut Package,
    part: &str,
    limits: &Limits,
) -> Result<BTreeMap<String, Relationship>, WorkbookError> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let rels = if folder.is_empty() {
        format!("_rels/{name}.rels")
    } else {
        format!("{folder}/_rels/{name}.rels")
    };
    let mut found = BTreeMap::new();
    let Some(part) = package.small_part(&rels, limits)? else {
        return Ok(found);
    };
    let mut xml = Xml::new(part);
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let kind = local_attribute(&element, "Type").unwrap_or_default();
                let target = local_attribute(&element, "Target").unwrap_or_default();
                let external =
                    local_attribute(&element, "TargetMode").is_some_and(|mode| mode == "External");
                if let (Some(id), false) = (local_attribute(&element, "Id"), external) {
                    found.insert(
                        id.into_owned(),
                        Relationship {
                            kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                            target: resolve(folder, &target),
                        },
                    );
                }
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// The name of the part that holds the workbook: what the package's relationships say, else where Excel puts it.
pub(super) fn main_part(
    package: &mut Package,
    limits: &Limits,
) -> Result<Option<String>, WorkbookError> {
    let mut declared = relationships(package, "", limits)?
        .into_values()
        .filter(|relationship| relationship.kind == "officeDocument")
        .map(|relationship| relationship.target);
    let main = declared.next();
    if declared.next().is_some() {
        return Err(WorkbookError::damaged(
            "_rels/.rels",
            "it names two workbooks",
        ));
    }
    let usual = ["xl/workbook.xml", "xl/workbook.bin"].map(str::to_owned);
    Ok(main.into_iter().chain(usual).find(|name| package.has(name)))
}

/// The part that a target names, seen from a folder of the package.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_relative_to_their_part() {
        assert_eq!(
            resolve("xl", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(
            resolve("xl", "/xl/worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(resolve("xl/sub", "../styles.xml"), "xl/styles.xml");
        assert_eq!(resolve("", "./workbook.xml"), "workbook.xml");
        assert_eq!(resolve("xl", "../../../x.xml"), "x.xml");
    }
}
