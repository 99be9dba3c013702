//! Planning a draw: from people, quotas and a rule to everything that is sealed.
//!
//! ```text
//! pool + rule --m panels, dealt fairly--> panel list --salts--> panels file, root
//! pool        --pseudonyms, salts-------> records    ---------> pool file, root, private table
//! roots + draws + sources + times -------> manifest  ---------> its hash is the seal
//! ```
//!
//! Whatever a verifier would call FAIL is a problem here, while it can still be mended; whatever it
//! could only call UNPROVEN, and whatever may harm a person's privacy, is a warning. Nothing here
//! looks at a clock or makes randomness: both are handed in.

mod check;
pub(super) mod panels;
mod request;
mod warn;

pub use request::{Announced, Holders, PanelDraw, PanelSource, Request, TicketDraw};

use super::list::{PanelList, Statistics};
use super::pool::{Entropy, People, SealedPool, salts};
use super::schema::{Algorithm, Disclosure, Draw, Lottery, Manifest, Op, PoolSeal, TicketIds};
use super::time::Time;
use super::verdict::Fact;
use crate::digest::hex;
use crate::id::{PersonId, ix, len32};
use crate::instance::{Instance, Pool};
use crate::json::Value;
use crate::lottery::ids_hash;
use crate::problem::Problem;
use crate::run::Work;

/// What a manifest says of its log where there is none: the hash is then published by hand.
pub const NO_LOG: &str = "none";

/// A list of panels as it is sealed.
#[derive(Clone, Debug)]
pub struct SealedList {
    /// The panels, members as positions of the pool.
    pub list: PanelList,
    /// A salt for each panel, where only auditors see the list.
    pub salts: Option<Vec<[u8; 32]>>,
    /// Chances and company.
    pub statistics: Statistics,
}

/// Everything that a plan makes.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What is sealed.
    pub manifest: Manifest,
    /// Records and salts: the pool file, for auditors.
    pub pool: SealedPool,
    /// Who stands behind each leaf: for the organiser alone.
    pub people: People,
    /// The panels, where a panel is drawn.
    pub list: Option<SealedList>,
    /// The exact chances, what proves them and the seed of the list, where the rule finds chances;
    /// the manifest holds its digest. People stand in it under their pseudonyms: for the organiser
    /// and auditors, who [count it again](super::chances).
    pub proof: Option<Value>,
    /// For whom tickets are drawn.
    pub ticket_ids: TicketIds,
    /// What the plan gives to whom; sentences under the code.
    pub facts: Vec<Fact>,
    /// What to think about before it is sealed; sentences under the code.
    pub warnings: Vec<Fact>,
}

/// What a plan needs besides the request: people, the time now, randomness, a test of Unicode
/// normal form C.
pub struct Means<'a> {
    /// The people, an instance of the kind pool; `None` for a draw of tickets only.
    pub pool: Option<&'a Instance>,
    /// The time now.
    pub now: Time,
    /// Fresh random bytes.
    pub entropy: Entropy<'a>,
    /// Whether a text is in normal form C.
    pub nfc: fn(&str) -> bool,
}

/// Plans a draw.
///
/// # Errors
/// Every field that the schema refuses (`draw-field`, `draw-text`), every check that would fail
/// later, and whatever stops the rule.
pub fn plan(
    request: &Request,
    means: &mut Means<'_>,
    work: &mut Work<'_>,
) -> Result<Planned, Vec<Problem>> {
    let one = |problem: Problem| vec![problem];
    let pool = match means.pool {
        Some(Instance::Pool(pool)) => Some(pool),
        Some(other) => {
            return Err(one(Problem::error("input-not-accepted")
                .found(other.kind())
                .expected("pool")));
        }
        None => None,
    };
    if pool.is_none() && request.needs_people() {
        return Err(one(Problem::error("draw-people-missing")));
    }
    // All that can be said without drawing panels is said first.
    let mut manifest = draft(request, pool)?;
    let mut problems = check::text(&manifest, means.nfc);
    problems.extend(check::manifest(&manifest));
    problems.extend(check::tickets(request, means.nfc));
    problems.extend(check::size(request, ix(manifest.pool.size)));
    if !problems.is_empty() {
        return Err(problems);
    }

    let sealed = if let Some(pool) = pool {
        seal_pool(pool, request, &mut *means.entropy)
    } else {
        let holders = len32(request.ids().count());
        SealedPool::seal(Vec::new(), holders, &[], &[], &mut *means.entropy)
    };
    let sealed = sealed.map_err(one)?;
    manifest.pool = sealed.to_seal();
    let ids: Vec<&str> = match pool {
        Some(pool) => pool.people().map(|person| pool.id(person)).collect(),
        None => request.ids().collect(),
    };
    let people = sealed.people(&request.draw_id, &ids);

    let mut proof = None;
    let list = match (&request.panel, means.pool) {
        (Some(draw), Some(instance)) => {
            let m = request.panels()?;
            let made = (&sealed, &manifest);
            let made = panels::make(draw, instance, made, m, &mut *means.entropy, work)?;
            manifest.algorithm = made.algorithm.clone();
            proof.clone_from(&made.proof);
            let list = seal_list(request, &made, &sealed, &mut manifest, &mut *means.entropy);
            Some(list.map_err(one)?)
        }
        _ => None,
    };
    let ticket_ids = tickets(request, &sealed, &mut manifest);

    let problems = check::text(&manifest, means.nfc);
    if !problems.is_empty() {
        return Err(problems);
    }
    let seen = warn::Seen {
        request,
        manifest: &manifest,
        pool,
        list: list.as_ref(),
        now: means.now,
    };
    Ok(Planned {
        facts: warn::facts(&seen),
        warnings: warn::warnings(&seen),
        manifest,
        pool: sealed,
        people,
        list,
        proof,
        ticket_ids,
    })
}

