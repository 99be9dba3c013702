//! Homes one after the other, and what must be remembered on the way: rows that are followed.

use crate::id::{FeatureId, RowId, TypeId, ix, len32};
use crate::panel::number::key::{Field, Key};
use crate::panel::{Asked, Types};
use crate::sort::{sort, sort_by};

/// A home: nobody from it sits on the panel, or one person of one of these types.
#[derive(Clone, Debug)]
pub(super) struct Home {
    /// Types, how many of each live here, and what one member adds to the state.
    pub(super) people: Vec<(TypeId, u16, Key)>,
    guards: Key,
    /// Begins rows.
    open: Key,
    /// Rows that nobody after this home touches.
    close: Vec<Field>,
    closed: Key,
    left: Vec<Left>,
}

/// What the homes after one can still bring to the rows of a feature.
#[derive(Clone, Debug, Default)]
struct Left {
    /// Of rows not begun, and of those that nobody follows.
    need: u32,
    room: u32,
    /// Rows that are open, with the homes that can still add to each.
    open: Vec<(Field, u32)>,
}

/// Homes in order, with the rows that are followed.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) homes: Vec<Home>,
    seats: Field,
    of: u32,
}

/// The rows of a pool's homes, whatever is followed.
pub(super) struct Place {
    row: RowId,
    first: usize,
    last: usize,
    /// Homes with somebody in the row, from each home on.
    later: Vec<u32>,
}

impl Frame {
    /// The homes in the order of the values of `first`, following the seats, the quotas of `first`,
    /// and the rows `more`; `None` where the state does not fit 128 bits, a home is too big, or
    /// nobody has a value that somebody must have.
    pub(super) fn new(types: &Types, first: FeatureId, more: &[RowId]) -> Option<Self> {
        let mut quotas = types.rows().values();
        if quotas.any(|row| row.least > 0 && row.types.is_empty()) {
            return None;
        }
        let homes = homes(types, first)?;
        let places: Vec<Place> = types
            .rows()
            .ids()
            .filter_map(|row| place(types, &homes, row))
            .collect();
        let followed = |row: RowId| match types.rows()[row].asked {
            Asked::Seats => true,
            Asked::Quota(feature, _) => feature == first || more.contains(&row),
            Asked::Homes(_) => false,
        };
        let fields = fields(types, &places, &followed)?;
        let field = |row: RowId| fields[ix(row.0)];
        let seats = field(RowId(0))?;
        let guards = fields
            .iter()
            .flatten()
            .fold(0, |all, row| all | row.guard());
        let mut made: Vec<Home> = homes
            .into_iter()
            .map(|people| {
                let people = people.into_iter().map(|(kind, times)| {
                    let rows = types.types()[kind].rows.iter();
                    let add = rows.filter_map(|row| field(*row)).map(Field::one).sum();
                    (kind, times, add)
                });
                Home {
                    people: people.collect(),
                    guards,
                    open: 0,
                    close: Vec::new(),
                    closed: 0,
                    left: Vec::new(),
                }
            })
            .collect();
        for place in &places {
            if let Some(field) = field(place.row) {
                made[place.first].open += field.begun();
                made[place.last].closed |= field.bits();
                made[place.last].close.push(field);
            }
        }
        let asked: Vec<Option<FeatureId>> = std::iter::once(None)
            .chain(features(types).into_iter().map(Some))
            .collect();
        for (at, home) in made.iter_mut().enumerate() {
            let left = |feature: &Option<FeatureId>| left(types, &places, &fields, *feature, at);
            home.left = asked.iter().map(left).collect();
        }
        Some(Self {
            homes: made,
            seats,
            of: types.seats(),
        })
    }

    pub(super) fn start(&self) -> Key {
        self.homes.first().map_or(0, |home| home.open)
    }

    /// The state after a home from which `add` was taken; `None` where no panel comes of it.
    pub(super) fn after(&self, at: usize, key: Key, add: Key) -> Option<Key> {
        let home = &self.homes[at];
        let key = key + add;
        if key & home.guards != 0 || home.close.iter().any(|field| field.lacks(key)) {
            return None;
        }
        let Some(next) = self.homes.get(at + 1) else {
            return Some(key & !home.closed);
        };
        let left = self.of - self.seats.count(key);
        let key = key & !home.closed;
        let possible = |feature: &Left| {
            let (mut need, mut room) = (feature.need, feature.room);
            for (field, homes) in &feature.open {
                let (lacking, free) = field.span(key);
                if lacking > *homes {
                    return false;
                }
                need += lacking;
                room += free.min(*homes);
            }
            need <= left && left <= room
        };
        home.left.iter().all(possible).then_some(key + next.open)
    }
}

