import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { readBrowserConfig } from './config.ts';

/**
 * Where Chromium is: what `CHROMIUM_PATH` names, or the first on the PATH.
 *
 * @returns null where there is none, after saying so; what needs it is skipped then.
 * @throws where there is none and `CI` is `true`: there nothing may pass by not running.
 */
export function findBrowser(): string | null {
  const { CHROMIUM_PATH: given, PATH: folders, CI } = readBrowserConfig();
  const candidates =
    given !== undefined
      ? [given]
      : folders.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const path = candidates.find(isExecutable);
  if (path !== undefined) return path;
  const message = `A browser test needs Chromium; found none ${given === undefined ? 'on the PATH' : `at ${given}`}. Install it or set CHROMIUM_PATH.`;
  if (CI === 'true') throw new Error(message);
  process.stderr.write(`${message}\n`);
  return null;
}

/** A headless Chromium that reaches nothing but what its pages ask for. */
export async function launchBrowser(executablePath: string | null = findBrowser()): Promise<Browser> {
  if (executablePath === null) throw new Error('There is no Chromium to launch.');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

const names = ['chromium', 'chromium-browser', 'google-chrome'];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
