/** The most units of a variant that a cart may hold. */
export const maxUnits = 999;
/** The most lines that a cart may have. */
export const maxLines = 100;
