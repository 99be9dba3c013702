//! Handing the seats of a list of panels out to people, so that equals have equal chances.
//!
//! **Who is equal.** Two people are interchangeable if they are of one *kind* (equal in every
//! feature that the panel's quotas or strata look at) and if their households hold equally many
//! people of each kind. To swap two such people, each taking the other's place with all of the
//! household, turns a panel that meets the quotas, with no two of a household, into another such.
//! So it is only by accident that one of them stands on more panels than the other.
//!
//! **What is promised.** Each panel keeps its number of people of each type, hence its quotas;
//! nobody stands twice on a panel and no two of a household do; and of people of one type each
//! stands on `floor(S/n)` or `ceil(S/n)` panels, where the type has `n` people and `S` seats in
//! the whole list. This is always possible and always reached:
//!
//! 1. Households with equally many people of each kind are one class, and classes do not touch one
//!    another. In a class of `N` households a panel seats some people of each kind, in `N`
//!    households at the most. Take the panels on one side, the kinds on the other, an edge for each
//!    seat, and the households as colours. A colouring in which no colour meets a panel twice, and
//!    each kind has every colour equally often within one, is what is asked for.
//! 2. It exists: every bipartite multigraph has an edge colouring with any number `N` of colours
//!    that is balanced at every vertex (D. de Werra, Balanced schedules, INFOR 9, 1971). It is
//!    found by cutting each kind into pieces of `N` seats and colouring what is left properly, by
//!    D. Kőnig's alternating paths (1916): [`equitable`]. With one kind in a class no paths
//!    are needed: those who sit least often are next, by lot.
//! 3. A household that has several people of the kind seats them in turn. It has `floor(S/N)` or
//!    `ceil(S/N)` seats for `u` of them, so each of these sits `floor(S/(uN))` or `ceil(S/(uN))`
//!    times.
//!
//! **Repeated panels.** A panel that stands in the list already exchanges one member with another
//! panel that has somebody of the same type, which changes no count. Partners are tried by lot and
//! then in order, until the list has one panel more that differs from all others. What one
//! exchange cannot mend, or [`EXCHANGE_WORK`] steps do not find, stays, and is counted in
//! [`Dealt::repeats`]: in a small pool there may be fewer panels than are asked for.
//!
//! Cost: O(seats of the list) in pools without shared households; with them also, for each seat of
//! a class of several kinds, at worst a path through all panels. All in integers.

mod equitable;

use std::collections::BTreeMap;

use super::Types;
use crate::digest::{Digest, Hasher};
use crate::id::{PersonId, ix, len32};
use crate::instance::Pool;
use crate::lottery::Stream;
use crate::sort::sort;

/// The most steps that mending repeated panels may cost.
pub const EXCHANGE_WORK: u64 = 50_000_000;

/// How many exchanges are tried by lot before all are tried in order.
const TRIES: u32 = 64;

/// Who is of one kind, and who shares a household.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    /// Type of each person: a number for kind and company at home.
    types: Vec<u32>,
    households: Vec<u32>,
    /// By household class: its households, each with its people by kind.
    classes: Vec<Class>,
    /// Class and kind within the class, by type.
    places: Vec<(u32, u32)>,
}

/// Households that hold equally many people of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Class {
    /// By household, by kind within the class: the people.
    homes: Vec<Vec<Vec<u32>>>,
}

/// Panels of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dealt {
    /// The people of each panel, ascending.
    pub panels: Vec<Vec<u32>>,
    /// Panels that are equal to an earlier one.
    pub repeats: u32,
}

