//! Sales by hall and month: amounts by category, day, product, channel, segment and staff; orders and customers.

use super::{Batch, Distinct, Group, IdHash, Name, Named};
use crate::dataset::Dataset;
use crate::dataset::sales::{Category, Channel, OrderType, SALES, Sale, Segment};
use crate::ingest::Cells;
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

    fn add_line(&mut self, line: &Line, shown: bool) {
        let amount = Money::from_ten_thousandths(line.amount.into());
        let category = line.category as usize;
        let device = line.category == Category::Device;
        let vas = line.category == Category::Vas;
        let day = usize::from(line.day) - 1;
        self.rows += 1;
        self.category[category] += amount;
        self.category_rows[category] += 1;
        self.days[day] += amount;
        if line.trade_in {
            self.trade_in_days[day] += amount;
        }
        if let Some(id) = line.order {
            self.orders.add(id, device);
        } else {
            self.lone_orders += 1;
            self.lone_device_orders += u64::from(device);
        }
        if let Some(id) = line.customer {
            self.customers.add(id, vas);
        }
        if let Some(channel) = line.channel {
            self.channel[channel as usize] += amount;
            self.channel_rows[channel as usize] += 1;
        }
        if let Some(order_type) = line.order_type {
            self.order_type[order_type as usize] += amount;
            self.order_type_rows += 1;
        }
        if let Some(segment) = line.segment {
            self.segment[segment as usize] += amount;
            self.segment_rows += 1;
        }
        if let Some(cost) = line.cost {
            self.costed.amount += amount;
            self.costed.cost += Money::from_ten_thousandths(cost.into());
            self.costed.rows += 1;
        }
        let product = self.products[category].at(line.product);
        product.channel[line.channel.map_or(2, |channel| channel as usize)] += amount;
        product.quantity += line.quantity;
        product.rows += 1;
        if let Some(staff) = line.staff.filter(|_| shown) {
            let staff = self.staff.at(staff);
            staff.amount += amount;
            staff.rows += 1;
            if vas {
                staff.vas_rows += 1;
                staff.vas_amount += amount;
            }
            if line.bundle {
                staff.bundle_rows += 1;
                staff.bundle_amount += amount;
            }
        }
    }
}

/// An order line as it waits to be added. No amount exceeds 64 bits.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    amount: i64,
    cost: Option<i64>,
    quantity: i64,
    order: Option<IdHash>,
    customer: Option<IdHash>,
    product: Name,
    staff: Option<Name>,
    category: Category,
    channel: Option<Channel>,
    segment: Option<Segment>,
    order_type: Option<OrderType>,
    day: u8,
    /// A device under a trade-in.
    trade_in: bool,
    bundle: bool,
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

impl Group for SalesFacts {
    type Row = Line;

    fn dataset() -> &'static Dataset {
        &SALES
    }

    fn read<'a>(row: &mut impl Cells<'a>, batch: &mut Batch<Line>) -> bool {
        let Some(sale) = Sale::read(row) else {
            return false;
        };
        let product = batch.names.of(sale.product);
        let device = sale.category == Category::Device;
        let line = Line {
            amount: sale.amount.in_64_bits(),
            cost: sale.cost.map(Money::in_64_bits),
            quantity: sale.quantity,
            order: sale.order_id.map(IdHash::of),
            customer: sale.customer_id.map(IdHash::of),
            product,
            staff: batch.staff(sale.staff_id),
            category: sale.category,
            channel: sale.channel,
            segment: sale.segment,
            order_type: sale.order_type,
            day: sale.date.day().unsigned_abs(),
            trade_in: device && sale.promotion.is_some_and(is_trade_in),
            bundle: batch.names.is(product, is_bundle),
        };
        let hall = batch.hall(sale.hall);
        batch.cover(sale.date);
        batch.put(hall, Month::of(sale.date), line);
        true
    }

    fn add<'r>(&mut self, _: Name, _: Month, rows: impl Iterator<Item = &'r Line>, shown: bool) {
        rows.for_each(|line| self.add_line(line, shown));
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
