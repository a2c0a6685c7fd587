//! Search by word prefixes, the same on both databases: every word of the question must begin a word of the name;
//! `LIKE` is not used, so nothing in a question is a wildcard.

use entity::search_word;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{BinOper, Expr, ExprTrait, SelectStatement, SimpleExpr},
};

use super::{SortBy, SortKind};
use crate::values::search_words;

/// Stands behind every text that begins with a prefix.
const LAST: char = '\u{10ffff}';

/// A question: its words, folded and as written.
#[derive(Clone, Debug)]
pub struct Words {
    resource: &'static str,
    words: Vec<(String, String)>,
}

impl Words {
    /// The words of a question about one kind of resource.
    #[must_use]
    pub fn of(resource: &'static str, question: &str) -> Self {
        Self { resource, words: search_words(question) }
    }

    /// Rows in whose names every word begins some word; none when the question has no word.
    pub fn condition<C: ColumnTrait>(&self, id: C) -> Condition {
        let folded = self.words.iter().map(|(word, _)| starting(search_word::Column::Word, word));
        self.each(id, folded)
    }

    /// A text key that sorts the best hits first and then by `key`: names with exactly these words, names with words
    /// that begin so with the same diacritics, all others.
    pub fn ranked<C: ColumnTrait, K: ColumnTrait>(&self, id: C, key: K) -> SimpleExpr {
        let whole =
            self.words.iter().map(|(_, exact)| search_word::Column::ExactWord.eq(exact.as_str()).into());
        let begun = self.words.iter().map(|(word, exact)| {
            starting(search_word::Column::Word, word).add(starting(search_word::Column::ExactWord, exact))
        });
        let rank: SimpleExpr = Expr::case(self.each(id, whole), Expr::cust("'0'"))
            .case(self.each(id, begun), Expr::cust("'1'"))
            .finally(Expr::cust("'2'"))
            .into();
        rank.binary(BinOper::Custom("||"), Expr::col(key.as_column_ref()))
    }

    /// The order of a list that is looked through: the best hits first, then by `key`.
    pub fn order<C: ColumnTrait, K: ColumnTrait>(&self, id: C, key: K) -> SortBy {
        SortBy { by: self.ranked(id, key), kind: SortKind::Text, descending: false, is_unseen: false }
    }

    fn each<C: ColumnTrait>(&self, id: C, words: impl Iterator<Item = Condition>) -> Condition {
        if self.words.is_empty() {
            return Condition::all().add(Expr::cust("1 = 0"));
        }
        words.fold(Condition::all(), |all, word| all.add(id.in_subquery(self.named(word))))
    }

    fn named(&self, word: Condition) -> SelectStatement {
        search_word::Entity::find()
            .select_only()
            .column(search_word::Column::ResourceId)
            .filter(search_word::Column::Resource.eq(self.resource))
            .filter(word)
            .into_query()
    }
}

/// Texts that begin with a prefix, as a range of the index. For other columns with codes too.
pub fn starting<C: ColumnTrait>(column: C, prefix: &str) -> Condition {
    Condition::all().add(column.gte(prefix)).add(column.lte(format!("{prefix}{LAST}")))
}