impl Kinds {
    /// From the kind of each person and the household of each; `households` is empty where nobody
    /// shares one. `None` where the two are not equally long.
    pub fn new(kinds: &[u32], households: &[u32]) -> Option<Self> {
        let alone: Vec<u32> = (0..len32(kinds.len())).collect();
        let households = match households {
            [] => alone,
            shared if shared.len() == kinds.len() => shared.to_vec(),
            _ => return None,
        };
        // Who lives together, and of what kinds they are.
        let mut homes: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
        for ((person, kind), household) in (0_u32..).zip(kinds).zip(&households) {
            homes.entry(*household).or_default().push((*kind, person));
        }
        let mut by_company: BTreeMap<Vec<u32>, Vec<Vec<(u32, u32)>>> = BTreeMap::new();
        for mut home in homes.into_values() {
            sort(&mut home);
            let company = home.iter().map(|(kind, _)| *kind).collect();
            by_company.entry(company).or_default().push(home);
        }
        let mut types = vec![0; kinds.len()];
        let (mut classes, mut places) = (Vec::new(), Vec::new());
        for (company, homes) in by_company {
            let mut kinds = company;
            kinds.dedup();
            let first_type = len32(places.len());
            let class = len32(classes.len());
            places.extend((0..len32(kinds.len())).map(|kind| (class, kind)));
            let sorted = homes.into_iter().map(|home| {
                let of_kind = |kind: &u32| {
                    let people = home.iter().filter(|(k, _)| k == kind);
                    people.map(|(_, person)| *person).collect::<Vec<_>>()
                };
                kinds.iter().map(of_kind).collect::<Vec<_>>()
            });
            let homes: Vec<Vec<Vec<u32>>> = sorted.collect();
            for home in &homes {
                for (kind, people) in (0_u32..).zip(home) {
                    for person in people {
                        types[ix(*person)] = first_type + kind;
                    }
                }
            }
            classes.push(Class { homes });
        }
        Some(Self {
            types,
            households,
            classes,
            places,
        })
    }

    /// Number of people.
    pub fn people(&self) -> u32 {
        len32(self.types.len())
    }

    /// How many people are of each type.
    pub fn sizes(&self) -> Vec<u32> {
        let mut sizes = vec![0; self.places.len()];
        for of in &self.types {
            sizes[ix(*of)] += 1;
        }
        sizes
    }

    /// The type of a person; people of one type are interchangeable.
    pub fn type_of(&self, person: u32) -> Option<u32> {
        self.types.get(ix(person)).copied()
    }

    /// The kinds of a pool seen as types, and for each [`TypeId`](crate::id::TypeId) the number
    /// that people of it have here.
    pub fn of(pool: &Pool, types: &Types) -> (Self, Vec<u32>) {
        let kinds: Vec<u32> = pool
            .people()
            .map(|person| types.type_of(person).0)
            .collect();
        let households: Vec<u32> = pool.people().filter_map(|p| pool.household(p)).collect();
        // A pool has households for all or for none.
        let made = Self::new(&kinds, &households).unwrap_or_default();
        let number = |people: &Vec<PersonId>| {
            let first = people.first().and_then(|person| made.type_of(person.0));
            first.unwrap_or_default()
        };
        let numbers = types.types().values().map(|kind| number(&kind.people));
        let numbers = numbers.collect();
        (made, numbers)
    }

    /// Whether seats of these types can be filled with no two of a household.
    fn can_seat(&self, panel: &[u32]) -> bool {
        let mut classes: Vec<u32> = Vec::with_capacity(panel.len());
        for of_type in panel {
            match self.places.get(ix(*of_type)) {
                Some((class, _)) => classes.push(*class),
                None => return false,
            }
        }
        sort(&mut classes);
        let homes = |class: u32| self.classes[ix(class)].homes.len();
        classes.chunk_by(|a, b| a == b).all(|seats| {
            seats
                .first()
                .is_some_and(|class| seats.len() <= homes(*class))
        })
    }

    /// Whether a panel has two of a household.
    pub fn clashes(&self, panel: &[u32]) -> bool {
        let household = |person: &u32| self.households.get(ix(*person)).copied();
        let mut seen: Vec<Option<u32>> = panel.iter().map(household).collect();
        sort(&mut seen);
        seen.windows(2).any(|pair| pair[0] == pair[1])
    }
}

