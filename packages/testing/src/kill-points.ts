/** The places at which a process can be told to end, each by its name. */
export interface KillPoints<Point extends string> {
  /** Ends the process by SIGKILL when it comes to this point for the nth time from now on, 1 for the next. */
  arm(point: Point, nth: number): void;
  /** Says that the process has come to a point. Does not return where the process ends. */
  reach(point: Point): void;
}

/** For one process. @param end replaces its end, in tests of the points themselves */
export function createKillPoints<Point extends string>(
  end: () => void = () => process.kill(process.pid, 'SIGKILL'),
): KillPoints<Point> {
  let armed: { point: Point; left: number } | null = null;
  return {
    arm(point, nth) {
      armed = { point, left: nth };
    },
    reach(point) {
      if (armed?.point !== point) return;
      armed.left -= 1;
      if (armed.left === 0) end();
    },
  };
}
