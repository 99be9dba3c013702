//! The order in which types are gone through, and what must be remembered on the way.

use super::key::{Field, Key};
use crate::id::{FeatureId, IdVec, RowId, TypeId, ValueId, ix, len32};
use crate::num::Natural;
use crate::panel::{Asked, Types};
use crate::sort::{sort, sort_by};

/// One type: how many of it sit on the panel is chosen here.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) kind: TypeId,
    /// The most of them on one panel.
    pub(super) most: u32,
    /// What one member adds to the state.
    pub(super) add: Key,
    /// Top bits of fields, set where one runs over.
    pub(super) guards: Key,
    /// Begins the rows that this type is the first to touch.
    pub(super) open: Key,
    /// Rows that nobody after this type touches.
    pub(super) close: Vec<Field>,
    /// Their bits.
    pub(super) closed: Key,
    /// What the types after this one can still bring, by feature.
    pub(super) left: Vec<Left>,
    /// The ways to choose 0, 1, .. of them; by homes of the class already used.
    pub(super) ways: Vec<Vec<Natural>>,
    /// The row of the class of households, where people of several types share them.
    pub(super) homes: Option<Field>,
}

/// What can still become of the rows of a feature. Rows not yet begun are summed up.
#[derive(Clone, Debug, Default)]
pub(super) struct Left {
    need: u32,
    room: u32,
    open: Vec<(Field, u32)>,
}

/// The plan of a count: steps, and the field of the seats.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) steps: Vec<Step>,
    seats: Field,
    of: u32,
    /// A row asks for people whom nobody is.
    dead: bool,
}

/// A row that is followed: its types by place in the order.
struct Followed {
    row: RowId,
    first: usize,
    last: usize,
}

impl Plan {
    /// A plan that follows the quotas of some features; `None` where its state does not fit 128
    /// bits. The values of the first feature are gone through one after the other, so that only
    /// one of them is remembered at a time. `weights`: of each person, by type.
    pub(super) fn new(
        types: &Types,
        features: &[FeatureId],
        weights: Option<&IdVec<TypeId, Natural>>,
    ) -> Option<Self> {
        let asked = |asked: Asked| match asked {
            Asked::Seats | Asked::Homes(_) => true,
            Asked::Quota(feature, _) => features.contains(&feature),
        };
        let mut rows = types.rows().values();
        if rows.any(|row| row.least > 0 && row.types.is_empty() && asked(row.asked)) {
            return Some(Self {
                steps: Vec::new(),
                seats: Field::new(0, 1, 0, 0),
                of: types.seats(),
                dead: true,
            });
        }
        let order = order(types, features.first().copied());
        let mut place = vec![0_usize; order.len()];
        for (at, kind) in order.iter().enumerate() {
            place[ix(kind.0)] = at;
        }
        let mut followed: Vec<Followed> = types
            .rows()
            .iter()
            .filter(|(_, row)| asked(row.asked))
            .filter_map(|(id, row)| {
                let places = || row.types.iter().map(|kind| place[ix(kind.0)]);
                Some(Followed {
                    row: id,
                    first: places().min()?,
                    last: places().max()?,
                })
            })
            .collect();
        // Rows that are open longest lie highest: to close those below keeps states in order.
        sort_by(&mut followed, &mut |a, b| {
            (a.last - a.first, b.row).cmp(&(b.last - b.first, a.row))
        });
        let fields = fields(types, &followed)?;
        let seats = fields[ix(RowId(0).0)]?;
        let mut steps: Vec<Step> = order
            .iter()
            .map(|kind| step(types, *kind, &fields, weights))
            .collect();
        for row in &followed {
            if let Some(field) = fields[ix(row.row.0)] {
                steps[row.first].open += field.begun();
                steps[row.last].closed |= field.bits();
                steps[row.last].close.push(field);
            }
        }
        let left = Lefts {
            types,
            features,
            fields: &fields,
            place: &place,
            followed: &followed,
        };
        for (at, step) in steps.iter_mut().enumerate() {
            step.left = left.after(at);
        }
        Some(Self {
            steps,
            seats,
            of: types.seats(),
            dead: false,
        })
    }

    /// The state before the first type; `None` where there is no panel for want of people.
    pub(super) fn start(&self) -> Option<Key> {
        let start = self.steps.first().map_or(0, |step| step.open);
        (!self.dead).then_some(start)
    }

    /// The state after `count` of the type of a step; `None` where no panel comes of it.
    pub(super) fn next(&self, at: usize, key: Key, count: u32) -> Option<Key> {
        let step = &self.steps[at];
        let mut key = key + step.add * Key::from(count);
        if key & step.guards != 0 || step.close.iter().any(|field| field.lacks(key)) {
            return None;
        }
        let left = match self.steps.get(at + 1) {
            None => return Some(key & !step.closed),
            Some(_) => self.of - self.seats.count(key),
        };
        key &= !step.closed;
        let possible = |feature: &Left| {
            let (mut need, mut room) = (feature.need, feature.room);
            for (field, people) in &feature.open {
                let (lacking, free) = field.span(key);
                if lacking > *people {
                    return false;
                }
                need += lacking;
                room += free.min(*people);
            }
            need <= left && left <= room
        };
        if !step.left.iter().all(possible) {
            return None;
        }
        Some(key + self.steps[at + 1].open)
    }
}

