import type { InventoryResolvers } from '../generated/resolvers.ts';

export const Inventory: InventoryResolvers = {
  available: ({ onHand, reserved }) => onHand - reserved,
  inStock: ({ onHand, reserved }) => onHand > reserved,
};
