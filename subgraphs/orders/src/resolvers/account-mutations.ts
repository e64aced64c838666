import { mostAddresses } from '../domain/accounts/address-book.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';

/** What a customer does about their account. */
export const accountMutations = {
  async register(_, { input }, { useCases }) {
    const result = await useCases.register(input);
    switch (result.outcome) {
      case 'registered':
        return { __typename: 'Session', ...result.session };
      case 'emailTaken':
        return { __typename: 'EmailTaken', message: 'An account has this e-mail address already. Log in instead.' };
      case 'weakPassword':
        return { __typename: 'WeakPassword', message: result.advice };
    }
  },

  async login(_, { input }, { clientAddress, useCases }) {
    const result = await useCases.login({ ...input, clientAddress });
    switch (result.outcome) {
      case 'loggedIn':
        return { __typename: 'Session', ...result.session };
      case 'invalidCredentials':
        return { __typename: 'InvalidCredentials', message: 'No account has this e-mail address with this password.' };
      case 'tooManyAttempts':
        return tooManyAttempts(result);
    }
  },

  async refreshSession(_, { refreshToken }, { useCases }) {
    const result = await useCases.refreshSession({ refreshToken });
    switch (result.outcome) {
      case 'refreshed':
        return { __typename: 'Session', ...result.session };
      case 'reused':
        return {
          __typename: 'InvalidRefreshToken',
          message: 'This refresh token was used before, so that its login has ended. Log in again.',
        };
      case 'unknown':
        return {
          __typename: 'InvalidRefreshToken',
          message: 'This refresh token does not hold, or its login has ended. Log in again.',
        };
    }
  },

  logout: async (_, { refreshToken }, { useCases }) => ({ count: await useCases.logout({ refreshToken }) }),

  logoutEverywhere: async (_, __, { identity, useCases }) => ({ count: await useCases.logoutEverywhere({ identity }) }),

  async verifyEmail(_, { token }, { useCases }) {
    const outcome = await useCases.verifyEmail({ token });
    return outcome === 'verified'
      ? { __typename: 'EmailVerified', message: 'Thank you: mail reaches you.' }
      : invalidMailToken;
  },

  async requestEmailVerification(_, __, { identity, clientAddress, useCases }) {
    const result = await useCases.requestEmailVerification({ identity, clientAddress });
    return result.outcome === 'sent'
      ? { __typename: 'MailRequested', message: 'A mail is on its way, unless your address is verified.' }
      : tooManyAttempts(result);
  },

  async requestPasswordReset(_, { email }, { clientAddress, useCases }) {
    const result = await useCases.requestPasswordReset({ email, clientAddress });
    return result.outcome === 'sent'
      ? { __typename: 'MailRequested', message: 'If an account has this address, a mail to it is on its way.' }
      : tooManyAttempts(result);
  },

  async resetPassword(_, { token, newPassword }, { useCases }) {
    const result = await useCases.resetPassword({ token, password: newPassword });
    switch (result.outcome) {
      case 'reset':
        return { __typename: 'PasswordReset', message: 'Log in with the new password. All earlier logins have ended.' };
      case 'invalidToken':
        return invalidMailToken;
      case 'weakPassword':
        return { __typename: 'WeakPassword', message: result.advice };
    }
  },

  async changePassword(_, { currentPassword, newPassword }, { identity, clientAddress, useCases }) {
    const result = await useCases.changePassword({ identity, currentPassword, newPassword, clientAddress });
    switch (result.outcome) {
      case 'changed':
        return { __typename: 'Session', ...result.session };
      case 'wrongPassword':
        return wrongPassword;
      case 'weakPassword':
        return { __typename: 'WeakPassword', message: result.advice };
      case 'tooManyAttempts':
        return tooManyAttempts(result);
    }
  },

  async addAddress(_, { input: address, makeDefault }, { identity, useCases }) {
    const result = await useCases.addressBook.add({ identity, address, makeDefault });
    if (result.outcome === 'saved') return { __typename: 'Address', ...result.address };
    return { __typename: 'TooManyAddresses', message: `You have ${mostAddresses} addresses. Remove one first.` };
  },

  async changeAddress(_, { id, input: address, makeDefault }, { identity, useCases }) {
    const result = await useCases.addressBook.change({ identity, id, address, makeDefault });
    return result.outcome === 'saved' ? { __typename: 'Address', ...result.address } : unknownAddress;
  },

  async removeAddress(_, { id }, { identity, useCases }) {
    const { outcome } = await useCases.addressBook.remove({ identity, id });
    return outcome === 'removed' ? { __typename: 'AddressRemoved', id } : unknownAddress;
  },

  async closeAccount(_, { password }, { identity, clientAddress, useCases }) {
    const result = await useCases.closeAccount({ identity, password, clientAddress });
    switch (result.outcome) {
      case 'closed':
        return { __typename: 'AccountClosed', closedAt: result.at };
      case 'wrongPassword':
        return wrongPassword;
      case 'ordersOnTheirWay':
        return {
          __typename: 'OrdersOnTheirWay',
          message: 'A paid order of yours has not arrived. Close the account when it has, or cancel the order first.',
        };
      case 'tooManyAttempts':
        return tooManyAttempts(result);
    }
  },
} satisfies MutationResolvers;

const invalidMailToken = {
  __typename: 'InvalidMailToken',
  message: 'This token does not hold: it was used before, or is too old. Ask for another mail.',
} as const;

const wrongPassword = { __typename: 'WrongPassword', message: 'This is not the password of the account.' } as const;

const unknownAddress = { __typename: 'UnknownAddress', message: 'You have no address of this id.' } as const;

function tooManyAttempts({ retryAfter }: { retryAfter: number }) {
  const message = `There were too many attempts. Try again in ${retryAfter} seconds.`;
  return { __typename: 'TooManyAttempts', message, retryAfter } as const;
}
