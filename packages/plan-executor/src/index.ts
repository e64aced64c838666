export { compiledGateway, type CompiledGateway } from './compiled-gateway.ts';
export { type FetchOptions } from './fetch/ask.ts';
export { type CompiledGatewayOptions, type Fetched, type Observer } from './options.ts';
export { HttpDataSource, type HttpDataSourceOptions } from './sources/http-data-source.ts';
export { InProcessDataSource } from './sources/in-process-data-source.ts';
