//! Our XML parser beside others: what each of them is asked to do, and how it is measured.

pub mod c;
pub mod heap;
pub mod measure;
pub mod quick;
pub mod readers;
pub mod report;
pub mod rx;
