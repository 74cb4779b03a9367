//! What a hall sells: products with price, cost and how often they go, and the mobile and other plans.

use super::table::Word;

/// A product.
#[derive(Debug)]
pub(crate) struct Product {
    pub(crate) name: &'static str,
    /// List price, in yuan.
    pub(crate) price: i64,
    /// Cost, in hundredths of the price.
    pub(crate) cost: i64,
    /// How often it is sold, against its fellows.
    pub(crate) weight: u32,
    /// Whom it is sold to: everybody, or businesses alone.
    pub(crate) business: bool,
}

const fn product(name: &'static str, price: i64, cost: i64, weight: u32) -> Product {
    Product {
        name,
        price,
        cost,
        weight,
        business: false,
    }
}

const fn business(name: &'static str, price: i64, cost: i64, weight: u32) -> Product {
    Product {
        name,
        price,
        cost,
        weight,
        business: true,
    }
}

/// The three businesses, in the order of [`CATEGORIES`].
pub(crate) const PRODUCTS: [&[Product]; 3] = [
    &[
        product("畅享59元套餐", 59, 42, 140),
        product("畅享99元套餐", 99, 42, 180),
        product("畅享129元套餐", 129, 41, 200),
        product("畅享199元套餐", 199, 40, 90),
        product("校园39元套餐", 39, 52, 80),
        product("融合169元套餐", 169, 44, 120),
        product("宽带300M半年付", 360, 48, 55),
        product("宽带500M半年付", 480, 47, 42),
        product("宽带1000M年付", 1_080, 46, 18),
        product("流量加油包", 30, 25, 60),
        business("企业专线月租", 1_500, 50, 300),
        business("企业宽带年付", 2_400, 49, 90),
    ],
    &[
        product("云存储会员", 138, 30, 190),
        product("视频会员年卡", 198, 45, 120),
        product("音乐会员季卡", 45, 40, 150),
        product("手机碎屏保", 99, 35, 130),
        product("家庭安防服务", 240, 38, 60),
        product("视频彩铃", 36, 15, 110),
        product("亲情网", 60, 15, 110),
        product("5G加速包", 90, 18, 100),
        product("云电脑季卡", 297, 36, 20),
        business("企业邮箱", 600, 30, 140),
        business("云会议服务", 480, 32, 110),
    ],
    &[
        product("5G手机A款", 2_999, 91, 150),
        product("5G手机B款", 1_999, 90, 170),
        product("5G手机C款", 4_599, 92, 48),
        product("大字手机", 399, 84, 60),
        product("千兆路由器", 259, 78, 210),
        product("高清机顶盒", 199, 76, 130),
        product("蓝牙耳机", 299, 78, 110),
        product("智能摄像头", 169, 74, 80),
        product("智能手表", 999, 85, 16),
        product("平板B款", 1_899, 90, 12),
    ],
];

/// The categories of sales.
pub(crate) const CATEGORIES: [Word; 3] = [
    Word("basic", "基础业务"),
    Word("vas", "增值业务"),
    Word("device", "终端"),
];

/// The place of the devices in [`PRODUCTS`].
pub(crate) const DEVICE: usize = 2;
/// The place of the value-added services in [`PRODUCTS`].
pub(crate) const VAS: usize = 1;
/// The devices sold.
pub(crate) const DEVICES: usize = 10;
/// The first devices are phones, which are traded in.
pub(crate) const PHONES: usize = 3;
/// The device that hardly sells in the last months.
pub(crate) const WATCH: usize = 8;
/// Another one that sells slowly.
pub(crate) const TABLET: usize = 9;
/// The places of the consumers' plan for students among the basic products and the mobile plans.
pub(crate) const CAMPUS: usize = 4;

/// A plan of a subscription: its name and its month's fee in yuan.
#[derive(Debug)]
pub(crate) struct Plan(pub(crate) &'static str, pub(crate) i64, pub(crate) u32);

/// Mobile plans, with how many have them. The campus plan is at [`CAMPUS`].
pub(crate) const MOBILE: [Plan; 6] = [
    Plan("畅享59元套餐", 59, 30),
    Plan("畅享99元套餐", 99, 24),
    Plan("畅享129元套餐", 129, 20),
    Plan("畅享199元套餐", 199, 8),
    Plan("校园39元套餐", 39, 6),
    Plan("银龄29元套餐", 29, 12),
];

/// Broadband plans.
pub(crate) const BROADBAND: [Plan; 3] = [
    Plan("宽带300M", 60, 48),
    Plan("宽带500M", 80, 36),
    Plan("宽带1000M", 100, 16),
];
