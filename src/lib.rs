//! stub
pub mod engine;
pub mod error;
pub mod guide;
pub mod query;
pub mod results;
