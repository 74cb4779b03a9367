//! What stands above and below the line of the metrics that are one such ratio.

use crate::metrics::catalog;
use crate::metrics::ledger::Draft;
use crate::value::{Noun, Unit};

/// The names and unit of one side of the line.
type Side = (&'static str, &'static str, Unit);

/// A metric with what is above and below its line.
type Ratio = (&'static str, Side, Side);

const SUBSCRIBERS: Unit = Unit::Count(Noun::Subscribers);
const TICKETS: Unit = Unit::Count(Noun::Tickets);
const VISITS: Unit = Unit::Count(Noun::Visits);
const PIECES: Unit = Unit::Count(Noun::Pieces);
const PEOPLE: Unit = Unit::Count(Noun::People);
const ANSWERS: Unit = Unit::Count(Noun::Questionnaires);

pub(super) const SUBS: &[Ratio] = &[
    (
        "subs.mobile.new.5g_share",
        ("新增移动用户，5G", "New mobile on 5G", SUBSCRIBERS),
        (
            "新增移动用户，网络已填",
            "New mobile with network given",
            SUBSCRIBERS,
        ),
    ),
    (
        "subs.mobile.new.online_share",
        ("新增移动用户，线上", "New mobile taken online", SUBSCRIBERS),
        (
            "新增移动用户，渠道已填",
            "New mobile with channel given",
            SUBSCRIBERS,
        ),
    ),
    (
        "subs.mobile.new.bundled_share",
        ("新增移动用户，融合", "New mobile in a bundle", SUBSCRIBERS),
        (
            "新增移动用户，是否融合已填",
            "New mobile with bundled given",
            SUBSCRIBERS,
        ),
    ),
    (
        "subs.mobile.5g_share",
        ("期末移动用户，5G", "Active mobile on 5G", SUBSCRIBERS),
        (
            "期末移动用户，网络已填",
            "Active mobile with network given",
            SUBSCRIBERS,
        ),
    ),
    (
        "subs.broadband.new.rural_share",
        (
            "新增宽带用户，农村",
            "New broadband in rural areas",
            SUBSCRIBERS,
        ),
        (
            "新增宽带用户，区域已填",
            "New broadband with area given",
            SUBSCRIBERS,
        ),
    ),
    (
        "subs.broadband.iptv_rate",
        (
            "期末宽带用户，带IPTV",
            "Active broadband with IPTV",
            SUBSCRIBERS,
        ),
        (
            "期末宽带用户，IPTV已填",
            "Active broadband with iptv given",
            SUBSCRIBERS,
        ),
    ),
    (
        "subs.arpu",
        (
            "期末用户月费合计",
            "Monthly fees of active subscribers",
            Unit::Money,
        ),
        (
            "期末用户，月费已填",
            "Active subscribers with a fee given",
            SUBSCRIBERS,
        ),
    ),
];

pub(super) const COMPLAINTS: &[Ratio] = &[
    (
        "complaints.within_24h_rate",
        ("24小时内办结", "Closed within 24 hours", TICKETS),
        ("工单，在途除外", "Tickets but those in flight", TICKETS),
    ),
    (
        "complaints.reopen_rate",
        ("重复投诉", "Reopened", TICKETS),
        ("工单，是否重复已填", "Tickets with reopened given", TICKETS),
    ),
];

pub(super) const INVENTORY: &[Ratio] = &[
    (
        "inventory.sim.activation_rate",
        ("SIM卡激活数量", "SIM cards activated", PIECES),
        (
            "SIM卡出库，激活已填",
            "SIM cards issued with activated given",
            PIECES,
        ),
    ),
    (
        "inventory.iot_card.activation_rate",
        ("物联网卡激活数量", "IoT cards activated", PIECES),
        (
            "物联网卡出库，激活已填",
            "IoT cards issued with activated given",
            PIECES,
        ),
    ),
];

pub(super) const SURVEYS: &[Ratio] = &[
    score("csat.overall", "综合满意度", "Overall satisfaction"),
    score("csat.attitude", "服务态度", "Attitude"),
    score("csat.efficiency", "办理效率", "Efficiency"),
    score("csat.environment", "环境设施", "Environment"),
    score("csat.queueing", "排队时长", "Queueing"),
    score("csat.proficiency", "业务熟练度", "Proficiency"),
    score("csat.high", "高端客户", "High-value customers"),
    score("csat.standard", "普通客户", "Standard customers"),
    score("csat.senior", "老年客户", "Senior customers"),
];

pub(super) const SERVICES: &[Ratio] = &[
    (
        "service.avg_minutes",
        ("办理时长合计", "Handling minutes, in all", Unit::Minutes),
        ("业务，结束时间已填", "Visits with ended_at given", VISITS),
    ),
    (
        "service.avg_wait_minutes",
        ("等候时长合计", "Waiting minutes, in all", Unit::Minutes),
        ("业务，取号时间已填", "Visits with ticket_at given", VISITS),
    ),
    (
        "service.one_pass_rate",
        ("一次性通过", "Passed at once", VISITS),
        ("业务，是否通过已填", "Visits with one_pass given", VISITS),
    ),
    (
        "service.rating",
        ("评分合计", "Ratings, in all", Unit::Points),
        ("业务，评分已填", "Visits with a rating", VISITS),
    ),
];

pub(super) const TRAINING: &[Ratio] = &[(
    "training.coverage",
    ("参训员工", "Staff trained", PEOPLE),
    ("在册员工", "Staff on the roster", PEOPLE),
)];

const fn score(id: &'static str, zh: &'static str, en: &'static str) -> Ratio {
    (id, (zh, en, Unit::Points), (zh, en, ANSWERS))
}

/// Writes both sides of each, a group a metric.
pub(super) fn write(draft: &mut Draft<'_>, ratios: &[Ratio]) {
    for (id, above, below) in ratios {
        let Some(metric) = catalog::by_id(id) else {
            continue;
        };
        let figures = draft
            .months
            .map(|month| draft.figures.at(metric, month).ok());
        let mut group = draft.group(id, metric.zh, metric.en);
        for (item, (zh, en, unit), values) in [
            ("above", above, figures.map(|figure| figure?.numerator)),
            ("below", below, figures.map(|figure| figure?.denominator)),
        ] {
            let name = group.draft.lang.pick(zh, en);
            group.values(item, name, *unit, values);
        }
    }
}
