//! Runs work on all cores.

use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{panic, thread};

/// Calls `each` for every item, and returns the results in the order of the items.
pub(crate) fn map<'i, T: Sync, R: Send>(
    items: &'i [T],
    each: impl Fn(&'i T) -> R + Sync,
) -> Vec<R> {
    let Ok(results) = try_map(items, |item| Ok::<_, Infallible>(each(item)));
    results
}

/// Does the same as [`map`], with a function that can fail.
///
/// # Errors
///
/// Returns the first error in the order of the items. After an error, no further item is started.
pub(crate) fn try_map<'i, T: Sync, R: Send, E: Send>(
    items: &'i [T],
    each: impl Fn(&'i T) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else {
                return done;
            };
            let result = each(item);
            if result.is_err() {
                next.store(items.len(), Ordering::Relaxed);
            }
            done.push((index, result));
        }
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..cores.min(items.len()))
            .map(|_| scope.spawn(work))
            .collect();
        let mut done = work();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(cause) => panic::resume_unwind(cause),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::{map, try_map};

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1_000).collect();
        let doubled = map(&items, |item| 2 * item);
        assert!(doubled.into_iter().eq((0..1_000).map(|item| 2 * item)));
    }

    #[test]
    fn the_first_of_several_errors_is_returned() {
        let items: Vec<usize> = (0..1_000).collect();
        let odd = |item: &usize| if *item < 500 { Ok(()) } else { Err(*item) };
        assert_eq!(try_map(&items, odd), Err(500));
    }
}
