//! The catalog: id, names, unit, direction, formula and source of every metric, as data.
//!
//! The report, the workbook, `metrics`, `explain`, targets and the JSON all read it. Ids are a contract.

use super::books::View;
use super::compute::{
    complaints, costs, inventory, operations, sales, services, subscribers, surveys, team,
};
use super::figures::Outcome;
use crate::value::{Noun, Unit};
use crate::words::Lang;

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither.
    Neither,
}

/// One metric.
#[derive(Debug)]
pub struct Metric {
    /// Its id: `sales.total`.
    pub id: &'static str,
    /// Its Chinese name.
    pub zh: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// What it is measured in.
    pub unit: Unit,
    /// Which way is better.
    pub better: Better,
    /// Its formula in words and field names, in English.
    pub formula: &'static str,
    /// The same in Chinese, in the names that the report uses.
    pub formula_zh: &'static str,
    /// The datasets it needs.
    pub needs: &'static [&'static str],
    pub(super) compute: fn(&View<'_>) -> Outcome,
}

impl Metric {
    /// Its name in a language.
    #[must_use]
    pub const fn name(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }

    /// Its formula in a language.
    #[must_use]
    pub const fn formula(&self, lang: Lang) -> &'static str {
        lang.pick(self.formula_zh, self.formula)
    }

    /// Whether its change is a difference (ratios, scores on a fixed scale) rather than a relative one.
    #[must_use]
    pub const fn differs(&self) -> bool {
        matches!(
            self.unit,
            Unit::Ratio | Unit::Points | Unit::PointsOf100 | Unit::PointsOf5
        )
    }

    /// Whether the whole's value is the sum of its halls' (and weeks').
    #[must_use]
    pub fn adds(&self) -> bool {
        matches!(self.unit, Unit::Money | Unit::Count(_))
            && !matches!(
                self.id,
                "sales.ticket" | "sales.device.ticket" | "subs.arpu" | "subs.clv"
            )
    }
}

/// The metric of an id, or of a Chinese or English name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Metric> {
    let name = name.trim();
    ALL.iter().copied().flatten().find(|metric| {
        metric.id == name || metric.zh == name || metric.en.eq_ignore_ascii_case(name)
    })
}

/// The metric of an id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Metric> {
    all().find(|metric| metric.id == id)
}

/// The id or name nearest to a mistyped one.
#[must_use]
pub fn suggest(name: &str) -> Option<&'static str> {
    let names = all().flat_map(|metric| [metric.id, metric.zh, metric.en]);
    crate::nearest::nearest(name, names)
}

/// Every metric, in the catalog's order.
pub fn all() -> impl Iterator<Item = &'static Metric> {
    ALL.iter().copied().flatten()
}

const ALL: &[&[Metric]] = &[
    SALES,
    SUBSCRIBERS,
    COMPLAINTS,
    INVENTORY,
    SURVEYS,
    SERVICES,
    COSTS,
    TEAM,
    OPERATIONS,
];

use Better::{Higher, Lower, Neither};
use Unit::{Money, Ratio};

const SUBS: Unit = Unit::Count(Noun::Subscribers);
const ITEMS: Unit = Unit::Count(Noun::Items);

macro_rules! family {
    ($family:ident $needs:expr; $($id:literal $zh:literal $en:literal $unit:expr, $better:expr, $formula:literal | $formula_zh:literal $(needs $own:expr)? => $compute:expr;)+) => {
        const $family: &[Metric] = &[$(Metric {
            id: $id, zh: $zh, en: $en, unit: $unit, better: $better, formula: $formula, formula_zh: $formula_zh,
            needs: { let _needs: &'static [&'static str] = $needs; $(let _needs: &'static [&'static str] = $own;)? _needs },
            compute: $compute,
        }),+];
    };
}

