//! A small HTTP/1.1 client that keeps its connection: as cheap as can be, because it shares the machine with what it
//! measures.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::Outcome;

/// One connection.
#[derive(Debug)]
pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// One reply, as it lies in the buffer.
#[derive(Debug)]
pub struct Reply<'a> {
    /// The status.
    pub status: u16,
    /// The header lines.
    pub head: &'a str,
    /// The body.
    pub body: &'a [u8],
}

impl Client {
    /// Connects to this machine, as soon as somebody listens.
    pub async fn connect(port: u16) -> Outcome<Self> {
        let give_up = Instant::now() + Duration::from_secs(20);
        let stream = loop {
            match TcpStream::connect(("127.0.0.1", port)).await {
                Ok(stream) => break stream,
                Err(fault) if Instant::now() > give_up => return Err(fault.into()),
                Err(_) => tokio::time::sleep(Duration::from_millis(1)).await,
            }
        };
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(256 * 1024) })
    }

    /// Sends a request made by [`get`] and reads the whole reply.
    pub async fn send(&mut self, request: &[u8]) -> Outcome<Reply<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let (head, length) = loop {
            self.read().await?;
            if let Some(found) = head(&self.buffer)? {
                break found;
            }
        };
        while self.buffer.len() < head + length {
            self.read().await?;
        }
        let (head, body) = self.buffer.split_at(head);
        let head = std::str::from_utf8(head)?;
        let status = head.get(9..12).ok_or("a reply without a status")?.parse()?;
        Ok(Reply { status, head, body })
    }

    /// The same, if the answer is yes.
    pub async fn expect_ok(&mut self, request: &[u8]) -> Outcome<&[u8]> {
        let reply = self.send(request).await?;
        if (200..300).contains(&reply.status) {
            return Ok(reply.body);
        }
        Err(format!("{}{}", reply.head, String::from_utf8_lossy(reply.body)).into())
    }

    async fn read(&mut self) -> Outcome<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err("the server closed the connection".into()),
            _ => Ok(()),
        }
    }
}

/// Where the body begins and how long it is, once the head is there.
fn head(bytes: &[u8]) -> Outcome<Option<(usize, usize)>> {
    const END: &[u8] = b"\r\n\r\n";
    const LENGTH: &[u8] = b"content-length:";
    let Some(end) = bytes.windows(END.len()).position(|four| four == END) else {
        return Ok(None);
    };
    let named = |line: &&[u8]| line.get(..LENGTH.len()).is_some_and(|name| name.eq_ignore_ascii_case(LENGTH));
    let length = bytes.get(..end).unwrap_or_default().split(|byte| *byte == b'\n').find(named);
    let length = match length {
        Some(line) => std::str::from_utf8(line.get(LENGTH.len()..).unwrap_or_default())?.trim().parse()?,
        None => 0,
    };
    Ok(Some((end + END.len(), length)))
}

/// The bytes of a request.
pub fn get(path: &str, token: &str) -> Vec<u8> {
    let bearer = if token.is_empty() { String::new() } else { format!("Authorization: Bearer {token}\r\n") };
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{bearer}Accept: application/json\r\n\r\n").into_bytes()
}

/// The bytes of a request with another header.
pub fn with(request: &[u8], header: &str) -> Vec<u8> {
    let request = String::from_utf8_lossy(request);
    let head = request.trim_end_matches("\r\n");
    format!("{head}\r\n{header}\r\n\r\n").into_bytes()
}

/// The bytes of a request with a JSON body.
pub fn post(path: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let head = format!("POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n");
    format!("{head}Content-Length: {length}\r\n\r\n{body}").into_bytes()
}

/// The bytes of a request that makes something, with a key of its own.
pub fn create(path: &str, token: &str, body: &str) -> Vec<u8> {
    let (length, key) = (body.len(), uuid::Uuid::now_v7());
    let head = format!("POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n");
    let own = format!("Authorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n");
    format!("{head}{own}Content-Length: {length}\r\n\r\n{body}").into_bytes()
}

/// The bytes of an action on the first revision of a resource, with a key of its own.
pub fn act(path: &str, token: &str, body: &str) -> Vec<u8> {
    act_on(1, path, token, body)
}

/// The same on some revision.
pub fn act_on(version: u32, path: &str, token: &str, body: &str) -> Vec<u8> {
    let (length, key) = (body.len(), uuid::Uuid::now_v7());
    let head = format!("POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n");
    let own =
        format!("Authorization: Bearer {token}\r\nIf-Match: \"v{version}\"\r\nIdempotency-Key: {key}\r\n");
    format!("{head}{own}Content-Length: {length}\r\n\r\n{body}").into_bytes()
}

/// Sends one request again and again over some connections; the answers per second.
pub async fn load(port: u16, request: &[u8], connections: usize, turn: Duration) -> Outcome<f64> {
    let until = Instant::now() + turn;
    let mut clients = Vec::with_capacity(connections);
    for _ in 0..connections {
        clients.push(Client::connect(port).await?);
    }
    let started = Instant::now();
    let running: Vec<_> = clients
        .into_iter()
        .map(|mut client| {
            let request = request.to_vec();
            actix_web::rt::spawn(async move {
                let mut answers = 0_u32;
                while Instant::now() < until {
                    client.expect_ok(&request).await.map_err(|error| error.to_string())?;
                    answers += 1;
                }
                Ok::<_, String>(answers)
            })
        })
        .collect();
    let mut answers = 0_u32;
    for one in running {
        answers += one.await??;
    }
    Ok(f64::from(answers) / started.elapsed().as_secs_f64())
}

/// Sends each request once, those of one list after another over a connection of their own; the answers per second.
pub async fn load_each(port: u16, lists: Vec<Vec<Vec<u8>>>) -> Outcome<f64> {
    let mut clients = Vec::with_capacity(lists.len());
    for requests in lists {
        clients.push((Client::connect(port).await?, requests));
    }
    let started = Instant::now();
    let running: Vec<_> = clients
        .into_iter()
        .map(|(mut client, requests)| {
            actix_web::rt::spawn(async move {
                for request in &requests {
                    client.expect_ok(request).await.map_err(|error| error.to_string())?;
                }
                Ok::<_, String>(requests.len())
            })
        })
        .collect();
    let mut answers = 0;
    for one in running {
        answers += one.await??;
    }
    Ok(f64::from(u32::try_from(answers)?) / started.elapsed().as_secs_f64())
}
