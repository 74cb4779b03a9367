//! actions: what each hall did for its service and against its problems in the last month, and plans for the next.

use super::SampleError;
use super::calendar::Day;
use super::plan::Plan;
use super::table::{Cell, Table, Target, Word, Writer, column};

const TABLE: Table = Table {
    id: "actions",
    zh: "行动计划",
    columns: &[
        column("title", "举措"),
        column("kind", "举措类型"),
        column("hall", "营业厅"),
        column("problem", "对应问题"),
        column("owner", "责任人"),
        column("start", "开始"),
        column("due", "截止"),
        column("status", "状态"),
        column("progress", "进度"),
        column("expected", "预期效果"),
        column("result", "实际效果"),
        column("budget", "预算"),
    ],
};

const SERVICE: Word = Word("service", "服务优化");
const COUNTER: Word = Word("countermeasure", "改进措施");
const PLAN: Word = Word("plan", "下月计划");

const PLANNED: Word = Word("planned", "计划");
const DOING: Word = Word("doing", "进行中");
const DONE: Word = Word("done", "完成");

/// An action; days are counted from the last month's first day.
struct Action {
    title: &'static str,
    kind: Word,
    problem: &'static str,
    owner: usize,
    start: i64,
    due: i64,
    /// In hundredths.
    progress: i64,
    expected: &'static str,
    result: &'static str,
    /// In yuan, for a hall of size 1.
    budget: i64,
}

#[allow(clippy::too_many_arguments)] // a row of the table below
const fn action(
    title: &'static str,
    kind: Word,
    problem: &'static str,
    owner: usize,
    (start, due): (i64, i64),
    progress: i64,
    (expected, result): (&'static str, &'static str),
    budget: i64,
) -> Action {
    Action {
        title,
        kind,
        problem,
        owner,
        start,
        due,
        progress,
        expected,
        result,
        budget,
    }
}

const ACTIONS: [Action; 14] = [
    action(
        "设立老年客户专席",
        SERVICE,
        "老年客户满意度低",
        2,
        (2, 20),
        100,
        ("老年客户满意度达到83分", "专席已启用，日均接待11人"),
        1_200,
    ),
    action(
        "自助区引导员早高峰驻点",
        SERVICE,
        "线上自助分流不足",
        1,
        (0, 29),
        100,
        ("分流率提升2个百分点", "10至12点均有人驻点"),
        0,
    ),
    action(
        "投诉工单晨会销号",
        SERVICE,
        "24小时办结率",
        0,
        (0, 29),
        100,
        (
            "24小时办结率不低于85%",
            "每日晨会逐单过问，超时工单当日升级",
        ),
        0,
    ),
    action(
        "套餐到期提醒话术上墙",
        SERVICE,
        "资费争议投诉",
        4,
        (9, 36),
        60,
        ("资费争议投诉减少两成", ""),
        600,
    ),
    action(
        "高峰时段增开第三窗口",
        COUNTER,
        "平均等候时长",
        0,
        (21, 42),
        40,
        ("平均等候降到8分钟以内", ""),
        0,
    ),
    action(
        "校园39元套餐用户回访",
        COUNTER,
        "用户流失率",
        5,
        (20, 41),
        30,
        ("回访近半年入网的校园用户，挽留三成", ""),
        3_500,
    ),
    action(
        "智能手表与平板清库促销",
        COUNTER,
        "终端周转天数",
        3,
        (14, 27),
        45,
        ("售出手表20块、平板10台", "未达预期"),
        5_000,
    ),
    action(
        "新员工融合套餐帮带",
        COUNTER,
        "技能断层",
        1,
        (7, 37),
        55,
        ("新员工增值业务办理率达到全员八成", ""),
        800,
    ),
    action(
        "五一以旧换新专场",
        PLAN,
        "终端销售额",
        3,
        (30, 35),
        0,
        ("终端销售额18万元", ""),
        12_000,
    ),
    action(
        "早高峰动态排班试行",
        PLAN,
        "平均等候时长",
        0,
        (32, 56),
        0,
        ("八成客户10分钟内开始办理", ""),
        0,
    ),
    action(
        "校园用户续约权益包",
        PLAN,
        "用户流失率",
        5,
        (34, 58),
        0,
        ("流失率降到1.1%以下", ""),
        9_000,
    ),
    action(
        "自助终端2更换触屏",
        PLAN,
        "设备异常未修复",
        6,
        (33, 44),
        0,
        ("自助终端全部可用", ""),
        4_200,
    ),
    action(
        "路由器与光猫电源补货",
        PLAN,
        "低于安全库存品项",
        6,
        (30, 40),
        0,
        ("库存回到安全线以上", ""),
        16_000,
    ),
    action(
        "增值业务场景化推荐培训",
        PLAN,
        "增值业务销售额",
        1,
        (37, 51),
        0,
        ("新员工考核通过率达到90%", ""),
        1_500,
    ),
];

/// Writes the table.
pub(crate) fn write(plan: &Plan, target: &mut Target<'_>, owner: &str) -> Result<(), SampleError> {
    let mut writer = Writer::open(target, &TABLE, owner)?;
    let first = Day::first_of(plan.last);
    let given = |text: &'static str| Cell::given((!text.is_empty()).then_some(text), Cell::Text);
    for hall in &plan.halls {
        for action in &ACTIONS {
            let place = action.owner.checked_rem(hall.staff.len()).unwrap_or(0);
            let owner = hall.staff.get(place).map(|person| person.name.as_str());
            let budget = (action.budget as f64 * hall.size) as i64 * 100;
            writer.row(&[
                Cell::Text(action.title),
                Cell::Word(action.kind),
                Cell::Text(&hall.name),
                Cell::Text(action.problem),
                Cell::given(owner, Cell::Text),
                Cell::Day(first.plus(action.start)),
                Cell::Day(first.plus(action.due)),
                Cell::Word(match action.progress {
                    0 => PLANNED,
                    100 => DONE,
                    _ => DOING,
                }),
                Cell::Ratio(action.progress * 100),
                given(action.expected),
                given(action.result),
                Cell::given((budget > 0).then_some(budget), Cell::Fen),
            ])?;
        }
    }
    writer.finish()
}
