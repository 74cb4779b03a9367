//! The quick reader and the exact one make the same of the same bytes.

use std::fs;

use encoding_rs::GB18030;
use proptest::prelude::*;

use super::*;
use crate::ingest::discover::Form;
use crate::ingest::tests::{Complaints, Inventory, Listed, Sales, Subscribers, shown};
use crate::ingest::{Counts, ReadOptions, discover};

type Seen = (Vec<String>, Counts, Vec<String>);

fn seen<F: Listed>(part: Part<F>) -> Seen {
    (part.fold.records(), part.counts, shown(&part.diagnostics))
}

/// Reads a file both ways; gives what the quick way and what the exact one makes of it, and how many rows the quick one took.
fn both<F: Listed>(name: &str, bytes: &[u8], options: &ReadOptions) -> Vec<(Seen, Seen)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let mut found = Vec::new();
    for source in discover(
        &[path],
        options,
        &mut crate::diagnostic::Diagnostics::default(),
    )
    .unwrap()
    {
        let Form::Text { guess, dialect } = source.form else {
            continue;
        };
        let compiled = Compiled::new(&source.plan);
        for strict in [true, false] {
            let manner = Manner {
                plan: &source.plan,
                compiled: &compiled,
                origin: &source.origin,
                dialect,
                encoding: guess.encoding,
                strict,
                limits: &options.limits,
                threads: 1,
            };
            let block = Block {
                bytes: bytes[guess.mark..].to_vec(),
                line: 1,
            };
            let (mut quick, mut exact) = (Part::new(F::default()), Part::new(F::default()));
            let decoded = fold_block(&block, manner, &mut Ends::default(), &mut quick);
            let text = decode(&block.bytes, guess.encoding, strict);
            assert_eq!(decoded, text.is_some());
            if let Some(text) = text {
                fold_text(&text, 1, manner, &mut exact);
            }
            found.push((seen(quick), seen(exact)));
        }
    }
    found
}

const SALES: &str =
    "日期,营业厅,工号,订单号,客户编号,业务大类,产品,渠道,客群,订单类型,促销,数量,金额,成本";
const SUBSCRIBERS: &str = "用户编号,营业厅,业务,套餐,网络制式,客户等级,是否融合,是否IPTV,区域,渠道,入网日期,离网日期,月消费";
const COMPLAINTS: &str = "工单号,营业厅,用户编号,投诉类型,级别,责任部门,受理时间,首次响应时间,办结时间,首次解决,重复投诉";
const INVENTORY: &str =
    "月份,营业厅,商品编码,商品名称,类别,期初数量,入库数量,出库数量,期末数量,单价,成本";

/// Cells that are right somewhere, wrong elsewhere, or written in a rare way.
const CELLS: [&str; 58] = [
    "",
    "",
    " ",
    "-",
    "无",
    "NULL",
    "2025-04-01",
    "2025-04-01",
    "2025/4/2",
    "2025年4月3日",
    "2025-02-30",
    "2025-04-01 09:05:07",
    "2025-04-02 10:00",
    "2025-03",
    "202504",
    "04/05/2025",
    "城南营业厅",
    "城北营业厅",
    " 城东",
    "\u{3000}城西",
    "合计",
    "合 计：",
    "小计",
    "Total",
    "总部",
    "合作厅",
    "A01",
    "Y01001",
    "1.38E+10",
    "13800138000",
    "基础业务",
    "增值业务",
    "终端",
    "basic",
    "BASIC",
    "智能机",
    "线下",
    "APP",
    "Ａｐｐ",
    "个人",
    "新装",
    "以旧换新",
    "移动",
    "宽带",
    "5g",
    "高价值",
    "是",
    "否",
    "√",
    "y",
    "红",
    "1",
    "-3",
    "12.5",
    "1,234.50",
    "99999999999999",
    "￥１２",
    "85%",
];

/// What stands around cells.
const BREAKS: [&str; 10] = [
    "\n", "\n", "\r\n", "\r", "\n\n", ",,", "\"", "\0", "\u{fffd}", "5\" 屏",
];

#[derive(Debug, Clone)]
enum Piece {
    Cell(usize),
    Quoted(usize),
    Line(usize),
    Odd(usize),
}

