//! Bytes as they arrive: hashed on the way, looked at before they are read, never changed.

use std::io::{self, BufRead, Read};

use super::{Role, Source};
use crate::digest::Hasher;
use crate::problem::{Diagnostics, Problem};
use crate::report::FileInfo;

/// How many bytes a format may look at before it says whether a file is its own.
pub const PEEK: usize = 8192;

/// One file being read: passes bytes on, hashes each once, and can be looked into.
pub struct File<'a> {
    /// The name shown in messages.
    pub name: String,
    /// What it is for.
    pub role: Role,
    reader: &'a mut dyn BufRead,
    /// Bytes taken from the reader to look at, and how many of them were consumed since.
    head: Vec<u8>,
    consumed: usize,
    /// Bytes at the front of the reader's buffer that are in the digest already.
    hashed: usize,
    bytes: u64,
    hasher: Hasher,
    /// Whether anybody asked for its bytes other than to look which format it is.
    used: bool,
}

impl<'a> File<'a> {
    fn new(source: &'a mut Source<'_>) -> Self {
        Self {
            name: source.name.clone(),
            role: source.role,
            reader: &mut *source.reader,
            head: Vec::new(),
            consumed: 0,
            hashed: 0,
            bytes: 0,
            hasher: Hasher::new(),
            used: false,
        }
    }

    /// The next bytes without consuming them: up to [`PEEK`], fewer only at the end of the file.
    /// May be called only before anything was read.
    pub fn peek(&mut self) -> io::Result<&[u8]> {
        while self.head.len() < PEEK {
            let buffer = match self.reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                break;
            }
            let take = buffer.len().min(PEEK.saturating_sub(self.head.len()));
            let (front, _) = buffer.split_at(take);
            self.hasher.update(front);
            self.bytes = self.bytes.saturating_add(u64::try_from(take).unwrap_or(0));
            self.head.extend_from_slice(front);
            self.reader.consume(take);
        }
        Ok(&self.head)
    }

    /// Reads what is left, so that the digest is of the whole file, and closes it.
    fn finish(mut self) -> io::Result<FileInfo> {
        loop {
            let length = match self.fill_buf() {
                Ok(buffer) => buffer.len(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if length == 0 {
                break;
            }
            self.consume(length);
        }
        Ok(FileInfo {
            bytes: self.bytes,
            sha256: self.hasher.finish(),
        })
    }
}

impl Read for File<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut buffer = self.fill_buf()?;
        let count = buffer.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for File<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.used = true;
        if self.consumed < self.head.len() {
            return Ok(self.head.get(self.consumed..).unwrap_or_default());
        }
        let buffer = self.reader.fill_buf()?;
        if let Some(new) = buffer.get(self.hashed..).filter(|new| !new.is_empty()) {
            self.hasher.update(new);
            let length = u64::try_from(new.len()).unwrap_or(0);
            self.bytes = self.bytes.saturating_add(length);
            self.hashed = buffer.len();
        }
        Ok(buffer)
    }

    fn consume(&mut self, amount: usize) {
        if self.consumed < self.head.len() {
            self.consumed = self.consumed.saturating_add(amount).min(self.head.len());
        } else {
            self.reader.consume(amount);
            self.hashed = self.hashed.saturating_sub(amount);
        }
    }
}

/// The files of one input, in the order of the sources.
pub struct Files<'a> {
    files: Vec<File<'a>>,
    /// True where every defect is wanted, also those that only a count would meet.
    pub(super) thorough: bool,
}

impl<'a> Files<'a> {
    pub(super) fn new(sources: &'a mut [Source<'_>]) -> Self {
        Self {
            files: sources.iter_mut().map(File::new).collect(),
            thorough: false,
        }
    }

    /// The first file of a role.
    pub fn of(&mut self, role: Role) -> Option<&mut File<'a>> {
        self.files.iter_mut().find(|file| file.role == role)
    }

    /// All files of a role, in order.
    pub fn all(&mut self, role: Role) -> impl Iterator<Item = &mut File<'a>> {
        self.files.iter_mut().filter(move |file| file.role == role)
    }

    /// The roles that are there, in order.
    pub fn roles(&self) -> Vec<Role> {
        self.files.iter().map(|file| file.role).collect()
    }

    /// Names each file that nobody read: its digest would stand in a report to which it added
    /// nothing. `None` where there is one.
    pub(super) fn all_used(&self, diagnostics: &mut Diagnostics) -> Option<()> {
        let mut all = Some(());
        for file in self.files.iter().filter(|file| !file.used) {
            diagnostics.push(
                Problem::error("file-not-used")
                    .in_file(&file.name)
                    .found(&file.name),
            );
            all = None;
        }
        all
    }

    /// Closes all files; `None` where one could not be read to its end.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) -> Option<Vec<FileInfo>> {
        let mut infos = Vec::new();
        for file in self.files {
            let name = file.name.clone();
            let stated = file.role != Role::Already;
            match file.finish() {
                Ok(info) if stated => infos.push(info),
                Ok(_) => {}
                Err(error) => {
                    diagnostics.push(unreadable(&error).in_file(&name));
                    return None;
                }
            }
        }
        Some(infos)
    }
}

/// What the reader below us said.
pub fn unreadable(error: &io::Error) -> Problem {
    Problem::error("unreadable").found(error.to_string())
}
