import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { cacheFolder } from '@lintel/contracts';

/** Where backbones are kept, outside the project, so that every clone finds them: `BACKBONE_DIR`, as for trainers. */
export const backboneFolder = (environment: NodeJS.ProcessEnv): string =>
  environment['BACKBONE_DIR'] ? resolve(environment['BACKBONE_DIR']) : inCache(environment, 'backbones');

/** Where the vectors of pictures are kept. */
export const embeddingFolder = (environment: NodeJS.ProcessEnv): string => inCache(environment, 'embeddings');

const inCache = (environment: NodeJS.ProcessEnv, name: string): string =>
  join(resolve(cacheFolder(environment, homedir())), name);
