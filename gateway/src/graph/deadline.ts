/**
 * What is promised, if it comes in time. Whatever runs on after that runs for nobody.
 *
 * @param deadlineAt on the scale of `performance.now()`; none when absent
 * @throws when the deadline passes first
 */
export async function beforeDeadline<Value>(promised: Promise<Value>, deadlineAt: number | undefined): Promise<Value> {
  if (deadlineAt === undefined) return promised;
  const passed = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => passed.reject(new Error('The deadline of the operation has passed.')),
    Math.max(0, deadlineAt - performance.now()),
  );
  try {
    return await Promise.race([promised, passed.promise]);
  } finally {
    clearTimeout(timer);
  }
}
