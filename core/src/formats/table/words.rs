//! The words by which columns and answers are known, in Polish, English, Ukrainian and Romanian.
//!
//! Only a proposal is made from them: the column map that results is shown, can be changed, and
//! is what is read by.

/// Text for comparing: blanks of every kind as one, small letters, no marks on Latin letters.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        let letter = match letter {
            'ą' | 'ă' | 'â' | 'á' => 'a',
            'ć' => 'c',
            'ę' | 'é' => 'e',
            'î' => 'i',
            'ł' => 'l',
            'ń' => 'n',
            'ó' => 'o',
            'ś' | 'ș' | 'ş' => 's',
            'ț' | 'ţ' => 't',
            'ź' | 'ż' => 'z',
            '\'' | '’' | 'ʼ' | '`' => continue,
            '_' | '-' | '.' | ':' | '/' => ' ',
            letter if letter.is_whitespace() => ' ',
            letter => letter,
        };
        if letter != ' ' || !(out.is_empty() || out.ends_with(' ')) {
            out.push(letter);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Text with every run of blanks as one.
pub(super) fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names for comparing: blanks of every kind as one, small letters.
pub(super) fn fold(text: &str) -> String {
    spaced(text).to_lowercase()
}

/// What a column may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// The id of a project.
    ProjectId,
    /// The name of a project.
    ProjectName,
    /// What it costs.
    Cost,
    /// Its district.
    District,
    /// Its category.
    Category,
    /// How many voted for it, by the authority's count or on paper cards.
    Votes,
    /// The id of a voter or of a paper.
    Voter,
    /// A list of projects.
    List,
    /// Points.
    Points,
    /// A rank.
    Rank,
    /// How many equal papers.
    Papers,
    /// When an order was finished.
    Finished,
    /// Voters of a project.
    Voters,
    /// Nothing that is counted: a time, an address.
    Nothing,
}

/// Headings that say it all, as [`plain`] writes them.
#[rustfmt::skip]
const HEADINGS: &[(Means, &[&str])] = &[
    (Means::ProjectId, &[
        "id", "project id", "projectid", "nr", "numer", "no", "number", "kod", "code", "lp",
        "id projektu", "nr projektu", "numer projektu", "kod projektu", "symbol", "№", "номер",
        "код", "id проєкту", "ід проєкту", "номер проєкту", "код проєкту", "№ проєкту",
        "nr proiect", "nr crt", "numar", "cod", "id proiect", "numar proiect", "cod proiect",
        "investment id", "decidim project id", "budget investment id",
    ]),
    (Means::ProjectName, &[
        "name", "title", "project", "project name", "project title", "option", "nazwa", "tytul",
        "projekt", "nazwa projektu", "tytul projektu", "zadanie", "nazwa zadania", "назва",
        "назва проєкту", "проєкт", "назва проекту", "проект", "denumire", "nume", "titlu",
        "proiect", "denumire proiect", "titlu proiect", "nume proiect", "denumirea proiectului",
        "titlul proiectului", "investment",
    ]),
    (Means::Cost, &[
        "cost", "price", "amount", "budget amount", "budget", "project cost", "estimated cost",
        "koszt", "cena", "kwota", "wartosc", "koszt projektu", "szacunkowy koszt",
        "koszt brutto", "вартість", "бюджет", "кошторис", "ціна", "сума", "вартість проєкту",
        "бюджет проєкту", "valoare", "pret", "suma", "buget", "cost estimat", "valoare proiect",
        "valoarea proiectului", "costul proiectului",
    ]),
    (Means::District, &[
        "district", "area", "zone", "heading", "ward", "neighbourhood", "dzielnica", "rejon",
        "obszar", "osiedle", "okreg", "район", "округ", "мікрорайон", "cartier", "sector",
        "zona", "circumscriptie",
    ]),
    (Means::Category, &[
        "category", "type", "kategoria", "typ", "rodzaj", "категорія", "тип", "categorie", "tip",
        "taxonomies name",
    ]),
    (Means::Votes, &[
        "votes", "vote count", "number of votes", "total votes", "confirmed votes",
        "paper votes", "paper ballots to import", "new paper ballots", "ballots", "glosy",
        "liczba glosow", "ilosc glosow", "suma glosow", "glosy papierowe", "голоси",
        "кількість голосів", "голосів", "паперові голоси", "voturi", "numar de voturi",
        "numar voturi", "nr voturi", "total voturi",
    ]),
    (Means::Voter, &[
        "voter", "voter id", "voterid", "ballot", "ballot id", "paper", "card", "order id",
        "decidim order id", "respondent", "respondent id", "user id", "glosujacy", "wyborca",
        "karta", "nr karty", "numer karty", "id karty", "id glosujacego", "nr glosujacego",
        "glosujaca", "id wyborcy", "виборець", "голосуючий", "бюлетень", "номер бюлетеня",
        "id виборця", "картка", "alegator", "votant", "id votant", "buletin", "nr buletin",
        "id alegator", "numar buletin",
    ]),
    (Means::List, &[
        "vote", "votes", "choices", "projects", "selected projects", "investment ids",
        "project ids", "investments", "data", "glos", "glosy", "wybory", "projekty",
        "wybrane projekty", "голос", "вибір", "проєкти", "обрані проєкти", "проекти", "vot",
        "voturi", "alegeri", "proiecte", "proiecte alese",
    ]),
    (Means::Points, &[
        "points", "score", "rating", "punkty", "ocena", "liczba punktow", "бали", "оцінка",
        "бал", "puncte", "punctaj", "scor", "nota",
    ]),
    (Means::Rank, &[
        "rank", "position", "place", "preference", "miejsce", "pozycja", "kolejnosc", "ranga",
        "preferencja", "місце", "ранг", "черговість", "loc", "pozitie", "rang", "preferinta",
    ]),
    (Means::Papers, &[
        "papers", "copies", "number of papers", "liczba kart", "kart", "ilosc kart",
        "кількість бюлетенів", "numar de buletine",
    ]),
    (Means::Finished, &[
        "checked out at",
    ]),
    (Means::Voters, &[
        "anonymized voters", "voters", "wyborcy", "glosujacy na projekt",
    ]),
    (Means::Nothing, &[
        "timestamp", "email address", "email", "e mail", "username", "created at", "updated at",
        "sygnatura czasowa", "adres e mail", "nazwa uzytkownika", "imie i nazwisko", "pesel",
        "telefon", "adres", "wiek", "data urodzenia", "uwagi", "data wplywu", "позначка часу",
        "електронна адреса", "мітка часу", "імя користувача", "marcaj de timp",
        "adresa de e mail", "nume de utilizator", "ora", "heading id", "group id", "budget id",
        "user", "comments", "url", "address",
    ]),
];

