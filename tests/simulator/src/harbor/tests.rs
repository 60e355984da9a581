//! The rules and traps of the contract, one test each; recorded flows are replayed elsewhere.
