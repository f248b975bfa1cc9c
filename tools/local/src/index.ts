export { type Connections, readConnections } from './connections';
export { installEngine } from './engine';
export { runLocally } from './run-locally';
export { type RunOptions } from './run-options';
