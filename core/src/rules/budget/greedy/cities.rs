use crate::params::Presets;

pub(super) static PRESETS: Presets = Presets {
    words: &[],
    params: &[],
};
