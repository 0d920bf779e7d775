//! The prefixes that are declared at the place at hand. They are few, so they are searched one
//! by one; a peer that declares many finds them in a tree, so that no lookup is ever long.

use std::collections::BTreeMap;

use super::tree::Span;

#[derive(Clone, Copy)]
struct Binding {
    prefix: Span,
    namespace: Span,
    /// The binding of the same prefix further out, if there is an index.
    hidden: Option<u32>,
}

/// Declarations above this number are indexed...
const FEW: usize = 16;
/// ...until no more than this are left.
const VERY_FEW: usize = 8;
/// Room for no more declarations than these is kept when they have ended.
const KEPT: usize = 256;

#[derive(Default)]
pub(super) struct Scopes {
    bindings: Vec<Binding>,
    /// The innermost binding of each prefix; absent while there are few.
    index: Option<BTreeMap<Box<[u8]>, u32>>,
}

impl Scopes {
    /// How many declarations there are: the mark to return to at the end of an element.
    #[inline]
    pub fn mark(&self) -> u32 {
        self.bindings.len() as u32
    }

    /// The namespace that a prefix is bound to; `text` gives the octets of a span.
    pub fn find<'t>(&self, prefix: &[u8], text: impl Fn(Span) -> &'t [u8]) -> Option<Span> {
        let binding = match &self.index {
            Some(index) => self.bindings.get(*index.get(prefix)? as usize),
            None => self.bindings.iter().rev().find(|b| text(b.prefix) == prefix),
        };
        binding.map(|b| b.namespace)
    }

    pub fn declare<'t>(&mut self, prefix: Span, namespace: Span, text: impl Fn(Span) -> &'t [u8]) {
        self.bindings.push(Binding { prefix, namespace, hidden: None });
        match &mut self.index {
            Some(index) => {
                let at = self.bindings.len() - 1;
                insert(index, &mut self.bindings, at, text);
            }
            None if self.bindings.len() > FEW => {
                let mut index = BTreeMap::new();
                for at in 0..self.bindings.len() {
                    insert(&mut index, &mut self.bindings, at, &text);
                }
                self.index = Some(index);
            }
            None => {}
        }
    }

    /// Whether a prefix was declared twice since the mark.
    pub fn has_twins<'t>(&self, mark: u32, text: impl Fn(Span) -> &'t [u8]) -> bool {
        let new = self.bindings.get(mark as usize..).unwrap_or_default();
        let mut prefixes: Vec<_> = new.iter().map(|binding| text(binding.prefix)).collect();
        prefixes.sort_unstable();
        prefixes.windows(2).any(|pair| pair[0] == pair[1])
    }

    /// Forgets what was declared since the mark.
    pub fn leave<'t>(&mut self, mark: u32, text: impl Fn(Span) -> &'t [u8]) {
        if mark as usize <= VERY_FEW {
            self.index = None;
        }
        while self.bindings.len() > mark as usize {
            let (Some(binding), Some(index)) = (self.bindings.pop(), &mut self.index) else {
                continue;
            };
            match binding.hidden {
                Some(hidden) => drop(index.insert(text(binding.prefix).into(), hidden)),
                None => drop(index.remove(text(binding.prefix))),
            }
        }
        if self.bindings.len() <= KEPT {
            self.bindings.shrink_to(KEPT);
        }
    }

    /// Changes every span, when the text it points into becomes that of the stream header.
    pub fn relocate(&mut self, place: impl Fn(Span) -> Span) {
        for binding in &mut self.bindings {
            binding.prefix = place(binding.prefix);
            binding.namespace = place(binding.namespace);
        }
    }
}

/// Indexes the binding `at`, and keeps in it what it hides.
fn insert<'t>(
    index: &mut BTreeMap<Box<[u8]>, u32>,
    bindings: &mut [Binding],
    at: usize,
    text: impl Fn(Span) -> &'t [u8],
) {
    if let Some(binding) = bindings.get_mut(at) {
        binding.hidden = index.insert(text(binding.prefix).into(), at as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Also if the stream header declares more than a few.
    #[test]
    fn room_for_many_is_given_back() {
        let of = |_: Span| b"p".as_slice();
        let mut scopes = Scopes::default();
        let declare = |scopes: &mut Scopes, n| {
            (0..n).for_each(|_| scopes.declare(Span::default(), Span::default(), of));
        };
        declare(&mut scopes, FEW + 1);
        let header = scopes.mark();
        declare(&mut scopes, 10_000);
        scopes.leave(header, of);
        assert!(scopes.bindings.capacity() <= KEPT);
    }

    /// 40 elements nested, each declares two of five prefixes: as a plain search finds it, so
    /// does the index, going in and coming out.
    #[test]
    fn the_index_finds_what_a_search_finds() {
        let text: Vec<u8> = (0..=255).collect();
        let of = |span: Span| span.of(&text, &[]);
        let prefix = |n: usize| Span::between(n % 5, n % 5 + 1);
        let namespace = |n: usize| Span::between(100 + n, 101 + n);
        let mut scopes = Scopes::default();
        let mut plain: Vec<(Span, Span)> = Vec::new();
        let check = |scopes: &Scopes, plain: &[(Span, Span)]| {
            for n in 0..6u8 {
                let expected = plain.iter().rev().find(|(prefix, _)| of(*prefix) == [n]);
                let found = scopes.find(&[n], of);
                assert_eq!(found.map(of), expected.map(|(_, namespace)| of(*namespace)));
            }
        };
        for n in 0..80 {
            scopes.declare(prefix(n * n), namespace(n), of);
            plain.push((prefix(n * n), namespace(n)));
            check(&scopes, &plain);
        }
        for mark in (0..80).rev().step_by(2) {
            scopes.leave(mark, of);
            plain.truncate(mark as usize);
            check(&scopes, &plain);
        }
        assert_eq!(scopes.mark(), 1);
    }
}