/// Hands seats out to people; `panels` has the type of each seat, as [`Kinds::type_of`] numbers
/// them, and the words of `stream` decide who of a type sits where.
///
/// # Errors
/// The number of the first panel that cannot be seated: of an unknown type, or with more of a class
/// than it has households, or with more of a kind.
pub fn deal(panels: &[Vec<u32>], kinds: &Kinds, stream: &mut Stream) -> Result<Dealt, u32> {
    for (number, panel) in (0_u32..).zip(panels) {
        if !kinds.can_seat(panel) {
            return Err(number);
        }
    }
    let size = |panel: &Vec<u32>| Vec::with_capacity(panel.len());
    let mut members: Vec<Vec<u32>> = panels.iter().map(size).collect();
    for (number, class) in (0_u32..).zip(&kinds.classes) {
        deal_class(panels, kinds, number, class, stream, &mut members);
    }
    let repeats = mend(&mut members, kinds, stream);
    for panel in &mut members {
        sort(panel);
    }
    Ok(Dealt {
        panels: members,
        repeats,
    })
}

/// The seats of one class of households, in every panel.
fn deal_class(
    panels: &[Vec<u32>],
    kinds: &Kinds,
    number: u32,
    class: &Class,
    stream: &mut Stream,
    members: &mut [Vec<u32>],
) {
    let homes = len32(class.homes.len());
    let labels = class.homes.first().map_or(0, Vec::len);
    // Seats of this class: panel, kind within the class.
    let mut seats: Vec<(u32, u32)> = Vec::new();
    for (panel, types) in (0_u32..).zip(panels) {
        for of_type in types {
            match kinds.places[ix(*of_type)] {
                (of, kind) if of == number => seats.push((panel, kind)),
                _ => {}
            }
        }
    }
    let colours = if labels == 1 {
        by_turns(&seats, homes, stream)
    } else {
        equitable::colour(&seats, len32(panels.len()), homes, stream)
    };
    // Who of several of the kind at one home is next.
    let mut turns = vec![0_u32; ix(homes) * labels];
    for ((home, turn), at) in (0_u32..)
        .flat_map(|home| std::iter::repeat_n(home, labels))
        .zip(&mut turns)
        .zip(0..)
    {
        let people = class.homes[ix(home)][at % labels].len();
        if people > 1 {
            *turn = below(stream, len32(people));
        }
    }
    for ((panel, kind), home) in seats.into_iter().zip(colours) {
        let people = &class.homes[ix(home)][ix(kind)];
        let turn = &mut turns[ix(home) * labels + ix(kind)];
        members[ix(panel)].push(people[ix(*turn)]);
        *turn = (*turn + 1) % len32(people.len());
    }
}

/// A number below `n`, for `n` from 1 on; 0 otherwise.
pub(super) fn below(stream: &mut Stream, n: u32) -> u32 {
    let number = stream.below(u128::from(n.max(1))).unwrap_or_default();
    u32::try_from(number).unwrap_or_default()
}

/// Homes for the seats of one kind: for each panel those that sat least often, by lot.
///
/// `order[..behind]` have sat once less than the others. A panel takes from them first; if they
/// are too few, it takes all of them, after which all are equal, and the rest from the others.
fn by_turns(seats: &[(u32, u32)], homes: u32, stream: &mut Stream) -> Vec<u32> {
    let mut order: Vec<u32> = (0..homes).collect();
    let mut behind = homes;
    let mut taken = Vec::with_capacity(seats.len());
    for panel in seats.chunk_by(|a, b| a.0 == b.0) {
        // Within a panel nobody is taken twice: all taken of those behind stand right of it.
        let mut left = len32(panel.len());
        let first = left.min(behind);
        for _ in 0..first {
            let at = below(stream, behind);
            behind -= 1;
            order.swap(ix(at), ix(behind));
            taken.push(order[ix(behind)]);
        }
        left -= first;
        if behind == 0 {
            // The `first` just taken stand in front now: everyone is equal, and only the others
            // may still sit on this panel.
            let mut end = homes;
            for _ in 0..left {
                let at = first + below(stream, end - first);
                end -= 1;
                order.swap(ix(at), ix(end));
                taken.push(order[ix(end)]);
            }
            behind = end;
        }
    }
    taken
}

