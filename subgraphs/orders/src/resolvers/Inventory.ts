import { requireRole } from '@mosaico/service';
import type { InventoryResolvers } from '../generated/resolvers.ts';

export const Inventory: InventoryResolvers = {
  available: ({ onHand, reserved }) => onHand - reserved,
  inStock: ({ onHand, reserved }) => onHand > reserved,

  async warehouses(inventory, _, { identity, loaders }) {
    requireRole(identity, 'support', 'merchandiser', 'admin');
    const found =
      'sku' in inventory
        ? await loaders.levelsOfSku.load(inventory.sku)
        : await loaders.levelsOfProduct.load(inventory.catalogId);
    return found?.levels ?? [];
  },
};