family! { SALES &["sales"];
    "sales.total" "销售总额" "Total sales" Money, Higher, "Σ amount" | "金额之和" => sales::total;
    "sales.basic" "基础业务销售额" "Basic service sales" Money, Higher, "Σ amount where category = basic" | "基础业务的金额之和" => |v| sales::category(v, 0);
    "sales.vas" "增值业务销售额" "Value-added service sales" Money, Higher, "Σ amount where category = vas" | "增值业务的金额之和" => |v| sales::category(v, 1);
    "sales.device" "终端销售额" "Device sales" Money, Higher, "Σ amount where category = device" | "终端的金额之和" => |v| sales::category(v, 2);
    "sales.basic.share" "基础业务占比" "Basic service share" Ratio, Neither, "sales.basic / sales.total" | "基础业务销售额 / 销售总额" => |v| sales::category_share(v, 0);
    "sales.vas.share" "增值业务占比" "Value-added service share" Ratio, Higher, "sales.vas / sales.total" | "增值业务销售额 / 销售总额" => |v| sales::category_share(v, 1);
    "sales.device.share" "终端占比" "Device share" Ratio, Neither, "sales.device / sales.total" | "终端销售额 / 销售总额" => |v| sales::category_share(v, 2);
    "sales.orders" "订单数" "Orders" Unit::Count(Noun::Orders), Higher, "distinct order_id; a row without one counts as one" | "不同订单号的个数；没有订单号的一行算一单" => sales::orders;
    "sales.ticket" "客单价" "Average order value" Money, Higher, "sales.total / sales.orders" | "销售总额 / 订单数" => sales::ticket;
    "sales.device.ticket" "终端客单价" "Average device order value" Money, Higher, "sales.device / orders having a device row" | "终端销售额 / 含终端的订单数" => sales::device_ticket;
    "sales.customers" "购买客户数" "Buying customers" Unit::Count(Noun::People), Higher, "distinct customer_id given" | "不同客户编号的个数，未填的不计" => sales::customers;
    "sales.vas.penetration" "增值业务渗透率" "Value-added service penetration" Ratio, Higher, "customers with a vas row / sales.customers" | "购买增值业务的客户数 / 购买客户数" => sales::vas_penetration;
    "sales.online.share" "线上销售占比" "Online share of sales" Ratio, Higher, "online amount / amount with channel given" | "线上金额 / 渠道已填的金额" => sales::online_share;
    "sales.renewal.share" "续费占比" "Renewal share" Ratio, Neither, "renewal amount / amount with order_type given" | "续费金额 / 订单类型已填的金额" => sales::renewal_share;
    "sales.trade_in.share" "以旧换新占比" "Trade-in share of devices" Ratio, Higher, "device amount under trade-in / sales.device" | "以旧换新的终端金额 / 终端销售额" => sales::trade_in_share;
    "sales.business.share" "政企中小占比" "Business customer share" Ratio, Higher, "(enterprise + sme amount) / amount with segment given" | "（政企金额 + 中小企业金额）/ 客户类型已填的金额" => sales::business_share;
    "sales.gross_margin" "毛利率" "Gross margin" Ratio, Higher, "Σ (amount − cost) / Σ amount, over rows with cost given" | "（金额 − 成本）之和 / 金额之和，只取成本已填的行" => sales::gross_margin;
}

