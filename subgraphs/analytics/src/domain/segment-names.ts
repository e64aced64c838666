import type { CustomerScores, Score } from '../store/customer-store.ts';

/**
 * The name of a customer's segment by two scores. A row is a score of recency, a column one of frequency, each from 1 to 5.
 *
 * Names and places are those of Putler's RFM segments (https://www.putler.com/rfm-analysis/), in the form without overlaps
 * that is in common use for quintiles. Monetary value is left out of the name, as there: it goes with frequency, and stands
 * beside the name in the answer.
 */
const names: Record<Score, Record<Score, string>> = {
  5: { 1: 'New customers', 2: 'Potential loyalists', 3: 'Potential loyalists', 4: 'Champions', 5: 'Champions' },
  4: { 1: 'Promising', 2: 'Potential loyalists', 3: 'Potential loyalists', 4: 'Loyal customers', 5: 'Loyal customers' },
  3: { 1: 'About to sleep', 2: 'About to sleep', 3: 'Need attention', 4: 'Loyal customers', 5: 'Loyal customers' },
  2: { 1: 'Hibernating', 2: 'Hibernating', 3: 'At risk', 4: 'At risk', 5: 'Cannot lose them' },
  1: { 1: 'Hibernating', 2: 'Hibernating', 3: 'At risk', 4: 'At risk', 5: 'Cannot lose them' },
};

export function segmentName({ recencyScore, frequencyScore }: CustomerScores): string {
  return names[recencyScore][frequencyScore];
}
