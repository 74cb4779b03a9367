//! Files in, rows and diagnostics out: the stage as a whole.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::dataset::Dataset;
use crate::dataset::complaints::{COMPLAINTS, Complaint};
use crate::dataset::inventory::{INVENTORY, InventoryItem};
use crate::dataset::sales::{SALES, Sale};
use crate::dataset::subscribers::{SUBSCRIBERS, Subscriber};
use crate::diagnostic::{Diagnostics, Level};
use crate::ingest::Cells;
use crate::words::Lang;

/// Keeps every record as text, in whatever order it came.
macro_rules! listing {
    ($name:ident, $dataset:ident, $record:ident) => {
        #[derive(Debug, Default)]
        pub(super) struct $name(Vec<String>);

        impl crate::merge::Merge for $name {
            fn absorb(&mut self, other: Self) {
                self.0.extend(other.0);
            }
        }

        impl Fold for $name {
            fn dataset() -> &'static Dataset {
                &$dataset
            }
            fn row<'a>(&mut self, row: &mut impl Cells<'a>) -> bool {
                let record = $record::read(row);
                let accepted = record.is_some();
                self.0.extend(record.map(|record| format!("{record:?}")));
                accepted
            }
        }

        impl Listed for $name {
            fn records(mut self) -> Vec<String> {
                self.0.sort();
                self.0
            }
        }
    };
}

pub(super) trait Listed: Fold {
    fn records(self) -> Vec<String>;
}

listing!(Sales, SALES, Sale);
listing!(Subscribers, SUBSCRIBERS, Subscriber);
listing!(Complaints, COMPLAINTS, Complaint);
listing!(Inventory, INVENTORY, InventoryItem);

pub(super) struct Outcome {
    pub(super) records: Vec<String>,
    pub(super) counts: Counts,
    encoding: Option<options::Encoding>,
    pub(super) told: Vec<String>,
}

/// Reads one file of these bytes.
pub(super) fn read<F: Listed>(name: &str, bytes: &[u8], options: &ReadOptions) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let mut diagnostics = Diagnostics::default();
    let mut records = Vec::new();
    let mut counts = Counts::default();
    let mut encoding = None;
    for source in discover(&[path], options, &mut diagnostics).unwrap() {
        let (fold, summary) =
            fold_source(F::default, &source, options, &|_| (), &mut diagnostics).unwrap();
        assert_eq!(summary.dataset, F::dataset().id);
        records.extend(fold.records());
        counts.add(summary.counts);
        encoding = summary.encoding;
    }
    Outcome {
        records,
        counts,
        encoding,
        told: shown(&diagnostics),
    }
}

/// Each diagnostic on a line: level, code, row, column, message.
pub(super) fn shown(diagnostics: &Diagnostics) -> Vec<String> {
    let place = |n: Option<u64>| n.map_or("-".to_owned(), |n| n.to_string());
    diagnostics
        .sorted()
        .iter()
        .map(|d| {
            let (row, column) = (place(d.place.row), place(d.place.column.map(u64::from)));
            format!(
                "{:?} {} {row}:{column} {}",
                d.level,
                d.code,
                d.message(Lang::EN)
            )
        })
        .collect()
}

fn sales(text: &str) -> Outcome {
    read::<Sales>("sales.csv", text.as_bytes(), &ReadOptions::default())
}

const HEAD: &str = "日期,业务大类,产品,金额\n";

#[test]
fn reads_a_clean_file() {
    let outcome = sales(
        "date,hall,category,product,amount,quantity,channel\n2025-04-01,甲店,basic,套餐,44.76,2,APP\n2025/4/2,,终端,手机,\"1,999.00\",,\n",
    );
    assert_eq!(
        outcome.told,
        ["Warning blank-hall 3:2 `hall` is blank in 1 row, which belongs to no hall then: 3"]
    );
    assert_eq!(
        outcome.records,
        [
            "Sale { date: 2025-04-01, hall: Some(\"甲店\"), staff_id: None, order_id: None, customer_id: None, category: Basic, product: \"套餐\", channel: Some(Online), segment: None, order_type: None, promotion: None, quantity: 2, amount: Money(447600), cost: None }",
            "Sale { date: 2025-04-02, hall: None, staff_id: None, order_id: None, customer_id: None, category: Device, product: \"手机\", channel: None, segment: None, order_type: None, promotion: None, quantity: 1, amount: Money(19990000), cost: None }",
        ]
    );
    assert_eq!(outcome.counts.rows, 2);
}

