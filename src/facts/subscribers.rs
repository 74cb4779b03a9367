//! Subscriptions by the month they were activated or deactivated in.
//!
//! A row is a life [activated, deactivated). Keeping only what begins and what ends in each month lets
//! any month's standing stock be added up from the months before it, so a row of thirty years costs as much as one of a day.

use std::collections::BTreeMap;

use super::{Batch, Group, Mean, Name, Named, Share};
use crate::dataset::Dataset;
use crate::dataset::sales::Channel;
use crate::dataset::subscribers::{Area, Network, SUBSCRIBERS, Service, Subscriber, Tier};
use crate::ingest::Cells;
use crate::mergeable;
use crate::money::Money;
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
        pub begun_by_plan: Named<u64>,
        /// Deactivated out of the opening stock, by plan and month of activation.
        pub ended_by_plan: Named<BTreeMap<Month, u64>>,
        /// Activated and deactivated in the month, by plan: they were in no opening stock.
        pub passed_by_plan: Named<u64>,
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
    fn add(&mut self, subscriber: &Life) {
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

/// A subscription's begin or end as it waits to be added.
#[derive(Debug, Clone, Copy)]
pub struct Life {
    /// When it was activated, of one that ends in the month.
    joined: Option<Month>,
    plan: Name,
    service: Service,
    network: Option<Network>,
    tier: Option<Tier>,
    bundled: Option<bool>,
    iptv: Option<bool>,
    area: Option<Area>,
    channel: Option<Channel>,
    monthly_fee: Option<Money>,
}

impl SubscriberFacts {
    /// What was deactivated out of the opening stock, by plan and month of activation.
    pub fn ended(&self) -> impl Iterator<Item = (&'static str, Month, u64)> {
        let plans = self.ended_by_plan.sorted().into_iter();
        plans.flat_map(|(plan, months)| months.iter().map(move |(joined, n)| (plan, *joined, *n)))
    }

    fn begin(&mut self, life: &Life) {
        self.begun.add(life);
        *self.begun_by_plan.at(life.plan) += 1;
        match life.service {
            Service::Mobile => {
                let online = life.channel.map(|c| c == Channel::Online);
                self.intake.mobile_online.add(online);
                self.intake.mobile_bundled.add(life.bundled);
            }
            Service::Broadband => {
                let rural = life.area.map(|area| area == Area::Rural);
                self.intake.broadband_rural.add(rural);
            }
            _ => {}
        }
    }

    fn end(&mut self, life: &Life, joined: Month, left: Month) {
        self.ended.add(life);
        if joined < left {
            self.ended_opening += 1;
            self.ended_opening_high += u64::from(life.tier == Some(Tier::High));
            let ended = self.ended_by_plan.at(life.plan);
            *ended.entry(joined).or_default() += 1;
        } else {
            *self.passed_by_plan.at(life.plan) += 1;
        }
    }
}

impl Group for SubscriberFacts {
    type Row = Life;

    fn dataset() -> &'static Dataset {
        &SUBSCRIBERS
    }

    fn read<'a>(row: &mut impl Cells<'a>, batch: &mut Batch<Life>) -> bool {
        let Some(subscriber) = Subscriber::read(row) else {
            return false;
        };
        let joined = Month::of(subscriber.activated_on);
        let life = Life {
            joined: None,
            plan: batch.names.of(subscriber.plan.unwrap_or_default()),
            service: subscriber.service,
            network: subscriber.network,
            tier: subscriber.tier,
            bundled: subscriber.bundled,
            iptv: subscriber.iptv,
            area: subscriber.area,
            channel: subscriber.channel,
            monthly_fee: subscriber.monthly_fee,
        };
        let hall = batch.hall(subscriber.hall);
        batch.cover(subscriber.activated_on);
        batch.put(hall, joined, life);
        if let Some(deactivated) = subscriber.deactivated_on {
            batch.widen(deactivated);
            let end = Life {
                joined: Some(joined),
                ..life
            };
            batch.put(hall, Month::of(deactivated), end);
        }
        true
    }

    fn add<'r>(&mut self, _: Name, month: Month, rows: impl Iterator<Item = &'r Life>, _: bool) {
        for life in rows {
            match life.joined {
                None => self.begin(life),
                Some(joined) => self.end(life, joined, month),
            }
        }
    }
}
