//! One function per operation on the audit log.

use super::{
    messages::{AuditEvent, AuditFilter},
    queries,
};
use crate::{
    access::{Access, permission::journal::ReadAuditEvents},
    error::Error,
    http::{List, Page},
    store::Entry,
};

pub(super) async fn list_audit_events(
    access: Access<ReadAuditEvents>,
    list: List<AuditFilter>,
) -> Result<Page<AuditEvent>, Error> {
    let events = queries::audit_events(&access, &list).await?;
    access.record(Entry::read("audit_event")).await?;
    Ok(Page(events))
}