#[test]
fn tells_every_bad_cell_with_its_place() {
    let outcome = sales(
        "日期,业务大类,产品,金额（元）,数量,手机号\n\
         2025-02-30,基础,,\"1.234,50\",1.5,1.38E+10\n\
         04/01/2025,basic,卡,85%,-1,13800138000\n\
         2025-04-03,basic,卡,99999999999999,1,\n",
    );
    assert_eq!(
        outcome.told,
        [
            "Error bad-date 2:1 `2025-02-30` in `日期`: expected a day such as 2025-04-01",
            "Error unknown-value 2:2 `基础` in `业务大类`: expected one of basic (基础业务), vas (增值业务), device (终端)",
            "Error missing-value 2:3 `产品` is blank; every row needs it",
            "Error bad-amount 2:4 `1.234,50` in `金额（元）`: expected an amount such as 1234.50, 1,234.50 or 1.2万",
            "Error bad-number 2:5 `1.5` in `数量`: expected a whole number",
            "Warning digits-lost 2:6 `1.38E+10` in `手机号` is an id turned into a number: its digits may be lost; it is taken for blank",
            "Error bad-date 3:1 `04/01/2025` in `日期`: expected a day such as 2025-04-01",
            "Error bad-amount 3:4 `85%` in `金额（元）`: expected an amount such as 1234.50, 1,234.50 or 1.2万",
            "Error too-large 4:4 `999****9999` in `金额（元）`: expected a number within ±10¹²",
        ]
    );
    assert_eq!((outcome.counts.rows, outcome.counts.rejected), (3, 3));
}

#[test]
fn contradictions_between_cells_refuse_the_row_or_warn() {
    let none = ReadOptions::default();
    let outcome = read::<Subscribers>(
        "用户.csv",
        "用户编号,业务,入网日期,离网日期\n13800138000,移动,2025-04-02,2025-04-01\nU2,宽带,2025-04-02,2025-04-02\n".as_bytes(),
        &none,
    );
    assert_eq!(
        outcome.told,
        [
            "Error dates-out-of-order 2:4 `2025-04-01` in `离网日期`: expected a day not before `activated_on`"
        ]
    );
    let outcome = read::<Complaints>(
        "投诉.csv",
        "工单号,投诉类型,受理时间,首次响应时间,办结时间\nT1,资费,2025-04-02 10:00,2025-04-02 09:59,2025-04-01\n".as_bytes(),
        &none,
    );
    assert_eq!(
        outcome.told,
        [
            "Error dates-out-of-order 2:4 `2025-04-02 09:59` in `首次响应时间`: expected a time not before `created_at`",
            "Error dates-out-of-order 2:5 `2025-04-01` in `办结时间`: expected a time not before `created_at`",
        ]
    );
    let outcome = read::<Inventory>(
        "库存.csv",
        "月份,编码,名称,类别,期初,入库,出库,期末\n2025年4月,00123,SIM卡,SIM卡,10,5,3,11\n202504,00124,卡,sim,1,-1,0,0\n".as_bytes(),
        &none,
    );
    assert_eq!(
        outcome.told,
        [
            "Warning stock-unbalanced 2:8 `11` in `期末`: expected 12 (10 opening + 5 received − 3 issued)",
            "Error out-of-range 3:6 `-1` in `入库`: expected 0 or more",
        ]
    );
    assert!(outcome.records[0].contains("item_code: \"00123\""));
}

