//! Examples under the help texts. All of them run in the folder of the project.

mod panel;

pub(crate) use panel::*;

pub(crate) const ISONOMIA: &str = "\
Examples:
  isonomia count samples/park-name.blt --rule ranked/irv     a name for a park
  isonomia count samples/budget.pb                           a budget, by the rule its file declares
  isonomia compare samples/budget.pb --all                   the same ballots by every rule
  isonomia rules budget/equal-shares                         what a rule does and where it comes from

Exit: 0 done, 1 the input cannot be counted or an audit found a difference, 2 wrong usage;
`draw verify` has its own (see its help).
Results go to standard output, warnings and progress to standard error.
Guides, the rules in full and the formats of files and reports are in docs/ of the sources.";

pub(crate) const COUNT: &str = "\
Examples:
  isonomia count samples/park-name.blt --rule ranked/irv
      who wins, round by round
  isonomia count samples/budget.pb
      by the rule that the file itself declares
  isonomia count samples/budget.pb --rule budget/equal-shares --set completion=add1,utilitarian
      by another rule, with one of its options
  isonomia count samples/council.blt --rule ranked/stv-scottish --seats 3 --report council.json
      and a report that `isonomia audit` checks
  isonomia count samples/tables/wide.csv --projects samples/tables/projects.csv \\
      --budget 200000 --rule budget/greedy
      a spreadsheet of ballots (see `isonomia columns --help`)
  isonomia count *.pb --csv > results.csv
      one row for each file; a file that fails has its error in its row

Ties: statute, min-cost, max-cost, max-votes, name, listed, given, lot, all. Where nothing in the
list decides, counting stops and names the tied options.

CSV: ids in `winners` are separated by |. With `--ties all` every way through the ties is followed:
`outcomes` is the number of different outcomes, `complete` is false where there may be more, and
`winners` holds those of each outcome, separated by ; (a|b;a|c: with a goes b or c). Cells that the
outcomes do not agree on, such as `cost` or `agrees_official`, are then empty. Without `all`,
`outcomes` and `complete` are empty.

Exit: 0 every file was counted, 1 at least one could not be, 2 wrong usage.";

pub(crate) const EXPLAIN: &str = "\
Examples:
  isonomia explain samples/budget.pb
      what voters got, and how far each project was from being funded
  isonomia explain samples/budget.pb --rule budget/equal-shares --html why.html
      by another rule, as a page with pictures, to print or publish
  isonomia explain samples/budget.pb --json --effort 0
      as JSON (isonomia/explain/1), without counting again

How far: with how many more ballots for it alone a project wins, at the same budget, and the
greatest lower cost at which it does. Both are found by counting again and again; --effort limits
that. JSON says what each answer rests on (`proof`): monotone, scan (every smaller number was tried)
or neighbour (marked with ~: one vote fewer does not suffice, others were not all tried).

The document is described in docs/spec/explain-v1.md of the sources.

Exit: 0 explained, 1 at least one file could not be counted or explained, 2 wrong usage.";

pub(crate) const CERTIFY: &str = "\
Examples:
  isonomia certify samples/budget.pb --rule budget/equal-shares
      which claims hold of the result, and what shows it
  isonomia certify samples/budget.pb --rule budget/equal-shares --report r.json -o cert.json
  isonomia audit r.json --input samples/budget.pb --certificate cert.json
      anyone checks it against the ballots, without counting again

Claims: ejr-plus (no group of voters was denied what its share of the money could buy), priceable
and stable-priceable (equal purses pay for just these winners), jr, pjr, ejr (on small elections:
all groups are looked at). `unknown` claims nothing. docs/spec/certificate-v1.md of the sources
defines each, and what its check takes.

Exit: 0 certified, 1 at least one file could not be counted or certified, 2 wrong usage.";