family! { SUBSCRIBERS &["subscribers"];
    "subs.opening" "期初用户数" "Opening subscribers" SUBS, Neither, "activated before the month and not deactivated before it" | "月初前开通、月初前未离网的用户" => subscribers::opening;
    "subs.new" "新增用户数" "New subscribers" SUBS, Higher, "activated in the month" | "当月开通的用户" => subscribers::new;
    "subs.churned" "离网用户数" "Churned subscribers" SUBS, Lower, "deactivated in the month" | "当月离网的用户" => subscribers::churned;
    "subs.closing" "期末用户数" "Closing subscribers" SUBS, Higher, "subs.opening + subs.new − subs.churned" | "期初用户数 + 新增用户数 − 离网用户数" => subscribers::closing;
    "subs.net" "净增用户数" "Net additions" SUBS, Higher, "subs.new − subs.churned" | "新增用户数 − 离网用户数" => subscribers::net;
    "subs.retention_rate" "用户保有率" "Retention rate" Ratio, Higher, "opening subscribers still active at the month's end / subs.opening" | "期初用户中月末仍在网的 / 期初用户数" => subscribers::retention;
    "subs.churn_rate" "用户流失率" "Churn rate" Ratio, Lower, "1 − subs.retention_rate" | "1 − 用户保有率" => subscribers::churn;
    "subs.high_value.retention_rate" "高价值用户保有率" "High-value retention rate" Ratio, Higher, "subs.retention_rate of tier high" | "高价值用户的用户保有率" => subscribers::high_retention;
    "subs.mobile.new" "新增移动用户数" "New mobile subscribers" SUBS, Higher, "subs.new of service mobile" | "移动业务的新增用户数" => |v| subscribers::new_of(v, 0);
    "subs.broadband.new" "新增宽带用户数" "New broadband subscribers" SUBS, Higher, "subs.new of service broadband" | "宽带业务的新增用户数" => |v| subscribers::new_of(v, 1);
    "subs.line.new" "新增专线用户数" "New leased lines" SUBS, Higher, "subs.new of service line" | "专线业务的新增用户数" => |v| subscribers::new_of(v, 4);
    "subs.mobile.new.5g_share" "新增用户5G占比" "5G share of new mobile" Ratio, Higher, "5g / new mobile with network given" | "5G / 网络已填的新增移动用户" => subscribers::new_5g;
    "subs.mobile.new.online_share" "新增用户线上占比" "Online share of new mobile" Ratio, Higher, "online / new mobile with channel given" | "线上办理 / 渠道已填的新增移动用户" => subscribers::new_online;
    "subs.mobile.new.bundled_share" "新增用户融合占比" "Bundled share of new mobile" Ratio, Higher, "bundled / new mobile with bundled given" | "融合 / 是否融合已填的新增移动用户" => subscribers::new_bundled;
    "subs.mobile.5g_share" "5G渗透率" "5G penetration" Ratio, Higher, "5g / mobile active at the month's end with network given" | "5G / 月末在网且网络已填的移动用户" => subscribers::mobile_5g;
    "subs.broadband.new.rural_share" "农村新增宽带占比" "Rural share of new broadband" Ratio, Neither, "rural / new broadband with area given" | "农村 / 区域已填的新增宽带用户" => subscribers::rural;
    "subs.broadband.iptv_rate" "IPTV捆绑率" "IPTV bundling rate" Ratio, Higher, "with IPTV / broadband active at the month's end with iptv given" | "带 IPTV / 月末在网且 IPTV 已填的宽带用户" => subscribers::iptv;
    "subs.arpu" "ARPU" "ARPU" Money, Higher, "mean monthly_fee given, of those active at the month's end" | "月末在网用户的月费平均值，未填的不计" => subscribers::arpu;
    "subs.clv" "客户生命周期价值" "Customer lifetime value" Money, Higher, "subs.arpu × margin / subs.churn_rate; margin = the config's, else sales.gross_margin" | "ARPU × 毛利率 / 用户流失率；毛利率取配置所设，未设则取销售毛利率" needs &["subscribers", "sales"] => subscribers::clv;
}

