//! `yuebao datasets`.

use crate::driver::Yuebao;

#[test]
fn a_header_row_is_the_whole_of_an_empty_export() {
    Yuebao::in_temp()
        .run(["datasets", "sales", "--format", "csv"])
        .exits(0)
        .stdout_is(
            "date,hall,staff_id,order_id,customer_id,category,product,channel,segment,order_type,promotion,quantity,\
             amount,cost\r\n",
        )
        .stderr_is("");
}

#[test]
fn the_list_names_every_dataset_with_its_chinese_names() {
    Yuebao::in_temp()
        .run(["datasets"])
        .exits(0)
        .stdout_has("销售明细 营收明细 销售\n")
        .stdout_has("one order line; a refund is a negative amount\n")
        .stderr_is("");
}

#[test]
fn a_dataset_is_found_by_its_chinese_name() {
    let by_id = Yuebao::in_temp().run(["datasets", "sales"]).exits(0);
    let by_name = Yuebao::in_temp().run(["datasets", "销售明细"]).exits(0);
    assert_eq!(by_id.stdout(), by_name.stdout());
    by_id.stdout_has("  date !       date    日期 销售日期 受理日期 订单日期\n");
}

#[test]
fn json_lists_fields_with_types_and_aliases() {
    let run = Yuebao::in_temp()
        .run(["datasets", "sales", "--format", "json"])
        .exits(0)
        .stderr_is("");
    let sales = run.json();
    assert_eq!(sales["id"], "sales");
    assert_eq!(sales["fields"][0]["name"], "date");
    assert_eq!(sales["fields"][0]["required"], true);
    assert_eq!(sales["fields"][5]["values"][1]["name"], "vas");
    let all = Yuebao::in_temp()
        .run(["datasets", "--format", "json"])
        .exits(0)
        .json();
    assert_eq!(all[0], sales);
}

#[test]
fn a_mistyped_dataset_gets_the_near_one() {
    Yuebao::in_temp()
        .run(["datasets", "slaes"])
        .exits(2)
        .stdout_is("")
        .stderr_is("error: there is no dataset `slaes`; did you mean `sales`?\n");
}

#[test]
fn an_empty_export_needs_a_name() {
    Yuebao::in_temp()
        .run(["datasets", "--format", "csv"])
        .exits(2)
        .stdout_is("")
        .stderr_is(
            "error: `--format csv` writes an empty export of one dataset; name it, as `yuebao datasets sales --format csv`\n",
        );
}
