//! Subscriptions by the month they were activated or deactivated in.
//!
//! A row is a life [activated, deactivated). Keeping only what begins and what ends in each month lets
//! any month's standing stock be added up from the months before it, so a row of thirty years costs as much as one of a day.

use std::collections::BTreeMap;

use super::{Mean, Share, Table};
use crate::dataset::Dataset;
use crate::dataset::sales::Channel;
use crate::dataset::subscribers::{Area, Network, SUBSCRIBERS, Service, Subscriber, Tier};
use crate::ingest::{Cells, Fold};
use crate::mergeable;
use crate::month::Month;

/// How many services there are.
pub const SERVICES: usize = Service::ALL.len();

mergeable! {
    /// What begins and what ends in a month, of a hall.
    #[derive(Debug, Clone, Default)]
    pub struct SubscriberFacts {
        /// Subscriptions activated in the month.
        pub begun: Stock,
        /// Subscriptions deactivated in the month.
        pub ended: Stock,
        /// Of those, the ones activated before the month: they leave its opening stock.
        pub ended_opening: u64,
        /// The same, of the high tier.
        pub ended_opening_high: u64,
        /// How the activated ones came.
        pub intake: Intake,
        /// Activated, by plan.
        pub begun_by_plan: BTreeMap<Box<str>, u64>,
        /// Deactivated out of the opening stock, by plan and month of activation.
        pub ended_by_plan: BTreeMap<(Box<str>, Month), u64>,
        /// Activated and deactivated in the month, by plan: they were in no opening stock.
        pub passed_by_plan: BTreeMap<Box<str>, u64>,
    }

    /// A count of subscriptions and of what they have; adds and subtracts.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct Stock {
        /// Subscriptions.
        pub count: u64,
        /// Of the high tier.
        pub high: u64,
        /// By service.
        pub service: [u64; SERVICES],
        /// Mobile with a network given; yes: 5G.
        pub mobile_5g: Share,
        /// Broadband with the IPTV flag given; yes: with IPTV.
        pub broadband_iptv: Share,
        /// Monthly fees given.
        pub fee: Mean,
    }

    /// How newly activated subscriptions came.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct Intake {
        /// Mobile with a channel given; yes: online.
        pub mobile_online: Share,
        /// Mobile with the bundle flag given; yes: bundled.
        pub mobile_bundled: Share,
        /// Broadband with an area given; yes: rural.
        pub broadband_rural: Share,
    }
}

impl Stock {
    fn add(&mut self, subscriber: &Subscriber<'_>) {
        self.count += 1;
        self.high += u64::from(subscriber.tier == Some(Tier::High));
        self.service[subscriber.service as usize] += 1;
        match subscriber.service {
            Service::Mobile => self
                .mobile_5g
                .add(subscriber.network.map(|network| network == Network::FiveG)),
            Service::Broadband => self.broadband_iptv.add(subscriber.iptv),
            _ => {}
        }
        if let Some(fee) = subscriber.monthly_fee {
            self.fee.add(fee);
        }
    }

    /// Takes away what `other` counts. Nothing ends that has not begun, so nothing goes below 0.
    pub fn subtract(&mut self, other: &Self) {
        self.count -= other.count;
        self.high -= other.high;
        for (mine, less) in self.service.iter_mut().zip(other.service) {
            *mine -= less;
        }
        self.mobile_5g.yes -= other.mobile_5g.yes;
        self.mobile_5g.of -= other.mobile_5g.of;
        self.broadband_iptv.yes -= other.broadband_iptv.yes;
        self.broadband_iptv.of -= other.broadband_iptv.of;
        self.fee.sum -= other.fee.sum;
        self.fee.n -= other.fee.n;
    }
}

impl Fold for Table<SubscriberFacts> {
    fn dataset() -> &'static Dataset {
        &SUBSCRIBERS
    }

    fn row<'a>(&mut self, row: &mut impl Cells<'a>) -> bool {
        let Some(subscriber) = Subscriber::read(row) else {
            return false;
        };
        let activated = subscriber.activated_on;
        let joined = Month::of(activated);
        let plan = subscriber.plan.unwrap_or("");
        self.cover(activated);
        let facts = self.group(subscriber.hall, joined);
        facts.begun.add(&subscriber);
        *facts.begun_by_plan.entry(plan.into()).or_default() += 1;
        match subscriber.service {
            Service::Mobile => {
                let online = subscriber.channel.map(|c| c == Channel::Online);
                facts.intake.mobile_online.add(online);
                facts.intake.mobile_bundled.add(subscriber.bundled);
            }
            Service::Broadband => {
                let rural = subscriber.area.map(|area| area == Area::Rural);
                facts.intake.broadband_rural.add(rural);
            }
            _ => {}
        }
        if let Some(deactivated) = subscriber.deactivated_on {
            let left = Month::of(deactivated);
            self.widen(deactivated);
            let facts = self.group(subscriber.hall, left);
            facts.ended.add(&subscriber);
            if joined < left {
                facts.ended_opening += 1;
                facts.ended_opening_high += u64::from(subscriber.tier == Some(Tier::High));
                *facts
                    .ended_by_plan
                    .entry((plan.into(), joined))
                    .or_default() += 1;
            } else {
                *facts.passed_by_plan.entry(plan.into()).or_default() += 1;
            }
        }
        true
    }
}
