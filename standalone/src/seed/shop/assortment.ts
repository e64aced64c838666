/**
 * What the shop sells: shelves, and on each the kinds of thing that stand there. Longer than other files because it is a
 * table, one row a kind, and a shop is believable only by its particulars.
 */

/** Along what the variants of a product differ, with what a step does to the price. */
export interface VariantAxis {
  readonly attribute: string;
  readonly values: readonly (readonly [value: string, code: string, priceFactor: number])[];
}

export interface Kind {
  /** The last words of the product's name. */
  readonly noun: string;
  /** Three letters in the sku. */
  readonly code: string;
  /** In pounds, for the first variant. */
  readonly price: number;
  /** What the first variant weighs as it is sent. */
  readonly grams: number;
  readonly axis: VariantAxis;
  /** What it is and does, in two or three sentences. */
  readonly about: string;
  /** `name: value`, parted by ` | `. */
  readonly facts: string;
  /** Parted by `, `. */
  readonly tags: string;
}

export interface Shelf {
  readonly name: string;
  readonly slug: string;
  /** Three letters in the sku. */
  readonly code: string;
  /** Parted by `, `. */
  readonly brands: string;
  readonly kinds: readonly Kind[];
}

export interface Department {
  readonly name: string;
  readonly slug: string;
  readonly shelves: readonly Shelf[];
}

function axis(attribute: string, ...values: VariantAxis['values']): VariantAxis {
  return { attribute, values };
}
const only = axis('size', ['One size', '', 1]);
const colours = (...names: [string, string][]): VariantAxis =>
  axis('colour', ...names.map(([name, code]) => [name, code, 1] as const));
const neutrals = colours(['Chalk', 'CHK'], ['Slate', 'SLT'], ['Moss', 'MSS']);
const earths = colours(['Oat', 'OAT'], ['Rust', 'RST'], ['Ink', 'INK'], ['Sage', 'SGE']);
const metals = axis('finish', ['Brushed steel', 'STL', 1], ['Brass', 'BRS', 1.15], ['Black', 'BLK', 1.05]);
const woods = axis('wood', ['Oak', 'OAK', 1], ['Walnut', 'WAL', 1.2], ['Beech', 'BCH', 0.9]);
const beans = axis('grind', ['Whole bean', 'WB', 1], ['Filter', 'FLT', 1], ['Espresso', 'ESP', 1]);
const pots = axis('capacity', ['1 l', '1L', 1], ['350 ml', '35', 0.7], ['600 ml', '60', 0.85]);
const packs = axis('pack', ['50 g', '50', 1], ['100 g', '100', 1.8], ['250 g', '250', 4]);
const pans = axis('diameter', ['24 cm', '24', 1], ['20 cm', '20', 0.85], ['28 cm', '28', 1.25]);
const blades = axis('blade', ['20 cm', '20', 1], ['16 cm', '16', 0.85]);
const sets = axis('set', ['Set of 4', 'S4', 1], ['Set of 6', 'S6', 1.42], ['Single', 'S1', 0.29]);
const beds = axis(
  'size',
  ['Double', 'DBL', 1],
  ['Single', 'SGL', 0.75],
  ['King', 'KNG', 1.2],
  ['Super king', 'SKG', 1.35],
);
const scents = axis('scent', ['Fig leaf', 'FIG', 1], ['Cedar & smoke', 'CED', 1], ['Sea salt', 'SEA', 1]);
const rulings = axis('ruling', ['Ruled', 'RUL', 1], ['Dotted', 'DOT', 1], ['Plain', 'PLN', 1]);
const nibs = axis('nib', ['Fine', 'F', 1], ['Medium', 'M', 1], ['Broad', 'B', 1]);
const lengths = axis('length', ['Standard', 'STD', 1], ['Long', 'LNG', 1.12]);