#[test]
fn passes_over_titles_totals_blanks_and_notes() {
    let outcome = sales(
        "城南营业厅销售明细,,,\n,,,\n导出时间：2025-05-01,,,\n日期,业务大类,产品,金额\n2025-04-01,basic,卡,1\n,,,\n小计,,,1\n合计,,,1\n,总 计：,,1\n制表人：张三,,,\n",
    );
    assert_eq!(
        outcome.counts,
        Counts {
            rows: 1,
            rejected: 0,
            totals: 3,
            blank: 1,
            stray: 1
        }
    );
    assert_eq!(
        outcome.told,
        [
            "Warning stray-text 10:- only one cell of the row holds anything: it is taken for a note and passed over"
        ]
    );
}

#[test]
fn tells_ragged_rows() {
    let outcome = sales(&format!(
        "{HEAD}2025-04-01,basic,卡\n2025-04-01,basic,卡,1,234.50\n2025-04-01,basic,卡,1,,\n"
    ));
    assert_eq!(
        outcome.told,
        [
            "Warning short-row 2:- the row has 3 cells and the header 4: the others are taken for blank",
            "Error missing-value 2:4 `金额` is blank; every row needs it",
            "Error long-row 3:- the row has 5 cells and the header 4: a cell may hold the delimiter without quotes around it",
        ]
    );
    assert_eq!((outcome.counts.rows, outcome.counts.rejected), (3, 2));
}

#[test]
fn quotes_hold_lines_and_quotes_and_an_unclosed_one_costs_its_line() {
    let outcome = sales(&format!(
        "{HEAD}2025-04-01,basic,\"5\"\"屏\n贴膜\",1\n2025-04-01,basic,\"坏,1\n2025-04-02,basic,卡,x\n2025-04-03,basic,\"好\",1\n"
    ));
    assert_eq!(
        outcome.told,
        [
            "Error unclosed-quote 4:- a quote opens in column 3 and does not close before a delimiter or the line's end; the line is left out",
            "Error bad-amount 5:4 `x` in `金额`: expected an amount such as 1234.50, 1,234.50 or 1.2万",
        ]
    );
    assert_eq!(outcome.records.len(), 2);
    assert!(outcome.records[0].contains("product: \"5\\\"屏\\n贴膜\""));
}

#[test]
fn tells_nul_bytes_with_their_row() {
    let outcome = sales(&format!(
        "{HEAD}2025-04-01,basic,卡\0,1\n2025-04-02,basic,卡,1\n"
    ));
    assert_eq!(
        outcome.told,
        ["Error nul-byte 2:- the row holds a NUL byte: the file is damaged here, or no text"]
    );
    assert_eq!(outcome.records.len(), 1);
}

#[test]
fn reads_every_encoding_delimiter_and_line_end_alike() {
    let text = "日期\t业务大类\t产品\t金额\n2025-04-01\t增值\t彩铃，包月\t1,234.50\n";
    let expected = sales(text).records;
    assert_eq!(expected.len(), 1);
    let utf16 = |bytes: fn(u16) -> [u8; 2], text: &str| {
        text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), "UTF-8"),
        (format!("\u{feff}{text}").into_bytes(), "UTF-8"),
        (encoding_rs::GB18030.encode(text).0.into_owned(), "GB18030"),
        (
            utf16(u16::to_le_bytes, &format!("\u{feff}{text}")),
            "UTF-16LE",
        ),
        (
            utf16(u16::to_be_bytes, &format!("\u{feff}{text}")),
            "UTF-16BE",
        ),
        (text.replace('\n', "\r\n").into_bytes(), "UTF-8"),
        (text.replace('\n', "\r").into_bytes(), "UTF-8"),
        (text.replace('\t', ";").into_bytes(), "UTF-8"),
    ] {
        let outcome = read::<Sales>("销售.txt", &bytes, &ReadOptions::default());
        assert_eq!(outcome.told, Vec::<String>::new());
        assert_eq!(outcome.records, expected);
        assert_eq!(
            outcome.encoding.map(options::Encoding::name),
            Some(encoding)
        );
    }
}

