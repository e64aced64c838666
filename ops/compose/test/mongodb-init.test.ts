import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { read } from './compose-file.ts';

const script = read('ops/compose/mongodb/init.js');
type Command = Readonly<Record<string, unknown>>;

/** An error as mongosh throws it for an answer that is not ok. */
function serverError(codeName: string): Error {
  return Object.assign(new Error(codeName), { codeName });
}

/** Runs the script as mongosh would, against a member that is made up. @returns what it was told, and each thing it printed */
function run(member: {
  /** What the member answers; a command that it does not know is answered with nothing. */
  answers?: Readonly<Record<string, (turn: number) => unknown>>;
  users?: readonly string[];
  /** How often it does not let itself be connected to before it does. */
  refusals?: number;
}) {
  const { answers = {}, users = [], refusals = 0 } = member;
  const commands: Command[] = [];
  const printed: string[] = [];
  const urls: string[] = [];
  let slept = 0;
  runInNewContext(script, {
    process: { env: { MONGO_ROOT_PASSWORD: 'r/oot', MONGO_PASSWORD: 'application' } },
    print: (line: string) => printed.push(line),
    sleep: (ms: number) => (slept += ms),
    connect: (url: string) => {
      urls.push(url);
      if (urls.length <= refusals) throw new Error('connection refused');
      return {
        getUser: (name: string) => (users.includes(name) ? { user: name } : null),
        runCommand: (command: Command) => {
          commands.push(command);
          const [name = ''] = Object.keys(command);
          return answers[name]?.(commands.filter((each) => name in each).length) ?? { ok: 1 };
        },
      };
    },
  });
  return { commands: commands.map((command) => JSON.parse(JSON.stringify(command)) as Command), printed, urls, slept };
}

const primary = () => ({ isWritablePrimary: true });
const notInitialized = () => {
  throw serverError('NotYetInitialized');
};
const roles = [
  { role: 'readWrite', db: 'catalog' },
  { role: 'dbAdmin', db: 'catalog' },
];
const account = { pwd: 'application', roles, writeConcern: { w: 'majority' } };
const initiate = {
  replSetInitiate: {
    _id: 'mosaico',
    members: [
      { _id: 0, host: 'mongodb-1:27017', priority: 2 },
      { _id: 1, host: 'mongodb-2:27017', priority: 1 },
      { _id: 2, host: 'mongodb-3:27017', priority: 1 },
    ],
  },
};

test('the members are made a replica set, and the application gets its user, when there is a primary', () => {
  const { commands, printed, urls, slept } = run({
    answers: {
      replSetGetStatus: notInitialized,
      // A member that is not there yet, then all of them; an election takes a moment.
      replSetInitiate: (turn) => {
        if (turn === 1) throw serverError('NodeNotFound');
      },
      hello: (turn) => ({ isWritablePrimary: turn === 2 }),
    },
    refusals: 3,
  });
  expect(urls).toEqual(
    Array.from({ length: 4 }, () => 'mongodb://root:r%2Foot@mongodb-1:27017/admin?directConnection=true'),
  );
  expect(commands).toEqual([
    { replSetGetStatus: 1 },
    initiate,
    initiate,
    { hello: 1 },
    { hello: 1 },
    { createUser: 'mosaico', ...account },
  ]);
  expect([printed, slept]).toEqual([['the replica set is ready'], 5000]);
});

test('a replica set that is there stays, and the user gets the configured password', () => {
  const { commands } = run({ answers: { hello: primary }, users: ['mosaico'] });
  expect(commands).toEqual([{ replSetGetStatus: 1 }, { hello: 1 }, { updateUser: 'mosaico', ...account }]);
});

test('an initiation whose answer was lost counts as made', () => {
  const { commands } = run({
    answers: {
      replSetGetStatus: notInitialized,
      replSetInitiate: (turn) => {
        throw serverError(turn === 1 ? 'HostUnreachable' : 'AlreadyInitialized');
      },
      hello: primary,
    },
  });
  expect(commands.map((command) => Object.keys(command)[0])).toEqual([
    ...['replSetGetStatus', 'replSetInitiate', 'replSetInitiate', 'hello', 'createUser'],
  ]);
});

test('a fault that waiting does not mend ends it, and what never comes ends it after two minutes', () => {
  const forbidden = () => {
    throw serverError('Unauthorized');
  };
  expect(() => run({ answers: { replSetGetStatus: forbidden } })).toThrow('Unauthorized');
  expect(() => run({ refusals: 120 })).toThrow('connection refused');
  expect(() => run({ answers: { hello: () => ({ isWritablePrimary: false }) } })).toThrow(
    'mongodb-1 is not the primary',
  );
});