pub(crate) const COMPARE: &str = "\
Examples:
  isonomia compare samples/park-name.blt --rules ranked/irv,ranked/schulze
      does the method change the winner?
  isonomia compare samples/budget.pb --all
      every rule that can count these ballots
  isonomia compare *.pb --rules budget/greedy,budget/equal-shares --csv > results.csv
      one row for each file and rule
  isonomia compare samples/budget.pb --rules budget/greedy,budget/equal-shares \\
      --set budget/equal-shares:completion=add1
      an option of one of the rules

The columns of --csv are those of `isonomia count --help`.

Exit: 0 every file was counted by every rule that fits it, 1 a file cannot be read, a rule that fits
stopped (such as at a tie that nothing decides) or nothing at all was counted, 2 wrong usage. A rule
that does not count this kind of ballot says so in its row and is no failure.";

pub(crate) const AUDIT: &str = "\
Examples:
  isonomia count samples/budget.pb --report budget.json
  isonomia audit budget.json --input samples/budget.pb
      counts again and compares everything
  isonomia audit budget.json --input budget-election.json --converted
      the same ballots in another format
  isonomia certify samples/budget.pb --report r.json -o cert.json
  isonomia audit r.json --input samples/budget.pb --certificate cert.json
      checks the certificate of `isonomia certify` instead of counting again

Exit: 0 the same, 1 something differs (the first difference is named), 2 nothing could be audited.";

pub(crate) const CHECK: &str = "\
Examples:
  isonomia check samples/budget.pb
      every defect, with line, column and what was expected
  isonomia check *.blt --json
      one line of JSON for each file
  isonomia check samples/budget.pb --strict
      conventions of the format too: exit 1 for any finding
  isonomia check samples/budget.pb --fix -o mended.pb
      mend how the file is written; the same ballots and projects, or nothing is written

A .pb file is also held to the conventions of its format and, where it holds the official result,
to a count by the rule it declares; all findings: docs/spec/pb-checks.md.
What is checked in the files of a pool: docs/spec/pool-checks.md.
Exit: 0 every file can be counted, 1 at least one cannot (with --strict: or has a warning).";

pub(crate) const COLUMNS: &str = "\
Examples:
  isonomia columns samples/tables/wide.csv --projects samples/tables/projects.csv --budget 200000
      what each column is taken for, as JSON to read and to correct
  isonomia columns votes.xlsx --projects projects.xlsx --budget 200000 -o map.json
  isonomia count votes.xlsx --projects projects.xlsx --columns map.json --rule budget/greedy
      the same reading every time; the map also stands in the report, for `isonomia audit`

A table may have one row a voter and one column a project (x, 1, TAK, points, ranks), one row for
each voter and project, a list of projects in a cell, or one column a rank; forms, Decidim and
Consul exports are known. CSV is read in UTF-8, UTF-16 or a Windows code page, with commas,
semicolons or tabs. The map is specified in docs/spec/columns-v1.md of the sources.

Exit: 0 proposed, 1 the columns are not clear (what to decide is said), 2 wrong usage.";

pub(crate) const CONVERT: &str = "\
Examples:
  isonomia convert samples/park-name.blt --to election -o park.json
  isonomia convert samples/budget.pb --to election | head -c 300
      without -o to standard output
  isonomia convert samples/budget.pb --to pb -o again.pb
      what is written reads back equal

Exit: 0 written, 1 the file cannot be read or the format cannot hold it, 2 wrong usage.";

pub(crate) const FORMATS: &str = "\
Every format is described in docs/spec/formats.md of the sources.";

pub(crate) const RULES: &str = "\
Examples:
  isonomia rules
  isonomia rules --family budget
  isonomia rules ranked/stv-scottish
      definition, options with every word, ties, sources
  isonomia rules --json | jq -r '.[].id'

Each rule has its page in docs/rules of the sources.";

pub(crate) const KEYGEN: &str = "\
Examples:
  isonomia keygen town
      writes town.key (secret: keep it where nobody else reads) and town.pub (for everyone)

