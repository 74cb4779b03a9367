//! Whatever the bytes, reading ends without a panic and loses no row in silence.

use std::borrow::Cow;

use proptest::prelude::*;

use super::cell::{self, Cell, date, number};
use super::encoding;
use super::options::{Encoding, ReadOptions};
use super::records::{Dialect, Records};
use super::tests::{Sales, read};

/// Bytes as files hold them where they go wrong: pieces of rows, quotes, line ends, marks and noise.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => proptest::sample::select(vec![
            "date,category,product,amount\n", "日期;业务大类;产品;金额\r\n", "2025-04-01,basic,x,1.5\n", "2025/4/1\t终端\t手机\t(1,234.50)\r",
            "\"", "\"\"", ",", ";", "\t", "\n", "\r", "\r\n", "\0", "\u{feff}", "合计", "￥１２", "1.38E+10", " ",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        2 => proptest::collection::vec(any::<u8>(), 0..12),
        1 => "\\PC{0,12}".prop_map(String::into_bytes),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_file_is_read_without_a_panic(bytes in pieces(), headed in any::<bool>()) {
        let mut file = Vec::new();
        if headed {
            file.extend_from_slice(b"date,category,product,amount\n");
        }
        file.extend_from_slice(&bytes);
        let outcome = read::<Sales>("sales.csv", &file, &ReadOptions::default());
        let counts = outcome.counts;
        prop_assert_eq!(outcome.records.len() as u64, counts.rows - counts.rejected);
        // A row is only ever left out with a word about it.
        prop_assert!(counts.rejected == 0 || !outcome.told.is_empty());
    }

    #[test]
    fn any_text_is_a_value_or_none(text in "\\PC{0,40}|[-0-9.,/:年月日万亿元%¥()（）Ee+ ]{0,24}") {
        let trimmed = cell::trim(&text);
        let _ = (cell::is_blank(trimmed), cell::truth(trimmed), cell::is_scientific(trimmed));
        let _ = (date::date(trimmed, None), date::month(trimmed, Some(date::DateOrder::DayFirst)));
        let _ = date::datetime(trimmed, Some(date::DateOrder::MonthFirst));
        if let Ok(number) = number::number(trimmed) {
            prop_assert!(number.ten_thousandths.abs() <= 10_000_000_000_000_000);
        }
    }

    #[test]
    fn numbers_are_read_as_they_were_written(value in -10_000_000_000_000_000_i64..=10_000_000_000_000_000) {
        let sign = if value < 0 { "-" } else { "" };
        let (whole, places) = (value.abs() / 10_000, value.abs() % 10_000);
        let plain = format!("{sign}{whole}.{places:04}");
        prop_assert_eq!(number::number(&plain).map(|n| n.ten_thousandths), Ok(value));
        let digits = whole.to_string();
        let first = (digits.len() + 2) % 3 + 1;
        let mut grouped = digits[..first].to_owned();
        for at in (first..digits.len()).step_by(3) {
            grouped.push(',');
            grouped.push_str(&digits[at..at + 3]);
        }
        let adorned = format!("{sign}¥{grouped}.{places:04}元");
        prop_assert_eq!(number::number(&adorned).map(|n| n.ten_thousandths), Ok(value));
    }

    #[test]
    fn days_are_read_as_they_were_written(days in 0_i32..109_000, seconds in 0_i32..86_400) {
        let day = jiff::civil::date(1900, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let (year, month, dom) = (day.year(), day.month(), day.day());
        for text in [
            format!("{day} {h:02}:{m:02}:{s:02}"),
            format!("{year}/{month}/{dom} {h}:{m:02}:{s:02}"),
            format!("{year}年{month}月{dom}日 {h}:{m:02}:{s:02}"),
            format!("{year}{month:02}{dom:02}{h:02}{m:02}{s:02}"),
        ] {
            let read = date::datetime(&text, None).unwrap();
            prop_assert_eq!(read.date(), day);
            prop_assert_eq!(read.time(), jiff::civil::time(h as i8, m as i8, s as i8, 0));
        }
    }

    #[test]
    fn cells_come_back_as_they_were_quoted(
        rows in proptest::collection::vec(proptest::collection::vec("[a-z\"，,\\n 甲]{0,6}", 1..5), 1..8),
        crlf in any::<bool>(),
    ) {
        let mut text = String::new();
        for row in &rows {
            let cells: Vec<String> = row.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
            text.push_str(&cells.join(","));
            text.push_str(if crlf { "\r\n" } else { "\n" });
        }
        let dialect = Dialect { delimiter: b',', line_end: b'\n', cell_bytes: 1 << 20 };
        prop_assert_eq!(dialect.last_record_end(text.as_bytes(), false), text.len());
        let mut records = Records::new(&text, dialect, 1, 100);
        let mut cells = Vec::new();
        for row in &rows {
            prop_assert!(records.next(&mut cells).is_some_and(|record| record.unclosed.is_none()));
            let read: Vec<Cow<'_, str>> = cells
                .iter()
                .map(|cell| match cell {
                    Cell::Text(text) => Cow::Owned(text.replace("\"\"", "\"")),
                    _ => Cow::Borrowed(""),
                })
                .collect();
            prop_assert_eq!(&read, row);
        }
        prop_assert_eq!(records.next(&mut cells), None);
    }

    /// Wherever a block ends, the records are those of the whole.
    #[test]
    fn blocks_change_nothing(bytes in pieces(), at in any::<proptest::sample::Index>()) {
        let text = String::from_utf8_lossy(&bytes);
        let dialect = Dialect { delimiter: b',', line_end: b'\n', cell_bytes: 64 };
        let list = |text: &str, line: u64| {
            let mut records = Records::new(text, dialect, line, 100);
            let mut cells = Vec::new();
            let mut all = Vec::new();
            while let Some(record) = records.next(&mut cells) {
                all.push(format!("{record:?} {cells:?}"));
            }
            all
        };
        let seen = at.index(text.len() + 1);
        let cut = dialect.last_record_end(&text.as_bytes()[..seen], false);
        let (head, tail) = text.split_at(cut);
        let mut parts = list(head, 1);
        parts.extend(list(tail, 1 + dialect.lines(head.as_bytes())));
        prop_assert_eq!(parts, list(&text, 1));
    }

    #[test]
    fn any_bytes_are_decoded(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        if let Ok(guess) = encoding::guess(&bytes, true, None) {
            let _ = encoding::decode_start(&bytes, guess);
        }
        for encoding in [Encoding::Utf8, Encoding::Gb18030] {
            prop_assert!(encoding::decode(&bytes, encoding, false).is_some());
        }
    }
}
