export { cacheConfigShape, type CacheConfig } from './config.ts';
