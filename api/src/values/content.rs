//! What the bytes of a file say about its type. Believes neither its name nor what the sender calls it.

use std::io::{Cursor, Read, copy, sink};

use entity::enums::MediaType;
use zip::ZipArchive;

/// The largest file.
pub const LARGEST_FILE: usize = 10 * 1024 * 1024;
/// The most entries of an archive, and the most bytes of all of them together when unpacked.
const MOST_ENTRIES: usize = 2000;
const MOST_UNPACKED: u64 = 100 * 1024 * 1024;
/// How an entry of the directory of an archive begins.
const DIRECTORY_ENTRY: &[u8; 4] = b"PK\x01\x02";
/// What makes an office document run programs.
const MACROS: &str = "vbaproject.bin";

/// True when the bytes are a file of this type. An archive is unpacked to nowhere, as far as its limits; one that goes
/// beyond them, is encrypted or carries macros is of no type.
#[must_use]
pub fn is_of_type(bytes: &[u8], media_type: MediaType) -> bool {
    match media_type {
        MediaType::Pdf => bytes.starts_with(b"%PDF-"),
        MediaType::Jpeg => bytes.starts_with(&[0xff, 0xd8, 0xff]),
        MediaType::Png => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
        MediaType::Webp => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
        MediaType::Docx => is_office(bytes, "word/document.xml", MOST_UNPACKED),
        MediaType::Xlsx => is_office(bytes, "xl/workbook.xml", MOST_UNPACKED),
    }
}

/// An archive within the limits that holds the part by which an office document of a kind is known.
fn is_office(bytes: &[u8], part: &str, most_unpacked: u64) -> bool {
    // Counted before the archive is opened: its directory is read into memory.
    let listed = bytes.windows(DIRECTORY_ENTRY.len()).filter(|window| *window == DIRECTORY_ENTRY).count();
    if !bytes.starts_with(b"PK\x03\x04") || listed > MOST_ENTRIES {
        return false;
    }
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    let Ok(names) = archive.file_names().collect::<Result<Vec<_>, _>>() else { return false };
    let has = |name: &str| names.iter().any(|other| other == name);
    let runs_programs = names.iter().any(|name| name.to_ascii_lowercase().ends_with(MACROS));
    let is_fine = has("[Content_Types].xml") && has(part) && !runs_programs;
    drop(names);
    is_fine && unpacks(&mut archive, most_unpacked)
}

/// Whether all entries can be read within the limit, whatever the directory says of their sizes.
fn unpacks(archive: &mut ZipArchive<Cursor<&[u8]>>, mut left: u64) -> bool {
    (0..archive.len()).all(|index| {
        let Ok(entry) = archive.by_index(index) else { return false };
        match copy(&mut entry.take(left + 1), &mut sink()) {
            Ok(read) if read <= left => {
                left -= read;
                true
            }
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use entity::enums::MediaType;
    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

    use super::{is_of_type, is_office};

    fn archive(entries: &[(&str, usize)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (name, size) in entries {
            writer.start_file(*name, options).unwrap();
            writer.write_all(&vec![b' '; *size]).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_type_is_known_by_its_first_bytes() {
        let files: [(&[u8], MediaType); 4] = [
            (b"%PDF-1.7\n", MediaType::Pdf),
            (&[0xff, 0xd8, 0xff, 0xe0], MediaType::Jpeg),
            (b"\x89PNG\r\n\x1a\n....", MediaType::Png),
            (b"RIFF....WEBPVP8 ", MediaType::Webp),
        ];
        for (bytes, media_type) in files {
            for other in MediaType::ALL {
                assert_eq!(is_of_type(bytes, other), other == media_type, "{other:?} {media_type:?}");
            }
        }
        for media_type in MediaType::ALL {
            assert!(!is_of_type(b"#!/bin/sh\n", media_type) && !is_of_type(b"", media_type));
        }
    }

    #[test]
    fn office_documents_are_known_by_their_parts() {
        let text = archive(&[("[Content_Types].xml", 10), ("word/document.xml", 5000)]);
        let table = archive(&[("[Content_Types].xml", 10), ("xl/workbook.xml", 5000)]);
        assert!(is_of_type(&text, MediaType::Docx) && !is_of_type(&text, MediaType::Xlsx));
        assert!(is_of_type(&table, MediaType::Xlsx) && !is_of_type(&table, MediaType::Docx));
        assert!(!is_of_type(&archive(&[("word/document.xml", 10)]), MediaType::Docx));
        let macros =
            archive(&[("[Content_Types].xml", 1), ("word/document.xml", 1), ("word/vbaProject.bin", 1)]);
        assert!(!is_of_type(&macros, MediaType::Docx));
        assert!(!is_of_type(&text[..text.len() - 30], MediaType::Docx));
    }

    #[test]
    fn an_archive_is_measured_unpacked() {
        let part = "word/document.xml";
        let parts = [("[Content_Types].xml", 10), (part, 20_000), ("word/media/a.bin", 20_000)];
        let packed = archive(&parts);
        assert!(packed.len() < 2000 && is_of_type(&packed, MediaType::Docx));
        assert!(is_office(&packed, part, 40_010) && !is_office(&packed, part, 40_009));
        let names: Vec<_> = (0..3000).map(|n| format!("word/{n}.xml")).collect();
        let mut entries = vec![("[Content_Types].xml", 1), (part, 1)];
        entries.extend(names.iter().map(|name| (name.as_str(), 1)));
        assert!(!is_of_type(&archive(&entries), MediaType::Docx));
    }
}
