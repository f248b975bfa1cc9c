import { type LintelError } from '@lintel/contracts';
import { engineStatus, ensureEngine, type EngineInfo } from '@lintel/libtensorflow';
import { type Steps } from './steps';

const DOING = { download: 'downloading TensorFlow', extract: 'unpacking', compile: 'compiling', verify: 'verifying' };

/**
 * Installs the native engine if it is missing.
 * @throws LintelError if it can't be installed on this machine
 */
export async function installEngine(steps: Steps, signal: AbortSignal): Promise<EngineInfo> {
  if (!('missing' in engineStatus())) return ensureEngine();
  return steps.step(
    'engine',
    'checking what is installed',
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

/** Like {@link installEngine}, but prints the error and returns false if the engine can't be installed. */
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
