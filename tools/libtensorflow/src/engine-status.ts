import { LintelError } from '@lintel/contracts';
import { thisMachine } from './engine-platform';
import { engineInfo, hasLibraries, isInstalled, planEngine, type EngineInfo } from './installed-engine';

/** Why there is no engine, and the cure. */
export interface EngineMissing {
  readonly missing: string;
  readonly cure: string;
}

/** Returns whether {@link ensureEngine} would have something to do. Takes a millisecond and loads nothing. */
export function engineStatus(environment: NodeJS.ProcessEnv = process.env): EngineInfo | EngineMissing {
  try {
    const plan = planEngine(environment, thisMachine());
    if (isInstalled(plan)) return engineInfo(plan);
    return {
      missing: hasLibraries(plan)
        ? 'The native engine is in the cache, but not linked into this clone.'
        : `The native engine is not installed in ${plan.layout.folder}.`,
      cure: 'Run `npm run engine`.',
    };
  } catch (error) {
    if (error instanceof LintelError) return { missing: error.problem, cure: error.cure };
    throw error;
  }
}
