//! Imitates the platforms.
