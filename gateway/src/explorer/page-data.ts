/** What the server tells the explorer's page; both sides read these shapes, so nothing of Node belongs here. */
export interface ExplorerPageData {
  readonly operations: readonly SavedOperation[];
  /** Logins that may be shown to everybody, offered as buttons. */
  readonly demoLogins: readonly DemoLogin[];
  /** The address of each worker's script by Monaco's label. */
  readonly workers: { readonly graphql: string; readonly json: string; readonly editor: string };
}

/** An example operation of `schema/operations`. */
export interface SavedOperation {
  /** The operation's name, which is also the file's. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly section: string;
  /** The document without its header. */
  readonly query: string;
  /** JSON text; empty when the operation takes no variables. */
  readonly variables: string;
}

export interface DemoLogin {
  /** Who it is, for example `Ada, a customer`. */
  readonly label: string;
  readonly email: string;
  readonly password: string;
}

/** The id of the element that holds the page's data as JSON. */
export const pageDataId = 'mosaico-data';
/** The id of the element that the explorer fills. */
export const rootId = 'mosaico-explorer';
