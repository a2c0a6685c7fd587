//! The structure of the data as SDMX-ML 3.0: codelists, concepts, data structure, dataflow.

use std::io::{self, Write};

use chrono::SecondsFormat;

use super::super::document::Document;
use super::super::xml::Xml;
use super::codes::{self, Code};
use super::{ATTRIBUTES, CONCEPTS, Component, VERSION, agency, artefact};

/// Media type of the file.
pub const MEDIA_TYPE: &str = "application/vnd.sdmx.structure+xml; version=3.0.0";

const MESSAGE: &str = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/message";
const STRUCTURE: &str = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/structure";
const COMMON: &str = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/common";

/// Names of the concepts, which are the columns of the data.
const CONCEPT_NAMES: [(&str, &str, &str); 16] = [
    ("INDICATOR", "Chỉ số", "Indicator"),
    ("REF_AREA", "Địa bàn", "Reference area"),
    ("SEX", "Giới tính", "Sex"),
    ("AGE", "Nhóm tuổi", "Age group"),
    ("INDIGENOUS", "Dân tộc thiểu số", "Ethnic minority"),
    ("POVERTY", "Hộ nghèo", "Poverty status of the household"),
    ("VALUE_CHAIN", "Chuỗi giá trị", "Value chain"),
    ("LEGAL_FORM", "Hình thức tổ chức", "Legal form of the group"),
    (
        "CALENDAR_YEAR",
        "Năm dương lịch trong kỳ, tính riêng từng năm",
        "Calendar year within the period, counted anew",
    ),
    ("FREQ", "Tần suất", "Frequency of observation"),
    ("TIME_PERIOD", "Kỳ báo cáo", "Time period"),
    ("OBS_VALUE", "Giá trị", "Observation value"),
    ("UNIT_MEASURE", "Đơn vị tính", "Unit of measure"),
    ("OBS_STATUS", "Trạng thái của giá trị", "Observation status"),
    ("NUMERATOR", "Tử số", "Numerator of a ratio"),
    ("DENOMINATOR", "Mẫu số", "Denominator of a ratio"),
];

/// Writes the file.
///
/// # Errors
/// When the bytes cannot be written down.
pub fn write(document: &Document, out: &mut impl Write) -> io::Result<()> {
    let mut xml = Xml::document(out)?;
    let spaces = [("xmlns:mes", MESSAGE), ("xmlns:str", STRUCTURE), ("xmlns:com", COMMON)];
    let page = Page { document, agency: agency(document) };
    xml.within("mes:Structure", &spaces, |xml| {
        page.header(xml)?;
        xml.within("mes:Structures", &[], |xml| {
            page.codelists(xml)?;
            page.concepts(xml)?;
            page.dataflow(xml)?;
            page.data_structure(xml)
        })
    })?;
    xml.into_inner().flush()
}

struct Page<'a> {
    document: &'a Document,
    agency: String,
}

