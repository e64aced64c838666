import { describe, expect, test } from '@jest/globals';
import { createMetrics } from '@mosaico/service';
import { errors, types } from 'cassandra-driver';
import { createDriverMetrics } from '../src/store/cassandra/client/driver-metrics.ts';
import { isCassandraUnavailable, toError } from '../src/store/cassandra/client/driver-errors.ts';
import { createReadSpeculation } from '../src/store/cassandra/client/read-speculation.ts';

const { responseErrorCodes } = types;

describe('what the driver may do by itself', () => {
  test('reads are asked of a second node after 50 ms, writes of none', () => {
    const delays = (cql: string) => {
      const plan = createReadSpeculation().newPlan('events', cql) as { nextExecution: () => number };
      return [plan.nextExecution(), plan.nextExecution()];
    };
    expect(delays('SELECT month FROM user_event_months WHERE user_id = ?')).toEqual([50, -1]);
    expect(delays('INSERT INTO user_event_ids (user_id) VALUES (?) IF NOT EXISTS')).toEqual([-1, -1]);
    expect(delays('UPDATE user_event_ids SET pending = null WHERE user_id = ?')).toEqual([-1, -1]);
  });

  test('is counted', async () => {
    const metrics = createMetrics();
    const driver = createDriverMetrics(metrics);
    driver.onSpeculativeExecution();
    driver.onSpeculativeExecution();
    driver.onWriteTimeoutRetry(new Error('slow'));
    driver.onClientTimeoutRetry(new Error('silent'));
    const lines = (await metrics.text()).split('\n').filter((line) => line.startsWith('mosaico_cassandra'));
    expect(lines).toEqual([
      'mosaico_cassandra_retries_total{reason="write_timeout"} 1',
      'mosaico_cassandra_retries_total{reason="client_timeout"} 1',
      'mosaico_cassandra_speculative_executions_total 2',
    ]);
  });
});

describe("an error of the driver's", () => {
  test.each([
    ['no host', new errors.NoHostAvailableError({}), true],
    ['no answer', new errors.OperationTimedOutError('The host did not reply'), true],
    ['too few replicas', new errors.ResponseError(responseErrorCodes.unavailableException, 'too few'), true],
    ['replicas that do not answer', new errors.ResponseError(responseErrorCodes.writeTimeout, 'late'), true],
    ['a wrong statement', new errors.ResponseError(responseErrorCodes.syntaxError, 'no viable alternative'), false],
    ['a fault of ours', new TypeError('Not enough bytes'), false],
  ])('that says %s', (_what, cause, expected) => {
    const error = toError(cause);
    expect(Error.isError(error)).toBe(true);
    expect([isCassandraUnavailable(cause), isCassandraUnavailable(error)]).toEqual([expected, expected]);
  });
});
