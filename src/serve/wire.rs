//! What the server and the processes that work for it say to each other: frames over a pipe or a local socket.
//!
//! A frame is a letter, the length of what follows (4 bytes, little endian), and that. The server sends a job (`J`), for
//! some jobs followed by a body (`B` …, `E`). It gets back the head of the answer (`H`), pieces of its body (`D` …) and its
//! end (`E`), or a failure (`F`) at any point.

use super::media::Media;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// No frame is longer: a length beyond is a sign of something else on the line.
const LONGEST_FRAME: usize = 1 << 28;

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The worker has opened the store; the name of the generation.
    Ready,
    Job,
    /// A piece of the body of a request.
    Body,
    Head,
    /// A piece of the body of an answer.
    Data,
    End,
    Failure,
}

const KINDS: [(Kind, u8); 7] = [
    (Kind::Ready, b'R'),
    (Kind::Job, b'J'),
    (Kind::Body, b'B'),
    (Kind::Head, b'H'),
    (Kind::Data, b'D'),
    (Kind::End, b'E'),
    (Kind::Failure, b'F'),
];

impl Kind {
    fn letter(self) -> u8 {
        KINDS.iter().find(|(kind, _)| *kind == self).map_or(b'F', |(_, letter)| *letter)
    }

    fn of(letter: u8) -> io::Result<Kind> {
        let found = KINDS.iter().find(|(_, l)| *l == letter);
        found.map(|(kind, _)| *kind).ok_or_else(|| io::Error::other(format!("an unknown frame `{letter}`")))
    }
}

/// The graphs that a request names, as IRIs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dataset {
    pub default: Vec<String>,
    pub named: Vec<String>,
}

impl Dataset {
    pub fn is_empty(&self) -> bool {
        self.default.is_empty() && self.named.is_empty()
    }
}

/// Something to do with the graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Job {
    Query {
        text: String,
        /// What relative IRIs are relative to; `None`: the base of the graph.
        base: Option<String>,
        dataset: Dataset,
        /// Whether the default graph is all graphs together.
        union: bool,
        /// The forms of the answer: of a table, of yes or no, of a graph.
        rows: Media,
        boolean: Media,
        graph: Media,
    },
    Update {
        text: String,
        base: String,
        dataset: Dataset,
    },
    /// A graph as it is; `None` is the default graph.
    ReadGraph {
        name: Option<String>,
        media: Media,
    },
    /// Adds the body to a graph, or puts it in its place.
    WriteGraph {
        name: Option<String>,
        /// The parts of the body, each in its form and of its length in bytes: forms can hold several files.
        parts: Vec<(Media, usize)>,
        base: String,
        replace: bool,
    },
    DeleteGraph {
        name: Option<String>,
    },
    /// What the graph says of a thing: an entity, a fact, a document, a property or class, by its path below the base.
    Node {
        path: String,
        media: Media,
    },
    /// What the server offers and the graph holds.
    Description {
        /// The address of the server, ending in a slash.
        server: String,
        media: Media,
        writable: bool,
    },
    /// Counts, for the start page.
    Counts,
    /// What the page asks for: see [`super::api`].
    Page {
        question: String,
        name: String,
    },
    /// All names of entities.
    Labels,
}

/// A job and how long it may take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub job: Job,
    pub milliseconds: u64,
}

/// The head of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Of HTTP.
    pub status: u16,
    pub content_type: Option<String>,
    pub location: Option<String>,
}

/// Why there is no answer, or no more of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Of HTTP.
    pub status: u16,
    pub message: String,
}

impl Failure {
    pub fn new(status: u16, message: impl Into<String>) -> Failure {
        Failure { status, message: message.into() }
    }
}

/// Reads a frame; `None` at the end of the line.
pub fn read(input: &mut impl Read) -> io::Result<Option<(Kind, Vec<u8>)>> {
    let mut head = [0; 5];
    let mut filled = 0;
    while filled < head.len() {
        match input.read(&mut head[filled..]) {
            Ok(0) if filled == 0 => return Ok(None),
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(n) => filled += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    let (kind, length) = parse(head)?;
    let mut payload = vec![0; length];
    input.read_exact(&mut payload)?;
    Ok(Some((kind, payload)))
}

/// Writes a frame. It is on its way once the output is flushed.
pub fn write(output: &mut impl Write, kind: Kind, payload: &[u8]) -> io::Result<()> {
    output.write_all(&head(kind, payload.len())?)?;
    output.write_all(payload)
}

/// [`read`] for the server.
pub async fn receive(input: &mut (impl AsyncRead + Unpin)) -> io::Result<(Kind, Vec<u8>)> {
    let mut head = [0; 5];
    input.read_exact(&mut head).await?;
    let (kind, length) = parse(head)?;
    let mut payload = vec![0; length];
    input.read_exact(&mut payload).await?;
    Ok((kind, payload))
}

/// [`write`] for the server.
pub async fn send(output: &mut (impl AsyncWrite + Unpin), kind: Kind, payload: &[u8]) -> io::Result<()> {
    let mut frame = Vec::with_capacity(payload.len() + 5);
    frame.extend_from_slice(&head(kind, payload.len())?);
    frame.extend_from_slice(payload);
    output.write_all(&frame).await?;
    output.flush().await
}

fn head(kind: Kind, length: usize) -> io::Result<[u8; 5]> {
    let length = u32::try_from(length).map_err(|_| io::Error::other("a frame is too long"))?;
    let [a, b, c, d] = length.to_le_bytes();
    Ok([kind.letter(), a, b, c, d])
}

fn parse([letter, a, b, c, d]: [u8; 5]) -> io::Result<(Kind, usize)> {
    let length = u32::from_le_bytes([a, b, c, d]) as usize;
    if length > LONGEST_FRAME {
        return Err(io::Error::other("a frame is too long"));
    }
    Ok((Kind::of(letter)?, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_out_as_they_went_in() {
        let mut line = Vec::new();
        for (kind, _) in KINDS {
            write(&mut line, kind, "清朝".as_bytes()).unwrap();
        }
        let mut input = line.as_slice();
        for (kind, _) in KINDS {
            assert_eq!(read(&mut input).unwrap(), Some((kind, "清朝".as_bytes().to_vec())));
        }
        assert_eq!(read(&mut input).unwrap(), None);
    }

    #[test]
    fn what_is_no_frame_is_an_error() {
        assert!(read(&mut b"D\x05\0\0\0abc".as_slice()).is_err(), "cut short");
        assert!(read(&mut b"D\x05".as_slice()).is_err(), "cut in the head");
        assert!(read(&mut b"?\0\0\0\0".as_slice()).is_err(), "unknown");
        assert!(read(&mut b"D\xff\xff\xff\xff".as_slice()).is_err(), "too long");
    }
}
