//! The panels file, read back.

use super::PanelList;
use crate::draw::schema::Lottery;
use crate::draw::verify::panels::Panels;
use crate::id::{ix, len32};
use crate::lottery::merkle;
use crate::problem::Problem;

/// A list of panels with its salts, as a file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PanelsFile {
    /// The panels, all of one size.
    pub list: PanelList,
    /// A salt for each, where the list is for auditors.
    pub salts: Option<Vec<[u8; 32]>>,
}

impl PanelsFile {
    /// Reads a panels file.
    ///
    /// # Errors
    /// `draw-panels-file` where it is none: broken, panels of several sizes or with somebody twice,
    /// salts that are not one for each panel.
    pub fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        let wrong = |line: u32| Problem::error("draw-panels-file").at(line, 1);
        let mut panels = Panels::read(bytes).map_err(|broken| wrong(broken.line))?;
        let seats = panels.iter().next().map_or(0, |panel| len32(panel.len()));
        if panels
            .iter()
            .any(|panel| panel.len() != ix(seats) || !panel.is_sorted())
        {
            return Err(wrong(1));
        }
        let salts = panels.salts.take();
        if salts
            .as_ref()
            .is_some_and(|salts| salts.len() != panels.len())
        {
            return Err(wrong(1));
        }
        let list = PanelList::new(seats, panels.members().to_vec()).map_err(|_| wrong(1))?;
        Ok(Self { list, salts })
    }

    /// The leaves in order, after it was made sure that this is the list that a manifest fixed.
    ///
    /// # Errors
    /// `draw-panels-differ` for another number of panels, another root, or salts where there are
    /// none or the other way round.
    pub fn leaves(&self, lottery: &Lottery) -> Result<Vec<merkle::Hash>, Problem> {
        let leaves = self.list.leaves(self.salts.as_deref());
        let same = match lottery {
            Lottery::UniformPanels { panels, root, .. } => {
                self.list.len() == *panels
                    && self.salts.is_some() == lottery.salted()
                    && merkle::root(&leaves) == *root
            }
            Lottery::Ticket => false,
        };
        if same {
            Ok(leaves)
        } else {
            Err(Problem::error("draw-panels-differ"))
        }
    }
}
