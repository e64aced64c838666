/** A MongoDB server for the contract suite, such as `mongodb://127.0.0.1:27017`. */
export const mongoUrl = process.env['MONGODB_TEST_URL'];

/** `mongo-java-server` when that is what stands in for MongoDB there. */
export const mongoStandIn = process.env['MONGODB_TEST_STAND_IN'];
