/** Time as deadlines are kept. */
export interface Clock {
  /** Milliseconds that only grow, on the scale of `performance.now()`. */
  readonly now: () => number;
  /** Calls once after a time in milliseconds. @returns how to call that off */
  readonly after: (ms: number, call: () => void) => () => void;
}

/** What a timer of Node can wait for at most, in milliseconds. */
const longestMs = 2 ** 31 - 1;

export const processClock: Clock = {
  now: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, Math.min(ms, longestMs));
    return () => clearTimeout(timer);
  },
};

/**
 * What is promised, if it comes in time. Whatever runs on after that runs for nobody.
 *
 * @param options.deadlineAt on the scale of the clock; none when absent
 * @throws DeadlinePassed when the deadline passes first
 */
export async function beforeDeadline<Value>(
  promised: Promise<Value>,
  options: { deadlineAt: number | undefined; clock?: Clock },
): Promise<Value> {
  const { deadlineAt, clock = processClock } = options;
  if (deadlineAt === undefined) return promised;
  const passed = Promise.withResolvers<never>();
  const callOff = clock.after(Math.max(0, deadlineAt - clock.now()), () => passed.reject(new DeadlinePassed()));
  try {
    return await Promise.race([promised, passed.promise]);
  } finally {
    callOff();
  }
}

/** The time in which an operation had to be answered is over. */
export class DeadlinePassed extends Error {
  constructor() {
    super('The deadline of the operation has passed.');
    this.name = 'DeadlinePassed';
  }
}
