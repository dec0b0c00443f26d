//! The life of a process that answers: opening the store, saying so, and taking orders.

use super::pool::Ready;
use super::wire::{self, Failure, Kind};
use super::work::work;
use crate::store::{Reader, StoreDir};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::net::{TcpListener, TcpStream};
use subtle::ConstantTimeEq;

/// Answers for a server until it goes away: over the standard streams, or, where the graph may be written, over
/// connections. `memory` is in MiB; a process that needs more ends.
///
/// # Errors
/// When the line to the server breaks.
pub fn worker(store: &StoreDir, memory: u64, writable: bool) -> io::Result<()> {
    limit_memory(memory);
    let mut output = BufWriter::new(io::stdout().lock());
    let opened = if writable { Reader::open_to_write(store) } else { Reader::open(store) };
    let reader = match opened {
        Ok(reader) => reader,
        Err(error) => {
            let failure = Failure::new(503, error.to_string());
            wire::write(&mut output, Kind::Failure, &serde_json::to_vec(&failure)?)?;
            return output.flush();
        }
    };
    let generation = reader.generation().to_owned();
    if !writable {
        let ready = Ready { generation, port: None, key: None };
        wire::write(&mut output, Kind::Ready, &serde_json::to_vec(&ready)?)?;
        output.flush()?;
        return work(&reader, &mut BufReader::new(io::stdin().lock()), &mut output);
    }
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let key = key()?;
    let ready = Ready { generation, port: Some(listener.local_addr()?.port()), key: Some(key.clone()) };
    wire::write(&mut output, Kind::Ready, &serde_json::to_vec(&ready)?)?;
    output.flush()?;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // The server holds the other end: when it goes, this process has nothing to do any more.
            let mut rest = Vec::new();
            let _ = io::stdin().read_to_end(&mut rest);
            std::process::exit(0);
        });
        for stream in listener.incoming() {
            let Ok(stream) = stream else { continue };
            let (reader, key) = (&reader, &key);
            scope.spawn(move || {
                // A connection that breaks has no more to say.
                let _ = connection(reader, stream, key);
            });
        }
    });
    Ok(())
}

fn connection(reader: &Reader, stream: TcpStream, key: &str) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut input = BufReader::new(stream.try_clone()?);
    let mut output = BufWriter::new(stream);
    match wire::read(&mut input)? {
        Some((Kind::Body, said)) if bool::from(said.ct_eq(key.as_bytes())) => {}
        _ => return Ok(()),
    }
    work(reader, &mut input, &mut output)?;
    output.flush()
}

/// What only the server can know: other programs of this machine shall not write past it.
fn key() -> io::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|e| io::Error::other(e.to_string()))?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

/// Keeps the process from taking all memory of the machine.
fn limit_memory(mebibytes: u64) {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let bytes = Some(mebibytes << 20);
        // Where it cannot be set, there is none.
        let _ = setrlimit(Resource::Data, Rlimit { current: bytes, maximum: bytes });
    }
    #[cfg(not(target_os = "linux"))]
    let _ = mebibytes;
}
