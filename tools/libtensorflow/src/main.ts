import { LintelError } from '@lintel/contracts';
import { ensureEngine } from './ensure-engine';
import { ProgressDisplay } from './progress-display';

/** `npm run engine`: installs the native engine where it is missing. */
async function main(): Promise<void> {
  const display = new ProgressDisplay(process.stdout);
  const abort = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => abort.abort());
  try {
    const { version, flavour, folder } = await ensureEngine({
      log: (line) => display.line(line),
      onProgress: (progress) => display.show(progress),
      signal: abort.signal,
    });
    display.line(`TensorFlow ${version} (${flavour}) is ready in ${folder}`);
  } catch (error) {
    if (!(error instanceof LintelError)) throw error;
    display.line(error.message);
    process.exitCode = error.code === 'CANCELLED' ? 130 : 1;
  }
}

void main();
