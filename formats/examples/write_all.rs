//! Writes every format of the sample publications to a directory, the odd ones below it.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use formats::charts::{self, Kind};
use formats::document::Document;
use formats::language::Language;
use formats::{csv, dhis2, hxl, iati, sample, sdmx, xlsx};

fn main() -> io::Result<()> {
    let directory = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "out".into()));
    write(&sample::document(), &directory)?;
    write(&sample::odd(), &directory.join("odd"))?;
    write(&sample::empty(), &directory.join("empty"))?;
    write(&sample::long(28), &directory.join("long"))
}

fn write(document: &Document, directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    let create = |name: &str| File::create(directory.join(name)).map(BufWriter::new);
    serde_json::to_writer_pretty(create("publication.json")?, document)?;
    csv::write(document, &mut create("publication.csv")?)?;
    hxl::write(document, &mut create("publication.hxl.csv")?)?;
    sdmx::write_data(document, &mut create("publication.sdmx.csv")?)?;
    sdmx::write_structure(document, &mut create("structure.xml")?)?;
    iati::write(document, &iati::Activity::default(), &mut create("publication.iati.xml")?)?;
    let mapping = dhis2::Mapping::derived(document);
    dhis2::write(document, &mapping, &mut create("publication.dhis2.json")?)?;
    xlsx::write(document, Language::Vi, &mut create("publication.xlsx")?)?;
    xlsx::write(document, Language::En, &mut create("publication.en.xlsx")?)?;
    pictures(document, directory)
}

fn pictures(document: &Document, directory: &Path) -> io::Result<()> {
    for indicator in &document.indicators {
        for kind in Kind::ALL {
            for language in [Language::Vi, Language::En] {
                let mut picture = Vec::new();
                if charts::write(document, &indicator.code, kind, language, &mut picture).is_ok() {
                    let name = format!("{}.{}.{}.svg", indicator.code, kind.code(), language.code());
                    fs::write(directory.join(name), picture)?;
                }
            }
        }
    }
    Ok(())
}