/// The manifest with all that is known before panels are drawn; roots are still empty.
fn draft(request: &Request, pool: Option<&Pool>) -> Result<Manifest, Vec<Problem>> {
    let size = pool.map_or_else(|| len32(request.ids().count()), Pool::len);
    let number = i64::from(size);
    let mut draws = Vec::new();
    if let Some(panel) = &request.panel {
        let n = i64::from(request.panels()?);
        let op = if panel.direct {
            Op::Direct { n }
        } else {
            Op::Below { n }
        };
        draws.push(Draw {
            label: "panel".to_owned(),
            op,
        });
    }
    draws.extend(request.samples.iter().map(|(label, k)| Draw {
        label: label.clone(),
        op: Op::Sample {
            n: number,
            k: i64::from(*k),
        },
    }));
    draws.extend(request.tickets.iter().map(|tickets| Draw {
        label: tickets.label.clone(),
        op: Op::Ticket { ids_hash: None },
    }));
    let lottery = match &request.panel {
        None => Lottery::Ticket,
        Some(_) => Lottery::UniformPanels {
            panels: request.panels()?,
            root: [0; 32],
            seats: pool.map(|pool| pool.seats),
            disclosure: Some(request.disclosure),
        },
    };
    let none = || Value::from("none");
    let (quotas, names) = panels::quotas(request, pool);
    Ok(Manifest {
        draw_id: request.draw_id.clone(),
        series: request.series.clone(),
        purpose: request.purpose.clone(),
        organiser: request.organiser.clone(),
        attempt: request.attempt,
        supersedes: request.supersedes,
        not_before_beacon: request.not_before_beacon.clone(),
        pool: PoolSeal {
            size,
            root: [0; 32],
        },
        quotas,
        names,
        algorithm: Algorithm {
            name: none(),
            version: none(),
            params: Value::object([]),
            objective: Value::Null,
        },
        lottery,
        draws,
        sources: request.sources()?,
        draw_time: request.draw_time,
        margin_s: request.margin_s,
        log: request.log.clone(),
        binds: (!request.binds.is_empty()).then(|| request.binds.clone()),
        rehearsal: request.rehearsal,
    })
}

/// Records of the people: the features that the panels are held to, and households.
fn seal_pool(pool: &Pool, request: &Request, entropy: Entropy<'_>) -> Result<SealedPool, Problem> {
    let kept = panels::kept_features(request, pool);
    let (coded, _) = panels::coded(pool, &kept);
    let values: Vec<u32> = pool
        .people()
        .flat_map(|person| {
            kept.iter()
                .map(move |feature| pool.value(person, *feature).0)
        })
        .collect();
    let households: Vec<u32> = pool.people().filter_map(|p| pool.household(p)).collect();
    SealedPool::seal(coded, pool.len(), &values, &households, entropy)
}

/// The list in positions of the pool, with its root in the manifest.
fn seal_list(
    request: &Request,
    made: &panels::Made,
    pool: &SealedPool,
    manifest: &mut Manifest,
    entropy: Entropy<'_>,
) -> Result<SealedList, Problem> {
    let refused = |error| Problem::error("draw-list").found(format!("{error:?}"));
    let list = made.list.renumbered(pool.positions()).map_err(refused)?;
    let statistics = list.statistics(pool.size()).map_err(refused)?;
    if statistics.distinct < 2 && list.seats() < pool.size() {
        return Err(Problem::error("draw-list-one-panel"));
    }
    let salts = match request.disclosure {
        Disclosure::Public => None,
        Disclosure::Auditor => Some(salts(list.len(), entropy)),
    };
    manifest.lottery = Lottery::UniformPanels {
        panels: list.len(),
        root: crate::lottery::merkle::root(&list.leaves(salts.as_deref())),
        seats: Some(list.seats()),
        disclosure: Some(request.disclosure),
    };
    Ok(SealedList {
        list,
        salts,
        statistics,
    })
}

/// Ids of the ticket draws, and their hashes in the manifest.
fn tickets(request: &Request, pool: &SealedPool, manifest: &mut Manifest) -> TicketIds {
    let mut by_label: Vec<(String, Vec<String>)> = Vec::new();
    for tickets in &request.tickets {
        let ids = match &tickets.holders {
            Holders::Ids(ids) => ids.clone(),
            Holders::People => pool.leaves().iter().map(|leaf| hex(leaf)).collect(),
        };
        let hash = ids_hash(ids.iter().map(String::as_str));
        for draw in &mut manifest.draws {
            if draw.label == tickets.label {
                draw.op = Op::Ticket {
                    ids_hash: Some(hash),
                };
            }
        }
        by_label.push((tickets.label.clone(), ids));
    }
    match <[(String, Vec<String>); 1]>::try_from(by_label) {
        Ok([(_, ids)]) => TicketIds::One(ids),
        Err(none) if none.is_empty() => TicketIds::One(Vec::new()),
        Err(many) => TicketIds::ByLabel(many.into_iter().collect()),
    }
}

/// The people of a pool as numbers.
fn numbers(people: &[PersonId]) -> impl Iterator<Item = u32> + '_ {
    people.iter().map(|person| person.0)
}