/// A block and more of plain ASCII below an ASCII header, and then something else.
fn ascii_then(last: &[u8]) -> Vec<u8> {
    let mut bytes = b"date,category,product,amount\n".to_vec();
    for n in 0..40_000 {
        bytes.extend_from_slice(format!("2025-04-01,basic,plan {n},1.00\n").as_bytes());
    }
    bytes.extend_from_slice(last);
    bytes
}

#[test]
fn finds_the_encoding_megabytes_below_an_ascii_header() {
    let gbk = encoding_rs::GB18030
        .encode("2025-04-02,终端,手机,2\n")
        .0
        .into_owned();
    let outcome = read::<Sales>("sales.csv", &ascii_then(&gbk), &ReadOptions::default());
    assert_eq!(outcome.told, Vec::<String>::new());
    assert_eq!(outcome.encoding, Some(options::Encoding::Gb18030));
    assert_eq!(outcome.records.len(), 40_001);
    assert!(outcome.records[40_000].contains("product: \"手机\""));
}

#[test]
fn tells_rows_whose_bytes_are_of_no_encoding() {
    let outcome = read::<Sales>(
        "sales.csv",
        &ascii_then(b"2025-04-02,basic,\xff\xff,2\n2025-04-03,basic,x,2\n"),
        &ReadOptions::default(),
    );
    assert_eq!(
        outcome.told,
        ["Error bad-bytes 40002:- the row holds bytes that are no UTF-8"]
    );
    assert_eq!(outcome.records.len(), 40_001);
    // A damaged UTF-8 file is not taken for GB18030, which would turn every Chinese word in it to others.
    let mut bytes = format!("{HEAD}2025-04-01,增值,彩铃,1\n2025-04-02,增值,彩").into_bytes();
    bytes.extend_from_slice("铃".as_bytes().split_at(2).0);
    bytes.extend_from_slice(b",1\n");
    let mut long = bytes.clone();
    for n in 0..12_000 {
        long.extend_from_slice(format!("2025-04-03,basic,plan {n},1\n").as_bytes());
    }
    let outcome = read::<Sales>("sales.csv", &long, &ReadOptions::default());
    assert_eq!(
        outcome.told,
        ["Error bad-bytes 3:- the row holds bytes that are no UTF-8"]
    );
    assert_eq!(outcome.records.len(), 12_001);
}

#[test]
fn lines_are_exact_in_every_block_and_the_outcome_is_always_the_same() {
    let mut text = String::from("date,category,product,amount\n");
    let mut bad = Vec::new();
    let mut line = 2;
    for n in 0..80_000_u32 {
        if n % 9_973 == 0 {
            bad.push(line);
            text.push_str("2025-04-01,basic,bad,x\n");
            line += 1;
        } else if n % 7 == 0 {
            text.push_str("2025-04-01,basic,\"two\nlines, \"\"quoted\"\"\",2.50\r\n");
            line += 2;
        } else {
            text.push_str("2025-04-01,basic,plain,1.25\n");
            line += 1;
        }
    }
    assert!(text.len() > 2 << 20);
    let first = sales(&text);
    let rows: Vec<u64> = first
        .told
        .iter()
        .map(|told| told.split([' ', ':']).nth(2).unwrap().parse().unwrap())
        .collect();
    assert_eq!(rows, bad);
    assert_eq!(first.counts.rejected, bad.len() as u64);
    let again = sales(&text);
    assert!(again.told == first.told && again.records == first.records);
}

