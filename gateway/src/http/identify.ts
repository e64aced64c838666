import { anonymous, type Identity, type IdentityTokens } from '@mosaico/service';

/** Who sent a request, or why that cannot be told. */
export type Identified =
  { readonly kind: 'identified'; readonly identity: Identity } | { readonly kind: 'refused'; readonly message: string };

/**
 * Reads an `Authorization` header (RFC 6750). No header is a guest. A token that does not hold is refused and not taken for
 * a guest: the client would get the shop's public face and never learn that its login has ended.
 */
export async function identify(
  authorization: string | undefined,
  accessTokens: Pick<IdentityTokens, 'verify'>,
): Promise<Identified> {
  if (authorization === undefined) return { kind: 'identified', identity: anonymous };
  const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization) ?? [];
  if (token === undefined) {
    return {
      kind: 'refused',
      message: 'Authorization must be "Bearer" and an access token; got something else. Guests send no such header.',
    };
  }
  const identity = await accessTokens.verify(token);
  if (identity) return { kind: 'identified', identity };
  return {
    kind: 'refused',
    message:
      'The access token does not hold or has expired. Log in again and send the new one; guests send no Authorization header.',
  };
}
