//! The addresses of whoever is trained, or not.

use crate::indicators::messages::{Lists, Narrower};

const PER_PERSON: Narrower<'static> = ("one_per", "person");

const fn is_trained(yes: bool) -> Narrower<'static> {
    ("is_trained", if yes { "true" } else { "false" })
}

impl Lists {
    /// The members that count, each once, who are trained, or all others.
    #[must_use]
    pub fn trained_members(&self, yes: bool) -> Option<String> {
        self.memberships(&[PER_PERSON, is_trained(yes)])
    }

    /// The cadres of the day, each once, who are trained, or all others, with further filters.
    #[must_use]
    pub fn trained_cadres(&self, yes: bool, narrower: &[Narrower<'_>]) -> Option<String> {
        let url = || format!("/v1/cadre-posts?as_of={}", self.as_of);
        let narrower = [narrower, &[PER_PERSON, is_trained(yes)]].concat();
        self.has_cadres.then(|| self.narrowed(url(), &narrower))
    }
}
