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

  async login(_, { input }, { useCases }) {
    const result = await useCases.login(input);
    if (result.outcome === 'loggedIn') return { __typename: 'Session', ...result.session };
    return { __typename: 'InvalidCredentials', message: 'No account has this e-mail address with this password.' };
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
} satisfies MutationResolvers;
