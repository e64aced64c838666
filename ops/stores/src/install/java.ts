import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StoresError, StoresErrorCode } from '../errors.ts';
import { findProgram, subfolders } from '../programs.ts';
import { debianPackages } from './debian.ts';
import type { Need } from './need.ts';
import { runInstaller } from './run.ts';

/** The Java that Cassandra 5 is made for; Debian installs it beside others. */
const JAVA = '17';
const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** A program of Java 17's development kit; null when it is not there. */
export function findJava(program: 'java' | 'javac'): string | null {
  const homes = subfolders('/usr/lib/jvm').filter((path) => path.includes(`java-${JAVA}-openjdk-`));
  return findProgram(
    program,
    homes.map((home) => join(home, 'bin')),
  );
}

/** @throws StoresError `notInstalled` */
export function requireJava(program: 'java' | 'javac'): string {
  const path = findJava(program);
  if (path) return path;
  throw new StoresError(StoresErrorCode.notInstalled, `Java ${JAVA} is not installed: there is no program ${program}.`);
}

/** Java and Maven, as Debian has them. */
export function javaTools(): Need {
  return debianPackages({
    what: `Java ${JAVA} with Maven`,
    packages: [`openjdk-${JAVA}-jdk-headless`, 'maven'],
    services: [],
    isMet: () => findJava('java') !== null && findJava('javac') !== null && findProgram('mvn') !== null,
  });
}

/**
 * A server's jars: what the `pom.xml` of its sources names, which lie in `ops/stores/<name>/` when absent, with all that it needs, and the classes of the Java
 * sources beside it. They lie whole in their folder or are not there.
 */
export function mavenJars(options: {
  what: string;
  name: 'cassandra' | 'mongodb' | 'mysql';
  sources?: string;
  folder: string;
}): Need {
  const { what, name, folder } = options;
  const { sources = fileURLToPath(new URL(`../../${name}/`, import.meta.url)) } = options;
  return {
    what,
    remedy: `type: npm run stores -- up ${name}`,
    isMet: () => existsSync(folder),
    async install(say) {
      say(`fetching the jars of ${what} by Maven`);
      const draft = `${folder}.new`;
      rmSync(draft, { recursive: true, force: true });
      mkdirSync(dirname(folder), { recursive: true });
      cpSync(sources, draft, { recursive: true });
      const fetch = ['-q', '-B', copyDependencies, '-DincludeScope=runtime', '-DoutputDirectory=lib'];
      const runMaven = () => runInstaller(findProgram('mvn') ?? 'mvn', fetch, { cwd: draft });
      // Once more, which goes on where the first one was: of some hundred files one may not come for a moment.
      await runMaven().catch(runMaven);
      const classes = subfolders(draft).filter((path) => path.endsWith('.java'));
      if (classes.length > 0) {
        await runInstaller(requireJava('javac'), ['-cp', 'lib/*', '-d', 'classes', ...classes], { cwd: draft });
      }
      renameSync(draft, folder);
    },
  };
}