Keys are ed25519, in the texts of C2SP signed notes. The key of the organiser stands in the plan of
a draw; publish town.pub where people find it without you, such as on paper in the town hall.

Exit: 0 written, 1 a file of that name stands there already, 2 wrong usage.";

pub(crate) const DRAW: &str = "\
The ceremony, in order; DIR is one folder for one draw:
  isonomia keygen town
      once: the organiser's keys
  isonomia draw commit --party 'Opposition' -o opposition
      each party, alone: a secret, and its commitment for the organiser
  isonomia draw plan people.csv --categories categories.csv --seats 12 ... -o DIR
      everything that is decided before chance speaks
  isonomia draw seal DIR --key town.key
      publish the hash that it prints, before the draw
  isonomia draw reveal DIR opposition.secret.json
  isonomia draw dice DIR 1732 6548 2091 8473 6205
      at the announced hour, in public
  isonomia draw beacon DIR
      tells which address to fetch; then: isonomia draw beacon DIR beacon.json
  isonomia draw run DIR
  isonomia draw verify DIR/public/transcript.json --seal HASH
      anyone, with the hash they were given before

Guide: docs/guide/verifiable-draw.md of the sources.";

pub(crate) const DRAW_COMMIT: &str = "\
Examples:
  isonomia keygen opposition
  isonomia draw commit --party 'Opposition in the council' --key opposition.pub -o opposition
      opposition.secret.json stays with you until the announced hour;
      opposition.commitment.json goes to the organiser today

Nobody can predict the draw as long as one party keeps its secret. A secret that is lost or held
back ends the attempt: a new plan has to be made, and everybody sees that it is the second.

Exit: 0 written, 1 a file of that name stands there already, 2 wrong usage.";

pub(crate) const DRAW_PLAN: &str = "\
Examples (town.pub comes from `isonomia keygen town`):
  isonomia draw plan samples/panel/people.csv --categories samples/panel/categories.csv \\
      --seats 12 --set by=district --set seats_by=quotas --set attempts=100000 --panels 100 \\
      --purpose 'Panel on the river bank' --organiser 'Town of Lipowo' --key town.pub \\
      --draw-time 2030-03-01T17:00:00Z --dice 20d10 --reserves 6 --out river
      100 equally likely panels, of which dice and a public beacon draw one
  isonomia draw plan people.csv --categories categories.csv --seats 24 --purpose 'Panel' \\
      --organiser 'Town' --key town.pub --draw-time 2030-03-01T17:00:00Z \\
      --party opposition.commitment.json --party press.commitment.json \\
      --reveal-by 2030-03-01T16:50:00Z --out panel
      chance from two parties and the beacon
  isonomia draw plan samples/panel/people.csv --categories samples/panel/categories.csv \\
      --seats 12 --set by=district --set seats_by=quotas --set attempts=100000 \\
      --purpose 'Panel on the market' --organiser 'Town of Lipowo' --key town.pub \\
      --draw-time 2030-03-01T17:00:00Z --direct 2d10 --ceremony 'two balls, town hall' \\
      --out market
      100 panels; two balls with a digit each ARE the number of the panel
  isonomia draw plan --tickets-of samples/council.blt --purpose 'Ties of the council election' \\
      --organiser 'Town of Lipowo' --key town.pub --draw-time 2030-03-01T17:00:00Z \\
      --dice 20d10 --out ties
      no people: a lot for each option of these ballots, which are bound; ties are then decided by
      `isonomia count FILE --ties lot --lots ties/public/transcript.json --lots-seal HASH`

Lots of --tickets are for options by the ids that the ballots have: project_id in a .pb file, the
name where the format has no ids (.blt, .soc). The count refuses ballots that are not bound.

The rule makes every panel of the list by the system's randomness; that is no part of the draw and
needs no trust: the list is sealed and can be checked panel by panel. Warnings say what the plan
gives away about people or leaves unproven: read them before you seal.

