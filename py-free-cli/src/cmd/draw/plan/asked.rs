//! From the words typed to what is asked of a plan.

use std::path::Path;

use isonomia::draw::plan::{Announced, Holders, PanelDraw, PanelSource, Request, TicketDraw};
use isonomia::draw::schema::{Disclosure, Organiser};
use isonomia::draw::seal::seal;
use isonomia::formats::LoadOptions;
use isonomia::lottery::beacon::{DEFAULT, QUICKNET};
use isonomia::problem::Problem;

use crate::args::DrawPlan;
use crate::cmd::Chosen;
use crate::cmd::draw::ceremony::manifest;
use crate::cmd::draw::say::{misuse, say};
use crate::cmd::draw::{beacon, commit, files, keys};
use crate::entropy::Entropy;
use crate::input::{self, Beside};
use crate::io::{self, Stop};
use crate::terminal::Ui;

/// The label under which a count looks for its lots.
const TIES: &str = "tie";

/// The rule that makes the panels where none is named.
pub(in crate::cmd::draw) const RULE: &str = "sortition/stratified";

/// A word typed that says something of people.
pub(super) fn of_people(args: &DrawPlan) -> Option<&'static str> {
    let words = [
        ("--categories", args.categories.is_some()),
        ("--seats", args.seats.is_some()),
        ("--rule", args.rule.is_some()),
        ("--set", !args.set.is_empty()),
        ("--ties", args.ties.is_some()),
        ("--panels", args.panels.is_some()),
        ("--public", args.public),
        ("--reserves", args.reserves.is_some()),
        ("--id-column", args.columns.id_column.is_some()),
        ("--household", !args.columns.household.is_empty()),
        ("--already", args.columns.already.is_some()),
        ("--settings", args.columns.settings.is_some()),
    ];
    let mut typed = words.into_iter().filter(|(_, typed)| *typed);
    typed.next().map(|(word, _)| word)
}

/// What is asked of the plan.
pub(super) fn request(
    args: &DrawPlan,
    chosen: Option<Chosen>,
    entropy: &mut Entropy,
    ui: &Ui,
) -> Result<Request, Stop> {
    let before = match &args.supersedes {
        Some(path) => Some(manifest(path, ui)?),
        None => None,
    };
    let draw_id = match (&args.id, &before) {
        (Some(id), Some(before)) if *id != before.draw_id => {
            return Err(misuse(ui, "plan.other-id", &[("id", &before.draw_id)]));
        }
        (Some(id), _) => id.clone(),
        (None, Some(before)) => before.draw_id.clone(),
        (None, None) => urn(entropy.bytes()),
    };
    let organiser = Organiser {
        name: args.organiser.clone(),
        key: keys::public(&args.key, ui)?,
    };
    let mut request = Request::new(&draw_id, &args.purpose, organiser, args.draw_time);
    if let Some(before) = &before {
        request.attempt = before.attempt.saturating_add(1);
        request.supersedes = Some(seal(before));
    }
    request.series.clone_from(&args.series);
    request.margin_s = args.margin;
    request.log.clone_from(&args.log);
    request.rehearsal = args.rehearsal;
    request.not_before_beacon = match &args.not_before {
        Some(path) => Some(beacon::quoted(path, ui)?),
        None => None,
    };
    request.sources = sources(args, ui)?;
    let chosen = chosen.filter(|_| args.people.is_some());
    request.panel = chosen.map(|(rule, params)| PanelDraw {
        from: PanelSource::Rule {
            id: rule.meta.id.to_owned(),
            params,
            ties: args.ties.as_ref().map(|ties| ties.0.clone()),
        },
        panels: args.panels,
        direct: args.direct.is_some(),
    });
    if let Some(k) = args.reserves {
        request.samples.push(("reserves".to_owned(), k));
    }
    request.binds.clone_from(&args.bind_digest);
    let holders = match (&args.tickets, &args.tickets_of) {
        (Some(path), _) => Some(files::ids(path, ui)?),
        (None, Some(path)) => {
            let (ids, digest) = options(path)?;
            request.binds.push(digest);
            Some(ids)
        }
        (None, None) => None,
    };
    request.tickets.extend(holders.map(|ids| TicketDraw {
        label: TIES.to_owned(),
        holders: Holders::Ids(ids),
    }));
    for path in &args.bind {
        request.binds.push(io::sha256(path)?);
    }
    if args.public {
        request.disclosure = Disclosure::Public;
    }
    Ok(request)
}

/// Where chance comes from: parties, dice, results, and last the beacon.
fn sources(args: &DrawPlan, ui: &Ui) -> Result<Vec<Announced>, Stop> {
    let mut sources = Vec::new();
    for path in &args.party {
        let party = commit::party(path, ui)?;
        sources.push(Announced::Party {
            party: party.name,
            key: party.key,
            commitment: party.commitment,
            reveal_by: args.reveal_by,
        });
    }
    if let Some(dice) = args.direct.or(args.dice) {
        let ceremony = args.ceremony.clone();
        sources.push(Announced::Dice {
            count: dice.count,
            sides: dice.sides,
            ceremony: ceremony.unwrap_or_else(|| say(ui, "plan.ceremony", &[])),
        });
    }
    if !args.list.is_empty() {
        sources.push(Announced::List {
            items: args.list.clone(),
            ready_by: args.ready_by,
        });
    }
    for word in &args.drand {
        sources.push(Announced::Drand(match word.as_str() {
            "default" => &DEFAULT,
            _ => &QUICKNET,
        }));
    }
    if args.drand.is_empty() && args.direct.is_none() {
        sources.push(Announced::Drand(&QUICKNET));
    }
    Ok(sources)
}

/// A random name (RFC 9562, version 4) as a URN.
fn urn(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = isonomia::digest::hex(&bytes);
    let part = |range| digits.get(range).unwrap_or_default();
    let parts = [
        part(0..8),
        part(8..12),
        part(12..16),
        part(16..20),
        part(20..32),
    ];
    format!("urn:uuid:{}", parts.join("-"))
}

/// The options of a file of ballots, by the ids that a count knows them by, and its SHA-256.
fn options(ballots: &Path) -> Result<(Vec<String>, [u8; 32]), Stop> {
    let options = LoadOptions {
        workbook: input::WORKBOOK,
        ..LoadOptions::default()
    };
    let (loaded, _) = input::whole(ballots, &Beside::default(), &options)?;
    let wrong = || Problem::error("input-not-accepted").in_file(&io::name(ballots));
    let Some(options) = loaded.instance.options() else {
        return Err(wrong()
            .found(loaded.instance.kind())
            .expected("ballots")
            .into());
    };
    let [file] = loaded.files.as_slice() else {
        return Err(wrong().into());
    };
    let ids = options.all().map(|option| options.id(option).to_owned());
    Ok((ids.collect(), *file.sha256.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::urn;

    // RFC 9562, 5.4: version 4 in the high bits of octet 6, variant 10 in those of octet 8.
    #[test]
    fn a_random_name_is_a_uuid_of_version_four() {
        assert_eq!(
            urn([0xff; 16]),
            "urn:uuid:ffffffff-ffff-4fff-bfff-ffffffffffff"
        );
        assert_eq!(
            urn([0; 16]),
            "urn:uuid:00000000-0000-4000-8000-000000000000"
        );
    }
}
