/** What a bulk write did: nothing when it is repeated. */
export interface BulkResult {
  readonly added: number;
  readonly changed: number;
}
