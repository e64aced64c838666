import type { SalesPeriodResolvers } from '../generated/resolvers.ts';

export const SalesPeriod: SalesPeriodResolvers = {
  gross: ({ gross }, _args, { money }) => money(gross),
  returns: ({ returns }, _args, { money }) => money(returns),
  net: ({ net }, _args, { money }) => money(net),
};
