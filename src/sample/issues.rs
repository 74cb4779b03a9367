//! issues: what halls and departments ask of one another, eight or so a month, most settled within a fortnight.

use super::SampleError;
use super::calendar::Day;
use super::plan::{Plan, Stream};
use super::table::{Cell, Table, Target, Writer, column};

const TABLE: Table = Table {
    id: "issues",
    zh: "问题反馈",
    columns: &[
        column("date", "日期"),
        column("hall", "营业厅"),
        column("category", "问题类别"),
        column("description", "描述"),
        column("department", "部门"),
        column("owner", "负责人"),
        column("closed_on", "关闭日期"),
    ],
};

/// Issues: category, what is wrong, who is to settle it, and mean days until it is settled.
const ISSUES: [(&str, &str, &str, f64); 10] = [
    ("系统支撑", "受理系统高峰时段响应慢", "信息中心", 8.0),
    ("系统支撑", "电子工单附件无法上传", "信息中心", 5.0),
    (
        "跨部门流程",
        "宽带报装预约与装维排班不同步",
        "装维中心",
        11.0,
    ),
    ("跨部门流程", "资费争议退费审批环节多", "计费中心", 10.0),
    ("资源调配", "上午高峰窗口人手不足", "人力资源部", 12.0),
    ("资源调配", "热销路由器补货不及时", "采购物流部", 7.0),
    ("考核激励", "线上订单不计入厅店业绩", "市场部", 13.0),
    ("营销支撑", "校园套餐优惠到期无提醒短信", "市场部", 9.0),
    ("营销支撑", "促销物料到货晚于活动开始", "市场部", 4.0),
    ("环境设施", "自助区指引不清", "综合部", 3.0),
];

/// Writes the table.
pub(crate) fn write(plan: &Plan, target: &mut Target<'_>, owner: &str) -> Result<(), SampleError> {
    let mut writer = Writer::open(target, &TABLE, owner)?;
    let export = Day::first_of(plan.last.next());
    for (_, month, h, hall) in plan.hall_months() {
        let mut rng = plan.rng(Stream::Issues, h, month, 0);
        let last = month == plan.last;
        let count = rng.round(if last { 9.5 } else { 7.5 });
        for n in 0..count {
            let day = Day::first_of(month).plus((n * u64::from(month.days()) / count) as i64);
            // Counters and the campus plan are the last month's talk.
            let place = rng.weighted((0..ISSUES.len()).map(|place| match place {
                4 | 7 if last => 5,
                _ => 2,
            }));
            let Some(&(category, description, department, days)) = ISSUES.get(place) else {
                continue;
            };
            let closed = day.plus((days * rng.skewed()) as i64 + 1);
            let lead = rng.below(hall.staff.len().min(3) as u64) as usize;
            let owner = hall.staff.get(lead).map(|person| person.name.as_str());
            writer.row(&[
                Cell::Day(day),
                Cell::Text(&hall.name),
                Cell::Text(category),
                Cell::Text(description),
                Cell::Text(department),
                Cell::given(owner, Cell::Text),
                Cell::given((closed < export).then_some(closed), Cell::Day),
            ])?;
        }
    }
    writer.finish()
}
