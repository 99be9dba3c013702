"""Committees that abcvoting elects, with exact fractions: what tests/committees.rs compares.

pip install abcvoting==2.19.2; python make.py > committees.toml

Random profiles, small enough that every committee of every way through the ties is listed.
Rules that can take voters in different orders (greedy-monroe) get their ballots sorted.
"""

import random
import sys

from abcvoting import abcrules
from abcvoting.preferences import Profile, Voter

# Name in the table below: rule id of abcvoting and its arguments.
RULES = {
    "committee/av": ("av", {}),
    "committee/sav": ("sav", {}),
    "committee/seqpav": ("seqpav", {}),
    "committee/revseqpav": ("revseqpav", {}),
    "committee/seqslav": ("seqslav", {}),
    "committee/seqcc": ("seqcc", {}),
    "committee/seqphragmen": ("seqphragmen", {}),
    "committee/maximin-support": ("maximin-support", {}),
    "committee/equal-shares": ("equal-shares", {}),
    "committee/phragmen-enestroem": ("phragmen-enestroem", {}),
    "committee/consensus-rule": ("consensus-rule", {}),
    "committee/eph then=none": ("eph", {}),
    "committee/equal-shares completion=none": ("equal-shares", {"completion": None}),
    "committee/equal-shares completion=av": ("equal-shares", {"completion": "av"}),
}
# Rules that know no other committees than the one by the order of the file.
RESOLUTE = {
    "committee/equal-shares completion=increment": (
        "equal-shares",
        {"completion": "increment"},
    ),
    "committee/greedy-monroe preset=abcvoting": ("greedy-monroe", {}),
}


def committees(rule, profile, seats, **kwargs):
    algorithms = abcrules.Rule(rule).algorithms
    if "standard-fractions" in algorithms:
        kwargs["algorithm"] = "standard-fractions"
    found = abcrules.compute(rule, profile, seats, **kwargs)
    return sorted(sorted(committee) for committee in found)


def instance(rng):
    options = rng.randint(4, 7)
    seats = rng.randint(2, options - 2)
    density = rng.choice([0.2, 0.35, 0.5])
    ballots = []
    for _ in range(rng.randint(4, 12)):
        ballot = [o for o in range(options) if rng.random() < density]
        ballots.append(ballot or [rng.randrange(options)])
    ballots.sort()
    papers = [1] * len(ballots)
    if rng.random() < 0.3:
        papers = [rng.randint(1, 5) for _ in ballots]
    return options, seats, ballots, papers


def main(count):
    rng = random.Random(2026)
    print("# Written by make.py with abcvoting 2.19.2: ballots, how many papers each, and the")
    print("# committees of each rule (every way through the ties; of those under `resolute`, the")
    print("# one by the order of the file).")
    for _ in range(count):
        options, seats, ballots, papers = instance(rng)
        weighted = Profile(options)
        single = Profile(options)
        for ballot, number in zip(ballots, papers):
            weighted.add_voter(Voter(ballot, weight=number))
            for _ in range(number):
                single.add_voter(Voter(ballot))
        print("\n[[instance]]")
        print(f"options = {options}\nseats = {seats}\nballots = {ballots}\npapers = {papers}")
        print("[instance.all]")
        for name, (rule, kwargs) in RULES.items():
            print(f'"{name}" = {committees(rule, weighted, seats, resolute=False, **kwargs)}')
        print("[instance.resolute]")
        for name, (rule, kwargs) in RESOLUTE.items():
            profile = single if rule == "greedy-monroe" else weighted
            print(f'"{name}" = {committees(rule, profile, seats, resolute=True, **kwargs)[0]}')


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
