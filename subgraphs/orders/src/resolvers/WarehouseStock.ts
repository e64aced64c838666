import type { WarehouseStockResolvers } from '../generated/resolvers.ts';

export const WarehouseStock: WarehouseStockResolvers = {
  available: ({ onHand, reserved }) => onHand - reserved,
};
