//! Where the content of files lies: a folder, or a bucket of an object store. Knows nothing of whose they are.
//!
//! An object is there as a whole or not at all: it is written under another name and takes its own when it is safe on
//! the disk. What was written for a record that never said so is harmless: nothing leads to it.

use std::{fs, os::unix::fs::DirBuilderExt as _, path::Path as Folder, sync::Arc, time::Duration};

use actix_web::web::Bytes;
use object_store::{
    GetResult, ObjectStore, ObjectStoreExt as _, RetryConfig, aws::AmazonS3Builder, local::LocalFileSystem,
    memory::InMemory, path::Path,
};
use uuid::Uuid;

use crate::error::Error;

/// A request has half a minute in all.
const RETRIES_END: Duration = Duration::from_secs(10);

/// The place of all files; cheap to clone.
#[derive(Clone, Debug)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
}

/// The bytes of one file, not read yet.
#[derive(Debug)]
pub struct Content(pub(crate) GetResult);

impl Content {
    /// How many there are.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.0.meta.size
    }
}

impl Files {
    /// The folder of `file://…`, made if it is missing, or the bucket and prefix of `s3://…`, whose credentials come
    /// from the usual `AWS_…` variables.
    ///
    /// # Errors
    /// In words for whoever started the service.
    pub fn open(address: &str) -> Result<Self, String> {
        match address.split_once("://") {
            Some(("file", folder)) => Self::folder(Folder::new(folder)),
            Some(("s3", place)) => Self::bucket(place),
            _ => Err(format!("{address} is neither file:// nor s3://")),
        }
    }

    /// The folder or bucket of a setting; without one, a folder beside the SQLite file, or `data/attachments`.
    ///
    /// # Errors
    /// In words for whoever started the service.
    pub fn of_setting(setting: Option<&str>, database_url: &str) -> Result<Self, String> {
        let address = setting.map_or_else(|| beside(database_url), str::to_owned);
        Self::open(&address).map_err(|fault| format!("ATTACHMENTS_URL: {fault}"))
    }

    /// In memory, for commands that read and write no files.
    #[must_use]
    pub fn nowhere() -> Self {
        Self { store: Arc::new(InMemory::new()), prefix: Path::default() }
    }

    fn folder(folder: &Folder) -> Result<Self, String> {
        let told = |fault: &dyn std::fmt::Display| format!("{}: {fault}", folder.display());
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|fault| told(&fault))?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|fault| told(&fault))?;
        Ok(Self { store: Arc::new(store.with_fsync(true)), prefix: Path::default() })
    }

    fn bucket(place: &str) -> Result<Self, String> {
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        let retries = RetryConfig { retry_timeout: RETRIES_END, ..RetryConfig::default() };
        let store = AmazonS3Builder::from_env().with_bucket_name(bucket).with_retry(retries).build();
        let store = store.map_err(|fault| fault.to_string())?;
        let prefix = Path::parse(prefix).map_err(|fault| fault.to_string())?;
        Ok(Self { store: Arc::new(store), prefix })
    }

    fn place(&self, id: Uuid) -> Path {
        self.prefix.clone().join(id.to_string())
    }

    /// Keeps the bytes of a file; when this returns they are safe. Whatever was kept under the id is replaced.
    ///
    /// # Errors
    /// 503 when the store cannot take them.
    pub async fn keep(&self, id: Uuid, bytes: Bytes) -> Result<(), Error> {
        self.store.put(&self.place(id), bytes.into()).await.map(drop).map_err(unavailable)
    }

    /// The bytes of a file that was kept.
    ///
    /// # Errors
    /// 500 when they are gone, 503 when the store cannot give them.
    pub async fn read(&self, id: Uuid) -> Result<Content, Error> {
        match self.store.get(&self.place(id)).await {
            Ok(found) => Ok(Content(found)),
            Err(lost @ object_store::Error::NotFound { .. }) => Err(Error::internal(lost)),
            Err(fault) => Err(unavailable(fault)),
        }
    }

    /// Removes the bytes of a file, if there are any.
    ///
    /// # Errors
    /// 503 when the store cannot do it.
    pub async fn remove(&self, id: Uuid) -> Result<(), Error> {
        match self.store.delete(&self.place(id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(fault) => Err(unavailable(fault)),
        }
    }
}

fn unavailable(fault: object_store::Error) -> Error {
    tracing::error!(%fault, "the store of files failed");
    Error::Unavailable
}

/// `data/hoinongdan.db` keeps its files in `data/hoinongdan.attachments`.
fn beside(database_url: &str) -> String {
    let file = database_url.strip_prefix("sqlite:").map(|rest| rest.trim_start_matches("//"));
    let folder = file.map_or_else(
        || Folder::new("data").join("attachments"),
        |file| Folder::new(file.split('?').next().unwrap_or(file)).with_extension("attachments"),
    );
    format!("file://{}", folder.display())
}

#[cfg(test)]
mod tests {
    use super::{Files, beside};

    #[test]
    fn files_lie_beside_the_database() {
        for (database, folder) in [
            ("sqlite://data/hoinongdan.db", "file://data/hoinongdan.attachments"),
            ("sqlite:///var/lib/x.db?mode=rwc", "file:///var/lib/x.attachments"),
            ("postgres://user:password@host/database", "file://data/attachments"),
        ] {
            assert_eq!(beside(database), folder);
        }
    }

    #[test]
    fn other_places_are_refused_by_name() {
        let fault = Files::of_setting(Some("ftp://host/x"), "sqlite://x.db").unwrap_err();
        assert_eq!(fault, "ATTACHMENTS_URL: ftp://host/x is neither file:// nor s3://");
    }
}
