//! What the page may ask, and the trust that it hands over.

use isonomia::digest::unhex32;
use isonomia::draw::list::PanelsFile;
use isonomia::draw::policy::Policy;
use isonomia::draw::prove::{Proof, check_sealed};
use isonomia::draw::schema::{Manifest, Transcript};
use isonomia::draw::{Saw, Trust, limits, verify};
use isonomia::json::{Limits, Value, parse, parse_with};
use isonomia::lottery::manifest_hash;

/// Runs a verb; the error is a code.
pub(crate) fn run(verb: &str, request: &str, bytes: &[u8]) -> Result<String, &'static str> {
    let request = parse(request.as_bytes()).map_err(|_| "request-json")?;
    let answer = match verb {
        "version" => Value::object([("version", env!("CARGO_PKG_VERSION").into())]),
        "verify" => verify_transcript(&request, bytes)?,
        "prove" => prove(&request, bytes)?,
        _ => return Err("verb-unknown"),
    };
    Ok(answer.canonical_string())
}

/// A file and what it is: `transcript`, `panels`, `pool`, `policy`, `proof` or `previous`.
struct File<'a> {
    role: &'a str,
    bytes: &'a [u8],
}

/// Cuts the bytes at the lengths that the request lists.
fn files<'a>(request: &'a Value, bytes: &'a [u8]) -> Result<Vec<File<'a>>, &'static str> {
    let mut rest = bytes;
    let listed = request.get("files").and_then(Value::as_array);
    let mut files = Vec::new();
    for file in listed.unwrap_or_default() {
        let role = file.get("role").and_then(Value::as_str);
        let length = file.get("length").and_then(Value::as_i64);
        let length = length.and_then(|length| usize::try_from(length).ok());
        let cut = length.and_then(|length| rest.split_at_checked(length));
        let (bytes, after) = cut.ok_or("request-files")?;
        rest = after;
        files.push(File {
            role: role.ok_or("request-files")?,
            bytes,
        });
    }
    Ok(files)
}

/// All checks of a transcript, under the trust that the user brings along.
fn verify_transcript(request: &Value, bytes: &[u8]) -> Result<Value, &'static str> {
    let files = files(request, bytes)?;
    let one = |role: &str| {
        files
            .iter()
            .find(|file| file.role == role)
            .map(|file| file.bytes)
    };
    let text = |key: &str| request.get(key).and_then(Value::as_str);
    let trust = Trust {
        seal: text("seal")
            .map(|hex| hash(hex, "request-seal"))
            .transpose()?,
        saw: text("saw").map(saw).transpose()?,
        policy: one("policy")
            .map(Policy::parse)
            .transpose()
            .map_err(|_| "request-policy")?,
        key: text("key")
            .map(|hex| hash(hex, "request-key"))
            .transpose()?,
        draw_id: text("drawId").map(str::to_owned),
        panels: one("panels"),
        pool: one("pool"),
        previous: files
            .iter()
            .filter(|file| file.role == "previous")
            .map(|file| file.bytes)
            .collect(),
        ..Trust::none(crate::is_nfc)
    };
    let transcript = one("transcript").ok_or("request-transcript")?;
    Ok(verify(transcript, &trust).to_value())
}

/// 32 bytes as the user pasted them: 64 hex digits.
fn hash(hex: &str, wrong: &'static str) -> Result<[u8; 32], &'static str> {
    unhex32(hex).map_err(|_| wrong)
}

/// What a person's proof shows against the transcript, or against the manifest before the draw.
fn prove(request: &Value, bytes: &[u8]) -> Result<Value, &'static str> {
    let files = files(request, bytes)?;
    let one = |role: &str| {
        let mut files = files.iter();
        files.find(|file| file.role == role).map(|file| file.bytes)
    };
    let proof = one("proof").ok_or("request-proof")?;
    let proof = Proof::parse(proof, crate::is_nfc).map_err(|_| "proof-malformed")?;
    let limits = Limits {
        depth: limits::NESTING,
        bytes: limits::FILE_BYTES,
        is_nfc: Some(crate::is_nfc),
    };
    let document = one("transcript").ok_or("request-transcript")?;
    let document = parse_with(document, &limits).map_err(|_| "transcript-malformed")?;
    // Before the draw there is only the manifest.
    let sealed = document.get("manifest");
    let manifest = Manifest::from_value(sealed.unwrap_or(&document));
    let manifest = manifest.map_err(|_| "transcript-malformed")?;
    let transcript = sealed.map(|_| Transcript::from_value(&document));
    let transcript = transcript.transpose().map_err(|_| "transcript-malformed")?;
    let seal = manifest_hash(sealed.unwrap_or(&document));
    let panels = one("panels").map(PanelsFile::parse).transpose();
    let panels = panels.map_err(|_| "panels-malformed")?;
    let proved = check_sealed(
        &proof,
        &manifest,
        &seal,
        transcript.as_ref(),
        panels.as_ref(),
    );
    let facts = proved.facts.iter().map(|fact| {
        let args = fact.args.iter().map(|arg| Value::from(arg.as_str()));
        Value::object([
            ("args", Value::Array(args.collect())),
            ("code", fact.code.into()),
        ])
    });
    let chance = proved.chance.map_or(Value::Null, |(count, panels)| {
        Value::Array(vec![count.into(), panels.into()])
    });
    Ok(Value::object([
        ("chance", chance),
        ("drawn", proved.drawn.map_or(Value::Null, Value::from)),
        ("facts", Value::Array(facts.collect())),
        ("finding", proved.finding.word().into()),
    ]))
}

/// The reveals hash, or the digits of the dice.
fn saw(noted: &str) -> Result<Saw, &'static str> {
    if noted.len() == 64 {
        return hash(noted, "request-saw").map(Saw::Reveals);
    }
    let digits = !noted.is_empty() && noted.bytes().all(|byte| byte.is_ascii_digit());
    if digits {
        Ok(Saw::Digits(noted.to_owned()))
    } else {
        Err("request-saw")
    }
}
