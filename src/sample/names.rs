//! Made-up names: halls by compass point and street, staff by common surnames and given names put together.

/// Halls, the first ones of a run.
const HALLS: [&str; 20] = [
    "城南",
    "城北",
    "城东",
    "城西",
    "人民路",
    "解放路",
    "建设路",
    "和平路",
    "新区",
    "大学城",
    "火车站",
    "滨江",
    "湖滨",
    "东门",
    "西关",
    "南湖",
    "北苑",
    "工业园",
    "科技园",
    "老街",
];

const SURNAMES: [&str; 20] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
    "何", "郭", "马", "罗",
];

const GIVEN: [&str; 18] = [
    "敏", "明", "丽", "洋", "静", "帆", "磊", "婷", "宁", "伟", "芳", "超", "娟", "浩", "欣", "平",
    "玲", "涛",
];

const ROLES: [&str; 9] = [
    "值班经理",
    "营业员",
    "营业员",
    "终端顾问",
    "营业员",
    "政企专员",
    "终端顾问",
    "营业员",
    "营业员",
];

/// The name of a hall.
pub(crate) fn hall(n: u64) -> String {
    let name = HALLS
        .get(n as usize % HALLS.len())
        .copied()
        .unwrap_or("城南");
    match n / HALLS.len() as u64 {
        0 => format!("{name}营业厅"),
        round => format!("{name}第{}营业厅", round + 1),
    }
}

/// The name of a member of staff. Those of a hall differ up to 360; beyond, names come again, as they do in life.
pub(crate) fn person(hall: u64, n: u64) -> String {
    let surname = (n + 7 * hall) as usize % SURNAMES.len();
    let given = (n + 5 * hall + 17 * (n / SURNAMES.len() as u64)) as usize % GIVEN.len();
    let part = |names: &[&'static str], n: usize| names.get(n).copied().unwrap_or_default();
    format!("{}{}", part(&SURNAMES, surname), part(&GIVEN, given))
}

/// The post of a member of staff.
pub(crate) fn role(n: u64) -> &'static str {
    ROLES
        .get(n as usize % ROLES.len())
        .copied()
        .unwrap_or("营业员")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_differ_within_a_hall_and_between_halls() {
        let people: BTreeSet<String> = (0..360).map(|n| person(3, n)).collect();
        assert_eq!(people.len(), 360);
        assert_eq!((person(0, 0), person(0, 1)), ("王敏".into(), "李明".into()));
        let halls: BTreeSet<String> = (0..500).map(hall).collect();
        assert_eq!(halls.len(), 500);
    }
}
