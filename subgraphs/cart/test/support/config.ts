/** The endpoint of a real DynamoDB (or DynamoDB Local, or another that speaks its protocol) to run the suites on as well. */
export function realDynamoUrl(): string | undefined {
  return process.env['DYNAMODB_TEST_URL'] || undefined;
}