/// Rows of as many cells as the head has, mostly; some cells quoted, some rows wide, short or broken.
fn rows(width: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        40 => (0..CELLS.len()).prop_map(Piece::Cell),
        4 => (0..CELLS.len()).prop_map(Piece::Quoted),
    ];
    let row = prop_oneof![
        12 => proptest::collection::vec(piece.clone(), width..=width),
        1 => proptest::collection::vec(piece, 0..width + 3),
        1 => (0..BREAKS.len()).prop_map(|odd| vec![Piece::Odd(odd)]),
    ];
    let end = prop_oneof![10 => Just(0_usize), 2 => Just(2), 1 => 0..5_usize];
    proptest::collection::vec((row, end), 0..14).prop_map(|rows| {
        let mut text = String::new();
        for (row, end) in rows {
            let cells: Vec<String> = row
                .into_iter()
                .chain([Piece::Line(end)])
                .map(|piece| match piece {
                    Piece::Cell(cell) => match CELLS[cell] {
                        plain if plain.contains(',') => format!("\"{plain}\""),
                        plain => plain.to_owned(),
                    },
                    Piece::Quoted(cell) => format!("\"{}\"", CELLS[cell]),
                    Piece::Line(end) | Piece::Odd(end) => BREAKS[end].to_owned(),
                })
                .collect();
            let (last, cells) = cells.split_last().unwrap();
            text.push_str(&cells.join(","));
            text.push_str(last);
        }
        text
    })
}

/// A good row of each table, so that the quick reader has something to take.
const GOOD: [&str; 4] = [
    "2025-04-01,城南营业厅,Y01,O1,C1,基础业务,套餐,线下,个人,新装,,1,12.50,3",
    "U1,城南营业厅,移动,畅享,5g,高价值,是,否,,线上,2024-01-02,2025-03-04,59",
    "T1,城南营业厅,U1,资费,红,客服,2025-04-01 09:00:00,2025-04-01 10:00:00,2025-04-02 09:00:00,是,否",
    "2025-04,城南营业厅,S1,手机,终端,5,1,2,4,1999,1500",
];

fn agree<F: Listed>(name: &str, head: &str, good: &str, rows: &str, gb: bool, crlf: bool) {
    let end = if crlf { "\r\n" } else { "\n" };
    let text = format!("{head}{end}{good}{end}{rows}");
    let bytes = if gb {
        GB18030.encode(&text).0.into_owned()
    } else {
        text.into_bytes()
    };
    for order in ["", "date_format = \"DD/MM/YYYY\""] {
        let options = ReadOptions {
            datasets: [(F::dataset().id.to_owned(), toml::from_str(order).unwrap())].into(),
            ..ReadOptions::default()
        };
        for (quick, exact) in both::<F>(name, &bytes, &options) {
            assert_eq!(quick, exact);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn both_readers_agree(
        sales in rows(14), subscribers in rows(13), complaints in rows(11), inventory in rows(11),
        gb in any::<bool>(), crlf in any::<bool>(),
    ) {
        agree::<Sales>("sales.csv", SALES, GOOD[0], &sales, gb, crlf);
        agree::<Subscribers>("subscribers.csv", SUBSCRIBERS, GOOD[1], &subscribers, gb, crlf);
        agree::<Complaints>("complaints.csv", COMPLAINTS, GOOD[2], &complaints, gb, crlf);
        agree::<Inventory>("inventory.csv", INVENTORY, GOOD[3], &inventory, gb, crlf);
    }
}

#[test]
fn good_rows_need_no_second_reading() {
    let folder = tempfile::tempdir().unwrap();
    for (name, head, good) in [
        ("sales.csv", SALES, GOOD[0]),
        ("subscribers.csv", SUBSCRIBERS, GOOD[1]),
        ("complaints.csv", COMPLAINTS, GOOD[2]),
    ] {
        let text = format!("{head}\n{good}\n");
        let path = folder.path().join(name);
        fs::write(&path, &text).unwrap();
        let mut told = crate::diagnostic::Diagnostics::default();
        let sources = discover(&[path], &ReadOptions::default(), &mut told).unwrap();
        let compiled = Compiled::new(&sources[0].plan);
        let mut ends = Ends::default();
        let Form::Text { dialect, .. } = sources[0].form else {
            panic!("no text");
        };
        assert!(ends.find(text.as_bytes(), dialect));
        let heads = ends.records[0] as usize + 1;
        let start = text.find('\n').unwrap() + 1;
        let mut row = compiled
            .row(&text, start, &ends.cells[heads..], false, 2)
            .unwrap();
        let taken = match name {
            "sales.csv" => Part::new(Sales::default()).quick(&mut row),
            "subscribers.csv" => Part::new(Subscribers::default()).quick(&mut row),
            _ => Part::new(Complaints::default()).quick(&mut row),
        };
        assert!(taken, "{name}");
    }
}
