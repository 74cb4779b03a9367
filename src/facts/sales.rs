//! Sales by hall and month: amounts by category, day, product, channel, segment and staff; orders and customers.

use super::{Distinct, Named, Table};
use crate::dataset::Dataset;
use crate::dataset::sales::{Category, Channel, SALES, Sale, Segment};
use crate::ingest::{Cells, Fold};
use crate::mergeable;
use crate::money::Money;
use crate::month::Month;

mergeable! {
    /// The sales of a hall in a month.
    #[derive(Debug, Clone, Default)]
    pub struct SalesFacts {
        /// Order lines.
        pub rows: u64,
        /// Amount by category, in the order of [`Category`].
        pub category: [Money; 3],
        /// Lines by category.
        pub category_rows: [u64; 3],
        /// Amount by day of the month, the 1st at 0.
        pub days: [Money; 31],
        /// Device amount under a trade-in, by day of the month.
        pub trade_in_days: [Money; 31],
        /// Orders with an id; marked: with a device line.
        pub orders: Distinct,
        /// Lines without an order id, each an order of its own.
        pub lone_orders: u64,
        /// Device lines among them.
        pub lone_device_orders: u64,
        /// Customers given; marked: with a value-added line.
        pub customers: Distinct,
        /// Amount by channel ([`Channel`]), and lines with a channel given.
        pub channel: [Money; 2],
        /// Lines by channel.
        pub channel_rows: [u64; 2],
        /// Amount by order type.
        pub order_type: [Money; 4],
        /// Lines with an order type given.
        pub order_type_rows: u64,
        /// Amount by customer segment.
        pub segment: [Money; 4],
        /// Lines with a segment given.
        pub segment_rows: u64,
        /// Amount and cost of the lines with a cost given.
        pub costed: Costed,
        /// By category and product.
        pub products: [Named<ProductSales>; 3],
        /// By member of staff.
        pub staff: Named<StaffSales>,
    }

    /// Amount and cost over lines with a cost given.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct Costed {
        /// Σ amount.
        pub amount: Money,
        /// Σ cost.
        pub cost: Money,
        /// Lines.
        pub rows: u64,
    }

    /// The sales of one product.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct ProductSales {
        /// Amount by channel: offline, online, not given.
        pub channel: [Money; 3],
        /// Pieces.
        pub quantity: i64,
        /// Lines.
        pub rows: u64,
    }
}

impl ProductSales {
    /// Σ amount.
    #[must_use]
    pub fn amount(&self) -> Money {
        self.channel.iter().copied().sum()
    }
}

mergeable! {
    /// What one member of staff sold.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct StaffSales {
        /// Σ amount.
        pub amount: Money,
        /// Lines.
        pub rows: u64,
        /// Lines of value-added services.
        pub vas_rows: u64,
        /// Amount of value-added services.
        pub vas_amount: Money,
        /// Lines of bundles: products whose name says 融合 or bundle.
        pub bundle_rows: u64,
        /// Amount of bundles.
        pub bundle_amount: Money,
    }
}

impl SalesFacts {
    /// Σ amount.
    #[must_use]
    pub fn total(&self) -> Money {
        self.category.iter().copied().sum()
    }

    /// Distinct orders; a line without an id counts as one.
    #[must_use]
    pub fn order_count(&self) -> u64 {
        self.orders.count() + self.lone_orders
    }

    /// Orders that have a device line.
    #[must_use]
    pub fn device_order_count(&self) -> u64 {
        self.orders.marked() + self.lone_device_orders
    }

    /// Device amount under a trade-in.
    #[must_use]
    pub fn trade_in(&self) -> Money {
        self.trade_in_days.iter().copied().sum()
    }

    /// Amount of businesses: enterprises and small and medium-sized ones.
    #[must_use]
    pub fn business(&self) -> Money {
        self.segment[Segment::Sme as usize] + self.segment[Segment::Enterprise as usize]
    }

    fn add(&mut self, sale: &Sale<'_>) {
        let amount = sale.amount;
        let category = sale.category as usize;
        let device = sale.category == Category::Device;
        let day = usize::from(sale.date.day().unsigned_abs()) - 1;
        self.rows += 1;
        self.category[category] += amount;
        self.category_rows[category] += 1;
        self.days[day] += amount;
        if device && sale.promotion.is_some_and(is_trade_in) {
            self.trade_in_days[day] += amount;
        }
        if let Some(id) = sale.order_id {
            self.orders.add(id, device);
        } else {
            self.lone_orders += 1;
            self.lone_device_orders += u64::from(device);
        }
        if let Some(id) = sale.customer_id {
            self.customers.add(id, sale.category == Category::Vas);
        }
        if let Some(channel) = sale.channel {
            self.channel[channel as usize] += amount;
            self.channel_rows[channel as usize] += 1;
        }
        if let Some(order_type) = sale.order_type {
            self.order_type[order_type as usize] += amount;
            self.order_type_rows += 1;
        }
        if let Some(segment) = sale.segment {
            self.segment[segment as usize] += amount;
            self.segment_rows += 1;
        }
        if let Some(cost) = sale.cost {
            self.costed.amount += amount;
            self.costed.cost += cost;
            self.costed.rows += 1;
        }
        let product = self.products[category].of(sale.product);
        product.channel[sale.channel.map_or(2, |channel| channel as usize)] += amount;
        product.quantity += sale.quantity;
        product.rows += 1;
        if let Some(staff_id) = sale.staff_id {
            let staff = self.staff.of(staff_id);
            staff.amount += amount;
            staff.rows += 1;
            if sale.category == Category::Vas {
                staff.vas_rows += 1;
                staff.vas_amount += amount;
            }
            if is_bundle(sale.product) {
                staff.bundle_rows += 1;
                staff.bundle_amount += amount;
            }
        }
    }
}

/// Whether a promotion is a trade-in: it says 以旧换新 or trade-in, in any case.
fn is_trade_in(promotion: &str) -> bool {
    promotion.contains("以旧换新")
        || (promotion.is_ascii() && promotion.to_ascii_lowercase().contains("trade-in"))
        || promotion.to_lowercase().contains("trade-in")
}

/// Whether a product is a bundle: its name says 融合 or bundle, in any case of ASCII letters.
fn is_bundle(product: &str) -> bool {
    product.contains("融合")
        || product
            .as_bytes()
            .windows(6)
            .any(|part| part.eq_ignore_ascii_case(b"bundle"))
}

/// The place of a channel in [`SalesFacts::channel`].
pub const ONLINE: usize = Channel::Online as usize;

impl Fold for Table<SalesFacts> {
    fn dataset() -> &'static Dataset {
        &SALES
    }

    fn row<'a>(&mut self, row: &mut impl Cells<'a>) -> bool {
        let Some(sale) = Sale::read(row) else {
            return false;
        };
        self.cover(sale.date);
        self.group(sale.hall, Month::of(sale.date)).add(&sale);
        true
    }

    fn finish_file(&mut self) {
        for facts in self.groups_mut() {
            facts.orders.settle();
            facts.customers.settle();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundles_are_told_by_name() {
        assert!(is_bundle("融合169元套餐"));
        assert!(is_bundle("Family BUNDLE 99"));
        assert!(!is_bundle("视频会员"));
        assert!(!is_bundle(""));
    }

    #[test]
    fn trade_ins_are_told_by_name() {
        assert!(is_trade_in("五一以旧换新专场"));
        assert!(is_trade_in("Spring Trade-In"));
        assert!(!is_trade_in("满减"));
    }
}
