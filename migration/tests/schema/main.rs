//! The schema from outside: steps forth and back, shipped data, and the rules the databases keep by themselves.
//! Every test runs on SQLite and, where `TEST_POSTGRES_URL` names a server, on PostgreSQL.

#[cfg(test)]
mod guards;
#[cfg(test)]
mod import;
#[cfg(test)]
mod journal;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod sorts;
#[cfg(test)]
mod steps;
#[cfg(test)]
mod support;
#[cfg(test)]
mod targets;
