import { describe, expect, test } from '@jest/globals';
import { parse, validate } from 'graphql';
import { features } from './federation/features.ts';
import { comparable } from './support/executors.ts';
import { loadSmallGraph } from './support/small-graph.ts';

describe('a compiled plan gives what the stock executor gives, and what is right, for', () => {
  test.each(features)('$name', async ({ subgraphs, questions }) => {
    const graph = await loadSmallGraph(subgraphs);
    for (const { data, errors = [], planIsWrong = false, asks, ...question } of questions) {
      const { query } = question;
      expect({ query, faults: validate(graph.schema, parse(query)) }).toEqual({ query, faults: [] });
      const stock = await graph.stock(question);
      graph.sent.length = 0;
      const compiled = await graph.compiled(question);
      const asked = graph.sent.map(({ subgraph }) => subgraph);
      expect({ query, ...comparable(compiled) }).toEqual({ query, ...comparable(stock) });
      const isRight = JSON.stringify(compiled.data) === JSON.stringify(data);
      // The objects first: their difference says more.
      if (!planIsWrong) expect({ query, data: compiled.data }).toEqual({ query, data });
      expect({ query, isRight }).toEqual({ query, isRight: !planIsWrong });
      expect((compiled.errors ?? []).map(({ message }) => message).toSorted()).toEqual(errors.toSorted());
      if (asks !== undefined) expect({ query, asked }).toEqual({ query, asked: asks });
    }
    expect(graph.fellBack).toEqual([]);
  });
});
