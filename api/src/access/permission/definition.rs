//! What a permission is, and how the list of them becomes types.

use super::Permission;

/// Whether a permission reads single rows or only totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// Rows can be listed and read.
    RowLevel,
    /// Rows can be counted and summed, never listed.
    TotalsOnly,
}

/// A marker type that names one permission.
pub trait Permit: 'static {
    /// The permission.
    const PERMISSION: Permission;
}

/// Permissions whose holders may list and read rows.
pub trait RowLevel: Permit {}

/// Permissions whose holders may tally rows but never list them.
pub trait TotalsOnly: Permit {}

macro_rules! permissions {
    ($($domain:ident / $module:ident { $($name:ident = $wire:literal: $grain:ident,)* })*) => {
        $(
            #[doc = concat!("Permissions of the domain `", stringify!($module), "`.")]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub enum $domain { $(#[doc = $wire] $name,)* }

            #[doc = concat!("Markers of the permissions of `", stringify!($module), "`.")]
            pub mod $module {
                $(
                    #[doc = concat!("`", $wire, "`")]
                    #[derive(Debug)]
                    pub struct $name;
                    impl super::Permit for $name {
                        const PERMISSION: super::Permission = super::Permission::$domain(super::$domain::$name);
                    }
                    impl super::$grain for $name {}
                )*
            }
        )*

        /// What can be allowed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Permission { $(#[doc = concat!("Of the domain `", stringify!($module), "`.")] $domain($domain),)* }

        impl Permission {
            /// Every permission, in the order of this file.
            pub const ALL: &[Self] = &[$($(Self::$domain($domain::$name),)*)*];

            /// The wire form, `<resource>:<action>`.
            #[must_use]
            pub const fn wire(self) -> &'static str {
                match self { $($(Self::$domain($domain::$name) => $wire,)*)* }
            }

            /// The permission with a wire form.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($($wire => Some(Self::$domain($domain::$name)),)*)* _ => None }
            }

            /// Rows or only totals.
            #[must_use]
            pub const fn grain(self) -> Grain {
                match self { $($(Self::$domain($domain::$name) => Grain::$grain,)*)* }
            }
        }
    };
}

pub(super) use permissions;
