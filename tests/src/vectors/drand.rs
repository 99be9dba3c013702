//! drand: chain hashes, times of rounds, signatures that must verify and ones that must not.

use isonomia::digest::unhex;
use isonomia::lottery::beacon::{self, BeaconError, Chain, DEFAULT, QUICKNET, Scheme};

use super::Report;
use super::case::Case;

/// Checks `drand.json`.
///
/// # Errors
///
/// The first hash, time or verdict that differs.
pub fn check_drand(json: &str) -> Result<Report, String> {
    let file = Case::file(json)?;
    file.sections(&[
        "source",
        "definitions",
        "chains",
        "chain_info_must_fail",
        "round_times",
        "rounds",
        "must_fail",
        "randomness_must_fail",
    ])?;
    let mut report = Report::default();
    for chain in file.list("chains")? {
        report.equal(
            &chain.place,
            &hash(&chain)?,
            &chain.get("chain_hash")?.bytes32()?,
        )?;
        pinned(&mut report, &chain)?;
    }
    for chain in file.list("chain_info_must_fail")? {
        let ours = hash(&chain)?;
        report.equal(
            &chain.place,
            &ours,
            &chain.get("recomputed_hash")?.bytes32()?,
        )?;
        let same = ours == chain.get("chain_hash")?.bytes32()?;
        report.equal(&chain.place, &same, &false)?;
    }
    for times in file.list("round_times")? {
        round_times(&mut report, &times)?;
    }
    for round in file.list("rounds")? {
        report.equal(&round.place, &verify(&round)?, &Ok(()))?;
        let randomness = beacon::randomness(&round.get("signature")?.bytes()?);
        report.equal(
            &round.place,
            &randomness,
            &round.get("randomness")?.bytes32()?,
        )?;
    }
    for round in file.list("must_fail")? {
        let reason = verify(&round)?.err().map(reason);
        let place = format!("{} ({})", round.place, round.get("name")?.text()?);
        report.equal(&place, &reason, &Some(round.get("reason")?.text()?))?;
    }
    for round in file.list("randomness_must_fail")? {
        let randomness = beacon::randomness(&round.get("signature")?.bytes()?);
        let same = randomness[..] == round.get("claimed_randomness")?.bytes()?;
        report.equal(&round.place, &same, &false)?;
    }
    Ok(report)
}

fn hash(chain: &Case) -> Result<[u8; 32], String> {
    let period = u32::try_from(chain.get("period")?.number()?);
    let genesis = i64::try_from(chain.get("genesis_time")?.number()?);
    Ok(beacon::chain_hash(
        period.map_err(|_| chain.not("a period"))?,
        genesis.map_err(|_| chain.not("a time"))?,
        &chain.get("public_key")?.bytes()?,
        &chain.get("group_hash")?.bytes()?,
        chain.get("beacon_id")?.text()?,
    ))
}

/// The live chains are built in as the file has them; no other is.
fn pinned(report: &mut Report, chain: &Case) -> Result<(), String> {
    let built_in = beacon::pinned(&chain.get("chain_hash")?.bytes32()?);
    let live = chain.get("status")?.text()? == "live";
    report.equal(&chain.place, &built_in.is_some(), &live)?;
    let Some(built_in) = built_in else {
        return Ok(());
    };
    let place = |key: &str| format!("{}/{key}", chain.place);
    report.equal(&place("name"), &built_in.name, &chain.get("name")?.text()?)?;
    report.equal(
        &place("public_key"),
        &built_in.public_key,
        &&chain.get("public_key")?.bytes()?[..],
    )?;
    report.equal(
        &place("period"),
        &u128::from(built_in.period.get()),
        &chain.get("period")?.number()?,
    )?;
    report.equal(
        &place("genesis_time"),
        &u128::try_from(built_in.genesis).ok(),
        &Some(chain.get("genesis_time")?.number()?),
    )?;
    report.equal(
        &place("scheme"),
        &built_in.scheme.name(),
        &chain.get("scheme")?.text()?,
    )
}

fn round_times(report: &mut Report, times: &Case) -> Result<(), String> {
    let name = times.get("chain")?;
    let chains = [QUICKNET, DEFAULT];
    let chain = chains.iter().find(|chain| name.value == chain.name);
    let chain: &Chain = chain.ok_or_else(|| name.not("a pinned chain"))?;
    for case in times.list("round_to_unix")? {
        let (round, unix) = pair(&case)?;
        report.equal(
            &case.place,
            &chain.time_of(round),
            &i64::try_from(unix).ok(),
        )?;
    }
    for case in times.list("first_round_at_or_after_unix")? {
        let (unix, round) = pair(&case)?;
        let unix = i64::try_from(unix).map_err(|_| case.not("a time"))?;
        report.equal(&case.place, &chain.round_at(unix), &round)?;
    }
    Ok(())
}

fn pair(case: &Case) -> Result<(u64, u64), String> {
    match &case.items()?[..] {
        [left, right] => Ok((left.number_u64()?, right.number_u64()?)),
        _ => Err(case.not("a pair")),
    }
}

fn verify(round: &Case) -> Result<Result<(), BeaconError>, String> {
    let scheme = round.get("scheme")?;
    let scheme = Scheme::from_name(scheme.text()?).ok_or_else(|| scheme.not("a scheme"))?;
    // Present only where the file gives one.
    let previous = round.value.get("previous_signature");
    let previous = previous.and_then(|previous| previous.as_str());
    let previous = previous.map(|text| unhex(text).map_err(|_| round.not("hexadecimal")));
    Ok(beacon::verify(
        scheme,
        &round.get("public_key")?.bytes()?,
        round.get("round")?.number_u64()?,
        previous.transpose()?.as_deref(),
        &round.get("signature")?.bytes()?,
    ))
}

/// The word of the file. A signature before that is missing, or that the scheme does not sign, is
/// told apart from a wrong one by us only.
fn reason(error: BeaconError) -> &'static str {
    match error {
        BeaconError::KeyLength => "pk-length",
        BeaconError::KeyEncoding => "pk-encoding",
        BeaconError::KeyIdentity => "pk-identity",
        BeaconError::SignatureLength => "sig-length",
        BeaconError::SignatureEncoding => "sig-encoding",
        BeaconError::SignatureIdentity => "sig-identity",
        BeaconError::PreviousMissing | BeaconError::PreviousUnexpected | BeaconError::Invalid => {
            "pairing"
        }
    }
}
