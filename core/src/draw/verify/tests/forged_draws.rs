//! Frauds with draws, results, the opened panel and the lists.

use super::builder::*;
use super::forgeries::Forgery;
use crate::draw::schema::*;
use crate::json::Value;

fn lottery(draft: &mut Draft) -> (&mut u32, &mut Option<u32>, &mut Option<Disclosure>) {
    match &mut draft.manifest.lottery {
        Lottery::UniformPanels {
            panels,
            seats,
            disclosure,
            ..
        } => (panels, seats, disclosure),
        Lottery::Ticket => panic!("no panels"),
    }
}

fn opened(transcript: &mut Transcript) -> &mut Opened {
    transcript.opened.as_mut().unwrap()
}

fn set(record: &mut Value, key: &str, value: &str) {
    let Value::Object(fields) = record else {
        panic!()
    };
    fields.insert(key.to_owned(), Value::from(value));
}

fn items<'v>(file: &'v mut Value, key: &str) -> &'v mut Vec<Value> {
    let Value::Object(fields) = file else {
        panic!()
    };
    let Some(Value::Array(items)) = fields.get_mut(key) else {
        panic!()
    };
    items
}

#[rustfmt::skip] // a table, one fraud in a row
pub(super) const FORGERIES: &[Forgery] = &[
    // source-digests, seed, keys
    ("source-digests: another digest", |d| d.after = |t| t.derived.source_digests[1] = "00".repeat(32).into(),
        &["source-digests FAIL"]),
    ("source-digests: one more", |d| d.after = |t| t.derived.source_digests.push("00".repeat(32).into()),
        &["source-digests FAIL"]),
    ("seed: another seed", |d| d.after = |t| t.derived.seed = "00".repeat(32).into(), &["seed FAIL"]),
    ("seed: in capitals", |d| d.after = |t| t.derived.seed = t.derived.seed.as_str().unwrap().to_uppercase().into(),
        &["seed FAIL"]),
    ("draw-key: another key", |d| d.after = |t| { t.derived.draw_keys.insert("tie".to_owned(), [0; 32]); },
        &["draw-key:tie FAIL"]),
    ("draw-keys: a key of no draw", |d| d.after = |t| { t.derived.draw_keys.insert("x".to_owned(), [0; 32]); },
        &["draw-keys FAIL"]),
    // draw-labels
    ("draw-labels: two draws of one name, the first or last wins", |d| d.manifest.draws[2].label = "reserve".to_owned(),
        &["draw-labels FAIL", "results FAIL", "result:reserve FAIL"]),
    // panel-draw
    ("panel-draw: one of one", |d| d.manifest.draws[0].op = Op::Below { n: 1 },
        &["panel-draw FAIL"]),
    ("panel-draw: several panels, choose later", |d| {
            let mut other = d.manifest.draws[0].clone();
            other.label = "panel-b".to_owned();
            d.manifest.draws.push(other);
        },
        &["panel-draw FAIL"]),
    ("panel-draw: under another name", |d| d.manifest.draws[0].label = "group".to_owned(),
        &["panel-draw FAIL", "opened FAIL", "opened-index FAIL", "opened-panel FAIL", "opened-path FAIL"]),
    ("panel-draw: a number drawn beside tickets", |d| {
            let panel = d.manifest.draws[0].clone();
            *d = Draft::tickets();
            d.manifest.draws.push(panel);
        },
        &["panel-draw FAIL"]),
    // sample-size
    ("sample-size: reserves drawn from a few", |d| d.manifest.draws[1].op = Op::Sample { n: 4, k: 3 },
        &["sample-size FAIL"]),
    ("sample-size: more than there are", |d| {
            d.manifest.draws[1].op = Op::Sample { n: 12, k: 13 };
        },
        &["sample-size FAIL", "result:reserve FAIL"]),
    // ticket-ids
    ("ticket-ids: never sealed", |d| d.manifest.draws[2].op = Op::Ticket { ids_hash: None },
        &["ticket-ids UNPROVEN"]),
    ("ticket-ids: renamed after the seed", |d| d.manifest_last = |m| m.draws[2].op = Op::Ticket { ids_hash: Some([1; 32]) },
        &["ticket-ids FAIL"]),
    ("ticket-ids: somebody has two tickets", |d| d.ids = TicketIds::One(["a", "a", "b"].map(str::to_owned).to_vec()),
        &["ticket-ids FAIL"]),
    ("ticket-ids: ids that no draw uses", |d| { d.manifest.draws.pop(); }, &["ticket-ids FAIL"]),
    // results
    ("results: one hidden", |d| d.after = |t| { t.results.pop(); }, &["results FAIL", "result:tie FAIL"]),
    ("results: one undeclared", |d| d.after = |t| t.results.push(ResultOf { label: "more".to_owned(), value: Value::Int(1) }),
        &["results FAIL", "result:more FAIL"]),
    ("results: seventeen", |d| d.after = |t| {
            for at in 3..17 { t.results.push(ResultOf { label: format!("more-{at}"), value: Value::Int(1) }); }
        },
        &["schema FAIL"]),
    ("results: two of one draw", |d| d.after = |t| {
            let mut twice = t.results[1].clone();
            twice.value = Value::Int(1);
            t.results.push(twice);
        },
        &["results FAIL"]),
    ("result: other reserves", |d| d.after = |t| {
            let Value::Array(drawn) = &mut t.results[1].value else { panic!() };
            drawn.swap(0, 1);
        },
        &["result:reserve FAIL"]),
    ("result: one reserve more", |d| d.after = |t| {
            let Value::Array(drawn) = &mut t.results[1].value else { panic!() };
            drawn.push(Value::Int(0));
        },
        &["result:reserve FAIL"]),
    ("result: another order of names", |d| d.after = |t| {
            let Value::Array(drawn) = &mut t.results[2].value else { panic!() };
            drawn.swap(0, 1);
        },
        &["result:tie FAIL"]),
    // opened
    ("opened: not shown", |d| d.after = |t| t.opened = None,
        &["opened FAIL", "opened-index FAIL", "opened-panel FAIL", "opened-path FAIL"]),
    ("opened: another panel than the one drawn", |d| d.after = |t| {
            // The next panel of the list, with its own path.
            let number = t.results[0].value.as_i64().unwrap();
            let mut other = Draft::direct();
            other.evidence[0] = Evidence::Digits(((number + 1) % 10).to_string());
            t.opened = other.made().transcript.opened;
        },
        &["opened-index FAIL"]),
    // opened-panel
    ("opened-panel: a person seated twice", |d| d.panels = |panels| for panel in panels { panel[1] = panel[0]; },
        &["opened-panel FAIL", "panel-list FAIL", "panel-quotas FAIL"]),
    ("opened-panel: a person more", |d| {
            d.panels = |panels| for panel in panels { *panel = vec![0, 1, 2, 3, 4]; };
        },
        &["opened-panel FAIL", "panel-list FAIL"]),
    ("opened-panel: somebody outside the pool", |d| d.panels = |panels| for panel in panels { panel[3] = 12; },
        &["opened-panel FAIL", "panel-list FAIL", "panel-quotas FAIL"]),
    ("opened-panel: a negative position", |d| d.after = |t| opened(t).panel[0] = -1,
        &["opened-panel FAIL", "opened-path FAIL"]),
    ("opened-panel: nobody", |d| d.after = |t| opened(t).panel.clear(),
        &["opened-panel FAIL", "opened-path FAIL"]),
    // opened-path
    ("opened-path: a panel that is not in the list", |d| d.after = |t| opened(t).panel = vec![0, 1, 2, 3],
        &["opened-path FAIL"]),
    ("opened-path: a longer path", |d| d.after = |t| opened(t).path.push([0; 32]), &["opened-path FAIL"]),
    ("opened-path: a salt in a public list", |d| {
            *lottery(d).2 = Some(Disclosure::Public);
            d.after = |t| opened(t).salt = Some([1; 32]);
        },
        &["opened-path FAIL"]),
    ("opened-path: no salt in a list for auditors", |d| d.after = |t| opened(t).salt = None,
        &["opened-path FAIL"]),
    // panel-list
    ("panel-list: a favourite panel repeated", |d| d.panels = |panels| {
            let favourite = panels[0].clone();
            panels.fill(favourite);
        },
        &["panel-list FAIL"]),
    ("panel-list: leaves that nobody can open", |d| d.given.lists = false,
        &["panel-list UNPROVEN", "panel-quotas UNPROVEN"]),
    ("panel-list: another list is handed in", |d| d.given.files = |panels, _| items(panels, "panels").swap(0, 1),
        &["panel-list FAIL"]),
    ("panel-list: a list of another length", |d| d.given.files = |panels, _| { items(panels, "panels").pop(); },
        &["panel-list FAIL"]),
    ("panel-list: salts are missing", |d| d.given.files = |panels, _| { items(panels, "salts").pop(); },
        &["panel-list FAIL"]),
    ("panel-list: not a list", |d| d.given.files = |panels, _| *panels = Value::Null,
        &["panel-list FAIL", "panel-quotas FAIL"]),
    ("panel-list: a panel of five somewhere", |d| d.panels = |panels| panels[9] = vec![0, 1, 2, 3, 4],
        &["panel-list FAIL"]),
    ("panel-list: a list where no panel is drawn", |d| { *d = Draft::tickets(); d.given.lists = true; },
        &["panel-list FAIL"]),
    // panel-quotas
    ("panel-quotas: panels that break the quotas", |d| {
            d.manifest_last = |m| { m.quotas.get_mut("gender").unwrap().insert("F".to_owned(), [3, 4]); };
        },
        &["panel-quotas FAIL"]),
    ("panel-quotas: one person under one pseudonym twice", |d| set(&mut d.records[2], "pseudonym", "p00"),
        &["panel-quotas FAIL"]),
    ("panel-quotas: one leaf twice", |d| {
            d.unsorted = true;
            d.records[5] = d.records[4].clone();
        },
        &["panel-quotas FAIL"]),
    ("panel-quotas: people put in another order", |d| d.unsorted = true, &["panel-quotas FAIL"]),
    ("panel-quotas: somebody whom no quota counts", |d| set(&mut d.records[3], "gender", "X"),
        &["panel-quotas FAIL"]),
    ("panel-quotas: somebody with a field that is not asked", |d| set(&mut d.records[3], "friend", "mayor"),
        &["panel-quotas FAIL"]),
    ("panel-quotas: two of one household", |d| {
            d.crowded = true;
            for record in &mut d.records { set(record, "household", "one house"); }
        },
        &["panel-quotas FAIL"]),
    ("panel-quotas: another pool is handed in", |d| d.given.files = |_, pool| { items(pool, "records").pop(); },
        &["panel-quotas FAIL"]),
    ("panel-quotas: a record is changed", |d| d.given.files = |_, pool| {
            let Value::Array(pair) = &mut items(pool, "records")[0] else { panic!() };
            set(&mut pair[1], "pseudonym", "p99");
        },
        &["panel-quotas FAIL"]),
    ("panel-quotas: not a pool", |d| d.given.files = |_, pool| *pool = Value::Bool(true),
        &["panel-quotas FAIL"]),
];
