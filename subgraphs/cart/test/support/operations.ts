/** The mutations, with all that they can answer. */
export const add = `mutation ($sku: String!, $quantity: Int! = 1) { addToCart(input: { sku: $sku, quantity: $quantity }) {
  __typename ... on Cart { itemCount items { sku quantity product { id } } }
  ... on Problem { message } ... on CartLimitExceeded { limit } } }`;
export const set = `mutation ($sku: String!, $quantity: Int!) { setCartItemQuantity(input: { sku: $sku, quantity: $quantity }) {
  __typename ... on Cart { itemCount } ... on Problem { message } } }`;
export const remove =
  'mutation ($sku: String!) { removeFromCart(input: { sku: $sku }) { __typename ... on Cart { itemCount } } }';
export const markRead = `mutation ($id: ID!) { markNotificationRead(id: $id) {
  __typename ... on Notification { id readAt order { id } } ... on Problem { message } } }`;