family! { COMPLAINTS &["complaints"];
    "complaints.count" "投诉量" "Complaints" Unit::Count(Noun::Tickets), Lower, "tickets created in the month" | "当月创建的工单" => complaints::count;
    "complaints.per_10k" "万户投诉率" "Complaints per 10,000 subscribers" Unit::Per10k, Lower, "complaints.count / ((subs.opening + subs.closing) / 2) × 10 000" | "投诉量 / （（期初用户数 + 期末用户数）/ 2）× 10 000" needs &["complaints", "subscribers"] => complaints::per_10k;
    "complaints.avg_close_hours" "平均处理时长" "Mean hours to close" Unit::Hours, Lower, "mean closed_at − created_at, of the closed" | "已办结工单的办结时间 − 创建时间的平均值" => complaints::avg_close_hours;
    "complaints.p90_close_hours" "90分位处理时长" "90th percentile of hours to close" Unit::Hours, Lower, "nearest-rank 90th percentile of closed_at − created_at" | "办结时间 − 创建时间的90分位（最近秩法）" => complaints::p90_close_hours;
    "complaints.within_24h_rate" "24小时办结率" "Closed within 24 hours" Ratio, Higher, "closed ≤ 24 h / all but those in flight" | "24小时内办结 / 除在途外的全部工单" => complaints::within_24h;
    "complaints.first_contact_rate" "首次解决率" "First-contact resolution rate" Ratio, Higher, "first_contact / given" | "首次解决 / 是否首次解决已填" => complaints::first_contact;
    "complaints.reopen_rate" "重复投诉率" "Reopen rate" Ratio, Lower, "reopened / given" | "重复投诉 / 是否重复已填" => complaints::reopened;
    "complaints.red.in_time_rate" "红色2小时响应率" "Red answered within 2 hours" Ratio, Higher, "red with responded_at ≤ 2 h / red but those in flight" | "2小时内响应的红色工单 / 除在途外的红色工单" => |v| complaints::in_time(v, 0);
    "complaints.yellow.in_time_rate" "黄色24小时闭环率" "Yellow closed within 24 hours" Ratio, Higher, "yellow with closed_at ≤ 24 h / yellow but those in flight" | "24小时内办结的黄色工单 / 除在途外的黄色工单" => |v| complaints::in_time(v, 1);
    "complaints.blue.in_time_rate" "蓝色72小时跟进率" "Blue followed up within 72 hours" Ratio, Higher, "blue with responded_at ≤ 72 h / blue but those in flight" | "72小时内跟进的蓝色工单 / 除在途外的蓝色工单" => |v| complaints::in_time(v, 2);
    "complaints.cross_department.share" "跨部门工单占比" "Cross-department share" Ratio, Neither, "several departments / department given" | "涉及多个部门 / 部门已填的工单" => complaints::cross;
    "complaints.open" "月末未结投诉" "Open complaints at month end" Unit::Count(Noun::Tickets), Lower, "created before the month's end, not closed before it" | "月末前创建、月末前未办结的工单" => complaints::open;
}

family! { INVENTORY &["inventory"];
    "inventory.value" "期末库存金额" "Closing stock value" Money, Lower, "Σ closing_qty × unit_cost, without scrap" | "期末数量 × 单位成本之和，不含废旧物资" => inventory::value;
    "inventory.turnover" "库存周转率" "Stock turnover" Unit::TimesPerMonth, Higher, "Σ issued_qty × unit_cost / ((opening value + closing value) / 2), without scrap" | "出库数量 × 单位成本之和 / （（期初金额 + 期末金额）/ 2），不含废旧物资" => inventory::turnover;
    "inventory.days" "库存周转天数" "Days of stock" Unit::Days, Lower, "days in the month / inventory.turnover" | "当月天数 / 库存周转率" => inventory::days;
    "inventory.device.turnover" "终端周转率" "Device turnover" Unit::TimesPerMonth, Higher, "inventory.turnover of devices" | "终端的库存周转率" => inventory::device_turnover;
    "inventory.device.days" "终端周转天数" "Days of device stock" Unit::Days, Lower, "days in the month / inventory.device.turnover" | "当月天数 / 终端周转率" => inventory::device_days;
    "inventory.device.return_rate" "终端返修率" "Device return rate" Ratio, Lower, "returned_qty / issued_qty, devices with returned given" | "返修数量 / 出库数量，取返修已填的终端" => inventory::return_rate;
    "inventory.sim.activation_rate" "SIM卡激活率" "SIM activation rate" Ratio, Higher, "activated_qty / issued_qty, SIM cards with activated given" | "激活数量 / 出库数量，取激活已填的 SIM 卡" => inventory::sim_activation;
    "inventory.iot_card.activation_rate" "物联网卡激活率" "IoT card activation rate" Ratio, Higher, "activated_qty / issued_qty, IoT cards with activated given" | "激活数量 / 出库数量，取激活已填的物联网卡" => inventory::iot_activation;
    "inventory.sim.cover_days" "SIM卡可用天数" "Days of SIM cover" Unit::Days, Neither, "closing_qty / (issued_qty / days in the month), SIM cards" | "SIM 卡期末数量 / （出库数量 / 当月天数）" => inventory::sim_cover;
    "inventory.below_safety" "低于安全库存品项" "Items below safety stock" ITEMS, Lower, "rows with closing_qty < safety_stock, without scrap" | "期末数量 < 安全库存的行，不含废旧物资" => inventory::below_safety;
    "inventory.expiring" "90天内到期品项" "Items expiring within 90 days" ITEMS, Lower, "rows with closing_qty > 0 and expires_on ≤ the month's end + 90 days, without scrap" | "期末数量 > 0 且到期日 ≤ 月末 + 90 天的行，不含废旧物资" => inventory::expiring;
    "inventory.marketing.issued" "营销物料发放量" "Marketing materials issued" Unit::Count(Noun::Pieces), Neither, "Σ issued_qty of marketing materials" | "营销物料的出库数量之和" => inventory::marketing_issued;
    "inventory.scrap.income" "废旧物资处置收益" "Scrap disposal income" Money, Higher, "Σ disposal_income of scrap" | "废旧物资的处置收益之和" => inventory::scrap_income;
}

