//! Workbooks, opened again.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use super::super::document::{Dimension, Document, Table};
use super::super::{language::Language, sample};
use super::table::HEADER;
use super::{LIMITS, Limits, sheet_name, write, write_within};

fn written(document: &Document, limits: &Limits) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_within(limits, document, Language::Vi, &mut bytes).unwrap();
    bytes
}

/// The parts of a workbook by their names, which start alike.
fn parts(bytes: &[u8], start: &str) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut wanted: Vec<_> = names.into_iter().filter(|name| name.starts_with(start)).collect();
    wanted.sort_by_key(|name| (name.len(), name.clone()));
    let text = |name: &String| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    wanted.iter().map(text).collect()
}

/// The cells of the rows of figures of a sheet, without their names.
fn figures(sheet: &str) -> Vec<Vec<&str>> {
    let rows = sheet.split("<row r=\"").skip(1);
    let is_of_figures = |row: &&str| row.split('"').next().unwrap().parse::<u32>().unwrap() > HEADER + 1;
    rows.filter(is_of_figures).map(|row| row.split("<c r=\"").skip(1).map(cell).collect()).collect()
}

fn cell(text: &str) -> &str {
    let (_, cell) = text.split_once('"').unwrap();
    cell.split("</c>").next().unwrap().split("/>").next().unwrap()
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for document in [sample::document(), sample::odd()] {
        let written = |language| {
            let mut bytes = Vec::new();
            write(&document, language, &mut bytes).unwrap();
            bytes
        };
        assert!(written(Language::Vi).starts_with(b"PK"));
        assert_eq!(written(Language::Vi), written(Language::Vi));
        assert_ne!(written(Language::Vi), written(Language::En));
    }
    let on_disk = || written(&sample::long(4), &Limits { held: 0, rows: 60 });
    assert_eq!(on_disk(), on_disk());
}

#[test]
fn rows_that_do_not_fit_go_on_in_further_sheets() {
    let document = sample::long(4);
    let whole = written(&document, &Limits { held: 0, rows: LIMITS.rows });
    let split = written(&document, &Limits { held: 0, rows: HEADER + 1 + 50 });
    let (whole_sheets, split_sheets) =
        (parts(&whole, "xl/worksheets/sheet"), parts(&split, "xl/worksheets/sheet"));
    // A cover and the progress; 125 shares; 25 rows of counts with five columns.
    assert_eq!((whole_sheets.len(), split_sheets.len()), (2 + 1 + 1, 2 + 3 + 1));
    let expected = figures(&whole_sheets[2]);
    let found: Vec<_> = split_sheets[2..5].iter().flat_map(|sheet| figures(sheet)).collect();
    assert_eq!((expected.len(), found), (125, expected));
    assert_eq!(figures(&split_sheets[5]), figures(&whole_sheets[3]));
    let names = parts(&split, "xl/workbook.xml").concat();
    for (name, about) in
        [("1 G3 Xã×Chuỗi giá trị×Năm", ""), ("1 G3 Xã×Chuỗi giá trị×Năm (3)", " (tiếp theo, 3)")]
    {
        assert!(names.contains(&format!("<sheet name=\"{name}\"")), "{names}");
        let title =
            format!("<t>G3. Tỷ lệ thành viên thuộc hộ nghèo, cận nghèo – xã, chuỗi giá trị, năm{about}</t>");
        assert!(split_sheets.iter().any(|sheet| sheet.contains(&title)), "{title}");
        assert!(parts(&split, "xl/sharedStrings.xml")[0].contains(&format!("<t>{name}</t>")));
    }
}

#[test]
fn long_tables_look_like_short_ones_but_have_no_charts() {
    let document = sample::long(4);
    let [held, kept] = [LIMITS.held, 0].map(|held| written(&document, &Limits { held, ..LIMITS }));
    // One of the progress.
    assert_eq!((parts(&held, "xl/charts/").len(), parts(&kept, "xl/charts/").len()), (2, 1));
    let styles = |bytes: &[u8]| -> Vec<Option<String>> {
        let sheets = parts(bytes, "xl/worksheets/sheet");
        let cells = sheets.iter().flat_map(|sheet| figures(sheet)).flatten();
        cells.map(|cell| cell.split("s=\"").nth(1)?.split('"').next().map(str::to_owned)).collect()
    };
    // Styles are numbered as they occur, so each is known by another number.
    let (held, kept) = (styles(&held), styles(&kept));
    let pairs: BTreeSet<_> = held.iter().zip(&kept).collect();
    let different = |styles: &[Option<String>]| styles.iter().collect::<BTreeSet<_>>().len();
    assert_eq!((held.len(), different(&held), different(&kept)), (kept.len(), pairs.len(), pairs.len()));
}

#[test]
fn what_is_too_much_for_a_chart_has_none() {
    let charts = |communes: usize| {
        let mut document = sample::document();
        let mut table =
            document.tables_of("G1").find(|table| table.by == [Dimension::Commune]).unwrap().clone();
        let (mut cell, mut category) =
            (table.cells[1].clone(), document.categories_of(Dimension::Commune)[0].clone());
        let categories = document.categories.entry(Dimension::Commune).or_default();
        categories.clear();
        table.cells.truncate(1);
        for code in (0..communes).map(|at| at.to_string()) {
            category.code.clone_from(&code);
            cell.key.insert(Dimension::Commune, code);
            categories.push(category.clone());
            table.cells.push(cell.clone());
        }
        document.tables = vec![table];
        // One is of the progress.
        parts(&written(&document, &LIMITS), "xl/charts/").len() - 1
    };
    assert_eq!([2, 300, 301].map(charts), [1, 1, 0]);
}

#[test]
fn nothing_is_a_formula() {
    for document in [sample::document(), sample::odd(), sample::long(4)] {
        for held in [LIMITS.held, 0] {
            let bytes = written(&document, &Limits { held, ..LIMITS });
            assert!(parts(&bytes, "xl/worksheets/sheet").iter().all(|sheet| !sheet.contains("<f")));
        }
    }
}

#[test]
fn names_of_sheets_are_short_and_allowed() {
    let name = |indicator: &str, by: &[Dimension], part: usize| {
        let table = Table { indicator: indicator.into(), by: by.to_vec(), cells: Vec::new() };
        sheet_name(7, &table, part, Language::Vi)
    };
    assert_eq!(name("G2", &[Dimension::Commune, Dimension::Sex], 1), "7 G2 Xã×Giới tính");
    assert_eq!(name("G2", &[Dimension::Commune, Dimension::Sex], 2), "7 G2 Xã×Giới tính (2)");
    assert_eq!(name("[a]:*?/\\'b", &[], 1), "7 ab");
    let long = [Dimension::Sex, Dimension::Indigenous, Dimension::LegalForm];
    assert_eq!(name("1.1.4", &long, 1), "7 1.1.4 Giới tính×Dân tộc thiểu");
    assert_eq!(name("1.1.4", &long, 12), "7 1.1.4 Giới tính×Dân tộc (12)");
}

#[test]
fn a_table_of_nobody_has_no_chart_and_is_written() {
    let mut document = sample::document();
    let table = document.tables.iter_mut().find(|table| table.by.contains(&Dimension::Sex)).unwrap();
    table.by = vec![Dimension::Commune, Dimension::Sex];
    table.cells.retain(|cell| !cell.key.contains_key(&Dimension::Commune));
    table.cells.iter_mut().for_each(|cell| cell.value = Some(0));
    let mut bytes = Vec::new();
    write(&document, Language::Vi, &mut bytes).unwrap();
    assert!(bytes.starts_with(b"PK"));
}
