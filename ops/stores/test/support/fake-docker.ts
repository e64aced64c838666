import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a fake `docker` was asked once. */
export interface DockerCall {
  readonly args: readonly string[];
  /** What it found in its environment of the variables that docker-compose.yml reads. */
  readonly variables: Readonly<Record<string, string>>;
}

/** How a fake `docker` answers; each a line of shell. */
export interface DockerAnswers {
  /** To `docker version`. */
  version?: string;
  /** To `docker compose version`. */
  composeVersion?: string;
  /** To `docker compose … ps`. */
  ps?: string;
  /** To `docker compose … up`. */
  up?: string;
}

/** A program called `docker` in a folder of its own, which writes down what it is asked and has no daemon. */
export function makeFakeDocker(folder: string, answers: DockerAnswers): { path: string; calls: () => DockerCall[] } {
  mkdirSync(folder, { recursive: true });
  const record = join(folder, 'calls');
  writeFileSync(record, '');
  // The two probes come at once: each call is written down apart, and then added in one piece.
  const script = `#!/bin/sh
{ for argument in "$@"; do printf '%s\\0' "$argument"; done; printf '\\1'; env -0; printf '\\2'; } >'${record}'.$$
cat '${record}'.$$ >>'${record}'
case "$1 $2" in
  'version --format') ${answers.version ?? 'echo 28.2.2'} ;;
  'compose version') ${answers.composeVersion ?? 'echo 2.39.1'} ;;
  *) case " $* " in
    *' ps '*) ${answers.ps ?? ':'} ;;
    *' up '*) ${answers.up ?? ':'} ;;
  esac ;;
esac
`;
  writeFileSync(join(folder, 'docker'), script, { mode: 0o755 });
  return { path: folder, calls: () => readFileSync(record, 'utf8').split('\x02').slice(0, -1).map(readCall) };
}

function readCall(text: string): DockerCall {
  const [args = '', environment = ''] = text.split('\x01');
  const variables = environment.split('\0').flatMap((pair) => {
    const at = pair.indexOf('=');
    return /_(PASSWORD|SECRET|KEY|PORT|PROVIDER)$/.test(pair.slice(0, at))
      ? [[pair.slice(0, at), pair.slice(at + 1)]]
      : [];
  });
  return { args: args.split('\0').slice(0, -1), variables: Object.fromEntries(variables) as Record<string, string> };
}