family! { SURVEYS &["surveys"];
    "nps" "NPS净推荐值" "Net promoter score" Unit::Points, Higher, "(share of 9–10 − share of 0–6) × 100, of nps_score given" | "（9–10 分占比 − 0–6 分占比）× 100，取已填的推荐意愿" => surveys::nps;
    "nps.margin" "NPS误差" "NPS margin of error" Unit::Points, Neither, "1.96 × √((p + d − (p − d)²) / n) × 100" | "1.96 × √((p + d − (p − d)²) / n) × 100，p、d 为推荐者、贬损者占比，n 为答卷数" => surveys::margin;
    "csat.overall" "综合满意度" "Overall satisfaction" Unit::PointsOf100, Higher, "mean overall given" | "综合评分的平均值" => |v| surveys::score(v, 0);
    "csat.attitude" "服务态度满意度" "Satisfaction with attitude" Unit::PointsOf100, Higher, "mean attitude given" | "服务态度评分的平均值" => |v| surveys::score(v, 1);
    "csat.efficiency" "办理效率满意度" "Satisfaction with efficiency" Unit::PointsOf100, Higher, "mean efficiency given" | "办理效率评分的平均值" => |v| surveys::score(v, 2);
    "csat.environment" "环境设施满意度" "Satisfaction with environment" Unit::PointsOf100, Higher, "mean environment given" | "环境设施评分的平均值" => |v| surveys::score(v, 3);
    "csat.queueing" "排队时长满意度" "Satisfaction with queueing" Unit::PointsOf100, Higher, "mean queueing given" | "排队时长评分的平均值" => |v| surveys::score(v, 4);
    "csat.proficiency" "业务熟练度满意度" "Satisfaction with proficiency" Unit::PointsOf100, Higher, "mean proficiency given" | "业务熟练度评分的平均值" => |v| surveys::score(v, 5);
    "csat.high" "高端客户满意度" "Satisfaction of high-value customers" Unit::PointsOf100, Higher, "mean overall of segment high" | "高端客户综合评分的平均值" => |v| surveys::segment(v, 0);
    "csat.standard" "普通客户满意度" "Satisfaction of standard customers" Unit::PointsOf100, Higher, "mean overall of segment standard" | "普通客户综合评分的平均值" => |v| surveys::segment(v, 1);
    "csat.senior" "老年客户满意度" "Satisfaction of senior customers" Unit::PointsOf100, Higher, "mean overall of segment senior" | "老年客户综合评分的平均值" => |v| surveys::segment(v, 2);
}

family! { SERVICES &["services"];
    "service.count" "业务受理量" "Transactions" Unit::Count(Noun::Visits), Neither, "rows started in the month" | "当月开始办理的笔数" => services::count;
    "service.avg_minutes" "平均办理时长" "Mean handling minutes" Unit::Minutes, Lower, "mean ended_at − started_at given" | "结束时间 − 开始时间的平均值，两者已填" => services::avg_minutes;
    "service.avg_wait_minutes" "平均等候时长" "Mean waiting minutes" Unit::Minutes, Lower, "mean started_at − ticket_at given" | "开始时间 − 取号时间的平均值，两者已填" => services::avg_wait;
    "service.one_pass_rate" "一次性通过率" "One-pass rate" Ratio, Higher, "one_pass / given" | "一次性通过 / 是否通过已填" => services::one_pass;
    "service.rating" "服务评分" "Service rating" Unit::PointsOf5, Higher, "mean rating given" | "评分的平均值" => services::rating;
    "service.diverted_share" "线上自助分流率" "Share diverted from counters" Ratio, Higher, "(self_service + online) / channel given" | "（自助 + 线上）/ 渠道已填的笔数" => services::diverted;
    "service.daily_cv" "日客流波动系数" "Daily traffic variation" Unit::Ratio, Lower, "population standard deviation / mean of visits a day, over days with visits" | "每日笔数的总体标准差 / 平均值，只取有业务的日子" => services::daily_cv;
    "service.peak_ratio" "高峰小时倍数" "Peak-hour ratio" Unit::Times, Lower, "visits in the busiest hour of day / mean over hours of day with visits" | "最忙钟点的笔数 / 有业务的各钟点的平均笔数" => services::peak_ratio;
    "service.top5_share" "TOP5业务占比" "Top-5 business share" Ratio, Neither, "the five commonest businesses / all" | "最多的五类业务 / 全部笔数" => services::top5;
}

