//! ChaCha20: the block function of RFC 8439 and the words of a draw stream.

use isonomia::lottery::Stream;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::Report;
use super::case::Case;

/// Checks `chacha20.json`.
///
/// # Errors
///
/// The first word or block that differs.
pub fn check_chacha20(json: &str) -> Result<Report, String> {
    let file = Case::file(json)?;
    file.sections(&[
        "source",
        "definitions",
        "rfc8439_blocks",
        "next_u64",
        "next_u64_positions",
        "blocks_64bit_counter",
    ])?;
    let mut report = Report::default();
    for case in file.list("rfc8439_blocks")? {
        let counter = case.get("counter")?.number_u64()?;
        let nonce = case.get("nonce")?.bytes()?;
        let block = rfc8439_block(case.get("key")?.bytes32()?, counter, &nonce)
            .ok_or_else(|| case.not("a 96-bit nonce"))?;
        report.equal(&case.place, &block, &case.get("keystream")?.bytes()?)?;
    }
    for case in file.list("next_u64")? {
        check_words(&mut report, &case)?;
    }
    for case in file.list("next_u64_positions")? {
        let mut stream = Stream::new(case.get("key")?.bytes32()?);
        let index = case.get("index")?.number_u64()?;
        for _ in 0..index {
            stream.next_u64();
        }
        let word = format!("{:016x}", stream.next_u64());
        report.equal(&case.place, &word.as_str(), &case.get("u64_hex")?.text()?)?;
        report.equal(&case.place, &stream.words_used(), &(index + 1))?;
    }
    for case in file.list("blocks_64bit_counter")? {
        let block = case.get("block_counter")?.number_u64()?;
        let mut stream = Stream::from_block(case.get("key")?.bytes32()?, block);
        let ours: Vec<u8> = (0..8)
            .flat_map(|_| stream.next_u64().to_le_bytes())
            .collect();
        report.equal(&case.place, &ours, &case.get("keystream")?.bytes()?)?;
    }
    Ok(report)
}

/// The words of `u64_hex` are the first of the stream of `key`.
pub(super) fn check_words(report: &mut Report, case: &Case) -> Result<(), String> {
    let mut stream = Stream::new(case.get("key")?.bytes32()?);
    for word in case.list("u64_hex")? {
        let ours = format!("{:016x}", stream.next_u64());
        report.equal(&word.place, &ours.as_str(), &word.text()?)?;
    }
    Ok(())
}

/// The RFC has a 32-bit counter and a 96-bit nonce where the stream has 64 bits of each: the
/// first 32 bits of the nonce are the upper half of the wider counter.
fn rfc8439_block(key: [u8; 32], counter: u64, nonce: &[u8]) -> Option<Vec<u8>> {
    let (high, low) = nonce.split_first_chunk::<4>()?;
    let counter = counter | u64::from(u32::from_le_bytes(*high)) << 32;
    let mut words = ChaCha20Rng::from_seed(key);
    words.set_stream(u64::from_le_bytes(low.try_into().ok()?));
    words.set_word_pos(u128::from(counter) * 16);
    let mut block = vec![0; 64];
    words.fill_bytes(&mut block);
    Some(block)
}
