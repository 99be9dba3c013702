//! What cities did, as sets of options. Sources, and what is not computed: the table of
//! `docs/guide/budget-policies.md`.
//!
//! A preset knows the parts of a paper by their words (`district`, `citywide`, `large` ...).
//! Pots of these scopes, with the city's amounts, stand in the election file; a file of one part
//! alone is counted with `scope=district` or the like beside the preset. Ties are no option of a
//! rule: where a city draws lots, `--ties lot` and a seed say so.

use crate::params::Presets;

type Pairs = &'static [(&'static str, &'static str)];

/// Most votes first, what does not fit is passed over.
const SKIP: (&str, &str) = ("unfit", "skip");
const VOTES: (&str, &str) = ("by", "votes");
const SCORE: (&str, &str) = ("by", "score");

/// Name, doc line, options.
const CITIES: [(&str, &str, Pairs); 18] = [
    (
        "warszawa-2021",
        "Warszawa 2021-2024: up to 15 projects of one district and 10 of the city; at least 50 and 100 votes.",
        &[
            VOTES,
            SKIP,
            ("threshold", "district:50,citywide:100"),
            ("part_max", "district:15,citywide:10"),
            ("one_pot", "district"),
            ("void", "part"),
        ],
    ),
    (
        "krakow-2021",
        "Krakow 2019-2025: three projects of one district and three of the city with 3, 2 and 1 points; void unless all six are named.",
        &[
            SCORE,
            ("scoring", "3,2,1"),
            SKIP,
            ("part_min", "district:3,citywide:3"),
            ("part_max", "district:3,citywide:3"),
            ("one_pot", "district"),
            ("void", "whole"),
        ],
    ),
    (
        "gdansk-2017",
        "Gdansk 2017-2019: five points for projects of any districts, one for a project of the city.",
        &[
            SCORE,
            SKIP,
            ("part_points", "district:5,citywide:1"),
            ("void", "part"),
        ],
    ),
    (
        "gdansk-2021",
        "Gdansk 2021: as 2017, and one point each for a green project of a district and of the city.",
        &[
            SCORE,
            SKIP,
            (
                "part_points",
                "district:5,citywide:1,green-district:1,green-citywide:1",
            ),
            ("void", "part"),
        ],
    ),
    (
        "wroclaw-2023",
        "Wroclaw 2022-2024: one project of an estate (up to 1,000,000) and one above estates (up to 3,000,000); at least 100 votes.",
        &[
            VOTES,
            ("unfit", "stop"),
            ("threshold", "100"),
            ("cap", "estate:1000000,above-estate:3000000"),
            ("part_max", "estate:1,above-estate:1"),
            ("void", "part"),
        ],
    ),
    (
        "poznan-2020",
        "Poznan 2020: one project of the city (up to 2,000,000), two regional ones (up to 600,000); the first that does not fit is topped up from a reserve where 80 % of it is left.",
        &[
            VOTES,
            ("unfit", "top-up"),
            ("top_up", "80%"),
            ("cap", "citywide:2000000,district:600000"),
            ("part_max", "citywide:1,district:2"),
            ("void", "part"),
        ],
    ),
    (
        "poznan-2023",
        "Poznan 2023: as 2020 with two projects of the city and five regional ones (up to 800,000).",
        &[
            VOTES,
            ("unfit", "top-up"),
            ("top_up", "80%"),
            ("cap", "citywide:2000000,district:800000"),
            ("part_max", "citywide:2,district:5"),
            ("void", "part"),
        ],
    ),
    (
        "lodz-2015",
        "Lodz, vote of 2015: five old districts and the city; no project dearer than a quarter of its pot.",
        &[VOTES, SKIP, ("cap", "25%")],
    ),
    (
        "leszno-2020",
        "Leszno 2020: one large and one small project.",
        &[
            VOTES,
            SKIP,
            ("part_max", "large:1,small:1"),
            ("void", "part"),
        ],
    ),
    (
        "kargowa-2024",
        "Kargowa 2024: one project; at least 100 votes.",
        &[VOTES, SKIP, ("threshold", "100"), ("paper_max", "1")],
    ),
    (
        "cluj-napoca-2017",
        "Cluj-Napoca 2017-2019, final round: one project of each domain on a paper; the 15 with most votes.",
        &[VOTES, SKIP, ("category_max", "1"), ("most", "15")],
    ),
    (
        "oradea-2022",
        "Oradea 2022-2023: projects up to 100,000, most votes first as long as the budget lasts.",
        &[VOTES, SKIP, ("cap", "100000")],
    ),
    (
        "lviv-2017",
        "Lviv 2017: one large project (up to 3,000,000) and one small (up to 500,000).",
        &[
            VOTES,
            SKIP,
            ("cap", "large:3000000,small:500000"),
            ("part_max", "large:1,small:1"),
            ("void", "part"),
        ],
    ),
    (
        "kyiv-2017",
        "Kyiv 2017: five different projects; large ones (up to 2,000,000) and small ones (up to 400,000) in lists of their own.",
        &[
            VOTES,
            SKIP,
            ("cap", "large:2000000,small:400000"),
            ("paper_max", "5"),
        ],
    ),
    (
        "kyiv-2019",
        "Kyiv 2019: five different projects; those with most votes for their cost come first.",
        &[("by", "density"), SKIP, ("paper_max", "5")],
    ),
    (
        "odesa-2020",
        "Odesa 2020: five projects; large and small ones in lists of their own.",
        &[VOTES, SKIP, ("paper_max", "5")],
    ),
    (
        "amsterdam-2019",
        "Amsterdam Noord 2019: upper bounds on categories, then what fits into the rest, by votes.",
        &[VOTES, SKIP, ("rest", "open")],
    ),
    (
        "consul",
        "CONSUL Democracy: each heading with its own price; ballots first, what does not fit is passed over.",
        &[VOTES, SKIP, ("pot_leftover", "keep")],
    ),
];

const WORDS: [(&str, &str); CITIES.len()] = {
    let mut words = [("", ""); CITIES.len()];
    let mut at = 0;
    while at < CITIES.len() {
        words[at] = (CITIES[at].0, CITIES[at].1);
        at += 1;
    }
    words
};

const PARAMS: [Pairs; CITIES.len()] = {
    let mut params: [Pairs; CITIES.len()] = [&[]; CITIES.len()];
    let mut at = 0;
    while at < CITIES.len() {
        params[at] = CITIES[at].2;
        at += 1;
    }
    params
};

pub(super) static PRESETS: Presets = Presets {
    words: &WORDS,
    params: &PARAMS,
};