impl Page<'_> {
    fn header<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let prepared = self.document.published_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        xml.within("mes:Header", &[], |xml| {
            xml.text("mes:ID", &[], &artefact("STRUCTURE", self.document))?;
            xml.text("mes:Test", &[], "false")?;
            xml.text("mes:Prepared", &[], &prepared)?;
            xml.within("mes:Sender", &[("id", &self.agency)], |xml| {
                names(xml, &self.document.publisher.name_vi, &self.document.publisher.name_en)
            })
        })
    }

    fn codelists<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let dimensions = Component::ALL.into_iter().filter(|it| *it != Component::Period);
        let dimensions = dimensions.map(|it| (it.id(), codes::list(self.document, it)));
        let attributes = ATTRIBUTES.into_iter().filter(|it| is_coded(it));
        let attributes = attributes.map(|it| (it, codes::attribute_list(self.document, it)));
        xml.within("str:Codelists", &[], |xml| {
            dimensions.chain(attributes).try_for_each(|(id, list)| self.codelist(xml, id, &list))
        })
    }

    fn codelist<W: Write>(&self, xml: &mut Xml<W>, concept: &str, list: &[Code]) -> io::Result<()> {
        let id = artefact(&format!("CL_{concept}"), self.document);
        let attributes = [("id", id.as_str()), ("agencyID", &self.agency), ("version", VERSION)];
        let (vi, en) = concept_names(concept);
        xml.within("str:Codelist", &attributes, |xml| {
            names(xml, vi, en)?;
            list.iter().try_for_each(|code| {
                xml.within("str:Code", &[("id", &code.id)], |xml| names(xml, &code.name_vi, &code.name_en))
            })
        })
    }

    fn concepts<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let attributes = [("id", CONCEPTS), ("agencyID", &self.agency), ("version", VERSION)];
        xml.within("str:ConceptSchemes", &[], |xml| {
            xml.within("str:ConceptScheme", &attributes, |xml| {
                names(xml, "Khái niệm của số liệu kết quả", "Concepts of result figures")?;
                CONCEPT_NAMES.iter().try_for_each(|(id, vi, en)| {
                    xml.within("str:Concept", &[("id", id)], |xml| names(xml, vi, en))
                })
            })
        })
    }

    fn dataflow<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let id = artefact("DF", self.document);
        let attributes = [("id", id.as_str()), ("agencyID", &self.agency), ("version", VERSION)];
        let structure = self.urn("datastructure.DataStructure", &artefact("DSD", self.document));
        xml.within("str:Dataflows", &[], |xml| {
            xml.within("str:Dataflow", &attributes, |xml| {
                self.titles(xml)?;
                xml.text("str:Structure", &[], &structure)
            })
        })
    }

    fn data_structure<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let id = artefact("DSD", self.document);
        let attributes = [("id", id.as_str()), ("agencyID", &self.agency), ("version", VERSION)];
        xml.within("str:DataStructures", &[], |xml| {
            xml.within("str:DataStructure", &attributes, |xml| {
                self.titles(xml)?;
                xml.within("str:DataStructureComponents", &[], |xml| {
                    self.dimensions(xml)?;
                    self.attributes(xml)?;
                    self.measure(xml)
                })
            })
        })
    }

    fn dimensions<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        xml.within("str:DimensionList", &[("id", "DimensionDescriptor")], |xml| {
            for (position, component) in (1..).zip(Component::ALL) {
                let id = component.id();
                if component == Component::Period {
                    xml.within("str:TimeDimension", &[("id", id)], |xml| {
                        self.identity(xml, id)?;
                        format(xml, "ObservationalTimePeriod")
                    })?;
                    continue;
                }
                xml.within("str:Dimension", &[("id", id), ("position", &position.to_string())], |xml| {
                    self.identity(xml, id)?;
                    self.enumeration(xml, id)
                })?;
            }
            Ok(())
        })
    }

    fn attributes<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        xml.within("str:AttributeList", &[("id", "AttributeDescriptor")], |xml| {
            for id in ATTRIBUTES {
                let is_coded = is_coded(id);
                let usage = if is_coded { "mandatory" } else { "optional" };
                xml.within("str:Attribute", &[("id", id), ("usage", usage)], |xml| {
                    self.identity(xml, id)?;
                    if is_coded {
                        self.enumeration(xml, id)?;
                    } else {
                        format(xml, "Long")?;
                    }
                    xml.within("str:AttributeRelationship", &[], |xml| match id {
                        "UNIT_MEASURE" => xml.text("str:Dimension", &[], Component::Indicator.id()),
                        _ => xml.empty("str:Observation", &[]),
                    })
                })?;
            }
            Ok(())
        })
    }

    fn measure<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        xml.within("str:MeasureList", &[("id", "MeasureDescriptor")], |xml| {
            xml.within("str:Measure", &[("id", "OBS_VALUE"), ("usage", "optional")], |xml| {
                self.identity(xml, "OBS_VALUE")?;
                format(xml, "Decimal")
            })
        })
    }

    fn identity<W: Write>(&self, xml: &mut Xml<W>, concept: &str) -> io::Result<()> {
        let scheme = self.urn("conceptscheme.Concept", CONCEPTS);
        xml.text("str:ConceptIdentity", &[], &format!("{scheme}.{concept}"))
    }

    fn enumeration<W: Write>(&self, xml: &mut Xml<W>, concept: &str) -> io::Result<()> {
        let list = self.urn("codelist.Codelist", &artefact(&format!("CL_{concept}"), self.document));
        xml.within("str:LocalRepresentation", &[], |xml| xml.text("str:Enumeration", &[], &list))
    }

    fn titles<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        names(xml, &self.document.title_vi, &self.document.title_en)
    }

    fn urn(&self, class: &str, id: &str) -> String {
        format!("urn:sdmx:org.sdmx.infomodel.{class}={}:{id}({VERSION})", self.agency)
    }
}

fn format<W: Write>(xml: &mut Xml<W>, kind: &str) -> io::Result<()> {
    xml.within("str:LocalRepresentation", &[], |xml| xml.empty("str:TextFormat", &[("textType", kind)]))
}

/// Whether the values of an attribute are codes.
fn is_coded(attribute: &str) -> bool {
    matches!(attribute, "UNIT_MEASURE" | "OBS_STATUS")
}

/// The name in both languages.
fn names<W: Write>(xml: &mut Xml<W>, vi: &str, en: &str) -> io::Result<()> {
    xml.text("com:Name", &[("xml:lang", "vi")], vi)?;
    xml.text("com:Name", &[("xml:lang", "en")], en)
}

fn concept_names(id: &str) -> (&'static str, &'static str) {
    CONCEPT_NAMES.iter().find(|(known, ..)| *known == id).map_or(("", ""), |&(_, vi, en)| (vi, en))
}

#[cfg(test)]
mod tests {
    use super::super::super::sample;
    use super::write;

    #[test]
    fn codes_have_names_in_both_languages() {
        let mut bytes = Vec::new();
        write(&sample::document(), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let code = r#"<str:Code id="THACH_DEN">
          <com:Name xml:lang="vi">=Thạch đen &amp; &quot;sương sáo&quot;</com:Name>
          <com:Name xml:lang="en">=Mesona &amp; &quot;grass jelly&quot;</com:Name>
        </str:Code>"#;
        assert!(text.contains(code));
        assert!(
            text.contains(
                r#"<str:Codelist id="CL_SEX_CB_P_000012" agencyID="VN-REG-04-HND" version="1.0.0">"#
            )
        );
        assert!(text.contains("<mes:Prepared>2022-07-07T02:00:00Z</mes:Prepared>"));
    }
}
