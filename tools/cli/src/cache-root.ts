import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { cacheFolder } from '@lintel/contracts';

/** Absolute path of the cache that all commands and clones share. */
export const cacheRoot = (environment: NodeJS.ProcessEnv): string => resolve(cacheFolder(environment, homedir()));
