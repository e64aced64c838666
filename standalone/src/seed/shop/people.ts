/** Where the shop's customers come from, with names and places that go together: tables, hence the length. */
export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  /** How many of a hundred customers live there. */
  readonly share: number;
  readonly firstNames: readonly string[];
  readonly lastNames: readonly string[];
  readonly streets: readonly string[];
  readonly cities: readonly (readonly [city: string, postalCode: string])[];
  /** Street and number as they are written there. */
  readonly line: (street: string, number: number) => string;
}

const numberFirst = (street: string, number: number): string => `${number} ${street}`;
const numberLast = (street: string, number: number): string => `${street} ${number}`;

/** The items of a text in which commas part them. */
function list(text: string): string[] {
  return text.split(/,\s+/);
}

export const countries: readonly Country[] = [
  {
    code: 'GB',
    share: 62,
    firstNames: list(`Amelia, Oliver, Isla, George, Priya, Mohammed, Grace, Thomas, Niamh, Callum, Zara, Harry, Eleanor,
      Dev, Freya, Rhys, Aisha, William, Megan, Jack, Harriet, Samuel, Chloe, Kwame, Poppy, Daniel,
      Imogen, Tariq, Bethan, Edward, Ruth, Angus, Yasmin, Peter, Lucy, Hugh, Simran, Martin, Joan, Leo`),
    lastNames: list(`Hughes, Patel, Clarke, Okafor, Bennett, Khan, Murray, Shaw, Begum, Fletcher, Ward, Campbell, Singh,
      Hartley, Morgan, Osei, Barker, Whitfield, Reid, Dixon, Ahmed, Pritchard, Lowe, Chapman, Sutton,
      Mistry, Gallagher, Webb, Holt, Marsh, Thornton, Iqbal, Griffiths, Lamb, Fraser, Nowak, Pearce,
      Hale`),
    streets: list(`Albion Terrace, Church Lane, Station Road, Mill Street, Victoria Road, Elm Grove, Castle Street,
      Park Avenue, Brewery Lane, Quarry Hill, Orchard Close, Bridge Street, Chapel Row, Lime Walk,
      Harbour View`),
    cities: [
      ['London', 'N16 8JT'],
      ['London', 'SE15 4QL'],
      ['Manchester', 'M21 9RD'],
      ['Leeds', 'LS6 2AB'],
      ['Bristol', 'BS3 1QF'],
      ['Edinburgh', 'EH9 1QR'],
      ['Glasgow', 'G12 8PX'],
      ['Cardiff', 'CF11 9HA'],
      ['Norwich', 'NR2 3RH'],
      ['Sheffield', 'S11 8ZB'],
      ['Belfast', 'BT9 6AF'],
      ['York', 'YO23 1JH'],
      ['Brighton', 'BN2 9QA'],
      ['Newcastle upon Tyne', 'NE6 5LR'],
    ],
    line: numberFirst,
  },
  {
    code: 'IE',
    share: 9,
    firstNames: list(`Aoife, Conor, Saoirse, Cian, Róisín, Darragh, Sinéad, Oisín, Orla, Eoin, Ciara, Fionn`),
    lastNames: list(`Murphy, Kelly, Byrne, Ryan, O’Sullivan, Doyle, Walsh, Nolan, Brennan, Keane, Daly`),
    streets: list(`Main Street, Abbey Road, Strand Road, St Patrick’s Terrace, Haddington Road, Quay Street`),
    cities: [
      ['Dublin', 'D06 X2K8'],
      ['Cork', 'T12 W8Y3'],
      ['Galway', 'H91 E7NP'],
      ['Limerick', 'V94 T2XR'],
      ['Sligo', 'F91 K2T9'],
    ],
    line: numberFirst,
  },
  {
    code: 'DE',
    share: 9,
    firstNames: list(`Lena, Jonas, Mia, Felix, Hannah, Lukas, Emine, Paul, Clara, Matthias, Greta, Jan`),
    lastNames: list(`Schneider, Wagner, Becker, Yılmaz, Hoffmann, Krüger, Lange, Köhler, Brandt, Vogel, Seidel`),
    streets: list(`Lindenstraße, Goethestraße, Am Markt, Gartenweg, Schillerplatz, Bergstraße, Mühlenweg`),
    cities: [
      ['Berlin', '10437'],
      ['Hamburg', '22767'],
      ['München', '80469'],
      ['Köln', '50672'],
      ['Leipzig', '04229'],
      ['Freiburg', '79098'],
    ],
    line: numberLast,
  },
  {
    code: 'FR',
    share: 7,
    firstNames: list(`Camille, Hugo, Inès, Louis, Manon, Théo, Chloé, Karim, Élise, Antoine, Margaux`),
    lastNames: list(`Lefèvre, Moreau, Girard, Benali, Roussel, Fontaine, Mercier, Chevalier, Perrin, Garnier`),
    streets: list(`rue des Lilas, avenue Jean Jaurès, rue de la République, place du Marché, rue Victor Hugo,
      quai des Tanneurs`),
    cities: [
      ['Paris', '75011'],
      ['Lyon', '69004'],
      ['Nantes', '44000'],
      ['Lille', '59800'],
      ['Bordeaux', '33000'],
      ['Strasbourg', '67000'],
    ],
    line: numberFirst,
  },
  {
    code: 'NL',
    share: 6,
    firstNames: list(`Sanne, Daan, Lotte, Bram, Fleur, Thijs, Anouk, Sem, Noor, Jasper`),
    lastNames: list(`de Vries, Jansen, van Dijk, Bakker, Visser, Smit, Mulder, de Groot, Bos, Kuipers`),
    streets: list(`Kerkstraat, Prinsengracht, Molenweg, Dorpsstraat, Julianalaan, Nieuwe Haven`),
    cities: [
      ['Amsterdam', '1016 HT'],
      ['Utrecht', '3512 AB'],
      ['Rotterdam', '3023 GL'],
      ['Groningen', '9711 LM'],
      ['Leiden', '2311 EZ'],
    ],
    line: numberLast,
  },
  {
    code: 'SE',
    share: 4,
    firstNames: list(`Elsa, Nils, Maja, Axel, Alva, Erik, Saga, Viktor, Ebba`),
    lastNames: list(`Lindqvist, Andersson, Nyström, Bergman, Sjöberg, Holm, Ekström, Dahl`),
    streets: list(`Storgatan, Skolgatan, Björkvägen, Hamngatan, Kungsgatan`),
    cities: [
      ['Stockholm', '116 45'],
      ['Göteborg', '413 14'],
      ['Malmö', '211 22'],
      ['Uppsala', '753 10'],
    ],
    line: numberLast,
  },
  {
    code: 'PT',
    share: 3,
    firstNames: list(`Beatriz, João, Mariana, Tiago, Inês, Rui, Leonor, Diogo`),
    lastNames: list(`Ferreira, Carvalho, Nogueira, Almeida, Teixeira, Moura, Pinto`),
    streets: list(`Rua das Flores, Rua do Alecrim, Travessa da Fonte, Largo do Carmo`),
    cities: [
      ['Lisboa', '1200-109'],
      ['Porto', '4050-262'],
      ['Coimbra', '3000-150'],
      ['Braga', '4700-030'],
    ],
    line: numberLast,
  },
];
