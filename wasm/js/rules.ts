// Written from the registry of rules by `cargo xtask bless`: not to be edited.

/** The parameters of every rule. */
export interface RuleParams {
  /** The option with the fewest votes is excluded and its ballots move on, until one option has a majority. */
  "ranked/irv": {
    /** What a ballot with an equal rank counts for (RCTab: overvoteRule). Default: `refuse`. */
    equal_ranks?: "refuse" | "exhaust" | "skip" | "exhaust-if-multiple";
    /** Blank ranks in a row that are passed over; a longer run exhausts the paper (RCTab: maxSkippedRanksAllowed; Maine and Alaska 1, New York and San Francisco unlimited). Default: `unlimited`. */
    blank_ranks?: string | number | boolean;
    /** The votes of which a majority is needed (RCTab: firstRoundDeterminesThreshold). Default: `each-round`. */
    threshold?: "each-round" | "first-round";
    /** Whether several options may be excluded in one round (RCTab: batchElimination). Default: `none`. */
    batch?: "none" | "losers";
    /** When the rounds end (RCTab: continueUntilTwoCandidatesRemain). Default: `majority`. */
    until?: "majority" | "two";
    /** Options with fewer first-round votes than this are excluded together (RCTab: minimumVoteThreshold). Default: `0`. */
    minimum?: number | string;
  };
  /** Candidates who reach the quota are elected and their surplus moves on paper by paper to five places; else the lowest is excluded. */
  "ranked/stv-scottish": {};
  /** One option is ranked over another if the strongest path of pairwise victories leads from it. */
  "ranked/schulze": {
    /** What makes a link strong (Schulze and Debian: winning-votes). Default: `winning-votes`. */
    strength?: "winning-votes" | "margins";
  };
  /** The options approved by most voters win. */
  "rated/approval": {};
  /** Votes for and against cost their square in credits; the options with the highest sums win. */
  "quadratic/voting": {
    /** Credits of each ballot; none: those that the paper declares. Default: `none`. */
    credits?: string | number | boolean;
    /** Whether votes against are counted where the paper allows them; if not, ballots with such votes are rejected. Default: `true`. */
    negative?: boolean;
    /** Most votes of one ballot for or against one option. Default: `none`. */
    cap?: string | number | boolean;
  };
  /** Funds the projects with most votes first, as long as they fit. */
  "budget/greedy": {
    /** What makes a project come first. Default: `votes`. */
    by?: "votes" | "density" | "score";
    /** What happens at a project that does not fit. Default: `skip`. */
    unfit?: "skip" | "stop";
    /** Least votes (points, with by=score) of a project to be considered (Pabulib: min_project_score_threshold). Default: `0`. */
    threshold?: number | string;
    /** What a place on a ranking is worth; only with by=score. Default: `borda-min-1`. */
    scoring?: "places" | "borda" | "borda-min-1" | "borda-all";
  };
  /** Gives every voter an equal share of the budget to spend with others on projects they support. */
  "budget/equal-shares": {
    /** What a voter gets from a funded project. Default: `cost`. */
    utility?: "cost" | "cardinality";
    /** What is done with the money left. Default: `none`. */
    completion?: "none" | "add1" | "utilitarian" | "add1,utilitarian";
    /** When add1 ends; overspend unless said otherwise. Only with add1. Default: `none`. */
    stop?: string | number | boolean;
    /** The endowment with which add1 starts; floor unless said otherwise, exact where the increment is a percentage. Only with add1. Default: `none`. */
    start?: string | number | boolean;
    /** By how much add1 raises the endowment: an amount for each voter, or a percentage of the budget for all together (pabutools: exhaustion_by_budget_increase); 1 unit of the currency unless said otherwise. Only with add1. Default: `none`. */
    increment?: string | number | boolean;
    /** Comparison with greedy by votes: what makes a voter prefer an outcome. Default: `none`. */
    comparison?: "none" | "satisfaction" | "exclusion";
    /** A named set of these options; options given beside it go first. A report shows what it stands for. Default: `none`. */
    preset?: string | number | boolean;
  };
  /** Lets all voters save at the same speed and buys each project as soon as its supporters can pay for it. */
  "budget/phragmen": {
    /** Where the method ends. Default: `stop`. */
    unfit?: "stop" | "stop-chosen" | "skip";
    /** What becomes of projects that nobody supports. Default: `never`. */
    unsupported?: "never" | "fund";
    /** The most that one voter may carry: an amount of the currency, or `share` for the budget divided by the weight of all papers (pabutools: global_max_load). Default: `none`. */
    max_load?: string | number | boolean;
    /** A named set of these options; options given beside it go first. A report shows what it stands for. Default: `none`. */
    preset?: string | number | boolean;
  };
  /** Funds the projects whose cost their supporters can share with the least load on any one voter. */
  "budget/maximin-support": {
    /** What becomes of projects that nobody supports. Default: `never`. */
    unsupported?: "never" | "fund";
  };
  /** The options approved by most voters are the committee. */
  "committee/av": {};
  /** Each voter's one vote is divided equally among the options they approve; the highest sums are the committee. */
  "committee/sav": {};
  /** Each seat goes to the option that adds most, where a voter's next option counts 1, 1/2, 1/3 and so on. */
  "committee/seqpav": {};
  /** Begins with all options and drops the one whose absence costs least, where a voter's options count 1, 1/2, 1/3 and so on. */
  "committee/revseqpav": {};
  /** Each seat goes to the option that adds most, where a voter's next option counts 1, 1/3, 1/5 and so on. */
  "committee/seqslav": {};
  /** Each seat goes to the option approved by most voters who have no elected option yet. */
  "committee/seqcc": {};
  /** Each seat is a load for its supporters to share; it goes where the load becomes lowest. */
  "committee/seqphragmen": {};
  /** Voters share the price of all seats equally, and the options that their supporters can pay most cheaply are elected. */
  "committee/equal-shares": {
    /** How the seats are filled that nobody can pay for. Default: `seq-phragmen`. */
    completion?: "seq-phragmen" | "increment" | "av" | "none";
    /** A named set of these options; options given beside it go first. A report shows what it stands for. Default: `none`. */
    preset?: string | number | boolean;
  };
  /** Budgets of all voters grow each round; the option whose supporters have most gets the seat, and they pay for it. */
  "committee/consensus-rule": {};
  /** Each ballot is a point divided among its options; of the two with fewest points the one on fewer ballots leaves, until the seats are filled. */
  "committee/eph": {
    /** What decides between options compared that stand on equally few ballots. Default: `points`. */
    then?: "points" | "none";
    /** A named set of these options; options given beside it go first. A report shows what it stands for. Default: `none`. */
    preset?: string | number | boolean;
  };
  /** Every committee wins; the policy of ties alone chooses one. */
  "committee/trivial": {};
  /** Draws the seats from all volunteers with equal chances, without quotas. */
  "sortition/uniform": {};
  /** Divides the pool into strata, gives each its seats by largest remainder and draws each by lot; quotas are kept. */
  "sortition/stratified": {
    /** Features whose values make the strata, separated by commas; none: the only one there is. Default: `none`. */
    by?: string | number | boolean;
    /** What a stratum's share of the seats is proportional to. Default: `pool`. */
    seats_by?: "pool" | "quotas";
    /** How many panels are drawn at most until one meets all quotas (`max_attempts` of the sortition tools). Default: `10000`. */
    attempts?: number | string;
  };
}

/** The id of a rule, `family/name`. */
export type RuleId = keyof RuleParams;
