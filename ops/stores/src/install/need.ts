/** Something that must be on the machine before a server can start. */
export interface Need {
  /** As a person calls it: "MariaDB". */
  readonly what: string;
  isMet(): boolean;
  /** What a person does to get it, as it completes "… is not installed; ": the exact command, where one is known. */
  readonly remedy: string;
  /** @throws StoresError `installFailed` or `notInstalled` */
  install(say: (line: string) => void): Promise<void>;
}

/** Null when all is there; otherwise the first that is not, and what to do about it. */
export function firstUnmet(needs: readonly Need[], platform: NodeJS.Platform = process.platform): string | null {
  const need = needs.find((candidate) => !candidate.isMet());
  return hindranceOf(platform) ?? (need ? `${need.what} is not installed; ${need.remedy}` : null);
}

/** Why no native server can be started here, whatever is installed; null where they can. */
export function hindranceOf(platform: NodeJS.Platform): string | null {
  if (platform === 'linux') return null;
  return `Native servers are started on Linux alone, and this is ${platform}; where a Docker daemon answers, "npm run stores -- up" uses that.`;
}
