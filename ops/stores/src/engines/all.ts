import type { Engine } from '../engine.ts';
import type { StoreName } from '../names.ts';
import { cassandra } from './cassandra.ts';
import { dynamodb } from './dynamodb.ts';
import { mongodb } from './mongodb.ts';
import { mysql } from './mysql.ts';
import { postgres } from './postgres.ts';
import { redis } from './redis.ts';

export const engines: Readonly<Record<StoreName, Engine>> = { mysql, postgres, mongodb, dynamodb, cassandra, redis };