export const departments: readonly Department[] = [
  {
    name: 'Kitchen',
    slug: 'kitchen',
    shelves: [
      {
        name: 'Coffee',
        slug: 'coffee',
        code: 'COF',
        brands: 'Halden, Morrow & Finch, Kestrel Roasters',
        kinds: [
          {
            noun: 'French Press',
            code: 'FRP',
            price: 34,
            grams: 900,
            axis: pots,
            about:
              'A coffee press in heatproof borosilicate glass, held by a steel frame that does not rattle. The double mesh keeps the grounds where they belong, and the whole plunger comes apart for washing.',
            facts: 'Material: Borosilicate glass, stainless steel | Filter: Double steel mesh | Dishwasher safe: Yes',
            tags: 'coffee, brewing, glass',
          },
          {
            noun: 'Pour-Over Dripper',
            code: 'DRP',
            price: 22,
            grams: 600,
            axis: neutrals,
            about:
              'A ceramic cone with spiral ribs that let the water take its time. It sits on a mug or a carafe and makes one clean, bright cup of coffee, or two small ones.',
            facts: 'Material: Stoneware | Cups: 1–2 | Filter size: 02',
            tags: 'coffee, brewing, ceramic',
          },
          {
            noun: 'Hand Coffee Grinder',
            code: 'GRD',
            price: 58,
            grams: 700,
            axis: metals,
            about:
              'Conical steel burrs set by a stepped dial, from Turkish to French press. Twenty-five grams take about a minute, and nobody else in the house wakes up.',
            facts: 'Burrs: Conical, hardened steel | Capacity: 25 g | Weight: 480 g',
            tags: 'coffee, grinder, travel',
          },
          {
            noun: 'Stovetop Espresso Maker',
            code: 'MOK',
            price: 29,
            grams: 650,
            axis: axis('cups', ['6 cups', '6C', 1], ['3 cups', '3C', 0.8], ['9 cups', '9C', 1.3]),
            about:
              'The eight-sided pot that has stood on Italian stoves for ninety years, here in steel, so that it works on induction too. Strong, dark coffee in five minutes.',
            facts: 'Material: Stainless steel | Hob: Gas, electric, induction | Gasket: Silicone, replaceable',
            tags: 'coffee, espresso, stovetop',
          },
          {
            noun: 'Gooseneck Kettle',
            code: 'KTL',
            price: 74,
            grams: 1200,
            axis: metals,
            about:
              'A kettle for people who weigh their coffee. The narrow spout pours a stream as thin as a pencil and stops without a drip, and the thermometer in the lid takes out the guesswork.',
            facts: 'Capacity: 1 l | Hob: All, induction included | Thermometer: 20–110 °C',
            tags: 'coffee, kettle, brewing',
          },
          {
            noun: 'House Blend Coffee',
            code: 'HSB',
            price: 9.5,
            grams: 270,
            axis: beans,
            about:
              'Brazilian and Guatemalan coffee roasted to the middle of the road and none the worse for it: chocolate, hazelnut, a little orange. Good black, good with milk.',
            facts: 'Weight: 250 g | Roast: Medium | Origin: Brazil, Guatemala',
            tags: 'coffee, beans, blend',
          },
          {
            noun: 'Single Estate Coffee',
            code: 'SGE',
            price: 13,
            grams: 270,
            axis: beans,
            about:
              'One farm, one harvest, washed and dried on raised beds above 1,800 metres. Floral when it is hot, and all apricot by the time it cools.',
            facts: 'Weight: 250 g | Roast: Light | Origin: Ethiopia, Guji',
            tags: 'coffee, beans, single origin',
          },
        ],
      },
      {
        name: 'Tea',
        slug: 'tea',
        code: 'TEA',
        brands: 'Larkspur, Morrow & Finch, Ninefold',
        kinds: [
          {
            noun: 'Breakfast Tea',
            code: 'BRK',
            price: 5.4,
            grams: 80,
            axis: packs,
            about:
              'Assam for strength and Ceylon for brightness, in leaves large enough to unfold. It stands up to milk and to Monday.',
            facts: 'Type: Black | Origin: Assam, Ceylon | Steep: 3–4 min at 98 °C',
            tags: 'tea, black tea, loose leaf',
          },
          {
            noun: 'Earl Grey',
            code: 'EGR',
            price: 5.8,
            grams: 80,
            axis: packs,
            about:
              'Black tea scented with oil of Calabrian bergamot, and with nothing else. Lemon if you like, though it hardly needs it.',
            facts: 'Type: Black, scented | Origin: Ceylon, Calabria | Steep: 3 min at 95 °C',
            tags: 'tea, black tea, bergamot',
          },
          {
            noun: 'Sencha Green Tea',
            code: 'SEN',
            price: 8.2,
            grams: 80,
            axis: packs,
            about:
              'First-flush leaves from Shizuoka, steamed on the day they are picked. Grassy and sweet if the water is cooler than you think.',
            facts: 'Type: Green | Origin: Shizuoka, Japan | Steep: 1–2 min at 75 °C',
            tags: 'tea, green tea, loose leaf',
          },
          {
            noun: 'Chamomile Infusion',
            code: 'CHM',
            price: 4.9,
            grams: 80,
            axis: packs,
            about:
              'Whole Egyptian chamomile heads, dried in the shade so that they keep their honey. No caffeine, no fuss, an early night.',
            facts: 'Type: Herbal | Origin: Faiyum, Egypt | Steep: 5 min at 98 °C',
            tags: 'tea, herbal, caffeine free',
          },
          {
            noun: 'Stoneware Teapot',
            code: 'POT',
            price: 36,
            grams: 1100,
            axis: neutrals,
            about:
              'A round-bellied teapot with a lid that stays on at the last cup. The steel basket lifts out before the tea turns bitter.',
            facts: 'Capacity: 1.1 l | Material: Stoneware | Infuser: Removable, steel',
            tags: 'tea, teapot, ceramic',
          },
          {
            noun: 'Tea Tin',
            code: 'TIN',
            price: 11,
            grams: 180,
            axis: metals,
            about:
              'A tin with a second, inner lid, because tea fears light and air equally. Holds a quarter of a pound and stacks.',
            facts: 'Capacity: 125 g | Material: Tinplate | Height: 11 cm',
            tags: 'tea, storage, tin',
          },
          {
            noun: 'Tea Infuser',
            code: 'INF',
            price: 8.5,
            grams: 60,
            axis: metals,
            about:
              'A deep basket of etched steel that fits nearly any mug. The mesh is fine enough for rooibos, and the lid becomes a saucer.',
            facts: 'Material: Stainless steel | Diameter: 6.5 cm | Dishwasher safe: Yes',
            tags: 'tea, infuser, steel',
          },
        ],
      },
      {
        name: 'Cookware',
        slug: 'cookware',
        code: 'CKW',
        brands: 'Ironbridge, Halden, Tarn',
        kinds: [
          {
            noun: 'Cast Iron Skillet',
            code: 'SKL',
            price: 42,
            grams: 2300,
            axis: pans,
            about:
              'Poured in sand, seasoned twice with flax oil, and as flat as the day it was cast. It sears, it bakes, and it will be inherited.',
            facts: 'Material: Cast iron | Hob: All, oven and open fire | Seasoning: Flax oil, two coats',
            tags: 'pan, cast iron, oven safe',
          },
          {
            noun: 'Enamelled Casserole',
            code: 'CAS',
            price: 139,
            grams: 4900,
            axis: axis('capacity', ['4.7 l', '47', 1], ['3.3 l', '33', 0.86], ['6.7 l', '67', 1.28]),
            about:
              'Thick iron under two coats of enamel, with a lid heavy enough to keep a stew to itself. Sunday dinner, and soup until Wednesday.',
            facts: 'Material: Enamelled cast iron | Oven safe: To 260 °C | Serves: 4–8',
            tags: 'casserole, cast iron, enamel',
          },
          {
            noun: 'Saucepan with Lid',
            code: 'SPN',
            price: 48,
            grams: 1400,
            axis: axis('capacity', ['2 l', '20', 1], ['1.5 l', '15', 0.88], ['3 l', '30', 1.18]),
            about:
              'Three layers, steel outside and aluminium within, up to the rim, so that milk does not catch at the edges. Measures are etched inside.',
            facts: 'Material: Tri-ply stainless steel | Hob: All, induction included | Handle: Riveted, stays cool',
            tags: 'saucepan, steel, induction',
          },
          {
            noun: 'Carbon Steel Wok',
            code: 'WOK',
            price: 39,
            grams: 1500,
            axis: axis('diameter', ['32 cm', '32', 1], ['36 cm', '36', 1.15]),
            about:
              'Spun from a single sheet, thin enough to toss and quick enough to scorch a green bean as it should be. Flat underneath, so it stands on any hob.',
            facts: 'Material: Carbon steel, 1.6 mm | Hob: All | Handle: Beech',
            tags: 'wok, carbon steel, stir fry',
          },
          {
            noun: 'Milk Pan',
            code: 'MLK',
            price: 24,
            grams: 700,
            axis: neutrals,
            about:
              'A small enamel pan with a lip on either side, for cocoa, gravy and one egg. Light in the hand and hard to stain.',
            facts: 'Capacity: 0.9 l | Material: Enamelled steel | Hob: All, induction included',
            tags: 'saucepan, enamel, small',
          },
          {
            noun: 'Steamer Basket',
            code: 'STM',
            price: 18,
            grams: 500,
            axis: axis('diameter', ['24 cm', '24', 1], ['28 cm', '28', 1.2]),
            about:
              'Two tiers of bamboo and a woven lid that drinks up the drips. Dumplings above, greens below, dinner in ten minutes.',
            facts: 'Material: Bamboo | Tiers: 2 | Care: Rinse and dry',
            tags: 'steamer, bamboo, dumplings',
          },
          {
            noun: 'Roasting Tin',
            code: 'RST',
            price: 32,
            grams: 1300,
            axis: axis('size', ['35 × 27 cm', '35', 1], ['40 × 30 cm', '40', 1.25]),
            about:
              'Heavy enough not to buckle at 230 degrees, with handles that a folded cloth can find. The rack inside keeps the underside crisp.',
            facts: 'Material: Hard-anodised aluminium | Rack: Included | Oven safe: To 260 °C',
            tags: 'roasting, oven safe, tin',
          },
        ],
      },
      {
        name: 'Knives & Boards',
        slug: 'knives-boards',
        code: 'KNF',
        brands: 'Ashdown, Tarn, Okada Works',
        kinds: [
          {
            noun: "Chef's Knife",
            code: 'CHF',
            price: 89,
            grams: 320,
            axis: blades,
            about:
              'A knife for nine jobs in ten. The blade is ground thin behind the edge and balances at the pinch, and the tang runs the length of the handle.',
            facts: 'Steel: X50CrMoV15 | Hardness: 57 HRC | Handle: Stabilised ash',
            tags: 'knife, chef, steel',
          },
          {
            noun: 'Paring Knife',
            code: 'PAR',
            price: 34,
            grams: 110,
            axis: axis('handle', ['Ash', 'ASH', 1], ['Walnut', 'WAL', 1.1]),
            about: 'Small, keen and always the one in the sink. Peels in the hand, trims on the board.',
            facts: 'Blade: 9 cm | Hardness: 57 HRC | Care: Wash by hand',
            tags: 'knife, paring, steel',
          },
          {
            noun: 'Bread Knife',
            code: 'BRD',
            price: 62,
            grams: 260,
            axis: axis('blade', ['24 cm', '24', 1], ['20 cm', '20', 0.9]),
            about:
              'Rounded serrations that saw through a crust without tearing what is under it. Long enough for a large sourdough in one stroke.',
            facts: 'Steel: X50CrMoV15 | Serration: Scalloped | Handle: Stabilised ash',
            tags: 'knife, bread, serrated',
          },
          {
            noun: 'Chopping Board',
            code: 'BOA',
            price: 45,
            grams: 1800,
            axis: woods,
            about:
              'End grain, so the knife goes between the fibres and both last longer. A groove catches the juice, and felt feet keep it where you put it.',
            facts: 'Size: 40 × 30 × 4 cm | Grain: End | Finish: Food-safe oil',
            tags: 'board, wood, end grain',
          },
          {
            noun: 'Whetstone',
            code: 'WHT',
            price: 38,
            grams: 850,
            axis: axis('grit', ['1000/3000', '13', 1], ['400/1000', '41', 0.9], ['3000/8000', '38', 1.3]),
            about:
              'Two grits back to back: one side brings the edge back, the other makes it shave. Soak for ten minutes; the sheet inside shows the angle.',
            facts: 'Size: 18 × 6 × 3 cm | Material: Aluminium oxide | Base: Silicone, non-slip',
            tags: 'sharpening, whetstone, care',
          },
          {
            noun: 'Magnetic Knife Rack',
            code: 'RCK',
            price: 49,
            grams: 750,
            axis: woods,
            about:
              'Holds six knives by magnets that you do not see. Put it up with two screws, or with the tape that comes along and never comes off.',
            facts: 'Length: 45 cm | Holds: 6 knives | Mounting: Screws or tape',
            tags: 'storage, magnetic, wood',
          },
          {
            noun: 'Kitchen Shears',
            code: 'SHR',
            price: 27,
            grams: 200,
            axis: metals,
            about:
              'They take apart for cleaning and go through a chicken before you have thought about it. The notch opens bottles.',
            facts: 'Length: 21 cm | Steel: 420J2 | Dishwasher safe: Yes',
            tags: 'shears, scissors, steel',
          },
        ],
      },
    ],
  },
  {
    name: 'Dining',
    slug: 'dining',
    shelves: [
      {
        name: 'Tableware',
        slug: 'tableware',
        code: 'TBW',
        brands: 'Fennimore, Tidewater Pottery, Oru',
        kinds: [
          {
            noun: 'Dinner Plates',
            code: 'DIN',
            price: 52,
            grams: 2800,
            axis: sets,
            about:
              'Stoneware with a reactive glaze: no two come out of the kiln alike, and all of them stack. The rim is low enough to chase peas and high enough to catch them.',
            facts: 'Diameter: 27 cm | Material: Stoneware | Microwave safe: Yes',
            tags: 'plates, stoneware, set',
          },
          {
            noun: 'Pasta Bowls',
            code: 'PAS',
            price: 48,
            grams: 2600,
            axis: sets,
            about:
              'Wide and shallow, for pasta, salads and anything with a sauce worth keeping. They fit a dishwasher standing up.',
            facts: 'Diameter: 23 cm | Material: Stoneware | Dishwasher safe: Yes',
            tags: 'bowls, stoneware, set',
          },
          {
            noun: 'Coffee Mug',
            code: 'MUG',
            price: 14,
            grams: 400,
            axis: earths,
            about:
              'A mug for coffee or tea with room for three fingers in the handle. Glazed inside, bare clay at the foot, thrown and turned in one workshop.',
            facts: 'Capacity: 330 ml | Material: Stoneware | Microwave safe: Yes',
            tags: 'mug, coffee, tea',
          },
          {
            noun: 'Serving Platter',
            code: 'PLT',
            price: 38,
            grams: 1500,
            axis: neutrals,
            about:
              'A long oval for the fish, the roast or the whole cheese board. Two low handles make it safe to carry through a crowd.',
            facts: 'Size: 42 × 26 cm | Material: Stoneware | Oven safe: To 200 °C',
            tags: 'platter, serving, stoneware',
          },
          {
            noun: 'Cutlery Set',
            code: 'CUT',
            price: 79,
            grams: 1300,
            axis: axis('pieces', ['16 pieces', '16', 1], ['24 pieces', '24', 1.45]),
            about: 'Eighteen-ten steel, weighted towards the hand. Plain enough for breakfast, good enough for guests.',
            facts: 'Steel: 18/10 | Finish: Satin | Dishwasher safe: Yes',
            tags: 'cutlery, steel, set',
          },
          {
            noun: 'Salad Servers',
            code: 'SLD',
            price: 22,
            grams: 150,
            axis: woods,
            about: 'A spoon and a fork cut from one board, so that the grain matches. Long enough for a deep bowl.',
            facts: 'Length: 30 cm | Finish: Food-safe oil | Care: Wash by hand',
            tags: 'serving, wood, salad',
          },
          {
            noun: 'Egg Cups',
            code: 'EGG',
            price: 18,
            grams: 360,
            axis: sets,
            about:
              'Small, steady and the right depth for a spoon to get in at the side. A good argument for breakfast.',
            facts: 'Height: 5 cm | Material: Porcelain | Dishwasher safe: Yes',
            tags: 'egg cup, breakfast, porcelain',
          },
        ],
      },
      {
        name: 'Glassware',
        slug: 'glassware',
        code: 'GLS',
        brands: 'Lumen & Vale, Oru, Fennimore',
        kinds: [
          {
            noun: 'Wine Glasses',
            code: 'WIN',
            price: 44,
            grams: 900,
            axis: sets,
            about:
              'One shape for red and white, blown thin with a stem that takes a dishwasher. The bowl narrows just enough to give the wine a voice.',
            facts: 'Capacity: 480 ml | Material: Lead-free crystal | Height: 22 cm',
            tags: 'wine, glass, set',
          },
          {
            noun: 'Tumblers',
            code: 'TUM',
            price: 28,
            grams: 1100,
            axis: sets,
            about: 'Straight sides, a heavy base and a fire-polished rim. Water at noon, whisky at nine.',
            facts: 'Capacity: 300 ml | Material: Soda-lime glass | Stackable: Yes',
            tags: 'tumbler, glass, set',
          },
          {
            noun: 'Carafe',
            code: 'CRF',
            price: 26,
            grams: 850,
            axis: axis('stopper', ['Cork', 'CRK', 1], ['Oak', 'OAK', 1.15]),
            about:
              'Mouth-blown, with a waist for the hand and a stopper that keeps out the fridge. It takes a litre of water or a bottle of wine with room to breathe.',
            facts: 'Capacity: 1.1 l | Material: Borosilicate glass | Height: 26 cm',
            tags: 'carafe, glass, water',
          },
          {
            noun: 'Champagne Coupes',
            code: 'COU',
            price: 46,
            grams: 880,
            axis: sets,
            about:
              'Wide and shallow, as they were before flutes. Good for fizz, better for a daiquiri, perfect for chocolate mousse.',
            facts: 'Capacity: 220 ml | Material: Lead-free crystal | Height: 14 cm',
            tags: 'champagne, glass, cocktail',
          },
          {
            noun: 'Storage Jar',
            code: 'JAR',
            price: 13,
            grams: 620,
            axis: axis('capacity', ['1 l', '10', 1], ['0.5 l', '05', 0.75], ['2 l', '20', 1.4]),
            about:
              'Borosilicate glass with a bamboo lid and a silicone seal. Pasta, flour or coffee beans stay dry, and you can see when they run out.',
            facts: 'Material: Borosilicate glass | Lid: Bamboo, silicone seal | Diameter: 10 cm',
            tags: 'jar, storage, glass',
          },
          {
            noun: 'Beer Glasses',
            code: 'BER',
            price: 30,
            grams: 1700,
            axis: sets,
            about:
              'A tall glass that narrows where the head forms. Holds a pint with a finger of foam and no argument.',
            facts: 'Capacity: 620 ml | Material: Soda-lime glass | Dishwasher safe: Yes',
            tags: 'beer, glass, set',
          },
          {
            noun: 'Glass Pitcher',
            code: 'PIT',
            price: 34,
            grams: 1100,
            axis: colours(['Clear', 'CLR'], ['Smoke', 'SMK'], ['Olive', 'OLV']),
            about:
              'A broad pitcher with a lip that holds back the ice. It looks at home with lemonade and better with tulips.',
            facts: 'Capacity: 1.5 l | Material: Recycled glass | Height: 21 cm',
            tags: 'pitcher, glass, recycled',
          },
        ],
      },
      {
        name: 'Table Linen',
        slug: 'table-linen',
        code: 'LIN',
        brands: 'Weld & Madder, Fennimore, Northloom',
        kinds: [
          {
            noun: 'Linen Tablecloth',
            code: 'CLO',
            price: 68,
            grams: 800,
            axis: earths,
            about:
              'Belgian flax, washed until it falls without being ironed. Hemmed by hand at the corners, and easier than you fear about red wine.',
            facts: 'Size: 150 × 250 cm | Material: 100% linen | Care: 40 °C',
            tags: 'linen, tablecloth, flax',
          },
          {
            noun: 'Linen Napkins',
            code: 'NAP',
            price: 32,
            grams: 280,
            axis: sets,
            about:
              'Generous squares with a mitred edge. They soften with every wash and are at their best after fifty.',
            facts: 'Size: 45 × 45 cm | Material: 100% linen | Care: 60 °C',
            tags: 'linen, napkins, set',
          },
          {
            noun: 'Table Runner',
            code: 'RUN',
            price: 29,
            grams: 300,
            axis: earths,
            about:
              'A strip of heavy linen with a fringe that was knotted, not glued. For the days when a tablecloth would be too much.',
            facts: 'Size: 45 × 180 cm | Material: 100% linen | Care: 40 °C',
            tags: 'linen, runner, table',
          },
          {
            noun: 'Tea Towels',
            code: 'TWL',
            price: 21,
            grams: 250,
            axis: axis('set', ['Set of 3', 'S3', 1], ['Set of 6', 'S6', 1.85]),
            about:
              'Half linen for the glasses, half cotton for the pots, in a check that hides the difference. A loop at the corner, of course.',
            facts: 'Size: 50 × 70 cm | Material: 55% linen, 45% cotton | Care: 60 °C',
            tags: 'tea towel, linen, cotton',
          },
          {
            noun: 'Oven Gloves',
            code: 'GLV',
            price: 19,
            grams: 300,
            axis: neutrals,
            about:
              'Quilted cotton up to the wrist, with a lining that laughs at a hot casserole. Joined in the middle so that neither goes missing.',
            facts: 'Length: 85 cm | Heat: To 220 °C | Care: 40 °C',
            tags: 'oven gloves, cotton, kitchen',
          },
          {
            noun: 'Cotton Apron',
            code: 'APR',
            price: 36,
            grams: 350,
            axis: earths,
            about:
              'Heavy canvas with crossed straps that leave the neck alone. Two pockets: one for the cloth, one for the recipe.',
            facts: 'Size: One size | Material: Cotton canvas, 340 g/m² | Care: 40 °C',
            tags: 'apron, cotton, kitchen',
          },
          {
            noun: 'Placemats',
            code: 'PLM',
            price: 27,
            grams: 500,
            axis: sets,
            about:
              'Woven from paper yarn, wiped clean in a moment, flat again the next day. They make an ordinary table look prepared.',
            facts: 'Size: 33 × 46 cm | Material: Paper yarn, cotton | Care: Wipe clean',
            tags: 'placemat, table, set',
          },
        ],
      },
    ],
  },
  {
    name: 'Home',
    slug: 'home',
    shelves: [
      {
        name: 'Bedding',
        slug: 'bedding',
        code: 'BED',
        brands: 'Northloom, Weld & Madder, Hush',
        kinds: [
          {
            noun: 'Linen Duvet Cover',
            code: 'DUV',
            price: 129,
            grams: 1900,
            axis: beds,
            about:
              'Stone-washed linen that is cool in August and warm in January. Ties inside hold the duvet by its corners, where it always escapes.',
            facts: 'Material: 100% linen, 175 g/m² | Closure: Corozo buttons | Care: 40 °C',
            tags: 'duvet cover, linen, bedroom',
          },
          {
            noun: 'Percale Fitted Sheet',
            code: 'FIT',
            price: 46,
            grams: 800,
            axis: beds,
            about:
              'Crisp cotton percale with elastic all the way round and corners deep enough for a topper. It comes off the line nearly flat.',
            facts: 'Material: 100% cotton, 200 threads | Depth: To 34 cm | Care: 60 °C',
            tags: 'sheet, cotton, percale',
          },
          {
            noun: 'Wool Blanket',
            code: 'BLK',
            price: 98,
            grams: 1800,
            axis: earths,
            about:
              'Lambswool from the Borders, woven in a herringbone and brushed on both sides. For the sofa, the picnic and the guest who is always cold.',
            facts: 'Size: 140 × 190 cm | Material: Lambswool | Care: Cool hand wash',
            tags: 'blanket, wool, throw',
          },
          {
            noun: 'Down Pillow',
            code: 'PIL',
            price: 54,
            grams: 1100,
            axis: axis('firmness', ['Medium', 'MED', 1], ['Soft', 'SFT', 1], ['Firm', 'FRM', 1.08]),
            about:
              'Duck down around a core of small feathers, so it gives and then holds. The cotton is woven tight enough to keep every quill inside.',
            facts: 'Size: 50 × 75 cm | Filling: Duck down and feather | Care: 40 °C, tumble dry',
            tags: 'pillow, down, bedroom',
          },
          {
            noun: 'Cushion Cover',
            code: 'CUS',
            price: 26,
            grams: 220,
            axis: earths,
            about:
              'A slubby weave with a hidden zip and a piped edge. Fits a 50-centimetre pad and hides the state of it.',
            facts: 'Size: 50 × 50 cm | Material: Linen and cotton | Care: 30 °C',
            tags: 'cushion, linen, sofa',
          },
          {
            noun: 'Quilted Bedspread',
            code: 'QLT',
            price: 118,
            grams: 2400,
            axis: beds,
            about:
              'Two layers of soft cotton with a thin filling, stitched in wide channels. It makes a bed look made, whatever is going on beneath.',
            facts: 'Material: 100% cotton | Filling: Recycled polyester | Care: 40 °C',
            tags: 'bedspread, quilt, cotton',
          },
          {
            noun: 'Waffle Bath Towel',
            code: 'TWL',
            price: 24,
            grams: 500,
            axis: neutrals,
            about: 'A waffle weave that drinks like terry and dries like a tea towel. Takes up half the shelf.',
            facts: 'Size: 70 × 140 cm | Material: 100% cotton | Care: 60 °C',
            tags: 'towel, cotton, bathroom',
          },
        ],
      },
      {
        name: 'Lighting',
        slug: 'lighting',
        code: 'LGT',
        brands: 'Lumen & Vale, Corbel, Ostro',
        kinds: [
          {
            noun: 'Desk Lamp',
            code: 'DSK',
            price: 94,
            grams: 2100,
            axis: metals,
            about:
              'Two sprung arms and a head that stays where it is pointed. Warm light, no flicker, and a switch you can find in the dark.',
            facts: 'Light: LED, 2700 K, 540 lm | Reach: 68 cm | Cable: 1.8 m',
            tags: 'lamp, desk, led',
          },
          {
            noun: 'Table Lamp',
            code: 'TBL',
            price: 78,
            grams: 1900,
            axis: neutrals,
            about:
              'A turned ceramic base under a linen shade. It gives the kind of light in which people stay for another glass.',
            facts: 'Bulb: E27, to 40 W | Height: 48 cm | Shade: Linen',
            tags: 'lamp, ceramic, living room',
          },
          {
            noun: 'Pendant Light',
            code: 'PND',
            price: 112,
            grams: 1700,
            axis: metals,
            about:
              'A spun dome, dark outside and bright within, that keeps the light on the table and out of your eyes. Two metres of cloth cable to set the height.',
            facts: 'Bulb: E27, to 60 W | Diameter: 35 cm | Cable: 2 m, cloth',
            tags: 'pendant, ceiling, dining',
          },
          {
            noun: 'Floor Lamp',
            code: 'FLR',
            price: 168,
            grams: 6200,
            axis: metals,
            about:
              'A slim column with a head that turns to the wall or to the page. The foot is heavy, and flat enough to slide under a sofa.',
            facts: 'Light: LED, dimmable, 1100 lm | Height: 142 cm | Switch: Touch dimmer',
            tags: 'lamp, floor, reading',
          },
          {
            noun: 'Wall Sconce',
            code: 'WLL',
            price: 64,
            grams: 900,
            axis: metals,
            about:
              'A small half-moon that washes a wall with light, up and down. It plugs in or wires in, as the house allows.',
            facts: 'Bulb: E14, to 25 W | Width: 22 cm | Installation: Plug or hard-wired',
            tags: 'sconce, wall, bedroom',
          },
          {
            noun: 'Rechargeable Lantern',
            code: 'LTN',
            price: 58,
            grams: 750,
            axis: colours(['Moss', 'MSS'], ['Chalk', 'CHK'], ['Rust', 'RST']),
            about:
              'A lantern for the garden table, the tent and the power cut. Sixteen hours on low, charged by the cable of your telephone.',
            facts: 'Battery: 4,000 mAh | Run time: 5–16 h | Rating: IP54',
            tags: 'lantern, outdoor, rechargeable',
          },
          {
            noun: 'Filament Bulb',
            code: 'BLB',
            price: 9,
            grams: 80,
            axis: axis('socket', ['E27', 'E27', 1], ['E14', 'E14', 0.9], ['B22', 'B22', 1]),
            about: 'An LED that looks like a bulb used to. Dims to a glow and lasts for fifteen thousand hours.',
            facts: 'Power: 5 W (as 40 W) | Light: 2200 K, 470 lm | Dimmable: Yes',
            tags: 'bulb, led, filament',
          },
        ],
      },
      {
        name: 'Candles & Scent',
        slug: 'candles-scent',
        code: 'CND',
        brands: 'Hush, Wick & Weather, Larkspur',
        kinds: [
          {
            noun: 'Scented Candle',
            code: 'CDL',
            price: 24,
            grams: 520,
            axis: scents,
            about:
              'Rapeseed and coconut wax in a glass worth keeping. It scents a room in half an hour and then knows when to stop.',
            facts: 'Burn time: 45 h | Weight: 220 g | Wick: Cotton',
            tags: 'candle, scent, gift',
          },
          {
            noun: 'Reed Diffuser',
            code: 'RED',
            price: 32,
            grams: 450,
            axis: scents,
            about:
              'Eight reeds in a squat bottle, for halls and bathrooms where a flame will not do. Turn the reeds on Sundays.',
            facts: 'Volume: 200 ml | Lasts: About 3 months | Base: Plant alcohol',
            tags: 'diffuser, scent, bathroom',
          },
          {
            noun: 'Pillar Candle',
            code: 'PLR',
            price: 12,
            grams: 700,
            axis: axis('height', ['15 cm', '15', 1], ['10 cm', '10', 0.75], ['20 cm', '20', 1.3]),
            about:
              'Pressed wax with a steady flame, unscented, for the dinner table. It burns down inside itself and does not run.',
            facts: 'Diameter: 7 cm | Burn time: 50–110 h | Colour: Ivory',
            tags: 'candle, pillar, unscented',
          },
          {
            noun: 'Beeswax Tapers',
            code: 'TPR',
            price: 16,
            grams: 160,
            axis: axis('set', ['Pair', 'S2', 1], ['Set of 6', 'S6', 2.7]),
            about:
              'Dipped thirty times in pure beeswax. They smell of honey before they are lit and burn without smoke.',
            facts: 'Height: 25 cm | Material: 100% beeswax | Burn time: 9 h each',
            tags: 'candle, beeswax, dinner',
          },
          {
            noun: 'Candle Holder',
            code: 'HLD',
            price: 28,
            grams: 420,
            axis: metals,
            about: 'A low dish with a ring for the finger, to carry a light upstairs as somebody in a novel would.',
            facts: 'Diameter: 12 cm | Fits: Tapers of 2.2 cm | Material: Solid metal',
            tags: 'candle holder, metal, table',
          },
          {
            noun: 'Incense Sticks',
            code: 'INC',
            price: 9.5,
            grams: 60,
            axis: scents,
            about: 'Rolled by hand around bamboo as thin as a pine needle. One stick lasts as long as a bath.',
            facts: 'Sticks: 40 | Burn time: 30 min | Origin: Awaji, Japan',
            tags: 'incense, scent, gift',
          },
          {
            noun: 'Room Mist',
            code: 'MST',
            price: 18,
            grams: 230,
            axis: scents,
            about:
              'Two sprays for a room that has had cabbage in it. No aerosol, no colouring, a bottle you can refill.',
            facts: 'Volume: 100 ml | Base: Plant alcohol, water | Refill: Available',
            tags: 'room spray, scent, home',
          },
        ],
      },
      {
        name: 'Storage',
        slug: 'storage',
        code: 'STO',
        brands: 'Corbel, Northloom, Oru',
        kinds: [
          {
            noun: 'Willow Basket',
            code: 'WLW',
            price: 44,
            grams: 1200,
            axis: axis('size', ['Medium', 'M', 1], ['Small', 'S', 0.75], ['Large', 'L', 1.35]),
            about:
              'Somerset willow, woven round a solid base. Logs, toys or washing: it holds its shape and forgives a kick.',
            facts: 'Material: Willow | Handles: Two, woven | Origin: Somerset',
            tags: 'basket, willow, storage',
          },
          {
            noun: 'Stacking Crate',
            code: 'CRT',
            price: 32,
            grams: 2200,
            axis: woods,
            about: 'Finger-jointed at the corners and open at the front. One is a crate, four are a bookcase.',
            facts: 'Size: 40 × 30 × 28 cm | Joints: Finger | Load: 20 kg',
            tags: 'crate, wood, shelf',
          },
          {
            noun: 'Wall Hooks',
            code: 'HOK',
            price: 26,
            grams: 280,
            axis: metals,
            about:
              'A rail of five hooks with room for a winter coat on each. The screws match, and the plugs are in the box.',
            facts: 'Length: 60 cm | Hooks: 5 | Load: 15 kg',
            tags: 'hooks, hall, coat',
          },
          {
            noun: 'Laundry Bag',
            code: 'LDY',
            price: 29,
            grams: 350,
            axis: neutrals,
            about:
              'Heavy cotton on a folding frame, with a lid that drops shut. The bag lifts out and goes into the wash with what is in it.',
            facts: 'Capacity: 70 l | Material: Cotton canvas, ash | Care: 60 °C',
            tags: 'laundry, cotton, bathroom',
          },
          {
            noun: 'Shoe Bench',
            code: 'SHO',
            price: 134,
            grams: 8500,
            axis: woods,
            about:
              'A seat for tying laces, with two slatted shelves beneath that let wet boots dry. Arrives flat and goes together with one key.',
            facts: 'Size: 80 × 32 × 46 cm | Holds: 8 pairs | Assembly: 15 min',
            tags: 'bench, hall, wood',
          },
          {
            noun: 'Linen Storage Box',
            code: 'BOX',
            price: 22,
            grams: 700,
            axis: neutrals,
            about:
              'Linen over stiff board, with a label holder and a lid that fits. Photographs, receipts, Lego: nobody needs to know.',
            facts: 'Size: 32 × 24 × 18 cm | Material: Linen, recycled board | Stackable: Yes',
            tags: 'box, linen, office',
          },
          {
            noun: 'Umbrella Stand',
            code: 'UMB',
            price: 66,
            grams: 3200,
            axis: metals,
            about:
              'A ring, a rod and a tray that lifts out to be emptied. Takes six long umbrellas and one walking stick.',
            facts: 'Height: 55 cm | Tray: Removable | Weight: 3.4 kg',
            tags: 'umbrella stand, hall, metal',
          },
        ],
      },
    ],
  },
  {
    name: 'Study',
    slug: 'study',
    shelves: [
      {
        name: 'Notebooks',
        slug: 'notebooks',
        code: 'NTB',
        brands: 'Quire, Ninefold, Ashdown',
        kinds: [
          {
            noun: 'Hardback Notebook',
            code: 'HRD',
            price: 17,
            grams: 420,
            axis: rulings,
            about:
              'Thread-sewn so that it lies flat on page one and page two hundred. The paper takes a fountain pen without feathering.',
            facts: 'Size: A5 | Pages: 208, 90 g/m² | Binding: Sewn',
            tags: 'notebook, paper, a5',
          },
          {
            noun: 'Pocket Notebooks',
            code: 'PKT',
            price: 11,
            grams: 150,
            axis: rulings,
            about:
              'Three thin books that go where a telephone goes. Stapled twice, rounded at the corners, numbered by you.',
            facts: 'Size: 9 × 14 cm | Pages: 3 × 48 | Cover: Kraft',
            tags: 'notebook, pocket, set',
          },
          {
            noun: 'Weekly Planner',
            code: 'PLN',
            price: 23,
            grams: 480,
            axis: earths,
            about:
              'A week on the left and a blank page on the right, since no week goes as planned. Undated, so it can begin today.',
            facts: 'Size: A5 | Weeks: 53, undated | Ribbon: Two',
            tags: 'planner, calendar, a5',
          },
          {
            noun: 'Sketchbook',
            code: 'SKT',
            price: 21,
            grams: 650,
            axis: axis('size', ['A4', 'A4', 1], ['A5', 'A5', 0.75], ['A3', 'A3', 1.6]),
            about:
              'Heavy cartridge paper with enough tooth for charcoal and enough weight for a wash. Bound at the short side.',
            facts: 'Pages: 80, 160 g/m² | Paper: Acid-free cartridge | Binding: Sewn',
            tags: 'sketchbook, drawing, paper',
          },
          {
            noun: 'Letter Paper',
            code: 'LTR',
            price: 14,
            grams: 400,
            axis: colours(['Ivory', 'IVR'], ['Pale blue', 'BLU'], ['Grey', 'GRY']),
            about:
              'Laid paper with lined envelopes, for thanks that deserve more than a message. Fifty sheets and twenty-five envelopes.',
            facts: 'Size: A5 | Sheets: 50, 100 g/m² | Envelopes: 25, lined',
            tags: 'letter, paper, envelopes',
          },
          {
            noun: 'Recipe Journal',
            code: 'RCP',
            price: 26,
            grams: 700,
            axis: earths,
            about:
              'Pages for a hundred and twenty recipes, a table of measures, and a cover that wipes clean. Pockets at the back for the cuttings.',
            facts: 'Size: 19 × 25 cm | Pages: 256 | Cover: Coated linen',
            tags: 'journal, recipes, gift',
          },
          {
            noun: 'Index Cards',
            code: 'IDX',
            price: 8,
            grams: 220,
            axis: rulings,
            about: 'Stiff cards for talks, vocabulary and plots of novels. In a tin that shuts with a click.',
            facts: 'Size: 7.6 × 12.7 cm | Cards: 100, 250 g/m² | Tin: Included',
            tags: 'index cards, paper, study',
          },
        ],
      },
      {
        name: 'Pens & Ink',
        slug: 'pens-ink',
        code: 'PEN',
        brands: 'Quire, Okada Works, Marlow',
        kinds: [
          {
            noun: 'Fountain Pen',
            code: 'FTN',
            price: 64,
            grams: 60,
            axis: nibs,
            about:
              'A steel nib that writes at the first touch and a body that sits in the hollow of the hand. Takes cartridges or the converter in the box.',
            facts: 'Nib: Steel | Filling: Cartridge and converter | Weight: 21 g',
            tags: 'fountain pen, writing, gift',
          },
          {
            noun: 'Bottled Ink',
            code: 'INK',
            price: 15,
            grams: 190,
            axis: colours(['Blue-black', 'BBK'], ['Sepia', 'SEP'], ['Fir green', 'FIR'], ['Oxblood', 'OXB']),
            about:
              'Dye ink that flows, shades and washes out of a cuff. The bottle tilts, so the last drop is as easy as the first.',
            facts: 'Volume: 50 ml | Type: Dye | pH: Neutral',
            tags: 'ink, fountain pen, writing',
          },
          {
            noun: 'Rollerball Pen',
            code: 'RLB',
            price: 28,
            grams: 40,
            axis: metals,
            about:
              'Machined from a solid bar, with a cap that posts and a clip that clips. The refill is one you can buy anywhere.',
            facts: 'Refill: ISO G2 | Length: 13.5 cm | Weight: 32 g',
            tags: 'pen, rollerball, metal',
          },
          {
            noun: 'Drawing Pencils',
            code: 'PCL',
            price: 16,
            grams: 120,
            axis: axis('set', ['Set of 12', 'S12', 1], ['Set of 24', 'S24', 1.9]),
            about:
              'From 6B, soft as butter, to 4H, which could score glass. Cedar that sharpens to a long point without splitting.',
            facts: 'Grades: 6B–4H | Wood: Incense cedar | Finish: Lacquered',
            tags: 'pencils, drawing, set',
          },
          {
            noun: 'Mechanical Pencil',
            code: 'MCH',
            price: 24,
            grams: 30,
            axis: axis('lead', ['0.5 mm', '05', 1], ['0.7 mm', '07', 1]),
            about:
              'A knurled grip and a sleeve that slides back, so it survives a pocket. Drafts a plan, corrects a proof, does the crossword.',
            facts: 'Body: Brass and aluminium | Eraser: Under the cap | Weight: 18 g',
            tags: 'pencil, drafting, metal',
          },
          {
            noun: 'Pen Case',
            code: 'CSE',
            price: 38,
            grams: 110,
            axis: colours(['Tan', 'TAN'], ['Black', 'BLK'], ['Oxblood', 'OXB']),
            about:
              'Vegetable-tanned leather, stitched by hand, with slots for three pens so that they never touch. It darkens as you write.',
            facts: 'Holds: 3 pens | Leather: Vegetable-tanned | Size: 16 × 6 cm',
            tags: 'pen case, leather, gift',
          },
          {
            noun: 'Brass Sharpener',
            code: 'SHP',
            price: 7.5,
            grams: 40,
            axis: only,
            about: 'A wedge of solid brass with a blade that can be replaced. It will outlive every pencil it meets.',
            facts: 'Material: Brass | Blade: Steel, replaceable | Made in: Erlangen',
            tags: 'sharpener, brass, pencils',
          },
        ],
      },
    ],
  },
  {
    name: 'Outdoors',
    slug: 'outdoors',
    shelves: [
      {
        name: 'Garden',
        slug: 'garden',
        code: 'GDN',
        brands: 'Ironbridge, Wick & Weather, Burford',
        kinds: [
          {
            noun: 'Hand Trowel',
            code: 'TRW',
            price: 18,
            grams: 310,
            axis: lengths,
            about:
              'Forged in one piece up to the ash handle, with a blade that takes an edge. Roots and stones give way before it does.',
            facts: 'Blade: Forged carbon steel | Handle: Ash | Marks: Depth, every 2 cm',
            tags: 'trowel, garden, tool',
          },
          {
            noun: 'Bypass Secateurs',
            code: 'SEC',
            price: 42,
            grams: 280,
            axis: axis('hand', ['Right-handed', 'R', 1], ['Left-handed', 'L', 1]),
            about:
              'They cut living wood as thick as a thumb and leave it clean enough to heal. Every part can be unscrewed, sharpened, replaced.',
            facts: 'Cut: To 22 mm | Blade: Japanese carbon steel | Lock: Thumb catch',
            tags: 'secateurs, pruning, tool',
          },
          {
            noun: 'Watering Can',
            code: 'CAN',
            price: 46,
            grams: 1400,
            axis: axis('capacity', ['5 l', '5L', 1], ['9 l', '9L', 1.3], ['1.5 l', '15', 0.7]),
            about:
              'Galvanised after it was soldered, so the seams are safe. A long spout to reach the back of the bed and a brass rose as gentle as drizzle.',
            facts: 'Material: Galvanised steel | Rose: Brass, removable | Balance: Two handles',
            tags: 'watering can, garden, steel',
          },
          {
            noun: 'Terracotta Pot',
            code: 'TRC',
            price: 16,
            grams: 1600,
            axis: axis('diameter', ['20 cm', '20', 1], ['15 cm', '15', 0.7], ['30 cm', '30', 1.9]),
            about:
              'Fired hot enough to stand frost and thrown thick enough not to blow over. Weathers to white in a season.',
            facts: 'Material: Terracotta | Frost proof: To −15 °C | Drainage: Yes',
            tags: 'pot, terracotta, plants',
          },
          {
            noun: 'Seed Collection',
            code: 'SED',
            price: 14,
            grams: 90,
            axis: axis(
              'garden',
              ['Kitchen herbs', 'HRB', 1],
              ['Cottage flowers', 'FLW', 1],
              ['Salad leaves', 'SAL', 1],
            ),
            about:
              'Six packets chosen to come up one after another from April to October. Open-pollinated, so you can save your own next year.',
            facts: 'Packets: 6 | Sow: March–June | Organic: Yes',
            tags: 'seeds, garden, gift',
          },
          {
            noun: 'Garden Twine',
            code: 'TWN',
            price: 6.5,
            grams: 200,
            axis: colours(['Natural', 'NAT'], ['Green', 'GRN']),
            about:
              'Three-ply jute, soft on stems and rough on knots. In a tin with a cutter in the lid, so it is never lost twice.',
            facts: 'Length: 150 m | Material: Jute | Tin: With cutter',
            tags: 'twine, garden, jute',
          },
          {
            noun: 'Kneeler',
            code: 'KNL',
            price: 24,
            grams: 450,
            axis: neutrals,
            about:
              'Thick foam in waxed canvas, with a handle at one end. Knees are not replaceable, whatever they say.',
            facts: 'Size: 44 × 26 × 5 cm | Cover: Waxed canvas | Filling: Closed-cell foam',
            tags: 'kneeler, garden, canvas',
          },
        ],
      },
      {
        name: 'Camping',
        slug: 'camping',
        code: 'CMP',
        brands: 'Tarn, Burford, Fjordling',
        kinds: [
          {
            noun: 'Enamel Camp Mug',
            code: 'MUG',
            price: 12,
            grams: 170,
            axis: colours(['Moss', 'MSS'], ['Chalk', 'CHK'], ['Rust', 'RST'], ['Ink', 'INK']),
            about:
              'Steel under two coats of enamel, with a rolled rim. Coffee over the fire, toothbrush in the morning.',
            facts: 'Capacity: 360 ml | Material: Enamelled steel | Weight: 130 g',
            tags: 'mug, enamel, coffee',
          },
          {
            noun: 'Wool Picnic Rug',
            code: 'RUG',
            price: 72,
            grams: 1500,
            axis: earths,
            about:
              'Recycled wool above, a waterproof back below, and a leather strap to carry it by. Room for four and a pie.',
            facts: 'Size: 150 × 180 cm | Material: Recycled wool | Back: Waterproof',
            tags: 'picnic, wool, rug',
          },
          {
            noun: 'Vacuum Flask',
            code: 'FLK',
            price: 34,
            grams: 480,
            axis: axis('capacity', ['750 ml', '75', 1], ['500 ml', '50', 0.85], ['1 l', '10', 1.2]),
            about:
              'Tea poured at seven is still tea at seven. The stopper pours without coming off, and the cup has a wall of its own.',
            facts: 'Hot: 24 h | Cold: 36 h | Material: Stainless steel',
            tags: 'flask, tea, coffee',
          },
          {
            noun: 'Folding Stool',
            code: 'STL',
            price: 48,
            grams: 1900,
            axis: woods,
            about:
              'Three legs, one bolt and a seat of saddle leather. It stands on any ground, which is why milkmaids used three.',
            facts: 'Height: 42 cm | Load: 110 kg | Weight: 1.4 kg',
            tags: 'stool, folding, camping',
          },
          {
            noun: 'Camp Axe',
            code: 'AXE',
            price: 76,
            grams: 1100,
            axis: lengths,
            about:
              'A drop-forged head hung on hickory, for kindling and tent pegs. Comes sharp, in a sheath, with a stone.',
            facts: 'Head: 600 g, forged steel | Handle: Hickory | Sheath: Leather',
            tags: 'axe, tool, camping',
          },
          {
            noun: 'Travel Coffee Kit',
            code: 'TCK',
            price: 82,
            grams: 850,
            axis: only,
            about:
              'A grinder, a dripper and two cups, one inside the other, in a roll of waxed canvas. Proper coffee at the top of the hill.',
            facts: 'Serves: 2 | Weight: 790 g | Size: 22 × 10 cm packed',
            tags: 'coffee, travel, kit',
          },
          {
            noun: 'Dry Bag',
            code: 'DRY',
            price: 19,
            grams: 250,
            axis: axis('capacity', ['10 l', '10', 1], ['5 l', '05', 0.8], ['20 l', '20', 1.35]),
            about:
              'Roll it three times and it floats. Welded seams, a window to find the torch by, and a strap for the bow.',
            facts: 'Material: Recycled TPU | Rating: IPX7 | Weight: 190 g',
            tags: 'dry bag, waterproof, canoe',
          },
        ],
      },
    ],
  },
];
