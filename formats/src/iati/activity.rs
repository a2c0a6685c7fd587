//! What IATI has to know about the activity behind the figures, which no publication says.

use chrono::NaiveDate;
use serde::Deserialize;

/// The activity whose results are published; what a file leaves out is that of the project.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Activity {
    /// Identifier of the publisher in IATI; that of the document when not set.
    pub publisher: Option<String>,
    /// What follows the identifier of the publisher and a hyphen.
    pub suffix: String,
    /// In Vietnamese.
    pub title_vi: String,
    /// In English.
    pub title_en: String,
    /// What is done, in Vietnamese.
    pub description_vi: String,
    /// The same in English.
    pub description_en: String,
    /// Code of the publisher in the codelist `OrganisationType`.
    pub publisher_type: String,
    /// Who pays.
    pub funder: Funder,
    /// The first day as planned.
    pub starts_on: NaiveDate,
    /// The last day as planned.
    pub ends_on: NaiveDate,
    /// Code in the five-digit list of purposes of the DAC.
    pub sector: String,
    /// Where the codes of indicators are explained.
    pub indicator_uri: Option<String>,
}

/// An organisation that pays, and its own record of the activity.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Funder {
    /// Identifier in IATI.
    pub iati_id: String,
    /// Code in the codelist `OrganisationType`.
    pub kind: String,
    /// In Vietnamese.
    pub name_vi: String,
    /// In English.
    pub name_en: String,
    /// Identifier of the activity of which this one is a part.
    pub activity: String,
}

impl Activity {
    /// An activity that somebody wrote down as JSON.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn read(json: &str) -> Result<Self, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }
}

impl Default for Activity {
    /// The Commercial Smallholder Support Project.
    fn default() -> Self {
        Self {
            publisher: None,
            suffix: "CSSP".into(),
            title_vi: "Dự án Hỗ trợ kinh doanh cho nông hộ (CSSP) tại tỉnh Cao Bằng".into(),
            title_en: "Commercial Smallholder Support Project (CSSP) in Cao Bang province".into(),
            description_vi: "Thành lập và hỗ trợ các nhóm đồng sở thích, tổ hợp tác và hợp tác xã của nông dân.".into(),
            description_en: "Common interest groups, cooperative groups and cooperatives of farmers are founded and supported."
                .into(),
            publisher_type: "15".into(),
            funder: Funder::default(),
            starts_on: NaiveDate::from_ymd_opt(2017, 1, 1).unwrap_or_default(),
            ends_on: NaiveDate::from_ymd_opt(2024, 12, 31).unwrap_or_default(),
            sector: "31194".into(),
            indicator_uri: None,
        }
    }
}

impl Default for Funder {
    fn default() -> Self {
        Self {
            iati_id: "XM-DAC-41108".into(),
            kind: "40".into(),
            name_vi: "Quỹ Quốc tế về Phát triển Nông nghiệp (IFAD)".into(),
            name_en: "International Fund for Agricultural Development (IFAD)".into(),
            activity: "XM-DAC-41108-2000000968".into(),
        }
    }
}
