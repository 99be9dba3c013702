//! Reading a policy. Octets above 127 are opaque, as the specification asks: names are compared
//! byte by byte.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{Node, Policy};
use crate::draw::note::{NoteAlgorithm, NoteError, NoteKey};

/// Most bytes of a policy: thousands of keys.
const MAX_BYTES: usize = 1 << 20;

impl Policy {
    /// Reads the lines of a policy.
    ///
    /// Keys must be Ed25519: type 01 for logs and auditors, type 04 for witnesses. A key of
    /// another type is an error, for a quorum that can never be met should be seen at once.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] with the number of the line.
    pub fn parse(policy: &[u8]) -> Result<Policy, PolicyError> {
        if policy.len() > MAX_BYTES {
            return Err(PolicyFault::TooLong.at(0));
        }
        let mut reader = Reader::default();
        for (number, line) in (1..).zip(policy.split(|byte| *byte == b'\n')) {
            reader.line(line).map_err(|fault| fault.at(number))?;
        }
        let Quorum::Is(quorum) = reader.quorum else {
            return Err(PolicyFault::NoQuorum.at(0));
        };
        Ok(Policy {
            logs: reader.logs,
            nodes: reader.nodes,
            quorum,
            auditors: reader.auditors,
        })
    }
}

/// What was read so far.
#[derive(Default)]
struct Reader<'a> {
    logs: Vec<NoteKey>,
    nodes: Vec<Node>,
    names: BTreeMap<&'a [u8], usize>,
    /// Nodes that are in a group: "each defined name can be listed as a group member at most
    /// once".
    taken: BTreeSet<usize>,
    quorum: Quorum,
    auditors: Vec<NoteKey>,
}

#[derive(Default)]
enum Quorum {
    /// No line has spoken of it yet.
    #[default]
    Missing,
    /// A witness or group; none for `none`.
    Is(Option<usize>),
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: &'a [u8]) -> Result<(), PolicyFault> {
        if line
            .iter()
            .any(|byte| matches!(byte, 0..=8 | 11..=31 | 127))
        {
            return Err(PolicyFault::Control);
        }
        let words = line.split(|byte| matches!(byte, b' ' | b'\t'));
        let words: Vec<&[u8]> = words.filter(|word| !word.is_empty()).collect();
        match words[..] {
            [] => Ok(()),
            [first, ..] if first.starts_with(b"#") => Ok(()),
            [b"log", key] | [b"log", key, _] => {
                let key = vkey(key, NoteAlgorithm::Signature)?;
                add(&mut self.logs, key)
            }
            [b"auditor", key] => {
                let key = vkey(key, NoteAlgorithm::Signature)?;
                add(&mut self.auditors, key)
            }
            [b"witness", name, key] | [b"witness", name, key, _] => self.witness(name, key),
            [b"group", name, threshold, ref members @ ..] if !members.is_empty() => {
                self.group(name, threshold, members)
            }
            [b"quorum", name] => self.quorum(name),
            [b"log" | b"auditor" | b"witness" | b"group" | b"quorum", ..] => {
                Err(PolicyFault::Words)
            }
            _ => Err(PolicyFault::Keyword),
        }
    }

    fn witness(&mut self, name: &'a [u8], key: &[u8]) -> Result<(), PolicyFault> {
        let key = vkey(key, NoteAlgorithm::Cosignature)?;
        let same =
            |node: &Node| matches!(node, Node::Witness(known) if known.public() == key.public());
        if self.nodes.iter().any(same) {
            return Err(PolicyFault::KeyTwice);
        }
        self.name(name, Node::Witness(key))
    }

    fn group(
        &mut self,
        name: &'a [u8],
        threshold: &[u8],
        names: &[&[u8]],
    ) -> Result<(), PolicyFault> {
        let mut members = Vec::new();
        for member in names {
            let member = *self.names.get(member).ok_or(PolicyFault::Unknown)?;
            if !self.taken.insert(member) {
                return Err(PolicyFault::MemberTwice);
            }
            members.push(member);
        }
        let threshold = match threshold {
            b"all" => members.len(),
            b"any" => 1,
            digits => number(digits).ok_or(PolicyFault::Threshold)?,
        };
        if threshold == 0 || threshold > members.len() {
            return Err(PolicyFault::Threshold);
        }
        self.name(name, Node::Group { threshold, members })
    }

    fn quorum(&mut self, name: &[u8]) -> Result<(), PolicyFault> {
        if matches!(self.quorum, Quorum::Is(_)) {
            return Err(PolicyFault::QuorumTwice);
        }
        self.quorum = Quorum::Is(match name {
            b"none" => None,
            name => Some(*self.names.get(name).ok_or(PolicyFault::Unknown)?),
        });
        Ok(())
    }

    /// Witnesses and groups share their names; `none` is no name.
    fn name(&mut self, name: &'a [u8], node: Node) -> Result<(), PolicyFault> {
        if name == b"none" || self.names.insert(name, self.nodes.len()).is_some() {
            return Err(PolicyFault::NameTwice);
        }
        self.nodes.push(node);
        Ok(())
    }
}

