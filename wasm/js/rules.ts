// Written from the registry of rules by `cargo xtask bless`: not to be edited.

/** What every rule on a budget takes beside its own. */
export interface PaperParams {
    /** A statute that the count must keep, or else is refused. Default: `none`. */
    law?: "none" | "pl-5a";
    /** What part of the paper an instance without pots is, such as district; options by part ask for it. Default: `none`. */
    scope?: string | number | boolean;
    /** Projects that exclude each other, beside those of the file: at most one of a group is funded. Ids that hold a comma or a plus sign stand in the election file only. Default: `none`. */
    exclusive?: string | number | boolean;
    /** Constraints of the instance that are left aside, by kind. Default: `none`. */
    ignore?: string | number | boolean;
    /** What happens to exclusions and upper bounds that the rule does not hold by itself. Default: `refuse`. */
    bounds?: "refuse" | "pass-over";
    /** The most a project may cost, as an amount or as a share of its pot (Lodz 2015: 25%). Default: `none`. */
    cap?: string | number | boolean;
    /** Most projects on a paper (Kyiv, Odesa: 5). Default: `none`. */
    paper_max?: string | number | boolean;
    /** Most projects of one category on a paper (Cluj-Napoca: 1; Budapest: 3). Default: `none`. */
    category_max?: string | number | boolean;
    /** Fewest projects of a part on a paper. Default: `none`. */
    part_min?: string | number | boolean;
    /** Most projects of a part on a paper (Warszawa: district:15,citywide:10). Default: `none`. */
    part_max?: string | number | boolean;
    /** Most points for the projects of a part on a paper (Gdansk: district:5,citywide:1). Default: `none`. */
    part_points?: string | number | boolean;
    /** Parts of which a paper may name projects of one pot only (Warszawa: district). Default: `none`. */
    one_pot?: string | number | boolean;
    /** What a mistake in one part of a paper does. Default: `part`. */
    void?: "part" | "whole";
    /** Whose money a pot is, for rules that give each voter a share. Default: `voted`. */
    pot_voters?: "voted" | "all";
    /** Where the money goes that a pot does not spend. Default: `keep`. */
    pot_leftover?: "keep" | "next" | "citywide" | "pool";
    /** The order in which pots are counted. Default: `listed`. */
    pot_order?: "listed" | "districts-first" | "citywide-first";
}

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
  "budget/greedy": PaperParams & {
    /** What makes a project come first. Default: `votes`. */
    by?: "votes" | "density" | "score" | "utility" | "utility-density";
    /** What happens at a project that does not fit. Default: `skip`. */
    unfit?: "skip" | "stop" | "top-up" | "partial";
    /** How much of the cost of the first project that does not fit must be left for it to be funded; 80% unless said otherwise with unfit=top-up, 0% with unfit=partial. Default: `none`. */
    top_up?: string | number | boolean;
    /** Least votes (points, with by=score) of a project to be considered (Pabulib: min_project_score_threshold; Warszawa: district:50,citywide:100). Default: `0`. */
    threshold?: string | number | boolean;
    /** What a place on a ranking is worth; only where points count. Default: `borda-min-1`. */
    scoring?: string | number | boolean;
    /** What a voter gets; cost unless said otherwise. Only with by=utility or by=utility-density. Default: `none`. */
    utility?: string | number | boolean;
    /** What happens to money left beside categories that are full. Default: `keep`. */
    rest?: "keep" | "open";
    /** Most projects that are funded (Cluj-Napoca: 15). Default: `none`. */
    most?: string | number | boolean;
    /** A named set of these options; options given beside it go first. A report shows what it stands for. Default: `none`. */
    preset?: string | number | boolean;
  };
  /** Gives every voter an equal share of the budget to spend with others on projects they support. */
  "budget/equal-shares": PaperParams & {
    /** What a voter gets from a funded project; it must be additive. Default: `cost`. */
    utility?: "cost" | "cardinality" | "effort" | "relative-cardinality" | "relative-cost" | "relative-cost-approx" | "sqrt-cost" | "log-cost" | "cost-sqrt" | "cost-log" | "cc" | "score" | "score-relative" | "borda";
    /** What a place on a ranking is worth; borda-min-1 unless said otherwise. Only with utility=score or score-relative. Default: `none`. */
    scoring?: string | number | boolean;
    /** What is done with the money left. Default: `none`. */
    completion?: "none" | "add1" | "utilitarian" | "add1,utilitarian" | "phragmen" | "add1,phragmen";
    /** When add1 ends; overspend unless said otherwise. Only with add1. Default: `none`. */
    stop?: string | number | boolean;
    /** The endowment with which add1 starts; floor unless said otherwise, exact where the increment is a percentage. Only with add1. Default: `none`. */
    start?: string | number | boolean;
    /** By how much add1 raises the endowment: an amount for each voter, or a percentage of the budget for all together (pabutools: exhaustion_by_budget_increase); 1 unit of the currency unless said otherwise. Only with add1. Default: `none`. */
    increment?: string | number | boolean;
    /** What add1 does where all projects together fit into the budget; not-run unless said otherwise. Only with add1. Default: `none`. */
    all_fit?: string | number | boolean;
    /** What happens to projects that cost nothing. Default: `first`. */
    free?: "first" | "never";
    /** What happens to projects dearer than the whole budget. Default: `bought`. */
    over_budget?: "bought" | "leave-out";
    /** Comparison with greedy by votes: what makes a voter prefer an outcome. Default: `none`. */
    comparison?: "none" | "satisfaction" | "exclusion";
    /** A named set of these options; options given beside it go first. A report shows what it stands for. Default: `none`. */
    preset?: string | number | boolean;
  };
  /** Gives every voter an equal share of the budget; all who pay for a project pay exactly the same. */
  "budget/exact-equal-shares": PaperParams & {
    /** What a voter gets from a funded project. Default: `cost`. */
    utility?: "cost" | "cardinality";
    /** What is done with the money left. Default: `none`. */
    completion?: "none" | "add-opt" | "add-opt-skip";
    /** When completion ends; overspend unless said otherwise. Only with add-opt. Default: `none`. */
    stop?: string | number | boolean;
  };
  /** Gives every voter an equal share of the budget; a project may be bought although its supporters are a little short. */
  "budget/bos": PaperParams & {
    /** What a voter gets from a funded project. Default: `cost`. */
    utility?: "cost" | "cardinality";
  };
  /** Groups of voters fund what they rank high with their equal shares; the ranks looked at grow step by step. */
  "budget/pb-ear": PaperParams & {
    /** What of projects that are not on a ballot. Default: `never`. */
    unranked?: "never" | "last";
  };
  /** Splits every voter's equal share by the points on the ballot, and moves on what a project does not need. */
  "budget/cstv": PaperParams & {
    /** Which of several projects comes first. Default: `ratio`. */
    select?: "excess" | "ratio" | "support";
    /** What is done where no project has enough support. Default: `minimal`. */
    transfer?: "eliminate" | "minimal";
    /** How what is left is spent; reverse after eliminations and accept after minimal transfers unless said otherwise. Default: `none`. */
    finish?: string | number | boolean;
    /** What of ballots whose points have different sums. Default: `normalise`. */
    unequal?: "normalise" | "refuse";
    /** A named set of these options; options given beside it go first. A report shows what it stands for. Default: `none`. */
    preset?: string | number | boolean;
  };
  /** Lets all voters save at the same speed and buys each project as soon as its supporters can pay for it. */
  "budget/phragmen": PaperParams & {
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
  "budget/maximin-support": PaperParams & {
    /** What becomes of projects that nobody supports. Default: `never`. */
    unsupported?: "never" | "fund";
  };
  /** Funds the projects that are worth most to all voters together within the budget. */
  "budget/knapsack": PaperParams & {
    /** What a voter gets from a funded project. Default: `cardinality`. */
    utility?: "cost" | "cardinality" | "effort" | "relative-cardinality" | "relative-cost" | "relative-cost-approx" | "sqrt-cost" | "log-cost" | "cost-sqrt" | "cost-log" | "cc" | "score" | "score-relative" | "borda";
    /** What a place on a ranking is worth; only with utility=score or score-relative. Default: `borda-min-1`. */
    places?: string | number | boolean;
  };
  /** Ballots say how much each project should get; the units of money that most of them pay for are funded first. */
  "budget/per-dollar": PaperParams & {
    /** Who gets the money that does not pay for all units with equal votes. Default: `increasing`. */
    residual?: "increasing" | "fractional" | "equalizing";
    /** How shares that are not whole units are rounded; not with residual=increasing. Default: `largest-remainder`. */
    rounding?: "largest-remainder" | "floor";
    /** What becomes of an amount with which a project cannot be funded. Default: `keep`. */
    partial?: "keep" | "round-down";
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
  /** Each seat goes to the option that leaves the greatest load of any voter least, all loads shared anew each time. */
  "committee/maximin-support": {};
  /** Each seat goes to the option whose supporters' ballots are worth most, and they give up a quota of it. */
  "committee/phragmen-enestroem": {};
  /** Voters share the price of all seats equally, and the options that their supporters can pay most cheaply are elected. */
  "committee/equal-shares": {
    /** How the seats are filled that nobody can pay for. Default: `seq-phragmen`. */
    completion?: "seq-phragmen" | "increment" | "av" | "none";
    /** A named set of these options; options given beside it go first. A report shows what it stands for. Default: `none`. */
    preset?: string | number | boolean;
  };
  /** Each seat goes to the option that most voters without a district approve, and takes an equal district of them with it. */
  "committee/greedy-monroe": {
    /** Who of more supporters than a district holds is taken. Default: `lot`. */
    surplus?: "lot" | "first";
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
  /** Voters are drawn one after the other, and each elects all they approve while there are seats. */
  "committee/rsd": {};
  /** Every committee wins; the policy of ties alone chooses one. */
  "committee/trivial": {};
  /** Elects the committee that gives voters most, each further member of it whom they approve counting one half, one third and so on. */
  "committee/pav": {
    /** The most nodes of the search tree; where they do not suffice the count stops with an error. The number is the same on every machine. Default: `1000000`. */
    nodes?: number | string;
  };
  /** Elects the committee that gives voters most, each further member of it whom they approve counting one third, one fifth and so on. */
  "committee/slav": {
    /** The most nodes of the search tree; where they do not suffice the count stops with an error. The number is the same on every machine. Default: `1000000`. */
    nodes?: number | string;
  };
  /** Elects the committee in which most voters have at least one member whom they approve. */
  "committee/cc": {
    /** The most nodes of the search tree; where they do not suffice the count stops with an error. The number is the same on every machine. Default: `1000000`. */
    nodes?: number | string;
  };
  /** Elects the committee that gives voters most, each further member of it whom they approve counting half of the one before. */
  "committee/geom2": {
    /** The most nodes of the search tree; where they do not suffice the count stops with an error. The number is the same on every machine. Default: `1000000`. */
    nodes?: number | string;
  };
  /** Elects, of the committees in which most voters have a member whom they approve, the one that gives most beyond it, counting one, one half, one third and so on. */
  "committee/adams": {
    /** The most nodes of the search tree; where they do not suffice the count stops with an error. The number is the same on every machine. Default: `1000000`. */
    nodes?: number | string;
  };
  /** Elects the committee in which most voters have one member whom they approve, among such the one in which most have two, and so on. */
  "committee/lexcc": {
    /** The most nodes of the search tree; where they do not suffice the count stops with an error. The number is the same on every machine. Default: `1000000`. */
    nodes?: number | string;
  };
  /** Elects the committee whose members can each represent an equal part of the voters so that most are represented by someone they approve. */
  "committee/monroe": {
    /** The most nodes of the search tree; where they do not suffice the count stops with an error. The number is the same on every machine. Default: `1000000`. */
    nodes?: number | string;
  };
  /** Elects the committee whose members, shared as loads among those who approve them, burden no voter more than need be. */
  "committee/minimaxphragmen": {
    /** The most nodes of the search tree; where they do not suffice the count stops with an error. The number is the same on every machine. Default: `1000000`. */
    nodes?: number | string;
  };
  /** Elects the committee whose members, shared as loads, burden no voter more than need be, then the next voter, and so on. */
  "committee/leximaxphragmen": {
    /** The most nodes of the search tree; where they do not suffice the count stops with an error. The number is the same on every machine. Default: `1000000`. */
    nodes?: number | string;
  };
  /** Elects a committee whose greatest distance to a ballot, counted in options that are in one of them only, is least. */
  "committee/minimaxav": {
    /** The most nodes of the search tree; where they do not suffice the count stops with an error. The number is the same on every machine. Default: `1000000`. */
    nodes?: number | string;
  };
  /** Elects the committee to which as few ballots as possible are far, beginning with the greatest distance. */
  "committee/lexminimaxav": {
    /** The most nodes of the search tree; where they do not suffice the count stops with an error. The number is the same on every machine. Default: `1000000`. */
    nodes?: number | string;
  };
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
  /** Makes the product of all chances of a seat as great as the quotas allow, with a proven bound on what it misses. */
  "sortition/nash": {
    /** The most nodes of the search tree of each search for a panel or a proof. Default: `20000`. */
    nodes?: number | string;
    /** How many equally likely panels of people are made, of which a number drawn takes one; 0: chances and their proof only. A list needs a seed. Default: `0`. */
    panels?: number | string;
    /** How the chances are rounded to these panels. Default: `best`. */
    round?: "best" | "pipage" | "beck-fiala";
  };
  /** Keeps the least chance of a seat from being too small and the greatest from being too great; leximin in between. */
  "sortition/goldilocks": {
    /** What the least chance weighs against the greatest (Baharav and Flanigan: 1). Default: `1`. */
    gamma?: string | number | boolean;
    /** The most nodes of the search tree of each search for a panel or a proof. Default: `20000`. */
    nodes?: number | string;
    /** How many equally likely panels of people are made, of which a number drawn takes one; 0: chances and their proof only. A list needs a seed. Default: `0`. */
    panels?: number | string;
    /** How the chances are rounded to these panels. Default: `best`. */
    round?: "best" | "pipage" | "beck-fiala";
  };
  /** Brings chances of a seat as near as the quotas allow to wished ones, such as corrections for who volunteers. */
  "sortition/weighted": {
    /** Factors of the target chances, such as `area/North:2,area/South:1/3`: decimals or fractions above 0, by feature and value; semicolons may stand for the commas. Default: `none`. */
    weights?: string | number | boolean;
    /** How readily people accept an invitation, in the same form: targets are divided by it. Default: `none`. */
    willing?: string | number | boolean;
    /** The most nodes of the search tree of each search for a panel or a proof. Default: `20000`. */
    nodes?: number | string;
    /** How many equally likely panels of people are made, of which a number drawn takes one; 0: chances and their proof only. A list needs a seed. Default: `0`. */
    panels?: number | string;
    /** How the chances are rounded to these panels. Default: `best`. */
    round?: "best" | "pipage" | "beck-fiala";
  };
  /** Makes the least chance of a seat as great as the quotas allow, then the next least, and so on; exact, with proof. */
  "sortition/leximin": {
    /** The most nodes of the search tree of each search for a panel or a proof. Default: `20000`. */
    nodes?: number | string;
    /** How many equally likely panels of people are made, of which a number drawn takes one; 0: chances and their proof only. A list needs a seed. Default: `0`. */
    panels?: number | string;
    /** How the chances are rounded to these panels. Default: `best`. */
    round?: "best" | "pipage" | "beck-fiala";
  };
  /** Makes the least chance of a seat as great as the quotas allow; exact, with proof. Of all such lotteries it takes the leximin one. */
  "sortition/maximin": {
    /** The most nodes of the search tree of each search for a panel or a proof. Default: `20000`. */
    nodes?: number | string;
    /** How many equally likely panels of people are made, of which a number drawn takes one; 0: chances and their proof only. A list needs a seed. Default: `0`. */
    panels?: number | string;
    /** How the chances are rounded to these panels. Default: `best`. */
    round?: "best" | "pipage" | "beck-fiala";
  };
  /** Makes the greatest chance of a seat as small as the quotas allow, then the least as great, and so on; exact, with proof. */
  "sortition/minimax": {
    /** The most nodes of the search tree of each search for a panel or a proof. Default: `20000`. */
    nodes?: number | string;
    /** How many equally likely panels of people are made, of which a number drawn takes one; 0: chances and their proof only. A list needs a seed. Default: `0`. */
    panels?: number | string;
    /** How the chances are rounded to these panels. Default: `best`. */
    round?: "best" | "pipage" | "beck-fiala";
  };
  /** Draws among all panels that meet the quotas, each equally likely; counts them exactly where that fits. */
  "sortition/max-entropy": {
    /** How many panels are drawn; 0: chances alone. Panels need a seed. Default: `0`. */
    panels?: number | string;
    /** The most states that a count may hold: 2,000,000 take about 150 MB. Default: `2000000`. */
    states?: number | string;
    /** The most attempts at all panels together, where they are rejected for quotas that do not fit the states. Default: `200000000`. */
    attempts?: number | string;
  };
  /** Draws among all panels that meet the quotas, weighed so that chances come close to those of leximin, or to equal ones. */
  "sortition/fair-max-entropy": {
    /** What chances should come close to. Default: `leximin`. */
    target?: "leximin" | "equal";
    /** How many panels are drawn; 0: chances alone. Panels need a seed. Default: `0`. */
    panels?: number | string;
    /** The most states that a count may hold. Default: `2000000`. */
    states?: number | string;
    /** The most attempts at all panels together, where they are rejected for quotas that do not fit the states. Default: `200000000`. */
    attempts?: number | string;
    /** The most rounds in which weights are raised. Default: `30`. */
    rounds?: number | string;
    /** Panels by which chances are estimated in a round, where they cannot be counted. Default: `1000`. */
    samples?: number | string;
    /** The most nodes of the search tree of each search of leximin. Default: `20000`. */
    nodes?: number | string;
  };
  /** Takes people one by one where quotas press most; chances are unknown. To compare with, and to check old results. */
  "sortition/legacy": {
    /** How often it is tried (`max_attempts` of the sortition tools). Default: `100`. */
    attempts?: number | string;
    /** Whether an attempt fails where somebody taken is the last with a value that is still needed, as in sortition-algorithms 0.12: not in the published algorithm. Default: `false`. */
    refuse_last?: boolean;
  };
  /** Looks for the one panel that is most evenly spread over combinations of features; no lottery, to compare with. */
  "sortition/diversimax": {
    /** How near to the bound of the search it may stop, in percent of it. Default: `10`. */
    gap?: number | string;
    /** The most nodes of the search tree; 0: none. Default: `100`. */
    nodes?: number | string;
    /** How many swaps are tried from a first panel; 0: none. Default: `1000000`. */
    moves?: number | string;
  };
}

/** The id of a rule, `family/name`. */
export type RuleId = keyof RuleParams;