/// True where a heading means this.
pub(super) fn means(heading: &str, what: Means) -> bool {
    let plain = plain(heading);
    let mut lists = HEADINGS.iter().filter(|(means, _)| *means == what);
    lists.any(|(_, words)| words.contains(&plain.as_str()))
}

/// Parts of words by which a column of amounts is known where no heading fits whole.
const COST_PARTS: [&str; 10] = [
    "koszt",
    "kwota",
    "cost",
    "price",
    "вартість",
    "кошторис",
    "ціна",
    "valoare",
    "pret",
    "cena",
];

/// True where a heading speaks of costs.
pub(super) fn speaks_of_cost(heading: &str) -> bool {
    let plain = plain(heading);
    COST_PARTS.iter().any(|part| plain.contains(part))
}

/// Parts of words by which a question asks for points or for ranks.
const POINT_PARTS: [&str; 6] = ["point", "punkt", "бал", "punct", "score", "ocen"];
const RANK_PARTS: [&str; 12] = [
    "rank",
    "choice",
    "wybor",
    "miejsce",
    "kolejnos",
    "prefer",
    "вибір",
    "місце",
    "loc",
    "optiun",
    "opțiun",
    "alegere",
];

/// True where a text speaks of points.
pub(super) fn speaks_of_points(text: &str) -> bool {
    let plain = plain(text);
    POINT_PARTS.iter().any(|part| plain.contains(part))
}

/// True where a text speaks of ranks.
pub(super) fn speaks_of_ranks(text: &str) -> bool {
    let plain = plain(text);
    RANK_PARTS.iter().any(|part| plain.contains(part))
}

/// Answers that approve.
#[rustfmt::skip]
const YES: &[&str] = &[
    "1", "x", "+", "v", "✓", "✔", "☑", "tak", "t", "yes", "y", "true", "prawda", "za", "так",
    "да", "истина", "істина", "за", "da", "adevarat", "pentru", "for", "х",
];