fn add(keys: &mut Vec<NoteKey>, key: NoteKey) -> Result<(), PolicyFault> {
    if keys.iter().any(|known| known.public() == key.public()) {
        return Err(PolicyFault::KeyTwice);
    }
    keys.push(key);
    Ok(())
}

fn vkey(word: &[u8], wanted: NoteAlgorithm) -> Result<NoteKey, PolicyFault> {
    let text = std::str::from_utf8(word).map_err(|_| PolicyFault::Key(NoteError::Key))?;
    let key: NoteKey = text.parse().map_err(PolicyFault::Key)?;
    if key.algorithm() == wanted {
        Ok(key)
    } else {
        Err(PolicyFault::KeyType)
    }
}

/// "It must be written in decimal": digits alone.
fn number(digits: &[u8]) -> Option<usize> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// A line of a policy that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// Number of the line, from 1; 0 where it is the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub fault: PolicyFault,
}

/// What can be wrong with a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyFault {
    /// More than 1 MiB.
    TooLong,
    /// A control character other than tab and line feed.
    Control,
    /// A line that begins with none of the known words.
    Keyword,
    /// Too few or too many words for the first one.
    Words,
    /// Not a key.
    Key(NoteError),
    /// A key of another type: logs and auditors sign (01), witnesses cosign (04).
    KeyType,
    /// The same public key a second time in the same role.
    KeyTwice,
    /// A name that is taken, or `none`.
    NameTwice,
    /// A name that no line above defines.
    Unknown,
    /// A member that is in a group already.
    MemberTwice,
    /// A threshold that is not `all`, `any` or a number from 1 to the number of members.
    Threshold,
    /// More than one line `quorum`.
    QuorumTwice,
    /// No line `quorum`.
    NoQuorum,
}

impl PolicyFault {
    fn at(self, line: usize) -> PolicyError {
        PolicyError { line, fault: self }
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}: ", self.line)?;
        }
        f.write_str(match self.fault {
            PolicyFault::TooLong => "a policy has at most 1 MiB",
            PolicyFault::Control => "a control character (line ends are LF alone)",
            PolicyFault::Keyword => "begins with none of log, witness, group, quorum, auditor",
            PolicyFault::Words => "too few or too many words",
            PolicyFault::Key(error) => return error.fmt(f),
            PolicyFault::KeyType => "logs and auditors need a key of type 01, witnesses of type 04",
            PolicyFault::KeyTwice => "the same public key again",
            PolicyFault::NameTwice => "this name is taken",
            PolicyFault::Unknown => "no line above defines this name",
            PolicyFault::MemberTwice => "a member that is in a group already",
            PolicyFault::Threshold => "not all, any or a number from 1 to the number of members",
            PolicyFault::QuorumTwice => "a second quorum",
            PolicyFault::NoQuorum => "no quorum",
        })
    }
}

impl std::error::Error for PolicyError {}
