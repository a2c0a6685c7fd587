//! The draft of a table: columns, then what its rows must obey, with names made by one rule.

use crate::native;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, pk_uuid, string_len_null, timestamp_with_time_zone};
use sea_orm_migration::schema::{timestamp_with_time_zone_null, uuid};

/// Why a row may be declared entered in error.
const VOID_REASONS: &[&str] =
    &["entered_twice", "wrong_person", "wrong_group", "wrong_date", "never_happened", "test_entry"];

/// A table about to be created, with its indexes.
pub(crate) struct Draft {
    name: &'static str,
    columns: Vec<ColumnDef>,
    sorted: Vec<&'static str>,
    constraints: TableCreateStatement,
    uniques: Vec<&'static [&'static str]>,
    indexes: Vec<[&'static [&'static str]; 2]>,
    primaries: Vec<&'static [&'static str]>,
    is_voidable: bool,
}

impl Draft {
    /// A table with nothing in it.
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            columns: Vec::new(),
            sorted: Vec::new(),
            constraints: Table::create().table(name).take(),
            uniques: Vec::new(),
            indexes: Vec::new(),
            primaries: Vec::new(),
            is_voidable: false,
        }
    }

    /// The primary key column `id`.
    pub(crate) fn id(self) -> Self {
        self.columns([pk_uuid("id")])
    }

    /// More columns.
    pub(crate) fn columns(mut self, columns: impl IntoIterator<Item = ColumnDef>) -> Self {
        self.columns.extend(columns);
        self
    }

    /// Columns whose order, or whose beginning, is asked for: both databases compare them byte by byte.
    pub(crate) fn sorted(mut self, columns: &[&'static str]) -> Self {
        self.sorted.extend(columns);
        self
    }

    /// A primary key of several columns.
    pub(crate) fn primary(mut self, columns: &'static [&'static str]) -> Self {
        self.primaries.push(columns);
        self
    }

    /// A closed set of values.
    pub(crate) fn closed(self, column: &'static str, values: &'static [&'static str]) -> Self {
        self.check(column, Expr::col(column).is_in(values.iter().copied()))
    }

    /// A half-open interval of dates that is not empty.
    pub(crate) fn interval(self, from: &'static str, until: &'static str) -> Self {
        self.check("interval", Expr::col(until).is_null().or(Expr::col(until).gt(Expr::col(from))))
    }

    /// A rule each row obeys.
    pub(crate) fn check(mut self, rule: &str, expression: Expr) -> Self {
        self.constraints.check(Check::named(format!("{}_{rule}", self.name), expression));
        self
    }

    /// A reference to the `id` of another table.
    pub(crate) fn references(self, column: &'static str, table: &'static str) -> Self {
        self.references_key(column, table, "id")
    }

    /// A reference to a key of another table that is not called `id`.
    pub(crate) fn references_key(
        mut self,
        column: &'static str,
        table: &'static str,
        key: &'static str,
    ) -> Self {
        self.constraints.foreign_key(
            ForeignKey::create()
                .name(format!("{}_{column}_fkey", self.name))
                .from(self.name, column)
                .to(table, key)
                .on_delete(ForeignKeyAction::NoAction)
                .on_update(ForeignKeyAction::NoAction),
        );
        self
    }

    /// A key of other tables' rows that is this table's own.
    pub(crate) fn part_of(self, column: &'static str, table: &'static str) -> Self {
        self.columns([uuid(column).primary_key().take()]).references(column, table)
    }

    /// Columns that are unique together, among rows not voided.
    pub(crate) fn unique(mut self, columns: &'static [&'static str]) -> Self {
        self.uniques.push(columns);
        self
    }

    /// Columns rows are found by.
    pub(crate) fn index(self, columns: &'static [&'static str]) -> Self {
        self.covering(columns, &[])
    }

    /// Columns rows are found by, and those that reports read with them: scans need not look at the table itself.
    pub(crate) fn covering(
        mut self,
        columns: &'static [&'static str],
        read: &'static [&'static str],
    ) -> Self {
        self.indexes.push([columns, read]);
        self
    }

    /// `version`, `created_at` and `updated_at`.
    pub(crate) fn versioned(self) -> Self {
        let updated = timestamp_with_time_zone("updated_at");
        self.columns([integer("version")]).created().columns([updated])
    }

    /// `created_at`.
    pub(crate) fn created(self) -> Self {
        self.columns([timestamp_with_time_zone("created_at")])
    }

    /// `voided_at` and `void_reason`.
    pub(crate) fn voidable(mut self) -> Self {
        self.is_voidable = true;
        self.columns([timestamp_with_time_zone_null("voided_at"), string_len_null("void_reason", 40)])
            .closed("void_reason", VOID_REASONS)
    }

    /// Creates the table and its indexes.
    pub(crate) async fn create(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let mut table = self.constraints;
        for mut column in self.columns {
            if self.sorted.iter().any(|name| column.get_column_name() == *name) {
                native::byte_order(manager, &mut column);
            }
            table.col(column);
        }
        for columns in self.primaries {
            table.primary_key(&mut over(Index::create().primary().take(), columns));
        }
        manager.create_table(table).await?;
        for columns in self.uniques {
            let name = format!("{}_{}_key", self.name, columns.join("_"));
            let mut index = over(Index::create().name(name).table(self.name).unique().take(), columns);
            if self.is_voidable {
                index.and_where(Expr::col("voided_at").is_null());
            }
            manager.create_index(index).await?;
        }
        for [columns, read] in self.indexes {
            let name = format!("{}_{}_idx", self.name, columns.join("_"));
            let index = over(Index::create().name(name).table(self.name).take(), &[columns, read].concat());
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Drops tables, in the order given.
pub(crate) async fn drop_tables(manager: &SchemaManager<'_>, names: &[&'static str]) -> Result<(), DbErr> {
    for name in names {
        manager.drop_table(Table::drop().table(*name).take()).await?;
    }
    Ok(())
}

fn over(mut index: IndexCreateStatement, columns: &[&'static str]) -> IndexCreateStatement {
    for column in columns {
        index.col(*column);
    }
    index
}
