/** A MongoDB server for the contract suite, such as `mongodb://127.0.0.1:27017`. */
export const mongoUrl = process.env['MONGODB_TEST_URL'];

/** What that server lacks, by the names that the suite uses, separated by commas: for servers that stand in for MongoDB. */
export const mongoLacks = (process.env['MONGODB_TEST_LACKS'] ?? '').split(',').filter((name) => name !== '');