Exit: 0 written, 1 the pool, the quotas or a file is refused, 2 wrong usage.";

pub(crate) const DRAW_SEAL: &str = "\
Examples:
  isonomia draw seal river --key town.key
      signs the plan made above and says what to publish, where and by when
  isonomia draw seal river
      says it again

Exit: 0 sealed, 1 refused, 2 wrong usage.";

pub(crate) const DRAW_SIGN: &str = "\
Examples:
  isonomia draw sign DIR/manifest.json --key opposition.key --out opposition-note.txt
      a party: this is the plan that I was shown before the draw
  isonomia draw sign DIR/manifest.json --key auditor.key --as list-audited \\
      --panels DIR/auditors/panels.json --pool DIR/private/pool.json --out audit-note.txt
      an auditor: every panel was checked; the command checks them first (with --lottery the
      chances too, where the plan states some)
  isonomia draw sign DIR/manifest.json --key auditor.key --as reveals \\
      --reveals DIR/ceremony.json --out reveals-note.txt
      an auditor: these dice and results I saw before the beacon
  isonomia draw sign DIR --add opposition-note.txt --add audit-note.txt
      the organiser puts the notes into the folder

Exit: 0 signed, 1 what would be signed is not true or cannot be checked, 2 wrong usage.";

pub(crate) const DRAW_ANCHOR: &str = "\
Examples:
  isonomia draw anchor DIR proof.txt

A log of the kind of c2sp.org/tlog-tiles takes the note of the manifest as an entry and gives a
proof (c2sp.org/tlog-proof) with the signatures of its witnesses. It is checked when somebody
verifies, with the witnesses that they trust.

Exit: 0 added, 1 refused, 2 wrong usage.";

pub(crate) const DRAW_REVEAL: &str = "\
Examples:
  isonomia draw reveal DIR opposition.secret.json press.secret.json

Exit: 0 added, 1 the secret does not fit what was committed, or the plan is not sealed, 2 usage.";

pub(crate) const DRAW_DICE: &str = "\
Examples:
  isonomia draw dice river 1732 6548 2091 8473 6205
      twenty dice of ten sides; blanks are for readers

Afterwards it prints the hash of the reveals: whoever watched notes it (or the digits), and gives
it to `draw verify --saw`. That must happen before the beacon.

Exit: 0 added, 1 refused, 2 wrong usage.";

pub(crate) const DRAW_LIST: &str = "\
Examples:
  isonomia draw list DIR 9,3,27,31,44 2,8
      two announced items, the first with five numbers

Exit: 0 added, 1 refused, 2 wrong usage.";

pub(crate) const DRAW_BEACON: &str = "\
Examples:
  isonomia draw beacon river
      which address to fetch, and when
  isonomia draw beacon DIR beacon.json
      what a browser or curl saved from there
  curl -s ADDRESS | isonomia draw beacon DIR -

This program never goes online. What was fetched is checked against the key of the beacon that is
built into it, so it does not matter where you got it.

Exit: 0 told or added, 1 refused, 2 wrong usage.";

pub(crate) const DRAW_RUN: &str = "\
Examples:
  isonomia draw run DIR
      the sealed ceremony: writes DIR/public/transcript.json
  isonomia draw run samples/panel/people.csv --rehearsal \\
      --categories samples/panel/categories.csv --seats 12 \\
      --set by=district --set seats_by=quotas --set attempts=100000 \\
      --dice '3 5 1 6 2 4 4 1 6 3 2 5 5 6 1 2 3 3 4 6 1 5 2 4 6 1 3 5 2 6' -o draw.json
      a rehearsal with thirty ordinary dice
  isonomia draw run people.csv --rehearsal --categories categories.csv --seats 24 \\
      --rule sortition/uniform --dice 17326548209184736205 --sides 10 -o draw.json
      with twenty ten-sided dice, from all volunteers alike
  isonomia draw verify draw.json --input samples/panel/people.csv \\
      --categories samples/panel/categories.csv
      and everybody checks it

