/** A customer's id: a positive whole number without leading zeros, of at most 18 digits. */
export function isCustomerId(id: string): boolean {
  return /^[1-9]\d{0,17}$/.test(id);
}

/** A product's id: 24 lower-case hexadecimal digits, as MongoDB writes an ObjectId. */
export function isProductId(id: string): boolean {
  return /^[0-9a-f]{24}$/.test(id);
}
