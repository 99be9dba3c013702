//! Independent pieces of work on all processors. The report does not depend on it: results come
//! back in the order of their numbers.

use std::sync::atomic::{AtomicUsize, Ordering};

use isonomia::rule::Executor;

/// As many threads as there are processors, for each call anew.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Threads;

impl Executor for Threads {
    fn run(&self, n: usize, work: &(dyn Fn(usize) + Sync)) {
        let threads = std::thread::available_parallelism()
            .map_or(1, std::num::NonZero::get)
            .min(n);
        if threads <= 1 {
            return (0..n).for_each(work);
        }
        let next = AtomicUsize::new(0);
        let take = || {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= n {
                    break;
                }
                work(at);
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(take);
            }
            take();
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn every_piece_runs_once() {
        let runs = Mutex::new(vec![0; 1000]);
        Threads.run(1000, &|at| runs.lock().unwrap()[at] += 1);
        assert!(runs.into_inner().unwrap().iter().all(|count| *count == 1));
        Threads.run(0, &|_| unreachable!("no piece was asked for"));
    }
}
