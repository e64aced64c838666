/** The makers of what the shop sells, all invented: a sentence about each, and how dear it is beside the others. */
export const brands: Readonly<Record<string, { readonly about: string; readonly priceFactor: number }>> = {
  Halden: { about: 'Made by Halden in Sheffield, who will mend it for as long as you own it.', priceFactor: 1 },
  'Morrow & Finch': {
    about: 'Morrow & Finch have made one thing after another, slowly, since 1968.',
    priceFactor: 1.15,
  },
  'Kestrel Roasters': {
    about: 'Kestrel Roasters work from a railway arch in Bristol and answer their own post.',
    priceFactor: 1.08,
  },
  Larkspur: { about: 'Larkspur buys from growers it has visited and says so on the label.', priceFactor: 1 },
  Ninefold: {
    about: 'Ninefold is three sisters in Edinburgh with strong opinions about packaging: as little as will do.',
    priceFactor: 1.2,
  },
  Ironbridge: { about: 'Ironbridge pours and forges in Shropshire, a mile from where it all began.', priceFactor: 1 },
  Tarn: { about: 'Tarn tests everything on wet Cumbrian weekends before it goes on sale.', priceFactor: 0.9 },
  Ashdown: { about: 'Ashdown works in ash and steel and hardly anything else.', priceFactor: 1.1 },
  'Okada Works': {
    about: 'Okada Works, a family firm in Sakai, has been at it for four generations.',
    priceFactor: 1.35,
  },
  Fennimore: { about: 'Fennimore designs in London and makes in Stoke-on-Trent.', priceFactor: 1 },
  'Tidewater Pottery': {
    about: 'Tidewater Pottery throws by hand in Cornwall; expect small differences and enjoy them.',
    priceFactor: 1.25,
  },
  Oru: { about: 'Oru makes plain things well and leaves the decoration to you.', priceFactor: 0.92 },
  'Lumen & Vale': { about: 'Lumen & Vale blow their own glass in Stourbridge.', priceFactor: 1.18 },
  'Weld & Madder': {
    about: 'Weld & Madder dye with plants, which is why the colours get on with one another.',
    priceFactor: 1.12,
  },
  Northloom: { about: 'Northloom weaves in Lancashire, on looms older than its weavers.', priceFactor: 1 },
  Hush: { about: 'Hush is made in small batches and sold without superlatives.', priceFactor: 0.95 },
  Corbel: { about: 'Corbel draws, cuts and finishes under one roof in Leeds.', priceFactor: 1.05 },
  Ostro: { about: 'Ostro comes from Turin, with the spare parts listed by number.', priceFactor: 1.3 },
  'Wick & Weather': {
    about: 'Wick & Weather began at a market stall in Whitby and still pours by hand.',
    priceFactor: 1.06,
  },
  Quire: { about: 'Quire binds in Bath, on machines that a museum has asked for.', priceFactor: 1 },
  Marlow: { about: 'Marlow has been turning pens in Birmingham since before the ballpoint.', priceFactor: 1.1 },
  Burford: { about: 'Burford makes tools for gardens that are worked in, not only looked at.', priceFactor: 1.05 },
  Fjordling: { about: 'Fjordling packs light and comes from Bergen, where it rains.', priceFactor: 1.2 },
};

/** Lines by which a brand's products are told apart when a shop of more than 300 products has several of a kind. */
export const lines: readonly string[] =
  'Harbour Fell Orchard Meridian Cairn Thistle Mill Sparrow Granary Juniper Quay Alder Beacon Hazel Ridge Copper Linnet Marsh Almond Vesper'.split(
    ' ',
  );