/// Answers that do not.
#[rustfmt::skip]
const NO: &[&str] = &[
    "", "0", "-", "–", "—", "nie", "n", "no", "false", "falsz", "ні", "хибність", "нет", "nu",
    "fals", "☐",
];

/// Whether an answer approves; `None` where it says neither.
pub(super) fn approves(answer: &str) -> Option<bool> {
    let plain = match answer.trim() {
        // Signs that `plain` takes for blanks.
        "-" => "-".to_owned(),
        answer => plain(answer),
    };
    if YES.contains(&plain.as_str()) {
        Some(true)
    } else {
        NO.contains(&plain.as_str()).then_some(false)
    }
}

/// Ordinals in words, first to tenth, by their beginnings.
const ORDINALS: &[&[&str]] = &[
    &["first", "pierwsz", "перш", "prim", "intai"],
    &["second", "drug", "друг", "a doua", "al doilea"],
    &["third", "trzec", "трет", "a treia", "al treilea"],
    &["fourth", "czwart", "четверт", "a patra", "al patrulea"],
    &["fifth", "piat", "пят", "a cincea", "al cincilea"],
    &["sixth", "szost", "шост", "a sasea", "al saselea"],
    &["seventh", "siodm", "сьом", "a saptea", "al saptelea"],
    &["eighth", "osm", "восьм", "a opta", "al optulea"],
    &["ninth", "dziewiat", "девят", "a noua", "al noualea"],
    &["tenth", "dziesiat", "десят", "a zecea", "al zecelea"],
];

/// The rank that an answer or heading names: `1`, `1st choice`, `2. wybór`, `третій вибір`.
/// Exactly one number may stand in it, or one ordinal word.
pub(super) fn ordinal(text: &str) -> Option<u32> {
    let plain = plain(text);
    let numbers: Vec<&str> = plain
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .collect();
    match numbers.as_slice() {
        [number] => number
            .parse()
            .ok()
            .filter(|rank| (1..=10_000).contains(rank)),
        [] => {
            let begins =
                |begin: &&str| plain.starts_with(begin) || plain.contains(&format!(" {begin}"));
            let mut ranks = ORDINALS.iter().zip(1u32..);
            let mut found = ranks
                .by_ref()
                .filter(|(begins_with, _)| begins_with.iter().any(begins));
            let first = found.next().map(|(_, rank)| rank);
            first.filter(|_| found.next().is_none())
        }
        _ => None,
    }
}

/// Words of a row of sums, which is no project and no ballot.
const SUMS: [&str; 12] = [
    "razem",
    "suma",
    "ogolem",
    "lacznie",
    "total",
    "sum",
    "all",
    "разом",
    "всього",
    "усього",
    "сума",
    "total general",
];

/// True where a cell says that its row is a sum.
pub(super) fn is_sum(text: &str) -> bool {
    let plain = plain(text.trim_end_matches(':'));
    SUMS.contains(&plain.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_in_four_languages() {
        for heading in ["Koszt", "Cost", "Вартість", "Valoare", "KOSZT  PROJEKTU"] {
            assert!(means(heading, Means::Cost), "{heading}");
        }
        for heading in ["Nr projektu", "project_id", "Номер проєкту", "Nr. crt."] {
            assert!(means(heading, Means::ProjectId), "{heading}");
        }
        assert!(means("Tytuł projektu", Means::ProjectName));
        assert!(means("Sygnatura czasowa", Means::Nothing));
        assert!(speaks_of_cost("Szacowany koszt (zł)"));
    }

    #[test]
    fn answers_and_ordinals() {
        for (answer, says) in [
            ("TAK", Some(true)),
            ("x", Some(true)),
            ("Так", Some(true)),
            ("Da", Some(true)),
            ("nie", Some(false)),
            ("Ні", Some(false)),
            ("", Some(false)),
            ("-", Some(false)),
            ("2", None),
            ("maybe", None),
        ] {
            assert_eq!(approves(answer), says, "{answer}");
        }
        for (text, rank) in [
            ("1st choice", Some(1)),
            ("2. wybór", Some(2)),
            ("Trzeci wybór", Some(3)),
            ("Друга", Some(2)),
            ("A doua opțiune", Some(2)),
            ("10", Some(10)),
            ("Park", None),
            ("1 or 2", None),
            ("0", None),
        ] {
            assert_eq!(ordinal(text), rank, "{text}");
        }
    }
}
