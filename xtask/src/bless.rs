//! Rewrites what is generated from the code and kept in the repository.

use crate::run::{Done, say};
use crate::test;

/// Golden reports, the rule pages in docs/rules, the rules' TypeScript types.
pub(crate) fn bless() -> Done {
    say("cargo test with ISONOMIA_BLESS=1: golden files are written");
    // A blessing run may fail in tests that compare before they write: the second run decides.
    test::golden(true)?;
    say("cargo test: what was written is read back");
    if !test::golden(false)? {
        return Err("the tests still fail: that is not a matter of golden files".to_owned());
    }
    println!("\nblessed: read `git diff` before you commit, it is the change of behaviour");
    Ok(())
}
