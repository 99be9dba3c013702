#!/bin/sh
# Makes the files of this folder anew, keys and salts included: sh samples/draw/make.sh ISONOMIA
# The round of the beacon is of 2023, since its signature has to be known when this is run.
set -eu
isonomia=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for who in town opposition auditor; do "$isonomia" keygen "$who" >who.txt; done
"$isonomia" draw commit --party "Opposition in the council" --key opposition.pub \
  --out opposition >/dev/null
head -n 61 "$here/../panel/people.csv" >people.csv
cat >categories.csv <<'CSV'
feature,value,min,max
gender,female,3,3
gender,male,3,3
gender,other,0,0
age,16-29,0,6
age,30-44,0,6
age,45-59,0,6
age,60+,0,6
district,Nowe Osiedle,1,3
district,Rynek,1,3
district,Zarzecze,1,3
district,Dolne,1,3
CSV
"$isonomia" draw plan people.csv --categories categories.csv --seats 6 --set by=district --set seats_by=quotas \
  --set attempts=100000 --panels 100 --public --purpose "Panel on the river bank" \
  --organiser "Town of Lipowo" --key town.pub --id urn:lipowo:river-bank:2023 \
  --party opposition.commitment.json --reveal-by 2023-08-23T15:05:00Z \
  --dice 20d10 --ceremony "twenty ten-sided dice, town hall" \
  --draw-time 2023-08-23T15:15:31Z --reserves 3 --out river --quiet >/dev/null
"$isonomia" draw seal river --key town.key --quiet >/dev/null
"$isonomia" draw sign river/manifest.json --key opposition.key --out note.txt --quiet >/dev/null
"$isonomia" draw sign river --add note.txt >/dev/null
"$isonomia" draw sign river --key auditor.key --as list-audited --quiet >/dev/null
"$isonomia" draw reveal river opposition.secret.json --quiet >/dev/null
"$isonomia" draw dice river 17326548209184736205 --quiet >/dev/null
echo '{"round":123,"signature":"b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92"}' \
  >beacon.json
"$isonomia" draw beacon river beacon.json >/dev/null
"$isonomia" draw run river >/dev/null
"$isonomia" draw prove river --person L001 --out proofs >/dev/null
cp river/manifest.json river/public/manifest-note.txt river/public/panels.json \
  river/public/transcript.json beacon.json "$here"
cat proofs/*-private.json >"$here/proof.json"
chmod 644 "$here/proof.json"
printf 'auditor %s\nquorum none\n' "$(cat auditor.pub)" >"$here/policy.txt"
"$isonomia" draw plan --tickets-of "$here/ties.blt" --purpose "Ties of the count" \
  --organiser "Town of Lipowo" --key town.pub --id urn:lipowo:ties:2023 \
  --draw-time 2023-08-23T15:15:31Z --out lots --quiet >/dev/null
"$isonomia" draw seal lots --key town.key --quiet >/dev/null
"$isonomia" draw beacon lots beacon.json >/dev/null
"$isonomia" draw run lots >/dev/null
cp lots/public/transcript.json "$here/ties.json"
# The manifest hash is the last line of the note's text.
sed -n 4p "$here/manifest-note.txt" >"$here/seal.txt"