A rehearsal shows that the panel follows from the pool, the rule and the dice. It does not show that
all was fixed before the dice fell, so what it writes is marked and is never PASS. Without a sealed
plan nothing else is drawn. Dice must give 64 bits of chance: 25 with six sides, 20 with ten.

Exit: 0 drawn, 1 something is missing or no such panel can be drawn, 2 wrong usage.";

pub(crate) const DRAW_VERIFY: &str = "\
Examples:
  isonomia draw verify samples/draw/transcript.json
      what the transcript alone can show
  isonomia draw verify samples/draw/transcript.json --panels samples/draw/panels.json \\
      --policy samples/draw/policy.txt --saw 17326548209184736205 \\
      --seal 8fc4b5a44ea2aa0826c05bf61536049e5bafb2922a54eccd414c86436d9ae119
      with the hash from the newspaper, the dice you noted and an auditor whom you believe
  isonomia draw verify DIR --seal HASH --saw DIGITS
      an auditor: with all of a ceremony's folder that is there; with list, pool and chances the
      chances of a rule such as leximin are counted again (each file has a word of its own too)
  isonomia draw verify draw.json --input samples/panel/people.csv \\
      --categories samples/panel/categories.csv
      a rehearsal: the panel is drawn again from the files

Trust comes from you, never from the file: what you were given before (--seal), what you saw
(--saw), whom you believe (--policy). Without any of it the best answer is UNPROVEN.

Exit: 0 PASS, 1 FAIL, 2 UNPROVEN (nothing is wrong, but the proof is not whole, as with every
rehearsal), 64 wrong usage or a file that cannot be read. The checks one by one are in
docs/spec/draw-v1.md and docs/spec/rehearsal-v1.md of the sources.";

pub(crate) const DRAW_PROVE: &str = "\
Examples:
  isonomia draw prove samples/draw/proof.json --transcript samples/draw/transcript.json \\
      --panels samples/draw/panels.json
      you were in the pool; your chance; whether you were drawn
  isonomia draw prove river --person L001
      the organiser writes the two files of one person: a private one, for that person alone,
      and one that may be shown around
  isonomia draw prove DIR --all

Exit: 0 it holds, 1 it does not hold or somebody is not in the pool, 2 wrong usage.";

pub(crate) const DRAW_EXPLAIN: &str = "\
Examples:
  isonomia draw explain samples/draw/transcript.json
      from the sources to the seed, and from the seed to the panel, with every number

Exit: 0 told, 1 the transcript cannot be read or does not hold, 2 wrong usage.";

pub(crate) const DRAW_SAMPLE: &str = "\
Examples:
  isonomia draw sample --n 4000 --k 5 --transcript samples/draw/transcript.json --label audit
      five of 4000 numbers, by the seed of a draw that was verified before
  isonomia draw sample samples/panel/people.csv --k 20 --dice 17326548209184736205
      twenty of a list, by twenty ten-sided dice
  isonomia draw sample --n 25 --k 10 --method rfc3797 \\
      --seed-text 9319./2.5.8.10.12./9.18.26.34.41.45./
      an old draw repeated: the example of RFC 3797
  isonomia draw sample --n 10 --k 4 --method cryptorandom --seed-text 12345678901234567890
      as cryptorandom and the tools of risk-limiting audits built on it; --with-replacement too
  isonomia draw sample --n 1000 --k 12 --method rivest-2011 --seed-text 19283746
      as sampler.py of 2011
  isonomia draw sample samples/panel/people.csv --k 20 --method consistent --seed-text 19283746
      as consistent_sampler and Arlo; it needs the list itself

A seed that is typed (--seed, --seed-text) is called chosen by the operator, in text and JSON.

Exit: 0 drawn, 1 refused, 2 wrong usage.";
