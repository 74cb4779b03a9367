//! inspections: rounds over network and hall equipment, the faults found and when they were put right.
//!
//! Every asset is seen every month, networks and the hall's own machines twice. Cables, stations and old equipment fail most. Three
//! faults of the last month are still open when it ends; two assets are past their service life, some near its end.

use super::SampleError;
use super::calendar::Day;
use super::plan::{Plan, Stream};
use super::table::{Cell, Table, Target, Word, Writer, column};

const TABLE: Table = Table {
    id: "inspections",
    zh: "设备巡检",
    columns: &[
        column("date", "日期"),
        column("hall", "营业厅"),
        column("area", "类别"),
        column("asset", "设备"),
        column("status", "结果"),
        column("found_at", "发现时间"),
        column("fixed_at", "修复时间"),
        column("installed_on", "投用日期"),
        column("service_life_years", "使用年限"),
        column("note", "备注"),
    ],
};

/// Where an asset belongs, what it is, how often in a thousand rounds it fails, mean hours to put it right, its service life in years,
/// the months from the last month's end to the end of that life, and what a fault of it is.
struct Asset(Word, &'static str, u32, f64, i64, i32, &'static str);

const CORE: Word = Word("core_network", "核心网络");
const FIBRE: Word = Word("fibre", "光缆线路");
const STATION: Word = Word("base_station", "无线基站");
const SECURITY: Word = Word("security", "网络安全");
const HALL: Word = Word("hall_device", "营业厅终端");
const ROOM: Word = Word("machine_room", "机房环境");
const SPARE: Word = Word("spare_part", "备品备件");
const AGEING: Word = Word("ageing", "老旧设备");

const ASSETS: [Asset; 28] = [
    Asset(CORE, "汇聚交换机1", 25, 3.0, 8, 40, "端口丢包"),
    Asset(CORE, "汇聚交换机2", 25, 3.0, 8, 52, "端口丢包"),
    Asset(CORE, "接入路由器", 30, 3.5, 8, 31, "路由震荡"),
    Asset(FIBRE, "主干光缆A段", 90, 9.0, 20, 130, "光衰偏高"),
    Asset(FIBRE, "主干光缆B段", 90, 9.0, 20, 142, "光衰偏高"),
    Asset(FIBRE, "小区引入光缆1", 110, 7.0, 15, 88, "接头盒进水"),
    Asset(FIBRE, "小区引入光缆2", 110, 7.0, 15, 90, "外力损伤"),
    Asset(STATION, "人民路基站", 80, 5.5, 10, 61, "驻波告警"),
    Asset(STATION, "南门基站", 80, 5.5, 10, 36, "电源模块告警"),
    Asset(STATION, "学院路基站", 90, 5.5, 10, 29, "小区退服"),
    Asset(STATION, "湖滨基站", 80, 5.5, 10, 70, "传输告警"),
    Asset(SECURITY, "边界防火墙", 30, 4.0, 6, 24, "策略失效"),
    Asset(SECURITY, "终端防病毒", 50, 2.5, 5, 33, "特征库过期"),
    Asset(SECURITY, "账号与权限", 40, 2.0, 5, 45, "离岗账号未收回"),
    Asset(HALL, "叫号机", 90, 4.0, 5, 5, "出票卡纸"),
    Asset(HALL, "自助终端1", 120, 6.0, 5, 10, "读卡失败"),
    Asset(HALL, "自助终端2", 120, 6.0, 5, 3, "触屏失灵"),
    Asset(HALL, "受理终端1", 60, 3.0, 5, 22, "系统卡顿"),
    Asset(HALL, "受理终端2", 60, 3.0, 5, 22, "系统卡顿"),
    Asset(HALL, "高拍仪", 70, 3.0, 5, 17, "成像模糊"),
    Asset(HALL, "评价器", 80, 2.0, 4, 14, "无法提交"),
    Asset(ROOM, "机房空调", 70, 8.0, 10, 38, "温度超限"),
    Asset(ROOM, "UPS主机", 50, 6.0, 8, 8, "旁路告警"),
    Asset(ROOM, "消防主机", 40, 5.0, 10, 64, "探头故障"),
    Asset(SPARE, "光猫备件", 40, 10.0, 5, 27, "抽检不合格"),
    Asset(SPARE, "蓄电池备件", 50, 12.0, 4, 15, "容量不足"),
    Asset(AGEING, "旧款POS机", 150, 8.0, 5, -7, "打印不清"),
    Asset(AGEING, "旧款监控录像机", 160, 12.0, 6, -3, "硬盘坏道"),
];

/// The assets whose fault of the last month is still open at its end: the tower, a self-service machine, the old recorder.
const OPEN: [usize; 3] = [9, 16, 27];

/// Writes the table.
pub(crate) fn write(plan: &Plan, target: &mut Target<'_>, owner: &str) -> Result<(), SampleError> {
    let mut writer = Writer::open(target, &TABLE, owner)?;
    let export = Day::first_of(plan.last.next());
    for (_, month, h, hall) in plan.hall_months() {
        let mut rng = plan.rng(Stream::Inspections, h, month, 0);
        let first = Day::first_of(month);
        let last = month == plan.last;
        let mut rounds = Vec::new();
        for place in 0..ASSETS.len() {
            // Networks and the hall's own machines are seen twice a month.
            let twice = place < 21;
            for round in 0..=i64::from(twice) {
                let span = if twice { 13 } else { 26 };
                rounds.push((
                    first.plus(round * 14 + rng.between(0, span - 1)),
                    place,
                    round == i64::from(twice),
                ));
            }
        }
        rounds.sort_unstable();
        for (day, place, latest) in rounds {
            let Some(Asset(area, name, fails, hours, life, ends, fault)) = ASSETS.get(place) else {
                continue;
            };
            let open = last && latest && OPEN.contains(&place);
            let failed = rng.below(1_000) < u64::from(*fails) * if last { 5 } else { 4 } / 4;
            let failed = failed || open;
            let found = day.at(rng.between(8 * 3_600 + 1_800, 17 * 3_600));
            let fixed = found.plus((hours * 3_600.0 * rng.skewed()) as i64);
            let fixed = (!open && fixed.day() < export).then_some(fixed);
            let installed = Day::first_of(plan.last.next().plus(ends - 12 * *life as i32)).plus(14);
            writer.row(&[
                Cell::Day(day),
                Cell::Text(&hall.name),
                Cell::Word(*area),
                Cell::Text(name),
                Cell::Word(if failed {
                    Word("fault", "异常")
                } else {
                    Word("ok", "正常")
                }),
                Cell::given(failed.then_some(found), Cell::Moment),
                Cell::given(fixed.filter(|_| failed), Cell::Moment),
                Cell::Day(installed),
                Cell::Whole(*life),
                Cell::given(failed.then_some(*fault), Cell::Text),
            ])?;
        }
    }
    writer.finish()
}