#[test]
fn the_config_maps_columns_values_dates_and_rows() {
    let options = ReadOptions {
        datasets: [(
            "sales".to_owned(),
            toml::from_str(
                r#"
                files = ["营收*.csv"]
                header_row = 2
                date_format = "DD/MM/YYYY"
                columns.amount = "实收额"
                values.category.vas = ["权益包"]
                "#,
            )
            .unwrap(),
        )]
        .into(),
        hall: Some("城南".to_owned()),
        ..ReadOptions::default()
    };
    let text = "日期,业务大类,产品,实收额\n日期,业务大类,产品,实收额\n03/04/2025,权益包,会员,9.9\n";
    let outcome = read::<Sales>("营收2025.csv", text.as_bytes(), &options);
    assert_eq!(outcome.told, Vec::<String>::new());
    assert_eq!(outcome.records.len(), 1);
    assert!(outcome.records[0].starts_with(
        "Sale { date: 2025-04-03, hall: Some(\"城南\"), staff_id: None, order_id: None, customer_id: None, category: Vas"
    ));
}

#[test]
fn heads_decide_where_no_name_does_and_the_unknown_is_told() {
    let none = ReadOptions::default();
    let outcome = read::<Complaints>(
        "导出1.csv",
        "工单号,投诉类型,受理时间,备注\nT1,资费,2025-04-01 09:00,x\n".as_bytes(),
        &none,
    );
    assert_eq!(outcome.records.len(), 1);
    assert_eq!(
        outcome.told,
        ["Note unknown-column 1:4 `备注` is no head that complaints knows; the column is not read"]
    );
    let outcome = read::<Sales>("notes.csv", "a,b\n1,2\n".as_bytes(), &none);
    assert_eq!(
        outcome.told,
        [
            "Warning unknown-table -:- neither the name nor the heads fit a dataset (it begins with a, b); it was not read"
        ]
    );
    let outcome = read::<Sales>("x.csv", b" \n", &none);
    assert_eq!(
        outcome.told,
        ["Warning empty-file -:- the file holds nothing"]
    );
}

#[test]
fn missing_and_doubled_columns_stop_the_table_only() {
    let outcome = sales("日期,业务大类,产品,实收金颔\n2025-04-01,basic,卡,1\n");
    assert_eq!(
        outcome.told,
        [
            "Error missing-column 1:- sales needs a column for amount, and no head names it; the table was not read"
        ]
    );
    let outcome = sales("日期,业务大类,产品,金额,金额\n2025-04-01,basic,卡,1,2\n");
    assert_eq!(
        outcome.told,
        [
            "Error duplicate-column 1:5 `金额` (column 4) and `金额` (column 5) both name amount; the table was not read"
        ]
    );
    let outcome = sales("日期,业务大类,产品,金额,备注,备注\n2025-04-01,basic,卡,1,,\n");
    assert_eq!(
        outcome.told,
        [
            "Note unknown-column 1:5 `备注` is no head that sales knows; the column is not read",
            "Warning duplicate-head 1:6 `备注` stands over columns 5 and 6; neither is read",
        ]
    );
    assert_eq!(outcome.records.len(), 1);
}

#[test]
fn a_phone_number_in_the_wrong_column_is_masked_too() {
    let outcome = sales(&format!("{HEAD}2025-04-01,13800138000,卡,1\n"));
    assert_eq!(
        outcome.told,
        [
            "Error unknown-value 2:2 `138****8000` in `业务大类`: expected one of basic (基础业务), vas (增值业务), device (终端)"
        ]
    );
}

#[test]
fn the_summary_bears_the_hash_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("sales.csv");
    fs::write(&path, "date,category,product,amount\n").unwrap();
    let mut diagnostics = Diagnostics::default();
    let options = ReadOptions::default();
    let sources = discover(&[path], &options, &mut diagnostics).unwrap();
    let (_, summary) = fold_source(
        Sales::default,
        &sources[0],
        &options,
        &|_| (),
        &mut diagnostics,
    )
    .unwrap();
    // printf 'date,category,product,amount\n' | sha256sum
    assert_eq!(
        summary.sha256,
        "e42174412c045251066b2ab6d73938847019662ade56c678c0c2df5f3d65c124"
    );
    assert_eq!(diagnostics.count(Level::Error), 0);
}
