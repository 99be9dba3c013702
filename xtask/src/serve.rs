//! A small server for the demo page: this computer only, files only.

use crate::run::Done;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

/// The policy that a town's own server should send; `wasm-unsafe-eval` is what WASM needs.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
                      img-src 'self' data: blob:; object-src 'none'; base-uri 'none'";

/// Serves a folder until the process is ended.
pub(crate) fn forever(folder: &Path, port: u16) -> Done {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map_err(|why| format!("port {port} is not free ({why}); give another by --port N"))?;
    println!("\nThe demo page: http://localhost:{port}   (end with Ctrl-C)");
    for stream in listener.incoming().flatten() {
        let folder = folder.to_owned();
        // A browser keeps spare connections open: none may keep the others waiting.
        std::thread::spawn(move || {
            // A visitor who leaves early is no event.
            let _ = answer(&stream, &folder);
        });
    }
    Ok(())
}

fn answer(stream: &TcpStream, folder: &Path) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut first = String::new();
    let mut reader = BufReader::new(stream.take(64 * 1024));
    reader.read_line(&mut first)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let mut words = first.split(' ');
    let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or("/"));
    let found = file(folder, target).and_then(|path| Some((std::fs::read(&path).ok()?, path)));
    let (status, kind, body) = match (method, found) {
        ("GET" | "HEAD", Some((bytes, path))) => ("200 OK", mime(&path), bytes),
        ("GET" | "HEAD", None) => ("404 Not Found", "text/plain", b"not here".to_vec()),
        _ => (
            "405 Method Not Allowed",
            "text/plain",
            b"read only".to_vec(),
        ),
    };
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Content-Security-Policy: {POLICY}\r\nX-Content-Type-Options: nosniff\r\n\
         Cache-Control: no-cache\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if method == "GET" {
        stream.write_all(&body)?;
    }
    stream.flush()
}

/// The file a target means; none for what lies outside of the folder.
fn file(folder: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.trim_start_matches('/');
    let inside = Path::new(path);
    let plain = inside
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let full = folder.join(inside);
    let full = if full.is_dir() {
        full.join("index.html")
    } else {
        full
    };
    (plain && full.is_file()).then_some(full)
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|end| end.to_str()).unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "blt" | "pb" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