/// Types in the order of a count: by the value of the first feature, those of a class of
/// households together, where its first stands.
fn order(types: &Types, first: Option<FeatureId>) -> Vec<TypeId> {
    let value = |kind: TypeId| {
        first.map_or(ValueId(0), |feature| {
            types.types()[kind].values[ix(feature.0)]
        })
    };
    let class = |kind: TypeId| {
        let rows = &types.types()[kind].rows;
        let homes = |row: &&RowId| matches!(types.rows()[**row].asked, Asked::Homes(_));
        rows.iter().find(homes).copied()
    };
    let mut order: Vec<_> = types
        .types()
        .ids()
        .map(|kind| {
            let class = class(kind);
            let company = class.map_or_else(|| vec![kind], |row| types.rows()[row].types.clone());
            let least = company.into_iter().map(value).min();
            (least, class, value(kind), kind)
        })
        .collect();
    sort(&mut order);
    order.into_iter().map(|(_, _, _, kind)| kind).collect()
}

/// A field for each followed row, by row; rows that are never open together share one.
fn fields(types: &Types, followed: &[Followed]) -> Option<Vec<Option<Field>>> {
    let mut fields = vec![None; ix(types.rows().len())];
    // Slots with the rows in them.
    let mut slots: Vec<(u32, Vec<&Followed>)> = Vec::new();
    for row in followed {
        let bits = Field::width(types.rows()[row.row].most);
        let free = slots.iter_mut().find(|(width, rows)| {
            *width >= bits
                && rows
                    .iter()
                    .all(|other| other.last < row.first || row.last < other.first)
        });
        match free {
            Some((_, rows)) => rows.push(row),
            None => slots.push((bits, vec![row])),
        }
    }
    let mut shift = 0_u32;
    for (width, rows) in slots {
        for followed in rows {
            let row = &types.rows()[followed.row];
            fields[ix(followed.row.0)] = Some(Field::new(shift, width, row.least, row.most));
        }
        shift += width;
    }
    (shift <= Key::BITS).then_some(fields)
}

fn step(
    types: &Types,
    id: TypeId,
    fields: &[Option<Field>],
    weights: Option<&IdVec<TypeId, Natural>>,
) -> Step {
    let kind = &types.types()[id];
    let mut add = 0;
    let mut homes = None;
    let mut free = kind.most;
    // A field bears no more at once than its row may hold.
    let mut most = kind.most;
    for row in &kind.rows {
        if let Some(field) = fields[ix(row.0)] {
            add += field.one();
            most = most.min(types.rows()[*row].most);
            if let Asked::Homes(_) = types.rows()[*row].asked {
                homes = Some(field);
                free = types.rows()[*row].most;
            }
        }
    }
    // People of the type in each home, and what each weighs.
    let each = len32(kind.people.len()) / kind.most.max(1);
    let mut each = Natural::from(each);
    if let Some(weights) = weights {
        each *= &weights[id];
    }
    let used = if homes.is_some() { free } else { 0 };
    let ways = (0..=used).map(|used| choices(free - used, &each)).collect();
    Step {
        kind: id,
        most,
        add,
        guards: fields
            .iter()
            .flatten()
            .fold(0, |guards, field| guards | field.guard()),
        open: 0,
        close: Vec::new(),
        closed: 0,
        left: Vec::new(),
        ways,
        homes,
    }
}

/// `C(homes, count) * each^count` for every count.
fn choices(homes: u32, each: &Natural) -> Vec<Natural> {
    let mut ways = vec![Natural::ONE];
    let mut last = Natural::ONE;
    for count in 1..=homes {
        last = last * Natural::from(homes - count + 1) / Natural::from(count);
        ways.push(&last * each.pow(ix(count)));
    }
    ways
}

/// What [`Left`] is made from.
struct Lefts<'a> {
    types: &'a Types,
    features: &'a [FeatureId],
    fields: &'a [Option<Field>],
    place: &'a [usize],
    followed: &'a [Followed],
}

impl Lefts<'_> {
    fn after(&self, at: usize) -> Vec<Left> {
        let seats = self.of(at, &|asked| asked == Asked::Seats);
        let quotas = self.features.iter().map(|wanted| {
            self.of(
                at,
                &|asked| matches!(asked, Asked::Quota(feature, _) if feature == *wanted),
            )
        });
        std::iter::once(seats).chain(quotas).collect()
    }

    fn of(&self, at: usize, wanted: &dyn Fn(Asked) -> bool) -> Left {
        let mut left = Left::default();
        for followed in self.followed {
            let row = &self.types.rows()[followed.row];
            if followed.last <= at || !wanted(row.asked) {
                continue;
            }
            let later = row.types.iter().filter(|kind| self.place[ix(kind.0)] > at);
            let people: u32 = later.map(|kind| self.types.types()[*kind].most).sum();
            match self.fields[ix(followed.row.0)] {
                Some(field) if followed.first <= at => left.open.push((field, people)),
                _ => {
                    left.need += row.least;
                    left.room += row.most.min(people);
                }
            }
        }
        left
    }
}
