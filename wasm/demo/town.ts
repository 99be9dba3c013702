/** Lipowo: an invented town with invented votes, the same as in `samples/`. */
import type { Option } from "../js/elements/options.js";
import parkName from "../../samples/park-name.blt";
import budgetBox from "./budget-box.csv";
import type { Spoken } from "./language.js";

/** One paper: ids, in a ranking the best first. */
export type Paper = readonly string[];

/** The money to be shared, in złoty. */
export const BUDGET = "280000";

/** Names of the new park, in the order of the ballot. */
export const PARKS: readonly Option[] = [
  { value: "lipowy", label: "Park Lipowy" },
  { value: "struga", label: "Park nad Strugą" },
  { value: "curie", label: "Park Marii Skłodowskiej-Curie" },
  { value: "mlynarz", label: "Park Młynarza" },
  { value: "solidarnosc", label: "Park Solidarności" },
  { value: "sasiedzi", label: "Ogród Sąsiadów" },
];

interface Project {
  id: string;
  cost: string;
  group: Record<Spoken, string>;
  name: Record<Spoken, string>;
  about: Record<Spoken, string>;
}

const STREETS = { pl: "Ulice", en: "Streets" };
const SPORT = { pl: "Sport i zabawa", en: "Sport and play" };
const GREEN = { pl: "Zieleń", en: "Green" };
const CULTURE = { pl: "Kultura", en: "Culture" };

/** Projects in the order of their numbers. */
export const PROJECTS: readonly Project[] = [
  { id: "1", cost: "96000", group: STREETS, name: { pl: "Nowa nawierzchnia ulicy Młyńskiej", en: "New surface for Młyńska Street" }, about: { pl: "Równa jezdnia i chodnik od rynku do mostu.", en: "An even road and pavement from the market to the bridge." } },
  { id: "2", cost: "88000", group: STREETS, name: { pl: "Parking przy targowisku", en: "Car park at the market" }, about: { pl: "40 miejsc, w tym 4 dla osób z niepełnosprawnością.", en: "40 places, 4 of them for disabled people." } },
  { id: "3", cost: "74000", group: SPORT, name: { pl: "Boisko ze sztuczną trawą", en: "All-weather sports pitch" }, about: { pl: "Przy szkole nr 2, po lekcjach otwarte dla wszystkich.", en: "At school no. 2, open to all after lessons." } },
  { id: "4", cost: "42000", group: GREEN, name: { pl: "Oświetlenie ścieżki nad Strugą", en: "Lamps for the path by the Struga" }, about: { pl: "Dwanaście lamp, które gasną, gdy nikogo nie ma.", en: "Twelve lamps that go out when nobody is there." } },
  { id: "5", cost: "18000", group: GREEN, name: { pl: "Sto drzew dla Lipowa", en: "A hundred trees for Lipowo" }, about: { pl: "Lipy i klony przy ulicach bez cienia, z podlewaniem przez trzy lata.", en: "Limes and maples for streets without shade, watered for three years." } },
  { id: "6", cost: "26500", group: STREETS, name: { pl: "Stojaki i wiata rowerowa przy szkole", en: "Bicycle stands and shelter at the school" }, about: { pl: "Miejsce na 60 rowerów pod dachem.", en: "Room for 60 bicycles under a roof." } },
  { id: "7", cost: "12000", group: CULTURE, name: { pl: "Biblioteka na kółkach dla seniorów", en: "Library on wheels for older people" }, about: { pl: "Książki i rozmowa w domu, co dwa tygodnie.", en: "Books and a talk at home, every two weeks." } },
  { id: "8", cost: "35000", group: SPORT, name: { pl: "Plac zabaw bez barier", en: "Playground without barriers" }, about: { pl: "Huśtawki i karuzela także dla dzieci na wózkach.", en: "Swings and a roundabout, also for children in wheelchairs." } },
  { id: "9", cost: "9500", group: GREEN, name: { pl: "Ławki co sto metrów", en: "A bench every hundred metres" }, about: { pl: "Na drodze z osiedla Zarzecze do przychodni.", en: "On the way from Zarzecze to the clinic." } },
  { id: "10", cost: "15500", group: CULTURE, name: { pl: "Kino letnie w parku", en: "Summer cinema in the park" }, about: { pl: "Osiem wieczorów z filmem pod gołym niebem.", en: "Eight evenings of film in the open air." } },
  { id: "11", cost: "28000", group: CULTURE, name: { pl: "Świetlica dla dzieci z Dolnego", en: "Day room for the children of Dolne" }, about: { pl: "Zajęcia i odrabianie lekcji po szkole, przez cały rok.", en: "Activities and homework after school, all year." } },
  { id: "12", cost: "51000", group: SPORT, name: { pl: "Wodny plac zabaw", en: "Water playground" }, about: { pl: "Chłodna woda w upał, bez biletu.", en: "Cool water on hot days, no ticket." } },
];

/** The projects as options of a ballot. */
export function projectOptions(lang: Spoken): Option[] {
  return PROJECTS.map(({ id, cost, group, name, about }) => ({ value: id, cost, label: name[lang], group: group[lang], description: about[lang] }));
}

/** The papers that lie in the box before the visitor's: ranked, from the sample file. */
export function parkBox(): Paper[] {
  const papers: Paper[] = [];
  for (const line of parkName.split("\n").slice(1)) {
    const [copies = 0, ...ranks] = line.split(" ").map(Number);
    if (copies === 0) break;
    const paper = ranks.filter(Boolean).map((rank) => PARKS[rank - 1]?.value ?? "");
    for (let copy = 0; copy < copies; copy++) papers.push(paper);
  }
  return papers;
}

/** The papers of the budget, each within the budget. */
export function budgetPapers(): Paper[] {
  return budgetBox.trim().split("\n").map((line) => line.split(","));
}
