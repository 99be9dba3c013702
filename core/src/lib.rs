//! Isonomia: the algorithms with which a town decides together.
