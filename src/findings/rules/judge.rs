//! Judging every rule.

use super::{
    Finding, Grounds, Judgement, NotJudged, Rule, people, rule_id,
    topic::{self},
};
use crate::metrics::catalog::{self, Better, Metric};
use crate::metrics::figures::{self, Absent};
use crate::value::{Severity, Tone, Unit};

/// Figures that say the same as another one, which is judged in their place.
const ECHOES: &[&str] = &[
    "subs.retention_rate",
    "subs.churned",
    "subs.net",
    "subs.closing",
    "subs.clv",
    "complaints.per_10k",
    "complaints.p90_close_hours",
    "inventory.turnover",
    "inventory.device.turnover",
    "inventory.value",
    "sales.ticket",
    "sales.device.ticket",
    "sales.customers",
    "service.top5_share",
    "cost.total",
];

/// Judges every rule and merges what they say about one thing. Causes and measures are left to be found.
#[must_use]
pub fn judge(grounds: &Grounds<'_>) -> Judgement {
    let mut judge = Judge {
        grounds: *grounds,
        result: Judgement {
            rules: Rule::ALL.len(),
            ..Judgement::default()
        },
    };
    let thresholds = grounds.thresholds;
    judge.targets();
    judge.levels();
    judge.above(
        "service.daily_cv",
        Rule::DailyVariation,
        thresholds.daily_cv,
    );
    judge.above("service.peak_ratio", Rule::PeakHour, thresholds.peak_ratio);
    judge.businesses();
    judge.diversion();
    judge.above("inventory.below_safety", Rule::BelowSafety, 0.0);
    judge.slow_stock();
    judge.skill_gap();
    judge.churn();
    judge.faults();
    judge.actions();
    judge.worse();
    let mut result = judge.result;
    result.findings.sort_by(order);
    result.findings = topic::merge(result.findings);
    result.findings.sort_by(order);
    result
}

/// Worst first: severity, how far beyond the threshold, rule, id.
fn order(a: &Finding, b: &Finding) -> std::cmp::Ordering {
    b.severity
        .cmp(&a.severity)
        .then_with(|| b.excess.total_cmp(&a.excess))
        .then_with(|| a.rule.cmp(&b.rule))
        .then_with(|| a.id.cmp(&b.id))
}

struct Judge<'a> {
    grounds: Grounds<'a>,
    result: Judgement,
}

