import { Presets, SingleBar } from 'cli-progress';

/** How far a long write has come, for whoever waits; `of` is null where nobody knows the end. */
export type Progress = (step: { name: string; done: number; of: number | null }) => void;

/** A progress bar on a terminal; elsewhere a line at the end of each step, so that a log stays readable. */
export function createProgressBar(output: NodeJS.WriteStream): { progress: Progress; stop: () => void } {
  if (!output.isTTY) return createProgressLines(output);
  let bar: SingleBar | null = null;
  let current = '';
  const stop = (): void => {
    bar?.stop();
    bar = null;
  };
  return {
    stop,
    progress({ name, done, of }) {
      if (name !== current) {
        stop();
        current = name;
        const format = of === null ? `  ${name}: {value}` : `  ${name} [{bar}] {percentage}% of {total}`;
        bar = new SingleBar({ format, hideCursor: true, stream: output }, Presets.rect);
        bar.start(of ?? 0, 0);
      }
      if (of === null) bar?.setTotal(done);
      bar?.update(done);
    },
  };
}

function createProgressLines(output: NodeJS.WriteStream): { progress: Progress; stop: () => void } {
  let last: { name: string; done: number } | null = null;
  const stop = (): void => {
    if (last) output.write(`  ${last.name}: ${last.done}\n`);
    last = null;
  };
  return {
    stop,
    progress({ name, done }) {
      if (last && last.name !== name) stop();
      last = { name, done };
    },
  };
}
