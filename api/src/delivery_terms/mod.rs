//! What a delivery counts of its line, and what it is worth: conversion between units and between fresh and dried, and the
//! price by the rule of the line. Pure arithmetic on exact decimals; reads and writes nothing.

pub mod queries;
