//! How large a draw may be (draw/v1, 2.8, closed point 2).
//!
//! Every limit is checked before anything is allocated for what exceeds it.

/// Bytes of a transcript, or of an earlier manifest.
pub const FILE_BYTES: usize = 16 << 20;
/// Bytes of a file beside the transcript: panels or pool.
pub const SIDE_FILE_BYTES: usize = 1 << 30;
/// Nesting of lists and objects.
pub const NESTING: u32 = 32;
/// People in a pool: 2^24.
pub const POOL: u32 = 1 << 24;
/// Panels in a list.
pub const PANELS: u32 = 1_000_000;
/// Seats of all panels of a list together.
pub const PANEL_SEATS: u64 = 100_000_000;
/// Draws of a manifest.
pub const DRAWS: usize = 16;
/// Sources of a manifest.
pub const SOURCES: usize = 16;
/// Ids of all ticket draws together.
pub const IDS: usize = 1_000_000;
/// Hashes in a Merkle path.
pub const PATH: usize = 40;
/// Signed notes in a transcript, and signatures of a note.
pub const SIGNATURES: usize = 32;
/// Anchors in a transcript.
pub const ANCHORS: usize = 8;
/// Bytes of a note or of a proof.
pub const NOTE_BYTES: usize = 16 << 10;
/// Attempts at one draw, and so earlier manifests.
pub const ATTEMPTS: u32 = 99;
/// The last beacon round that a manifest may quote: 2^40.
pub const BEACON_ROUND: u64 = 1 << 40;
/// Bytes of a text.
pub const TEXT_BYTES: usize = 4096;
/// Bytes of an id that a ticket is drawn for.
pub const ID_BYTES: usize = 128;
/// Characters of a uri.
pub const URI_BYTES: usize = 256;
/// Seconds of margin that a manifest may ask for.
pub const MARGIN_S: std::ops::RangeInclusive<u32> = 60..=604_800;
/// Seconds of margin where a manifest is silent.
pub const DEFAULT_MARGIN_S: u32 = 300;
