export { type Connections, readConnections } from './connections';
export { installEngine } from './engine';
export { runLocally, type RunOptions } from './run-locally';
