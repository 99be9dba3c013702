//! Every dialect of a census and every defect.

use super::*;

fn read(text: &str) -> (Option<Shares>, Vec<String>) {
    let mut diagnostics = Diagnostics::new("census.csv");
    let shares = read_census(&mut text.as_bytes(), None, &mut diagnostics);
    let problems = diagnostics.into_problems();
    let told = problems.iter();
    let told = told.map(|p| {
        format!(
            "{} {}:{} {} [{}]",
            p.code, p.line, p.column, p.path, p.found
        )
    });
    (shares, told.collect())
}

fn shares(text: &str) -> Vec<String> {
    let (shares, problems) = read(text);
    let shares = shares.unwrap_or_else(|| panic!("{text}: {problems:?}"));
    let mut told = Vec::new();
    for (feature, values) in shares.features() {
        told.extend(
            values
                .iter()
                .map(|(value, share)| format!("{feature}/{value} {share}")),
        );
    }
    told
}

#[test]
fn every_dialect_gives_the_same_shares() {
    let expected = ["Age/young 1/8", "Age/old 7/8", "sex/f 1/2", "sex/m 1/2"];
    for text in [
        "feature,value,count\nAge,young,1250\nAge,old,8750\nsex,f,5000\nsex,m,5000\n",
        "\u{feff}category;feature;population;note\r\nAge;young;1 250;x\r\nAge;old;8\u{a0}750;\r\n;;;\r\nsex;f;7;\r\nsex;m;7;\r\n",
        "Feature,Category Value,Share\nAge,young,0.125\nage , old,.875\nSEX,f,0.5\nsex,m,0.50\n",
        "category,name,share\nAge,young,1/8\nAge,old,7/8\nsex,f,50%\nsex,m,50 %\n",
        "feature;value;percent\nAge;young;12,5\nAge;old;87,5 %\nsex;f;50\nsex;m;50\n",
        "n\tvalue\tfeature\n\"1,250\"\tyoung\tAge\n8'750\told\tAge\n2\tf\tsex\n2\tm\tsex\n",
    ] {
        let mut found = shares(text);
        for line in found.iter_mut().filter(|line| line.starts_with("SEX")) {
            line.replace_range(..3, "sex");
        }
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn what_rounding_explains_is_evened_out_and_told() {
    // Thirds to one decimal: three halves of a tenth of a percent may be missing.
    let (found, problems) = read("feature,value,percent\na,x,33.3\na,y,33.3\na,z,33.3\n");
    assert_eq!(problems, ["census-rounded 2:1 a [99.900%]"]);
    let found = found.unwrap();
    let (_, values) = found.features().next().unwrap();
    let third = Ratio::from_parts(Integer::from(1_u8), Natural::from(3_u8));
    assert!(values.iter().all(|(_, share)| *share == third));
    let (found, problems) = read("feature,value,percent\na,x,33.3\na,y,33.3\na,z,33.2\n");
    assert!(found.is_none());
    assert_eq!(problems, ["census-sum 2:1 a [99.800%]"]);
    // Fractions are exact: nothing explains a gap.
    let (_, problems) = read("feature,value,share\na,x,1/3\na,y,0.33\na,z,0.33\n");
    assert_eq!(problems, ["census-sum 2:1 a [149/150]"]);
    assert_eq!(
        shares("feature,value,share\na,x,1/3\na,y,2/3\n"),
        ["a/x 1/3", "a/y 2/3"]
    );
}

#[test]
fn of_several_amounts_the_count_is_read_and_the_others_are_named() {
    let text = "feature,value,percent,share,count\na,x,99,0.9,1\na,y,1,0.1,1\n";
    assert_eq!(shares(text), ["a/x 1/2", "a/y 1/2"]);
    assert_eq!(
        read(text).1,
        [
            "census-column-not-read 1:23  [share]",
            "census-column-not-read 1:15  [percent]",
        ]
    );
}

#[test]
fn every_defect_is_told_at_once() {
    let text = "feature,value,share\n\
        a,x,1.2\n\
        a,x,0.1\n\
        a,,0.1\n\
        ,lost,0.1\n\
        a,y,\n\
        a,z,-0.1\n\
        a,u,1/0\n\
        a,v,ten\n\
        a,w,0.1,more\n";
    let (found, problems) = read(text);
    assert!(found.is_none());
    assert_eq!(
        problems,
        [
            "not-a-number 2:5 a/x [1.2]",
            "duplicate-value 3:3 a [x]",
            "empty-feature-value 4:3 a []",
            "feature-empty 5:2  [lost]",
            "no-value-set 6:5 a/y []",
            "not-a-number 7:5 a/z [-0.1]",
            "not-a-number 8:5 a/u [1/0]",
            "not-a-number 9:5 a/v [ten]",
            "row-too-long 10:9  [more]",
        ]
    );
    assert_eq!(
        read("feature,value,count\na,x,0\n").1,
        ["census-nobody 2:1 a []"]
    );
    for wrong in ["12,34", "1,2345", "1.5", "-3", "", "1 2"] {
        let text = format!("feature;value;count\na;x;{wrong}\n");
        assert!(read(&text).0.is_none(), "{wrong}");
    }
    assert_eq!(
        read("thing,number of\na,1\n").1,
        [
            "feature-column-not-found 1:1  [thing, number of]",
            "feature-value-column-not-found 1:1  [thing, number of]",
            "missing-column 1:1 count [thing, number of]",
        ]
    );
    assert_eq!(read("feature,value,count\n").1, ["no-categories 0:0  []"]);
    assert_eq!(read("").1, ["empty-file 0:0  []"]);
}
