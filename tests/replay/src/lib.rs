//! Replays recordings.
