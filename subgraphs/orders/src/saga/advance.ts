import type { SagaDirection, SagaRecord } from '../store/saga-store.ts';
import type { SagaStep, SagaSteps, StepVerdict } from './saga-step.ts';

/** The saga after a step: pure, for whoever saves it. @param options.rest how long a step that failed rests, in milliseconds */
export function advance<Data>(
  saga: SagaRecord,
  verdict: StepVerdict<Data>,
  options: { steps: SagaSteps<Data>; at: Date; rest: number },
): SagaRecord {
  const { steps, at, rest } = options;
  const data = JSON.stringify(verdict.data);
  switch (verdict.is) {
    case 'taken': {
      const own = steps[saga.direction];
      const next = own[own.findIndex(({ name }) => name === saga.step) + 1];
      return next === undefined ? ended({ ...saga, data }, { at }) : atStep({ ...saga, data }, next, { at });
    }
    case 'waiting': {
      const step = findStep(steps, { direction: saga.direction, step: verdict.step ?? saga.step });
      return {
        ...{ ...saga, data, state: 'waiting', step: step.name, stepNo: saga.stepNo + 1, tries: 0 },
        ...{ nextAt: verdict.until, deadlineAt: later(verdict.until, step.deadlineMs) },
      };
    }
    case 'failed':
      return { ...saga, data, state: 'running', tries: saga.tries + 1, nextAt: later(at, rest) };
    case 'turned':
      return turned({ ...saga, data }, { step: firstBack(steps), at });
  }
}

/** The saga on its way back, at a step. */
export function turned(saga: SagaRecord, { step, at }: { step: NamedStep; at: Date }): SagaRecord {
  return atStep({ ...saga, direction: 'back', endedAt: null }, step, { at });
}

/** @throws when no step has this name */
export function findStep<Data>(
  steps: SagaSteps<Data>,
  { direction, step }: { direction: SagaDirection; step: string | null },
) {
  const found = steps[direction].find(({ name }) => name === step);
  if (found === undefined) throw new Error(`A saga cannot go ${direction} by ${step ?? 'no step'}.`);
  return found;
}

type NamedStep = Pick<SagaStep<unknown, unknown>, 'name' | 'deadlineMs'>;

function firstBack<Data>({ back }: SagaSteps<Data>): NamedStep {
  const [first] = back;
  if (first === undefined) throw new Error('A saga without steps back cannot turn.');
  return first;
}

function atStep(saga: SagaRecord, step: NamedStep, { at }: { at: Date }): SagaRecord {
  return {
    ...{ ...saga, state: 'running', step: step.name, stepNo: saga.stepNo + 1, tries: 0 },
    ...{ nextAt: at, deadlineAt: later(at, step.deadlineMs) },
  };
}

function ended(saga: SagaRecord, { at }: { at: Date }): SagaRecord {
  const state = saga.direction === 'forward' ? 'done' : 'undone';
  return { ...saga, state, step: null, stepNo: saga.stepNo + 1, tries: 0, nextAt: null, deadlineAt: null, endedAt: at };
}

function later(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}
