//! 团队表现评估.

use serde_json::Value as Json;

use super::Exhibits;
use crate::report::desk::Desk;

/// Works the section's exhibits out and gives what its prose needs.
pub fn build(_desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    for id in [
        "service_actions",
        "network_inspections",
        "device_inspections",
        "staff_top",
        "staff_best",
        "training",
        "issues",
    ] {
        exhibits.table(id, None);
    }
    Json::Null
}
