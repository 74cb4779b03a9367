//! inspections · 巡检: one row a look at one asset.

use jiff::civil::{Date, DateTime};

use super::{Dataset, Field, Kind};
use crate::choice;
use crate::ingest::Cells;
use crate::money::Money;

choice! {
    /// What was looked at.
    Area {
        /// The core network.
        CoreNetwork = "core_network" ["核心网络"],
        /// Fibre and cable.
        Fibre = "fibre" ["光缆线路"],
        /// Base stations.
        BaseStation = "base_station" ["无线基站"],
        /// Network security.
        Security = "security" ["网络安全"],
        /// Devices in the hall.
        HallDevice = "hall_device" ["营业厅终端"],
        /// The machine room.
        MachineRoom = "machine_room" ["机房环境"],
        /// Spare parts.
        SparePart = "spare_part" ["备品备件"],
        /// Equipment near the end of its life.
        Ageing = "ageing" ["老旧设备"],
    }
}

choice! {
    /// What was found.
    Status {
        /// In order.
        Ok = "ok" ["正常"],
        /// A fault.
        Fault = "fault" ["异常", "故障"],
    }
}

/// The dataset. [`Inspection::read`] takes its fields by their places.
pub const INSPECTIONS: Dataset = Dataset {
    id: "inspections",
    names: &["设备巡检", "维护记录", "巡检"],
    row_is: ("one inspection of one asset", "一行一次设备巡检"),
    fields: &[
        Field::new("date", Kind::Date, &["日期", "巡检日期"]).required(),
        Field::hall(),
        Field::new("area", Kind::Choice(Area::VALUES), &["类别"]).required(),
        Field::new("asset", Kind::Text, &["设备", "对象"]).required(),
        Field::new("status", Kind::Choice(Status::VALUES), &["状态", "结果"]).required(),
        Field::new("found_at", Kind::DateTime, &["发现时间"]),
        Field::new("fixed_at", Kind::DateTime, &["修复时间"]),
        Field::new("installed_on", Kind::Date, &["投用日期"]),
        Field::new(
            "service_life_years",
            Kind::Num { min: 0, max: 100 },
            &["使用年限"],
        ),
        Field::new("note", Kind::Text, &["备注"]),
    ],
};

/// One inspection of one asset. Texts borrow from the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are told in the dataset above
pub struct Inspection<'a> {
    pub date: Date,
    pub hall: Option<&'a str>,
    pub area: Area,
    pub asset: &'a str,
    pub status: Status,
    pub found_at: Option<DateTime>,
    pub fixed_at: Option<DateTime>,
    pub installed_on: Option<Date>,
    pub service_life_years: Option<Money>,
    pub note: Option<&'a str>,
}

impl<'a> Inspection<'a> {
    /// Reads a row of [`INSPECTIONS`]. `None` where a cell is bad, a required one blank, or a fault was fixed
    /// before it was found: the row has then been told to the diagnostics.
    pub fn read(row: &mut impl Cells<'a>) -> Option<Self> {
        let date = row.date(0);
        let hall = row.text(1);
        let area = row.choice(2).and_then(Area::at);
        let asset = row.text(3);
        let status = row.choice(4).and_then(Status::at);
        let found_at = row.datetime(5);
        let fixed_at = row.datetime(6);
        let installed_on = row.date(7);
        let service_life_years = row.num(8);
        let note = row.text(9);
        if fixed_at.is_some_and(|fixed| found_at.is_some_and(|found| fixed < found)) {
            row.out_of_order(6, "time", "found_at");
        }
        row.accept(Self {
            date: date?,
            hall,
            area: area?,
            asset: asset?,
            status: status?,
            found_at,
            fixed_at,
            installed_on,
            service_life_years,
            note,
        })
    }
}
