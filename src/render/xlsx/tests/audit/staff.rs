//! The staff ranking: its formulas, weights and panes.

use super::*;

#[test]
fn staff_are_ranked_by_formulas_whose_values_stand_beside_them() {
    let mut workbook = book();
    let rows = rows_below(&mut workbook, "员工排名", 1, "名次");
    let dash = || text("—");
    assert_eq!(rows.len(), 6);
    // Minutes, rating, sales, target, attainment, parts, score, sales counted, hall.
    assert_eq!(
        rows[0],
        [
            number(1.0),
            text("员工E01"),
            text("E01"),
            text("城南*"),
            text("营业员"),
            number(10.0),
            number(6.0),
            number(4.8),
            number(12_000.0),
            number(10_000.0),
            number(1.2),
            number(100.0),
            number(100.0),
            number(0.0),
            number(100.0),
            number(80.0),
            number(1.2),
            number(2.0)
        ]
    );
    assert_eq!(
        rows[4],
        [
            number(5.0),
            dash(),
            text("E04"),
            text("城南*"),
            text("营业员"),
            number(0.0),
            dash(),
            dash(),
            number(6_000.0),
            number(10_000.0),
            number(0.6),
            dash(),
            dash(),
            dash(),
            number(0.0),
            number(0.0),
            number(0.6),
            number(2.0)
        ]
    );
    assert_eq!(rows[2][15], number(58.928_571_429));
    // Nobody named the hall; sales count plain, for one of the two has no target.
    assert_eq!((&rows[5][3], &rows[5][10]), (&dash(), &number(0.5)));
    assert_eq!(rows[5][16..], [number(1_000.0), number(1.0)]);

    let bounds = rows_below(&mut workbook, "员工排名", 1, "厅序号");
    assert_eq!(
        bounds,
        [
            vec![
                number(1.0),
                dash(),
                number(2.0),
                number(0.0),
                dash(),
                dash(),
                dash(),
                dash(),
                dash(),
                dash(),
                number(1_000.0),
                number(3_000.0)
            ],
            vec![
                number(2.0),
                text("城南*"),
                number(4.0),
                number(1.0),
                number(6.0),
                number(10.0),
                number(4.4),
                number(4.8),
                number(10.0),
                number(20.0),
                number(0.6),
                number(1.2)
            ],
        ]
    );
    let formulas = formulas(&mut workbook, "员工排名");
    let of = |cell: &str| formulas[cell].as_str();
    assert_eq!(of("B8"), "IF(ISNUMBER(Q8),RANK(Q8,$Q$8:$Q$13),\"—\")");
    assert_eq!(of("L8"), "IF(AND(ISNUMBER(J8),ISNUMBER(K8)),J8/K8,\"—\")");
    assert_eq!(
        of("M8"),
        "IF(ISNUMBER(H8),IF(INDEX($G$17:$G$18,S8)=INDEX($F$17:$F$18,S8),100,(INDEX($G$17:$G$18,S8)-H8)/(INDEX($G$17:$G$18,S8)-INDEX($F$17:$F$18,S8))*100),\"—\")"
    );
    assert_eq!(
        of("O8"),
        "IF(G8>0,IF(INDEX($K$17:$K$18,S8)=INDEX($J$17:$J$18,S8),100,(G8-INDEX($J$17:$J$18,S8))/(INDEX($K$17:$K$18,S8)-INDEX($J$17:$J$18,S8))*100),\"—\")"
    );
    assert_eq!(of("R8"), "IF(INDEX($E$17:$E$18,S8)=1,L8,J8)");
    assert_eq!(
        of("J17"),
        "IF(COUNTIFS($S$8:$S$13,$B17,$G$8:$G$13,\">0\")=0,\"—\",_xlfn.MINIFS($G$8:$G$13,$S$8:$S$13,$B17,$G$8:$G$13,\">0\"))"
    );
    let score = of("Q8");
    assert!(
        score.contains("N(M8)*score_weight_minutes+N(N8)*score_weight_rating"),
        "{score}"
    );
}

#[test]
fn weights_are_named_cells_and_the_list_leads_its_sheet() {
    let parts = parts(&bytes(Lang::ZH));
    let book = &parts["xl/workbook.xml"];
    for name in [
        "<definedName name=\"score_weight_minutes\">'员工排名'!$M$6</definedName>",
        "<definedName name=\"score_weight_sales\">'员工排名'!$P$6</definedName>",
    ] {
        assert!(book.contains(name), "{name}\n{book}");
    }
    assert!(book.contains("员工排名!$7:$7"), "{book}");
    let sheet = &parts["xl/worksheets/sheet9.xml"];
    assert!(sheet.contains("<c r=\"M6\""), "{sheet}");
    assert!(sheet.contains("<autoFilter ref=\"B7:S13\"/>"), "{sheet}");
    assert!(
        sheet.contains("<pane xSplit=\"3\" ySplit=\"7\" topLeftCell=\"D8\""),
        "{sheet}"
    );
    assert_eq!(number_format_of(&parts, 9, "R8"), "0.0%");
    assert_eq!(number_format_of(&parts, 9, "R9"), "#,##0.00");
}