/// A panel whatever the order of its members.
fn digest(panel: &[u32]) -> Digest {
    let mut panel = panel.to_vec();
    sort(&mut panel);
    let mut hasher = Hasher::new();
    for member in panel {
        hasher.update(&member.to_be_bytes());
    }
    hasher.finish()
}

/// Exchanges members until no panel stands twice, as far as one exchange for each allows; returns
/// how many repeats are left.
fn mend(members: &mut [Vec<u32>], kinds: &Kinds, stream: &mut Stream) -> u32 {
    let mut known: BTreeMap<Digest, u32> = BTreeMap::new();
    for panel in &*members {
        *known.entry(digest(panel)).or_default() += 1;
    }
    if known.len() == members.len() {
        return 0;
    }
    let mut work = 0_u64;
    for number in 0..members.len() {
        let old = digest(&members[number]);
        if known.get(&old).is_none_or(|count| *count < 2) {
            continue;
        }
        if let Some((other, panel, partner)) =
            exchange(members, number, kinds, &known, stream, &mut work)
        {
            for gone in [old, digest(&members[other])] {
                if let Some(count) = known.get_mut(&gone) {
                    *count -= 1;
                    if *count == 0 {
                        known.remove(&gone);
                    }
                }
            }
            for new in [&panel, &partner] {
                *known.entry(digest(new)).or_default() += 1;
            }
            members[number] = panel;
            members[other] = partner;
        }
    }
    len32(members.len().saturating_sub(known.len()))
}

/// Another panel and what the two become by exchanging one member, so that more panels differ.
fn exchange(
    members: &[Vec<u32>],
    number: usize,
    kinds: &Kinds,
    known: &BTreeMap<Digest, u32>,
    stream: &mut Stream,
    work: &mut u64,
) -> Option<(usize, Vec<u32>, Vec<u32>)> {
    let panels = len32(members.len());
    let panel = &members[number];
    for _ in 0..TRIES {
        let other = ix(below(stream, panels));
        let at = ix(below(stream, len32(panel.len())));
        let found = swaps(panel, &members[other], at, kinds, known, work);
        if let Some((panel, partner)) = found.filter(|_| other != number) {
            return Some((other, panel, partner));
        }
    }
    for (other, partner) in members.iter().enumerate() {
        if other == number {
            continue;
        }
        for at in 0..panel.len() {
            if *work > EXCHANGE_WORK {
                return None;
            }
            if let Some((panel, partner)) = swaps(panel, partner, at, kinds, known, work) {
                return Some((other, panel, partner));
            }
        }
    }
    None
}

/// The two panels after the member at `at` changed places with one of the same type, if there is
/// one with whom more panels differ than before and no two of a household meet.
fn swaps(
    panel: &[u32],
    partner: &[u32],
    at: usize,
    kinds: &Kinds,
    known: &BTreeMap<Digest, u32>,
    work: &mut u64,
) -> Option<(Vec<u32>, Vec<u32>)> {
    let leaves = panel[at];
    *work = work.saturating_add(u64::from(len32(partner.len())));
    for (place, comes) in partner.iter().enumerate() {
        if kinds.type_of(*comes) != kinds.type_of(leaves)
            || panel.contains(comes)
            || partner.contains(&leaves)
        {
            continue;
        }
        *work = work.saturating_add(4 * u64::from(len32(partner.len())));
        let (mut new, mut other) = (panel.to_vec(), partner.to_vec());
        new[at] = *comes;
        other[place] = leaves;
        if kinds.clashes(&new) || kinds.clashes(&other) {
            continue;
        }
        // Leaving this panel loses nothing, since it stands more than once; the partner may be lost.
        let (first, second) = (digest(&new), digest(&other));
        let is_new = |digest: &Digest| u32::from(!known.contains_key(digest));
        let gained = is_new(&first) + is_new(&second) - u32::from(first == second) * is_new(&first);
        let (old, before) = (digest(panel), digest(partner));
        let stays = if old == before { 2 } else { 1 };
        let lost = u32::from(known.get(&before).is_none_or(|count| *count <= stays));
        if gained > lost {
            return Some((new, other));
        }
    }
    None
}