/// The features whose quotas there are.
pub(in crate::panel::number) fn features(types: &Types) -> Vec<FeatureId> {
    let mut features = Vec::new();
    for row in types.rows().values() {
        if let Asked::Quota(feature, _) = row.asked
            && features.last() != Some(&feature)
        {
            features.push(feature);
        }
    }
    features
}

/// The homes with their types and how many of each live there, in the order of the least value of
/// a feature; `None` where more than 2^16 people of a type share a home.
pub(in crate::panel) fn homes(types: &Types, first: FeatureId) -> Option<Vec<Vec<(TypeId, u16)>>> {
    let value = |kind: &TypeId| types.types()[*kind].values[ix(first.0)];
    let mut classes: Vec<(Vec<TypeId>, u32)> = Vec::new();
    for row in types.rows().values() {
        if let Asked::Homes(_) = row.asked {
            classes.push((row.types.clone(), row.most));
        }
    }
    for (id, kind) in types.types().iter() {
        let shared = |row: &RowId| matches!(types.rows()[*row].asked, Asked::Homes(_));
        if !kind.rows.iter().any(shared) {
            classes.push((vec![id], kind.most));
        }
    }
    let mut order: Vec<_> = classes
        .into_iter()
        .map(|(kinds, homes)| {
            let values: Vec<_> = kinds.iter().map(value).collect();
            (values.iter().min().copied(), values, kinds, homes)
        })
        .collect();
    sort(&mut order);
    let mut homes = Vec::new();
    for (_, _, kinds, number) in order {
        let home: Option<Vec<(TypeId, u16)>> = kinds
            .into_iter()
            .map(|kind| {
                let people = len32(types.types()[kind].people.len());
                Some((kind, u16::try_from(people / number.max(1)).ok()?))
            })
            .collect();
        let home = home?;
        homes.extend((0..number).map(|_| home.clone()));
    }
    Some(homes)
}

fn place(types: &Types, homes: &[Vec<(TypeId, u16)>], row: RowId) -> Option<Place> {
    let has = |home: &Vec<(TypeId, u16)>| {
        let mut kinds = home.iter();
        kinds.any(|(kind, _)| types.types()[*kind].rows.binary_search(&row).is_ok())
    };
    let mut later = vec![0; homes.len() + 1];
    for (at, home) in homes.iter().enumerate().rev() {
        later[at] = later[at + 1] + u32::from(has(home));
    }
    Some(Place {
        row,
        first: homes.iter().position(has)?,
        last: homes.iter().rposition(has)?,
        later,
    })
}

/// A field for each followed row; rows that are never open together share one.
fn fields(
    types: &Types,
    places: &[Place],
    followed: &dyn Fn(RowId) -> bool,
) -> Option<Vec<Option<Field>>> {
    let mut open: Vec<&Place> = places.iter().filter(|place| followed(place.row)).collect();
    // Rows that are open longest lie highest, as in `Plan`.
    sort_by(&mut open, &mut |a, b| {
        (a.last - a.first, b.row).cmp(&(b.last - b.first, a.row))
    });
    let mut slots: Vec<(u32, Vec<&Place>)> = Vec::new();
    for place in open {
        let bits = Field::width(types.rows()[place.row].most);
        let free = slots.iter_mut().find(|(width, rows)| {
            let mut rows = rows.iter();
            *width >= bits && rows.all(|row| row.last < place.first || place.last < row.first)
        });
        match free {
            Some((_, rows)) => rows.push(place),
            None => slots.push((bits, vec![place])),
        }
    }
    let mut fields = vec![None; ix(types.rows().len())];
    let mut shift = 0;
    for (width, rows) in slots {
        for place in rows {
            let row = &types.rows()[place.row];
            fields[ix(place.row.0)] = Some(Field::new(shift, width, row.least, row.most));
        }
        shift += width;
    }
    (shift <= Key::BITS).then_some(fields)
}

/// What is left after a home for the rows of a feature, or for the seats.
fn left(
    types: &Types,
    places: &[Place],
    fields: &[Option<Field>],
    feature: Option<FeatureId>,
    at: usize,
) -> Left {
    let mut left = Left::default();
    for place in places {
        let row = &types.rows()[place.row];
        let asked = match row.asked {
            Asked::Seats => feature.is_none(),
            Asked::Quota(of, _) => feature == Some(of),
            Asked::Homes(_) => false,
        };
        let homes = place.later[at + 1];
        if !asked || homes == 0 {
            continue;
        }
        match fields[ix(place.row.0)] {
            Some(field) if place.first <= at => left.open.push((field, homes)),
            Some(_) => {
                left.need += row.least;
                left.room += row.most.min(homes);
            }
            None => left.room += homes,
        }
    }
    left
}
