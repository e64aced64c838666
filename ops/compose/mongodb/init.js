/**
 * Run by mongosh, once at each start of the system: makes the three members a replica set and gives the application its user.
 * What is already there stays; the user's password becomes the configured one.
 */
/* global connect, print, process, sleep */
// eslint-disable-next-line no-restricted-syntax -- mongosh hands a script nothing but its environment
const { MONGO_ROOT_PASSWORD, MONGO_PASSWORD } = process.env;
/** How often something is tried, a second apart. */
const attempts = 120;
const first = `mongodb://root:${encodeURIComponent(MONGO_ROOT_PASSWORD)}@mongodb-1:27017/admin?directConnection=true`;

/** The first member answers on the network when its own making is over. */
const admin = retry(() => connect(first));

initiate();
retry(() => {
  if (!admin.runCommand({ hello: 1 }).isWritablePrimary) throw new Error('mongodb-1 is not the primary');
});
keepUser();
print('the replica set is ready');

function initiate() {
  try {
    admin.runCommand({ replSetGetStatus: 1 });
  } catch (error) {
    if (error.codeName !== 'NotYetInitialized') throw error;
    // The first is the primary whenever it can be: a client on the host reaches it alone.
    const members = [2, 1, 1].map((priority, index) => ({ _id: index, host: `mongodb-${index + 1}:27017`, priority }));
    // Each member has to answer for it, and one that is still being made does not.
    retry(() => {
      try {
        admin.runCommand({ replSetInitiate: { _id: 'mosaico', members } });
      } catch (error) {
        if (error.codeName !== 'AlreadyInitialized') throw error;
      }
    });
  }
}

function keepUser() {
  const roles = ['readWrite', 'dbAdmin'].map((role) => ({ role, db: 'catalog' }));
  const command = admin.getUser('mosaico') === null ? 'createUser' : 'updateUser';
  admin.runCommand({ [command]: 'mosaico', pwd: MONGO_PASSWORD, roles, writeConcern: { w: 'majority' } });
}

function retry(attempt) {
  for (let turn = 1; ; turn++) {
    try {
      return attempt();
    } catch (error) {
      if (turn === attempts) throw error;
      sleep(1000);
    }
  }
}
