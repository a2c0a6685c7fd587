//! The addresses of what the figures of plans and products count.

use chrono::Datelike;

use crate::indicators::messages::{Lists, Narrower};

impl Lists {
    /// The results of plans, with further filters.
    #[must_use]
    pub fn plan_results(&self, narrower: &[Narrower<'_>]) -> Option<String> {
        let url = || self.narrowed(format!("/v1/plan-results?as_of={}", self.as_of), narrower);
        self.has_results.then(url)
    }

    /// The results of plans for the year of the day, with further filters.
    #[must_use]
    pub fn results_of_year(&self, narrower: &[Narrower<'_>]) -> Option<String> {
        let year = self.as_of.year().to_string();
        self.plan_results(&[&[("year", year.as_str())], narrower].concat())
    }

    /// The project communes with an OCOP product that is certified on the day, or all others.
    #[must_use]
    pub fn project_communes(&self, has_ocop: bool) -> Option<String> {
        let has_ocop = if has_ocop { "true" } else { "false" };
        let url = || format!("/v1/project-communes?as_of={}", self.as_of);
        self.has_products.then(|| self.narrowed(url(), &[("has_ocop", has_ocop)]))
    }

    /// The OCOP products that are certified on the day.
    #[must_use]
    pub fn products(&self) -> Option<String> {
        let url = || format!("/v1/ocop-products?as_of={}&is_certified=true", self.as_of);
        self.has_products.then(|| self.narrowed(url(), &[]))
    }
}
