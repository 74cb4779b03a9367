//! Files that other programs wrote.

use super::{fixture, shown, tabs};

/// The rows of hall.* and hall-1904.*: serials in the 1900 system whatever the file counts from.
const HALL: &str = "\
2: |四月销售
3: |日期|工号|金额|完成|时长|受理时间|占比|备注
4: |@45748|00123|=1234.5|?true|@1.5|@45748.37847222222|=0.85|两行\n文字 & <尖>
6: |@45778|!#DIV/0!|=2469|?true||||月报
7: ||!#N/A|=-3|||@0.75
";

#[test]
fn every_format_and_both_date_systems_give_the_same_rows() {
    for name in [
        "hall.xlsx",
        "hall.xls",
        "hall.ods",
        "hall-1904.xlsx",
        "hall-1904.xls",
        "hall-1904.ods",
    ] {
        let path = fixture(name);
        assert_eq!(tabs(&path), "销售明细 (隐藏) 空", "{name}");
        let (rows, report) = shown(&path, "销售明细");
        // LibreOffice writes a truth value as 1 into ODS.
        let expected = if name.contains(".ods") {
            HALL.replace("?true", "=1")
        } else {
            HALL.to_owned()
        };
        assert_eq!(rows, expected, "{name}");
        assert_eq!(report.rows, 5, "{name}");
        assert_eq!(report.last_row, 7, "{name}");
        assert_eq!(report.merged_ranges, 1, "{name}");
        assert_eq!(report.errors.count, 2, "{name}");
        assert_eq!(report.errors.first.unwrap().to_string(), "C6", "{name}");
        assert_eq!(report.formulas_without_value.count, 0, "{name}");
        assert_eq!(report.beyond_limits.count, 0, "{name}");
        assert_eq!(
            report.date_1904,
            name.contains("1904") && !name.contains("ods"),
            "{name}"
        );
        assert_eq!(shown(&path, "隐藏").0, "1: 不可见\n", "{name}");
        assert_eq!(shown(&path, "空").0, "", "{name}");
    }
}