impl Judge<'_> {
    fn previous(&self, metric: &'static Metric) -> Option<f64> {
        let previous = self.grounds.figures.month().previous();
        Some(self.grounds.figures.at(metric, previous).ok()?.value)
    }

    /// The figure of an id, or a note that the rule cannot be judged without it.
    fn figure(
        &mut self,
        rule: Rule,
        id: &'static str,
    ) -> Option<(&'static Metric, figures::Figure)> {
        let metric = catalog::by_id(id)?;
        match self.grounds.figures.now(metric) {
            Ok(figure) => Some((metric, figure)),
            Err(why) => {
                self.result.not_judged.push(NotJudged {
                    rule,
                    metric: id,
                    why,
                });
                None
            }
        }
    }

    fn find(
        &mut self,
        rule: Rule,
        metric: &'static Metric,
        (value, rows): (f64, u64),
        threshold: f64,
        severity: Severity,
    ) {
        let scale = if threshold == 0.0 {
            1.0
        } else {
            threshold.abs()
        };
        self.result.findings.push(Finding {
            id: format!("{}:{}", rule_id(rule), metric.id),
            rule,
            severity,
            metric: metric.id,
            subject: None,
            value,
            threshold,
            previous: self.previous(metric),
            rows,
            also: Vec::new(),
            cause: None,
            measures: Vec::new(),
            excess: (value - threshold).abs() / scale,
        });
    }

    fn targets(&mut self) {
        for metric in catalog::all() {
            let Some(attainment) = self.grounds.figures.attainment(metric) else {
                continue;
            };
            match self.grounds.figures.now(metric) {
                Err(why) => self.result.not_judged.push(NotJudged {
                    rule: Rule::TargetMissed,
                    metric: metric.id,
                    why,
                }),
                Ok(figure) => {
                    let Some(ratio) = attainment.ratio.filter(|ratio| *ratio < 1.0) else {
                        continue;
                    };
                    // Nine tenths of a target missed by is grave; less is to be solved.
                    let severity = if ratio < 0.9 {
                        Severity::High
                    } else {
                        Severity::Medium
                    };
                    let value = (figure.value, figure.rows);
                    self.find(
                        Rule::TargetMissed,
                        metric,
                        value,
                        attainment.target,
                        severity,
                    );
                }
            }
        }
    }

    fn levels(&mut self) {
        let levels = [
            ("complaints.red.in_time_rate", Severity::High),
            ("complaints.yellow.in_time_rate", Severity::Medium),
            ("complaints.blue.in_time_rate", Severity::Medium),
        ];
        for (id, severity) in levels {
            let limit = self.grounds.thresholds.in_time;
            if let Some((metric, figure)) = self.figure(Rule::LevelLate, id)
                && figure.value < limit
            {
                self.find(
                    Rule::LevelLate,
                    metric,
                    (figure.value, figure.rows),
                    limit,
                    severity,
                );
            }
        }
    }

    fn above(&mut self, id: &'static str, rule: Rule, limit: f64) {
        if let Some((metric, figure)) = self.figure(rule, id)
            && figure.value > limit
        {
            self.find(
                rule,
                metric,
                (figure.value, figure.rows),
                limit,
                Severity::Medium,
            );
        }
    }

    fn diversion(&mut self) {
        let limit = self.grounds.thresholds.diverted;
        if let Some((metric, figure)) = self.figure(Rule::LowDiversion, "service.diverted_share")
            && figure.value < limit
        {
            let value = (figure.value, figure.rows);
            self.find(Rule::LowDiversion, metric, value, limit, Severity::Medium);
        }
    }

    fn businesses(&mut self) {
        if self
            .figure(Rule::SlowBusiness, "service.avg_minutes")
            .is_none()
        {
            return;
        }
        let Some(metric) = catalog::by_id("service.avg_minutes") else {
            return;
        };
        let Ok(services) = self
            .grounds
            .figures
            .view(self.grounds.figures.month())
            .services()
        else {
            return;
        };
        for (name, business) in services.businesses.sorted() {
            let limit = self
                .grounds
                .standards
                .get(name)
                .copied()
                .unwrap_or(self.grounds.thresholds.minutes);
            let Some(minutes) = business.handling.mean().map(|seconds| seconds / 60.0) else {
                continue;
            };
            if minutes > limit {
                let rows = business.handling.n;
                self.find(
                    Rule::SlowBusiness,
                    metric,
                    (minutes, rows),
                    limit,
                    Severity::Low,
                );
                if let Some(finding) = self.result.findings.last_mut() {
                    finding.id = format!("{}:{name}", rule_id(Rule::SlowBusiness));
                    finding.subject = Some(name.to_owned());
                    finding.previous = None;
                }
            }
        }
    }

    fn slow_stock(&mut self) {
        let Some((metric, figure)) = self.figure(Rule::SlowStock, "inventory.value") else {
            return;
        };
        let share = self.grounds.stock.slow.map(|(_, share)| share);
        let limit = self.grounds.thresholds.slow_share;
        if let Some(share) = share.filter(|share| *share > limit) {
            self.find(
                Rule::SlowStock,
                metric,
                (share, figure.rows),
                limit,
                Severity::Medium,
            );
            if let Some(finding) = self.result.findings.last_mut() {
                // The share is no metric of its own; last month's stock value says nothing about it.
                finding.previous = None;
            }
        }
    }

    fn skill_gap(&mut self) {
        let Some(metric) = catalog::by_id("sales.vas.penetration") else {
            return;
        };
        let figures = self.grounds.figures;
        let why = if figures.books().staff.is_empty() {
            Some(Absent::NoTable("staff"))
        } else {
            figures.view(figures.month()).sales().err()
        };
        if let Some(why) = why {
            self.result.not_judged.push(NotJudged {
                rule: Rule::SkillGap,
                metric: metric.id,
                why,
            });
            return;
        }
        let thresholds = self.grounds.thresholds;
        let gap = people::skill_gap(figures, thresholds.junior_months);
        let worst = gap
            .into_iter()
            .filter(|gap| gap.ratio() < thresholds.junior_rate);
        let Some(gap) = worst.min_by(|a, b| a.ratio().total_cmp(&b.ratio())) else {
            return;
        };
        let limit = gap.others_rate() * thresholds.junior_rate;
        let value = (gap.juniors_rate(), gap.rows());
        self.find(Rule::SkillGap, metric, value, limit, Severity::Medium);
        if let Some(finding) = self.result.findings.last_mut() {
            finding.id = format!("{}:{}", rule_id(Rule::SkillGap), gap.what.id());
            finding.subject = Some(gap.what.id().to_owned());
            finding.previous = None;
        }
    }

    fn churn(&mut self) {
        let Some((metric, figure)) = self.figure(Rule::ChurnUp, "subs.churn_rate") else {
            return;
        };
        let Some(previous) = self.previous(metric) else {
            let before = self.grounds.figures.month().previous();
            let why = self.grounds.figures.at(metric, before).err();
            self.result.not_judged.extend(why.map(|why| NotJudged {
                rule: Rule::ChurnUp,
                metric: metric.id,
                why,
            }));
            return;
        };
        // A tenth more, as for any figure: a rate of 1 % never moves by three points. Of 0 nothing is a tenth more; an
        // export that begins with a month often holds nobody who left before it.
        if previous > 0.0 && figure.value > previous * (1.0 + self.grounds.thresholds.worse_ratio) {
            let value = (figure.value, figure.rows);
            self.find(Rule::ChurnUp, metric, value, previous, Severity::Medium);
        }
    }

    fn faults(&mut self) {
        let Some((metric, figure)) = self.figure(Rule::FaultsUnfixed, "inspection.fix_rate") else {
            return;
        };
        let figures = self.grounds.figures;
        let open = figures.books().open_fault_count(figures.month());
        if open > 0 {
            let value = (open as f64, figure.rows);
            self.find(Rule::FaultsUnfixed, metric, value, 0.0, Severity::Medium);
            if let Some(finding) = self.result.findings.last_mut() {
                let before = figures.month().previous();
                let known = figures.books().inspections.covers(before);
                let open = figures.books().open_fault_count(before);
                finding.previous = known.then_some(open as f64);
            }
        }
    }

    fn actions(&mut self) {
        let figures = self.grounds.figures;
        let actions = &figures.books().actions;
        let Some(metric) = catalog::by_id("issues.open") else {
            return;
        };
        if actions.is_empty() {
            self.result.not_judged.push(NotJudged {
                rule: Rule::ActionsLate,
                metric: "actions",
                why: Absent::NoTable("actions"),
            });
            return;
        }
        let end = figures.month().next().first_day();
        let late = actions.iter().filter(|action| action.is_late(end)).count();
        if late > 0 {
            let value = (late as f64, actions.len() as u64);
            self.find(Rule::ActionsLate, metric, value, 0.0, Severity::Low);
            if let Some(finding) = self.result.findings.last_mut() {
                rule_id(Rule::ActionsLate).clone_into(&mut finding.id);
                finding.metric = "actions";
                finding.previous = None;
            }
        }
    }

    fn worse(&mut self) {
        for metric in catalog::all() {
            let known = |f: &Finding| f.metric == metric.id && f.subject.is_none();
            if metric.better == Better::Neither
                || ECHOES.contains(&metric.id)
                || self.result.findings.iter().any(known)
            {
                continue;
            }
            let (Ok(figure), Some(previous)) =
                (self.grounds.figures.now(metric), self.previous(metric))
            else {
                continue;
            };
            let Some(change) = figures::change(metric, figure.value, previous) else {
                continue;
            };
            if figures::tone(metric.better, change) != Tone::Bad {
                continue;
            }
            let limit = match metric.unit {
                Unit::Ratio => self.grounds.thresholds.worse_points / 100.0,
                _ if metric.differs() => self.grounds.thresholds.worse_points,
                _ => self.grounds.thresholds.worse_ratio,
            };
            if change.abs() > limit {
                let value = (figure.value, figure.rows);
                self.find(Rule::Worse, metric, value, previous, Severity::Low);
            }
        }
    }
}
