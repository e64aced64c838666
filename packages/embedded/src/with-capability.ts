/** How a program is started as another user. */
export interface ServerCommand {
  file: string;
  args: string[];
  options: { uid?: number; gid?: number };
}

/**
 * The command as `owner`, with the one capability that lets it into folders that are closed to that user, and can gain
 * no other: for servers that refuse root, on data that lies in root's own folders.
 *
 * PostgreSQL checks its own files with access(2), which looks at the real user only and drops capabilities, unless the
 * securebit no_setuid_fixup is set.
 */
export function withCapability(owner: { uid: number; gid: number }, file: string, args: string[]): ServerCommand {
  const privileges = [
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    '--securebits=+no_setuid_fixup',
    '--inh-caps=-all,+dac_override',
    '--ambient-caps=+dac_override',
    '--bounding-set=-all,+dac_override',
    '--no-new-privs',
  ];
  return { file: 'setpriv', args: [...privileges, '--', file, ...args], options: {} };
}
