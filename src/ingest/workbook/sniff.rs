//! What a file is, by its first bytes: names lie, above all `.xls`.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::WorkbookError;
use super::compound;

/// The container of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    /// A zip file: XLSX, XLSM, XLSB, ODS.
    Zip,
    /// A compound file: XLS, or an encrypted workbook.
    Compound,
}

/// Tells the container, or says what the file is instead.
pub(super) fn container(file: &mut File) -> Result<Container, WorkbookError> {
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(4096).read_to_end(&mut head)?;
    if head.is_empty() {
        return Err(WorkbookError::Empty);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Container::Zip);
    }
    if head.starts_with(&compound::SIGNATURE) {
        return Ok(Container::Compound);
    }
    Err(other(&head))
}

fn other(head: &[u8]) -> WorkbookError {
    const KNOWN: [(&[u8], &str); 8] = [
        (b"%PDF", "a PDF document"),
        (b"{\\rtf", "an RTF document"),
        (b"MIME-Version:", "a web archive (MHTML)"),
        (b"Rar!", "a RAR archive"),
        (b"7z\xBC\xAF", "a 7z archive"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"\x89PNG", "a picture (PNG)"),
        (b"\xFF\xD8\xFF", "a picture (JPEG)"),
    ];
    for (start, what) in KNOWN {
        if head.starts_with(start) {
            return WorkbookError::OtherFormat { what };
        }
    }
    // The record that starts the stream of Excel 2 to 5, without a container.
    if matches!(
        head,
        [
            0x09,
            0x00 | 0x02 | 0x04 | 0x08,
            0x04 | 0x06 | 0x08 | 0x10,
            0x00,
            ..
        ]
    ) {
        return WorkbookError::Unsupported {
            what: "a sheet of Excel 5 or older without a container".to_owned(),
        };
    }
    let text = match head {
        [0xFF, 0xFE, units @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(units).0,
        [0xFE, 0xFF, units @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(units).0,
        [0xEF, 0xBB, 0xBF, bytes @ ..] | bytes => String::from_utf8_lossy(bytes),
    };
    let start = text.trim_start().to_ascii_lowercase();
    if start.starts_with('<') {
        if start.contains("urn:schemas-microsoft-com:office:spreadsheet")
            && !start.contains("<html")
        {
            return WorkbookError::OtherFormat {
                what: "an XML spreadsheet of Excel 2003",
            };
        }
        if start.contains("office:document") {
            return WorkbookError::OtherFormat {
                what: "a flat OpenDocument file (FODS)",
            };
        }
        if [
            "<html",
            "<!doctype html",
            "<table",
            "<meta",
            "<head",
            "<body",
            "<style",
            "<script",
            "<div",
        ]
        .iter()
        .any(|tag| start.contains(tag))
        {
            return WorkbookError::Html;
        }
        return WorkbookError::OtherFormat {
            what: "an XML file",
        };
    }
    let controls = head
        .iter()
        .filter(|&&byte| byte < 32 && !matches!(byte, b'\t' | b'\n' | b'\r'));
    let wide = matches!(head, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    if wide || controls.count() == 0 {
        WorkbookError::PlainText
    } else {
        WorkbookError::NotAWorkbook
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_under_a_wrong_name() {
        let message = |head: &[u8]| other(head).to_string();
        assert!(message(b"\r\n<!DOCTYPE html><html>").contains("web page (HTML)"));
        assert!(
            message(b"\xEF\xBB\xBF<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\">")
                .contains("web page")
        );
        assert!(message(b"<table border=1><tr><td>").contains("web page"));
        assert!(
            message(b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">")
                .contains("an XML spreadsheet of Excel 2003")
        );
        assert!(message(b"%PDF-1.7").contains("a PDF document"));
        assert!(message("日期,金额\n2025-04-01,3\n".as_bytes()).contains("plain text"));
        assert!(
            message(b"\xC8\xD5\xC6\xDA,1\n").contains("plain text"),
            "GB18030"
        );
        assert!(
            message(b"\xFF\xFEa\0\t\0b\0").contains("plain text"),
            "UTF-16"
        );
        assert!(message(b"\x09\x08\x10\x00\x00\x06").contains("Excel 5 or older"));
        assert!(message(b"\x00\x01\x02\x03").contains("no workbook"));
    }
}