family! { COSTS &["costs"];
    "cost.total" "成本费用合计" "Total costs" Money, Lower, "Σ amount" | "金额之和" => costs::total;
    "cost.marketing.ratio" "营销费用率" "Marketing cost ratio" Ratio, Lower, "marketing costs / sales.total" | "营销费用 / 销售总额" needs &["costs", "sales"] => |v| costs::ratio(v, 0);
    "cost.labour.ratio" "人工费用率" "Labour cost ratio" Ratio, Lower, "labour costs / sales.total" | "人工费用 / 销售总额" needs &["costs", "sales"] => |v| costs::ratio(v, 1);
    "profit.margin" "利润率" "Profit margin" Ratio, Higher, "(sales.total − cost.total) / sales.total" | "（销售总额 − 成本费用合计）/ 销售总额" needs &["costs", "sales"] => costs::margin;
}

family! { TEAM &["training"];
    "training.coverage" "培训覆盖率" "Training coverage" Ratio, Higher, "distinct staff of the roster trained / staff of the roster" | "在册员工中参训的人数 / 在册员工数" needs &["training", "staff"] => team::coverage;
    "training.pass_rate" "培训通过率" "Training pass rate" Ratio, Higher, "passed (where not given: score ≥ the config's pass mark) / results given" | "通过（未注明时：成绩 ≥ 配置的合格线）/ 有结果的人次" => team::pass_rate;
    "training.uplift" "培训提分" "Score gain from training" Unit::Points, Higher, "mean score − score_before, both given" | "成绩 − 训前成绩的平均值，两者已填" => team::uplift;
}

family! { OPERATIONS &["inspections"];
    "inspection.count" "巡检次数" "Inspections" Unit::Count(Noun::Occurrences), Neither, "inspections in the month" | "当月的巡检次数" => operations::count;
    "inspection.fault_rate" "异常率" "Inspection fault rate" Ratio, Lower, "faults / inspections" | "异常次数 / 巡检次数" => operations::fault_rate;
    "inspection.fix_rate" "异常修复率" "Fault repair rate" Ratio, Higher, "faults with fixed_at given / faults" | "修复时间已填的异常 / 异常次数" => operations::fix_rate;
    "inspection.avg_fix_hours" "平均修复时长" "Mean hours to repair" Unit::Hours, Lower, "mean fixed_at − found_at, both given" | "修复时间 − 发现时间的平均值，两者已填" => operations::avg_fix_hours;
    "issues.opened" "新增问题" "Issues raised" ITEMS, Lower, "issues raised in the month" | "当月提出的问题" needs &["issues"] => operations::issues_opened;
    "issues.open" "月末未关闭问题" "Open issues at month end" ITEMS, Lower, "raised before the month's end, not closed before it" | "月末前提出、月末前未关闭的问题" needs &["issues"] => operations::issues_open;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_and_names_are_unique() {
        for name in [|m: &Metric| m.id, |m: &Metric| m.zh, |m: &Metric| m.en] {
            let names: BTreeSet<&str> = all().map(name).collect();
            assert_eq!(names.len(), all().count());
        }
    }

    #[test]
    fn finds_by_id_and_names() {
        for name in ["nps", "NPS净推荐值", "net promoter score"] {
            assert_eq!(find(name).map(|metric| metric.id), Some("nps"));
        }
        assert!(find("npss").is_none());
    }
}
