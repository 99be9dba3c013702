//! Names as words of a shell, in commands that are printed to be copied.

/// A name as one word of the shell of this system: PowerShell on Windows, else a POSIX one.
pub(super) fn quoted(name: &str) -> String {
    if cfg!(windows) {
        powershell(name)
    } else {
        posix(name)
    }
}

fn posix(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=@%+,".contains(c);
    word(name, &plain, r"'\''")
}

/// PowerShell also reads commas, `@` and `%`; a quote within quotes is written twice.
fn powershell(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./\\:=+".contains(c);
    word(name, &plain, "''")
}

fn word(name: &str, plain: &dyn Fn(char) -> bool, quote: &str) -> String {
    // What begins with a dash would be read as an option.
    let dash = if name.starts_with('-') && name != "-" {
        "./"
    } else {
        ""
    };
    if !name.is_empty() && name.chars().all(plain) {
        format!("{dash}{name}")
    } else {
        format!("'{dash}{}'", name.replace('\'', quote))
    }
}

#[cfg(test)]
mod tests {
    use super::{posix, powershell};

    // POSIX, Shell Command Language, 2.2.2: nothing is special between single quotes.
    #[test]
    fn a_name_is_one_word_of_a_shell() {
        assert_eq!(
            posix("samples/panel/people.csv"),
            "samples/panel/people.csv"
        );
        assert_eq!(posix("my people.csv"), "'my people.csv'");
        assert_eq!(posix("o'hara.csv"), r"'o'\''hara.csv'");
        assert_eq!(posix("$(rm x).csv"), "'$(rm x).csv'");
        assert_eq!(posix("-x.csv"), "./-x.csv");
        assert_eq!(posix(""), "''");
    }

    // about_Quoting_Rules and about_Parsing of PowerShell 7: single quotes are verbatim, a quote
    // within them is doubled; a comma makes a list and @ begins an expression.
    #[test]
    fn a_name_is_one_word_of_powershell() {
        assert_eq!(
            powershell(r"C:\Draw\manifest.json"),
            r"C:\Draw\manifest.json"
        );
        assert_eq!(powershell("o'hara.csv"), "'o''hara.csv'");
        assert_eq!(powershell("a,b.csv"), "'a,b.csv'");
        assert_eq!(powershell("@x"), "'@x'");
        assert_eq!(powershell("$(rm x).csv"), "'$(rm x).csv'");
    }
}
