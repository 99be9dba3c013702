//! Balanced colourings of the edges of a bipartite multigraph.

use super::below;
use crate::id::{ix, len32};
use crate::lottery::Stream;

/// No edge.
const NONE: u32 = u32::MAX;

/// How many colours are tried by lot before the first that is free is taken.
const TRIES: u32 = 16;

/// A colour below `colours` for each edge `(panel, kind)`: no colour twice at a panel, and at each
/// kind every colour equally often within one.
///
/// Each panel must have at most `colours` edges. A kind with `d` edges is cut into pieces of
/// `colours` edges each, the last with what is left over, and every piece gets every colour at most
/// once; the full ones get it exactly once. An edge takes a colour that is free at both of its ends,
/// one by lot. Where there is none, some colour `a` is free at the piece and some `b` at the panel,
/// and the two change places along the path of `a` and `b` edges that begins at the panel. The path
/// enters every piece by an `a` edge, so it never comes to this one, and then `a` is free at both.
pub(super) fn colour(
    edges: &[(u32, u32)],
    panels: u32,
    colours: u32,
    stream: &mut Stream,
) -> Vec<u32> {
    let mut graph = Graph::new(edges, panels, colours);
    for edge in 0..len32(edges.len()) {
        let colour = match graph.common(edge, stream) {
            Some(free) => free,
            None => graph.make_free(edge),
        };
        graph.set(edge, colour);
    }
    graph.colour
}

struct Graph {
    colours: u32,
    /// Panel and piece of each edge.
    ends: Vec<(u32, u32)>,
    /// Colour of each edge, `NONE` while it has none.
    colour: Vec<u32>,
    /// Coloured edges of each panel.
    of_panel: Vec<Vec<u32>>,
    /// By piece and colour: the edge, or `NONE`.
    of_piece: Vec<u32>,
}

impl Graph {
    fn new(edges: &[(u32, u32)], panels: u32, colours: u32) -> Self {
        let kinds = edges.iter().map(|(_, kind)| kind + 1).max().unwrap_or(0);
        // The piece that is being filled for each kind, and how many edges it has.
        let mut filling: Vec<(u32, u32)> = vec![(NONE, colours); ix(kinds)];
        let mut pieces = 0;
        let mut ends = Vec::with_capacity(edges.len());
        for (panel, kind) in edges {
            let (piece, has) = &mut filling[ix(*kind)];
            if *has == colours {
                (*piece, *has) = (pieces, 0);
                pieces += 1;
            }
            *has += 1;
            ends.push((*panel, *piece));
        }
        Self {
            colours,
            ends,
            colour: vec![NONE; edges.len()],
            of_panel: vec![Vec::new(); ix(panels)],
            of_piece: vec![NONE; ix(pieces) * ix(colours)],
        }
    }

    fn at_panel(&self, panel: u32, colour: u32) -> Option<u32> {
        let edges = self.of_panel[ix(panel)].iter().copied();
        edges
            .into_iter()
            .find(|edge| self.colour[ix(*edge)] == colour)
    }

    fn at_piece(&self, piece: u32, colour: u32) -> Option<u32> {
        let edge = self.of_piece[ix(piece) * ix(self.colours) + ix(colour)];
        (edge != NONE).then_some(edge)
    }

    /// A colour that is free at both ends of an edge.
    fn common(&self, edge: u32, stream: &mut Stream) -> Option<u32> {
        let (panel, piece) = self.ends[ix(edge)];
        let free = |colour: &u32| {
            self.at_piece(piece, *colour).is_none() && self.at_panel(panel, *colour).is_none()
        };
        for _ in 0..TRIES {
            let colour = below(stream, self.colours);
            if free(&colour) {
                return Some(colour);
            }
        }
        let start = below(stream, self.colours);
        (start..self.colours).chain(0..start).find(free)
    }

    /// Frees a colour at both ends of an edge by changing two colours along a path.
    fn make_free(&mut self, edge: u32) -> u32 {
        let (panel, piece) = self.ends[ix(edge)];
        let free_at_piece = (0..self.colours).find(|c| self.at_piece(piece, *c).is_none());
        let free_at_panel = (0..self.colours).find(|c| self.at_panel(panel, *c).is_none());
        // Both ends have fewer coloured edges than there are colours.
        let (a, b) = (
            free_at_piece.unwrap_or_default(),
            free_at_panel.unwrap_or_default(),
        );
        let mut path = Vec::new();
        let mut at = panel;
        while let Some(along) = self.at_panel(at, a) {
            path.push(along);
            let Some(back) = self.at_piece(self.ends[ix(along)].1, b) else {
                break;
            };
            path.push(back);
            at = self.ends[ix(back)].0;
        }
        let turned: Vec<u32> = path
            .iter()
            .map(|edge| if self.colour[ix(*edge)] == a { b } else { a })
            .collect();
        for edge in &path {
            self.clear(*edge);
        }
        for (edge, colour) in path.iter().zip(turned) {
            self.set(*edge, colour);
        }
        a
    }

    fn set(&mut self, edge: u32, colour: u32) {
        let (panel, piece) = self.ends[ix(edge)];
        self.colour[ix(edge)] = colour;
        self.of_panel[ix(panel)].push(edge);
        self.of_piece[ix(piece) * ix(self.colours) + ix(colour)] = edge;
    }

    fn clear(&mut self, edge: u32) {
        let (panel, piece) = self.ends[ix(edge)];
        let colour = std::mem::replace(&mut self.colour[ix(edge)], NONE);
        self.of_panel[ix(panel)].retain(|other| *other != edge);
        self.of_piece[ix(piece) * ix(self.colours) + ix(colour)] = NONE;
    }
}
