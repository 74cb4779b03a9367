//! 团队表现评估.

use serde_json::Value as Json;

use super::Exhibits;
use crate::report::desk::Desk;

/// Works the section's exhibits out and gives what its prose needs.
pub fn build(_desk: &Desk<'_>, _exhibits: &mut Exhibits) -> Json {
    Json::Null
}
