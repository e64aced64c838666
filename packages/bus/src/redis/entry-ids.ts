/** The order in which entries of a stream were published, by their ids: `<milliseconds>-<sequence>`. */
export function compareIds(a: string, b: string): number {
  const [msA = '0', sequenceA = '0'] = a.split('-');
  const [msB = '0', sequenceB = '0'] = b.split('-');
  return Number(BigInt(msA) - BigInt(msB)) || Number(BigInt(sequenceA) - BigInt(sequenceB));
}

/** The least id that comes after this one. */
export function idAfter(id: string): string {
  const [ms = '0', sequence = '0'] = id.split('-');
  return `${ms}-${BigInt(sequence) + 1n}`;
}
