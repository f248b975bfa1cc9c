import { type LintelError } from '@lintel/contracts';
import { engineStatus, ensureEngine, type EngineInfo } from '@lintel/libtensorflow';
import { type Steps } from './steps';

const DOING = { download: 'downloading TensorFlow', extract: 'unpacking', compile: 'compiling', verify: 'verifying' };

/**
 * Installs the native engine where it is missing.
 * @throws LintelError where it can't be installed on this machine
 */
export async function installEngine(steps: Steps, signal: AbortSignal): Promise<EngineInfo> {
  if (!('missing' in engineStatus())) return ensureEngine();
  return steps.step(
    'engine',
    'looking for what is there',
    (progress) =>
      ensureEngine({
        signal,
        onProgress: ({ step, doneBytes, totalBytes }) => {
          const share =
            totalBytes === 0
              ? ''
              : ` ${Math.floor((100 * doneBytes) / totalBytes)} % of ${Math.round(totalBytes / 1e6)} MB`;
          progress(DOING[step] + share);
        },
      }),
    ({ version, flavour }) => `TensorFlow ${version} (${flavour}) installed`,
  );
}

/** As {@link installEngine}, but where it can't be installed it says so, and returns false. */
export async function tryInstallEngine(steps: Steps, signal: AbortSignal, without: string): Promise<boolean> {
  try {
    await installEngine(steps, signal);
    return true;
  } catch (error) {
    if (signal.aborted) throw error;
    steps.say(`\n${(error as LintelError).message}\n\n  ${without}; \`npm run engine\` tries again.\n`);
    return false;
  }
}
