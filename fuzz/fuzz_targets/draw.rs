#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| isonomia_tests::fuzz::draw(data));
